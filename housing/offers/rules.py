"""When the rent of an offered home is too high, and what else is asked about before an offer is saved."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.core.plausible import Facts, Limit, declare
from cases.core.plausible import day as usual_day
from cases.core.plausible import number as usual_number
from housing.referrals.codes import OfferState
from housing.referrals.rules import HIGHEST_RENT, LOWEST_RENT

REFUSED = (OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN)

USUAL_RENT = usual_number("rent", least=LOWEST_RENT, most=HIGHEST_RENT)


def is_over_limit(rent: int, limit: int | None) -> bool:
    """The rent is higher than what the referral asks for; both kr. a month."""
    return limit is not None and rent > limit


def _rent(facts: Facts) -> str:
    """The rent is seldom higher than the referral asks for, and seldom out of the ordinary."""
    if not is_over_limit(facts["rent"], facts["max_rent"]):
        return USUAL_RENT.ask(facts)
    text = _("The highest rent of the referral is %(limit)s kr. a month. Is the rent right?")
    return text % {"limit": number_format(facts["max_rent"], force_grouping=True)}


# At most three months' rent as a deposit and three in advance (lejeloven § 59).
declare(
    "housing.Offer",
    Limit("rent", _rent),
    usual_number("deposit", most=6 * HIGHEST_RENT),
    usual_day("reply_by", ahead=timedelta(days=60), since="offered_on"),
)
