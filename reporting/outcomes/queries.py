"""The courses of a programme with their status reports, as the tables read them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import Period, begun_by, not_over
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, Text
from cases.questionnaires.models import ItemVersion
from cases.statusreports.codes import TakingPart
from cases.statusreports.models import StatusReport, StatusReportQuerySet
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.national import BOTH_ENDS
from reporting.outcomes.sources import reader_of
from reporting.tabulation.breakdowns import ASKS
from reporting.tabulation.facts import Course, Exclusion, Population, Report, in_order
from reporting.tabulation.results import TableResult
from reporting.tabulation.tabulating import NO_BREAKDOWN, Declaration, NotOffered, tabulate

# Closed for one of these reasons alone, a course has reached its end; every other was broken off.
_COMPLETED = {"completed", "no_need"}

_LEFT_OUT = {
    TakingPart.DECLINED: Text("Ønsker ikke at deltage i dokumentationen", "Does not want to take part"),
    TakingPart.WITHDRAWN: Text("Ønsker ikke længere at deltage", "No longer wants to take part"),
}


def population(
    programme: Programme,
    *,
    as_of: date,
    start: date | None = None,
    end: date | None = None,
    known_at: datetime | None = None,
    keys: Collection[str],
) -> Population:
    """Everybody's course that had begun on `as_of`, with the reports up to that day and the answers under `keys`.

    With `start` and `end` only the courses that ran on one of the days from `start` to `end`, both included; with
    `known_at` only what was registered by then, each report in the version that stood.
    """
    enrolments = Enrolment.objects.filter(begun_by(as_of), programme=programme)
    if known_at is not None:
        enrolments = enrolments.filter(registered_at__lte=known_at)
    if start is not None:
        enrolments = enrolments.filter(not_over(start))
    if end is not None:
        enrolments = enrolments.filter(begun_by(end))
    taking_part = enrolments.exclude(participation__state__in=_LEFT_OUT)
    reports = _reports(StatusReport.objects.of(programme, up_to=as_of, known_at=known_at), keys)
    courses = tuple(_course(row, reports.get(row["pk"], []), as_of) for row in _rows(taking_part))
    exclusions = tuple(
        Exclusion(state.value, text, enrolments.filter(participation__state=state).count())
        for state, text in _LEFT_OUT.items()
    )
    return Population(courses, exclusions)


def _rows(enrolments: Any) -> Iterator[dict[str, Any]]:
    rows: Iterator[dict[str, Any]] = (
        enrolments.order_by("start", "pk")
        .values(
            "pk",
            "person_id",
            "start",
            "end",
            "closing_reasons",
            "person__birth_date",
            "person__gender",
            "person__acting_municipality",
            "imported__age_given",
            "imported__unit",
            "team__organisation__name",
            "programme__code",
        )
        .iterator()
    )
    return rows


def _course(row: Mapping[str, Any], reports: Collection[Report], as_of: date) -> Course:
    end = None if Period(row["start"], row["end"]).goes_on_after(as_of) else row["end"]
    closed = None if end is None else "completed" if _COMPLETED.issuperset(row["closing_reasons"]) else "broken_off"
    return Course(
        key=row["pk"],
        person=row["person_id"],
        start=row["start"],
        end=end,
        closed=closed,
        birth_date=row["person__birth_date"],
        age_given=row["imported__age_given"],
        gender=row["person__gender"],
        municipality=row["person__acting_municipality"],
        organisation=row["imported__unit"] or row["team__organisation__name"],
        programme=row["programme__code"],
        reports=in_order(reports),
    )


def _reports(reports: StatusReportQuerySet, keys: Collection[str]) -> dict[int, list[Report]]:
    """The reports by enrolment, each with the answers under `keys`."""
    found: dict[int, list[Report]] = defaultdict(list)
    rows = reports.order_by().values_list("pk", "enrolment", "kind", "report_on", "answers")
    for pk, enrolment, kind, on, answers in rows.iterator(chunk_size=5_000):
        kept = {key: answers[key] for key in keys if key in answers}
        found[enrolment].append(Report(pk, kind, on, kept))
    return found


def items_of(programme: Programme) -> dict[str, Item]:
    """Every item as the programme asks it; those it does not ask as they were added last.

    Groupings are maps over an item's own codes: those of later versions hold for the earlier ones too.
    """
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    versions: dict[str, ItemVersion] = {}
    for version in ItemVersion.objects.order_by("pk"):
        groups[version.code] |= version.declared.get("groups", {})
        versions[version.code] = version
    asked = programme.questionnaires.order_by("number").prefetch_related("questionnaire_items__version_asked")
    for questionnaire in asked:
        versions |= {row.version_asked.code: row.version_asked for row in questionnaire.questionnaire_items.all()}
    return {
        code: Item.of(code, version.edition, version.declared | {"groups": _own(version, groups[code])})
        for code, version in versions.items()
    }


def _own(version: ItemVersion, groups: Mapping[str, Any]) -> dict[str, Any]:
    """All groupings of an item, its own in its own words."""
    return {**groups, **version.declared.get("groups", {})}


REPORTS = "reports"

_TOWNS = {code.code: Text.of(str(code.label)) for code in MUNICIPALITIES}

# What tables are broken down by is read for every table.
_ALWAYS = ("housing_now", "target_group", "methods")

YOUNG = 30  # programmes with older people too have no target age of their own: then the young are 18-24


def target_age(programme: Programme) -> tuple[int, int]:
    """The ages, both included, that count as young in the programme's tables."""
    return (programme.min_age, programme.max_age) if programme.max_age <= YOUNG else (18, 24)


@dataclass(frozen=True)
class Material:
    """What some tables of a programme are made from: read once, however many they are."""

    programme: Programme
    as_of: date
    items: Mapping[str, Item]
    population: Population


def material(
    programme: Programme,
    keys: Collection[str],
    *,
    as_of: date,
    start: date | None = None,
    end: date | None = None,
    known_at: datetime | None = None,
) -> Material:
    """What the tables with these keys read, as the facts up to `as_of` have it. Raises `KeyError` for no table.

    With `start` and `end` only the courses that ran on one of these days, both included; with `known_at` only what
    was registered by then.
    """
    items = items_of(programme)
    codes = {code for key in keys for code in TABLES[key].items} | {*_ALWAYS}
    answers = [key for code in sorted(codes & items.keys()) for key in items[code].keys]
    found = population(programme, as_of=as_of, start=start, end=end, known_at=known_at, keys=answers)
    return Material(programme, as_of, items, found)


def table(
    read: Material,
    key: str,
    *,
    at: str | None = None,
    by: str | None = None,
    age: str = "all",
    unit: str = "course",
) -> TableResult:
    """One table. Raises `NotOffered` for a way of asking that it does not have."""
    declaration = TABLES[key]
    result = tabulate(
        declaration,
        read.population,
        read.items,
        at=at,
        by=by,
        age=age,
        target_age=target_age(read.programme),
        as_of=read.as_of,
        unit=unit,
        given=_given(declaration, read),
    )
    called = {"municipality": _TOWNS, "programme": {read.programme.code: Text.of(read.programme.name)}}
    return _with_names(result, called.get(by or declaration.by, {}))


def _given(declaration: Declaration, read: Material) -> Sequence[Any]:
    """The facts of a table that is not made from status reports. Raises `NotOffered` where there are none."""
    if declaration.source == REPORTS:
        return ()
    reads = reader_of(declaration.source)
    if reads is None:
        raise NotOffered(_("The facts that this table is made from are not kept yet."))
    if found := reads(read.programme, read.as_of):
        return found
    raise NotOffered(_("Nothing of what this table is made from has been entered for the programme."))


def _with_names(result: TableResult, called: Mapping[str, Text]) -> TableResult:
    """The table with names in place of codes, in its columns, or else in its rows."""
    columns = tuple(replace(column, label=called.get(column.key, column.label)) for column in result.columns)
    if columns:
        return replace(result, columns=columns)
    return replace(result, rows=tuple(replace(row, label=called.get(row.key, row.label)) for row in result.rows))


def offered(programme: Programme) -> list[str]:
    """The tables of a programme: of its status reports, and of questions that they ask."""
    asked = _asked(programme)
    return [one.key for one in TABLES.values() if one.source == REPORTS and asked and asked.issuperset(one.items)]


def usual(programme: Programme, key: str) -> list[dict[str, str]]:
    """How a table is asked for where nobody says how: at both ends where it has them, by what the programme asks."""
    declaration = TABLES[key]
    needed = ASKS.get(declaration.by)
    by = {"by": NO_BREAKDOWN} if needed and needed not in _asked(programme) else {}
    ends = [at for at in BOTH_ENDS if at in declaration.at]
    reports = ends if len(ends) == len(BOTH_ENDS) else declaration.at[:1]
    return [{"at": at} | by for at in reports] or [by]


def _asked(programme: Programme) -> set[str]:
    """The codes of the items that the status reports of a programme ask, or have asked."""
    return set(programme.questionnaires.order_by().values_list("items__code", flat=True))
