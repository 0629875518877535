"""Where the young people stand, and how long each phase takes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.core.periods import Period, open_after, open_on
from cases.programmes.models import PhaseTemplate
from cases.records.models import in_both
from reporting.figures.aggregates import counts_by, quartile_values
from reporting.figures.base import (
    COUNTED,
    TOTAL,
    Adds,
    Count,
    Figures,
    Form,
    Indicator,
    Measure,
    N,
    Row,
    Table,
    Unit,
    counted,
    days,
)
from reporting.figures.facts import Facts
from reporting.figures.rules import median_wait, quartiles
from reporting.indicators.people import ENDED

RUNNING = "enrolments_running"

Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Spell:
    """Since when a young person was in the phase, and until which day: none for who is there after the last day."""

    start: date
    left: date | None
    person: int


def _phases(facts: Facts) -> Figures:
    phases = PhaseTemplate.objects.filter(programme=facts.programme)
    names = {phase.code: in_both(phase.name_da, phase.name_en) for phase in phases}
    current = facts.phase_spells.filter(
        open_on(facts.last_day), open_after(facts.last_day, start="enrolment__start", end="enrolment__end")
    )
    now = counts_by(current, "phase__code", person="enrolment__person")
    whole = Count(sum(count.n for count in now.values()), sum(count.people for count in now.values()))
    return {"now": counted(now, names, whole=whole, names=names), "length": _lengths(facts, names)}


def _lengths(facts: Facts, names: Names) -> list[Row]:
    spells: dict[str, list[Spell]] = defaultdict(list)
    rows = facts.phase_spells.values_list("phase__code", "start", "end", "enrolment__end", "enrolment__person")
    for code, start, end, closed, person in rows:
        goes_on = Period(start, end).not_over(facts.last_day) and Period(start, closed).not_over(facts.until)
        spells[code].append(Spell(start, None if goes_on else end, person))
    return [_length(code, spells[code], facts, names[code]) for code in names]


def _length(code: str, spells: list[Spell], facts: Facts, names: dict[str, str]) -> Row:
    ended = [(spell.left - spell.start).days for spell in spells if spell.left]
    people = {spell.person for spell in spells if spell.left}
    waits = [_wait(spell, facts) for spell in spells]
    values = {"n": len(ended), **quartile_values(quartiles(ended)), "estimate": median_wait(waits)}
    return Row(code, values, {"n": len(people)}, names=names)


def _wait(spell: Spell, facts: Facts) -> tuple[int, int, bool]:
    """On which day of the phase the period began, how many days it took or has taken, and if it is over."""
    entry = max(0, (facts.period.start - spell.start).days)
    return entry, ((spell.left or facts.until) - spell.start).days, spell.left is not None


PHASES = Indicator(
    key="phases",
    name=_("Phase distribution and days per phase"),
    definition=_(
        "Which phase the running enrolments are in at the end of the last day, and how many calendar days a phase "
        "takes. The estimate counts in those still in the phase (Kaplan-Meier): after so many days half have left it. "
        "Phase periods begun earlier count in the estimate from the day the period begins, as the short ones among "
        "them are already over."
    ),
    numerator=_("Running enrolments in each phase; phase periods that ended in the period."),
    denominator=_(
        "Enrolments that run on the last day of the period, or on the day of the report if that is earlier."
    ),
    exclusions=_("Phase periods that ended before the period. Pauses are part of the phase they lie in."),
    tables=(
        Table(
            "now",
            _("Enrolments by phase on the last day"),
            Unit.ENROLMENT,
            COUNTED,
            quantities={(TOTAL, "n"): RUNNING},
        ),
        Table(
            "length",
            _("Days per phase"),
            Unit.PHASE_SPELL,
            (
                N,
                *days(),
                Measure("estimate", _("Estimated median"), Form.DAYS, follows="n"),
            ),
            adds=Adds.NOT,
            beside="now",
            told_by=(ENDED,),
        ),
    ),
    compute=_phases,
)
