"""Setting up programmes: target group, phases with steps, norms, posts and partners."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme
from cases.records.actions import lock, remove, write
from cases.staff.models import Organisation, User

CHANGEABLE = (
    "name",
    "purpose",
    "organisation",
    "funder",
    "start",
    "end",
    "capacity",
    "min_age",
    "max_age",
    "municipality",
    "requires_unstable_housing",
    "requires_residence",
    "excludes_short_advice",
    "report_months",
    "quiet_days",
    "silent_days",
)

PHASE_FIELDS = ("name_da", "name_en", "target_days")

STEP_FIELDS = ("text_da", "text_en", "owner", "is_active")

Part = TypeVar("Part", CaseloadNorm, Post, Partnership)

Placed = TypeVar("Placed", PhaseTemplate, PhaseStep)


@transaction.atomic
def create_programme(
    *,
    by: User | None,
    at: datetime,
    code: str,
    name: str,
    organisation: Organisation,
    start: date,
    confirmed: Collection[str] = frozenset(),
    **facts: Any,
) -> Programme:
    """Add a programme; `facts` are any other of the `CHANGEABLE` fields. Phases and the rest are added afterwards."""
    programme = Programme(code=code, name=name, organisation=organisation, start=start, **facts)
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
    **changes: Any,
) -> Programme:
    """Change any of the `CHANGEABLE` fields. Decisions already made keep the facts they rested on."""
    programme = lock(programme, version=version)
    ran = programme.start, programme.end
    for name in CHANGEABLE:
        setattr(programme, name, changes.get(name, getattr(programme, name)))
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
    **changes: Any,
) -> PhaseTemplate:
    """Change any of the `PHASE_FIELDS`. Running phases keep the target they were given."""
    phase = lock(phase, version=version)
    for name in PHASE_FIELDS:
        setattr(phase, name, changes.get(name, getattr(phase, name)))
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
def change_step(*, by: User, at: datetime, step: PhaseStep, version: int, **changes: Any) -> PhaseStep:
    """Change any of the `STEP_FIELDS`. An inactive step stays readable where it was done and is asked for no more."""
    step = lock(step, version=version)
    for name in STEP_FIELDS:
        setattr(step, name, changes.get(name, getattr(step, name)))
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
    confirmed: Collection[str] = frozenset(),
    **changes: Any,
) -> Part:
    """Change a caseload norm, a post or a partner."""
    part = lock(part, version=version)
    for name, value in changes.items():
        setattr(part, name, value)
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
