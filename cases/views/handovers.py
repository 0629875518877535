"""Handovers as the sender sees them: write, read through, send, follow, change, take back."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right, may_share_by
from cases.actions import handovers as act
from cases.audit.trail import note_read
from cases.enums import AuditAction, HandoverState
from cases.forms.base import VersionedForm
from cases.forms.handovers import (
    AmendForm,
    CloseForm,
    DraftChangeForm,
    HandoverFilter,
    HandoverForm,
    NewsForm,
    RevokeForm,
)
from cases.forms.refusals import refusals
from cases.forms.worklists import WhereForm
from cases.models import Enrolment, Handover, Person
from cases.models.handovers import HandoverQuerySet
from cases.registry import news_of, shown_facts, take_facts
from cases.rules.errors import Refused
from cases.rules.handovers import OPEN, WITH_RECEIVER
from cases.views.handover_steps import changes_since, steps_of
from cases.views.meetings import correctable_meeting
from cases.views.sharing import categories_of, category_labels, facts_of
from cases.views.submissions import submitted
from cases.worklists import my_people, people_in

PAGE = 50


def listed(rows: HandoverQuerySet, show: str, today: date) -> HandoverQuerySet:
    """The handovers of one list by its key; every number that opens a list is counted from here."""
    lists = {
        "open": rows.open(),
        "waiting": rows.waiting(),
        "mine": rows.waiting_on_sender(today),
        "draft": rows.filter(state=HandoverState.DRAFT),
        "closed": rows.exclude(state__in=OPEN),
    }
    return lists.get(show, rows)


@needs(Right.WORK_CASES)
def overview(request: UserRequest) -> HttpResponseBase:
    """The handovers of the young people the user works with, narrowed as the number was that led here."""
    today = timezone.localdate()
    form = HandoverFilter({"show": "open", **request.GET.dict()})
    chosen = form.chosen()
    where = replace(WhereForm(request.GET, user=request.user, today=today).where(), function="", phase=None)
    rows = Handover.objects.of_people(people_in(request.user, today, where))
    if "mine" in chosen:
        rows = rows.mine(request.user, my_people(request.user, today))
    rows = listed(rows, chosen.get("show", ""), today)
    rows = rows.filter(**{name: chosen[name] for name in ("receiver", "purpose") if name in chosen})
    page = Paginator(rows.with_times().select_related("person", "receiver"), PAGE).get_page(request.GET.get("page"))
    note_read(request, AuditAction.LISTED, page="handovers", shown=[row.person.reference for row in page])
    narrowed = [str(part) for part in (where.programme, where.team, where.worker) if part]
    narrowed += [_("my young people, and what I sent")] if "mine" in chosen else []
    context = {"form": form, "page": page, "today": today, "narrowed": narrowed}
    return render(request, "cases/handovers/list.html", context)


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Write a handover. It is kept as a draft and read through before it is sent."""
    now = timezone.now()
    today = timezone.localdate(now)
    person = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    enrolment = Enrolment.objects.open_on(today).filter(person=person).nearest_to(request.user, today).first()
    form = HandoverForm(
        request.POST or None, user=request.user, person=person, today=today, initial={"enrolment": enrolment}
    )
    if submitted(request, form):
        with refusals(form):
            handover = act.draft_handover(by=request.user, at=now, person=person, **_values(form))
            return redirect("cases:handover", handover.pk)
    note_read(request, AuditAction.OPENED, person=person)
    return render(request, "cases/handovers/create.html", {"form": form, "person": person})


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
        "cases/handovers/detail.html",
        {
            "handover": handover,
            "facts": categories_of(handover) if has_run_out and not is_draft else facts_of(handover, today),
            "steps": steps_of(handover),
            "is_draft": is_draft,
            "is_open": handover.state in OPEN,
            "can_amend": handover.state in WITH_RECEIVER,
            "can_close": handover.state == HandoverState.FIRST_CONTACT,
            "is_ours": handover.state in {"draft", "sent", "received", "rejected"},
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
    form = DraftChangeForm(
        request.POST or None,
        user=request.user,
        person=handover.person,
        today=timezone.localdate(now),
        initial=_initial(handover, act.DRAFTED),
    )
    if submitted(request, form):
        with refusals(form):
            act.change_draft(by=request.user, at=now, handover=handover, **_values(form))
            return redirect("cases:handover", handover.pk)
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/handovers/change.html", {"form": form, "handover": handover})


@needs(Right.WORK_CASES)
def amend(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what was sent, with a reason."""
    now, handover = timezone.now(), _load(request, pk)
    form = AmendForm(
        request.POST or None,
        user=request.user,
        handover=handover,
        today=timezone.localdate(now),
        initial=_initial(handover, tuple(name for name in act.AMENDABLE if name not in act.RENEWED)),
    )
    if submitted(request, form):
        with refusals(form):
            act.amend(by=request.user, at=now, handover=handover, **form.changes())
            messages.success(request, _("The change is saved. The receiver sees the old, the new and the reason."))
            return redirect("cases:handover", handover.pk)
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/handovers/amend.html", {"form": form, "handover": handover})


@needs(Right.WORK_CASES)
def news(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send what has become otherwise since, after seeing what the receiver reads now and what it would read."""
    now, handover = timezone.now(), _load(request, pk)
    today = timezone.localdate(now)
    if not may_share_by(request.user, handover.basis):
        raise PermissionDenied
    form = NewsForm(request.POST or None, initial={"version": handover.version})
    if submitted(request, form):
        with refusals(form):
            act.send_news(by=request.user, at=now, handover=handover, **form.cleaned_data)
            messages.success(request, _("Sent. The receiver reads it from now on, and sees why."))
            return redirect("cases:handover", pk)
    if form.stale is not None:
        handover = _load(request, pk)
        form.stale = changes_since(handover, form.cleaned_data["version"])
    codes = news_of(handover, today)
    context = {
        "form": form,
        "handover": handover,
        "sent": shown_facts(handover.snapshot or {}, codes),
        "known": shown_facts(take_facts(handover, today), codes),
        "news": category_labels(codes),
    }
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/handovers/news.html", context)


@require_POST
@needs(Right.WORK_CASES)
def send(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send a draft that has been read through."""
    handover = _load(request, pk)
    if not may_share_by(request.user, handover.basis):
        raise PermissionDenied
    form = VersionedForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        act.send(by=request.user, at=timezone.now(), handover=handover, version=version)
        messages.success(request, _("Sent. You are responsible until the receiver accepts."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("cases:handover", pk)


@needs(Right.WORK_CASES)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a handover after the first contact: the receiver has told us, or can no longer do it."""
    handover = _load(request, pk)
    form = CloseForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            act.close(by=request.user, at=timezone.now(), handover=handover, **form.cleaned_data)
            messages.success(request, _("The handover is finished."))
            return redirect("cases:handover", pk)
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/handovers/close.html", {"form": form, "handover": handover})


@needs(Right.WORK_CASES)
def revoke(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a handover back, after a confirmation and with a reason."""
    now = timezone.now()
    handover = _load(request, pk)
    form = RevokeForm(request.POST or None, today=timezone.localdate(now), initial={"version": handover.version})
    if submitted(request, form):
        with refusals(form):
            act.revoke(by=request.user, at=now, handover=handover, **form.cleaned_data)
            messages.success(request, _("The handover is taken back."))
            return redirect("cases:handover", pk)
    if form.stale is not None:
        handover = _load(request, pk)
        form.stale = changes_since(handover, form.cleaned_data["version"])
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/handovers/revoke.html", {"form": form, "handover": handover})


def _load(request: UserRequest, pk: int) -> Handover:
    """A handover of a young person the user works with; what other roles the user has opens nothing here."""
    rows = Handover.objects.of_people(Person.objects.visible_to(request.user)).with_times()
    handover: Handover = get_object_or_404(rows.select_related("person", "receiver", "sender", "sent_by"), pk=pk)
    return handover


def _initial(handover: Handover, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(handover, name) for name in (*names, "version")}


def _values(form: HandoverForm) -> dict[str, Any]:
    return dict(form.cleaned_data)
