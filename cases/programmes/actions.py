"""Setting up programmes: target group, phases with steps, norms, posts and partners."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme
from cases.records.actions import lock, put, remove, write
from cases.staff.models import Organisation, User


class ProgrammeDetails(TypedDict, total=False):
    """What a programme says of itself besides whose it is and when it begins."""

    purpose: str
    funder: str
    end: date | None
    capacity: int | None
    min_age: int
    max_age: int
    municipality: str
    requires_unstable_housing: bool
    requires_residence: bool
    excludes_short_advice: bool
    report_months: int
    quiet_days: int
    silent_days: int


class ProgrammeFacts(ProgrammeDetails):
    """A programme but for its code, which is for good."""

    name: str
    organisation: Organisation
    start: date


class ProgrammeChanges(ProgrammeDetails, total=False):
    """What of a programme can be changed."""

    name: str
    organisation: Organisation
    start: date


class PhaseChanges(TypedDict, total=False):
    """What of a phase can be changed."""

    name_da: str
    name_en: str
    target_days: int | None


class StepChanges(TypedDict, total=False):
    """What of a step can be changed."""

    text_da: str
    text_en: str
    owner: str
    is_active: bool


class NormFacts(TypedDict):
    """What a caseload norm says."""

    function: str
    young_people: int


class PostFacts(TypedDict):
    """What a post says."""

    title: str
    organisation: Organisation
    function: str
    weekly_hours: Decimal


class PartnerFacts(TypedDict):
    """What a partnership says."""

    organisation: Organisation
    contribution: str
    purposes: list[str]


Part = TypeVar("Part", CaseloadNorm, Post, Partnership)

Placed = TypeVar("Placed", PhaseTemplate, PhaseStep)


@transaction.atomic
def create_programme(
    *,
    by: User | None,
    at: datetime,
    code: str,
    confirmed: Collection[str] = frozenset(),
    **facts: Unpack[ProgrammeFacts],
) -> Programme:
    """Add a programme. Phases and the rest are added afterwards."""
    programme = Programme(code=code, **facts)
    write(programme, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, target=programme)
    return programme


@transaction.atomic
def change_programme(
    *,
    by: User,
    at: datetime,
    programme: Programme,
    version: int,
    confirmed: Collection[str] = frozenset(),
    **changes: Unpack[ProgrammeChanges],
) -> Programme:
    """Change what is given. Decisions already made keep the facts they rested on."""
    programme = lock(programme, version=version)
    ran = programme.start, programme.end
    put(programme, changes)
    if ran != (programme.start, programme.end):
        _check_runs(programme)
    write(programme, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, target=programme)
    return programme


@transaction.atomic
def add_phase(
    *,
    by: User | None,
    at: datetime,
    programme: Programme,
    code: str,
    name_da: str,
    name_en: str = "",
    target_days: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> PhaseTemplate:
    """Add a phase after the last one. `target_days` is how long it should take."""
    lock(programme)
    phase = PhaseTemplate(
        programme=programme,
        code=code,
        name_da=name_da,
        name_en=name_en,
        position=_next_place(PhaseTemplate.objects.filter(programme=programme)),
        target_days=target_days,
    )
    write(phase, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, target=phase)
    return phase


@transaction.atomic
def change_phase(
    *,
    by: User,
    at: datetime,
    phase: PhaseTemplate,
    version: int,
    confirmed: Collection[str] = frozenset(),
    **changes: Unpack[PhaseChanges],
) -> PhaseTemplate:
    """Change what is given. Running phases keep the target they were given."""
    phase = lock(phase, version=version)
    put(phase, changes)
    write(phase, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, target=phase)
    return phase


@transaction.atomic
def remove_phase(*, by: User, at: datetime, phase: PhaseTemplate, why: str) -> None:
    """Take a phase that nobody has been in out of its programme, with its steps; the later ones move up."""
    why = _needed(why)
    lock(phase.programme)
    phase = lock(phase, removing=True)
    if phase.spells.exists():
        raise Refused(_("Young people have been in the phase: it stays."))
    record(AuditAction.CHANGED, by=by, at=at, target=phase, removed=True)
    place, later = phase.position, phase.programme.phases.filter(position__gt=phase.position)
    for row in (*phase.steps.all(), phase):
        remove(row, by=by, at=at, why=why)
    for following in later.order_by("position"):
        following.position, place = place, following.position
        write(following, by=by, at=at, why=why)


@transaction.atomic
def add_step(
    *, by: User | None, at: datetime, phase: PhaseTemplate, text_da: str, owner: str, text_en: str = ""
) -> PhaseStep:
    """Add a step at the end of a phase. `owner` is the function that sees to it."""
    lock(phase)
    step = PhaseStep(
        phase=phase,
        position=_next_place(PhaseStep.objects.filter(phase=phase)),
        text_da=text_da,
        text_en=text_en,
        owner=owner,
    )
    write(step, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=step)
    return step


@transaction.atomic
def change_step(*, by: User, at: datetime, step: PhaseStep, version: int, **changes: Unpack[StepChanges]) -> PhaseStep:
    """Change what is given. An inactive step stays readable where it was done and is asked for no more."""
    step = lock(step, version=version)
    put(step, changes)
    write(step, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=step)
    return step


@transaction.atomic
def move_phase_up(*, by: User, at: datetime, phase: PhaseTemplate) -> None:
    """Let a phase and the one before it change places; the first stays where it is."""
    lock(phase.programme)
    _move_up(lock(phase), list(PhaseTemplate.objects.filter(programme=phase.programme_id)), by=by, at=at)


@transaction.atomic
def move_step_up(*, by: User, at: datetime, step: PhaseStep) -> None:
    """Let a step and the one before it change places; the first stays where it is."""
    lock(step.phase)
    _move_up(lock(step), list(PhaseStep.objects.filter(phase=step.phase_id)), by=by, at=at)


@transaction.atomic
def add_part(*, by: User | None, at: datetime, part: Part, confirmed: Collection[str] = frozenset()) -> Part:
    """Add a caseload norm, a post or a partner to its programme."""
    write(part, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, target=part)
    return part


@transaction.atomic
def change_part(
    *,
    by: User,
    at: datetime,
    part: Part,
    version: int,
    facts: NormFacts | PostFacts | PartnerFacts,
    confirmed: Collection[str] = frozenset(),
) -> Part:
    """Change a caseload norm, a post or a partner."""
    part = lock(part, version=version)
    put(part, facts)
    write(part, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, target=part)
    return part


@transaction.atomic
def remove_part(*, by: User, at: datetime, part: Part, why: str) -> None:
    """Take a norm, a post or a partner out of its programme; the history keeps it, with the reason."""
    why = _needed(why)
    part = lock(part, removing=True)
    record(AuditAction.CHANGED, by=by, at=at, target=part, removed=True)
    remove(part, by=by, at=at, why=why)


def _check_runs(programme: Programme) -> None:
    """Nobody has been enrolled, or decided on, on a day on which the programme would not run. Raises `Refused`."""
    enrolled = programme.enrolments.aggregate(first=Min("start"), last=Max("start"))
    decided = programme.screenings.aggregate(last=Max("decided_on"))
    if enrolled["first"] and enrolled["first"] < programme.start:
        text = _("Somebody was enrolled on %(day)s: the programme cannot begin after it.")
        raise Refused(text % {"day": date_format(enrolled["first"], "SHORT_DATE_FORMAT")}, field="start")
    last = max(filter(None, (enrolled["last"], decided["last"])), default=None)
    if last and not Period(programme.start, programme.end).not_over(last):
        text = _("Somebody was decided on or enrolled on %(day)s: the programme cannot end before it.")
        raise Refused(text % {"day": date_format(last, "SHORT_DATE_FORMAT")}, field="end")


def _needed(why: str) -> str:
    if not why.strip():
        raise Refused(_("Write why it is removed."), field="why")
    return why.strip()


def _next_place(rows: Any) -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


def _move_up(row: Placed, rows: list[Placed], *, by: User, at: datetime) -> None:
    """Swap the places of a row and the one before it; over a free place, since two rows never share one."""
    earlier = [other for other in rows if other.position < row.position]
    if not earlier:
        return
    before = lock(max(earlier, key=lambda other: other.position))
    place, row.position = row.position, max(other.position for other in rows) + 1
    write(row, by=by, at=at)
    row.position, before.position = before.position, place
    write(before, by=by, at=at)
    write(row, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=row)
