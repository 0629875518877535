"""Where a record's own page shows what may be put right on it; filled once, at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from cases.audit.history import Change
from cases.core.codes import Label
from cases.staff.models import User


@dataclass(frozen=True)
class Correction:
    """A step that the user may put right, and, where it is the latest, take back."""

    title: Label
    day: date
    url: str
    take_back_url: str = ""


@dataclass(frozen=True)
class Corrections:
    """What the user may put right on a record, and what was; `remove_url` for those who may take out the whole."""

    lines: list[Correction]
    changes: list[Change]
    remove_url: str
    remove_label: Label


Load = Callable[[User, Any, datetime], Corrections]

_loads: dict[type[Model], Load] = {}


def register_corrections(kind: type[Model], load: Load) -> None:
    """Say what may be put right on records of a kind; called at start-up."""
    _loads[kind] = load


def corrections_of(user: User, record: Model, now: datetime) -> Corrections:
    """What the user may put right on the record now, and what was put right."""
    return _loads[type(record)](user, record, now)
