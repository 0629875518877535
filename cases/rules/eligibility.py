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


def check(rules: TargetGroup, facts: ScreeningFacts, *, on: date) -> dict[str, bool | None]:
    """Each rule of the programme by the code that it would speak against with: fits, does not, or None for not known.

    Rules the programme does not have are left out.
    """
    answers: dict[str, bool | None] = {
        "age": rules.min_age <= age_on(facts.birth_date, on) <= rules.max_age if facts.birth_date else None
    }
    if rules.requires_unstable_housing:
        answers["stable_housing"] = facts.unstable_housing
    if rules.municipality:
        answers["other_municipality"] = _belongs(rules.municipality, facts)
    if rules.requires_residence:
        known = facts.residence != ResidenceStatus.UNKNOWN
        answers["no_residence"] = facts.residence != ResidenceStatus.NONE if known else None
    if rules.excludes_short_advice:
        answers["short_advice"] = facts.needs_more_than_advice
    return answers


def reasons_against(rules: TargetGroup, facts: ScreeningFacts, *, on: date) -> list[str]:
    """The codes of `SCREENING_REASONS` that speak against, in the order of the rules; empty means in the group."""
    answers = check(rules, facts, on=on)
    against = [code for code, fits in answers.items() if fits is False]
    return [*against, "unknown_facts"] if None in answers.values() else against


def _belongs(municipality: str, facts: ScreeningFacts) -> bool | None:
    """Both the acting and the paying municipality must be the programme's own."""
    both = (facts.acting_municipality, facts.paying_municipality)
    if any(code and code != municipality for code in both):
        return False
    return True if all(both) else None
