"""Is a young person in a programme's target group? The programme's rules are data; this is how they are read."""

from dataclasses import dataclass
from datetime import date

from cases.enums import ResidenceStatus
from cases.periods import age_on


@dataclass(frozen=True)
class TargetGroup:
    """A programme's rules. Ages are completed years and both ends count; `municipality` is a four-digit code."""

    min_age: int
    max_age: int
    municipality: str
    requires_unstable_housing: bool
    requires_residence: bool
    excludes_short_advice: bool


@dataclass(frozen=True)
class ScreeningFacts:
    """What was known when the decision was made. None means not known."""

    birth_date: date | None
    acting_municipality: str
    paying_municipality: str
    residence: str
    unstable_housing: bool | None
    needs_more_than_advice: bool | None


def reasons_against(rules: TargetGroup, facts: ScreeningFacts, *, on: date) -> list[str]:
    """The codes of `SCREENING_REASONS` that speak against, in the order of the rules; empty means in the group."""
    against = []
    if facts.birth_date and not rules.min_age <= age_on(facts.birth_date, on) <= rules.max_age:
        against.append("age")
    if rules.requires_unstable_housing and facts.unstable_housing is False:
        against.append("stable_housing")
    known = {facts.acting_municipality, facts.paying_municipality} - {""}
    if rules.municipality and known - {rules.municipality}:
        against.append("other_municipality")
    if rules.requires_residence and facts.residence == ResidenceStatus.NONE:
        against.append("no_residence")
    if rules.excludes_short_advice and facts.needs_more_than_advice is False:
        against.append("short_advice")
    if _missing(rules, facts):
        against.append("unknown_facts")
    return against


def _missing(rules: TargetGroup, facts: ScreeningFacts) -> bool:
    return (
        facts.birth_date is None
        or (rules.requires_unstable_housing and facts.unstable_housing is None)
        or (bool(rules.municipality) and not (facts.acting_municipality and facts.paying_municipality))
        or (rules.requires_residence and facts.residence == ResidenceStatus.UNKNOWN)
        or (rules.excludes_short_advice and facts.needs_more_than_advice is None)
    )
