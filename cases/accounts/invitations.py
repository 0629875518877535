"""E-mails to the owner of an account: the link with which to set the password, and what was changed for them."""

import logging
import smtplib

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.staff.models import User

logger = logging.getLogger(__name__)


def invitation_path(user: User) -> str:
    """The address at which the user sets a password. Valid as a password reset is."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def send_invitation(request: HttpRequest, user: User) -> bool:
    """Send the link in the user's own language; says whether the mail server took it."""
    link = request.build_absolute_uri(invitation_path(user))
    return _send(user, "cases/administration/invitation.txt", {"link": link})


def tell_second_factor_removed(user: User) -> bool:
    """Tell the owner, who may not have asked for it; says whether the mail server took it."""
    return _send(user, "cases/administration/second_factor_removed.txt", {})


def tell_email_changed(user: User, before: str) -> bool:
    """Tell the owner at the address there was: whoever reads the new one may be somebody else."""
    return _send(user, "cases/administration/email_changed.txt", {}, to=before)


def _send(user: User, template: str, context: dict[str, str], *, to: str = "") -> bool:
    with override(user.language):
        text = render_to_string(template, context)
        subject = _("Your account in Hjemvej")
    try:
        send_mail(subject, text, None, [to or user.email])
    except (smtplib.SMTPException, OSError) as error:
        # The error itself may quote the address, and addresses stay out of the log.
        logger.error("E-mail %s to user %s not sent: %s", template, user.pk, type(error).__name__)  # noqa: TRY400
        return False
    return True
