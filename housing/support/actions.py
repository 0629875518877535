"""The case about support in the home: opened, talked over, heard, decided, started, ended."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.records.actions import lock, write
from cases.staff.models import Organisation, User
from housing.support.codes import SupportEvent as Event
from housing.support.codes import SupportState
from housing.support.models import SupportCase, SupportStep
from housing.support.rules import SUPPORT_STATES, check_paragraph, may_refuse_on


@transaction.atomic
def open_support_case(
    *,
    by: User,
    at: datetime,
    person: Person,
    paragraph: str,
    on: date,
    enrolment: Enrolment | None = None,
    provider: Organisation | None = None,
    note: str = "",
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Open a case under a paragraph of serviceloven. One open case for each young person and paragraph."""
    person = lock(person)
    check_day(on, today=timezone.localdate(at))
    check_born(on, born=person.birth_date, field="on")
    check_paragraph(paragraph, on=on)
    case = SupportCase(
        person=person,
        enrolment=enrolment,
        paragraph=paragraph,
        provider=provider,
        worker=by,
        opened_on=on,
        state_since=on,
        note=note.strip(),
    )
    write(case, by=by, at=at, confirmed=confirmed)
    write(SupportStep(case=case, to_state=SupportState.OPENED, happened_on=on, by=by), by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=case, paragraph=paragraph)
    return case


@transaction.atomic
def change_support_case(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    version: int,
    provider: Organisation | None = None,
    note: str = "",
) -> SupportCase:
    """Change who gives the support, and the note. Days and decisions are changed by steps only."""
    case = lock(case, version=version)
    if not case.is_open:
        raise Refused(_("The case is closed and can no longer be changed."))
    case.provider, case.note = provider, note.strip()
    write(case, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case)
    return case


@transaction.atomic
def hold_talk(*, by: User, at: datetime, case: SupportCase, on: date, version: int | None = None) -> SupportCase:
    """The assessment talk (VUM-samtale) was held."""
    return _keep(_take(case, Event.TALK, by=by, at=at, on=on, version=version), at=at)


@transaction.atomic
def send_hearing(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    on: date,
    deadline: date,
    version: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """The facts were sent to the young person for comment (partshøring, forvaltningsloven § 19)."""
    step = _take(case, Event.SEND_HEARING, by=by, at=at, on=on, version=version)
    step.case.hearing_deadline = deadline
    return _keep(step, at=at, confirmed=confirmed)


@transaction.atomic
def answer_hearing(
    *, by: User, at: datetime, case: SupportCase, on: date, answer: str, version: int | None = None
) -> SupportCase:
    """The young person commented on the facts; the decision weighs what was said."""
    step = _take(case, Event.ANSWER_HEARING, by=by, at=at, on=on, version=version)
    if not answer.strip():
        raise Refused(_("Write what the young person answered."), field="answer")
    step.case.hearing_answer = answer.strip()
    return _keep(step, at=at)


@transaction.atomic
def grant_support(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    on: date,
    hours_per_week: Decimal | None = None,
    grounds: str = "",
    provider: Organisation | None = None,
    version: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Support is granted. A full grant needs no grounds in writing (forvaltningsloven § 22)."""
    step = _take(case, Event.GRANT, by=by, at=at, on=on, version=version)
    case = step.case
    case.decided_by, case.grounds, case.hours_per_week = by, grounds.strip(), hours_per_week
    case.provider = provider or case.provider
    return _keep(step, at=at, confirmed=confirmed)


@transaction.atomic
def refuse_support(
    *, by: User, at: datetime, case: SupportCase, on: date, refusal: str, grounds: str, version: int | None = None
) -> SupportCase:
    """Support is refused, with reason and written grounds, after a hearing (forvaltningsloven §§ 19, 22)."""
    step = _take(case, Event.REFUSE, by=by, at=at, on=on, version=version)
    case = step.case
    if not grounds.strip():
        raise Refused(_("Write the grounds of the refusal: law, facts and main considerations."), field="grounds")
    if not may_refuse_on(on, deadline=case.hearing_deadline, answered_on=case.hearing_answered_on):
        raise Refused(_("The young person has not answered the hearing and still has time to."), field="on")
    case.decided_by, case.refusal, case.grounds = by, refusal, grounds.strip()
    return _keep(step, at=at)


@transaction.atomic
def start_support(*, by: User, at: datetime, case: SupportCase, on: date, version: int | None = None) -> SupportCase:
    """The granted support began."""
    return _keep(_take(case, Event.START, by=by, at=at, on=on, version=version), at=at)


@transaction.atomic
def end_support(
    *, by: User, at: datetime, case: SupportCase, on: date, ending: str, version: int | None = None
) -> SupportCase:
    """The support stopped; `on` is the last day with it."""
    step = _take(case, Event.END, by=by, at=at, on=on, version=version)
    step.case.ending = ending
    return _keep(step, at=at)


@transaction.atomic
def drop_support_case(
    *, by: User, at: datetime, case: SupportCase, on: date, reason: str, version: int | None = None
) -> SupportCase:
    """The case stops before support has started."""
    step = _take(case, Event.DROP, by=by, at=at, on=on, version=version)
    step.case.dropped_why = reason
    return _keep(step, at=at)


def _take(case: SupportCase, event: Event, *, by: User, at: datetime, on: date, version: int | None) -> SupportStep:
    """The step that `event` is, on the case as it stands locked and moved; neither is saved yet."""
    case = lock(case, version=version)
    check_day(on, today=timezone.localdate(at), not_before=case.state_since)
    if event == Event.ANSWER_HEARING and case.hearing_answered_on:
        raise Refused(_("The hearing has already been answered."))
    before = case.step
    after = SUPPORT_STATES.after(before, event)
    case.state, case.state_since = after, on
    case.put_day(event, on)
    return SupportStep(case=case, event=event, from_state=before, to_state=after, happened_on=on, by=by)


def _keep(step: SupportStep, *, at: datetime, confirmed: Collection[str] = frozenset()) -> SupportCase:
    """Save the step and what it made of the case."""
    case, by = step.case, step.by
    write(case, by=by, at=at, confirmed=confirmed)
    write(step, by=by, at=at)
    facts = {"step": step.event, "state": step.to_state}
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=case.person, target=case, **facts)
    return case
