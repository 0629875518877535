"""The records of the app, for Django to find. Code imports each from its room."""

from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from housing.support.models import SupportCase, SupportStep

__all__ = [
    "HousingReferral",
    "Offer",
    "ReferralStep",
    "Stay",
    "SupportCase",
    "SupportStep",
]
