"""Who may correct a fact that stands on record, or take it back as entered by mistake."""

from datetime import datetime
from itertools import pairwise

from cases.models import Person, User
from cases.models.base import Record
from cases.rules.contacts import CORRECTION_WINDOW


def may_correct(user: User, *, author_id: int | None, registered_at: datetime, person: Person, at: datetime) -> bool:
    """Whoever entered it, for 24 hours; after that, and for others' entries, a lead of the young person.

    Later figures and letters may rest on what was entered: a lead answers for changing it then.
    """
    return entered_lately(user, author_id=author_id, registered_at=registered_at, at=at) or leads(user, person)


def entered_lately(user: User, *, author_id: int | None, registered_at: datetime, at: datetime) -> bool:
    """Whether the user entered it, no more than 24 hours ago."""
    return author_id is not None and author_id == user.pk and at - registered_at <= CORRECTION_WINDOW


def may_correct_record(user: User, record: Record, *, person: Person, at: datetime) -> bool:
    """The same for a record, whose author is whoever began it: all of it, and taking it back."""
    made = record.history.filter(history_type="+").order_by("history_id").first()
    author, moment = (made.history_user_id, made.history_date) if made else (None, record.registered_at)
    return may_correct(user, author_id=author, registered_at=moment, person=person, at=at)


def may_correct_end(user: User, record: Record, *, person: Person, at: datetime) -> bool:
    """How a record ended is entered by whoever ended it, be it another than who began it."""
    author, moment = _ending(record)
    return entered_lately(user, author_id=author, registered_at=moment, at=at) or may_correct_record(
        user, record, person=person, at=at
    )


def leads(user: User, person: Person) -> bool:
    """Whether the user leads the young person's team, or the team of one of the young person's enrolments."""
    led = user.scope.lead_team_ids
    return bool(led) and (person.team_id in led or person.enrolments.filter(team__in=led).exists())


def _ending(record: Record) -> tuple[int | None, datetime]:
    """Who gave the record the end it has, and when: read from its history. Nobody, where it has none."""
    end = getattr(record, "end", None)
    rows = list(record.history.order_by("history_id")) if end else []
    endings = [row for before, row in pairwise(rows) if before.end != end and row.end == end]
    return (endings[-1].history_user_id, endings[-1].history_date) if endings else (None, record.registered_at)
