"""The day of the first contact in a handover, put right by the receiver who wrote it or by a lead of the sender's."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.corrections.rights import may_correct
from cases.handovers.actions import correct_meeting
from cases.handovers.codes import HandoverEvent
from cases.handovers.forms import MeetingCorrection
from cases.handovers.models import Handover, HandoverStep
from cases.handovers.sharing import name_for_receiver
from cases.pages.views import Told, done, form_page, link, saved
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right, may


def correctable_meeting(user: User, handover: Handover, now: datetime) -> HandoverStep | None:
    """The step of the first contact, if there is one and the user may correct it."""
    step = handover.steps.filter(event=HandoverEvent.MEET).first()
    if step is None:
        return None
    person, written = handover.person, step.registered_at
    return step if may_correct(user, author_id=step.by_id, registered_at=written, person=person, at=now) else None


@needs(Right.WORK_CASES, Right.RECEIVE_HANDOVERS)
def correct(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put the day right. A receiver may while the sharing runs, as with all else in the inbox."""
    now, is_sender = timezone.now(), may(request.user, Right.WORK_CASES)
    handover, step = _load(request, pk, now)
    form = MeetingCorrection(request.POST or None, step=step)
    name = (
        _("Handover to %(receiver)s") % {"receiver": handover.receiver} if is_sender else name_for_receiver(handover)
    )
    above = link(name, "cases:handover" if is_sender else "cases:inbox_handover", pk)

    def save(told: Told) -> HttpResponseBase:
        met_on, why = told["met_on"], told["why"]
        correct_meeting(by=request.user, at=now, step=step, version=told["version"], met_on=met_on, why=why)
        return done(request, _("Corrected. Figures follow; reports that are finished stay as they are."), above[1])

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("Correct the first contact"),
        lead=name,
        above=[above],
        person=handover.person,
        target=handover,
        submit=_("Save the correction"),
    )


def _load(request: UserRequest, pk: int, now: datetime) -> tuple[Handover, HandoverStep]:
    """The handover and its first contact, if the user may correct that."""
    rows = Handover.objects.visible_to(request.user)
    if not may(request.user, Right.WORK_CASES):
        rows = Handover.objects.received_by(request.user).shared_on(timezone.localdate(now))
    handover = get_object_or_404(rows.select_related("person", "receiver"), pk=pk)
    step = correctable_meeting(request.user, handover, now)
    if step is None:
        raise PermissionDenied(_("Whoever entered it may correct it for 24 hours, and then a lead of the team."))
    return handover, step
