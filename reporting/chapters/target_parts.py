"""The chapter about targets: what was to be done and to come of it, against what was and did."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.figures.base import Adds, Figures, Form, Indicator, Measure, Number, Row, Table, Unit
from reporting.figures.facts import Facts
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.targets.arithmetic import in_both_languages, name_of
from reporting.targets.codes import MeasuredBy, Standing, TargetKind
from reporting.targets.queries import Reading, readings
from reporting.targets.rules import middle

# How a standing is kept: as its place here. Only added to.
STANDINGS = (Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED)

AIM, ACTUAL = "aim", "actual"

ELSEWHERE = "-"  # a cell that no report has

MEASURES = (
    Measure("baseline", gettext_lazy("Baseline"), Form.VALUE, AIM),
    Measure("original", gettext_lazy("Original target"), Form.VALUE, AIM),
    Measure("current", gettext_lazy("Current target"), Form.VALUE, AIM),
    Measure(ACTUAL, gettext_lazy("Actual"), Form.VALUE, least=SMALLEST_SHOWN),
    Measure("expected", gettext_lazy("Expected by now"), Form.VALUE, AIM),
    Measure("share", gettext_lazy("Of the current target"), Form.PERCENT, ACTUAL, SMALLEST_SHOWN),
    Measure(
        "standing",
        gettext_lazy("Standing"),
        Form.STANDING,
        ACTUAL,
        SMALLEST_SHOWN,
        tuple(one.label for one in STANDINGS),
    ),
)


def _targets(facts: Facts) -> Figures:
    found = readings(facts.programme, as_of=facts.as_of, known_at=facts.known_at, end=facts.until, chosen_only=True)
    return {
        kind: [_row(one, facts) for one in found if one.target.kind == kind]
        for kind in (TargetKind.ACTIVITY, TargetKind.RESULT)
    }


def _row(one: Reading, facts: Facts) -> Row:
    return Row(
        f"target_{one.target.pk}", _values(one), {AIM: 0, ACTUAL: one.figure.people}, names=_names(one),
        reads=_cell(one, facts),
    )  # fmt: skip


def _values(one: Reading) -> Mapping[str, Number]:
    known, baseline = one.progress, one.target.baseline
    standing = STANDINGS.index(known.standing) if known.standing in STANDINGS else None
    return {
        "baseline": None if baseline is None else float(middle(baseline)),
        "original": float(middle(one.original)),
        "current": float(middle(one.current)),
        ACTUAL: None if known.actual is None else float(known.actual),
        "expected": known.expected,
        "share": known.share,
        "standing": standing,
    }


def _names(one: Reading) -> dict[str, str]:
    """The target with its unit, its value as it was set, and by which day, in both languages."""
    target, name = one.target, name_of(one.target)

    def details() -> str:
        due = date_format(target.due, "SHORT_DATE_FORMAT")
        return _("%(value)s %(unit)s by %(due)s") % {
            "value": one.current.printed,
            "unit": target.get_unit_display(),
            "due": due,
        }

    said = name.then(in_both_languages(details), ": ")
    return {"da": said.da, "en": said.en}


def _cell(one: Reading, facts: Facts) -> str:
    """The cell of this report that the figure is; one that no report has where the target began on another day."""
    if one.target.measured_by != MeasuredBy.INDICATOR or one.figure.value is None:
        return ""
    return one.figure.cell if one.target.start == facts.period.start else ELSEWHERE


TARGETS = Indicator(
    key="targets",
    name=gettext_lazy("Targets against actual"),
    definition=gettext_lazy(
        "What the programme was to do, and what was to come of it, against how it stood on the last day of the "
        "period, or on the day of the report if that is earlier. A target is counted from its own first day. On the "
        "way: as far as a straight line from the baseline (of what is counted up, else from 0) to the target, in "
        "whole numbers."
    ),
    numerator=gettext_lazy("The actual figure, as the indicator or table that it is read from counts it."),
    denominator=gettext_lazy("The current target; of a range its middle."),
    exclusions=gettext_lazy(
        "Targets that were not chosen. To readers without small numbers, a figure that is not in this report as well."
    ),
    tables=(
        Table(TargetKind.ACTIVITY, gettext_lazy("Activity targets"), Unit.TARGET, MEASURES, adds=Adds.NOT),
        Table(TargetKind.RESULT, gettext_lazy("Result targets"), Unit.TARGET, MEASURES, adds=Adds.NOT),
    ),
    compute=_targets,
)
