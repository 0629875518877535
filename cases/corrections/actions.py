"""Putting right what stands wrong in an enrolment, and taking back what never was.

The history keeps what stood before, with who and why. After every correction the whole course is read again: a date
that contradicts another, or an order that the table of states forbids, is refused. Figures follow; a frozen report
stays as it was.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day, check_not_ended, check_why
from cases.core.codes import Label
from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, Period
from cases.corrections.rights import why_it_stays, why_it_stays_closed
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.enrolments.queries import course_of
from cases.enrolments.rules import check_course, closing_reasons
from cases.intake.actions import reopen_requests
from cases.intake.codes import AGE, SCREENING_REASONS, ScreeningOutcome
from cases.intake.models import Screening, screening_facts
from cases.intake.rules import check
from cases.records.actions import lock, remove, write
from cases.records.models import Record
from cases.staff.models import User

Dated = PhaseSpell | Pause | Assignment

D = TypeVar("D", PhaseSpell, Pause, Assignment)


@transaction.atomic
def correct_enrolment(
    *,
    by: User,
    at: datetime,
    enrolment: Enrolment,
    version: int,
    why: str,
    start: date,
    end: date | None = None,
    reasons: Collection[str] = (),
    note: str = "",
    confirmed: Collection[str] = frozenset(),
) -> Enrolment:
    """Correct the first day and, of a closed one, the closing: `end` is the first day after it.

    What began or ended with the enrolment moves along.
    """
    work = _Work(enrolment, by=by, at=at, why=why, version=version)
    enrolment = work.enrolment
    work.check_days(start, end)
    if (end is None) != (enrolment.end is None):
        raise Refused(_("A correction neither closes an enrolment nor takes the closing back."), field="end")
    if not Period(enrolment.programme.start, enrolment.programme.end).contains(start):
        raise Refused(_("The programme does not run on that day."), field="start")
    if end is not None:
        enrolment.closing_reasons, enrolment.closing_note = closing_reasons(reasons, on=end - ONE_DAY), note.strip()
    for row in work.parts:
        if row.start == enrolment.start:
            row.start = start
        if row.end is not None and row.end == enrolment.end:
            row.end = end
    enrolment.start, enrolment.end = start, end
    work.save(enrolment, confirmed=confirmed)
    return enrolment


@transaction.atomic
def withdraw_closing(*, by: User, at: datetime, enrolment: Enrolment, why: str) -> Enrolment:
    """The enrolment was closed by mistake: it goes on, and so does what ended with it."""
    work = _Work(enrolment, by=by, at=at, why=why)
    enrolment = work.enrolment
    if enrolment.end is None:
        raise Refused(_("The enrolment is not closed."))
    _check_free(why_it_stays_closed(enrolment))
    for row in work.parts:
        if row.end == enrolment.end:
            row.end = None
    enrolment.end, enrolment.closing_reasons, enrolment.closing_note = None, [], ""
    work.save(enrolment)
    return enrolment


@transaction.atomic
def withdraw_enrolment(*, by: User, at: datetime, enrolment: Enrolment, why: str) -> None:
    """An enrolment that never was, with its phases, pauses and assignments. Its screening may be used again."""
    work = _Work(enrolment, by=by, at=at, why=why)
    _check_free(why_it_stays(work.enrolment))
    for spell in work.spells:
        work.remove_spell(spell)
    for row in (*work.pauses, *work.assignments):
        work.remove(row)
    work.note(work.enrolment)
    work.remove(work.enrolment)


@transaction.atomic
def correct_phase(
    *, by: User, at: datetime, spell: PhaseSpell, version: int, why: str, start: date, reason: str = ""
) -> PhaseSpell:
    """Correct the first day in a phase, and why it was chosen; the phase before ends accordingly."""
    work = _Work(spell.enrolment, by=by, at=at, why=why)
    spell = work.pick(work.spells, spell, version)
    work.check_days(start, None)
    place = work.spells.index(spell)
    if place:
        work.spells[place - 1].end = start
    elif start != spell.start:
        raise Refused(_("The first phase begins with the enrolment. Correct the enrolment instead."), field="start")
    spell.start, spell.reason = start, reason.strip()
    work.save(spell)
    return spell


@transaction.atomic
def withdraw_phase(*, by: User, at: datetime, spell: PhaseSpell, why: str) -> None:
    """A phase that never was: the one before goes on in its place, across the next one too if that is the same."""
    work = _Work(spell.enrolment, by=by, at=at, why=why)
    spell = work.pick(work.spells, spell, None)
    _check_free(why_it_stays(spell))
    place = work.spells.index(spell)
    before, after = work.spells[place - 1], work.spells[place + 1 : place + 2]
    gone = [spell, *(row for row in after if row.phase_id == before.phase_id)]
    work.note(spell)
    for row in gone:
        work.remove_spell(row, keep_in=before if row is not spell else None)
        work.spells.remove(row)
    before.end = gone[-1].end
    work.save()


@transaction.atomic
def correct_pause(
    *, by: User, at: datetime, pause: Pause, version: int, why: str, start: date, reason: str, end: date | None = None
) -> Pause:
    """Correct a pause; `end` is the first day after it, and says nothing while the pause runs."""
    work = _Work(pause.enrolment, by=by, at=at, why=why)
    pause = work.pick(work.pauses, pause, version)
    work.correct_days(pause, start, end)
    pause.reason = reason
    work.save(pause)
    return pause


@transaction.atomic
def withdraw_pause(*, by: User, at: datetime, pause: Pause, why: str) -> None:
    """A pause that never was; the targets it moved move back."""
    work = _Work(pause.enrolment, by=by, at=at, why=why)
    work.take_out(work.pauses, pause)


@transaction.atomic
def correct_assignment(
    *, by: User, at: datetime, assignment: Assignment, version: int, why: str, start: date, end: date | None = None
) -> Assignment:
    """Correct the days of an assignment; `end` is the first day after it."""
    work = _Work(assignment.enrolment, by=by, at=at, why=why)
    assignment = work.pick(work.assignments, assignment, version)
    work.correct_days(assignment, start, end)
    work.save(assignment)
    return assignment


@transaction.atomic
def withdraw_assignment(*, by: User, at: datetime, assignment: Assignment, why: str) -> None:
    """An assignment that never was."""
    work = _Work(assignment.enrolment, by=by, at=at, why=why)
    work.take_out(work.assignments, assignment)


@transaction.atomic
def correct_screening(
    *,
    by: User,
    at: datetime,
    screening: Screening,
    version: int,
    why: str,
    decided_on: date,
    reasons: Collection[str] = (),
    note: str = "",
    confirmed: Collection[str] = frozenset(),
) -> Screening:
    """Correct the day, the reasons and the note of a decision. Another decision is a new screening."""
    lock(screening.person)
    screening = lock(screening, version=version)
    why = check_why(why)
    check_day(decided_on, today=timezone.localdate(at), field="decided_on")
    check_born(decided_on, born=screening.person.birth_date, field="decided_on")
    check_not_ended(decided_on, last_day=screening.programme.last_day, field="decided_on")
    enrolment = Enrolment.objects.filter(screening=screening).first()
    if enrolment and decided_on > enrolment.start:
        raise Refused(_("The young person was enrolled on this decision before that day."), field="decided_on")
    fits = check(screening.programme.target_group, screening_facts(screening.person), on=decided_on)[AGE]
    if screening.outcome == ScreeningOutcome.ELIGIBLE and fits is False:
        raise Refused(_("On that day the young person was not in the age group."), field="decided_on")
    known = [code for code in SCREENING_REASONS.codes if code in set(reasons)]
    if len(known) != len(set(reasons)):
        raise Refused(_("Choose reasons from the list."), field="reasons")
    screening.decided_on, screening.reasons, screening.note = decided_on, known, note.strip()
    write(screening, by=by, at=at, why=why, confirmed=confirmed)
    _note_screening(screening, by=by, at=at)
    return screening


@transaction.atomic
def withdraw_screening(*, by: User, at: datetime, screening: Screening, why: str) -> None:
    """A decision that was never made, or about somebody else. What was asked for waits again."""
    lock(screening.person)
    screening = lock(screening)
    why = check_why(why)
    _check_free(why_it_stays(screening))
    reopen_requests(by=by, at=at, screening=screening)
    _note_screening(screening, by=by, at=at)
    remove(screening, by=by, at=at, why=why)


class _Work:
    """One correction: the enrolment locked with all its parts, changed in memory, checked as a whole, then saved."""

    def __init__(self, enrolment: Enrolment, *, by: User, at: datetime, why: str, version: int | None = None) -> None:
        self.by, self.at, self.why = by, at, check_why(why)
        self.enrolment = lock(enrolment, version=version)
        self.spells = list(self.enrolment.phase_spells.select_related("phase").order_by("start"))
        self.pauses = list(self.enrolment.pauses.order_by("start"))
        self.assignments = list(self.enrolment.assignments.select_related("worker").order_by("start"))
        self._before = {row: _values(row) for row in self.parts}
        self._paused = {spell: self._paused_in(spell) for spell in self.spells}

    @property
    def parts(self) -> list[Dated]:
        """Everything in the enrolment that has days of its own."""
        return [*self.spells, *self.pauses, *self.assignments]

    def pick(self, rows: list[D], row: D, version: int | None) -> D:
        """The row among those that were loaded, unless somebody else changed it since the page was drawn."""
        lock(row, version=version)
        return next(found for found in rows if found == row)

    def check_days(self, start: date, end: date | None) -> None:
        """Nothing is dated in the future; `end`, the day after the last one, may be tomorrow."""
        today = timezone.localdate(self.at)
        check_day(start, today=today, field="start")
        if end:
            check_day(end - ONE_DAY, today=today, field="end")

    def correct_days(self, row: Pause | Assignment, start: date, end: date | None) -> None:
        """Give a part other days. Whether it runs is not for a correction to say."""
        self.check_days(start, end)
        if (end is None) != (row.end is None):
            raise Refused(_("A correction neither ends it nor lets it go on."), field="end")
        row.start, row.end = start, end

    def take_out(self, rows: list[D], row: D) -> None:
        """A part that never was; what is left must still be in order."""
        row = self.pick(rows, row, None)
        self.note(row)
        self.remove(row)
        rows.remove(row)
        self.save()

    def remove(self, row: Record) -> None:
        """Remove one row, with who and why."""
        remove(row, by=self.by, at=self.at, why=self.why)

    def remove_spell(self, spell: PhaseSpell, *, keep_in: PhaseSpell | None = None) -> None:
        """Take a phase out, its steps with it; `keep_in` is a time in the same phase that they go to instead."""
        for done in spell.steps_done.all():
            if keep_in:
                done.spell = keep_in
                write(done, by=self.by, at=self.at, why=self.why)
            else:
                self.remove(done)
        self.remove(spell)

    def save(self, target: Record | None = None, *, confirmed: Collection[str] = frozenset()) -> None:
        """Check the whole course and save what has changed, and `target`, what was corrected."""
        check_course(course_of(self.enrolment, spells=self.spells, pauses=self.pauses, assignments=self.assignments))
        for spell in self.spells:
            self._move_target(spell)
        changed = [row for row in self.parts if _values(row) != self._before[row]]
        # The database lets no two rows overlap at any moment: what becomes shorter makes room first.
        for row in sorted(changed, key=self._grows):
            write(row, by=self.by, at=self.at, why=self.why)
        write(self.enrolment, by=self.by, at=self.at, why=self.why, confirmed=confirmed)
        if target:
            self.note(target)

    def note(self, target: Record) -> None:
        """Log what was corrected or taken back."""
        person = self.enrolment.person
        record(AuditAction.CHANGED, by=self.by, at=self.at, person=person, target=target, corrected=True)

    def _grows(self, row: Dated) -> bool:
        start, end, *_rest = self._before[row]
        return not Period(start, end).covers(Period(row.start, row.end))

    def _move_target(self, spell: PhaseSpell) -> None:
        """A target is so many days after the phase began, not counting pauses: it moves with both."""
        if spell.target_end:
            paused = self._paused_in(spell) - self._paused[spell]
            spell.target_end += (spell.start - self._before[spell][0]) + timedelta(days=paused)

    def _paused_in(self, spell: PhaseSpell) -> int:
        """Days of the phase in pauses after which the enrolment went on: it is they that move the target."""
        whole = Period(spell.start, spell.end)
        over = [pause for pause in self.pauses if pause.end and pause.end != self.enrolment.end]
        return sum(Period(pause.start, pause.end).days_within(whole, until=pause.end) for pause in over)


def _check_free(reason: Label) -> None:
    if reason:
        raise Refused(reason)


def _values(row: Dated) -> tuple[date, date | None, str, date | None]:
    """What a correction may change."""
    return row.start, row.end, getattr(row, "reason", ""), getattr(row, "target_end", None)


def _note_screening(screening: Screening, *, by: User, at: datetime) -> None:
    record(AuditAction.CHANGED, by=by, at=at, person=screening.person, target=screening, corrected=True)
