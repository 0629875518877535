"""The sender's pages of handovers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.queries import my_people
from cases.enrolments.forms import SelectionForm
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import people_in
from cases.handovers.codes import HandoverState
from cases.handovers.meeting_views import correctable_meeting
from cases.handovers.models import Handover
from cases.handovers.queries import steps_of
from cases.handovers.rules import AMENDABLE, OURS, RENEWED
from cases.handovers.sharing import (
    categories_of,
    category_labels,
    facts_of,
    may_share_by,
    news_of,
    shown_facts,
    take_facts,
)
from cases.outbox import actions as act
from cases.outbox.forms import (
    AmendForm,
    CloseForm,
    DraftChangeForm,
    HandoverFilter,
    HandoverForm,
    NewsForm,
    RevokeForm,
)
from cases.outbox.queries import listed
from cases.pages.forms import VersionedForm
from cases.pages.views import PAGE, Told, done, form_page, link, refusal_told, saved
from cases.people.models import Person
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

FINAL = gettext_lazy("It cannot be undone. You can make a new handover.")

REVOKED_DRAFT = (gettext_lazy("It has not been sent: nobody outside has seen it."), FINAL)

REVOKED = (
    gettext_lazy("The receiver can read nothing of it from now on."),
    gettext_lazy("What the receiver has already read or written down is not called back: ring them."),
    FINAL,
)


@needs(Right.WORK_CASES)
def overview(request: UserRequest) -> HttpResponseBase:
    """The handovers of the young people the user works with, narrowed as the number was that led here."""
    today = timezone.localdate()
    form = HandoverFilter({"show": "open", **request.GET.dict()})
    chosen = form.chosen()
    selection = replace(
        SelectionForm(request.GET, user=request.user, today=today).selection(), function="", phase=None
    )
    rows = Handover.objects.of_people(people_in(request.user, today, selection))
    if "mine" in chosen:
        rows = rows.mine(request.user, my_people(request.user, today))
    rows = listed(rows, chosen.get("show", ""), today)
    rows = rows.filter(**{name: chosen[name] for name in ("receiver", "purpose") if name in chosen})
    page = Paginator(rows.with_times().select_related("person", "receiver"), PAGE).get_page(request.GET.get("page"))
    note_read(request, AuditAction.LISTED, page="handovers", shown=[row.person.reference for row in page])
    narrowed = [str(part) for part in (selection.programme, selection.team, selection.worker) if part]
    narrowed += [_("my young people, and what I sent")] if "mine" in chosen else []
    context = {"form": form, "page": page, "today": today, "narrowed": narrowed}
    return render(request, "cases/outbox/list.html", context)


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Write a handover. It is kept as a draft and read through before it is sent."""
    now = timezone.now()
    today = timezone.localdate(now)
    person = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    enrolment = Enrolment.objects.open_on(today).filter(person=person).nearest_to(request.user, today).first()
    initial = {"enrolment": enrolment}
    form = HandoverForm(request.POST or None, user=request.user, person=person, today=today, initial=initial)

    def save(told: Told) -> HttpResponseBase:
        sure = told["confirmed"]
        handover = act.draft_handover(by=request.user, at=now, person=person, confirmed=sure, **form.facts())
        return redirect("cases:handover", handover.pk)

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("New handover"),
        lead=_("You read it through before it is sent."),
        above=[person_link(person)],
        person=person,
        submit=_("Read it through"),
    )


@needs(Right.WORK_CASES)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One handover: a draft as the receiver would read it, and later the receipt."""
    now, handover = timezone.now(), _load(request, pk)
    today = timezone.localdate(now)
    is_draft, has_run_out = handover.state == HandoverState.DRAFT, not handover.is_shared_on(today)
    changed = [] if has_run_out or is_draft else news_of(handover, today)
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(
        request,
        "cases/outbox/detail.html",
        {
            "handover": handover,
            "facts": categories_of(handover) if has_run_out and not is_draft else facts_of(handover, today),
            "steps": steps_of(handover),
            "is_draft": is_draft,
            "is_ours": handover.state in OURS,
            "has_run_out": has_run_out,
            "news": category_labels(changed),
            "may_share": may_share_by(request.user, handover.basis),
            "may_correct_meeting": correctable_meeting(request.user, handover, now) is not None,
        },
    )


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a draft."""
    now, handover = timezone.now(), _load(request, pk)
    today, initial = timezone.localdate(now), _initial(handover, HandoverForm.field_order)
    form = DraftChangeForm(
        request.POST or None, user=request.user, person=handover.person, today=today, initial=initial
    )

    def save(told: Told) -> HttpResponseBase:
        version, sure = told["version"], told["confirmed"]
        act.change_draft(by=request.user, at=now, handover=handover, version=version, confirmed=sure, **form.facts())
        return redirect("cases:handover", pk)

    page = {"title": _("Change the draft"), "submit": _("Read it through")}
    return saved(request, form, save) or _page(request, form, handover, **page)


@needs(Right.WORK_CASES)
def amend(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what was sent, with a reason."""
    now, handover = timezone.now(), _load(request, pk)
    initial = _initial(handover, [name for name in AMENDABLE if name not in RENEWED])
    today = timezone.localdate(now)
    form = AmendForm(request.POST or None, user=request.user, handover=handover, today=today, initial=initial)

    def save(told: Told) -> HttpResponseBase:
        version, reason, sure = told["version"], told["reason"], told["confirmed"]
        changes = form.changes()
        act.amend(
            by=request.user, at=now, handover=handover, version=version, reason=reason, confirmed=sure, **changes
        )
        said = _("The change is saved. The receiver sees the old, the new and the reason.")
        return done(request, said, "cases:handover", pk)

    basis = {"basis": handover.get_basis_display(), "detail": handover.basis_detail}
    return saved(request, form, save) or _page(
        request,
        form,
        handover,
        title=_("Change what was sent"),
        lead=_("The receiver sees the old, the new and the reason."),
        text=_("It rests on: %(basis)s: %(detail)s") % basis,
        submit=_("Save the change"),
    )


@needs(Right.WORK_CASES)
def news(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send what has become otherwise since, after seeing what the receiver reads now and what it would read."""
    now, handover = timezone.now(), _load(request, pk)
    if not may_share_by(request.user, handover.basis):
        raise PermissionDenied
    form = NewsForm(request.POST or None, initial={"version": handover.version})

    def save(told: Told) -> HttpResponseBase:
        version, reason = told["version"], told["reason"]
        act.send_news(by=request.user, at=now, handover=handover, version=version, reason=reason)
        return done(request, _("Sent. The receiver reads it from now on, and sees why."), "cases:handover", pk)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        handover = _load(request, pk)
    return _page(
        request, form, handover, template="cases/outbox/news.html", **_news(handover, timezone.localdate(now))
    )


def _news(handover: Handover, today: date) -> dict[str, Any]:
    """What the page of what has changed shows."""
    codes = news_of(handover, today)
    return {
        "title": _("Send what has changed"),
        "lead": _("Nothing else is shared than before, for no longer than before."),
        "submit": _("Send"),
        "mine": _("Before"),
        "theirs": _("Now"),
        "sent": shown_facts(handover.snapshot or {}, codes),
        "known": shown_facts(take_facts(handover, today), codes),
        "news": category_labels(codes),
    }


@require_POST
@needs(Right.WORK_CASES)
def send(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send a draft that has been read through."""
    handover = _load(request, pk)
    if not may_share_by(request.user, handover.basis):
        raise PermissionDenied
    form = VersionedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    with refusal_told(request):
        act.send(by=request.user, at=timezone.now(), handover=handover, version=version)
        messages.success(request, _("Sent. You are responsible until the receiver accepts."))
    return redirect("cases:handover", pk)


@needs(Right.WORK_CASES)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a handover after the first contact: the receiver has told us, or can no longer do it."""
    handover = _load(request, pk)
    form = CloseForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.close(by=request.user, at=timezone.now(), handover=handover, note=told["note"])
        return done(request, _("The handover is finished."), "cases:handover", pk)

    consequence = _("Use this when what was asked for has been done. The receiver can read nothing of it from now on.")
    return saved(request, form, save) or _page(
        request,
        form,
        handover,
        here=_("Finish the handover"),
        title=_("Is the handover to %(receiver)s finished?") % {"receiver": handover.receiver},
        consequences=[consequence],
        submit=_("Finish"),
    )


@needs(Right.WORK_CASES)
def revoke(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a handover back, after a confirmation and with a reason."""
    now, handover = timezone.now(), _load(request, pk)
    form = RevokeForm(request.POST or None, today=timezone.localdate(now), initial={"version": handover.version})

    def save(told: Told) -> HttpResponseBase:
        reason, note, version = told["reason"], told["note"], told["version"]
        act.revoke(by=request.user, at=now, handover=handover, reason=reason, note=note, version=version)
        return done(request, _("The handover is taken back."), "cases:handover", pk)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        handover = _load(request, pk)
    return _page(
        request,
        form,
        handover,
        here=_("Take the handover back"),
        title=_("Take back the handover to %(receiver)s?") % {"receiver": handover.receiver},
        mine=_("Before"),
        theirs=_("Now"),
        consequences=REVOKED_DRAFT if handover.state == HandoverState.DRAFT else REVOKED,
        submit=_("Take back"),
        danger=True,
    )


def _page(request: UserRequest, form: BaseForm, handover: Handover, **page: Any) -> HttpResponseBase:
    person = handover.person
    above = [
        person_link(person),
        link(_("Handover"), "cases:handover", handover.pk),
    ]
    return form_page(request, form, above=above, person=person, target=handover, **page)


def _load(request: UserRequest, pk: int) -> Handover:
    """A handover of a young person the user works with; what other roles the user has opens nothing here."""
    rows = Handover.objects.of_people(Person.objects.visible_to(request.user)).with_times()
    handover: Handover = get_object_or_404(rows.select_related("person", "receiver", "sender", "sent_by"), pk=pk)
    return handover


def _initial(handover: Handover, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(handover, name) for name in (*names, "version")}
