"""What a refusal means for an offered home, and when its rent is too high."""

from housing.codelists.referrals import NO_REPLY, OFFER_REFUSALS
from housing.enums import OfferState, Whose

REFUSED = (OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN)


def is_over_limit(rent: int, limit: int | None) -> bool:
    """The rent is higher than what the referral asks for; both kr. a month."""
    return limit is not None and rent > limit


def refused_as(reason: str, stood: OfferState) -> OfferState:
    """What a refusal makes of an offer: lapsed, declined by the young person, or taken back by others.

    An accepted offer that falls through (no lease, or no move) ends as an open one does, but it does not lapse.
    """
    if reason == NO_REPLY and stood == OfferState.OPEN:
        return OfferState.LAPSED
    return OfferState.DECLINED if OFFER_REFUSALS[reason].group == Whose.YOUNG_PERSON else OfferState.WITHDRAWN
