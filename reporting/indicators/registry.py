"""Every indicator of the midterm report, in the order of the report."""

from reporting.indicators.base import Indicator
from reporting.indicators.contacts import PER_MONTH, SHARE_REACHED
from reporting.indicators.handovers import HANDOVERS
from reporting.indicators.housing import OWN_HOME, REFERRAL_DAYS, REFUSED, SHELTER_NIGHTS
from reporting.indicators.people import AGE_AND_GENDER, CLOSED, DAYS_TO_ENROLMENT, SCREENED
from reporting.indicators.phases import PHASES

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
