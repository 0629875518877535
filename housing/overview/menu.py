"""What the housing app adds to the main menu, and the forms of it that keep drafts."""

from django.utils.translation import gettext_lazy as _

from cases.drafts.pages import register_drafts
from cases.shell.navigation import NavEntry, register
from cases.staff.models import User
from cases.staff.policy import Right, may
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral
from housing.stays.models import Stay
from housing.support.models import SupportCase


def _works_cases(user: User) -> bool:
    return may(user, Right.WORK_CASES)


register(NavEntry("housing:referrals", _("Housing referrals"), "home", _works_cases, order=30))

register(NavEntry("housing:support_cases", _("Support cases"), "contact-support", _works_cases, order=31))

register_drafts(_("Housing referral not saved yet"), "housing:referral_create")

register_drafts(
    _("Housing referral not saved yet"), "housing:referral_change", "housing:referral_step", about=HousingReferral
)

register_drafts(_("Offer of a home not saved yet"), "housing:offer_create", about=HousingReferral)

register_drafts(
    _("Offer of a home not saved yet"),
    "housing:offer_accept",
    "housing:offer_decline",
    "housing:offer_undo",
    about=Offer,
)

register_drafts(_("Correction not saved yet"), "housing:referral_step_correct")

register_drafts(_("Correction not saved yet"), "housing:support_step_correct", about=SupportCase)

register_drafts(_("Withdrawal not finished yet"), "housing:referral_step_take_back")

register_drafts(_("Withdrawal not finished yet"), "housing:referral_remove", about=HousingReferral)

register_drafts(
    _("Withdrawal not finished yet"), "housing:support_remove", "housing:support_step_take_back", about=SupportCase
)

register_drafts(_("Correction not saved yet"), "housing:stay_change", about=Stay)

register_drafts(_("Removal of a stay not finished yet"), "housing:stay_remove", about=Stay)

register_drafts(_("Support case not saved yet"), "housing:support_create")

register_drafts(_("Support case not saved yet"), "housing:support_change", "housing:support_step", about=SupportCase)
