"""A question as it will look in the form of a report."""

from datetime import date

from cases.core.periods import ONE_DAY
from cases.questionnaires.codes import When
from cases.questionnaires.definition import Item
from cases.report_forms.forms import AnswersForm, Asking, Block
from cases.statusreports.codes import ReportKind

# A kind of report that asks what is asked then.
KINDS = {
    When.START: ReportKind.START,
    When.EVERY: ReportKind.QUARTERLY,
    When.FROM_SECOND: ReportKind.QUARTERLY,
    When.CLOSING: ReportKind.CLOSING,
    When.TWO_POINT: ReportKind.ASSESSMENT,
}


def preview(item: Item, today: date) -> Block:
    """The question with its fields, empty. Its names are its own, so that it can stand beside another form."""
    kind = next(KINDS[when] for when in When if when in item.when)
    form = AnswersForm(asking=Asking([item], kind, today, [today - ONE_DAY]), auto_id="preview_%s")
    return next(form.blocks())
