"""The steps of a handover in words, and when a first contact stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.periods import last_day
from cases.handovers.codes import REJECTION_REASONS, REVOCATION_REASONS, HandoverEvent
from cases.handovers.models import Handover, HandoverStep
from cases.handovers.rules import AMENDABLE, WITH_RECEIVER, check_met_on
from cases.handovers.sharing import category_labels
from cases.pages.forms import Difference

REASONS = {code.code: code.label for code in (*REVOCATION_REASONS, *REJECTION_REASONS)}


@dataclass(frozen=True)
class StepLine:
    """One step as it is read: what, when, by whom, why, and what it changed."""

    title: Label
    when: datetime
    who: str
    organisation: str
    reason: Label
    note: str
    changes: list[Difference]


def steps_of(handover: Handover) -> list[StepLine]:
    """The steps of one handover, in the order they happened."""
    return [line_of(step) for step in handover.steps.select_related("by__organisation")]


def line_of(step: HandoverStep) -> StepLine:
    """One step in words."""
    return StepLine(
        title=step_title(step),
        when=step.at,
        who=step.by.name,
        organisation=step.by.organisation.name,
        reason=REASONS.get(step.reason, ""),
        note=step.note,
        changes=list(_changes(step.changes)),
    )


def step_title(step: HandoverStep) -> Label:
    """What happened: the state it led to, or that what was sent was changed."""
    return _("Changed after sending") if step.event == HandoverEvent.AMEND else step.get_to_state_display()


def changes_since(handover: Handover, version: int) -> list[Difference]:
    """What has changed since `version` was read; no version from before the sending, which no receiver has read."""
    read = handover.history.filter(version=version, state__in=WITH_RECEIVER).first()
    pairs = {name: [getattr(read or handover, name), getattr(handover, name)] for name in (*AMENDABLE, "state")}
    facts = handover.snapshot or {}
    before = facts if read is None else read.snapshot or {}
    pairs["snapshot"] = [[], [code for code in facts if code in before and facts[code] != before[code]]]
    return list(_changes({name: pair for name, pair in pairs.items() if pair[0] != pair[1]}))


def _changes(changes: dict[str, list[Any]]) -> Iterator[Difference]:
    for name, (old, new) in changes.items():
        label = capfirst(str(getattr(Handover._meta.get_field(name), "verbose_name", name)))
        yield Difference(label, _shown(name, old), _shown(name, new))


def _shown(name: str, value: Any) -> str:
    if name in {"scope", "snapshot"}:
        return category_labels(value)
    if name == "shared_until":
        day = last_day(date.fromisoformat(str(value))) if value else None
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""
    labels: dict[Any, Any] = dict(getattr(Handover._meta.get_field(name), "flatchoices", []))
    return str(labels.get(value, value))


def met_at(handover: Handover, met_on: date, at: datetime, *, before: HandoverStep | None = None) -> datetime:
    """The instant under which a first contact on `met_on` stands; `before` is its step where it is corrected."""
    steps = handover.steps.filter(pk__lt=before.pk) if before else handover.steps.all()
    sent = steps.filter(event=HandoverEvent.SEND).order_by("at").first()
    check_met_on(met_on, sent_on=localdate(sent.at) if sent else met_on, today=localdate(at))
    noon = make_aware(datetime.combine(met_on, time(12)))
    that_day = steps.filter(at__date=met_on).values_list("at", flat=True)
    return at if met_on == localdate(at) else max([noon, *that_day])
