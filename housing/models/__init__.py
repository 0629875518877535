"""The records of the housing app, one concept a module."""

from housing.models.offers import Offer
from housing.models.referrals import HousingReferral, ReferralEvent
from housing.models.stays import Stay
from housing.models.supportcases import SupportCase

__all__ = ["HousingReferral", "Offer", "ReferralEvent", "Stay", "SupportCase"]
