"""Handovers on the pages of others; importing it registers the panels."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min, Prefetch, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enrolments.openbusiness import register_open_business
from cases.handovers.codes import HandoverEvent
from cases.handovers.models import Handover, HandoverStep
from cases.handovers.queries import REASONS, step_title
from cases.outbox.queries import listed
from cases.panels.registry import Panel, TimelineEntry, TimelineSource, register_panel, register_timeline
from cases.people.models import Person, PersonQuerySet
from cases.records.reading import read_once
from cases.setaside.kinds import AsideKind, register_aside
from cases.setaside.models import SetAside
from cases.staff.models import User

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
