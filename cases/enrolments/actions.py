"""The life of an enrolment: begin, change phase, pause, close, reopen, who works with it, and which steps are done."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_day
from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, Period, begun_by, last_day, ongoing, open_on
from cases.enrolments.codes import EnrolmentEvent, EnrolmentState
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell, StepDone
from cases.enrolments.queries import check_whole
from cases.enrolments.rules import ENROLMENT_STATES, NOT_TIED, closing_reasons, needs_reason, phase_target
from cases.intake.codes import ScreeningOutcome
from cases.intake.models import Screening
from cases.programmes.models import PhaseStep, PhaseTemplate, Programme
from cases.records.actions import lock, remove, write
from cases.staff.codes import TEAM_ROLES
from cases.staff.models import User
from cases.teams.models import Team, TeamProgramme


@transaction.atomic
def enrol(
    *,
    by: User,
    at: datetime,
    screening: Screening,
    team: Team,
    on: date,
    confirmed: Collection[str] = frozenset(),
) -> Enrolment:
    """Enrol the young person of a screening that said yes, from `on`, in the programme's first phase.

    A screening is used once, and only while no later one of the programme says otherwise. The team must work in the
    programme: enrolling opens no programme to a team.
    """
    person = lock(screening.person)
    screening = lock(screening)  # it may have been corrected, or taken back, since the page was drawn
    programme = screening.programme
    _check_screening(screening)
    _check_day(on, at=at, earliest=screening.decided_on)
    if not Period(programme.start, programme.end).contains(on):
        raise Refused(_("The programme does not run on that day."), field="on")
    if not team.is_active:
        raise Refused(_("The team has been closed. Choose another."), field="team")
    _check_tie(team, programme)
    phase = programme.phases.order_by("position").first()
    if phase is None:
        raise Refused(_("The programme has no phases yet. Ask an administrator to add them."))
    enrolment = Enrolment(person=person, programme=programme, team=team, screening=screening, start=on)
    write(enrolment, by=by, at=at, confirmed=confirmed)
    _begin_phase(enrolment, phase, by=by, at=at, on=on)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=person, target=enrolment, event=EnrolmentEvent.ENROL)
    return enrolment


@transaction.atomic
def change_phase(
    *,
    by: User,
    at: datetime,
    enrolment: Enrolment,
    phase: PhaseTemplate,
    on: date,
    reason: str = "",
    version: int | None = None,
) -> PhaseSpell:
    """Move to another phase from `on`. Going back or skipping a phase needs a reason.

    The running phase ends on the day the next begins; on the day it began itself it is corrected instead.
    """
    enrolment = lock(enrolment, version=version)
    _check_event(enrolment, EnrolmentEvent.CHANGE_PHASE, on=on, at=at)
    if phase.programme_id != enrolment.programme_id:
        raise Refused(_("Choose a phase of the programme."), field="phase")
    current = _running_spell(enrolment)
    if phase.pk == current.phase_id:
        raise Refused(_("The young person is already in that phase."), field="phase")
    reason = reason.strip()
    if on == current.start:
        spell = _correct_phase(enrolment, current, phase, by=by, at=at, reason=reason)
    else:
        _check_reason(current.phase, phase, reason)
        _end(current, by=by, at=at, on=on - ONE_DAY)
        spell = _begin_phase(enrolment, phase, by=by, at=at, on=on, reason=reason)
    _touch(enrolment, EnrolmentEvent.CHANGE_PHASE, by=by, at=at, why=reason, phase=phase.code)
    return spell


@transaction.atomic
def pause(*, by: User, at: datetime, enrolment: Enrolment, reason: str, on: date, version: int | None = None) -> Pause:
    """Let the enrolment rest from `on`; `reason` is a code of `PAUSE_REASONS`.

    It begins in the running phase: none may have begun in the pause.
    """
    enrolment = lock(enrolment, version=version)
    _check_event(enrolment, EnrolmentEvent.PAUSE, on=on, at=at)
    _check_day(on, at=at, earliest=_running_spell(enrolment).start)
    pause = write(Pause(enrolment=enrolment, reason=reason, start=on), by=by, at=at)
    _touch(enrolment, EnrolmentEvent.PAUSE, by=by, at=at, reason=reason)
    return pause


@transaction.atomic
def resume(*, by: User, at: datetime, enrolment: Enrolment, on: date, version: int | None = None) -> None:
    """End the pause; `on` is its last day. The target of the running phase moves by the days that were paused."""
    enrolment = lock(enrolment, version=version)
    _check_event(enrolment, EnrolmentEvent.RESUME, on=on, at=at)
    pause = enrolment.pauses.get(ongoing())
    _end(pause, by=by, at=at, on=on)
    spell = _running_spell(enrolment)
    if spell.target_end and pause.end:
        spell.target_end += pause.end - pause.start
        write(spell, by=by, at=at, why=pause.get_reason_display())
    _touch(enrolment, EnrolmentEvent.RESUME, by=by, at=at)


@transaction.atomic
def close(
    *,
    by: User | None,
    at: datetime,
    enrolment: Enrolment,
    on: date,
    reasons: Collection[str],
    note: str = "",
    version: int | None = None,
) -> Enrolment:
    """Close for one or several `CLOSING_REASONS`; `on` is the last day, of phase, pause and assignments too."""
    enrolment = lock(enrolment, version=version)
    _check_event(enrolment, EnrolmentEvent.CLOSE, on=on, at=at)
    coded = closing_reasons(reasons, on=on)
    for part in (enrolment.phase_spells, enrolment.pauses, enrolment.assignments):
        for row in part.filter(ongoing()):
            _end(row, by=by, at=at, on=on)
    enrolment.end = on + ONE_DAY
    enrolment.closing_reasons = coded
    enrolment.closing_note = note.strip()
    return _touch(enrolment, EnrolmentEvent.CLOSE, by=by, at=at, reasons=enrolment.closing_reasons)


@transaction.atomic
def reopen(
    *,
    by: User,
    at: datetime,
    enrolment: Enrolment,
    phase: PhaseTemplate,
    on: date,
    confirmed: Collection[str] = frozenset(),
) -> Enrolment:
    """Take up a closed enrolment again from `on`, in the chosen phase: a new enrolment that points to the old."""
    enrolment = lock(enrolment)
    if last_day(enrolment.end) == timezone.localdate(at):
        raise Refused(_("The enrolment was closed today. Take the closing back instead, or reopen it tomorrow."))
    _check_event(enrolment, EnrolmentEvent.REOPEN, on=on, at=at)
    if phase.programme_id != enrolment.programme_id:
        raise Refused(_("Choose a phase of the programme."), field="phase")
    if Enrolment.objects.filter(reopens=enrolment).exists():
        raise Refused(_("The enrolment has already been reopened."))
    again = write(
        Enrolment(
            person=enrolment.person,
            programme=enrolment.programme,
            team=enrolment.team,
            reopens=enrolment,
            start=on,
        ),
        by=by,
        at=at,
        confirmed=confirmed,
    )
    _begin_phase(again, phase, by=by, at=at, on=on)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=again.person, target=again, event=EnrolmentEvent.REOPEN)
    return again


@transaction.atomic
def assign(*, by: User, at: datetime, enrolment: Enrolment, worker: User, function: str, on: date) -> Assignment:
    """Make a member of the enrolment's team responsible for a function from `on`."""
    enrolment = lock(enrolment)
    _check_open(enrolment, on=on, at=at)
    members = worker.memberships.filter(open_on(on), team=enrolment.team_id, role__in=TEAM_ROLES)
    if not worker.is_active or not members.exists():
        raise Refused(_("Choose someone who works in the team on that day."), field="worker")
    assignment = write(Assignment(enrolment=enrolment, worker=worker, function=function, start=on), by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, person=enrolment.person, target=assignment, function=function)
    return assignment


@transaction.atomic
def end_assignment(*, by: User, at: datetime, assignment: Assignment, on: date) -> None:
    """End a worker's responsibility; `on` is its last day."""
    lock(assignment.enrolment)
    assignment = lock(assignment)
    if assignment.end:
        raise Refused(_("The assignment has already ended."))
    _check_day(on, at=at, earliest=assignment.start)
    record(AuditAction.CHANGED, by=by, at=at, person=assignment.enrolment.person, target=assignment)
    _end(assignment, by=by, at=at, on=on)


@transaction.atomic
def complete_step(*, by: User, at: datetime, enrolment: Enrolment, step: PhaseStep, on: date) -> StepDone:
    """Mark a step as done in the latest spell of its phase."""
    enrolment = lock(enrolment)
    _check_open(enrolment, on=on, at=at)
    spell = enrolment.phase_spells.filter(begun_by(on), phase=step.phase_id).order_by("-start").first()
    if spell is None:
        raise Refused(_("The young person has not been in the phase of this step by that day."))
    done = write(StepDone(spell=spell, step=step, done_on=on, done_by=by), by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, person=enrolment.person, target=done)
    return done


@transaction.atomic
def undo_step(*, by: User, at: datetime, done: StepDone) -> StepDone:
    """Take back that a step was done. The mark stays in the history."""
    done = lock(done)
    if not done.undone:
        done.undone = True
        write(done, by=by, at=at)
        record(AuditAction.CHANGED, by=by, at=at, person=done.spell.enrolment.person, target=done)
    return done


def _check_screening(screening: Screening) -> None:
    if screening.outcome == ScreeningOutcome.NOT_ELIGIBLE:
        raise Refused(_("The screening says that the young person is not in the target group."))
    if Enrolment.objects.filter(screening=screening).exists():
        raise Refused(_("The young person was already enrolled on this screening."))
    latest = Screening.objects.filter(person=screening.person_id, programme=screening.programme_id).first()
    if latest != screening:
        raise Refused(_("There is a later screening: use that one."))


def _check_tie(team: Team, programme: Programme) -> None:
    """The tie is locked: nobody takes it away before the enrolment is saved."""
    ties = TeamProgramme.objects.select_for_update(of=("self",), no_key=True)
    if ties.filter(team=team, programme=programme).first() is None:
        raise Refused(NOT_TIED, field="team")


def _check_day(on: date, *, at: datetime, earliest: date) -> None:
    check_day(on, today=timezone.localdate(at))
    if on < earliest:
        text = _("Choose %(day)s or a later day.") % {"day": date_format(earliest, "SHORT_DATE_FORMAT")}
        raise Refused(text, field="on")


def _check_event(enrolment: Enrolment, event: EnrolmentEvent, *, on: date, at: datetime) -> None:
    """The event must be possible both today and on the day it is said to have happened."""
    today = timezone.localdate(at)
    ENROLMENT_STATES.after(enrolment.state_on(today), event)
    _check_day(on, at=at, earliest=enrolment.end or enrolment.start)
    if not ENROLMENT_STATES.allows(enrolment.state_on(on), event):
        raise Refused(_("That does not fit the pauses of the enrolment on that day."), field="on")


def _check_open(enrolment: Enrolment, *, on: date, at: datetime) -> None:
    if enrolment.state_on(timezone.localdate(at)) == EnrolmentState.CLOSED:
        raise Refused(_("The enrolment is closed."))
    _check_day(on, at=at, earliest=enrolment.start)


def _running_spell(enrolment: Enrolment) -> PhaseSpell:
    return enrolment.phase_spells.select_related("phase").get(ongoing())


def _check_reason(before: PhaseTemplate, phase: PhaseTemplate, reason: str) -> None:
    if needs_reason(before.position, phase.position) and not reason:
        raise Refused(_("Write why a phase is skipped or repeated."), field="reason")


def _begin_phase(
    enrolment: Enrolment, phase: PhaseTemplate, *, by: User, at: datetime, on: date, reason: str = ""
) -> PhaseSpell:
    """Open a spell; the target leaves out what has been paused since `on`."""
    target = phase_target(on, phase.target_days)
    if target:
        target += _paused_since(enrolment, on)
    spell = PhaseSpell(enrolment=enrolment, phase=phase, start=on, target_end=target, reason=reason)
    return write(spell, by=by, at=at, why=reason)


def _correct_phase(
    enrolment: Enrolment, wrong: PhaseSpell, phase: PhaseTemplate, *, by: User, at: datetime, reason: str
) -> PhaseSpell:
    """Take back a spell that should never have begun: the one before goes on, or the chosen phase begins instead."""
    if wrong.steps_done.filter(undone=False).exists():
        text = _("Steps of %(phase)s are marked as done. Undo them first, or choose a later day.")
        raise Refused(text % {"phase": wrong.phase}, field="on")
    before = enrolment.phase_spells.select_related("phase").filter(end=wrong.start).first()
    goes_on = before is not None and before.phase_id == phase.pk
    if not goes_on:
        _check_reason(before.phase if before else wrong.phase, phase, reason)
    for row in (*wrong.steps_done.all(), wrong):
        remove(row, by=by, at=at, why=reason or _("Taken back on the day it began"))
    if not before or not goes_on:
        return _begin_phase(enrolment, phase, by=by, at=at, on=wrong.start, reason=reason)
    before.end = None
    if before.target_end:
        before.target_end += _paused_since(enrolment, wrong.start)
    return write(before, by=by, at=at, why=reason)


def _paused_since(enrolment: Enrolment, day: date) -> timedelta:
    pauses = enrolment.pauses.filter(~ongoing(), start__gte=day)
    return sum((pause.end - pause.start for pause in pauses if pause.end), timedelta())


def _end(row: PhaseSpell | Pause | Assignment, *, by: User | None, at: datetime, on: date) -> None:
    """Let `on` be its last day. A phase's target that pauses after `on` have moved stays as it was reported."""
    if on < row.start:
        text = _("%(what)s began on %(day)s. Choose that day or a later one, or take it back first.")
        raise Refused(text % {"what": row, "day": date_format(row.start, "SHORT_DATE_FORMAT")}, field="on")
    row.end = on + ONE_DAY
    write(row, by=by, at=at)


def _touch(
    enrolment: Enrolment,
    event: EnrolmentEvent,
    *,
    by: User | None,
    at: datetime,
    why: str = "",
    **facts: str | list[str],
) -> Enrolment:
    """Save the enrolment, so that a page opened before the event is stale, check its course, and log the event."""
    write(enrolment, by=by, at=at, why=why)
    check_whole(enrolment)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=enrolment.person, target=enrolment, event=event, **facts)
    return enrolment
