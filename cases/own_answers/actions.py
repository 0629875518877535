"""Opening the questions for the young person, taking the answers, and closing the view without any."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.drafts.actions import answer_in_draft
from cases.enrolments.models import Enrolment
from cases.own_answers.models import OwnAnswers
from cases.own_answers.queries import KEPT_FOR, as_typed, draft_of_report, hashed, items_for
from cases.questionnaires.queries import current
from cases.records.actions import lock
from cases.staff.models import User
from cases.statusreports.models import Participation
from cases.statusreports.rules import completed

# Time enough for five statements and a talk about them, too short for a phone that is forgotten on a table.
OPEN_FOR = timedelta(minutes=20)


@transaction.atomic
def open_for_young_person(*, by: User, at: datetime, enrolment: Enrolment, kind: str) -> str:
    """Open the questions of the report that the user fills in. Returns the token, which is kept nowhere.

    Another view of the same report that is still open is closed. Raises `Refused` where there is nothing to ask, or
    where the young person does not take part.
    """
    enrolment = lock(enrolment)
    _check_takes_part(enrolment)
    questionnaire = current(enrolment.programme)
    if questionnaire is None or not items_for(enrolment, kind, questionnaire.asked):
        raise Refused(_("This report asks the young person nothing."))
    OwnAnswers.objects.filter(enrolment=enrolment, kind=kind, by=by, ended_at__isnull=True).update(ended_at=at)
    token = secrets.token_urlsafe(32)
    row = OwnAnswers.objects.create(
        token_hash=hashed(token),
        enrolment=enrolment,
        questionnaire=questionnaire,
        kind=kind,
        by=by,
        opened_at=at,
        expires_at=at + OPEN_FOR,
    )
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=enrolment.person, target=row, own_answers="opened")
    return token


@transaction.atomic
def take_answers(*, at: datetime, row: OwnAnswers, answers: Mapping[str, Any]) -> None:
    """Keep what the young person answered, and put it into the worker's draft, where the rest stays as it was typed.

    Raises `Refused` where the view is open no more, or where the young person no longer takes part.
    """
    lock(row.enrolment)  # whoever says meanwhile that the young person does not take part comes before or after
    row = _open(row, at)
    _check_takes_part(row.enrolment)
    items = items_for(row.enrolment, row.kind, row.questionnaire.asked)
    kept = completed(items, answers, kind_is=frozenset().union(*(item.when for item in items)))
    row.answers = {key: value for key, value in kept.items() if value is not None}
    row.ended_at = at
    row.save()
    typed = as_typed(row.answers)
    answer_in_draft(by=row.by, at=at, key=draft_of_report(row.enrolment, row.kind), answers=typed)
    _note(row, at, "answered")


@transaction.atomic
def decline(*, at: datetime, row: OwnAnswers) -> None:
    """Close the view without an answer: the young person does not want to."""
    row = _open(row, at)
    row.ended_at = at
    row.save()
    _note(row, at, "declined")


@transaction.atomic
def drop_old_answers(*, at: datetime) -> int:
    """Remove the views whose time is long over, with the answers that reports hold by now; returns how many."""
    return OwnAnswers.objects.filter(expires_at__lt=at - KEPT_FOR).delete()[0]


def _open(row: OwnAnswers, at: datetime) -> OwnAnswers:
    """The view as it stands now, held until the action ends: of two tabs the first one answers."""
    rows = OwnAnswers.objects.select_for_update(of=("self",)).select_related(
        "enrolment__person", "by", "questionnaire"
    )
    row = rows.get(pk=row.pk)
    if not row.is_open(at):
        raise Refused(_("This page is closed."))
    return row


def _check_takes_part(enrolment: Enrolment) -> None:
    if Participation.objects.refused().filter(enrolment=enrolment).exists():
        raise Refused(_("The young person does not take part in the documentation."))


def _note(row: OwnAnswers, at: datetime, what: str) -> None:
    """Nobody's account: the young person did it, on the phone of the user whom the view names."""
    record(AuditAction.STATE_CHANGED, by=None, at=at, person=row.enrolment.person, target=row, own_answers=what)
