"""Asking for a target-group decision, sending the request back, and what a decision does to it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.enums import AuditAction, RequestEvent, RequestState
from cases.models import Person, Programme, Screening, ScreeningRequest, User
from cases.rules.days import check_not_ended
from cases.rules.errors import Refused
from cases.rules.screeningrequests import REQUEST_STATES


@transaction.atomic
def ask_for_decision(
    *,
    by: User,
    at: datetime,
    person: Person,
    programme: Programme,
    unstable_housing: bool | None = None,
    needs_more_than_advice: bool | None = None,
    note: str = "",
) -> ScreeningRequest:
    """Put what is known before those who may decide. Nothing is decided by it."""
    person = lock(person)
    check_not_ended(timezone.localdate(at), last_day=programme.last_day, field="programme")
    request = ScreeningRequest(
        person=person,
        programme=programme,
        asked_by=by,
        unstable_housing=unstable_housing,
        needs_more_than_advice=needs_more_than_advice,
        note=note.strip(),
        state_since=at,
    )
    write(request, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=request)
    return request


@transaction.atomic
def send_back(*, by: User, at: datetime, request: ScreeningRequest, answer: str) -> ScreeningRequest:
    """Give the request back to who asked, with what is missing."""
    request = _locked(request)
    request.answer, request.answered_by = answer.strip(), by
    return _moved(request, RequestEvent.SEND_BACK, by=by, at=at)


@transaction.atomic
def withdraw_request(*, by: User, at: datetime, request: ScreeningRequest) -> ScreeningRequest:
    """Take back one's own request: asked by mistake, or no longer needed."""
    request = _locked(request)
    if request.asked_by_id != by.pk:
        raise Refused(_("Only who asked can withdraw the request."))
    return _moved(request, RequestEvent.WITHDRAW, by=by, at=at)


@transaction.atomic
def answer_requests(*, by: User, at: datetime, screening: Screening) -> None:
    """A decision answers the request that was made for it, however the decision came about."""
    for request in ScreeningRequest.objects.open().filter(person=screening.person, programme=screening.programme):
        request.screening, request.answered_by = screening, by
        _moved(request, RequestEvent.DECIDE, by=by, at=at)


@transaction.atomic
def reopen_requests(*, by: User, at: datetime, screening: Screening) -> None:
    """A decision is taken back as a mistake: what it answered waits again.

    Raises `Refused` where a decision has been asked for once more since.
    """
    for request in ScreeningRequest.objects.filter(screening=screening):
        request.screening = request.answered_by = None
        _moved(request, RequestEvent.REOPEN, by=by, at=at)


def _locked(request: ScreeningRequest) -> ScreeningRequest:
    """The young person is locked first, as everything that decides about them does."""
    lock(request.person)
    return lock(request)


def _moved(request: ScreeningRequest, event: RequestEvent, *, by: User, at: datetime) -> ScreeningRequest:
    request.state = REQUEST_STATES.after(RequestState(request.state), event)
    request.state_since = at
    write(request, by=by, at=at)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=request.person, target=request, state=request.state)
    return request
