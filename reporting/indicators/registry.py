"""Every indicator of the midterm report, in the order of the report."""

from reporting.figures.base import Indicator
from reporting.indicators.contacts import PEOPLE, PER_MONTH, SHARE_REACHED
from reporting.indicators.handovers import HANDOVERS
from reporting.indicators.housing import OWN_HOME, REFERRAL_DAYS, REFUSED, SHELTER_NIGHTS
from reporting.indicators.people import AGE_AND_GENDER, CLOSED, DAYS_TO_ENROLMENT, ENDED, IN_GROUP, NEW, SCREENED
from reporting.indicators.phases import PHASES, RUNNING

INDICATORS: dict[str, Indicator] = {
    indicator.key: indicator
    for indicator in (
        SCREENED,
        AGE_AND_GENDER,
        DAYS_TO_ENROLMENT,
        PER_MONTH,
        SHARE_REACHED,
        PHASES,
        REFERRAL_DAYS,
        REFUSED,
        OWN_HOME,
        SHELTER_NIGHTS,
        HANDOVERS,
        CLOSED,
    )
}

# What readers find by taking a figure of one table from that of another: the whole, a part, and a name for the rest.
# Young people who were enrolled in the period and are no longer have left; those closed beside them are back.
LEFT = "people_left"
# Of the young people who were enrolled in the period some were so before.
SUBTRACTIONS = (
    (PEOPLE, RUNNING, LEFT),
    (ENDED, LEFT, "enrolments_closed_and_back"),
    (PEOPLE, NEW, "people_from_before"),
)

# In a report from the programme's start, whoever was enrolled has been screened: the number of those enrolled then
# stands in for "found eligible and enrolled". A small number, and the totals that are hidden with it for that.
SCREENED_IN_ALL = "screened.outcome.total.n"
FROM_START = {
    "screened.outcome.not_eligible.n": (SCREENED_IN_ALL,),
    "screened.enrolled.not_enrolled.n": (SCREENED_IN_ALL, IN_GROUP),
}
