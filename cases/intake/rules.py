"""The target-group rules of a programme, read for one young person; what can happen to a request for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.core.periods import age_on
from cases.core.transitions import StateTable
from cases.intake.codes import AGE, NO_RESIDENCE, OTHER_MUNICIPALITY, SHORT_ADVICE, STABLE_HOUSING, UNKNOWN_FACTS
from cases.intake.codes import RequestEvent as Event
from cases.intake.codes import RequestState as State
from cases.people.codes import ResidenceStatus
from cases.programmes.rules import TargetGroup


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
        AGE: rules.min_age <= age_on(facts.birth_date, on) <= rules.max_age if facts.birth_date else None
    }
    if rules.requires_unstable_housing:
        answers[STABLE_HOUSING] = facts.unstable_housing
    if rules.municipality:
        answers[OTHER_MUNICIPALITY] = _belongs(rules.municipality, facts)
    if rules.requires_residence:
        known = facts.residence != ResidenceStatus.UNKNOWN
        answers[NO_RESIDENCE] = facts.residence != ResidenceStatus.NONE if known else None
    if rules.excludes_short_advice:
        answers[SHORT_ADVICE] = facts.needs_more_than_advice
    return answers


def reasons_against(rules: TargetGroup, facts: ScreeningFacts, *, on: date) -> list[str]:
    """The codes of `SCREENING_REASONS` that speak against, in the order of the rules; empty means in the group."""
    answers = check(rules, facts, on=on)
    against = [code for code, fits in answers.items() if fits is False]
    return [*against, UNKNOWN_FACTS] if None in answers.values() else against


def _belongs(municipality: str, facts: ScreeningFacts) -> bool | None:
    """Both the acting and the paying municipality must be the programme's own."""
    both = (facts.acting_municipality, facts.paying_municipality)
    if any(code and code != municipality for code in both):
        return False
    return True if all(both) else None


REQUEST_STATES: StateTable[State, Event] = StateTable(
    (Event.DECIDE, [State.OPEN], State.DECIDED),
    (Event.SEND_BACK, [State.OPEN], State.RETURNED),
    (Event.WITHDRAW, [State.OPEN], State.WITHDRAWN),
    (Event.REOPEN, [State.DECIDED], State.OPEN),
)

# Whoever asked sees the answer on My day for two weeks: a holiday may lie between.
ANSWER_SHOWN = timedelta(days=14)
