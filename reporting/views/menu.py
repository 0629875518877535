"""What the reporting app adds to the main menu."""

from django.utils.translation import gettext_lazy as _

from cases.access.policy import Right, may
from cases.models import User
from cases.views.navigation import NavEntry, register


def _reports(user: User) -> bool:
    return may(user, Right.RUN_REPORTS)


def _exports(user: User) -> bool:
    return may(user, Right.EXPORT_DEIDENTIFIED) or may(user, Right.EXPORT_IDENTIFIED)


register(NavEntry("reporting:runs", _("Reports"), "document", _reports, order=65))
register(NavEntry("reporting:exports", _("Export data"), "download", _exports, order=70))
