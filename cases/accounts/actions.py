"""Accounts: made, changed, closed; roles given and ended; passwords and second factors."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.names import fold
from cases.core.periods import Period, ongoing, open_on
from cases.organisations.actions import create_organisation
from cases.programmes.models import Programme
from cases.records.actions import lock, put, remove, write
from cases.staff.codes import MUNICIPAL_UNIT, Role
from cases.staff.models import Organisation, User
from cases.teams.models import Membership, Team


class UserChanges(TypedDict, total=False):
    """What of an account can be changed."""

    email: str
    name: str
    organisation: Organisation
    phone: str
    language: str


@transaction.atomic
def create_user(
    *,
    by: User | None,
    at: datetime,
    email: str,
    name: str,
    organisation: Organisation,
    phone: str = "",
    language: str = "da",
) -> User:
    """Open an account without a password; its owner sets one through the link in the invitation."""
    user = User(email=email.lower(), name=name, organisation=organisation, phone=phone, language=language)
    user.set_unusable_password()
    write(user, by=by, at=at)
    _know_address(user)
    record(AuditAction.CREATED, by=by, at=at, target=user)
    return user


@transaction.atomic
def create_first_administrator(*, at: datetime, email: str, name: str, organisation: str) -> User:
    """Open the account that opens all others, in an organisation of that name, which is added if it is not there.

    Only while there is no administrator: from then on they make each other.
    """
    today = localdate(at)
    if Membership.objects.filter(open_on(today), role=Role.ADMINISTRATOR, user__is_active=True).exists():
        raise Refused(_("There is an administrator already, who can open accounts and give roles."))
    own = Organisation.objects.filter(name__iexact=organisation).first() or create_organisation(
        by=None, at=at, code=slugify(fold(organisation))[:40], name=organisation, kind=MUNICIPAL_UNIT
    )
    user = create_user(by=None, at=at, email=email, name=name, organisation=own)
    give_role(by=None, at=at, user=user, role=Role.ADMINISTRATOR, start=today)
    return user


@transaction.atomic
def change_user(*, by: User, at: datetime, user: User, version: int, **changes: Unpack[UserChanges]) -> User:
    """Change what is given. With a new e-mail the old one opens nothing any more.

    Nobody moves the own account to another organisation: a partner would read the inbox there.
    """
    user = lock(user, version=version)
    before = user.email
    if user.pk == by.pk and changes.get("organisation", user.organisation) != user.organisation:
        text = _("You cannot move your own account to another organisation. Ask another administrator.")
        raise Refused(text, field="organisation")
    put(user, changes)
    user.email = user.email.lower()
    write(user, by=by, at=at)
    if user.email != before:
        _know_address(user)
    record(AuditAction.CHANGED, by=by, at=at, target=user)
    return user


@transaction.atomic
def set_language(*, by: User, at: datetime, language: str) -> User:
    """Remember the language a user has chosen for the pages."""
    user = lock(by)
    if user.language != language:
        user.language = language
        write(user, by=by, at=at)
    return user


@transaction.atomic
def close_user(*, by: User, at: datetime, user: User) -> User:
    """Close an account: its sessions, password and tokens end at once, and its roles count no more.

    Nobody closes the own account, and at least one administrator remains.
    """
    if user.pk == by.pk:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    _keep_an_administrator(localdate(at), without=Q(user=user))
    user = lock(user)
    if not user.is_active:
        return user
    user.is_active = False
    user.set_unusable_password()
    write(user, by=by, at=at)
    Token.objects.filter(user=user).delete()
    record(AuditAction.RIGHTS_CHANGED, by=by, at=at, target=user, is_active=False)
    return user


@transaction.atomic
def reopen_user(*, by: User, at: datetime, user: User) -> User:
    """Open a closed account again. It has no password until its owner sets one through a new invitation."""
    user = lock(user)
    if user.is_active:
        return user
    user.is_active = True
    write(user, by=by, at=at)
    record(AuditAction.RIGHTS_CHANGED, by=by, at=at, target=user, is_active=True)
    return user


@transaction.atomic
def give_role(
    *,
    by: User | None,
    at: datetime,
    user: User,
    role: str,
    start: date,
    end: date | None = None,
    team: Team | None = None,
    programme: Programme | None = None,
    sees_restricted: bool = False,
    confirmed: Collection[str] = frozenset(),
) -> Membership:
    """Give a user a role for a period. Nobody gives a role to their own account, and the trail says who gave it."""
    if by is not None and by.pk == user.pk:
        raise Refused(_("You cannot give yourself a role. Ask another administrator."))
    membership = Membership(
        user=user,
        role=role,
        team=team,
        programme=programme,
        sees_restricted=sees_restricted,
        start=start,
        end=end,
    )
    write(membership, by=by, at=at, confirmed=confirmed)
    record(AuditAction.RIGHTS_CHANGED, by=by, at=at, target=membership, role=role, user=str(user.pk))
    return membership


@transaction.atomic
def end_role(
    *,
    by: User,
    at: datetime,
    membership: Membership,
    version: int,
    end: date,
    confirmed: Collection[str] = frozenset(),
) -> None:
    """End a role: `end` is the first day without it. One that would begin later is taken back altogether.

    What a role has opened since it began stays true: only one of today or later can be taken back. A role that ends
    earlier is not made longer: that would give it again, which nobody does for themselves. At least one administrator
    remains, whoever asks and however many ask at once.
    """
    if membership.role == Role.ADMINISTRATOR:
        _keep_an_administrator(localdate(at), without=Q(pk=membership.pk))
    membership = lock(membership, version=version)
    if not Period(membership.start, membership.end).not_over(end):
        raise Refused(_("The role ends before that already. Give it anew if it shall last longer."), field="end")
    is_taken_back = Period(membership.start, end).is_empty
    if is_taken_back and membership.start < localdate(at):
        text = _("The role began on %(day)s. Choose that day or a later one.")
        raise Refused(text % {"day": date_format(membership.start, "SHORT_DATE_FORMAT")}, field="end")
    record(
        AuditAction.RIGHTS_CHANGED,
        by=by,
        at=at,
        target=membership,
        role=membership.role,
        user=str(membership.user_id),
        end=end.isoformat(),
    )
    if not is_taken_back:
        membership.end = end
        write(membership, by=by, at=at, confirmed=confirmed)
        return
    remove(membership, by=by, at=at, why=_("Taken back before it began"))


def _know_address(user: User) -> None:
    """The one address that signs the user in. An administrator vouches for it, so it counts as verified."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _keep_an_administrator(on: date, *, without: Q) -> None:
    """Refuse to take away the administrator roles of `without` where nobody would be left to administer.

    Whoever stays after a role without end has one without end too. All roles are locked first, so that two
    administrators who remove each other wait in line.
    """
    roles = Membership.objects.filter(open_on(on), role=Role.ADMINISTRATOR, user__is_active=True)
    list(roles.select_for_update(of=("self",)).order_by("pk"))
    going, left = roles.filter(without), roles.exclude(without)
    if going.filter(ongoing()).exists():
        left = left.filter(ongoing())
    if going.exists() and not left.exists():
        raise Refused(_("At least one administrator must remain."))


@transaction.atomic
def set_password(*, by: User | None, at: datetime, user: User, password: str) -> User:
    """Give an account a password without an invitation: accounts made on the server, and those of the demo."""
    user = lock(user)
    user.set_password(password)
    write(user, by=by, at=at)
    record(AuditAction.RIGHTS_CHANGED, by=by, at=at, target=user, password_set=True)
    return user


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
