"""External statistics as they were taken over, with every version and how they changed."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.statistics.codes import StatisticUnit
from reporting.statistics.models import Series, SeriesVersion
from reporting.statistics.queries import Line, lines_in
from reporting.statistics.rules import change_in_percent, change_in_points


@dataclass(frozen=True)
class ShownSeries:
    """One statistic in the version that was published last, and the days of all of them."""

    series: Series
    columns: list[str]
    rows: list[list[str]]


@require_safe
@needs(Right.RUN_REPORTS)
def published(request: UserRequest) -> HttpResponseBase:
    """Every statistic with its source, versions, numbers and change."""
    today = timezone.localdate()
    versions = Prefetch("versions", SeriesVersion.objects.order_by("-published_on"))
    latest = {one.series_id: one for one in SeriesVersion.objects.latest_on(today)}
    lines = lines_in(latest.values())
    rows = Series.objects.visible_to(request.user).prefetch_related(versions)
    found = [_shown(one, lines.get(latest[one.pk].pk, []) if one.pk in latest else []) for one in rows]
    return render(request, "reporting/steering/statistics.html", {"found": found})


def _shown(series: Series, lines: list[Line]) -> ShownSeries:
    periods = sorted({period for line in lines for period in line.values})
    rows = [
        [
            line.label.spoken(get_language()),
            *(_written(line, period) for period in periods),
            _change(series, line),
        ]
        for line in lines
    ]
    return ShownSeries(series, [_("Area"), *periods, _("Change since the first")], rows)


def _written(line: Line, period: str) -> str:
    value = line.values.get(period)
    return "–" if value is None else number_format(value.normalize() if value % 1 else int(value), force_grouping=True)


def _change(series: Series, line: Line) -> str:
    if line.ends is None:
        return "–"
    before, after = (line.values[period] for period in line.ends)
    if series.unit == StatisticUnit.SHARE:
        return _("%(points)s percentage points") % {"points": number_format(change_in_points(before, after))}
    change = change_in_percent(before, after)
    return "–" if change is None else _("%(change)s per cent") % {"change": change}
