"""Logging, correcting and withdrawing contacts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write, write_all
from cases.audit.trail import record_many
from cases.enums import AuditAction
from cases.models import Contact, ContactAmendment, ContactPerson, Person, User
from cases.rules.contacts import in_future, is_amendment
from cases.rules.errors import Refused

CHANGEABLE = ("happened_at", "kind", "outcome", "minutes", "note")


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
) -> Contact:
    """Log one contact or attempt with one or several young people; `minutes` is its length.

    The same `client_key` sent twice (a phone that tries again) gives the same contact once.
    """
    if not people:
        raise Refused(_("Choose at least one young person."), field="people")
    _check_time(happened_at, at)
    if client_key and (known := Contact.objects.filter(client_key=client_key, by=by).first()):
        return known
    contact = write(
        Contact(
            by=by,
            happened_at=happened_at,
            kind=kind,
            outcome=outcome,
            minutes=minutes,
            note=note,
            client_key=client_key,
        ),
        by=by,
        at=at,
    )
    write_all([ContactPerson(contact=contact, person=person) for person in people], by=by, at=at)
    record_many(AuditAction.CREATED, by=by, at=at, people=list(people), target=contact)
    return contact


@transaction.atomic
def change_contact(
    *, by: User, at: datetime, contact: Contact, version: int, reason: str = "", **changes: datetime | str | int | None
) -> Contact:
    """Correct a contact's `CHANGEABLE` fields. After 24 hours it becomes an amendment that needs a reason."""
    contact = lock(contact, version=version)
    _check_standing(contact)
    if "happened_at" in changes and isinstance(changes["happened_at"], datetime):
        _check_time(changes["happened_at"], contact.registered_at)
    before = {name: getattr(contact, name) for name in CHANGEABLE}
    if all(before[name] == changes.get(name, before[name]) for name in CHANGEABLE):
        return contact
    if is_amendment(contact.registered_at, at):
        if not reason.strip():
            raise Refused(_("More than 24 hours have passed: write why the contact is changed."), field="reason")
        before["happened_at"] = contact.happened_at.isoformat()
        write(ContactAmendment(contact=contact, by=by, at=at, reason=reason, before=before), by=by, at=at, why=reason)
    for name in CHANGEABLE:
        setattr(contact, name, changes.get(name, getattr(contact, name)))
    write(contact, by=by, at=at, why=reason)
    record_many(AuditAction.CHANGED, by=by, at=at, people=list(contact.people.all()), target=contact)
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


def _check_time(happened_at: datetime, at: datetime) -> None:
    if in_future(happened_at, at):
        raise Refused(_("That is in the future. Choose when the contact took place."), field="happened_at")


def _check_standing(contact: Contact) -> None:
    if contact.withdrawn_at:
        raise Refused(_("The entry was withdrawn and can no longer be changed."))
