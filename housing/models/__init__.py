"""The records of the housing app, one concept a module."""

from housing.models.offers import Offer
from housing.models.referrals import HousingReferral, ReferralStep
from housing.models.stays import Stay
from housing.models.supportcases import SupportCase, SupportStep

__all__ = ["HousingReferral", "Offer", "ReferralStep", "Stay", "SupportCase", "SupportStep"]
