"""External statistics as tables and targets read them: each series in the version that was published last."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.core.municipalities import MUNICIPALITIES
from cases.programmes.models import Programme
from cases.questionnaires.definition import Text
from cases.records.models import in_both
from reporting.kinds.given import Counts
from reporting.outcomes.sources import register
from reporting.statistics.codes import StatisticUnit
from reporting.statistics.models import Series, SeriesValue, SeriesVersion
from reporting.statistics.rules import change_in_points

COUNTRY = Text("Hele landet", "The whole country")


@dataclass(frozen=True)
class Line:
    """The values of one area and group over the periods, in their order."""

    municipality: str
    group: str
    values: Mapping[str, Decimal]

    @property
    def label(self) -> Text:
        area = Text.of(str(MUNICIPALITIES[self.municipality].label)) if self.municipality else COUNTRY
        return area.then(Text.of(self.group), ", ") if self.group else area

    @property
    def ends(self) -> tuple[str, str] | None:
        """The first and the last period, where there are two."""
        periods = list(self.values)
        return (periods[0], periods[-1]) if len(periods) > 1 else None


def lines_in(versions: Iterable[SeriesVersion]) -> dict[int, list[Line]]:
    """The lines of each version by its key, the whole country first; one query."""
    found: dict[int, dict[tuple[str, str], dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    rows = SeriesValue.objects.filter(version__in=[one.pk for one in versions])
    for row in rows.order_by("version", "municipality", "group", "period"):
        found[row.version_id][row.municipality, row.group][row.period] = row.value
    return {
        version: [Line(area, group, values) for (area, group), values in lines.items()]
        for version, lines in found.items()
    }


def latest_value(series: Series, *, municipality: str, group: str, day: date) -> Decimal | None:
    """The number of the last period in the version that was published last by a day; None where there is none."""
    version = SeriesVersion.objects.latest_on(day).filter(series=series).first()
    if version is None:
        return None
    rows = SeriesValue.objects.filter(version=version, municipality=municipality, group=group)
    value: Decimal | None = rows.order_by("-period").values_list("value", flat=True).first()
    return value


def changes(programme: Programme, as_of: date, _known_at: datetime) -> list[Counts]:
    """How every series changed from its first to its last period, as published by a day: facts of the table `change`.

    A programme of one municipality reads the numbers of that one and of the whole country.
    """
    versions = list(SeriesVersion.objects.latest_on(as_of).select_related("series"))
    lines = lines_in(versions)
    return [
        change for one in versions for change in _changes(one.series, lines.get(one.pk, ()), programme.municipality)
    ]


def _changes(series: Series, lines: Iterable[Line], municipality: str) -> Iterator[Counts]:
    name = Text(**in_both(series.name_da, series.name_en))
    for line in lines:
        if line.ends is None or (municipality and line.municipality not in ("", municipality)):
            continue
        first, last = line.ends
        before, after = line.values[first], line.values[last]
        is_share = series.unit == StatisticUnit.SHARE
        key = ".".join(filter(None, [series.code, line.municipality or "country", line.group]))
        label = name.then(line.label, ": ").then(Text.of(f"{first}–{last}"), ", ")
        points = float(change_in_points(before, after)) if is_share else None
        yield Counts(key, label, float(before), float(after), points)


register("statistics", changes)
