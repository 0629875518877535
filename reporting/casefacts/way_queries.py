"""The way into the programme and to a home: what became of enquiries, and how long each step was waited for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Min, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Least, TruncDate

from cases.contacts.models import reached
from cases.core.periods import ONE_DAY, Period, begun_by, lies_in, midnight_after
from cases.enrolments.models import Enrolment
from cases.intake.codes import NO_RESIDENCE, OTHER_MUNICIPALITY, SHORT_ADVICE, RequestState, ScreeningOutcome
from cases.intake.models import Screening, ScreeningRequest
from cases.people.models import is_protected
from cases.statusreports.models import Participation
from housing.referrals.codes import ReferralState
from reporting.casefacts.asked import Asked
from reporting.indicators.housing import ENDED_WITHOUT, Course, submitted_referrals
from reporting.indicators.people import with_first_contact
from reporting.kinds.given import Enquiry, Wait

COURSE, WAITING, OUTSIDE = "forloeb", "afventer", "uden_for_maalgruppe"

# What a no says of an enquiry, the first that fits; every other reason is the target group.
REASONS = {
    OTHER_MUNICIPALITY: "anden_kommune",
    NO_RESIDENCE: "uden_opholdstilladelse",
    SHORT_ADVICE: "kort_raadgivning",
}


def enquiries(asked: Asked) -> list[Enquiry]:
    """What became of each young person about whom a decision was made or asked for; the latest decision counts.

    Whoever does not take part in the documentation, or has special protection, is not among them. Source of the
    outcomes: the intake.
    """
    entered = Enrolment.objects.filter(asked.facts.known(), begun_by(asked.as_of), programme=asked.programme)
    has_course = set(entered.values_list("person", flat=True))
    found: dict[int, str | None] = {
        one.person: None if one.state == RequestState.WITHDRAWN else WAITING for one in _requests(asked)
    }
    decided = _in_time(asked, _taking_part(asked, Screening.objects.all()), "decided_on")
    rows = decided.order_by("decided_on", "pk").values_list("person", "outcome", "reasons")
    found |= {person: _decided(outcome, reasons) for person, outcome, reasons in rows}
    return [Enquiry(COURSE if person in has_course else outcome, person) for person, outcome in found.items()]


def _decided(outcome: str, reasons: list[str]) -> str:
    """Somebody who was found to be in the target group, and has no course, waits for one."""
    if outcome != ScreeningOutcome.NOT_ELIGIBLE:
        return WAITING
    return next((code for reason, code in REASONS.items() if reason in reasons), OUTSIDE)


def _taking_part(asked: Asked, rows: QuerySet[Any]) -> QuerySet[Any]:
    refused = Participation.objects.refused().filter(enrolment__programme=asked.programme)
    kept = rows.filter(asked.facts.known(), programme=asked.programme).exclude(is_protected("person__"))
    return kept.exclude(person__in=refused.values("enrolment__person"))


def _in_time(asked: Asked, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Those whose day lies in what was asked for, and not after the day that facts count up to."""
    until = min(asked.as_of, asked.end or asked.as_of) + ONE_DAY
    return rows.filter(lies_in(Period(asked.start or date.min, until), column))


@dataclass(frozen=True, slots=True)
class _Request:
    """The latest request for a decision about somebody, as it stood, and the day of the earliest."""

    person: int
    state: str
    asked_on: date
    met_on: date | None


def _requests(asked: Asked) -> list[_Request]:
    """Everybody about whom a decision was asked for, by the latest request, as it stood on the day."""
    rows = _taking_part(asked, ScreeningRequest.objects.all()).annotate(day=TruncDate("registered_at"))
    first = reached(asked.as_of).filter(person=OuterRef("person")).order_by("contact__happened_at")
    met = Subquery(first.annotate(day=TruncDate("contact__happened_at")).values("day")[:1])
    known = Case(When(begun_by(asked.as_of, start="person__first_met_on"), then=F("person__first_met_on")))
    found: dict[int, _Request] = {}
    dated = _in_time(asked, rows, "day").annotate(met=Least(met, known)).order_by("registered_at", "pk")
    end = midnight_after(asked.as_of)
    for person, state, since, day, first_met in dated.values_list("person", "state", "state_since", "day", "met"):
        stood = state if since < end else RequestState.OPEN
        earliest = found[person].asked_on if person in found else day
        found[person] = _Request(person, stood, earliest, first_met)
    return list(found.values())


ENQUIRY_CONTACT, CONTACT_DECISION = "enquiry_contact", "contact_decision"
DECISION_OFFER, OFFER_MOVE_IN = "decision_offer", "offer_move_in"


def waits(asked: Asked) -> list[Wait]:
    """How long each young person waited for each step, or has waited so far; one wait for each step at most.

    Of several courses the latest that began with a decision counts. The enquiry is the first request for a decision,
    or the registration of somebody who was in no other course before; an offer is waited for from the decision by
    those for whom a home was applied for, seen from the day of the application on.
    """
    courses = _decided_courses(asked)
    referrals: defaultdict[int, list[Course]] = defaultdict(list)
    for referral in submitted_referrals(asked.facts):
        referrals[referral.person].append(referral)
    found: list[Wait] = []
    for course in courses.values():
        found += _to_decision(course, asked.as_of)
        found += _to_home(course, referrals.get(course["person"], []), asked.as_of)
    for one in _requests(asked):
        if one.person not in courses and one.state == RequestState.OPEN:
            begun = {"person": one.person, "enquiry": one.asked_on, "first": one.met_on, "decided": None}
            found += _to_decision(begun, asked.as_of)
    return found


def _decided_courses(asked: Asked) -> dict[int, dict[str, Any]]:
    """The latest course of each young person that rests on a decision, with the days of the way there."""
    mine = ScreeningRequest.objects.filter(person=OuterRef("person"), programme=OuterRef("programme"))
    asked_on = mine.order_by().values("person").annotate(day=Min(TruncDate("registered_at"))).values("day")
    rows = with_first_contact(asked.facts, asked.enrolments.filter(screening__isnull=False))
    registered = Case(When(after__isnull=True, then=TruncDate("person__registered_at")))
    dated = rows.annotate(enquiry=Least(Subquery(asked_on), registered), decided=F("screening__decided_on"))
    named = dated.order_by("start", "pk").values("person", "enquiry", "first", "decided")
    return {row["person"]: row for row in named}


def _to_decision(way: dict[str, Any], as_of: date) -> Iterator[Wait]:
    """From enquiry to first contact, from first contact to the decision."""
    steps = ((ENQUIRY_CONTACT, "enquiry", "first"), (CONTACT_DECISION, "first", "decided"))
    for step, begun, reached_on in steps:
        if way[begun]:
            until = way[reached_on] or as_of
            yield Wait(step, (until - way[begun]).days, arrived=bool(way[reached_on]), person=way["person"])


def _to_home(way: dict[str, Any], referrals: list[Course], as_of: date) -> Iterator[Wait]:
    """From the decision to the first offer, and from there to moving in."""
    submitted, offered, moved = (
        sorted(one.first[state] for one in referrals if one.first.get(state, date.min) >= way["decided"])
        for state in (ReferralState.SUBMITTED, ReferralState.OFFERED, ReferralState.MOVED_IN)
    )
    if not submitted:
        return
    until, person = _seen_until(referrals, as_of), way["person"]
    entry = (submitted[0] - way["decided"]).days
    days = ((offered[0] if offered else until) - way["decided"]).days
    yield Wait(DECISION_OFFER, days, arrived=bool(offered), entry=entry, person=person)
    if offered:
        after = [day for day in moved if day >= offered[0]]
        days = ((after[0] if after else until) - offered[0]).days
        yield Wait(OFFER_MOVE_IN, days, arrived=bool(after), person=person)


def _seen_until(referrals: list[Course], as_of: date) -> date:
    """The day up to which somebody waits for a home: as long as one referral has not ended without one."""
    ended = [one.since for one in referrals if one.state in ENDED_WITHOUT and one.since]
    return max(ended) if len(ended) == len(referrals) else as_of
