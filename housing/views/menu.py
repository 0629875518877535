"""What the housing app adds to the main menu."""

from django.utils.translation import gettext_lazy as _

from cases.access.policy import Right, may
from cases.models import User
from cases.views.navigation import NavEntry, register


def _works_cases(user: User) -> bool:
    return may(user, Right.WORK_CASES)


register(NavEntry("housing:referrals", _("Housing referrals"), "home", _works_cases, order=30))
register(NavEntry("housing:support_cases", _("Support cases"), "contact-support", _works_cases, order=31))
