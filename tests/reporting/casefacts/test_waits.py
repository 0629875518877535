"""How long somebody waited, step by step: the days are counted by hand from those beside them."""

from datetime import date

import pytest

from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.statusreports.models import Participation
from housing.support.models import SupportCase
from reporting.casefacts.asked import Asked
from reporting.casefacts.way_queries import waits
from tests.clock import TODAY
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
)
from tests.factories.housing import HousingReferralFactory, ReferralStepFactory, SupportCaseFactory
from tests.factories.statusreports import asks
from tests.reporting.casefacts.test_readers import at, case_cells, said

pytestmark = pytest.mark.django_db

DECIDED = date(2025, 2, 1)
STEPS = {"submit": ("draft", "submitted"), "offer": ("waiting", "offered"), "move_in": ("contract", "moved_in"),
         "reject": ("submitted", "rejected"), "withdraw": ("submitted", "withdrawn")}  # fmt: skip

WHY = {
    "reject": {"reason": "no_income", "whose": "municipality"},
    "withdraw": {"reason": "found_home", "whose": "young_person"},
}


@pytest.fixture
def programme():
    return ProgrammeFactory()


def course(programme, person=None, decided=DECIDED, **facts):
    """A course that rests on a decision."""
    person = person or PersonFactory()
    decision = ScreeningFactory(person=person, programme=programme, decided_on=decided)
    return EnrolmentFactory(
        **{"programme": programme, "person": person, "screening": decision, "start": decided} | facts
    )


def applied(enrolment, **days):
    """A home applied for, with the days of its steps."""
    referral = HousingReferralFactory(person=enrolment.person, enrolment=enrolment)
    for event, day in days.items():
        before, after = STEPS[event]
        ReferralStepFactory(
            referral=referral, event=event, from_state=before, to_state=after, happened_on=day, **WHY.get(event, {})
        )


def waited(programme, as_of=TODAY):
    """Each wait with its days, whether it came to its end, and the day from which it was seen."""
    asked = Asked(programme, as_of, Enrolment.objects.filter(programme=programme))
    return sorted((one.step, one.days, one.arrived, one.entry) for one in waits(asked))


def homes(programme, as_of=TODAY):
    return [one for one in waited(programme, as_of) if "offer" in one[0]]


def test_whoever_was_refused_has_waited_until_then(programme):
    """Decided 1 February, applied for on 11 February and refused on 3 March, after 30 days; asked for again, they wait.

    By 4 June that is 123 days. The second was withdrawn on 1 April: they have waited 59 days.
    """
    enrolment = course(programme)
    applied(enrolment, submit=date(2025, 2, 11), reject=date(2025, 3, 3))
    assert homes(programme) == [("decision_offer", 30, False, 10)]
    applied(enrolment, submit=date(2025, 3, 20))
    assert homes(programme) == [("decision_offer", 123, False, 10)]
    applied(enrolment, submit=date(2025, 3, 21), withdraw=date(2025, 4, 1))
    assert homes(programme) == [("decision_offer", 123, False, 10)]


def test_the_last_of_several_refusals_ends_the_wait(programme):
    """Refused on 3 March and withdrawn on 1 April: 59 days after 1 February. By 20 March they waited still: 47 days."""
    enrolment = course(programme)
    applied(enrolment, submit=date(2025, 3, 10), withdraw=date(2025, 4, 1))
    applied(enrolment, submit=date(2025, 2, 11), reject=date(2025, 3, 3))
    assert homes(programme) == [("decision_offer", 59, False, 10)]
    assert homes(programme, date(2025, 3, 20)) == [("decision_offer", 47, False, 10)]


def test_what_was_offered_before_the_decision_ends_no_wait_for_it(programme):
    """Offered on 20 January and decided on 1 February; applied for again that day, and offered 28 days later.

    They move into the first home on 20 February: of the second offer, of 1 March, they wait still, for 95 days.
    """
    enrolment = course(programme)
    applied(enrolment, submit=date(2025, 1, 5), offer=date(2025, 1, 20), move_in=date(2025, 2, 20))
    assert homes(programme) == []
    applied(enrolment, submit=DECIDED, offer=date(2025, 3, 1))
    assert homes(programme) == [("decision_offer", 28, True, 0), ("offer_move_in", 95, False, 0)]


def test_a_home_may_be_offered_on_the_day_of_the_decision_and_moved_into_on_the_day_of_the_offer(programme):
    applied(course(programme), submit=DECIDED, offer=DECIDED, move_in=DECIDED)
    assert homes(programme) == [("decision_offer", 0, True, 0), ("offer_move_in", 0, True, 0)]


def test_of_several_courses_the_latest_with_a_decision_counts(programme):
    """Registered 2 January; the second time asked about on 20 February, met on the 25th, decided on 1 March.

    5 and 4 days. In May it is reopened, without a decision.
    """
    person = PersonFactory()
    course(programme, person, date(2025, 1, 3), end=DECIDED, closing_reasons=["completed"])
    Person.objects.filter(pk=person.pk).update(registered_at=at(date(2025, 1, 2)))
    ScreeningRequestFactory(programme=programme, person=person, registered_at=at(date(2025, 2, 20)))
    ContactFactory(people=[person], happened_at=at(date(2025, 2, 25)))
    second = course(programme, person, date(2025, 3, 1), end=date(2025, 4, 1), closing_reasons=["completed"])
    EnrolmentFactory(programme=programme, person=person, screening=None, reopens=second, start=date(2025, 5, 1))
    assert waited(programme) == [("contact_decision", 4, True, 0), ("enquiry_contact", 5, True, 0)]


@pytest.mark.parametrize(("state", "n"), [("consented", 1), ("declined", 0), ("withdrawn", 0)])
def test_whoever_does_not_take_part_is_in_no_wait(programme, state, n):
    """One course with a decision; met before it."""
    asks(programme, "methods")
    enrolment = course(programme)
    Participation.objects.create(enrolment=enrolment, state=state, told_on=DECIDED)
    waited_for = {row.key: row.n for row in said(programme, "waits").rows}
    assert waited_for["contact_decision"] == n


def test_a_request_that_was_withdrawn_waits_no_longer(programme):
    """Asked on 1 May, met on the 5th, and withdrawn on the 20th; by the 10th the decision was waited for, for 5 days."""
    facts = {"programme": programme, "person": PersonFactory(first_met_on=date(2025, 5, 5)), "state": "withdrawn"}
    asked_on = {"registered_at": at(date(2025, 5, 1)), "state_since": at(date(2025, 5, 20))}
    ScreeningRequestFactory(**facts, **asked_on)
    assert waited(programme) == []
    assert waited(programme, date(2025, 5, 10)) == [
        ("contact_decision", 5, False, 0),
        ("enquiry_contact", 4, True, 0),
    ]
    assert waited(programme, date(2025, 5, 19)) != []
    assert waited(programme, date(2025, 5, 20)) == []


def test_whoever_is_asked_about_again_has_waited_since_the_first_time(programme):
    """1 and 20 May, and met on the 5th: after 4 days. By 4 June they have waited 30 days more."""
    person = PersonFactory(first_met_on=date(2025, 5, 5))
    for day, state in ((1, "withdrawn"), (20, "open")):
        facts = {"state": state, "registered_at": at(date(2025, 5, day)), "state_since": at(date(2025, 5, day))}
        ScreeningRequestFactory(programme=programme, person=person, **facts)
    assert waited(programme) == [("contact_decision", 30, False, 0), ("enquiry_contact", 4, True, 0)]


def test_whoever_has_a_course_waits_in_it_alone(programme):
    """Met on 22 January, ten days before the decision; the request of May is none of another young person."""
    enrolment = course(programme, PersonFactory(first_met_on=date(2025, 1, 22)))
    Person.objects.filter(pk=enrolment.person.pk).update(registered_at=at(date(2025, 1, 20)))
    ScreeningRequestFactory(programme=programme, person=enrolment.person, registered_at=at(date(2025, 5, 1)))
    assert waited(programme) == [("contact_decision", 10, True, 0), ("enquiry_contact", 2, True, 0)]


@pytest.mark.parametrize(("as_of", "kept"), [(date(2025, 4, 30), "none"), (date(2025, 5, 1), "bostoette")])
def test_support_in_the_home_counts_from_the_day_it_begins(programme, as_of, kept):
    """It begins on 1 May; that of the other is granted, and has no day yet."""
    asks(programme, "methods")
    begun, granted = (
        SupportCaseFactory(person=one.person, enrolment=one) for one in (course(programme), course(programme))
    )
    facts = {"talked_on": DECIDED, "decided_on": DECIDED}
    rows = SupportCase.objects.all()
    rows.filter(pk=begun.pk).update(state="started", start=date(2025, 5, 1), decided_by=begun.worker, **facts)
    rows.filter(pk=granted.pk).update(state="granted", decided_by=granted.worker, **facts)
    expected = {"none": (2, 100)} if kept == "none" else {"none": (1, 50), "bostoette": (1, 50)}
    assert case_cells(said(programme, "indsluset", as_of=as_of)) == expected
