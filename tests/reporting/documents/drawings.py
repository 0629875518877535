"""A chart as it is drawn: the marks of an SVG with their places, read back from the text of the drawing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from xml.etree import ElementTree as ET

from reporting.documents.presentation import ShownCell, ShownRow, ShownTable, written
from reporting.figures.base import Measure, Number

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"-?[\d.]+(?:e-?\d+)?"
BESIDE = 25  # the most between the name of a row and its mark below


@dataclass(frozen=True)
class Mark:
    """One mark: a bar or a line from `start` to `end`, a point or a text where it stands (`end` is then `start`)."""

    kind: str
    start: float
    end: float
    y: float
    text: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Drawing:
    """All marks of a chart. The numbers under the axis are `ticks`."""

    marks: tuple[Mark, ...]
    ticks: dict[float, float]
    title: str = ""
    width: float = 0

    def of(self, kind: str) -> list[Mark]:
        """The marks of a kind from top to bottom."""
        return sorted((mark for mark in self.marks if mark.kind == kind), key=lambda mark: mark.y)

    @property
    def names(self) -> list[Mark]:
        """The names of the rows: the texts that stand above their marks, at the left edge."""
        return [mark for mark in self.of("text") if not self._is_figure(mark)]

    @property
    def figures(self) -> list[Mark]:
        """The texts beside the marks."""
        return [mark for mark in self.of("text") if self._is_figure(mark)]

    def _is_figure(self, text: Mark) -> bool:
        return text.start != 0 or any(0 < text.y - other.y < BESIDE for other in self.of("text") if other.start == 0)

    def place(self, number: float) -> float:
        """Where a number lies on the axis."""
        (low, at_low), *_between, (high, at_high) = sorted(self.ticks.items())
        return at_low + (number - low) * (at_high - at_low) / (high - low)


def read(svg: str) -> Drawing:
    """The drawing with everything that a reader sees in it."""
    marks: list[Mark] = []
    ticks: dict[float, float] = {}
    title, width = "", 0.0
    for group in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314  our own drawing
        name = group.get("class", "")
        if "role-axis-label" in name:
            ticks = {float(text.text or "nan"): _moved(text)[0] for text in group}
        elif "role-axis-title" in name:
            title = group[0].text or ""
        elif name == "mark-group role-frame root":
            _left, _top, width, _height = _rectangle(group[0][0].get("d", ""))
        elif "role-mark" in name:
            marks += _marks(group)
    return Drawing(tuple(marks), ticks, title, width)


def _marks(group: ET.Element) -> Iterator[Mark]:
    kind = re.match(r"mark-(\w+)", group.get("class", ""))
    assert kind
    for element in group:
        x, y = _moved(element)
        end = x
        if kind[1] == "rect":
            left, top, width, height = _rectangle(element.get("d", ""))
            x, y, end = left, top + height / 2, left + width
        elif kind[1] == "rule":
            assert float(element.get("y2", "0")) == 0  # level
            end = x + float(element.get("x2", "0"))
        yield Mark(kind[1], x, end, y, element.text or "", element.get("fill", ""))


def _moved(element: ET.Element) -> tuple[float, float]:
    found = re.match(rf"translate\(({NUMBER}),({NUMBER})\)", element.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _rectangle(path: str) -> tuple[float, float, float, float]:
    found = re.match(rf"M({NUMBER}),({NUMBER})h({NUMBER})v({NUMBER})h", path)
    assert found, path
    left, top, width, height = map(float, found.groups())
    return left, top, width, height


def shown(
    measures: tuple[Measure, ...],
    rows: dict[str, tuple[Number, ...]],
    *,
    hidden: tuple[str, ...] = (),
    parents: dict[str, str] | None = None,
    axis: str = "",
) -> ShownTable:
    """A table as a reader sees it: figures by row in the order of the measures; `hidden` names "row.measure"."""
    made = []
    for code, values in rows.items():
        cells = []
        for measure, value in zip(measures, values, strict=True):
            suppressed = f"{code}.{measure.key}" in hidden
            text = "skjult" if suppressed else written(value, measure.form)
            cells.append(ShownCell(measure, None if suppressed else value, text, suppressed))
        parent = (parents or {}).get(code, "")
        made.append(ShownRow(code, code.capitalize(), tuple(cells), parent, is_total=code == "total"))
    return ShownTable("t", "Tabel", "unge", tuple(str(one.label) for one in measures), tuple(made), axis)


def texts(svg: str) -> str:
    """Everything in a drawing that could be read, what is said to a screen reader included."""
    elements = ET.fromstring(svg).iter()  # noqa: S314  our own drawing
    return " ".join(chain.from_iterable((one.text or "", one.get("aria-label", "")) for one in elements))


def looks(svg: str, *names: str) -> set[str]:
    """Every value that an attribute of these names has anywhere in a drawing."""
    found = {one.get(name, "") for one in ET.fromstring(svg).iter() for name in names}  # noqa: S314  our own drawing
    return found - {""}
