"""Whom somebody logs contacts with, what one user may see of one contact, and who may change it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from cases.contacts.models import Contact, ContactPerson, last_reached
from cases.core.periods import open_after
from cases.enrolments.models import Assignment
from cases.people.models import Person, PersonQuerySet, danish_order, in_reach
from cases.staff.models import User


@dataclass(frozen=True)
class ContactAccess:
    """The young people of a contact that the user may see, and how many more there are.

    `former` are those whom an amendment took out.
    """

    people: list[Person]
    hidden: int
    former: list[Person]
    former_hidden: int
    is_author: bool
    leads: bool

    @property
    def shows_note(self) -> bool:
        return reads_note(is_author=self.is_author, hidden=self.hidden)

    @property
    def shows_changes(self) -> bool:
        return reads_changes(is_author=self.is_author, hidden=self.hidden, former_hidden=self.former_hidden)

    @property
    def may_change(self) -> bool:
        """The author, or a lead of the team of one of the young people who can read all of it."""
        return self.is_author or (self.leads and not self.hidden)


def reads_note(*, is_author: bool, hidden: int) -> bool:
    """The note of a group may speak of all of them: who may see everyone reads it, and who wrote it."""
    return is_author or not hidden


def reads_changes(*, is_author: bool, hidden: int, former_hidden: int) -> bool:
    """Earlier wordings and reasons may speak of those taken out, too."""
    return reads_note(is_author=is_author, hidden=hidden + former_hidden)


def with_hidden(contacts: "QuerySet[Contact]", user: User) -> "QuerySet[Contact]":
    """Contacts with `hidden`: how many of those who took part the user may not see."""
    others = ContactPerson.objects.filter(contact=OuterRef("pk")).exclude(person__in=in_reach(user))
    number = others.order_by().values("contact").annotate(number=Count("pk")).values("number")
    return contacts.annotate(hidden=Coalesce(Subquery(number), 0))


def access_to(user: User, contact: Contact) -> ContactAccess:
    """Look at a contact with the eyes of a user."""
    now = set(contact.participations.values_list("person", flat=True))
    former = {pk for amendment in contact.amendments.all() for pk in amendment.people_before} - now
    known = list(Person.objects.visible_to(user).filter(pk__in=now | former).in_danish_order())
    seen = {person.pk for person in known}
    led = Q(person__team__in=user.scope.lead_team_ids) | Q(person__enrolments__team__in=user.scope.lead_team_ids)
    return ContactAccess(
        people=[person for person in known if person.pk in now],
        hidden=len(now - seen),
        former=[person for person in known if person.pk in former],
        former_hidden=len(former - seen),
        is_author=contact.by_id == user.pk,
        leads=contact.participations.filter(led).exists(),
    )


def shown_in(contact: Contact, visible: PersonQuerySet) -> list[Person]:
    """Those of a contact whom a page shows: the `visible` ones of a user."""
    return list(visible.filter(contacts=contact).in_danish_order())


def who_took_part(
    contact: Contact, *, by: User, ticked: Collection[Person], seen: Collection[str] | None = None
) -> list[Person]:
    """Everybody who took part, once `by` has ticked some.

    Whom `by` may not see stays, and so does whoever came into reach after the page was drawn: only those it showed can
    be unticked. `seen` are their references; without it, all whom `by` may see.
    """
    shown = shown_in(contact, Person.objects.visible_to(by))
    unticked = {person.pk for person in shown if seen is None or person.reference in seen}
    return list(dict.fromkeys([*ticked, *contact.people.exclude(pk__in=unticked).order_by("pk")]))


def my_people(user: User, today: date) -> PersonQuerySet:
    """The young people the user works with today, last reached first: the order in which one logs contacts."""
    mine = Assignment.objects.filter(open_after(today), enrolment__person=OuterRef("pk"), worker=user)
    running = mine.filter(open_after(today, start="enrolment__start", end="enrolment__end"))
    rows = Person.objects.visible_to(user).filter(Exists(running)).annotate(last=last_reached(today))
    return rows.order_by(F("last").desc(nulls_last=True), danish_order(), "pk")
