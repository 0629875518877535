"""One export from one snapshot of the database, streamed without ever standing whole in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from reporting.columns.declaring import Table
from reporting.csvfiles.lines import DIALECTS, lines
from reporting.datasets.codebook import codebook, readme
from reporting.datasets.labels import Labels, labels_for
from reporting.datasets.plan import Plan
from reporting.datasets.schema import data_package
from reporting.datasets.small import Figures, figures_of, units_of
from reporting.datasets.statements import Statements, Units, keys

CHUNK = 256 * 1024  # bytes handed on at a time

_ZIP_LEVEL = 1  # text of this kind shrinks about as much as with level 6, in a fifth of the time


class Export:
    """The files of one plan, all read from one snapshot. Close it, or use it as a context manager."""

    def __init__(self, plan: Plan, at: datetime) -> None:
        self.plan = plan
        self.at = timezone.localtime(at)
        self._connection = connection.copy()
        try:
            self._cursor = self._begin()
            self.figures: Figures = figures_of(plan, self._cursor, is_kept=True)
        except BaseException:
            self.close()
            raise

    def _begin(self) -> CursorWrapper:
        cursor = self._connection.cursor()
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        # A COPY lasts as long as its reader takes.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL TIME ZONE 'Europe/Copenhagen'")
        cursor.execute("SET LOCAL DateStyle = 'ISO, YMD'")
        # Sort in memory, and do not compile statements that run once: both halve the time of 100,000 rows.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(*keys(self.plan))
        cursor.execute("ANALYZE export_people")
        for table in self.plan.tables:
            cursor.execute(*Statements(self.plan, table).keep())
        cursor.execute("SET TRANSACTION READ ONLY")
        return cursor

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and content of every file of the package."""
        labels = self.labels
        yield "README.txt", iter([readme(self.plan, self.figures, self.at.date())])
        yield "codebook.csv", iter([codebook(self.plan)])
        yield "datapackage.json", iter([data_package(self.plan, self.figures, labels, self.at)])
        for table in self.plan.tables:
            yield f"{table.name}.csv", self.csv(table)
        for one in labels:
            yield f"{one.name}.csv", iter([one.csv(self.plan)])

    @cached_property
    def units(self) -> dict[str, Units]:
        """The codes of units that may be named, by table and column."""
        return {table.name: units_of(self.plan, table, self._cursor) for table in self.plan.tables}

    @cached_property
    def labels(self) -> list[Labels]:
        """The files of words for the codes."""
        return labels_for(self.plan, self.units, self._cursor)

    @property
    def filename(self) -> str:
        """A name for the download that says programme, day and whether names are in it."""
        names = "uden-navne" if self.plan.deidentified else "med-navne"
        table = f"-{self.plan.tables[0].name}.csv" if len(self.plan.tables) == 1 else ".zip"
        return f"hjemvej-{self.plan.programme.code}-{self.at:%Y-%m-%d}-{names}{table}"

    def references(self) -> list[str]:
        """The reference numbers of the young people in the export."""
        statement, params = self.plan.people.order_by("reference").values("reference").query.sql_with_params()
        self._cursor.execute(statement, params)
        return [reference for (reference,) in self._cursor.fetchall()]

    def csv(self, table: Table) -> Iterator[bytes]:
        """One table with its heading."""
        heading = [column.name for column in self.plan.columns(table)]
        yield lines([heading], self.plan.form)
        statement, params = Statements(self.plan, table).copy(self.units[table.name])
        ending = DIALECTS[self.plan.form].line_end.encode()
        # The driver's own cursor: the wrapper that logs statements in debug mode knows no parameters of a COPY.
        with self._cursor.cursor.copy(statement, params) as copy:
            yield from _chunks(copy, ending)

    def zip(self) -> Iterator[bytes]:
        """All files as one ZIP archive, written as it is read."""
        out = _Pipe()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_ZIP_LEVEL) as archive:
            for name, content in self.files():
                entry = zipfile.ZipInfo(name, self.at.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with archive.open(entry, "w", force_zip64=True) as file:
                    for chunk in content:
                        file.write(chunk)
                        yield from out.taken()
                yield from out.taken()
        yield from out.taken()

    def close(self) -> None:
        """End the snapshot; a COPY that nobody reads any more is cancelled by closing its connection."""
        with suppress(Exception):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Download:
    """What a streaming response reads: closes the export when the reader is done or goes away."""

    def __init__(self, export: Export, content: Iterator[bytes]) -> None:
        self._export = export
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return self._content

    def close(self) -> None:
        self._export.close()


class _Pipe:
    """A file that is only written to; what was written is taken out again piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> Iterator[bytes]:
        if self._size:
            yield b"".join(self._parts)
            self._parts, self._size = [], 0


def _chunks(rows: Iterable[memoryview], ending: bytes) -> Iterator[bytes]:
    """Join rows to pieces worth sending. PostgreSQL ends every row with a line feed; cells hold none."""
    piece = bytearray()
    for row in rows:
        piece += row
        if len(piece) >= CHUNK:
            yield bytes(piece).replace(b"\n", ending)
            piece.clear()
    yield bytes(piece).replace(b"\n", ending)
