"""Soft limits: values that may be right and seldom are.

Whoever writes one is asked, and it is saved once they say that it is right (`cases.records.actions`). What cannot be
true at all is refused by a rule or constraint of its concept instead, so that nobody is asked about it.
A limit is what is common in this field with room to spare; none of them is a rule, and each may be widened freely.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.core.periods import age_on

Facts = Mapping[str, Any]

YEAR = timedelta(days=365)

# Ages at which a young person is commonly met first: the programmes take from 18 to 24, outreach meets those younger.
YOUNGEST, OLDEST = 13, 35


@dataclass(frozen=True)
class Limit:
    """The soft limit of a field. `ask` gives the question, or nothing where the value is usual.

    It is given the record's facts, with `registered_on`, the day the record was begun, and `today`. `beside` are other
    fields of the record that the value is measured by: it is unusual anew where they change.
    """

    field: str
    ask: Callable[[Facts], str]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """An unusual value of a field of a record, the question whether it is right, and the fields that it depends on."""

    field: str
    value: Any
    question: str
    depends_on: frozenset[str]

    @property
    def token(self) -> str:
        return token(self.field, self.value)


def token(field: str, value: Any) -> str:
    """What a yes confirms: this value in this field. With any other value the question is asked anew."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return f"{field}={value.isoformat() if isinstance(value, date) else value}"


def number(field: str, *, least: int | None = None, most: int | None = None) -> Limit:
    """A number is seldom below `least` or above `most`."""

    def ask(facts: Facts) -> str:
        value = facts[field]
        if value is not None and least is not None and value < least:
            return _("Less than %(limit)s is unusual. Is it right?") % {"limit": number_format(least)}
        if value is not None and most is not None and value > most:
            return _("More than %(limit)s is unusual. Is it right?") % {"limit": number_format(most)}
        return ""

    return Limit(field, ask)


def day(field: str, *, back: timedelta | None = None, ahead: timedelta | None = None, since: str = "") -> Limit:
    """A day, or an instant, is seldom more than `back` before the registration or more than `ahead` from today.

    `since`: the field with the day that it is measured from instead.
    """

    def ask(facts: Facts) -> str:
        value, begun, now = facts[field], facts["registered_on"], facts["today"]
        begun, now = (facts[since], facts[since]) if since else (begun, now)
        if value is None or begun is None:
            return ""
        on = value.date() if isinstance(value, datetime) else value  # an hour more or less is no matter here
        if back is not None and on < begun - back:
            return _("That is before %(day)s, long ago. Is the year right?") % {"day": _shown(begun - back)}
        if ahead is not None and on > now + ahead:
            return _("That is after %(day)s, a long time ahead. Is it right?") % {"day": _shown(now + ahead)}
        return ""

    return Limit(field, ask, beside=(since,) if since else ())


def _age(field: str, *, on: str) -> Limit:
    """Whoever is met is seldom a child or far above thirty. Measured on the day in `on`: the age that matters then."""

    def ask(facts: Facts) -> str:
        born = facts[field]
        years = YOUNGEST if born is None else age_on(born, facts[on])
        if YOUNGEST <= years <= OLDEST:
            return ""
        text = ngettext(
            "Then the young person was %(years)s year old when you first met. Is it right?",
            "Then the young person was %(years)s years old when you first met. Is it right?",
            years,
        )
        return text % {"years": years}

    return Limit(field, ask, beside=(on,))


def _shown(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")


_limits: dict[str, tuple[Limit, ...]] = {}


def declare(model: str, *limits: Limit) -> None:
    """Set the soft limits of `app.Model`."""
    _limits[model] = limits


def limited(model: str) -> set[str]:
    """The fields of `app.Model` that have a soft limit."""
    return {limit.field for limit in _limits.get(model, ())}


def doubts(model: str, facts: Facts) -> list[Doubt]:
    """Every question that the facts of a record of `app.Model` raise, in the order of its limits."""
    return [
        Doubt(limit.field, facts[limit.field], question, frozenset({limit.field, *limit.beside}))
        for limit in _limits.get(model, ())
        if (question := limit.ask(facts))
    ]


# Someone known for years is registered when the project begins to use the system.
declare("cases.Person", _age("birth_date", on="first_met_on"), day("first_met_on", back=2 * YEAR))

# Notes on paper are caught up on within months; a contact longer than a working day is a journey or a slip.
declare("cases.Contact", day("happened_at", back=YEAR), number("minutes", most=8 * 60))

declare("cases.Screening", day("decided_on", back=YEAR))

declare("cases.Enrolment", day("start", back=YEAR))

# What is shared for longer than a year is better shared anew (databeskyttelsesforordningen art. 5, 1 e).
declare("cases.Handover", day("shared_until", ahead=YEAR))

# A funded effort lasts three or four years, and is set up in the year before it begins.
declare(
    "cases.Programme",
    day("start", back=10 * YEAR, ahead=2 * YEAR),
    day("end", ahead=10 * YEAR, since="start"),
    number("capacity", least=1, most=500),
    number("min_age", least=YOUNGEST),
    number("max_age", most=OLDEST),
    number("report_months", least=1, most=12),
    number("quiet_days", least=3, most=90),
    number("silent_days", most=180),
)

declare("cases.PhaseTemplate", number("target_days", least=7, most=2 * 365))

declare("cases.CaseloadNorm", number("young_people", least=1, most=100))

declare("cases.Membership", day("start", back=5 * YEAR, ahead=YEAR), day("end", ahead=5 * YEAR, since="start"))
