"""An enrolment with its parts read as one course, after whatever has changed in it."""

from collections.abc import Iterable

from cases.models.enrolments import Assignment, Enrolment, Pause, PhaseSpell, StepDone
from cases.periods import Period
from cases.rules.courses import Course, Mark, Part, Spell, check_course


def check_whole(enrolment: Enrolment) -> None:
    """Raises `Refused` where what is saved of the enrolment, a step taken just now included, is out of order.

    A step of long ago fits the day it happened on, and the days since may still contradict it.
    """
    check_course(
        course_of(
            enrolment,
            spells=enrolment.phase_spells.select_related("phase").order_by("start"),
            pauses=enrolment.pauses.all(),
            assignments=enrolment.assignments.select_related("worker"),
        )
    )


def course_of(
    enrolment: Enrolment, *, spells: Iterable[PhaseSpell], pauses: Iterable[Pause], assignments: Iterable[Assignment]
) -> Course:
    """The parts as they stand in memory, spells in their order; steps that are done as they are saved."""
    begun = {spell.pk: spell.start for spell in spells}
    done = StepDone.objects.filter(spell__enrolment=enrolment, undone=False).select_related("step")
    again = Enrolment.objects.filter(reopens=enrolment).first()
    return Course(
        period=Period(enrolment.start, enrolment.end),
        decided_on=enrolment.screening.decided_on if enrolment.screening else None,
        taken_up_from=enrolment.reopens.end if enrolment.reopens else None,
        taken_up_on=again.start if again else None,
        spells=[Spell(str(s), Period(s.start, s.end), s.phase.position, bool(s.reason)) for s in spells],
        pauses=_parts(pauses),
        assignments=_parts(assignments),
        marks=[Mark(str(row), row.done_on, begun[row.spell_id]) for row in done],
    )


def _parts(rows: Iterable[Pause | Assignment]) -> list[Part]:
    ordered = sorted(rows, key=lambda row: row.start)
    return [Part(str(row), Period(row.start, row.end)) for row in ordered]
