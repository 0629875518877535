"""Who may correct a fact that stands on record or take it back as entered by mistake, and what has to stay."""

from datetime import datetime
from itertools import pairwise

from django.db.models import PROTECT
from django.utils.translation import gettext as _

from cases.core.calendar import CORRECTION_WINDOW
from cases.core.codes import Label
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell, StepDone
from cases.intake.models import Screening
from cases.people.models import Person
from cases.records.models import Record
from cases.staff.models import User


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


def why_it_stays(record: Record) -> Label:
    """Why a record cannot be taken back as long as something else rests on it; empty where it can."""
    if isinstance(record, Screening):
        is_used = Enrolment.objects.filter(screening=record).exists()
        return _("The young person was enrolled on this decision. Take the enrolment back first.") if is_used else ""
    if isinstance(record, PhaseSpell) and not record.enrolment.phase_spells.filter(start__lt=record.start).exists():
        return _("The first phase cannot be taken back. Change the phase, or take the enrolment back.")
    if isinstance(record, Enrolment) and _is_built_on(record):
        return _("A referral, a handover, a support case or a later enrolment rests on it. Take that back first.")
    done = StepDone.objects.filter(undone=False).select_related("spell__phase")
    if isinstance(record, PhaseSpell):
        step = done.filter(spell=record).first()
    else:
        step = done.filter(spell__enrolment=record).first() if isinstance(record, Enrolment) else None
    text = _("Steps of %(phase)s are marked as done. Undo them first.")
    return text % {"phase": step.spell.phase} if step else ""


def why_it_stays_closed(enrolment: Enrolment) -> Label:
    """The same for the closing of an enrolment."""
    is_reopened = Enrolment.objects.filter(reopens=enrolment).exists()
    return _("The enrolment has been reopened. Take back the new enrolment first.") if is_reopened else ""


def _is_built_on(enrolment: Enrolment) -> bool:
    """Whether a record that does not go with the enrolment refers to it."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: enrolment}).exists()
        for relation in enrolment._meta.related_objects
        if relation.on_delete is PROTECT and relation.related_model not in {PhaseSpell, Pause, Assignment}
    )


def _ending(record: Record) -> tuple[int | None, datetime]:
    """Who gave the record the end it has, and when: read from its history. Nobody, where it has none."""
    end = getattr(record, "end", None)
    rows = list(record.history.order_by("history_id")) if end else []
    endings = [row for before, row in pairwise(rows) if before.end != end and row.end == end]
    return (endings[-1].history_user_id, endings[-1].history_date) if endings else (None, record.registered_at)
