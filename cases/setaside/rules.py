"""For how long something may be out of sight on My day."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.core.errors import Refused

USUALLY = timedelta(days=7)

# Nobody is forgotten: after three months at the latest somebody looks again.
LONGEST = timedelta(days=90)


def check_until(until: date, *, today: date) -> None:
    """Raises `Refused` for a day that has come already, or that lies more than three months ahead."""
    if until <= today:
        raise Refused(_("Choose a day after today."), field="until")
    if until > today + LONGEST:
        raise Refused(_("It can be set aside for three months at most. Then look again."), field="until")
