"""The partner's inbox: what was handed over to the own organisation, and nothing else."""

from dataclasses import dataclass
from typing import Any

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
from cases.handovers.codes import HandoverState
from cases.handovers.meeting_views import correctable_meeting
from cases.handovers.models import Handover
from cases.handovers.queries import steps_of
from cases.handovers.rules import HANDOVER_STATES, WAITING
from cases.handovers.sharing import facts_of, name_for_receiver
from cases.inbox import actions as act
from cases.inbox.forms import AcceptForm, FinishForm, MeetForm, RejectForm
from cases.pages.views import Told, done, form_page, link, refusal_told, saved
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
    with refusal_told(request):
        if handover.state == HandoverState.SENT:
            act.receive(by=request.user, at=timezone.now(), handover=handover)
    return redirect("cases:inbox_handover", pk)


@needs(Right.RECEIVE_HANDOVERS)
def accept(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say yes: from now on the own organisation is responsible."""
    now, handover = timezone.now(), _load(request, pk, opened=True)
    form = AcceptForm(request.POST or None, initial={"version": handover.version})

    def save(told: Told) -> HttpResponseBase:
        act.accept(by=request.user, at=now, handover=handover, note=told["note"], version=told["version"])
        said = _("Accepted. The sender can see it. Write here when you have met the young person.")
        return done(request, said, "cases:inbox_handover", pk)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        handover = _load(request, pk, opened=True)
    return _page(
        request,
        form,
        handover,
        title=_("Accept the handover"),
        facts=facts_of(handover, timezone.localdate(now)),
        consequences=[_("From now on you are responsible for what is asked for.")],
        submit=_("Accept"),
        template="cases/inbox/accept.html",
    )


@needs(Right.RECEIVE_HANDOVERS)
def reject(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say no, with a reason; afterwards the content is closed to the own organisation."""
    now, handover = timezone.now(), _load(request, pk, opened=True)
    form = RejectForm(request.POST or None, today=timezone.localdate(now), initial={"version": handover.version})

    def save(told: Told) -> HttpResponseBase:
        reason, note, version = told["reason"], told["note"], told["version"]
        act.reject(by=request.user, at=now, handover=handover, reason=reason, note=note, version=version)
        return done(request, _("Declined. The sender can see why."), "cases:inbox")

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        handover = _load(request, pk, opened=True)
    consequence = _("The sender stays responsible and sees why. What was shared is closed to you.")
    page = {"title": _("Decline the handover"), "consequences": [consequence], "submit": _("Decline")}
    return _page(request, form, handover, **page)


@needs(Right.RECEIVE_HANDOVERS)
def meet(request: UserRequest, pk: int) -> HttpResponseBase:
    """Record the first meeting or talk with the young person."""
    now, handover = timezone.now(), _load(request, pk, opened=True)
    form = MeetForm(request.POST or None, initial={"met_on": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        act.meet(by=request.user, at=now, handover=handover, met_on=told["met_on"], note=told["note"])
        said = _("The first contact is saved. The sender can see it.")
        return done(request, said, "cases:inbox_handover", pk)

    page = {"title": _("Record the first contact"), "consequences": [_("The sender sees the day.")]}
    return saved(request, form, save) or _page(request, form, handover, **page)


@needs(Right.RECEIVE_HANDOVERS)
def finish(request: UserRequest, pk: int) -> HttpResponseBase:
    """Done what was asked for; afterwards the content is closed to the own organisation."""
    handover = _load(request, pk, opened=True)
    form = FinishForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.finish(by=request.user, at=timezone.now(), handover=handover, note=told["note"])
        return done(request, _("Done. What was shared is no longer shown."), "cases:inbox")

    consequence = _("Use this when you have done what was asked for. What was shared is then no longer shown to you.")
    page = {"title": _("Done with the handover"), "consequences": [consequence], "submit": _("Finish")}
    return saved(request, form, save) or _page(request, form, handover, **page)


def _load(request: UserRequest, pk: int, *, opened: bool = False) -> Handover:
    """A handover to the own organisation while its sharing runs; `opened`: not one that nobody has opened yet."""
    rows = Handover.objects.received_by(request.user).shared_on(timezone.localdate()).with_times()
    if opened:
        rows = rows.exclude(state=HandoverState.SENT)
    handover: Handover = get_object_or_404(rows.select_related("person", "sender", "sent_by"), pk=pk)
    return handover


def _page(request: UserRequest, form: Form, handover: Handover, **page: Any) -> HttpResponseBase:
    """The page of an answer, with the headings of what has changed since it was read."""
    above = [
        link(_("Inbox"), "cases:inbox"),
        link(name_for_receiver(handover), "cases:inbox_handover", handover.pk),
    ]
    page |= {"handover": handover, "mine": _("Before"), "theirs": _("Now")}
    return form_page(request, form, above=above, person=handover.person, target=handover, **page)
