"""The files of an export as Polars reads them, with nothing of ours but the package's own description of them."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl

ONE_DAY = timedelta(days=1)
HERE = "Europe/Copenhagen"
CASTS = {
    "date": lambda name: pl.col(name).str.to_date("%Y-%m-%d"),
    "datetime": lambda name: pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC"),
    "integer": lambda name: pl.col(name).cast(pl.Int64),
    "number": lambda name: pl.col(name).cast(pl.Float64),
    "boolean": lambda name: pl.col(name) == "true",
}
NOT_ASKED = "not_asked"


def read(content: bytes) -> dict[str, pl.DataFrame]:
    """Every file, its cells of the types that the package says. Cells that say "not asked" stay text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        found = {}
        for resource in package["resources"]:
            frame = pl.read_csv(archive.read(resource["path"]), infer_schema=False)
            fields = resource["schema"]["fields"]
            asked = NOT_ASKED in resource["schema"]["missingValues"]
            kept = {"date", "datetime"} if asked else CASTS.keys()
            casts = [CASTS[field["type"]](field["name"]) for field in fields if field["type"] in kept]
            found[resource["name"]] = frame.with_columns(casts)
        return found


def distributed(files: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The files without the young people who have special protection: they are in no figure of a report."""
    kept = files["young_people"].filter(~pl.col("special_protection")).select("person")
    return {
        name: one.join(kept, on="person", how="semi") if "person" in one.columns else one
        for name, one in files.items()
    }


@dataclass
class Asked:
    """A report: its first and last day, as of which day, and what had been registered by then."""

    files: dict[str, pl.DataFrame]
    start: date
    last_day: date
    as_of: date
    known_at: datetime

    @cached_property
    def last(self) -> date:
        """The last day of the period that counts: what is to come by then does not."""
        return min(self.last_day, self.as_of)

    @property
    def after(self) -> date:
        return self.last + ONE_DAY

    def known(self, name: str) -> pl.DataFrame:
        """The rows of a file that were registered when the report was asked for."""
        rows = self.files[name]
        return rows.filter(pl.col("registered_at") <= self.known_at.astimezone(ZoneInfo("UTC")))

    def days(self, column: str) -> pl.Expr:
        """Whether a day lies in the period."""
        return pl.col(column).is_between(self.start, self.last)

    @cached_property
    def programme(self) -> str:
        return str(self.files["programmes"]["code"][0])

    @cached_property
    def enrolments(self) -> pl.DataFrame:
        """Begun by the day of the report."""
        return self.known("enrolments").filter(pl.col("start") <= self.as_of)

    @cached_property
    def everywhere(self) -> pl.DataFrame:
        """The same, with those in other programmes."""
        columns = ["person", "enrolment", "start", "end", "registered_at"]
        others = self.known("enrolments_elsewhere").filter(pl.col("start") <= self.as_of)
        here = self.enrolments.select(*columns, pl.lit(value=True).alias("is_here"))
        return pl.concat([here, others.select(*columns, pl.lit(value=False).alias("is_here"))])

    @cached_property
    def running(self) -> pl.DataFrame:
        """Enrolments with a day in the period."""
        is_over = pl.col("end") < self.start
        return self.enrolments.filter(pl.col("start") <= self.last, ~is_over.fill_null(value=False))

    @cached_property
    def new(self) -> pl.DataFrame:
        """Enrolments that began in the period and reopen no other."""
        return self.enrolments.filter(self.days("start"), ~pl.col("reopened"))

    @cached_property
    def people(self) -> pl.DataFrame:
        """Young people with a day in the period, each once."""
        return self.running.select("person").unique()

    @cached_property
    def first_days(self) -> pl.DataFrame:
        """The first day in the programme of each young person."""
        return self.enrolments.group_by("person").agg(first=pl.col("start").min())

    def codes(self, table: str, column: str, group: str | None = None) -> list[str]:
        """The codes of a column; of one group."""
        rows = self.files["codes"].filter(pl.col("table") == table, pl.col("column") == column)
        return (rows if group is None else rows.filter(pl.col("group") == group))["code"].to_list()

    def of_programme(self, rows: pl.DataFrame, key: str, day: pl.Expr) -> pl.DataFrame:
        """Records made for an enrolment here, or for none with the next enrolment of the young person being here.

        The next is the earliest of those that were not over on the day of the record.
        """
        free = rows.filter(pl.col("enrolment").is_null()).select("person", key, day.alias("day"))
        ahead = free.join(self.everywhere, on="person").filter((pl.col("end") >= pl.col("day")).fill_null(value=True))
        ahead = ahead.sort("start", pl.col("enrolment").cast(pl.Int64)).group_by(key, maintain_order=True).first()
        found = ahead.filter(pl.col("is_here"))[key].to_list()
        return rows.filter(pl.col("enrolment").is_not_null() | pl.col(key).is_in(found))


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else None


def tenth(value: float) -> float:
    """To one decimal, halves up; what is rounded is a number of quarters."""
    return (int(value * 20) + 1) // 2 / 10 if (value * 20) == int(value * 20) else round(value, 1)


def quartiles(days: list[int]) -> dict[str, float | None]:
    """Interpolated between neighbours, to one decimal."""
    series = pl.Series(days, dtype=pl.Float64)
    found = [series.quantile(share, interpolation="linear") for share in (0.25, 0.5, 0.75)]
    rounded = [None if one is None else tenth(one) for one in found]
    return dict(zip(("lower", "median", "upper"), rounded, strict=True))


def estimate(waits: list[tuple[int, int, bool]]) -> int | None:
    """The day on which half have arrived (Kaplan-Meier), those still waiting counted in for as long as they waited.

    Each wait is (from which day on it is seen, days, arrived). Nothing is known where nobody is left at risk and others
    come in later.
    """
    left = 1.0
    for day in sorted({days for _entry, days, arrived in waits if arrived}):
        at_risk = sum(entry <= day <= days for entry, days, _arrived in waits)
        arrived = sum(days == day and arrived for _entry, days, arrived in waits)
        if arrived == at_risk and any(entry > day for entry, _days, _arrived in waits):
            return None
        left *= 1 - arrived / at_risk
        if left <= 0.5 + 1e-12:
            return day
    return None
