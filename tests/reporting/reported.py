"""Reading figures in tests: one indicator's tables as plain dictionaries."""

from datetime import UTC, date, datetime
from typing import Any

from cases.core.periods import Period
from cases.programmes.models import Programme
from reporting.figures.facts import Facts
from reporting.indicators.registry import INDICATORS

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def facts(programme: Programme, as_of: date = date(2025, 12, 31), known_at: datetime = LATER) -> Facts:
    """The facts of the year 2025, as known later, unless said otherwise."""
    return Facts(programme=programme, period=YEAR, as_of=as_of, known_at=known_at)


def table(key: str, name: str, asked: Facts) -> dict[str, dict[str, Any]]:
    """One table: the values of each row by its code."""
    return {row.code: dict(row.values) for row in INDICATORS[key].compute(asked)[name]}


def counts(key: str, name: str, asked: Facts) -> dict[str, int]:
    """One table: the count of each row that is not nought."""
    return {code: values["n"] for code, values in table(key, name, asked).items() if values["n"]}
