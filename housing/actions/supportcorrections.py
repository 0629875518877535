"""Steps of support cases put right, or taken back as entered by mistake; a case taken out altogether."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.writing import lock, remove, write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import User
from cases.periods import ONE_DAY
from cases.rules.calendar import check_born
from cases.rules.days import check_day, check_why
from cases.rules.errors import Refused
from housing.enums import SupportStep as Step
from housing.models import SupportCase
from housing.models.supportcases import STEP_DAYS
from housing.rules.supportcases import replay

# What each step wrote besides its day, and what stands there without it.
_DECISION = {"decided_by": None, "grounds": "", "hours_per_week": None, "refusal": ""}
WRITTEN: dict[Step, dict[str, Any]] = {
    Step.TALK: {},
    Step.SEND_HEARING: {"hearing_deadline": None},
    Step.ANSWER_HEARING: {"hearing_answer": ""},
    Step.GRANT: _DECISION,
    Step.REFUSE: _DECISION,
    Step.START: {},
    Step.END: {"ending": ""},
    Step.DROP: {"dropped_why": ""},
}


@transaction.atomic
def correct_support_step(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    step: Step | None,
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
    if step is None:
        case.opened_on = on
    else:
        _check_taken(case, step)
        setattr(case, STEP_DAYS[step], on + ONE_DAY if step == Step.END else on)
    match step:
        case Step.SEND_HEARING:
            case.hearing_deadline = deadline
        case Step.ANSWER_HEARING:
            case.hearing_answer = _written(answer, "answer")
        case Step.GRANT:
            case.hours_per_week, case.grounds = hours_per_week, grounds.strip()
        case Step.REFUSE:
            case.refusal, case.grounds = refusal, _written(grounds, "grounds")
        case Step.END:
            case.ending = ending
        case Step.DROP:
            case.dropped_why = reason
    return _restate(case, by=by, at=at, why=why, step=step or "open", confirmed=confirmed)


@transaction.atomic
def take_back_support_step(
    *, by: User, at: datetime, case: SupportCase, step: Step, version: int, why: str
) -> SupportCase:
    """Withdraw the latest step as entered by mistake: the case is again what it was, since when it was.

    Who gives the support stays as it stands, where a grant named it: it is changed on its own page.
    """
    case = lock(case, version=version)
    check_why(why)
    _check_taken(case, step)
    latest = case.taken[-1][0]
    if step != latest:
        raise Refused(
            _("Only the latest step can be taken back. First comes %(step)s.") % {"step": f"“{latest.taken}”"}
        )
    for field, empty in {STEP_DAYS[step]: None, **WRITTEN[step]}.items():
        setattr(case, field, empty)
    return _restate(case, by=by, at=at, why=why, step=step, removed=True)


@transaction.atomic
def remove_support_case(*, by: User, at: datetime, case: SupportCase, version: int, why: str) -> None:
    """Take out a case that never should have been (wrong young person, entered twice). The history keeps it."""
    case = lock(case, version=version, removing=True)
    check_why(why)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, removed=True)
    remove(case, by=by, at=at, why=why)


def _check_taken(case: SupportCase, step: Step) -> None:
    if step not in dict(case.taken):
        raise Refused(_("That step has not been taken. Reload the page to see where the case stands."))


def _written(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(_("This cannot be empty."), field=field)
    return text.strip()


def _restate(
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
    state, case.state_since = replay(case.opened_on, case.taken, deadline=case.hearing_deadline)
    case.state = state
    write(case, by=by, at=at, why=why, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, step=step, removed=removed)
    return case
