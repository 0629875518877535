"""What the reporting app adds to the main menu."""

from django.utils.translation import gettext_lazy as _

from cases.shell.navigation import NavEntry, register
from cases.staff.models import User
from cases.staff.policy import Right, may


def _reports(user: User) -> bool:
    return may(user, Right.RUN_REPORTS)


def _exports(user: User) -> bool:
    return may(user, Right.EXPORT_DEIDENTIFIED) or may(user, Right.EXPORT_IDENTIFIED)


register(NavEntry("reporting:runs", _("Reports"), "document", _reports, order=65))

register(NavEntry("reporting:outcomes", _("Tables"), "summary", _reports, order=66))
register(NavEntry("reporting:steering", _("Targets and money"), "flag", _reports, order=67))

register(NavEntry("reporting:exports", _("Export data"), "download", _exports, order=70))
