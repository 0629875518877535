"""Accounts and roles, for the administrator."""

from collections.abc import Iterable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases.accounts import actions as act
from cases.accounts.actions import remove_second_factor
from cases.accounts.forms import (
    OPEN_ACCOUNTS,
    EndRoleForm,
    RemoveSecondFactorForm,
    RoleForm,
    UserChangeForm,
    UserFilter,
    UserForm,
    UserSearch,
)
from cases.accounts.invitations import send_invitation, tell_email_changed, tell_second_factor_removed
from cases.audit.history import changes_in
from cases.core.names import spellings
from cases.core.periods import Period, open_on
from cases.drafts.searching import address_of, keep, kept
from cases.drafts.submissions import submitted
from cases.enrolments.queries import people_held
from cases.pages.forms import refusals
from cases.pages.views import PAGE, form_page
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.teams.models import Membership


def _with_roles() -> QuerySet[User]:
    """Accounts with `roles_today`."""
    roles = Membership.objects.filter(open_on(timezone.localdate())).select_related("team", "programme")
    today = Prefetch("memberships", queryset=roles, to_attr="roles_today")
    return User.objects.select_related("organisation").prefetch_related(today)


@needs(Right.ADMINISTER)
def users(request: UserRequest) -> HttpResponseBase:
    """Every account, narrowed by role, organisation and state; or those that a search finds."""
    form, found = UserFilter(request.GET), kept(request)
    rows = _named(found.fields.get("q", "")) if found.key else _narrowed(form)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "search": UserSearch(found.fields or None), "is_search": bool(found.key)}
    return render(request, "cases/accounts/list.html", context)


def _narrowed(form: UserFilter) -> QuerySet[User]:
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = _with_roles()
    if role := chosen.get("role"):
        holders = Membership.objects.filter(open_on(timezone.localdate()), role=role)
        rows = rows.filter(pk__in=holders.values("user"))
    if organisation := chosen.get("organisation"):
        rows = rows.filter(organisation=organisation)
    if state := chosen.get("state"):
        rows = rows.filter(is_active=state == OPEN_ACCOUNTS)
    return rows


def _named(text: str) -> QuerySet[User]:
    """Accounts with the text in name or e-mail, whichever letters either is written with."""
    typed = spellings(text)
    known = User.objects.values_list("pk", "name", "email")
    named = [pk for pk, name, email in known if _is_in(typed, name) or text.casefold() in email.casefold()]
    return _with_roles().filter(pk__in=named)


def _is_in(typed: Iterable[str], name: str) -> bool:
    """Whether a name, in one of its spellings, has what was typed, in one of its own."""
    return any(words in spelling for words in typed for spelling in spellings(name))


@require_POST
@needs(Right.ADMINISTER)
def search(request: UserRequest) -> HttpResponseBase:
    """Find accounts by a part of name or e-mail."""
    form = UserSearch(request.POST)
    if form.is_valid():
        return redirect(address_of(request, reverse("cases:users"), keep(request, q=form.cleaned_data["q"])))
    page = Paginator(_with_roles().none(), PAGE).get_page(1)
    context = {"form": UserFilter(), "page": page, "search": form, "is_search": True}
    return render(request, "cases/accounts/list.html", context)


@needs(Right.ADMINISTER)
def new(request: UserRequest) -> HttpResponseBase:
    """Open an account and send the invitation."""
    form = UserForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            user = act.create_user(by=request.user, at=timezone.now(), **form.cleaned_data)
            _say_invited(request, user)
            return redirect("cases:user", user.pk)
    lead = _("An e-mail with a link to set the password is sent at once. Roles are given afterwards.")
    return form_page(request, form, title=_("New user"), back="cases:users", lead=lead)


@needs(Right.ADMINISTER)
def user(request: UserRequest, pk: int) -> HttpResponseBase:
    """One account with its roles, and what was changed in it."""
    row = get_object_or_404(User.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    today = timezone.localdate()
    roles = row.memberships.select_related("team", "programme")
    histories = (row.history, Membership.history.filter(user=row).select_related("user"))
    context = {
        "row": row,
        "roles": [(role, Period(role.start, role.end).not_over(today)) for role in roles],
        "changes": changes_in(*(rows.select_related("history_user") for rows in histories)),
        "is_self": row.pk == request.user.pk,
        "has_second_factor": is_mfa_enabled(row),
        "today": today,
    }
    return render(request, "cases/accounts/user.html", context)


@needs(Right.ADMINISTER)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change an account."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    name, email = row.name, row.email
    form = UserChangeForm(request.POST or None, instance=row, initial={"version": row.version})
    if submitted(request, form):
        with refusals(form):
            changed = act.change_user(by=request.user, at=timezone.now(), user=row, **form.cleaned_data)
            messages.success(request, _("The account is saved."))
            if changed.email != email and not tell_email_changed(changed, email):
                messages.error(request, _("The e-mail that tells the owner could not be sent. Tell them yourself."))
            return redirect("cases:user", pk)
    title = _("Change: %(what)s") % {"what": name}
    return form_page(request, form, title=title, back="cases:user", back_args=(pk,))


@needs(Right.ADMINISTER)
def role_new(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a user a role."""
    now = timezone.now()
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True)
    form = RoleForm(request.POST or None, initial={"start": timezone.localdate(now)})
    if submitted(request, form):
        with refusals(form):
            act.give_role(by=request.user, at=now, user=row, **form.cleaned_data)
            messages.success(request, _("The role is given."))
            return redirect("cases:user", pk)
    title = _("New role for {name}").format(name=row.name)
    return form_page(request, form, title=title, back="cases:user", back_args=(pk,))


@needs(Right.ADMINISTER)
def role_end(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a role."""
    now = timezone.now()
    role = get_object_or_404(Membership.objects.visible_to(request.user).select_related("user"), pk=pk)
    form = EndRoleForm(request.POST or None, initial={"end": timezone.localdate(now), "version": role.version})
    if submitted(request, form):
        with refusals(form):
            act.end_role(by=request.user, at=now, membership=role, **form.cleaned_data)
            messages.success(request, _("The role ends."))
            # The own account's page may be closed to the user from now on.
            return redirect("cases:home") if role.user_id == request.user.pk else redirect("cases:user", role.user_id)
    title = _("End the role {role} of {name}").format(role=role.get_role_display(), name=role.user.name)
    lead = " ".join(_still_held(role.user)) if role.team_id else ""
    return form_page(request, form, title=title, back="cases:user", back_args=(role.user_id,), lead=lead)


@needs(Right.ADMINISTER)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """Close an account, after saying what that means; its sessions end at once."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = Form(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        with refusals(form):
            act.close_user(by=request.user, at=timezone.now(), user=row)
            messages.success(request, _("The account is closed. Nobody can log in with it any more."))
            return redirect("cases:user", pk)
    consequences = [_("Nobody can log in with it any more, and its sessions end at once."), *_still_held(row)]
    context = {"row": row, "form": form, "consequences": consequences}
    return render(request, "cases/accounts/user_close.html", context)


@needs(Right.ADMINISTER)
def second_factor(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take away a second factor that was lost, after saying what that means; its owner is told."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True)
    form = RemoveSecondFactorForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            remove_second_factor(by=request.user, at=timezone.now(), user=row, **form.cleaned_data)
            messages.success(request, _("Two-step login is removed, and the sessions of the account have ended."))
            if not tell_second_factor_removed(row):
                messages.error(request, _("The e-mail that tells the owner could not be sent. Tell them yourself."))
            return redirect("cases:user", pk)
    consequences = [
        _("Until a new one is set up, the password alone opens the account."),
        _("Be sure that it is the owner who asks: speak to them yourself."),
        _("The sessions of the account end at once, and its owner gets an e-mail."),
    ]
    context = {"row": row, "form": form, "consequences": consequences}
    return render(request, "cases/accounts/user_second_factor.html", context)


def _still_held(user: User) -> list[str]:
    """Says how many young people have the user as a worker; empty for none."""
    count = people_held(user, timezone.localdate())
    text = ngettext(
        "%(count)s young person still has %(name)s as a worker. Tell the team lead to assign somebody else.",
        "%(count)s young people still have %(name)s as a worker. Tell the team lead to assign somebody else.",
        count,
    )
    return [text % {"count": count, "name": user.name}] if count else []


@require_POST
@needs(Right.ADMINISTER)
def reopen(request: UserRequest, pk: int) -> HttpResponseBase:
    """Open a closed account again and send a new invitation."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    row = act.reopen_user(by=request.user, at=timezone.now(), user=row)
    messages.success(request, _("The account is open again."))
    _say_invited(request, row)
    return redirect("cases:user", pk)


@require_POST
@needs(Right.ADMINISTER)
def invite(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send the invitation again."""
    _say_invited(request, get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True))
    return redirect("cases:user", pk)


def _say_invited(request: UserRequest, user: User) -> None:
    if send_invitation(request, user):
        messages.success(request, _("An e-mail with a link to set the password has been sent."))
    else:
        messages.error(
            request, _("The account is there, but the e-mail could not be sent. Try to send the invitation again.")
        )
