"""Accounts and roles, for the administrator."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.forms import BaseForm, Form
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases.accounts import actions as act
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
from cases.enrolments.queries import people_of_worker
from cases.pages.views import PAGE, Told, done, form_page, saved
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

    def save(told: Told) -> HttpResponseBase:
        user = act.create_user(
            by=request.user,
            at=timezone.now(),
            email=told["email"],
            name=told["name"],
            organisation=told["organisation"],
            phone=told["phone"],
            language=told["language"],
        )
        _say_invited(request, user)
        return redirect("cases:user", user.pk)

    lead = _("An e-mail with a link to set the password is sent at once. Roles are given afterwards.")
    return saved(request, form, save) or form_page(request, form, title=_("New user"), lead=lead, back="cases:users")


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
    title, email = _("Change: %(what)s") % {"what": row.name}, row.email
    form = UserChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        changed = act.change_user(
            by=request.user,
            at=timezone.now(),
            user=row,
            version=told["version"],
            email=told["email"],
            name=told["name"],
            organisation=told["organisation"],
            phone=told["phone"],
            language=told["language"],
        )
        answer = done(request, _("The account is saved."), "cases:user", pk)
        if changed.email != email:
            _check_told(request, is_told=tell_email_changed(changed, email))
        return answer

    return saved(request, form, save) or _page(request, form, pk, title)


@needs(Right.ADMINISTER)
def role_new(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a user a role."""
    now = timezone.now()
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True)
    form = RoleForm(request.POST or None, initial={"start": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        act.give_role(
            by=request.user,
            at=now,
            user=row,
            role=told["role"],
            team=told["team"],
            programme=told["programme"],
            sees_restricted=told["sees_restricted"],
            start=told["start"],
            end=told["end"],
            confirmed=told["confirmed"],
        )
        return done(request, _("The role is given."), "cases:user", pk)

    return saved(request, form, save) or _page(request, form, pk, _("New role for {name}").format(name=row.name))


@needs(Right.ADMINISTER)
def role_end(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a role."""
    now = timezone.now()
    role = get_object_or_404(Membership.objects.visible_to(request.user).select_related("user"), pk=pk)
    form = EndRoleForm(request.POST or None, initial={"end": timezone.localdate(now), "version": role.version})

    def save(told: Told) -> HttpResponseBase:
        version, end, sure = told["version"], told["end"], told["confirmed"]
        act.end_role(by=request.user, at=now, membership=role, version=version, end=end, confirmed=sure)
        # The own account's page may be closed to the user from now on.
        to = ("cases:home",) if role.user_id == request.user.pk else ("cases:user", role.user_id)
        return done(request, _("The role ends."), *to)

    title = _("End the role {role} of {name}").format(role=role.get_role_display(), name=role.user.name)
    lead = " ".join(_still_held(role.user)) if role.team_id else ""
    return saved(request, form, save) or _page(request, form, role.user_id, title, lead=lead)


@needs(Right.ADMINISTER)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """Close an account, after saying what that means; its sessions end at once."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = Form(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        act.close_user(by=request.user, at=timezone.now(), user=row)
        return done(request, _("The account is closed. Nobody can log in with it any more."), "cases:user", pk)

    return saved(request, form, save) or _page(
        request,
        form,
        pk,
        _("Close the account of %(name)s?") % {"name": row.name},
        consequences=[_("Nobody can log in with it any more, and its sessions end at once."), *_still_held(row)],
        submit=_("Close the account"),
        danger=True,
    )


@needs(Right.ADMINISTER)
def second_factor(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take away a second factor that was lost, after saying what that means; its owner is told."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk, is_active=True)
    form = RemoveSecondFactorForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.remove_second_factor(by=request.user, at=timezone.now(), user=row, why=told["why"])
        said = _("Two-step login is removed, and the sessions of the account have ended.")
        answer = done(request, said, "cases:user", pk)
        _check_told(request, is_told=tell_second_factor_removed(row))
        return answer

    consequences = [
        _("Until a new one is set up, the password alone opens the account."),
        _("Be sure that it is the owner who asks: speak to them yourself."),
        _("The sessions of the account end at once, and its owner gets an e-mail."),
    ]
    title, submit = _("Remove the two-step login of %(name)s?") % {"name": row.name}, _("Remove two-step login")
    return saved(request, form, save) or _page(
        request, form, pk, title, consequences=consequences, submit=submit, danger=True
    )


def _page(request: UserRequest, form: BaseForm, pk: int, title: str, **more: Any) -> HttpResponseBase:
    return form_page(request, form, title=title, back=reverse("cases:user", args=[pk]), **more)


def _check_told(request: UserRequest, *, is_told: bool) -> None:
    if not is_told:
        messages.error(request, _("The e-mail that tells the owner could not be sent. Tell them yourself."))


def _still_held(user: User) -> list[str]:
    """Says how many young people have the user as a worker; empty for none."""
    count = people_of_worker(user, timezone.localdate())
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
