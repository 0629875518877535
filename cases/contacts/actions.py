"""Logging contacts, changing and taking them back; registering someone met on the street with the contact."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record_many
from cases.contacts.codes import OUTREACH, ContactOutcome
from cases.contacts.models import Contact, ContactAmendment, ContactPerson
from cases.contacts.queries import who_took_part
from cases.contacts.rules import MOST_PEOPLE, in_future, is_amendment
from cases.core.calendar import check_born
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.people.actions import register_person
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.records.actions import lock, put, remove, write, write_all
from cases.staff.models import User
from cases.teams.models import Team


class ContactFacts(TypedDict, total=False):
    """What a contact says about itself, and may be corrected; `minutes` is its length."""

    happened_at: datetime
    kind: str
    outcome: str
    minutes: int | None
    note: str


CHANGEABLE = tuple(ContactFacts.__annotations__)


@transaction.atomic
def log_contact(
    *,
    by: User,
    at: datetime,
    people: Collection[Person],
    happened_at: datetime,
    kind: str,
    outcome: str,
    minutes: int | None = None,
    note: str = "",
    client_key: UUID | None = None,
    confirmed: Collection[str] = frozenset(),
) -> tuple[Contact, bool]:
    """Log one contact or attempt with one or several young people; `minutes` is its length.

    Returns the contact and whether it is new: the same `client_key` sent twice (a double tap, a phone that tries
    again) gives one contact. The same key with something else in it (a page gone back to) is refused: nothing typed
    may disappear behind an old answer.
    """
    people = list(dict.fromkeys(people))
    _check_people(people)
    _check_time(happened_at, at, people)
    contact = Contact(
        by=by, happened_at=happened_at, kind=kind, outcome=outcome, minutes=minutes, note=note, client_key=client_key
    )
    if client_key and (known := _with_key(client_key)):
        return _same(known, contact, people), False
    write(contact, by=by, at=at, confirmed=confirmed)
    write_all([ContactPerson(contact=contact, person=person) for person in people], by=by, at=at)
    record_many(AuditAction.CREATED, by=by, at=at, people=people, target=contact)
    return contact, True


@transaction.atomic
def change_contact(
    *,
    by: User,
    at: datetime,
    contact: Contact,
    version: int,
    reason: str = "",
    people: Collection[Person] | None = None,
    seen: Collection[str] | None = None,
    confirmed: Collection[str] = frozenset(),
    **changes: Unpack[ContactFacts],
) -> Contact:
    """Correct what a contact says and who took part: `people` are those ticked of those `seen` (`who_took_part`).

    The author may do so silently for 24 hours. Later, or by someone else, it is an amendment: it needs a reason and
    keeps the wording and the participants it replaces.
    """
    contact = lock(contact, version=version)
    _check_standing(contact)
    took_part = list(contact.people.order_by("pk"))
    people = took_part if people is None else who_took_part(contact, by=by, ticked=people, seen=seen)
    _check_people(people)
    _check_time(changes.get("happened_at", contact.happened_at), at, people)
    before = {name: getattr(contact, name) for name in CHANGEABLE}
    if all(before[name] == changes.get(name, before[name]) for name in CHANGEABLE) and set(people) == set(took_part):
        return contact
    if is_amendment(contact.registered_at, at, by_author=contact.by_id == by.pk):
        if not reason.strip():
            raise Refused(_("Write why the contact is changed. The first wording stays readable."), field="reason")
        before |= {"happened_at": contact.happened_at.isoformat(), "people": [person.pk for person in took_part]}
        write(ContactAmendment(contact=contact, by=by, at=at, reason=reason, before=before), by=by, at=at, why=reason)
    put(contact, changes)
    write(contact, by=by, at=at, why=reason, confirmed=confirmed)
    added = [person for person in people if person not in took_part]
    for part in contact.participations.exclude(person__in=people):
        remove(part, by=by, at=at, why=reason)
    write_all([ContactPerson(contact=contact, person=person) for person in added], by=by, at=at, why=reason)
    record_many(AuditAction.CHANGED, by=by, at=at, people=[*took_part, *added], target=contact)
    return contact


@transaction.atomic
def say_made_for(
    *, by: User, at: datetime, contact: Contact, version: int, programmes: Mapping[Person, Programme], reason: str = ""
) -> Contact:
    """Say for which programme a contact was made with each of these young people: there it counts.

    It must be one in which the young person was enrolled on that day. The reason is asked for as in an amendment.
    """
    contact = lock(contact, version=version)
    _check_standing(contact)
    if is_amendment(contact.registered_at, at, by_author=contact.by_id == by.pk) and not reason.strip():
        raise Refused(_("Write why it is changed."), field="reason")
    enrolled = Enrolment.objects.open_on(timezone.localdate(contact.happened_at))
    parts = contact.participations.with_made_for().filter(person__in=programmes).select_related("person")
    changed = [part for part in parts if part.made_for != programmes[part.person].pk]
    for part in changed:
        programme = programmes[part.person]
        if not enrolled.filter(person=part.person, programme=programme).exists():
            text = _("The young person was not enrolled in %(programme)s on that day.")
            raise Refused(text % {"programme": programme})
        part.programme = programme
        write(part, by=by, at=at, why=reason)
    if changed:
        write(contact, by=by, at=at, why=reason)
        record_many(AuditAction.CHANGED, by=by, at=at, people=[part.person for part in changed], target=contact)
    return contact


@transaction.atomic
def withdraw_contact(*, by: User, at: datetime, contact: Contact, why: str) -> Contact:
    """Take back an entry made by mistake. It no longer counts, and stays readable with the reason."""
    contact = lock(contact)
    _check_standing(contact)
    if not why.strip():
        raise Refused(_("Write why the entry is withdrawn."), field="why")
    contact.withdrawn_at, contact.withdrawn_why = at, why
    write(contact, by=by, at=at, why=why)
    record_many(AuditAction.CHANGED, by=by, at=at, people=list(contact.people.all()), target=contact)
    return contact


def _with_key(key: UUID) -> Contact | None:
    """The contact already saved with this key. Requests with the same key wait for each other until they are done."""
    with connection.cursor() as cursor:
        # The database names such a lock by a signed number of 64 bits: the first 63 of the key's 128.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int >> 65])
    return Contact.objects.filter(client_key=key).first()


def _same(known: Contact, new: Contact, people: Collection[Person]) -> Contact:
    """The saved contact, if it is the same author's and says the same."""
    facts = [(entry.by_id, *(getattr(entry, name) for name in CHANGEABLE)) for entry in (known, new)]
    if facts[0] != facts[1] or {person.pk for person in known.people.all()} != {person.pk for person in people}:
        raise Refused(
            _("This form has already been saved once. Save again if this is one more contact."), field="client_key"
        )
    return known


def _check_people(people: Collection[Person]) -> None:
    if not people:
        raise Refused(_("Choose at least one young person."), field="people")
    if len(people) > MOST_PEOPLE:
        text = _("A contact has at most %(most)s young people. Write it down as several.")
        raise Refused(text % {"most": MOST_PEOPLE}, field="people")


def _check_time(happened_at: datetime, at: datetime, people: Collection[Person]) -> None:
    if in_future(happened_at, at):
        raise Refused(_("That is in the future. Choose when the contact took place."), field="happened_at")
    for person in people:
        check_born(timezone.localdate(happened_at), born=person.birth_date, field="happened_at")


def _check_standing(contact: Contact) -> None:
    if contact.withdrawn_at:
        raise Refused(_("The entry was withdrawn and can no longer be changed."))


@transaction.atomic
def register_met(
    *,
    by: User,
    at: datetime,
    team: Team,
    alias: str,
    met_at: datetime,
    place: str,
    seen: Collection[str] = (),
    confirmed: Collection[str] = frozenset(),
) -> Person:
    """Register someone met on the street who gave no name, with the meeting as the first contact.

    `seen` are the references of those alike whom `by` has been shown.
    """
    day = timezone.localdate(met_at)
    person = register_person(by=by, at=at, team=team, alias=alias, first_met_on=day, seen=seen, confirmed=confirmed)
    log_contact(
        by=by,
        at=at,
        people=[person],
        happened_at=met_at,
        kind=OUTREACH,
        outcome=ContactOutcome.REACHED,
        note=place,
        confirmed=confirmed,
    )
    return person
