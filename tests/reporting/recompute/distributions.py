"""Tables of status reports that read one report of each course, from the files of an export alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from tests.reporting.recompute.courses import UNKNOWN, Courses, Found, answers, cells, codes, row, tally
from tests.reporting.recompute.files import NOT_ASKED

DEGREES = {"1", "2", "3"}
SUBSTANCES = ["alkohol", "stoffer", "hash"]
AREAS = ["netvaerk", "oekonomi", "dagligdag", "psykisk", "fysisk", "misbrug_i_alt", "hash", "stoffer", "alkohol"]
NIGHTS = {"0": (0, 0), "1_7": (1, 7), "8_30": (8, 30), "31_60": (31, 60), "61_93": (61, 93)}
JOINED = {"anbringelse_forebyggende": ["anbringelse", "forebyggende"]}
PRESENT = ["tidligere", "aktuelt"]


def together(values: Iterable[tuple[Any, ...]], rule: Callable[[tuple[Any, ...]], Any]) -> list[Any]:
    """Several answers of one report as one: not asked where none was, blank where one is missing."""
    found = []
    for parts in values:
        missing = NOT_ASKED if set(parts) == {NOT_ASKED} else None
        found.append(missing if None in parts or NOT_ASKED in parts else rule(parts))
    return found


def distribution(  # noqa: PLR0917  as a table is declared
    courses: Courses, at: str, item: str, base: str = "answered", grouping: str = "", of: str = "answer"
) -> Found:
    reports, out = courses.read(at, base)
    rows = dict(courses.item(item).select("code", "printed_row").rows()) if of in ("answer", "main") else {}
    values = answers(reports, item)
    if grouping:
        rows = courses.groups(item, grouping)
    if of == "main":
        mains = answers(reports, f"{item}.main")
        pairs = zip(values, mains, strict=True)
        values = [
            one if one in (None, NOT_ASKED) else main if main not in (None, NOT_ASKED) else one.split("|")[0]
            for one, main in pairs
        ]
    if of == "bands":
        rows, values = {key: key for key in [*NIGHTS, UNKNOWN]}, nights(reports)
    if of == "problems":
        values = numbers_of(reports, [f"domains.{part}" for part in courses.parts("domains")], DEGREES)
        rows = {str(one): str(one) for one in range(9)}
    counts, n, blanks, left = tally(values, rows)
    return Found(n, blanks, {key: row(counts[key], n) for key in rows.values()}, out + left)


def nights(reports: pl.DataFrame) -> list[Any]:
    columns = [answers(reports, f"nights.{part}") for part in ("gade", "herberg", "familie_venner")]
    parts = list(zip(*columns, strict=True))
    sums = together(parts, lambda values: sum(map(int, values)) if UNKNOWN not in values else UNKNOWN)
    found = []
    for values, total in zip(parts, sums, strict=True):
        if UNKNOWN in values:
            found.append(UNKNOWN)
        elif isinstance(total, int):
            found.append(next((key for key, (low, high) in NIGHTS.items() if low <= total <= high), ""))
        else:
            found.append(total)
    return found


def numbers_of(reports: pl.DataFrame, columns: list[str], among: set[str]) -> list[Any]:
    """In how many of the columns one of the answers stands; blank where nobody answered any."""
    found: list[Any] = []
    for values in zip(*(answers(reports, column) for column in columns), strict=True):
        said = [value for value in values if value not in (None, NOT_ASKED)]
        blank = NOT_ASKED if set(values) == {NOT_ASKED} else None
        found.append(str(sum(value in among for value in said)) if said else blank)
    return found


def whole(values: list[tuple[Any, ...]]) -> tuple[int, int, int]:
    """Reports with an answer to any part, with none, and not asked at all."""
    asked = [one for one in values if set(one) != {NOT_ASKED}]
    answered = [one for one in asked if set(one) - {None, NOT_ASKED}]
    return len(answered), len(asked) - len(answered), len(values) - len(asked)


def misuse(reports: pl.DataFrame) -> list[Any]:
    said = zip(*(answers(reports, f"domains.{part}") for part in SUBSTANCES), strict=True)
    treated = zip(*(answers(reports, f"in_treatment.{part}") for part in SUBSTANCES), strict=True)
    found: list[Any] = []
    for asked, help_given in zip(said, treated, strict=True):
        if set(asked) & DEGREES or "true" in help_given:
            found.append("problem")
        elif UNKNOWN in asked:
            found.append(UNKNOWN)
        else:
            found += together([asked], lambda _asked: "no_problem")
    return found


def problems(courses: Courses, at: str) -> Found:
    reports, out = courses.read(at)
    parts = {part: answers(reports, f"domains.{part}") for part in courses.parts("domains")}
    n, blanks, left = whole(list(zip(*parts.values(), strict=True)))
    shown = ["problem", "no_problem", UNKNOWN]
    rows = courses.groups("domains", "two_way") | {key: key for key in shown}
    found = {}
    for key in AREAS:
        counts, base, empty, _out = tally(misuse(reports) if key == "misbrug_i_alt" else parts[key], rows)
        found[key] = row(counts["problem"], base, n=base, blanks=empty, cells=cells(counts, shown, base))
    return Found(n, blanks, found, out + Counter(not_asked=left))


def grid(courses: Courses, at: str, item: str) -> Found:
    reports, out = courses.read(at)
    parts = {part: answers(reports, f"{item}.{part}") for part in courses.parts(item)}
    n, blanks, left = whole(list(zip(*parts.values(), strict=True)))
    for key, joined in JOINED.items():
        either = []
        for values in zip(*(parts[part] for part in joined), strict=True):
            strongest = next((code for code in ("aktuelt", "tidligere", UNKNOWN) if code in values), None)
            silent = next((one for one in values if one in (None, NOT_ASKED)), values[0])
            either.append(strongest or silent)
        parts |= {key: either}
    scale = ["nej", "tidligere", "aktuelt", UNKNOWN]
    found = {}
    for name, said in parts.items():
        counts, base, empty, _out = tally(said, {code: code for code in scale})
        there = sum(counts[code] for code in PRESENT)
        found[str(name)] = row(there, base, n=base, blanks=empty, cells=cells(counts, scale, base))
    own = [f"{item}.{part}" for part in courses.parts(item)]
    each = Counter(value for value in numbers_of(reports, own, set(PRESENT)) if value not in (None, NOT_ASKED))
    found |= numbered(each, len(own))
    return Found(n, blanks, found, out + Counter(not_asked=left))


def numbered(each: Counter[str], most: int) -> dict[str, Any]:
    total = each.total()
    return {f"number.{one}": row(each[str(one)], total, n=total) for one in range(most + 1)}


def several(
    courses: Courses,
    at: str,
    item: str,
    base: str = "answered",
    *,
    union: bool = False,
    number: bool = False,
    combinations: bool = False,
) -> Found:
    reports, out = courses.read("latest" if union else at, base)
    listed = courses.item(item)
    printed = dict(listed.select("code", "printed_row").rows())
    alone = set(listed.filter(pl.col("alone") == 1)["code"])
    if union:
        every = courses.reports.select("enrolment").with_columns(
            pl.Series("said", answers(courses.reports, item), dtype=pl.String)
        )
        grouped = every.group_by("enrolment", maintain_order=True).agg("said")
        values = [union_of(said) for said in grouped["said"].to_list()]
    else:
        values = [one if one in (None, NOT_ASKED) else frozenset(codes(one) or ()) for one in answers(reports, item)]
    sets = [one for one in values if isinstance(one, frozenset) and one <= printed.keys()]
    out += Counter(not_asked=values.count(NOT_ASKED))
    out["unknown_answer"] = len(values) - len(sets) - values.count(None) - values.count(NOT_ASKED)
    sets = [one - alone if union and one - alone else one for one in sets]
    counts = Counter(place for one in sets for place in {printed[code] for code in one})
    found = {key: row(counts[key], len(sets)) for key in printed.values()}
    nothing = alone | {UNKNOWN}
    if number:
        each = Counter(str(len(one - nothing)) for one in sets if UNKNOWN not in one)
        found |= numbered(each, len(printed.keys() - nothing))
    if combinations:
        order = list(printed)
        which = Counter("+".join(sorted(one, key=order.index)) for one in sets)
        found |= {f"combination.{key}": row(times, len(sets)) for key, times in which.items()}
    return Found(len(sets), values.count(None), found, out)


def union_of(said: list[str | None]) -> Any:
    given = frozenset().union(*(codes(one) or () for one in said))
    return given or (NOT_ASKED if set(said) == {NOT_ASKED} else None)
