"""What one user may see of one contact, and who may change it."""

from dataclasses import dataclass

from django.db.models import Q

from cases.models import Contact, Person, User


@dataclass(frozen=True)
class Sight:
    """The young people of a contact that the user may see, and how many more there are."""

    people: list[Person]
    hidden: int
    is_author: bool
    leads: bool

    @property
    def shows_note(self) -> bool:
        """The note of a group may speak of all of them: only who may see everyone reads it, and who wrote it."""
        return self.is_author or not self.hidden

    @property
    def may_change(self) -> bool:
        """The author, or a lead of the team of one of the young people who can read all of it."""
        return self.is_author or (self.leads and not self.hidden)


def sight_of(user: User, contact: Contact) -> Sight:
    """Look at a contact with the eyes of a user."""
    people = list(Person.objects.visible_to(user).filter(contacts=contact).in_danish_order())
    led = Q(person__team__in=user.scope.lead_team_ids) | Q(person__enrolments__team__in=user.scope.lead_team_ids)
    return Sight(
        people=people,
        hidden=contact.participations.count() - len(people),
        is_author=contact.by_id == user.pk,
        leads=contact.participations.filter(led).exists(),
    )
