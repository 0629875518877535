"""The life of one offered home."""

from cases.rules.transitions import StateTable
from housing.codelists.referrals import OFFER_REFUSALS
from housing.enums import OfferState as State
from housing.enums import OfferStep as Step
from housing.enums import Whose

REFUSED = (State.DECLINED, State.LAPSED, State.WITHDRAWN)

# An accepted offer that falls through (no lease, or no move) ends as an open one does: declined or taken back.
OFFER_STATES: StateTable[State, Step] = StateTable(
    (Step.ACCEPT, [State.OPEN], State.ACCEPTED),
    (Step.DECLINE, [State.OPEN, State.ACCEPTED], State.DECLINED),
    (Step.LAPSE, [State.OPEN], State.LAPSED),
    (Step.TAKE_BACK, [State.OPEN, State.ACCEPTED], State.WITHDRAWN),
    (Step.SUPERSEDE, [State.OPEN], State.SUPERSEDED),
    (Step.REOPEN, [State.SUPERSEDED], State.OPEN),
    (Step.UNDO, [State.ACCEPTED], State.OPEN),
    (Step.MOVE_IN, [State.ACCEPTED], State.TAKEN),
)


def is_over_limit(rent: int, limit: int | None) -> bool:
    """The rent is higher than what the referral asks for; both kr. a month."""
    return limit is not None and rent > limit


def step_for(reason: str, *, accepted: bool) -> Step:
    """What a refusal reason means for the offer: lapsed, declined by the young person, or taken back by others."""
    if reason == "no_reply" and not accepted:
        return Step.LAPSE
    return Step.DECLINE if OFFER_REFUSALS[reason].group == Whose.YOUNG_PERSON else Step.TAKE_BACK
