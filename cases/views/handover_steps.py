"""The steps of a handover in words, for the sender's page, the inbox and the timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.actions.handovers import AMENDABLE
from cases.codelists.base import Label
from cases.codelists.handovers import REJECTION_REASONS, REVOCATION_REASONS
from cases.enums import HandoverEvent
from cases.forms.base import Difference
from cases.models import Handover, HandoverStep
from cases.periods import last_day
from cases.rules.handovers import WITH_RECEIVER
from cases.views.sharing import category_labels

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
