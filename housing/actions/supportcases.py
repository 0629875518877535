"""The case about support in the home: opened, talked over, heard, decided, started, ended."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import Enrolment, Organisation, Person, User
from cases.periods import ONE_DAY
from cases.rules.calendar import check_born
from cases.rules.days import check_day
from cases.rules.errors import Refused
from housing.enums import SupportStep as Step
from housing.models import SupportCase
from housing.rules.supportcases import SUPPORT_STATES, may_refuse_on


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
    case = _take(case, Step.TALK, on=on, at=at, version=version)
    case.talked_on = on
    return _keep(case, Step.TALK, by=by, at=at)


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
    case = _take(case, Step.SEND_HEARING, on=on, at=at, version=version)
    case.hearing_sent_on, case.hearing_deadline = on, deadline
    return _keep(case, Step.SEND_HEARING, by=by, at=at, confirmed=confirmed)


@transaction.atomic
def answer_hearing(
    *, by: User, at: datetime, case: SupportCase, on: date, answer: str, version: int | None = None
) -> SupportCase:
    """The young person commented on the facts; the decision weighs what was said."""
    case = _take(case, Step.ANSWER_HEARING, on=on, at=at, version=version)
    if case.hearing_answered_on:
        raise Refused(_("The hearing has already been answered."))
    if not answer.strip():
        raise Refused(_("Write what the young person answered."), field="answer")
    case.hearing_answered_on, case.hearing_answer = on, answer.strip()
    return _keep(case, Step.ANSWER_HEARING, by=by, at=at)


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
    case = _take(case, Step.GRANT, on=on, at=at, version=version)
    case.decided_on, case.decided_by, case.grounds = on, by, grounds.strip()
    case.hours_per_week = hours_per_week
    case.provider = provider or case.provider
    return _keep(case, Step.GRANT, by=by, at=at, confirmed=confirmed)


@transaction.atomic
def refuse_support(
    *, by: User, at: datetime, case: SupportCase, on: date, refusal: str, grounds: str, version: int | None = None
) -> SupportCase:
    """Support is refused, with reason and written grounds, after a hearing (forvaltningsloven §§ 19, 22)."""
    case = _take(case, Step.REFUSE, on=on, at=at, version=version)
    if not grounds.strip():
        raise Refused(_("Write the grounds of the refusal: law, facts and main considerations."), field="grounds")
    if not may_refuse_on(on, deadline=case.hearing_deadline, answered_on=case.hearing_answered_on):
        raise Refused(_("The young person has not answered the hearing and still has time to."), field="on")
    case.decided_on, case.decided_by = on, by
    case.refusal, case.grounds = refusal, grounds.strip()
    return _keep(case, Step.REFUSE, by=by, at=at)


@transaction.atomic
def start_support(*, by: User, at: datetime, case: SupportCase, on: date, version: int | None = None) -> SupportCase:
    """The granted support began."""
    case = _take(case, Step.START, on=on, at=at, version=version)
    case.start = on
    return _keep(case, Step.START, by=by, at=at)


@transaction.atomic
def end_support(
    *, by: User, at: datetime, case: SupportCase, on: date, ending: str, version: int | None = None
) -> SupportCase:
    """The support stopped; `on` is the last day with it."""
    case = _take(case, Step.END, on=on, at=at, version=version)
    case.end, case.ending = on + ONE_DAY, ending
    return _keep(case, Step.END, by=by, at=at)


@transaction.atomic
def drop_support_case(
    *, by: User, at: datetime, case: SupportCase, on: date, reason: str, version: int | None = None
) -> SupportCase:
    """The case stops before support has started."""
    case = _take(case, Step.DROP, on=on, at=at, version=version)
    case.dropped_on, case.dropped_why = on, reason
    return _keep(case, Step.DROP, by=by, at=at)


def _take(case: SupportCase, step: Step, *, on: date, at: datetime, version: int | None) -> SupportCase:
    """The case locked and moved to the state the step leads to; not yet saved."""
    case = lock(case, version=version)
    check_day(on, today=timezone.localdate(at), not_before=case.state_since)
    case.state = SUPPORT_STATES.after(case.step, step)
    case.state_since = on
    return case


def _keep(
    case: SupportCase, step: Step, *, by: User, at: datetime, confirmed: Collection[str] = frozenset()
) -> SupportCase:
    write(case, by=by, at=at, confirmed=confirmed)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=case.person, target=case, step=step, state=case.state)
    return case
