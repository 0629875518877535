"""One way from a declared table to its result: who counts, the kind's rows, breakdowns, notes and the self-check."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Protocol, TypedDict, Unpack

from cases.questionnaires.definition import Text
from reporting.figures.rules import percent
from reporting.tabulation.breakdowns import (
    AGE_AT,
    AGES,
    GROUPS,
    Ages,
    each_person_once,
    groups_of,
    of_age,
    small_together,
)
from reporting.tabulation.facts import Course, Exclusion, Population
from reporting.tabulation.reading import EXCLUDED, HOUSING, Items
from reporting.tabulation.results import Column, Computed, Row, TableResult

SMALL, WHOLE = 10, 100
SO_FAR = "Foreløbig: "  # how the note begins that says how many are not followed yet
NO_BREAKDOWN = "none"
TOTAL = "total"
FOLLOWED = ("followed", "housing_known", "risk_followed")
UNITS = ("organisation", "municipality")


class Kind(Protocol):
    """A kind of table with its question. `adds` says that its rows make up the whole."""

    @property
    def name(self) -> str: ...

    @property
    def adds(self) -> bool: ...

    @property
    def base(self) -> str: ...

    def compute(self, courses: Any, at: str, items: Items, /) -> Computed:
        """The rows of the table for some courses, or for the facts that it is given in their place."""


@dataclass(frozen=True)
class Declaration:
    """One table. `at` are the reports it may read, the usual one first; `by` is how it is usually broken down.

    `items` are the questions it needs, `reads` what the case itself says of each course; `source` is where its facts
    come from, where that is not courses.
    """

    key: str
    kind: Kind
    title: Text
    at: tuple[str, ...] = ()
    by: str = ""
    items: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    source: str = "reports"
    notes: tuple[Text, ...] = ()

    @property
    def base(self) -> str:
        return self.kind.base


class NotOffered(ValueError):  # noqa: N818 - what was asked for is not offered
    """A table was asked for in a way that it does not have; the sentence names the ways that it has."""


BASES = {
    "all": Text("Alle {who}", "All {who}"),
    "answered": Text("{who}, hvor spørgsmålet er besvaret", "{who} where the question was answered"),
    "followed": Text("{who} med to eller flere indberetninger", "{who} with two or more status reports"),
    "housing_known": Text(
        "{who} med to eller flere indberetninger, hvor boligsituationen er kendt ved første og seneste",
        "{who} with two or more status reports and housing known at the first and the latest",
    ),
    "closed": Text("Afsluttede {who}, hvor spørgsmålet er besvaret", "Closed {who} where the question was answered"),
    "no_own_home": Text(
        "{who} uden egen bolig, hvor spørgsmålet er besvaret",
        "{who} with no home of their own, where the question was answered",
    ),
    "recommendations": Text(
        "{who} med ja eller nej til en indstilling ved udredning og en indberetning ved udskrivning",
        "{who} with yes or no to a recommendation at the assessment and a report at the discharge",
    ),
    "risk_followed": Text(
        "{who} i risiko for hjemløshed ved første indberetning, med to eller flere indberetninger",
        "{who} at risk of homelessness at the first report, with two or more status reports",
    ),
    "rated_by_both": Text("{who}, vurderet af begge", "{who} rated by both"),
    "enquiries": Text("Henvendelser, hvor udfaldet er oplyst", "Enquiries whose outcome is known"),
    "waits": Text("Ventetider, også dem, der stadig løber", "Waits, those that still run included"),
    "methods": Text("Metoder i {who}, med en første dag", "Methods in {who}, with a first day"),
    "meetings": Text("{who} med mindst én dag", "{who} with at least one day"),
    "targets": Text("Mål, der er valgt", "Targets that were chosen"),
    "statistics": Text("Tal fra statistikken", "Figures of the statistics"),
}
WHO = {"course": Text("forløb", "courses"), "person": Text("unge (seneste forløb)", "young people (latest course)")}
AT = {
    "first": Text("ved første indberetning", "at the first status report"),
    "latest": Text("ved seneste indberetning", "at the latest status report"),
    "closing": Text("ved afslutningen", "at the closing"),
    "assessment": Text("ved udredningen", "at the assessment"),
    "discharge": Text("ved udskrivningen", "at the discharge"),
    "release": Text("ved løsladelsen", "at the release"),
}
ROUNDED = Text("Hver procent er afrundet for sig.", "Each per cent is rounded on its own.")
NOTES = {
    "several": Text(
        "Flere svar er mulige; summen kan overstige 100.", "Several answers are possible; the sum may exceed 100."
    ),
    "method": Text(
        "Et forløb med flere metoder står i flere kolonner.", "A course with several methods is in several columns."
    ),
}


def _offered(asked: str, offered: Sequence[str], what: str) -> str:
    if asked not in offered:
        raise NotOffered(f"{what} {asked!r} is not offered: {', '.join(offered) or 'none'}")
    return asked


def _have(items: Items, declaration: Declaration, by: str) -> None:
    """A programme that does not ask a question has no table of it."""
    needed = {*declaration.items, *((HOUSING,) if by == "own_home" else ())}
    if missing := sorted(needed - items.keys()):
        raise NotOffered(f"{declaration.key} needs the questions {', '.join(missing)}")


def _settled(kind: Kind, by: str, as_of: date | None) -> tuple[Kind, str]:
    """The kind with what it must be told beside the facts. One that counts units has them as rows, not as columns."""
    made: Any = kind
    names = {one.name for one in fields(made)}
    if "unit" in names and by:
        return replace(made, unit=_offered(by, UNITS, "unit")), ""
    return (replace(made, as_of=as_of) if "as_of" in names else made), by


def _base(declaration: Declaration, at: str, unit: str) -> Text:
    who, base = WHO[unit], BASES[declaration.base]
    said = [base.da.format(who=who.da), base.en.format(who=who.en)]
    text = Text(*(one[0].upper() + one[1:] for one in said))
    return text.then(AT[at], ", ") if at else text


class Way(TypedDict, total=False):
    """How a table is asked for.

    `at` is the report that is read, `by` the breakdown ("none" for none where the table has one), `age` one band of
    the target age. `unit` "person" counts each young person once, with the latest course. Columns with fewer courses
    than `few` stand together. `given` are the facts of a table whose source is not courses; it has no breakdown.
    """

    at: str | None
    by: str | None
    age: str
    target_age: tuple[int, int]
    age_at: str
    as_of: date | None
    unit: str
    few: int
    given: Sequence[Any]


@dataclass(frozen=True)
class Settled:
    """A table as it was asked for: its kind, the facts that it looks at, and whom it does not for `out`'s reasons."""

    kind: Kind
    at: str
    by: str
    unit: str
    ages: Ages
    items: Items
    facts: Sequence[Any]
    out: Counter[str]
    declined: tuple[Exclusion, ...]
    few: int = 0

    def compute(self, facts: Sequence[Any]) -> Computed:
        """The rows of some of the facts."""
        return self.kind.compute(facts, self.at, self.items)

    def groups(self) -> list[tuple[str, Text, list[Course]]]:
        """The columns with their courses; none where there is no breakdown."""
        found = groups_of(self.facts, self.by, self.at, self.items, self.ages) if self.by else []
        return small_together(found, self.few)


def settle(declaration: Declaration, population: Population, items: Items, **way: Unpack[Way]) -> Settled:
    """What a way of asking comes to. What is not offered is `NotOffered`."""
    asked_at, asked_by = way.get("at"), way.get("by")
    at = _offered(asked_at, declaration.at, "at") if asked_at else next(iter(declaration.at), "")
    by = (
        declaration.by if asked_by is None else "" if asked_by == NO_BREAKDOWN else _offered(asked_by, [*GROUPS], "by")
    )
    _have(items, declaration, by)
    as_of, unit, age = way.get("as_of"), way.get("unit", "course"), way.get("age", "all")
    kind, by = _settled(declaration.kind, by, as_of)
    days = [one for one in AGE_AT if one != "as_of" or as_of]
    age_at = _offered(way.get("age_at", "first"), days, "age_at")
    ages = Ages(way.get("target_age", (18, 24)), age_at, as_of, at or "first")
    if declaration.source != "reports":
        return Settled(kind, at, "", unit, ages, items, way.get("given", ()), Counter(), ())
    courses, out = _who(population.courses, _offered(age, AGES, "age"), ages, unit)
    return Settled(kind, at, by, unit, ages, items, courses, out, population.exclusions, way.get("few", 0))


def tabulate(declaration: Declaration, population: Population, items: Items, **way: Unpack[Way]) -> TableResult:
    """The table of a population. What was asked for and is not offered is `NotOffered`."""
    asked = settle(declaration, population, items, **way)
    kind, by = asked.kind, asked.by
    whole = asked.compute(asked.facts)
    columns = tuple(_column(key, label, asked.compute(group)) for key, label, group in asked.groups())
    if kind.name == "crosstab":
        columns = (*columns, _column(TOTAL, Text("I alt", "Total"), whole))
    rule = (asked.ages.rule(),) if by == "age" or way.get("age", "all") != "all" else ()
    return TableResult(
        key=declaration.key,
        title=declaration.title,
        base=_base(declaration, asked.at, asked.unit),
        n=whole.n,
        blanks=whole.blanks,
        exclusions=(*asked.declined, *_exclusions(asked.out + Counter(whole.exclusions))),
        rows=whole.rows,
        columns=columns,
        notes=(*declaration.notes, *whole.notes, *_notes(declaration, by, whole, len(asked.facts)), *rule),
        self_check=tuple(self_check(kind, whole, columns)),
    )


def _column(key: str, label: Text, found: Computed) -> Column:
    return Column(key, label, found.n, found.blanks, found.rows)


def _who(courses: Sequence[Course], age: str, ages: Ages, unit: str) -> tuple[Sequence[Course], Counter[str]]:
    """The courses that count, and how many do not for their age or as an earlier one of the same young person."""
    out: Counter[str] = Counter()
    if _offered(unit, [*WHO], "unit") == "person":
        courses, earlier = each_person_once(courses)
        out.update(earlier)
    if age != "all":
        courses, others = of_age(courses, age, ages)
        out.update(others)
    return courses, out


def _exclusions(out: Mapping[str, int]) -> Iterator[Exclusion]:
    return (Exclusion(key, label, out[key]) for key, label in EXCLUDED.items() if out[key])


def _notes(declaration: Declaration, by: str, whole: Computed, everyone: int) -> Iterator[Text]:
    yield from (NOTES[name] for name in (declaration.kind.name, by) if name in NOTES)
    if declaration.base in FOLLOWED:
        left = whole.exclusions.get("not_followed", 0)
        share = percent(left, everyone) or 0
        yield Text(
            f"{SO_FAR}{left} af {everyone} ({share} pct.) har endnu ikke to indberetninger.",
            f"So far: {left} of {everyone} ({share} per cent) do not have two status reports yet.",
        )
    yield ROUNDED


def self_check(kind: Kind, whole: Computed, columns: Sequence[Column]) -> Iterator[Text]:
    """What a reader may stumble over: parts that do not add up, a sub-row that contradicts its row, a small base."""
    parts = [(None, whole.n, whole.rows), *((one.label, one.n or 0, one.rows) for one in columns if one.key != TOTAL)]
    for label, n, rows in parts:
        said = [*_adding(rows), *_bases(rows)] if not kind.adds else [*_sum(rows, n), *_adding(rows), *_bases(rows)]
        if kind.base not in ("targets", "statistics") and n < SMALL:
            said.insert(0, Text(f"Lille grundlag: n = {n}.", f"Small base: n = {n}."))
        yield from (label.then(one, ": ") if label else one for one in said)


def _sum(rows: Sequence[Row], n: int) -> Iterator[Text]:
    total = sum(row.percent or 0 for row in rows if not row.sub)
    if n and total != WHOLE:
        yield Text(
            f"De afrundede procenter giver {total}, ikke 100.", f"The rounded per cents add up to {total}, not 100."
        )


def _adding(rows: Sequence[Row]) -> Iterator[Text]:
    """Sub-rows beside their row."""
    for place, row in enumerate(rows):
        below = rows[place + 1 :]
        last = next((at for at, one in enumerate(below) if not one.sub), len(below))
        subs = [] if row.sub else below[:last]
        for sub in subs:
            if (sub.count or 0) > (row.count or 0):
                yield Text(
                    f"“{sub.label.da}” er større end “{row.label.da}”.",
                    f"“{sub.label.en}” is greater than “{row.label.en}”.",
                )
        total = sum(sub.percent or 0 for sub in subs)
        parts_of_it = bool(subs) and sum(sub.count or 0 for sub in subs) == row.count
        if parts_of_it and row.percent is not None and total != row.percent:
            yield Text(
                f"Underrækkerne til “{row.label.da}” giver {total}, rækken {row.percent}.",
                f"The rows under “{row.label.en}” add up to {total}, the row says {row.percent}.",
            )


def _bases(rows: Sequence[Row]) -> Iterator[Text]:
    """Rows whose cells do not add up, and rows with a small base of their own."""
    uneven = [row for row in rows if row.n and _cells_off(row)]
    small = [row for row in rows if row.n is not None and row.n < SMALL and not row.key.startswith("number.")]
    for found, da, en in (
        (uneven, "Afrundede andele giver ikke 100 i", "Rounded shares do not add up to 100 in"),
        (small, "Lille grundlag i", "Small base in"),
    ):
        if found:
            yield Text(
                f"{da}: {', '.join(row.label.da for row in found)}.",
                f"{en}: {', '.join(row.label.en for row in found)}.",
            )


def _cells_off(row: Row) -> bool:
    shares = [cell.percent for cell in row.cells if cell.percent is not None]
    counts = [cell.count for cell in row.cells if cell.count is not None]
    return sum(counts) == row.n and sum(shares) != WHOLE
