"""What a record shows of its steps: the way with its marks, the buttons that are possible now, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format

from cases.core.codes import Label


@dataclass(frozen=True)
class Mark:
    """One mark of the step indicator, as `components/steps.html` reads it."""

    name: Label
    state: str
    note: str = ""


@dataclass(frozen=True)
class Button:
    """A step that is possible now."""

    label: Label
    url: str


@dataclass(frozen=True)
class Line:
    """One thing that happened, as `components/timeline.html` reads it."""

    when: date
    title: Label
    icon: str = "document"
    kind_label: str = ""
    text: str = ""
    by: str = ""
    note: str = ""
    tone: str = ""


def marks_of(path: Iterable[TextChoices], state: str, days: dict[str, date | None] | dict[str, date]) -> list[Mark]:
    """The marks of a way, with the day of each that was reached."""
    steps = list(path)
    here = [str(step) for step in steps].index(state)
    places = ["done"] * here + ["current"] + ["next"] * (len(steps) - here - 1)
    return [
        Mark(step.label, place, "" if place == "next" else day_text(days.get(step)))
        for step, place in zip(steps, places, strict=True)
    ]


def day_text(day: date | None) -> str:
    """A day as a mark shows it; empty for none."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
