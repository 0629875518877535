"""Who may correct a fact that stands on record, or take it back as entered by mistake."""

from datetime import datetime

from cases.models import Person, User
from cases.rules.contacts import CORRECTION_WINDOW


def may_correct(user: User, *, author_id: int | None, registered_at: datetime, person: Person, at: datetime) -> bool:
    """Whoever entered it, for 24 hours; after that, and for others' entries, a lead of the young person.

    Later figures and letters may rest on what was entered: a lead answers for changing it then.
    """
    by_author = author_id is not None and author_id == user.pk
    return (by_author and at - registered_at <= CORRECTION_WINDOW) or leads(user, person)


def leads(user: User, person: Person) -> bool:
    """Whether the user leads the young person's team, or the team of one of the young person's enrolments."""
    led = user.scope.lead_team_ids
    return bool(led) and (person.team_id in led or person.enrolments.filter(team__in=led).exists())
