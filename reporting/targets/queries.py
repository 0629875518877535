"""The targets of a programme as they stand on a day, and which figures a target can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.periods import Period
from cases.programmes.models import Programme
from reporting.figures.base import TOTAL
from reporting.indicators.registry import INDICATORS
from reporting.kinds.given import Span
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import COURSES, items_of
from reporting.tabulation.facts import Population
from reporting.tabulation.results import Row
from reporting.tabulation.tabulating import NotOffered, tabulate
from reporting.targets.codes import MeasuredBy
from reporting.targets.figures import Figure, Figures
from reporting.targets.models import Target
from reporting.targets.rules import Aim, Progress, progress


@dataclass(frozen=True)
class Reading:
    """One target on a day: the value it was set with, the one that holds, the figure, and how it stands."""

    target: Target
    original: Span
    current: Span
    figure: Figure
    progress: Progress
    day: date


def readings(
    programme: Programme, *, as_of: date, known_at: datetime, end: date | None = None, chosen_only: bool = False
) -> list[Reading]:
    """Every target of a programme as it stood at the end of a day. `end` is as in `Figures`."""
    targets = Target.objects.filter(programme=programme).select_related("programme", "reference")
    if chosen_only:
        targets = targets.filter(is_chosen=True)
    figures = Figures(programme, as_of=as_of, known_at=known_at, end=end)
    return [_reading(one, figures) for one in targets.prefetch_related("values", "counts")]


def _reading(target: Target, figures: Figures) -> Reading:
    values, day = list(target.values.all()), figures.last_day
    held = [value.span for value in values if Period(value.start).begun_by(day)]
    original = values[0].span
    current = held[-1] if held else original
    aim = Aim(target.unit, target.direction, current, target.start, target.due, target.baseline)
    figure = figures.of(target)
    return Reading(target, original, current, figure, progress(figure.value, aim, day), day)


def figure_names(programme: Programme, measured_by: str) -> Mapping[str, Label] | None:
    """What can be read by its key, with its name; None where nothing is chosen from a list."""
    if measured_by == MeasuredBy.INDICATOR:
        return _of_indicators()
    return _of_tables(programme) if measured_by == MeasuredBy.TABLE else None


def _of_indicators() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for indicator in INDICATORS.values():
        for table in indicator.tables:
            rows = {**table.labels, TOTAL: _("In all")}
            found |= {
                f"{indicator.key}.{table.key}.{code}": f"{indicator.name}: {table.title}: {label}"
                for code, label in rows.items()
            }
    return found


def _of_tables(programme: Programme) -> dict[str, Label]:
    """The rows of every table that the programme's questions allow: those that it has when it counts nobody."""
    items, found = items_of(programme), dict[str, Label]()
    for key, declaration in TABLES.items():
        if declaration.source != COURSES:
            continue
        try:
            result = tabulate(declaration, Population(()), items, by="none")
        except NotOffered:
            continue
        for row in result.rows:
            if "." in row.key:  # rows that stand beside the table, for how many answers each gave
                continue
            found |= {f"{key}.{path}": f"{result.title}: {label}" for path, label in _paths(row).items()}
    return found


def _paths(row: Row) -> dict[str, str]:
    cells = {f"{row.key}.{cell.key}": f"{row.label}: {cell.label}" for cell in row.cells if cell.value is None}
    return {row.key: str(row.label)} | cells
