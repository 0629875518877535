"""The soft limits of this app: what is asked about before it is saved."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.rules.plausible import YEAR, Facts, Limit, day, declare, number
from housing.rules.offers import is_over_limit

# Kr. a month: a room with a family, and a flat at market rent. Few of the young people could pay more.
LOWEST_RENT, HIGHEST_RENT = 1_000, 15_000
USUAL_RENT = number("rent", least=LOWEST_RENT, most=HIGHEST_RENT)


def _rent(facts: Facts) -> str:
    """The rent is seldom higher than the referral asks for, and seldom out of the ordinary."""
    if not is_over_limit(facts["rent"], facts["max_rent"]):
        return USUAL_RENT.ask(facts)
    text = _("The highest rent of the referral is %(limit)s kr. a month. Is the rent right?")
    return text % {"limit": number_format(facts["max_rent"], force_grouping=True)}


# With parents since childhood is common; longer ago than that is mostly a wrong year.
declare("housing.Stay", day("start", back=20 * YEAR))
declare(
    "housing.HousingReferral", day("opened_on", back=YEAR), number("max_rent", least=LOWEST_RENT, most=HIGHEST_RENT)
)
# At most three months' rent as a deposit and three in advance (lejeloven § 59).
declare(
    "housing.Offer",
    Limit("rent", _rent),
    number("deposit", most=6 * HIGHEST_RENT),
    day("reply_by", ahead=timedelta(days=60), since="offered_on"),
)
# A hearing leaves two or three weeks. More hours than a full-time week are given round the clock or by mistake.
declare(
    "housing.SupportCase",
    day("opened_on", back=YEAR),
    day("hearing_deadline", ahead=timedelta(days=60), since="hearing_sent_on"),
    number("hours_per_week", most=37),
)
