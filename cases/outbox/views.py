"""Handovers of the sender: the pages, and the panels that importing registers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, Prefetch, Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.queries import my_people
from cases.core.errors import Refused
from cases.drafts.submissions import submitted
from cases.enrolments.forms import WhereForm
from cases.enrolments.models import Enrolment
from cases.enrolments.openbusiness import register_open_business
from cases.enrolments.queries import people_in
from cases.handovers import rules as handovers_act
from cases.handovers.codes import HandoverEvent, HandoverState
from cases.handovers.meeting_views import correctable_meeting
from cases.handovers.models import Handover, HandoverQuerySet, HandoverStep
from cases.handovers.queries import REASONS, changes_since, step_title, steps_of
from cases.handovers.rules import OPEN, WITH_RECEIVER
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
from cases.pages.forms import VersionedForm, refusals
from cases.panels.registry import Panel, TimelineEntry, TimelineSource, register_panel, register_timeline
from cases.people.models import Person, PersonQuerySet
from cases.records.reading import read_once
from cases.setaside.kinds import AsideKind, register_aside
from cases.setaside.models import SetAside
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right

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
    return render(request, "cases/outbox/list.html", context)


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
    return render(request, "cases/outbox/create.html", {"form": form, "person": person})


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
    return render(request, "cases/outbox/change.html", {"form": form, "handover": handover})


@needs(Right.WORK_CASES)
def amend(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what was sent, with a reason."""
    now, handover = timezone.now(), _load(request, pk)
    form = AmendForm(
        request.POST or None,
        user=request.user,
        handover=handover,
        today=timezone.localdate(now),
        initial=_initial(
            handover, tuple(name for name in handovers_act.AMENDABLE if name not in handovers_act.RENEWED)
        ),
    )
    if submitted(request, form):
        with refusals(form):
            act.amend(by=request.user, at=now, handover=handover, **form.changes())
            messages.success(request, _("The change is saved. The receiver sees the old, the new and the reason."))
            return redirect("cases:handover", handover.pk)
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    return render(request, "cases/outbox/amend.html", {"form": form, "handover": handover})


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
    return render(request, "cases/outbox/news.html", context)


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
    return render(request, "cases/outbox/close.html", {"form": form, "handover": handover})


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
    return render(request, "cases/outbox/revoke.html", {"form": form, "handover": handover})


def _load(request: UserRequest, pk: int) -> Handover:
    """A handover of a young person the user works with; what other roles the user has opens nothing here."""
    rows = Handover.objects.of_people(Person.objects.visible_to(request.user)).with_times()
    handover: Handover = get_object_or_404(rows.select_related("person", "receiver", "sender", "sent_by"), pk=pk)
    return handover


def _initial(handover: Handover, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(handover, name) for name in (*names, "version")}


def _values(form: HandoverForm) -> dict[str, Any]:
    return dict(form.cleaned_data)


SHOWN = 10


def on_person(_user: User, person: Person, today: date) -> dict[str, Any]:
    """The young person's handovers, newest first."""
    return {"handovers": _with_steps(person), "person": person, "today": today}


def on_my_day(user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """Those of the user's young people, or sent by the user, where the next move is ours."""
    rows = listed(Handover.objects.mine(user, people), "mine", today).with_times()
    rows = rows.exclude(pk__in=SetAside.objects.keys(user, "handover", today))
    found = list(rows.select_related("person", "receiver")[: SHOWN + 1])
    shown = [row.person.reference for row in found[:SHOWN]]
    return {"handovers": found[:SHOWN], "are_more": len(found) > SHOWN, "today": today, "shown": shown}


def on_board(_user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """How many wait for an answer or on us, and for how long the oldest has waited."""
    rows = Handover.objects.of_people(people)
    sent_at = Min("steps__at", filter=Q(steps__event=HandoverEvent.SEND))
    waiting = listed(rows, "waiting", today).aggregate(count=Count("pk", distinct=True), oldest=sent_at)
    oldest = waiting["oldest"]
    return {
        "waiting": waiting["count"],
        "oldest_days": (today - localdate(oldest)).days if oldest else None,
        "mine": listed(rows, "mine", today).count(),
    }


def on_timeline(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Every step of every handover that was sent; a draft is no event yet."""
    for step in (step for row in _with_steps(person) for step in row.steps.all()):
        handover = step.handover
        yield TimelineEntry(
            when=step.at,
            kind="handover",
            title=_("Handover to {receiver}: {step}").format(receiver=handover.receiver, step=step_title(step)),
            body=step.note,
            url=reverse("cases:handover", args=[handover.pk]),
            who=step.by.name,
            detail=((gettext_lazy("Reason"), REASONS[step.reason]),) if step.reason in REASONS else (),
        )


def _with_steps(person: Person) -> list[Handover]:
    """Every handover of the young person with its steps, newest first, read once."""
    steps = Prefetch("steps", HandoverStep.objects.select_related("by"))
    return read_once(
        person, "handovers", lambda: Handover.objects.with_times().select_related("receiver").prefetch_related(steps)
    )


def open_handovers(person: Person, _today: date) -> Iterator[str]:
    """Those that the receiver, or the sender of a draft, has not finished."""
    for handover in Handover.objects.filter(person=person).open().select_related("receiver"):
        text = _("The handover to {receiver} stays open: {state}.")
        yield text.format(receiver=handover.receiver, state=handover.get_state_display().lower())


register_panel(Panel("handovers", "person", 40, "cases/outbox/on_person.html", on_person))

register_panel(Panel("handovers", "my_day", 30, "cases/outbox/on_my_day.html", on_my_day))

register_panel(Panel("handovers", "board", 40, "cases/outbox/on_board.html", on_board))

register_timeline(TimelineSource("handover", gettext_lazy("Handovers"), on_timeline))

register_open_business(open_handovers)

register_aside(
    AsideKind(
        "handover",
        Handover,
        lambda row: _("Handover of %(name)s") % {"name": row.person.name},
        lambda row: reverse("cases:handover", args=[row.pk]),
    )
)
