"""Words that stand around every figure of a report, frozen with it in both languages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.core.codes import Label
from cases.questionnaires.definition import Text

LANGUAGES = ("da", "en")

Both = dict[str, str]


def in_both_languages(label: Label | Text) -> Both:
    """A label as it reads today, in each language."""
    if isinstance(label, Text):
        return {"da": label.da, "en": label.en}
    return {language: _in(language, label) for language in LANGUAGES}


def _in(language: str, label: Label) -> str:
    with override(language):
        return str(label)


WORDS: Mapping[str, Label] = {
    # What the report is about.
    "contents": _("Contents"),
    "number": _("Report number"),
    "programme": _("Programme"),
    "programme_code": _("Code of the programme"),
    "period": _("Period"),
    "from_to": _("%(first)s to %(last)s"),
    "from": _("From"),
    "to": _("To and including"),
    "not_distributed": _("Not distributed, special protection"),
    "as_of": _("As of"),
    "asked_by": _("Asked for by"),
    "by_command": _("the command on the server"),
    "computed": _("Computed"),
    "definitions": _("Version of the definitions"),
    "input": _("Fingerprint of the facts"),
    "not_kept": _("not kept at that time"),
    # What a reader must know about all the figures.
    "frozen": _("The figures were computed once and do not change when facts are corrected later."),
    "words_since": _(
        "The words of this report and the name of its programme were written into it on %(day)s; its figures are "
        "older."
    ),
    "rounding": _("Shares are rounded each on its own to whole per cent, so they may not add up to 100."),
    "dash": _(
        "A dash says that there is nothing to compute from; of an estimated median, that fewer than half have come "
        "that far."
    ),
    "protected": _(
        "Figures about one to four young people are hidden, and those that would give them away. Quartiles and nights "
        "in all are shown from ten young people on."
    ),
    "small": _(
        "Working figures, not for publication: small numbers are shown and may identify someone. What leaves the "
        "house is an edition."
    ),
    # Around a table.
    "definition": _("Definition"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "exclusions": _("Left out"),
    "counted_in": _("Counted in: %(unit)s"),
    "unit_of_tables": _("courses"),
    "total": _("In all"),
    "hidden": _("hidden"),
    "spread_axis": _("Days: median, with half of them on the line"),
    "base": _("Base"),
    "note": _("Note"),
    "self_check": _("Self-check"),
    "withheld": _("The rows are not shown: they may rest on few young people, or tell of them."),
    # The columns of a CSV file and what they say.
    "chapter": _("Chapter"),
    "indicator": _("Indicator"),
    "table": _("Table"),
    "unit": _("Counted in"),
    "part_of": _("Part of"),
    "row": _("Row"),
    "figure": _("Figure"),
    "value": _("Value"),
    "remark": _("Remark"),
    "remark_hidden": _("hidden: rests on too few young people, or would give a small number away"),
    "remark_estimate": _("cannot be estimated yet: fewer than half have come that far"),
    "remark_nothing": _("nothing to compute from"),
    "remark_percent": _("per cent"),
    "count": _("Count"),
    "percent": _("Per cent"),
    "n": _("n"),
    "blanks": _("Not answered"),
    "dropped": _("Do not know, left out"),
    "mean": _("Mean"),
}


def all_words() -> dict[str, Both]:
    """Every word, in both languages."""
    return {key: in_both_languages(label) for key, label in WORDS.items()}
