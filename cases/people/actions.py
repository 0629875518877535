"""Registering young people, completing and correcting what is known, and changing the keys of their CPR numbers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.audit.codes import AuditAction
from cases.audit.opening import Task, history_opened_for
from cases.audit.trail import record, record_many
from cases.core.calendar import check_born
from cases.core.errors import Refused
from cases.core.names import FOUND_BY, found_by, words_and_numbers
from cases.people.cpr import birth_date_of, clean_cpr, decrypt_cpr, encrypt_cpr, hash_cpr, rotate_cpr
from cases.people.firstday import first_day
from cases.people.models import Person
from cases.people.queries import Alike, all_names, find_alike
from cases.records.actions import lock, put, write, write_all
from cases.records.models import Record
from cases.records.turns import wait_for_turn
from cases.staff.models import User
from cases.teams.models import Membership, Team


class PersonFacts(TypedDict, total=False):
    """What is known of a young person, and may be corrected."""

    alias: str
    also_known_as: str
    first_name: str
    last_name: str
    birth_date: date | None
    gender: str
    phone: str
    email: str
    acting_municipality: str
    paying_municipality: str
    residence: str
    has_protected_address: bool
    is_restricted: bool
    first_met_on: date


CHANGEABLE = tuple(PersonFacts.__annotations__)


class Unseen(Refused):
    """Somebody who may be the same has not been shown to the user: nothing was saved. `alike` are all of those."""

    def __init__(self, alike: Alike) -> None:
        super().__init__(_("Somebody like that is known already. See whether it is the same young person."))
        self.alike = alike


@transaction.atomic
def register_person(
    *,
    by: User,
    at: datetime,
    team: Team,
    cpr: str = "",
    seen: Collection[str] = (),
    accepts_losing_sight: bool = False,
    confirmed: Collection[str] = frozenset(),
    **facts: Unpack[PersonFacts],
) -> Person:
    """Register a young person under a new reference. A name, or what they are called, is enough to begin with.

    Raises `Unseen` where `by` may see somebody alike whose reference is not among those `seen`. Whoever registers
    waits for the one before, so that two who register the same young person at once are shown each other's.
    The birth date is read from the CPR number where none is given. Refuses a CPR number that is already known.
    `accepts_losing_sight`: `by` knows that they will not see whom they protect.
    """
    wait_for_turn("register somebody")
    _check_alike(facts, cpr=cpr, by=by, seen=seen)
    person = Person(reference=_next_references(1)[0], team=team, **facts)
    write(_completed(person, cpr=cpr, by=by, at=at), by=by, at=at, confirmed=confirmed)
    if person.is_restricted:
        _check_sight(person, by=by, is_accepted=accepts_losing_sight)
    record(AuditAction.CREATED, by=by, at=at, person=person)
    return person


@transaction.atomic
def take_over(
    *, by: User | None, at: datetime, team: Team, people: Iterable[PersonFacts], target: Record
) -> list[Person]:
    """Register young people from a file of the project's, all at once. Nobody is compared: a file names nobody.

    `target` is the import that the trail says they came by.
    """
    told = list(people)
    references = _next_references(len(told))
    rows = [
        _completed(Person(reference=reference, team=team, **facts), cpr="", by=by, at=at)
        for reference, facts in zip(references, told, strict=True)
    ]
    write_all(rows, by=by, at=at)
    record_many(AuditAction.CREATED, by=by, at=at, people=rows, target=target)
    return rows


@transaction.atomic
def change_person(
    *,
    by: User,
    at: datetime,
    person: Person,
    version: int | None = None,
    cpr: str = "",
    why: str = "",
    accepts_losing_sight: bool = False,
    confirmed: Collection[str] = frozenset(),
    **changes: Unpack[PersonFacts],
) -> Person:
    """Change what is known; an empty `cpr` leaves the number as it is.

    This is also how someone who was anonymous gets a name. Raises `Stale` if the person changed since `version`.
    `accepts_losing_sight`: `by` knows that they will not see whom they protect.
    """
    person = lock(person, version=version)
    changed = [name for name, value in changes.items() if value != getattr(person, name)]
    new_cpr = "" if _has_cpr(person, cpr) else cpr
    born = person.birth_date
    if not changed and not new_cpr:
        return person
    put(person, changes)
    if "birth_date" in changed and person.cpr_encrypted and not new_cpr:
        _keep_to_cpr(person)
    completed = _completed(person, cpr=new_cpr, by=by, at=at)
    if completed.birth_date != born:
        _check_life(completed)
    write(completed, by=by, at=at, why=why, confirmed=confirmed)
    if "is_restricted" in changed and person.is_restricted:
        _check_sight(person, by=by, is_accepted=accepts_losing_sight)
    record(AuditAction.CHANGED, by=by, at=at, person=person, fields=[*changed, *(["cpr"] if new_cpr else [])])
    return person


def _check_alike(facts: PersonFacts, *, cpr: str, by: User, seen: Collection[str]) -> None:
    """Nobody is registered before whoever may be the same has been looked at."""
    name = all_names(
        first_name=facts.get("first_name", ""), last_name=facts.get("last_name", ""), alias=facts.get("alias", "")
    )
    alike = find_alike(by, name=name, birth_date=facts.get("birth_date"), cpr=cpr, phone=facts.get("phone", ""))
    if alike.are_unseen(seen):
        raise Unseen(alike)


def _completed(person: Person, *, cpr: str, by: User | None, at: datetime) -> Person:
    """The young person with dates checked, the CPR number taken in, and what follows from name and number."""
    today = timezone.localdate(at)
    if person.first_met_on > today:
        raise Refused(_("That is in the future. Choose the day you first met."), field="first_met_on")
    if person.birth_date and person.birth_date > today:
        raise Refused(_("The date of birth is in the future."), field="birth_date")
    if cpr:
        _take_cpr(person, cpr, by=by)
    check_born(person.first_met_on, born=person.birth_date, field="first_met_on")
    for name in ("first_name", "last_name", "alias", "also_known_as"):
        setattr(person, name, getattr(person, name).strip())
    if any(map(clean_cpr, words_and_numbers(person.also_known_as)[1])):
        raise Refused(_("Write the CPR number in its own field: only there it is protected."), field="also_known_as")
    for name, value in found_by(**{name: getattr(person, name) for name in FOUND_BY}).items():
        setattr(person, name, value)
    return person


def _check_sight(person: Person, *, by: User, is_accepted: bool) -> None:
    """Nobody protects a young person out of their own sight unawares, nor out of everybody's."""
    if _sees(by, person):
        return
    members = Membership.objects.filter(Q(team=person.team_id) | Q(team__in=person.enrolments.values("team")))
    of_teams = Q(pk__in=members.values("user"))
    near = User.objects.filter(of_teams | Q(assignments__enrolment__person=person)).distinct()
    others = sum(_sees(user, person) for user in near)
    if not others:
        raise Refused(_("Nobody could see the young person any more. Ask your team lead."), field="is_restricted")
    if not is_accepted:
        text = ngettext(
            "You will not see the young person any more; %(others)s other still will.",
            "You will not see the young person any more; %(others)s others still will.",
            others,
        )
        raise Refused(text % {"others": others}, field="accepts_losing_sight")


def _sees(user: User, person: Person) -> bool:
    return Person.objects.visible_to(user).filter(pk=person.pk).exists()


def _has_cpr(person: Person, text: str) -> bool:
    cpr = clean_cpr(text)
    return cpr is not None and hash_cpr(cpr) == person.cpr_hash


def _take_cpr(person: Person, text: str, *, by: User | None) -> None:
    cpr = clean_cpr(text)
    if cpr is None:
        raise Refused(_("A CPR number has ten digits and begins with a date, for example 010203-1234."), field="cpr")
    born = birth_date_of(cpr)
    if person.birth_date and person.birth_date != born:
        raise Refused(_("The date of birth and the CPR number do not fit each other."), field="birth_date")
    known = Person.objects.filter(cpr_hash=hash_cpr(cpr)).exclude(pk=person.pk)
    if known.exists():
        raise Refused(_known_text(known.visible_to(by).first() if by else None), field="cpr")
    person.birth_date, person.cpr_hash, person.cpr_encrypted = born, hash_cpr(cpr), encrypt_cpr(cpr)


def _keep_to_cpr(person: Person) -> None:
    """The date of birth is the number's own: one taken out comes back, and no other is taken.

    The number is stored encrypted, so that the database cannot compare the two: this is where they are held together,
    on every change of either.
    """
    born = birth_date_of(decrypt_cpr(person.cpr_encrypted))
    person.birth_date = person.birth_date or born
    if person.birth_date != born:
        text = _("The date of birth does not fit the CPR number that is saved. Correct the one that is wrong.")
        raise Refused(text, field="birth_date")


def _check_life(person: Person) -> None:
    """A date of birth corrected later may not leave behind what would have happened before it."""
    if person.birth_date is None:
        return
    contacts = person.contacts.filter(withdrawn_at__isnull=True).aggregate(first=Min("happened_at"))["first"]
    days = [
        timezone.localdate(contacts) if contacts else None,
        person.screenings.aggregate(first=Min("decided_on"))["first"],
        person.enrolments.aggregate(first=Min("start"))["first"],
        first_day(person),
    ]
    first = min(filter(None, days), default=None)
    if first and first < person.birth_date:
        text = _("Something is saved about the young person on %(day)s, before that date of birth. Correct it first.")
        raise Refused(text % {"day": date_format(first, "SHORT_DATE_FORMAT")}, field="birth_date")


def _known_text(seen: Person | None) -> str:
    """Who has the number, or, where the user may not see that, only whom to ask."""
    if seen is None:
        return _("The CPR number is already known; ask your team lead.")
    return _("The CPR number belongs to %(reference)s.") % {"reference": seen.reference}


def _next_references(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_person_reference') FROM generate_series(1, %s)", [count])
        return [f"U{number:05}" for (number,) in cursor.fetchall()]


AT_A_TIME = 500


@dataclass(frozen=True)
class Reencrypted:
    """Some young people dealt with: the last of them, and how many of their numbers and old rows were changed."""

    last: int
    numbers: int
    copies: int


@transaction.atomic
def reencrypt_cpr_numbers(*, by: User | None, at: datetime, after: int = 0) -> Reencrypted | None:
    """Put the numbers of the next 500 young people after row `after` under the newest key; None when there are none.

    Their history holds every number they ever had, and is put under it in the same step; nothing else of it changes.
    What is known about the young people stays the same, and so do their versions. Numbers under the newest key already
    are left alone: a run that was cut short is taken up again by starting anew.
    Raises `InvalidToken` when a number's key was taken away too early.
    """
    keys = _next(after)
    if not keys:
        return None
    people = Person.objects.select_for_update().filter(pk__in=keys).exclude(cpr_encrypted="")
    told = Person.history.filter(id__in=keys).exclude(cpr_encrypted="")
    # One new text for each old one: a record and the newest row of its history go on saying the same.
    renewed: dict[str, str] = {}
    numbers, copies = list(_renewed(people, renewed)), list(_renewed(told, renewed))
    with history_opened_for(Task.KEYS):
        Person.objects.bulk_update(numbers, ["cpr_encrypted"])
        Person.history.model.objects.bulk_update(copies, ["cpr_encrypted"])
    if numbers or copies:
        record(
            AuditAction.CHANGED,
            by=by,
            at=at,
            cpr_numbers_reencrypted=len(numbers),
            copies_reencrypted=len(copies),
        )
    return Reencrypted(keys[-1], len(numbers), len(copies))


def _next(after: int) -> list[int]:
    """Young people with a number now or earlier, whether or not their record is still there."""
    now = Person.objects.filter(pk__gt=after).exclude(cpr_encrypted="").order_by().values_list("pk", flat=True)
    earlier = Person.history.filter(id__gt=after).exclude(cpr_encrypted="").order_by().values_list("id", flat=True)
    return list(now.union(earlier).order_by("pk")[:AT_A_TIME])


def _renewed(rows: Iterable[Any], known: dict[str, str]) -> Iterable[Any]:
    """The rows whose number was under an older key, each with its new text."""
    for row in rows:
        old = row.cpr_encrypted
        if old not in known:
            known[old] = rotate_cpr(old)
        if known[old] != old:
            row.cpr_encrypted = known[old]
            yield row
