"""Services that have taken a young person in: the receiver has accepted, and they have met."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from cases.core.periods import begun_by
from cases.handovers.codes import HandoverEvent
from housing.support.models import SupportCase
from reporting.casefacts.asked import Asked

SUPPORT, JOBCENTRE, OTHER = "bostoette", "jobcenter", "andet"

# The service by what was asked for in the handover; work and income are a job centre's where the receiver is one.
BY_PURPOSE = {
    "housing_support": SUPPORT,
    "psychiatry": "psykiatri",
    "drug_treatment": "rusmiddel",
    "community": "civilsamfund",
}


def services(asked: Asked) -> dict[int, frozenset[str]]:
    """By handovers with a first contact, and by support in the home that has begun."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for course, _day, service in asked.by_course([*_handovers(asked), *_support(asked)]):
        found[course.key].add(service)
    return {course.key: frozenset(found.get(course.key, ())) for course in asked.courses}


def _handovers(asked: Asked) -> Iterator[tuple[int, date, str]]:
    met = asked.facts.handover_steps.filter(event=HandoverEvent.MEET).order_by()
    rows = met.values_list("handover__person", "at", "handover__purpose", "handover__receiver__kind")
    for person, at, purpose, kind in rows:
        is_job = purpose == "income_job" and kind == "jobcentre"
        yield person, timezone.localdate(at), JOBCENTRE if is_job else BY_PURPOSE.get(purpose, OTHER)


def _support(asked: Asked) -> Iterator[tuple[int, date, str]]:
    cases = asked.facts.made_for_programme(SupportCase.objects.all(), "opened_on")
    started = cases.filter(asked.facts.known(), begun_by(asked.as_of)).order_by()
    yield from ((person, start, SUPPORT) for person, start in started.values_list("person", "start"))
