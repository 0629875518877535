"""Steps of support cases put right, or taken back as entered by mistake; a case taken out altogether."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day, check_why
from cases.core.errors import Refused
from cases.records.actions import lock, remove, write
from cases.staff.models import User
from housing.enums import SupportEvent as Event
from housing.models import SupportCase, SupportStep
from housing.rules.supportcases import replay_support

# What each step wrote besides its day, and what stands there without it.
_DECISION = {"decided_by": None, "grounds": "", "hours_per_week": None, "refusal": ""}
WRITTEN: dict[Event, dict[str, Any]] = {
    Event.TALK: {},
    Event.SEND_HEARING: {"hearing_deadline": None},
    Event.ANSWER_HEARING: {"hearing_answer": ""},
    Event.GRANT: _DECISION,
    Event.REFUSE: _DECISION,
    Event.START: {},
    Event.END: {"ending": ""},
    Event.DROP: {"dropped_why": ""},
}


@transaction.atomic
def correct_support_step(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    step: Event | None,
    version: int,
    on: date,
    why: str,
    deadline: date | None = None,
    answer: str = "",
    hours_per_week: Decimal | None = None,
    grounds: str = "",
    refusal: str = "",
    ending: str = "",
    reason: str = "",
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Put the day of a step right, and what the step wrote; no step is the opening. The history keeps what stood.

    Raises `Refused` when the steps would no longer be in order.
    """
    case = lock(case, version=version)
    check_why(why)
    check_day(on, today=timezone.localdate(at))
    taken = _step_of(case, step)
    taken.happened_on = on
    write(taken, by=by, at=at, why=why)
    case.put_day(step, on)
    match step:
        case Event.SEND_HEARING:
            case.hearing_deadline = deadline
        case Event.ANSWER_HEARING:
            case.hearing_answer = _written(answer, "answer")
        case Event.GRANT:
            case.hours_per_week, case.grounds = hours_per_week, grounds.strip()
        case Event.REFUSE:
            case.refusal, case.grounds = refusal, _written(grounds, "grounds")
        case Event.END:
            case.ending = ending
        case Event.DROP:
            case.dropped_why = reason
    return _restate_case(case, by=by, at=at, why=why, step=step or "open", confirmed=confirmed)


@transaction.atomic
def take_back_support_step(
    *, by: User, at: datetime, case: SupportCase, step: Event, version: int, why: str
) -> SupportCase:
    """Withdraw the latest step as entered by mistake: the case is again what it was, since when it was.

    Who gives the support stays as it stands, where a grant named it: it is changed on its own page.
    """
    case = lock(case, version=version)
    check_why(why)
    taken = _step_of(case, step)
    latest = case.taken[-1][0]
    if step != latest:
        raise Refused(
            _("Only the latest step can be taken back. First comes %(step)s.") % {"step": f"“{latest.taken}”"}
        )
    remove(taken, by=by, at=at, why=why)
    case.put_day(step, None)
    for field, empty in WRITTEN[step].items():
        setattr(case, field, empty)
    return _restate_case(case, by=by, at=at, why=why, step=step, removed=True)


@transaction.atomic
def remove_support_case(*, by: User, at: datetime, case: SupportCase, version: int, why: str) -> None:
    """Take out a case that never should have been (wrong young person, entered twice). The history keeps it."""
    case = lock(case, version=version, removing=True)
    check_why(why)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, removed=True)
    for row in [*case.steps.all(), case]:
        remove(row, by=by, at=at, why=why)


def _step_of(case: SupportCase, event: Event | None) -> SupportStep:
    """The step that was taken, locked; none is the opening."""
    step = case.steps.select_for_update().filter(event=event or "").first()
    if step is None:
        raise Refused(_("That step has not been taken. Reload the page to see where the case stands."))
    return step


def _written(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(_("This cannot be empty."), field=field)
    return text.strip()


def _restate_case(
    case: SupportCase,
    *,
    by: User,
    at: datetime,
    why: str,
    step: str,
    removed: bool = False,
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Replay the steps and save what they amount to."""
    check_born(case.opened_on, born=case.person.birth_date, field="on")
    state, case.state_since = replay_support(case.opened_on, case.taken, deadline=case.hearing_deadline)
    case.state = state
    write(case, by=by, at=at, why=why, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, step=step, removed=removed)
    return case
