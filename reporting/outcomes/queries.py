"""The courses of a programme with their status reports, as the tables read them."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db.models import TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import Period, begun_by, not_over
from cases.enrolments.models import Enrolment, EnrolmentQuerySet
from cases.people.models import is_protected
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, Text
from cases.questionnaires.models import ItemVersion
from cases.statusreports.codes import TakingPart
from cases.statusreports.models import StatusReport, StatusReportQuerySet
from reporting.casefacts.asked import EVER, Asked
from reporting.casefacts.contact_queries import months, network_meetings, visits
from reporting.casefacts.rules import MEETINGS, MONTHS, SERVICES, VISITS
from reporting.casefacts.service_queries import services
from reporting.casefacts.way_queries import enquiries, waits
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.kinds.coarse import Coarser
from reporting.kinds.courses import Units
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.national import BOTH_ENDS
from reporting.outcomes.own import all_tables
from reporting.outcomes.sources import reader_of
from reporting.outcomes.units import CALLED, NAMES, WITHOUT_NAMES, marked, without_names
from reporting.tabulation.adding import plain
from reporting.tabulation.behind import Place, behind
from reporting.tabulation.breakdowns import ASKS, UNKNOWN
from reporting.tabulation.facts import Course, Exclusion, Population, Report, in_order
from reporting.tabulation.results import TableResult
from reporting.tabulation.tabulating import NO_BREAKDOWN, TOTAL, Declaration, NotOffered, Way, tabulate

# Closed for one of these reasons alone, a course has reached its end; every other was broken off.
_COMPLETED = {"completed", "no_need"}

NOT_DISTRIBUTED = Text("Ikke fordelt, særlig beskyttelse", "Not distributed, special protection")

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
    everybody = _enrolments(programme, as_of=as_of, start=start, end=end, known_at=known_at)
    enrolments = everybody.exclude(is_protected("person__"))
    taking_part = _taking_part(enrolments)
    reports = _reports(StatusReport.objects.of(programme, up_to=as_of, known_at=known_at), keys)
    courses = tuple(_course(row, reports.get(row["pk"], []), as_of) for row in _rows(taking_part))
    exclusions = tuple(
        Exclusion(state.value, text, enrolments.filter(participation__state=state).count())
        for state, text in _LEFT_OUT.items()
    )
    protected = everybody.filter(is_protected("person__")).count()
    not_distributed = (Exclusion("special_protection", NOT_DISTRIBUTED, protected),) if protected else ()
    return Population(courses, (*exclusions, *not_distributed))


def _enrolments(
    programme: Programme, *, as_of: date, start: date | None, end: date | None, known_at: datetime | None
) -> EnrolmentQuerySet:
    enrolments = Enrolment.objects.filter(begun_by(as_of), programme=programme)
    if known_at is not None:
        enrolments = enrolments.filter(registered_at__lte=known_at)
    if start is not None:
        enrolments = enrolments.filter(not_over(start))
    return enrolments if end is None else enrolments.filter(begun_by(end))


def _taking_part(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    return enrolments.exclude(is_protected("person__")).exclude(participation__state__in=_LEFT_OUT)


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
    """The reports by enrolment, each with the answers under `keys`.

    Of a document of answers the database gives those alone, and reports that say the same share them.
    """
    named = sorted(keys)
    said = {f"said_{place}": Cast(KeyTransform(key, "answers"), TextField()) for place, key in enumerate(named)}
    rows = reports.order_by().annotate(**said)
    found: dict[int, list[Report]] = defaultdict(list)
    known: dict[tuple[str | None, ...], dict[str, Any]] = {}
    columns = ("pk", "enrolment", "kind", "report_on", *said)
    for pk, enrolment, kind, on, *texts in rows.values_list(*columns).iterator(chunk_size=5_000):
        answers = known.get(same := tuple(texts))
        if answers is None:
            given = zip(named, texts, strict=True)
            answers = known[same] = {key: json.loads(text) for key, text in given if text is not None}
        found[enrolment].append(Report(pk, kind, on, answers))
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


# What the case itself says of each course, by the name under which a course has it.
READERS: Mapping[str, Callable[[Asked], Mapping[int, Any]]] = {
    VISITS: visits,
    MONTHS: months,
    MEETINGS: network_meetings,
    SERVICES: services,
}

# The days that may be asked for, both included: no programme is older, and no figure is of the far future.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)

# What is given in place of courses, by the source that a table names.
SOURCES: Mapping[str, Callable[[Asked], Sequence[Any]]] = {"enquiries": enquiries, "waits": waits}

COURSES = "reports"

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
    tables: Mapping[str, Declaration]
    items: Mapping[str, Item]
    population: Population
    given: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    units: str = NAMES
    known_at: datetime = EVER


def material(
    programme: Programme,
    keys: Collection[str],
    *,
    as_of: date,
    start: date | None = None,
    end: date | None = None,
    known_at: datetime | None = None,
    units: str = NAMES,
) -> Material:
    """What the tables with these keys read, as the facts up to `as_of` have it. Raises `KeyError` for no table.

    With `start` and `end` only the courses that ran on one of these days, both included; with `known_at` only what
    was registered by then. `units` says how organisations and municipalities are called: by their names, or by
    letters or numbers in their place.
    """
    items, everything = items_of(programme), all_tables(programme)
    tables = [everything[key] for key in keys]
    codes = {code for one in tables for code in one.items} | {*_ALWAYS}
    answers = [key for code in sorted(codes & items.keys()) for key in items[code].keys]
    everyone = population(programme, as_of=as_of, start=start, end=end, known_at=known_at, keys=answers)
    enrolments = _enrolments(programme, as_of=as_of, start=start, end=end, known_at=known_at)
    asked = Asked(programme, as_of, _taking_part(enrolments), everyone.courses, start, end, known_at or EVER)
    reads = dict.fromkeys(name for one in tables for name in one.reads)
    sources = dict.fromkeys(one.source for one in tables if one.source in SOURCES)
    given = {name: SOURCES[name](asked) for name in sources}
    named = _with_facts(everyone, asked, reads)
    return Material(
        programme, as_of, everything, items, without_names(named, programme, units), given, units, asked.known_at
    )


def _with_facts(everyone: Population, asked: Asked, names: Iterable[str]) -> Population:
    """The courses with what the case itself says of them."""
    read = {name: READERS[name](asked) for name in names}
    if not read:
        return everyone
    courses = (
        replace(course, facts={name: of_courses[course.key] for name, of_courses in read.items()})
        for course in everyone.courses
    )
    return replace(everyone, courses=tuple(courses))


def versions(read: Material, key: str) -> str:
    """The versions of the questions that a table rests on, as a file says them."""
    return ", ".join(sorted({read.items[code].version for code in read.tables[key].items if code in read.items}))


class Choices(TypedDict, total=False):
    """What of `Way` whoever asks for a table chooses."""

    at: str | None
    by: str | None
    age: str
    unit: str
    few: int


def _given(read: Material, declaration: Declaration) -> Sequence[Any]:
    """The facts of a table that is not made from courses. Raises `NotOffered` where there are none."""
    reads = reader_of(declaration.source)
    if reads is None:
        return read.given.get(declaration.source, ())
    if found := reads(read.programme, read.as_of, read.known_at):
        return found
    raise NotOffered(gettext("Nothing of what this table is made from has been entered for the programme."))


def _way(read: Material, declaration: Declaration, choices: Choices) -> Way:
    return Way(
        at=choices.get("at"),
        by=choices.get("by"),
        age=choices.get("age", "all"),
        unit=choices.get("unit", "course"),
        few=choices.get("few", 0),
        target_age=target_age(read.programme),
        as_of=read.as_of,
        given=_given(read, declaration),
    )


def table(read: Material, key: str, **choices: Unpack[Choices]) -> TableResult:
    """One table. Raises `NotOffered` for a way of asking that it does not have."""
    declaration = read.tables[key]
    result = tabulate(declaration, read.population, read.items, **_way(read, declaration, choices))
    is_of_units = isinstance(declaration.kind, Units)
    if not result.columns and not is_of_units:
        return result
    by = choices.get("by") or declaration.by or "organisation"
    if by in CALLED and read.units != NAMES:
        named = _with_names(result, lambda key, label: label if key == UNKNOWN else marked(key, by))
        return replace(named, notes=(*named.notes, WITHOUT_NAMES))
    names = {"municipality": _TOWNS, "programme": {read.programme.code: Text.of(read.programme.name)}}.get(by, {})
    return _with_names(result, names.get)


def coarser(read: Material, key: str, result: TableResult, **choices: Unpack[Choices]) -> tuple[TableResult, Material]:
    """The table with what few answered taken together, and what it is then made from."""
    declaration = read.tables[key]
    found: Coarser | None = getattr(declaration.kind, "coarser", lambda *_: None)(result, read.items)
    if found is not None:
        changed = replace(declaration, kind=found.kind)
        read = replace(read, items=found.items, tables={**read.tables, key: changed})
    choices["few"] = SMALLEST_SHOWN * max(1, len(plain(result.rows)))
    made = table(read, key, **choices)
    note = (found.note,) if found is not None and found.note else ()
    return replace(made, notes=(*made.notes, *note)), read


def behind_count(read: Material, key: str, place: Place, **choices: Unpack[Choices]) -> list[Any]:
    """The courses, or enquiries or waits, that one count of the table counts. Raises as `behind` does.

    What counts something else than young people, as meetings, has nobody behind it.
    """
    declaration = read.tables[key]
    if counts_nobody(declaration, place):
        raise KeyError(place.row)
    return behind(declaration, read.population, read.items, place, **_way(read, declaration, choices))


# Counts of something else than young people in a table about them: network meetings.
NOBODY_BEHIND = {("network_meetings", "per_12_months", "")}


def counts_nobody(declaration: Declaration, place: Place) -> bool:
    """Whether a count is of something else than young people: of meetings, of targets, of what others published."""
    return reader_of(declaration.source) is not None or (declaration.key, place.row, place.cell) in NOBODY_BEHIND


def _with_names(result: TableResult, called: Callable[[str, Text], Text]) -> TableResult:
    """The table with other names for its columns, or else its rows."""
    if not result.columns:
        return replace(result, rows=tuple(replace(row, label=called(row.key, row.label)) for row in result.rows))
    others = [column for column in result.columns if column.key != TOTAL]
    names = {column.label: called(column.key, column.label) for column in others}
    columns = (replace(column, label=names.get(column.label, column.label)) for column in result.columns)
    checked = tuple(_renamed(text, names) for text in result.self_check)
    return replace(result, columns=tuple(columns), self_check=checked)


def _renamed(text: Text, names: Mapping[Text, Text]) -> Text:
    """What a table finds of a column, under the name that the column has."""
    for old, new in names.items():
        if text.da.startswith(f"{old.da}: "):
            return Text(f"{new.da}{text.da.removeprefix(old.da)}", f"{new.en}{text.en.removeprefix(old.en)}")
    return text


def offered(programme: Programme) -> list[str]:
    """The tables of a programme: of its status reports, and of questions that they ask."""
    asked = _asked(programme)
    return [one.key for one in TABLES.values() if one.source == COURSES and asked and asked.issuperset(one.items)]


def entered() -> list[str]:
    """The tables of what is entered for a programme in place of courses: its targets, and what others published."""
    return [one.key for one in TABLES.values() if reader_of(one.source)]


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
