"""What one row of a file says: a course, and a report about it. Nothing is looked up here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.imports import values
from cases.imports.values import Cell, Unreadable
from cases.people.codes import Gender
from cases.questionnaires.definition import Item
from cases.statusreport_imports.cells import FACTS, Reader
from cases.statusreports.codes import asked_in
from cases.statusreports.rules import check_day, completed

REQUIRED = ("enrolment", "started_on", "report_on", "report_kind")
OPTIONAL = ("person", "birth_date", "age_at_start", "gender", "municipality", "organisation", "ended_on")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken over: its number in the file, the column, and what is wrong."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = _("Row %(row)s, %(column)s: %(message)s")
        return where % {"row": self.row, "column": self.column, "message": self.message}


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the rows of a course say about the course itself, which is the same in all of them."""

    key: str
    start: date
    last_day: date | None = None
    person: str = ""
    birth_date: date | None = None
    age: int | None = None
    gender: str = Gender.UNKNOWN
    municipality: str = ""
    unit: str = ""

    @property
    def called(self) -> str:
        """What the file calls the young person: by a number of their own, or by that of the course."""
        return self.person or self.key

    def with_more(self, other: "CourseFacts") -> "CourseFacts":
        """These facts, and what only another row of the course says. Raises `Refused` where the two differ."""
        more = {}
        for name, column in _COLUMNS.items():
            mine, told = getattr(self, name), getattr(other, name)
            if mine in _NOTHING:
                more[name] = told
            elif told not in _NOTHING and told != mine:
                raise Refused(_("Another row of this course says otherwise."), field=column)
        return replace(self, **more) if more else self


_NOTHING = (None, "", Gender.UNKNOWN)
_COLUMNS = {
    "start": "started_on",
    "last_day": "ended_on",
    "person": "person",
    "birth_date": "birth_date",
    "age": "age_at_start",
    "gender": "gender",
    "municipality": "municipality",
    "unit": "organisation",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row that could be read.

    `answers` hold every column of the file that is an answer, empty ones as None; where a cell says that the question
    was not asked, there is none.
    """

    number: int
    course: CourseFacts
    kind: str
    on: date
    answers: Mapping[str, Any] = field(default_factory=dict)


def read_row(
    number: int, cells: Mapping[str, Cell], read: Mapping[str, Reader], *, today: date
) -> ReportRow | list[Fault]:
    """One row by the names of its columns, or everything that is wrong with it."""
    values_read: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, reader in read.items():
        try:
            values_read[column] = reader(cells[column])
        except Unreadable as error:
            faults.append(Fault(number, column, str(error)))
    told = {fault.column for fault in faults}
    faults += [
        Fault(number, column, _("This is missing."))
        for column in REQUIRED
        if column not in told and values_read.get(column) is None
    ]
    if faults:
        return faults
    course = CourseFacts(
        key=values_read["enrolment"],
        start=values_read["started_on"],
        last_day=values_read.get("ended_on"),
        person=values_read.get("person") or "",
        birth_date=values_read.get("birth_date"),
        age=values_read.get("age_at_start"),
        gender=values_read.get("gender") or Gender.UNKNOWN,
        municipality=values_read.get("municipality") or "",
        unit=values_read.get("organisation") or "",
    )
    answers = {
        column: value
        for column, value in values_read.items()
        if column not in FACTS and not values.unasked(cells[column])
    }
    return _checked(
        ReportRow(number, course, values_read["report_kind"], values_read["report_on"], answers), today=today
    )


def _checked(row: ReportRow, *, today: date) -> ReportRow | list[Fault]:
    """The row, if its days can stand together."""
    course, faults = row.course, []
    if course.last_day is not None and course.last_day < course.start:
        faults.append(Fault(row.number, "ended_on", _("The course ends before it begins.")))
    if max(course.start, course.last_day or course.start) > today:
        faults.append(Fault(row.number, "started_on", _("That day is still to come.")))
    try:
        check_day(row.on, course=Period(course.start, None), today=today)
    except Refused as refused:
        faults.append(Fault(row.number, "report_on", str(refused.message)))
    if course.birth_date is not None and course.birth_date > course.start:
        faults.append(Fault(row.number, "birth_date", _("The course began before the date of birth.")))
    return faults or row


def answers_kept(items: Sequence[Item], row: ReportRow, *, is_first: bool) -> dict[str, Any] | Fault:
    """The answers of a row as its report keeps them, or what is wrong with them."""
    try:
        return completed(items, row.answers, kind_is=asked_in(row.kind, is_first=is_first))
    except Refused as refused:
        return Fault(row.number, refused.field or "", str(refused.message))


OTHER_REASON = "other"
# What a closing report gives as reasons, as enrolments name them.
CLOSING_REASON = {
    "ikke_behov": "no_need",
    "anden_stoette": "other_support",
    "oensker_ikke": "declined",
    "eget_fravalg": "declined",
    "mistet_kontakt": "lost_contact",
    "forloebet_slut": "completed",
    "flyttet": "moved",
    "afsoner": "prison",
    "doed": "death",
}
