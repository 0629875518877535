"""WHO-5 and the eight domains of a course over time, drawn small, with the same figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.questionnaires.definition import Item
from cases.report_forms.reading import short_day
from cases.statusreports.models import StatusReport
from cases.statusreports.rules import who5_score

WIDTH, HEIGHT = 156, 92  # of one small drawing: a phone has room for two beside each other

LEFT, TOP, BOTTOM = 26, 26, 18

WHO5_MOST, DOMAIN_MOST = 100, 3


@dataclass(frozen=True)
class Series:
    """One line: its name and the figures, each at its day; None where there is none."""

    name: str
    figures: list[int | None]


@dataclass(frozen=True)
class Chart:
    """What `components/chart.html` draws."""

    title: str
    note: str
    svg: SafeString
    alt: str
    columns: list[str]
    rows: list[list[str]]


def charts(reports: Sequence[StatusReport], items: Sequence[Item]) -> list[Chart]:
    """The charts of a course, its reports the earliest first; one report alone shows no change."""
    if len(reports) < 2:  # noqa: PLR2004  a line has two ends
        return []
    days = [report.report_on for report in reports]
    asked = {item.code: item for item in items}
    found = []
    if "who5" in asked:
        scores = [Series(_("WHO-5 score"), [who5_score(report.answers) for report in reports])]
        found.append(_chart(_("WHO-5"), _("0 to 100, higher is better"), days, scores, WHO5_MOST))
    if domains := asked.get("domains"):
        lines = [Series(str(part.label), [_level(report, code) for report in reports])
                 for code, part in domains.parts.items()]  # fmt: skip
        found.append(_chart(_("Eight areas"), _("0 to 3, lower is better"), days, lines, DOMAIN_MOST))
    return [chart for chart in found if chart is not None]


def _level(report: StatusReport, part: str) -> int | None:
    """The level of a domain; a level that nobody knows is none."""
    level = str(report.answers.get(f"domains.{part}") or "")
    return int(level) if level.isdecimal() else None


def _chart(title: str, note: str, days: list[date], series: list[Series], most: int) -> Chart | None:
    if not any(figure is not None for line in series for figure in line.figures):
        return None
    rows = [[line.name, *("–" if figure is None else str(figure) for figure in line.figures)] for line in series]
    alt = "; ".join(f"{row[0]}: {', '.join(row[1:])}" for row in rows)
    columns = [_("Area"), *map(short_day, days)]
    return Chart(title, note, _drawing(days, series, most), alt, columns, rows)


def _drawing(days: list[date], series: list[Series], most: int) -> SafeString:
    """Every line in a small drawing of its own, all on the same scale."""
    return format_html_join(
        "",
        '<svg width="{}" height="{}" viewBox="0 0 {} {}" font-size="12" fill="currentColor">{}</svg>',
        ((WIDTH, HEIGHT, WIDTH, HEIGHT, _small(days, line, most)) for line in series),
    )


def _small(days: list[date], line: Series, most: int) -> SafeString:
    """A name, the scale, and a point for each figure there is, joined by a line."""
    bottom, right = HEIGHT - BOTTOM, WIDTH - 14
    span = max((days[-1] - days[0]).days, 1)
    points = [
        (round(LEFT + 8 + (day - days[0]).days * (right - LEFT - 8) / span, 1), _high(figure, most, bottom))
        for day, figure in zip(days, line.figures, strict=True)
        if figure is not None
    ]
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="3"/>', points)
    return format_html(
        '<text x="0" y="12" font-weight="600">{}</text><text x="0" y="{}">0</text><text x="0" y="{}">{}</text>'
        '<path d="M{} {}V{}H{}" fill="none" stroke="currentColor" stroke-opacity=".4"/>'
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="2"/>{}',
        line.name, bottom + 4, TOP + 4, most, LEFT, TOP, bottom, right, path, dots,
    )  # fmt: skip


def _high(figure: int, most: int, bottom: int) -> float:
    return round(bottom - figure * (bottom - TOP) / most, 1)
