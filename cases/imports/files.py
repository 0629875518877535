"""Reading a file of rows: its heading is found, whatever stands above it, and its rows come one by one.

No layer: it knows no database and no request, and not what the rows mean. CSV is read as it streams; of a workbook one
sheet is in memory at a time.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path

from django.utils.translation import gettext as _

from cases.imports.csv_text import Line, Source, csv_lines, found_encoding
from cases.imports.values import Cell, Unreadable, is_text, key
from cases.imports.workbooks import Workbook

HEAD = 50  # rows among which the heading must be
MOST_COLUMNS = 500  # of a heading: more than every question there is has answers
SURE = 2  # recognised columns make a heading of a row that is narrower than the rest

Recognises = Callable[[Sequence[str]], int]
Spans = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, counted from 1, and its cells by heading.

    `fault` says, to the user, why the row cannot be trusted; empty for one that can.
    """

    number: int
    cells: dict[str, Cell]
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet whose heading is known. `rows` may be asked for again."""

    name: str
    names: tuple[str, ...]  # every sheet of the file
    headings: tuple[str, ...]
    first_row: int  # the number of the first row below the heading
    places: tuple[int, ...]  # in which column, from 0, each heading stands
    width: int  # columns that a row may fill, where a sign in a text could have parted its cells; else 0
    lines: Callable[[], Iterator[Line]]

    def rows(self) -> Iterator[Row]:
        """Every row below the heading that is not empty. Raises `Unreadable` where the file breaks off."""
        last = max(self.places) + 1
        for number, cells in self.lines():
            if number >= self.first_row and any(cells):
                whole = cells if len(cells) >= last else [*cells, *[""] * (last - len(cells))]
                is_parted = self.width and any(whole[self.width :])
                fault = _(
                    "The row has more cells than the heading: a text with a separator in it needs quotation marks."
                )
                picked = [whole[place] for place in self.places]
                fault = fault if is_parted else ""
                if not is_text("".join(cell for cell in picked if isinstance(cell, str))):
                    picked = [cell if is_text(cell) else "" for cell in picked]
                    fault = _("The row has signs in it that are no text. Save the sheet anew as CSV UTF-8 or XLSX.")
                yield Row(number, dict(zip(self.headings, picked, strict=True)), fault)


def none_recognised(_headings: Sequence[str]) -> int:
    """For a file of which nothing is expected: its heading is the first row that looks like one."""
    return 0


def read(
    source: Source, name: str, *, sheet: str = "", recognises: Recognises = none_recognised, encoding: str = ""
) -> Sheet:
    """The sheet called `sheet`, or else the one in whose heading most is recognised, the first of those.

    `recognises` says how many of the wanted columns are among some headings. `name` is that of the file: its ending
    says what it is. Raises `Unreadable` with a sentence for the user.
    """
    ending = Path(name).suffix.lower()
    if ending in {".csv", ".txt", ".tsv"}:
        encoding = encoding or found_encoding(source)
        lines = partial(csv_lines, source, encoding)
        return _required(_headed(name, (name,), {}, lines, recognises, is_parted_by_signs=True)).sheet
    if ending not in {".xlsx", ".xlsm", ".ods"}:
        raise Unreadable(_("Rows are read from CSV, XLSX and ODS. Save the sheet as one of these."))
    book = Workbook(source)
    if sheet and key(sheet) not in map(key, book.names):
        raise Unreadable(_("The workbook has no sheet %(name)s.") % {"name": sheet})
    wanted = [one for one in book.names if not sheet or key(one) == key(sheet)]
    found = [_of_workbook(book, one, recognises) for one in wanted]
    return _required(max(filter(None, found), key=lambda one: one.score, default=None)).sheet


@dataclass(frozen=True)
class _Found:
    """A sheet with a heading, and how much of the heading is recognised."""

    sheet: Sheet
    score: int


def _required(found: _Found | None) -> _Found:
    if found is None:
        raise Unreadable(_("No row of headings was found. Write what each column holds in the first row."))
    return found


def _of_workbook(book: Workbook, name: str, recognises: Recognises) -> _Found | None:
    grid = book.sheet(name)
    return _headed(name, tuple(book.names), grid.spans, grid.lines, recognises)


def _headed(
    name: str,
    names: tuple[str, ...],
    spans: Spans,
    lines: Callable[[], Iterator[Line]],
    recognises: Recognises,
    *,
    is_parted_by_signs: bool = False,
) -> _Found | None:
    """The sheet with its heading: the row in which most is recognised, or else the first that looks like one."""
    head = [(number, cells) for number, cells in islice(lines(), HEAD) if any(cells)]
    width = max((sum(map(bool, cells)) for _number, cells in head), default=0)
    if width > MOST_COLUMNS:
        said = _("The sheet has more than %(most)s columns. Save the ones that are meant in a new one.")
        raise Unreadable(said % {"most": MOST_COLUMNS})
    best: tuple[int, int, list[str]] | None = None
    for n, (number, cells) in enumerate(head):
        below = next((after for follows, after in head[n + 1 : n + 2] if follows == number + 1), [])
        score, deep, texts = _heading(cells, below, spans.get(number - 1, []), recognises)
        is_wide = 2 * sum(map(bool, texts)) >= width
        if _mostly_texts(cells) and (score >= SURE or is_wide) and (best is None or score > best[0]):
            best = score, number + deep, texts
    if best is None:
        return None
    score, first, texts = best
    rows = [cells for number, cells in head if number >= first]
    limit = len(texts) if is_parted_by_signs else 0
    placed = _placed(texts, [cells[: limit or None] for cells in rows])
    return _Found(Sheet(name, names, tuple(placed.values()), first, tuple(placed), limit, lines), score)


def _heading(
    cells: Sequence[Cell], below: Sequence[Cell], spans: Sequence[tuple[int, int]], recognises: Recognises
) -> tuple[int, int, list[str]]:
    """What is recognised of a row, alone or with the one below it, how many rows that is, and its texts."""
    alone = [_flat(cell) for cell in cells]
    joined = _joined(cells, below, spans)
    if spans:
        joined = [
            _clearer(text, one, recognises) for text, one in zip_longest(joined, map(_flat, below), fillvalue="")
        ]
    of_one, of_two = recognises(alone), recognises(joined)
    is_grouped = any(not cell and text for cell, text in zip(alone, joined, strict=False)) and _mostly_texts(below)
    if of_two > of_one or (of_two == of_one and is_grouped and (of_one or (spans and len(set(alone)) > SURE))):
        return of_two, 2, joined
    return of_one, 1, alone


def _clearer(joined: str, alone: str, recognises: Recognises) -> str:
    """The name of a column under merged cells: what stands above may belong to it, or only say what comes below."""
    return alone if alone != joined and recognises([alone]) and not recognises([joined]) else joined


def _joined(cells: Sequence[Cell], below: Sequence[Cell], spans: Sequence[tuple[int, int]]) -> list[str]:
    """Two rows as one heading: what stands above several columns stands before the name of each.

    Where cells are merged, that says which columns; elsewhere all up to the next text.
    """
    width = max(len(cells), len(below))
    upper, lower = ([*map(_flat, row), *[""] * (width - len(row))] for row in (cells, below))
    group, texts = "", list[str]()
    for n, (above, under) in enumerate(zip(upper, lower, strict=True)):
        merged = next((upper[first] for first, last in spans if first <= n <= last), above)
        group = merged if spans else above or group
        words = [group, under] if under else [above]
        texts.append(" ".join(dict.fromkeys(filter(None, words))))
    return texts


def _flat(cell: Cell) -> str:
    return " ".join(str(cell).split())


def _mostly_texts(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell]
    texts = [cell for cell in filled if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return 2 * len(texts) > len(filled)


def _placed(texts: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """The heading of each column that has one or holds something; the second Dato is Dato (2)."""
    width = max([len(texts), *map(len, rows)])
    placed, seen = dict[int, str](), Counter[str]()
    for n in range(width):
        text = texts[n] if n < len(texts) else ""
        if not text and any(n < len(cells) and cells[n] for cells in rows):
            text = _("Column %(letters)s") % {"letters": _letters(n)}
        if text:
            seen[key(text)] += 1
            placed[n] = f"{text} ({seen[key(text)]})" if seen[key(text)] > 1 else text
    return placed


def _letters(n: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)  # noqa: PLR2004  letters
