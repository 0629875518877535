"""Deciding on the target group, and asking for a decision."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_not_ended
from cases.core.errors import Refused
from cases.intake.codes import SCREENING_REASONS, RequestEvent, RequestState, ScreeningOutcome
from cases.intake.models import Screening, ScreeningRequest, screening_facts
from cases.intake.rules import REQUEST_STATES, reasons_against
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.records.actions import lock, write
from cases.staff.models import User


@transaction.atomic
def screen(
    *,
    by: User,
    at: datetime,
    person: Person,
    programme: Programme,
    decided_on: date,
    outcome: str,
    reasons: Collection[str] = (),
    unstable_housing: bool | None = None,
    needs_more_than_advice: bool | None = None,
    note: str = "",
    confirmed: Collection[str] = frozenset(),
) -> Screening:
    """Record a target-group decision with the facts it rests on; `by` is the one who decided.

    A yes is refused while a rule of the programme speaks against it or a fact is missing; an exception needs a note.
    A no or an exception without `reasons` takes over what the rules say.
    """
    person = lock(person)
    if decided_on > timezone.localdate(at):
        raise Refused(_("That is in the future. Choose the day of the decision."), field="decided_on")
    check_born(decided_on, born=person.birth_date, field="decided_on")
    check_not_ended(decided_on, last_day=programme.last_day, field="programme")
    facts = screening_facts(person, unstable_housing=unstable_housing, needs_more_than_advice=needs_more_than_advice)
    against = reasons_against(programme.target_group, facts, on=decided_on)
    coded = _check_reasons(outcome, reasons=list(reasons), against=against)
    screening = Screening(
        person=person,
        programme=programme,
        decided_on=decided_on,
        decided_by=by,
        outcome=outcome,
        reasons=coded,
        unstable_housing=unstable_housing,
        needs_more_than_advice=needs_more_than_advice,
        note=note.strip(),
    )
    write(screening, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=screening, outcome=outcome)
    answer_requests(by=by, at=at, screening=screening)
    return screening


def _check_reasons(outcome: str, *, reasons: list[str], against: list[str]) -> list[str]:
    """The reasons to record with the decision. Raises `Refused` where reasons and decision contradict each other."""
    if set(reasons) - set(SCREENING_REASONS.codes):
        raise Refused(_("Choose reasons from the list."), field="reasons")
    if outcome == ScreeningOutcome.ELIGIBLE:
        if against:
            labels = ", ".join(str(SCREENING_REASONS[code].label) for code in against)
            raise Refused(_("This speaks against it: %(reasons)s.") % {"reasons": labels}, field="outcome")
        return []
    if outcome == ScreeningOutcome.EXCEPTION and not against:
        raise Refused(_("Nothing speaks against: no exception is needed."), field="outcome")
    if not reasons and not against:
        raise Refused(_("Choose at least one reason."), field="reasons")
    return reasons or against


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
