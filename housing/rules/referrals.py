"""Where a housing referral stands: open or closed, who acts next, and when it has stood still too long.

An offer that comes to nothing says whose the no is and leaves the referral in DECLINED: open, and ours to act on.
It goes back to the waiting list, is withdrawn, or is struck off by the municipality; nothing of that happens alone.
"""

from datetime import date, timedelta

from cases.core.plausible import YEAR, declare
from cases.core.plausible import day as usual_day
from cases.core.plausible import number as usual_number
from housing.enums import Actor
from housing.enums import ReferralState as State

# Open: not decided against, not withdrawn, not yet moved in. At most one for each young person and receiver.
OPEN = (
    State.DRAFT,
    State.SUBMITTED,
    State.RECEIVED,
    State.MISSING,
    State.APPROVED,
    State.WAITING,
    State.OFFERED,
    State.ACCEPTED,
    State.DECLINED,
    State.CONTRACT,
)
CLOSED = (State.REJECTED, State.FOLLOWED_UP, State.WITHDRAWN)
# Something remains to be done: the open ones, and a move that has not been followed up.
ACTIVE = (*OPEN, State.MOVED_IN)

# The way a referral goes when all goes well, for the step indicator.
PATH = (
    State.DRAFT,
    State.SUBMITTED,
    State.RECEIVED,
    State.APPROVED,
    State.WAITING,
    State.OFFERED,
    State.ACCEPTED,
    State.CONTRACT,
    State.MOVED_IN,
    State.FOLLOWED_UP,
)
# Where the states beside the path stand on it.
BESIDE_PATH = {State.MISSING: State.RECEIVED, State.DECLINED: State.OFFERED}

NEXT_ACTOR: dict[State, Actor] = {
    State.DRAFT: Actor.WORKER,
    State.SUBMITTED: Actor.RECEIVER,
    State.RECEIVED: Actor.RECEIVER,
    State.MISSING: Actor.WORKER,
    State.APPROVED: Actor.RECEIVER,
    State.REJECTED: Actor.NOBODY,
    State.WAITING: Actor.RECEIVER,
    State.OFFERED: Actor.YOUNG_PERSON,
    State.ACCEPTED: Actor.LANDLORD,
    State.DECLINED: Actor.WORKER,
    State.CONTRACT: Actor.WORKER,
    State.MOVED_IN: Actor.WORKER,
    State.FOLLOWED_UP: Actor.NOBODY,
    State.WITHDRAWN: Actor.NOBODY,
}
WAITING_ON_US = tuple(state for state, actor in NEXT_ACTOR.items() if actor in {Actor.WORKER, Actor.YOUNG_PERSON})

# Days in a state without a step or a progress note before the referral counts as stalled. Our own norms, set with
# the receivers' usual handling times in mind; a move is followed up within about six weeks.
STALL_DAYS: dict[State, int] = {
    State.DRAFT: 7,
    State.SUBMITTED: 7,
    State.RECEIVED: 14,
    State.MISSING: 14,
    State.APPROVED: 14,
    State.WAITING: 60,
    State.OFFERED: 7,
    State.ACCEPTED: 14,
    State.DECLINED: 7,
    State.CONTRACT: 30,
    State.MOVED_IN: 45,
}

# From this many own refusals on, the page says so: receivers commonly strike a young person off after the third.
MANY_REFUSALS = 3


def is_stalled(state: State, since: date, today: date) -> bool:
    """Nothing has moved for longer than the state's limit; `since` is the last step or progress note."""
    limit = STALL_DAYS.get(state)
    return limit is not None and (today - since).days > limit


def stalled_before(state: State, today: date) -> date:
    """A referral in `state` whose last movement lies before this day is stalled."""
    return today - timedelta(days=STALL_DAYS[state])


# Kr. a month: a room with a family, and a flat at market rent. Few of the young people could pay more.
LOWEST_RENT, HIGHEST_RENT = 1_000, 15_000

declare(
    "housing.HousingReferral",
    usual_day("opened_on", back=YEAR),
    usual_number("max_rent", least=LOWEST_RENT, most=HIGHEST_RENT),
)
