"""Recording where a young person lives or sleeps."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day, check_why
from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, begun_by, ongoing
from cases.people.models import Person
from cases.records.actions import lock, remove, write
from cases.staff.models import Organisation, User
from housing.stays.models import Stay


@transaction.atomic
def start_stay(
    *,
    by: User,
    at: datetime,
    person: Person,
    kind: str,
    start: date,
    end: date | None = None,
    organisation: Organisation | None = None,
    place: str = "",
    offer_id: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> Stay:
    """Record a stay. An ongoing one ends the stay that was running: the young person has moved.

    `offer_id` is the key of the accepted offer that the young person moved into, where there is one.
    """
    person = lock(person)
    _check_days(start, end, at, person=person)
    if end is None:
        _leave_running(by=by, at=at, person=person, on=start)
    stay = Stay(person=person, kind=kind, start=start, end=end, organisation=organisation, place=place.strip())
    stay.offer_id = offer_id
    write(stay, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=stay, kind=kind)
    return stay


@transaction.atomic
def end_stay(*, by: User, at: datetime, stay: Stay, end: date, version: int | None = None) -> Stay:
    """The young person left on `end`; where to is recorded as the next stay, once known."""
    stay = lock(stay, version=version)
    if stay.end is not None:
        raise Refused(_("The stay has already ended. Correct it if the day is wrong."))
    check_day(end, today=timezone.localdate(at), field="end")
    stay.end = end
    write(stay, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, person=stay.person, target=stay)
    return stay


@transaction.atomic
def correct_stay(
    *,
    by: User,
    at: datetime,
    stay: Stay,
    version: int,
    why: str,
    kind: str,
    start: date,
    end: date | None = None,
    organisation: Organisation | None = None,
    place: str = "",
    confirmed: Collection[str] = frozenset(),
) -> Stay:
    """Put right what was recorded wrongly; what stood before stays in the history."""
    stay = lock(stay, version=version)
    why = check_why(why)
    _check_days(start, end, at, person=stay.person)
    stay.kind, stay.start, stay.end = kind, start, end
    stay.organisation, stay.place = organisation, place.strip()
    write(stay, by=by, at=at, why=why, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=stay.person, target=stay)
    return stay


@transaction.atomic
def remove_stay(*, by: User, at: datetime, stay: Stay, why: str) -> None:
    """Take out a stay that never was (wrong person, entered twice). The history keeps it, with who and why."""
    stay = lock(stay)
    if not why.strip():
        raise Refused(_("Write why the stay is removed."), field="why")
    if stay.offer_id:
        raise Refused(_("The stay began with a move into an offered home. Correct its days, or take back the move."))
    record(AuditAction.CHANGED, by=by, at=at, person=stay.person, target=stay, removed=True)
    remove(stay, by=by, at=at, why=why)


@transaction.atomic
def correct_move(*, by: User, at: datetime, offer_id: int, was: date, on: date, why: str) -> None:
    """The move into an offered home was on another day: the stay there and the one it ended follow.

    A stay whose own days were put right since is left as it is.
    """
    home = Stay.objects.select_for_update().filter(offer=offer_id, start=was).first()
    if home is None or was == on:
        return
    left = _left_for(home)
    home.start = on
    if left:
        left.end = on
    # Of two neighbours the one that gives way is saved first: the database lets no two stays share a night.
    for stay in filter(None, [left, home] if on < was else [home, left]):
        write(stay, by=by, at=at, why=why)
        record(AuditAction.CHANGED, by=by, at=at, person=stay.person, target=stay)


@transaction.atomic
def take_back_move(*, by: User, at: datetime, offer_id: int, why: str) -> None:
    """Nobody moved into the offered home: the stay there never was, and the one it ended runs on."""
    home = Stay.objects.select_for_update().filter(offer=offer_id).first()
    if home is None:
        return
    left = _left_for(home) if home.end is None else None
    record(AuditAction.CHANGED, by=by, at=at, person=home.person, target=home, removed=True)
    remove(home, by=by, at=at, why=why)
    if left:
        left.end = None
        write(left, by=by, at=at, why=why)
        record(AuditAction.CHANGED, by=by, at=at, person=left.person, target=left)


def _left_for(home: Stay) -> Stay | None:
    """The stay that ended because this one began: both were written by one action, at one instant."""
    stays = Stay.objects.select_for_update().filter(person=home.person_id, end=home.start)
    return next((stay for stay in stays if stay.history.filter(history_date=home.registered_at).exists()), None)


def _check_days(start: date, end: date | None, at: datetime, *, person: Person) -> None:
    today = timezone.localdate(at)
    check_day(start, today=today, field="start")
    check_born(start, born=person.birth_date, field="start")
    if end is not None:
        check_day(end, today=today, field="end")


def _leave_running(*, by: User, at: datetime, person: Person, on: date) -> None:
    running = Stay.objects.select_for_update().filter(ongoing(), begun_by(on - ONE_DAY), person=person).first()
    if running:
        running.end = on
        write(running, by=by, at=at)
        record(AuditAction.CHANGED, by=by, at=at, person=person, target=running)
