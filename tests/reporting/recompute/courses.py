"""Courses with their status reports from the files of an export, and which report of each is read."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from tests.reporting.recompute.files import NOT_ASKED, ONE_DAY, distributed, percent

UNKNOWN = "ved_ikke"
KINDS = ["start", "quarterly", "assessment", "discharge", "closing", "release", "followup"]
COMPLETED = {"completed", "no_need"}


@dataclass
class Found:
    """A table: its base, who is blank, the rows by key, and who is left out for which reason."""

    n: int
    blanks: int
    rows: dict[str, dict[str, Any]]
    out: Counter[str] = field(default_factory=Counter)


def row(count: int | None, whole: int, **more: Any) -> dict[str, Any]:
    return {"count": count, "percent": None if count is None else percent(count, whole)} | more


def cells(counts: Counter[str], keys: list[str], n: int) -> dict[str, Any]:
    return {key: {"count": counts[key], "percent": percent(counts[key], n)} for key in keys}


@dataclass(frozen=True)
class Courses:
    """Some courses of a programme as of a day."""

    files: dict[str, pl.DataFrame]
    as_of: date
    rows: pl.DataFrame

    @classmethod
    def of(cls, files: dict[str, pl.DataFrame], as_of: date) -> "Courses":
        """Everybody's who takes part in the documentation."""
        teams = files["teams"].select(team="code", of="organisation")
        names = files["organisations"].select(of="code", named="label_da")
        people = files["young_people"].select("person", "birth_date", "gender", "acting_municipality")
        found = files["enrolments"].filter(pl.col("start") <= as_of).join(teams, on="team", how="left")
        found = found.join(names, on="of", how="left").join(people, on="person")
        found = found.with_columns(organisation=pl.coalesce("unit", "named"))
        ended = pl.when(pl.col("end") <= as_of).then(pl.col("end") + ONE_DAY)
        return cls(files, as_of, found.with_columns(ended=ended))

    @cached_property
    def taking_part(self) -> "Courses":
        refused = pl.col("participation").is_in(["declined", "withdrawn"]).fill_null(value=False)
        return replace(self, rows=self.rows.filter(~refused))

    @cached_property
    def distributed(self) -> "Courses":
        """Without those of young people who have special protection."""
        return Courses.of(distributed(self.files), self.as_of)

    def left_out(self) -> dict[str, int]:
        """Who does not take part, and who has special protection, whether they take part or not."""
        said = self.distributed.rows["participation"].to_list()
        protected = len(self.rows) - len(said)
        declined = {state: said.count(state) for state in ("declined", "withdrawn")}
        return declined | ({"special_protection": protected} if protected else {})

    def only(self, enrolments: list[str]) -> "Courses":
        return replace(self, rows=self.rows.filter(pl.col("enrolment").is_in(enrolments)))

    @cached_property
    def reports(self) -> pl.DataFrame:
        """The reports of these courses up to the day, from the first to the latest."""
        rows = self.files["status_reports"].filter(pl.col("report_on") <= self.as_of)
        rows = rows.join(self.rows.select("enrolment"), on="enrolment", how="semi")
        order = pl.col("report_kind").replace_strict(KINDS, range(len(KINDS)), return_dtype=pl.Int8)
        return rows.with_columns(order=order).sort("enrolment", "report_on", "order")

    @property
    def followed(self) -> tuple[pl.DataFrame, pl.DataFrame, Counter[str]]:
        """The first and the latest report of courses with two or more, side by side, and how many have fewer."""
        several = self.reports.filter(pl.len().over("enrolment") > 1).group_by("enrolment", maintain_order=True)
        first, latest = several.first(), several.last()
        return first, latest, Counter(not_followed=self.rows.height - first.height)

    def read(self, at: str, base: str = "answered") -> tuple[pl.DataFrame, Counter[str]]:
        """The report that is read of each course, and how many courses have none."""
        rows, courses = self.reports, self.rows.height
        out: Counter[str] = Counter()
        if base == "followed":
            rows = rows.filter(pl.len().over("enrolment") > 1)
            out["not_followed"] = courses - rows["enrolment"].n_unique()
        if at not in ("first", "latest"):
            rows = rows.filter(pl.col("report_kind") == at)
        grouped = rows.group_by("enrolment", maintain_order=True)
        found = grouped.first() if at == "first" else grouped.last()
        out["no_report"] = courses - out["not_followed"] - found.height
        if base == "no_own_home":
            group = self.grouped(found, "three_way")
            out["has_home"] = group.count("own")
            out["housing_unknown"] = len(group) - group.count("own") - group.count("not_own")
            found = found.filter(pl.Series([one == "not_own" for one in group], dtype=pl.Boolean))
        return found, out

    def grouped(self, reports: pl.DataFrame, grouping: str, item: str = "housing_now") -> list[str | None]:
        groups = self.groups(item, grouping)
        return [groups.get(code) for code in answers(reports, item)]

    def groups(self, item: str, grouping: str) -> dict[str, str]:
        """The group of each code."""
        rows = self.files["item_groups"].filter(pl.col("item") == item, pl.col("grouping") == grouping)
        return dict(rows.select("code", "group").rows())

    def item(self, code: str) -> pl.DataFrame:
        """The answers of an item in the version that was asked last, in their order."""
        rows = self.files["item_codes"].filter(pl.col("item") == code)
        return rows.filter(pl.col("version") == pl.col("version").last()).sort("position", maintain_order=True)

    def scale(self, code: str, part: str = "") -> list[str]:
        rows = self.item(code)
        rows = rows.filter(pl.col("part") == part) if part else rows.filter(pl.col("part").is_null())
        return rows["code"].to_list()

    def parts(self, code: str) -> list[str | None]:
        return self.item(code)["part"].unique(maintain_order=True).to_list()

    def ages(self) -> dict[str, str]:
        """The band of each course: age at the first report, or at the start where there is none."""
        [low, high] = self.files["programmes"].select("min_age", "max_age").row(0)
        low, high = (low, high) if high <= 30 else (18, 24)
        first = self.reports.group_by("enrolment", maintain_order=True).first().select("enrolment", "report_on")
        rows = self.rows.join(first, on="enrolment", how="left").with_columns(on=pl.coalesce("report_on", "start"))
        found = {}
        for enrolment, born, given, on in rows.select("enrolment", "birth_date", "age_given", "on").rows():
            age = given if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            band = "unknown" if age is None else "below" if age < low else "youth" if age <= high else "adult"
            found[enrolment] = band
        return found

    def groups_by(self, by: str, at: str) -> dict[str, set[str]]:
        """The columns of a breakdown, each with its courses; a course with several methods is in several."""
        courses = self.rows["enrolment"].to_list()
        found: dict[str, set[str]] = {}
        for enrolment in courses:
            for key in self._keys(by, at).get(enrolment, ["unknown"]):
                found.setdefault(key, set()).add(enrolment)
        always = {"own_home": ("own_home", "not_own_home"), "age": ("youth", "adult")}
        return {key: set[str]() for key in always.get(by, ())} | found

    def _keys(self, by: str, at: str) -> dict[str, list[str]]:
        rows = self.rows
        if by in ("gender", "acting_municipality", "organisation"):
            return {one: [value or "unknown"] for one, value in rows.select("enrolment", by).rows()}
        if by == "start_year":
            return {one: [str(start.year)] for one, start in rows.select("enrolment", "start").rows()}
        if by == "age":
            return {one: [band] for one, band in self.ages().items()}
        if by == "own_home":
            read, _out = self.read(at or "latest")
            said = {"own": "own_home", "not_own": "not_own_home"}
            pairs = zip(read["enrolment"], answers(read, "housing_now"), self.grouped(read, "three_way"), strict=True)
            return {
                one: ["unknown" if code in (None, NOT_ASKED) else said.get(group or "", "other")]
                for one, code, group in pairs
            }
        methods: dict[str, set[str]] = {one: set() for one in rows["enrolment"]}
        for enrolment, given in zip(self.reports["enrolment"], answers(self.reports, "methods"), strict=True):
            methods[enrolment] |= codes(given) or set()
        return {one: sorted(given) or ["none"] for one, given in methods.items()}


def answers(reports: pl.DataFrame, column: str) -> list[Any]:
    """The answer of each report: a text, None where it is blank, or that it was not asked."""
    return reports[column].to_list() if column in reports.columns else [NOT_ASKED] * reports.height


def codes(answer: str | None) -> set[str] | None:
    """The codes of an answer with several, or of its events with their days."""
    return None if answer in (None, NOT_ASKED) else {one.split(":")[0] for one in answer.split("|")}


def tally(values: list[Any], rows: dict[str, str]) -> tuple[Counter[str], int, int, Counter[str]]:
    """How many fall in each row, how many that are, how many are blank, and who is left out."""
    counts = Counter(rows[value] for value in values if value in rows)
    out = Counter(not_asked=values.count(NOT_ASKED))
    blanks = values.count(None)
    out["unknown_answer"] = len(values) - counts.total() - blanks - out["not_asked"]
    return counts, counts.total(), blanks, out
