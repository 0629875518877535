"""Finding an opened view by its token, and what the young person has answered for a report not handed in yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from cases.drafts.pages import draft_kind
from cases.enrolments.models import Enrolment
from cases.own_answers.models import OwnAnswers
from cases.own_answers.rules import own_items
from cases.questionnaires.definition import Item
from cases.staff.models import User
from cases.statusreports.codes import asked_in
from cases.statusreports.models import StatusReport

# As long as a draft is kept, so are the answers that belong to it.
KEPT_FOR = timedelta(days=30)


def hashed(token: str) -> str:
    """What the database knows of a token: nobody who reads it can open the view."""
    return salted_hmac("own answers", token, algorithm="sha256").hexdigest()


def by_token(token: str) -> OwnAnswers | None:
    """The view that the token opens, or opened."""
    rows = OwnAnswers.objects.select_related("enrolment__person", "enrolment__programme", "questionnaire", "by")
    return rows.filter(token_hash=hashed(token)).first()


def items_for(enrolment: Enrolment, kind: str, items: tuple[Item, ...]) -> list[Item]:
    """What the young person is asked in a report of that kind that is made now."""
    is_first = not StatusReport.objects.standing().filter(enrolment=enrolment).exists()
    return own_items(items, asked_in(kind, is_first=is_first))


def answered_for(enrolment: Enrolment, kind: str, *, by: User, at: datetime) -> OwnAnswers | None:
    """What the young person answered last for the report that the user fills in; none that belongs to an earlier one.

    Answers belong to the report that was handed in first after they were asked for, of whatever kind and by whomever.
    A correction is no new report, and one that was withdrawn as a mistake has used nothing.
    """
    rows = OwnAnswers.objects.filter(enrolment=enrolment, kind=kind, by=by, ended_at__gt=at - KEPT_FOR)
    found = rows.exclude(answers={}).order_by("-ended_at", "-pk").first()
    if found is None:
        return None
    made = StatusReport.objects.filter(enrolment=enrolment, corrects__isnull=True, withdrawn_why="")
    return None if made.filter(registered_at__gte=found.opened_at).exists() else found


def draft_of_report(enrolment: Enrolment, kind: str) -> str:
    """The key of the draft of the report that is filled in."""
    return f"{draft_kind('cases:report_new')}:{enrolment.pk}.{kind}"


def as_typed(answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Answers as a form sends them."""
    return {key: list(value) if isinstance(value, list) else str(value) for key, value in answers.items()}
