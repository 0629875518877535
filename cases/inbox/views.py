"""The partner's inbox: what was handed over to the own organisation, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.errors import Refused
from cases.drafts.submissions import submitted
from cases.handovers.codes import HandoverState
from cases.handovers.meeting_views import correctable_meeting
from cases.handovers.models import Handover
from cases.handovers.queries import changes_since, steps_of
from cases.handovers.rules import HANDOVER_STATES, WAITING, WITH_RECEIVER
from cases.handovers.sharing import facts_of, name_for_receiver
from cases.inbox import actions as act
from cases.inbox.forms import AcceptForm, FinishForm, MeetForm, RejectForm
from cases.pages.forms import VersionedForm, refusals
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

ENDED_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A handover in the inbox, by the name that is shared, or before it is opened by what it asks for.

    The young person's reference tells one request from another before it is opened and after it has ended.
    """

    handover: Handover
    title: str


def _line(handover: Handover) -> Line:
    unopened = handover.state == HandoverState.SENT
    return Line(handover, handover.get_purpose_display() if unopened else name_for_receiver(handover))


@needs(Right.RECEIVE_HANDOVERS)
def inbox(request: UserRequest) -> HttpResponseBase:
    """What waits for an answer first, oldest first; then what is with us; then what has ended, without content."""
    today = timezone.localdate()
    readable = Handover.objects.received_by(request.user).shared_on(today).with_times()
    rows = [_line(row) for row in readable.select_related("person", "sender").order_by(F("sent_at").asc(), "pk")]
    ended = Handover.objects.ended_for(request.user, today).select_related("person", "sender")
    page = Paginator(ended, ENDED_PAGE).get_page(request.GET.get("page"))
    listed = [*(row.handover for row in rows), *page]
    note_read(request, AuditAction.LISTED, page="inbox", shown=[row.person.reference for row in listed])
    context = {
        "waiting": [row for row in rows if row.handover.state in WAITING],
        "with_us": [row for row in rows if row.handover.state not in WAITING],
        "page": page,
    }
    return render(request, "cases/inbox/inbox.html", context)


@needs(Right.RECEIVE_HANDOVERS)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One handover. Before it is opened only who asks for what, and the reference; afterwards what is shared."""
    now, handover = timezone.now(), _load(request, pk)
    if handover.state == HandoverState.SENT:
        note_read(request, AuditAction.LISTED, page="inbox", shown=[handover.person.reference])
        return render(request, "cases/inbox/unopened.html", {"handover": handover})
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    events = {str(event) for event in HANDOVER_STATES.events_from(HandoverState(handover.state))}
    return render(
        request,
        "cases/inbox/received.html",
        {
            "handover": handover,
            "title": name_for_receiver(handover),
            "facts": facts_of(handover, timezone.localdate(now)),
            "steps": steps_of(handover),
            "events": events,
            "may_correct_meeting": correctable_meeting(request.user, handover, now) is not None,
        },
    )


@require_POST
@needs(Right.RECEIVE_HANDOVERS)
def receive(request: UserRequest, pk: int) -> HttpResponseBase:
    """Open a handover for the first time; the sender sees it as a receipt. Opening it again changes nothing."""
    handover = _load(request, pk)
    try:
        if handover.state == HandoverState.SENT:
            act.receive(by=request.user, at=timezone.now(), handover=handover)
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("cases:inbox_handover", pk)


@needs(Right.RECEIVE_HANDOVERS)
def accept(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say yes: from now on the own organisation is responsible."""
    handover = _load(request, pk, opened=True)
    form = AcceptForm(request.POST or None, initial={"version": handover.version})
    said = _("Accepted. The sender can see it. Write here when you have met the young person.")
    return _answer(request, handover, form, act.accept, said, template="cases/inbox/accept.html")


@needs(Right.RECEIVE_HANDOVERS)
def reject(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say no, with a reason; afterwards the content is closed to the own organisation."""
    handover = _load(request, pk, opened=True)
    form = RejectForm(request.POST or None, today=timezone.localdate(), initial={"version": handover.version})
    said = _("Declined. The sender can see why.")
    return _answer(request, handover, form, act.reject, said, template="cases/inbox/reject.html")


@needs(Right.RECEIVE_HANDOVERS)
def meet(request: UserRequest, pk: int) -> HttpResponseBase:
    """Record the first meeting or talk with the young person."""
    handover = _load(request, pk, opened=True)
    form = MeetForm(request.POST or None, initial={"met_on": timezone.localdate()})
    said = _("The first contact is saved. The sender can see it.")
    return _answer(request, handover, form, act.meet, said, template="cases/inbox/meet.html")


@needs(Right.RECEIVE_HANDOVERS)
def finish(request: UserRequest, pk: int) -> HttpResponseBase:
    """Done what was asked for; afterwards the content is closed to the own organisation."""
    handover = _load(request, pk, opened=True)
    form = FinishForm(request.POST or None)
    said = _("Done. What was shared is no longer shown.")
    return _answer(request, handover, form, act.finish, said, template="cases/inbox/finish.html")


def _load(request: UserRequest, pk: int, *, opened: bool = False) -> Handover:
    """A handover to the own organisation while its sharing runs; `opened`: not one that nobody has opened yet."""
    rows = Handover.objects.received_by(request.user).shared_on(timezone.localdate()).with_times()
    if opened:
        rows = rows.exclude(state=HandoverState.SENT)
    handover: Handover = get_object_or_404(rows.select_related("person", "sender", "sent_by"), pk=pk)
    return handover


def _answer(
    request: UserRequest,
    handover: Handover,
    form: Form,
    action: Callable[..., Handover],
    said: str,
    *,
    template: str,
) -> HttpResponseBase:
    """Ask, answer, and go back to where the next thing is to be done."""
    now = timezone.now()
    if submitted(request, form):
        with refusals(form):
            answered = action(by=request.user, at=now, handover=handover, **form.cleaned_data)
            messages.success(request, said)
            open_to_us = answered.state in WITH_RECEIVER
            return redirect("cases:inbox_handover", answered.pk) if open_to_us else redirect("cases:inbox")
    if isinstance(form, VersionedForm) and form.stale is not None:
        handover = _load(request, handover.pk, opened=True)
        form.stale = changes_since(handover, form.cleaned_data["version"])
    note_read(request, AuditAction.OPENED, person=handover.person, target=handover)
    title, facts = name_for_receiver(handover), facts_of(handover, timezone.localdate(now))
    return render(request, template, {"form": form, "handover": handover, "title": title, "facts": facts})
