"""The tables of how the young people fare, from the files of an export alone, as their rules in words have them."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import polars as pl

from tests.reporting.recompute.courses import UNKNOWN, Courses, Found, answers, cells, row
from tests.reporting.recompute.distributions import distribution, grid, problems, several, together
from tests.reporting.recompute.files import NOT_ASKED, ONE_DAY, estimate, percent, quartiles

LIMITS = {"cti": 274}  # nine months, in days
SHARES = {"education": {"uddannelse"}, "work": {"ordinaer", "fleksjob_mv"}}


def rounded(value: Decimal, places: str) -> float:
    """Halves away from zero."""
    return float(value.quantize(Decimal(places), rounding=ROUND_HALF_UP))


def signed_percent(part: int, whole: int) -> int | None:
    return int(rounded(Decimal(100 * part) / whole, "1")) if whole else None


def middle(numbers: list[int]) -> int:
    return int(rounded(Decimal(sum(numbers)) / len(numbers), "1")) if numbers else 0


def before_after(courses: Courses, at: str, item: str, better: str, raters: tuple[str, ...] = ("",)) -> Found:
    first, latest, out = courses.followed
    outcomes = ["positive", "unchanged", "negative"]
    names = {}
    for rater in raters:
        said = "young_person." if rater == "young_person" else ""
        for part in courses.parts(item):
            name = item if part is None else f"{rater}.{part}" if rater else part
            names[name] = (part, item if part is None else f"{item}.{said}{part}")
    found, dropped, silent = {}, [], []
    for name, (part, column) in names.items():
        levels = [code for code in courses.scale(item, part or "") if code != UNKNOWN]
        pairs = list(zip(answers(first, column), answers(latest, column), strict=True))
        silent.append(sum(NOT_ASKED in pair for pair in pairs))
        pairs = [pair for pair in pairs if NOT_ASKED not in pair]
        blanks = sum(None in pair for pair in pairs)
        pairs = [pair for pair in pairs if None not in pair]
        dropped.append(sum(UNKNOWN in pair for pair in pairs))
        steps = [levels.index(pair[1]) - levels.index(pair[0]) for pair in pairs if UNKNOWN not in pair]
        signs = Counter(
            "unchanged" if step == 0 else "positive" if (step > 0) == (better == "higher") else "negative"
            for step in steps
        )
        shown = cells(signs, outcomes, len(steps))
        found[name] = row(signs["positive"], len(steps), n=len(steps), blanks=blanks, dropped=dropped[-1], cells=shown)
    out += Counter(not_asked=min(silent))
    if len(found) == 1:
        out += Counter(ved_ikke=dropped[0])
    n, blanks = (middle([one[key] for one in found.values()]) for key in ("n", "blanks"))
    return Found(n, blanks, found, out)


def wellbeing(courses: Courses, at: str) -> Found:
    first, latest, out = courses.followed
    columns = [f"who5.q{number}" for number in range(1, 6)]
    scores = [
        together(
            zip(*(answers(one, column) for column in columns), strict=True), lambda values: 4 * sum(map(int, values))
        )
        for one in (first, latest)
    ]
    pairs = list(zip(*scores, strict=True))
    out += Counter(not_asked=sum(NOT_ASKED in pair for pair in pairs))
    good = [pair for pair in pairs if None not in pair and NOT_ASKED not in pair]
    n, before, after = len(good), sum(one for one, _ in good), sum(one for _, one in good)
    sums = {"first": before, "latest": after, "change": after - before}
    rows = {
        key: {"count": n, "percent": None} | ({"mean": rounded(Decimal(total) / n, "0.1")} if n else {})
        for key, total in sums.items()
    }
    return Found(n, len(pairs) - n - out["not_asked"], rows, out)


def paired(courses: Courses, at: str) -> Found:
    reports, out = courses.read(at)
    found, either = {}, []
    for part in filter(None, courses.parts("mastery")):
        levels = [code for code in courses.scale("mastery", part) if code != UNKNOWN]
        pairs = list(
            zip(answers(reports, f"mastery.{part}"), answers(reports, f"mastery.young_person.{part}"), strict=True)
        )
        either.append([set(pair) <= set(levels) for pair in pairs])
        known = [(levels.index(worker), levels.index(own)) for worker, own in pairs if {worker, own} <= set(levels)]
        signs = Counter(
            "same" if worker == own else "young_person_higher" if own > worker else "worker_higher"
            for worker, own in known
        )
        n = len(known)
        shown = cells(signs, ["same", "young_person_higher", "worker_higher"], n)
        for place, rater in enumerate(("worker", "young_person")):
            shown[f"mean.{rater}"] = (
                {"value": rounded(Decimal(sum(one[place] for one in known)) / n, "0.1")} if n else {}
            )
        asked = [pair for pair in pairs if NOT_ASKED not in pair]
        blanks = sum(None in pair for pair in asked)
        dropped = sum(UNKNOWN in pair for pair in asked if None not in pair)
        found[part] = row(signs["same"], n, n=n, blanks=blanks, dropped=dropped, cells=shown)
    both = sum(map(any, zip(*either, strict=True)))
    return Found(both, 0, found, out + Counter(not_both=reports.height - both))


def shares_change(courses: Courses, at: str) -> Found:
    first, latest, out = courses.followed
    known = set(courses.scale("occupation"))
    pairs = list(zip(answers(first, "occupation"), answers(latest, "occupation"), strict=True))
    silent = sum(NOT_ASKED in pair for pair in pairs)
    blanks = sum(None in pair for pair in pairs if NOT_ASKED not in pair)
    good = [pair for pair in pairs if set(pair) <= known]
    n = len(good)
    out += Counter(not_asked=silent, unknown_answer=len(pairs) - silent - blanks - n)
    rows = {}
    for key, wanted in SHARES.items():
        before, after = (sum(pair[end] in wanted for pair in good) for end in (0, 1))
        shown = cells(Counter(first=before, latest=after), ["first", "latest"], n)
        rows[key] = row(after, n, cells=shown) | ({"value": signed_percent(after - before, n)} if n else {})
    return Found(n, blanks, rows, out)


def retention(courses: Courses, at: str) -> Found:
    first, latest, out = courses.followed
    groups = courses.groups("housing_now", "three_way")
    ends = zip(first["enrolment"], answers(first, "housing_now"), answers(latest, "housing_now"), strict=True)
    homes = courses.reports.select(
        "enrolment", housing=pl.Series(answers(courses.reports, "housing_now"), dtype=pl.String)
    )
    all_homes = dict(homes.group_by("enrolment", maintain_order=True).agg("housing").rows())
    counts: Counter[str] = Counter()
    blanks = 0
    for enrolment, *pair in ends:
        if NOT_ASKED in pair:
            out["not_asked"] += 1
        elif None in pair:
            blanks += 1
        elif not {groups.get(one) for one in pair} <= {"own", "not_own"}:
            out["housing_unknown"] += 1
        else:
            way = "".join(
                {"own": "E", "not_own": "I"}.get(groups.get(home) or "", "") for home in all_homes[enrolment]
            )
            is_lost = "EI" in way
            counts["lost"] += is_lost
            counts["lost_new" if way[-1] == "E" else "lost_not_new"] += is_lost
            if not is_lost:
                counts["stable" if way[0] == "E" else "got" if way[-1] == "E" else "never"] += 1
    n = sum(counts[key] for key in ("lost", "stable", "got", "never"))
    keys = ("stable", "got", "lost", "lost_new", "lost_not_new", "never")
    return Found(n, blanks, {key: row(counts[key], n) for key in keys}, out)


def funnel(courses: Courses, at: str) -> Found:
    everyone, followed = courses.rows.height, courses.followed[0].height
    counts = {"all": everyone, "followed": followed, "housing_known": retention(courses, at).n}
    return Found(everyone, 0, {key: row(count, everyone) for key, count in counts.items()})


def became_homeless(courses: Courses, at: str) -> Found:
    first, _latest, out = courses.followed
    homeless = pl.Series(courses.grouped(courses.reports, "three_way"), dtype=pl.String) == "not_own"
    told = pl.Series(answers(courses.reports, "homeless_situation"), dtype=pl.String)
    somewhere = (told != NOT_ASKED).fill_null(value=False)
    told_of = courses.reports.select("enrolment", out=homeless.fill_null(value=False) | somewhere)
    later = told_of.filter(pl.int_range(pl.len()).over("enrolment") > 0).filter("out")["enrolment"].to_list()
    counts: Counter[str] = Counter()
    blanks = 0
    for enrolment, group in zip(first["enrolment"], answers(first, "target_group"), strict=True):
        if group == "risiko":
            counts["became_homeless" if enrolment in later else "not_homeless"] += 1
        elif group is None:
            blanks += 1
        else:
            out["not_asked" if group == NOT_ASKED else "other_target_group"] += 1
    n = counts.total()
    return Found(n, blanks, {key: row(counts[key], n) for key in ("became_homeless", "not_homeless")}, out)


def recommended(courses: Courses, at: str) -> Found:
    assessed, discharged = (courses.read(kind)[0] for kind in ("assessment", "discharge"))
    said, planned = answers(assessed, "support_recommended"), answers(discharged, "support_recommended")
    before = pl.DataFrame({"enrolment": assessed["enrolment"], "said": said})
    after = {"enrolment": discharged["enrolment"], "planned": planned}
    pairs = before.join(pl.DataFrame(after | {"attached": answers(discharged, "support_attached")}), on="enrolment")
    out = Counter(no_report=courses.rows.height - pairs.height)
    said = pairs["said"].to_list()
    out += Counter(not_asked=said.count(NOT_ASKED), ved_ikke=said.count(UNKNOWN))
    good = pairs.filter(pl.col("said").is_in(["ja", "nej"]))
    subsets = {
        "recommended": (good, "said"),
        "attached": (good, "attached"),
        "attached_of_planned": (good.filter(pl.col("planned") == "ja"), "attached"),
        "attached_of_unplanned": (good.filter(pl.col("planned") == "nej"), "attached"),
    }
    rows = {}
    for key, (part, column) in subsets.items():
        values = part[column].to_list()
        n = len(values) - values.count(None) - values.count(NOT_ASKED)
        share = percent(values.count("ja"), n) if n else 0 if good.height else None
        rows[key] = {"count": values.count("ja"), "percent": share, "n": n, "blanks": values.count(None)}
    return Found(good.height, said.count(None), rows, out)


def status(courses: Courses, at: str) -> Found:
    took: dict[str, list[int]] = {"running": [], "completed": [], "broken_off": []}
    for start, ended, reasons in courses.rows.select("start", "ended", "closing_reasons").rows():
        is_completed = set((reasons or "").split("|")) <= {"completed", "no_need"}
        state = "running" if ended is None else "completed" if is_completed else "broken_off"
        took[state].append(((ended or courses.as_of) - start).days)
    n, rows = courses.rows.height, {}
    for state, days in took.items():
        ends = (
            [pl.Series(days, dtype=pl.Float64).quantile(share, interpolation="linear") for share in (0.25, 0.5, 0.75)]
            if days
            else []
        )
        lasted = {
            key: {"value": rounded(Decimal(one or 0), "1")}
            for key, one in zip(("lower", "median", "upper"), ends, strict=False)
        }
        rows[state] = row(len(days), n, cells=lasted) if lasted else row(len(days), n)
    return Found(n, 0, rows)


def dated(said: str | None) -> list[tuple[str, str, str]]:
    """The first day, the last day and the code of each event; no day where none was given."""
    found = [] if said in (None, NOT_ASKED) else [one.partition(":") for one in str(said).split("|")]
    parted = [(code, days.partition("..")) for code, _colon, days in found]
    return [(first, last, code) for code, (first, _dots, last) in parted]


def method_time(courses: Courses, at: str) -> Found:
    """Each method from its earliest first day to the last day that the latest report of it tells, or to the end."""
    reports = courses.reports.select("enrolment", said=pl.Series(answers(courses.reports, "methods"), dtype=pl.String))
    told = dict(reports.group_by("enrolment", maintain_order=True).agg("said").rows())
    spells: dict[str, list[tuple[int, bool]]] = {code: [] for code in courses.scale("methods")}
    for enrolment, ended in courses.rows.select("enrolment", "ended").rows():
        first: dict[str, date] = {}
        last: dict[str, date | None] = {}
        for said in told.get(enrolment, []):
            # Of several in one report the one that began last says how it ended.
            for start, end, code in sorted(dated(said)):
                if start:
                    first[code] = min(first.get(code, date.max), date.fromisoformat(start))
                last[code] = date.fromisoformat(end) + ONE_DAY if end else None
        for code, begun in first.items():
            until = last[code] or ended
            spells[code].append((((until or courses.as_of + ONE_DAY) - begun).days, until is not None))
    rows = {}
    for code, found in spells.items():
        held = [(days, over) for days, over in found if days >= 0]
        n, over = len(held), [days for days, is_over in held if is_over]
        shown = cells(Counter(arrived=len(over), waiting=n - len(over)), ["arrived", "waiting"], n)
        shown |= {key: {"value": one} for key, one in quartiles(over).items() if one is not None}
        half = estimate([(0, days, is_over) for days, is_over in held])
        rows[code] = row(len(over), n, n=n, cells=shown) | ({} if half is None else {"value": half})
        if code in LIMITS:
            long = sum(days > LIMITS[code] for days, _over in held)
            rows[f"{code}.long"] = row(long, n, n=n)
    out = Counter(out_of_order=sum(days < 0 for found in spells.values() for days, _over in found))
    return Found(sum(one["n"] for key, one in rows.items() if "." not in key), 0, rows, out)


def units(courses: Courses, at: str) -> Found:
    counts = Counter(one or "unknown" for one in courses.rows["organisation"].to_list())
    return Found(courses.rows.height, 0, {key: row(count, courses.rows.height) for key, count in counts.items()})


def _several(item: str, **more: Any) -> Any:
    return partial(several, item=item, **more)


_one = partial(partial, distribution)
RECOMPUTED: dict[str, Callable[[Courses, str], Found]] = {
    **{item: _one(item=item) for item in ("income", "occupation", "nationality", "plan_141", "visits", "visit_minutes", "offer_afterwards", "target_group", "referral_source")},
    **{item: _several(item) for item in ("slept", "other_support", "services_started", "closing_why", "support_areas", "plan_kind")},
    "funnel": funnel, "housing": _one(item="housing_now"), "retention": retention, "problems": problems,
    "housing_three_way": _one(item="housing_now", base="followed", grouping="three_way"),
    "problem_count": _one(item="domains", of="problems"), "nights": _one(item="nights", of="bands"),
    "development": partial(before_after, item="domains", better="lower"), "who5": wellbeing,
    "why_no_home": _several("why_no_home", base="no_own_home"),
    "waiting_list": _several("waiting_list", base="no_own_home"), "recommended_attached": recommended,
    "homeless_situation": _one(item="homeless_situation", of="main"), "share_change": shares_change,
    "risk_conditions": partial(grid, item="risk_conditions"), "became_homeless": became_homeless,
    "worry_reasons": _several("worry_reasons", number=True), "staff_vs_own": paired,
    "methods": _several("methods", union=True, combinations=True), "courses_status": status, "courses_by_unit": units,
    "elements_used": _several("elements_used", union=True, number=True),
    "mastery": partial(before_after, item="mastery", better="higher", raters=("worker", "young_person")),
    "community": partial(before_after, item="community", better="higher"),
    "general_health": partial(before_after, item="general_health", better="lower"),
    "method_time": method_time, "exit_housing": _one(item="housing_now", grouping="exit_four_way"),
}  # fmt: skip
