"""When a rent is too high, and what is asked about before an offer is saved."""

import pytest

from cases.core.plausible import doubts
from housing.offers.rules import REFUSED, is_over_limit
from housing.referrals.codes import OFFER_REFUSALS, OfferState
from housing.referrals.rules import refused_as


@pytest.mark.parametrize(("rent", "limit", "is_over"), [(4000, 4000, False), (4001, 4000, True), (9000, None, False)])
def test_a_rent_is_too_high_above_what_the_referral_asks_for(rent, limit, is_over):
    assert is_over_limit(rent, limit) is is_over


def test_a_refused_offer_is_one_of_those_that_a_no_leads_to():
    led_to = {refused_as(reason, OfferState.OPEN) for reason in OFFER_REFUSALS.codes}
    assert set(REFUSED) == led_to


def test_what_is_asked_about_a_rent_above_the_limit_names_the_limit():
    """In English, as the tests of housing are: thousands are grouped."""
    nothing_else = dict.fromkeys(("deposit", "reply_by", "offered_on", "registered_on", "today"))
    [doubt] = doubts("housing.Offer", nothing_else | {"rent": 4_201, "max_rent": 4_200})
    assert doubt.question == "The highest rent of the referral is 4,200 kr. a month. Is the rent right?"
