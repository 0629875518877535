"""Taking away a second factor that its owner has lost: the phone is gone, and the recovery codes with it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import User
from cases.rules.errors import Refused


@transaction.atomic
def remove_second_factor(*, by: User, at: datetime, user: User, why: str) -> User:
    """Take every second factor of an account away and end its sessions; its owner sets up a new one at the next login.

    Nobody does it to the own account: whoever sits down at an administrator's open screen would have the account.
    """
    if user.pk == by.pk:
        raise Refused(_("You cannot remove your own two-step login. Ask another administrator."))
    user = lock(user)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused(_("The account has no two-step login."))
    write(user, by=by, at=at, why=why)
    _end_sessions(user, at=at)
    record(AuditAction.RIGHTS_CHANGED, by=by, at=at, target=user, second_factor_removed=True)
    return user


def _end_sessions(user: User, *, at: datetime) -> None:
    """End what the user has open. A session says whose it is only when it is read; there is one for each browser."""
    open_ones = Session.objects.filter(expire_date__gt=at)
    own = [one.pk for one in open_ones.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
