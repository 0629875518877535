"""What is done: contacts, phases, handovers. Small populations worked by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.core.periods import Period
from cases.handovers.codes import HandoverEvent, HandoverState
from cases.handovers.models import HandoverStep
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
)
from tests.reporting.reported import counts, facts, table

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def programme():
    return ProgrammeFactory()


def contact(people, day, kind="meeting", outcome="reached", **more):
    happened = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return ContactFactory(
        people=people, happened_at=happened, registered_at=happened, kind=kind, outcome=outcome, **more
    )


def test_contacts_per_young_person_per_month(programme):
    """Worked by hand.

    Two are enrolled: one all of 2025, 365 days, one from 1 July to 1 November, 123 days: 488 days, 16.03 months.
    Reached: a meeting with both (2), a call to the first (1) = 3 in all, 3 / 16.03 = 0.19 a month; meetings 0.12.
    Not counted: a call in vain, a meeting before the second was enrolled, one on the day the second was closed, one
    in 2026, one that was withdrawn.
    """
    first = EnrolmentFactory(programme=programme, start=date(2024, 6, 1)).person
    second = EnrolmentFactory(
        programme=programme, start=date(2025, 7, 1), end=date(2025, 11, 1), closing_reasons=["completed"]
    ).person
    contact([first, second], date(2025, 8, 1))
    contact([first], date(2025, 8, 2), kind="phone")
    contact([first], date(2025, 8, 3), kind="phone", outcome="in_vain")
    contact([second], date(2025, 6, 30))
    contact([second], date(2025, 11, 1))
    contact([first], date(2026, 1, 1))
    contact([first], date(2025, 9, 1), withdrawn_at=datetime(2025, 9, 2, tzinfo=UTC), withdrawn_why="forkert ung")
    kinds = table("contacts_per_month", "kinds", facts(programme, as_of=date(2026, 2, 1)))
    assert kinds["meeting"] == {"n": 2, "rate": 0.12}
    assert kinds["phone"] == {"n": 1, "rate": 0.06}
    assert kinds["total"] == {"n": 3, "rate": 0.19}


def test_without_a_day_enrolled_there_is_no_rate(programme):
    assert table("contacts_per_month", "kinds", facts(programme))["total"] == {"n": 0, "rate": None}


def test_share_reached(programme):
    """Of 3 attempts with the first one reached (33 per cent) and 1 in vain and 1 no-show; the second was never tried.

    A meeting without the young person is no attempt.
    """
    first = EnrolmentFactory(programme=programme).person
    EnrolmentFactory(programme=programme)
    for day, outcome in enumerate(["reached", "in_vain", "no_show", "without"], start=1):
        contact([first], date(2025, 5, day), outcome=outcome)
    outcomes = table("share_reached", "outcomes", facts(programme))
    assert outcomes["reached"] == {"n": 1, "share": 33}
    assert outcomes["total"] == {"n": 3, "share": 100}
    assert counts("share_reached", "people", facts(programme)) == {"reached": 1, "not_reached": 1, "total": 2}


def test_phases_now_and_days_per_phase(programme):
    """Worked by hand.

    Opstart: A 1 Jan - 31 Jan (30 days), B 1 Jan - 20 Feb (50 days), C since 1 Dec, 30 days so far on 31 Dec.
    Median of the ended: 40. With C: at day 30 1 of 3 has left, 2/3 remain; C is last seen after 30 days; at day 50 the
    one left leaves: 50. Stabilisering: A since 31 Jan, B since 20 Feb.
    """
    opstart, stabilisering = (
        PhaseTemplateFactory(programme=programme, position=place, code=code)
        for place, code in enumerate(["opstart", "stabilisering"])
    )
    new_year = date(2025, 1, 1)
    for shift in (date(2025, 1, 31), date(2025, 2, 20)):
        enrolment = EnrolmentFactory(programme=programme, start=new_year)
        PhaseSpellFactory(enrolment=enrolment, phase=opstart, start=new_year, end=shift)
        PhaseSpellFactory(enrolment=enrolment, phase=stabilisering, start=shift)
    enrolment = EnrolmentFactory(programme=programme, start=date(2025, 12, 1))
    PhaseSpellFactory(enrolment=enrolment, phase=opstart, start=date(2025, 12, 1))
    assert counts("phases", "now", facts(programme)) == {"opstart": 1, "stabilisering": 2, "total": 3}
    assert table("phases", "length", facts(programme)) == {
        "opstart": {"n": 2, "lower": 35.0, "median": 40.0, "upper": 45.0, "estimate": 50},
        "stabilisering": {"n": 0, "lower": None, "median": None, "upper": None, "estimate": None},
    }


def test_phases_as_they_stood_on_an_earlier_day(programme):
    """On 30 January the first was still in opstart."""
    opstart = PhaseTemplateFactory(programme=programme, position=0, code="opstart")
    later = PhaseTemplateFactory(programme=programme, position=1, code="stabilisering")
    enrolment = EnrolmentFactory(programme=programme, start=date(2025, 1, 1))
    PhaseSpellFactory(enrolment=enrolment, phase=opstart, start=date(2025, 1, 1), end=date(2025, 1, 31))
    PhaseSpellFactory(enrolment=enrolment, phase=later, start=date(2025, 1, 31))
    assert counts("phases", "now", facts(programme, as_of=date(2025, 1, 30))) == {"opstart": 1, "total": 1}
    assert counts("phases", "now", facts(programme, as_of=date(2025, 1, 31))) == {"stabilisering": 1, "total": 1}
    assert table("phases", "length", facts(programme, as_of=date(2025, 1, 30)))["opstart"]["n"] == 0


def spell(phase, start, end, **shared):
    enrolment = EnrolmentFactory(programme=phase.programme, start=start, **shared)
    return PhaseSpellFactory(enrolment=enrolment, phase=phase, end=end)


def lengths(programme, *period):
    return table("phases", "length", replace(facts(programme), period=Period(*period)))["opstart"]


def test_a_phase_that_ends_on_the_first_day_of_a_period_is_counted_in_it_and_no_other(programme):
    """Ended on 28 February, 1 March and 2 March: one in January and February, two in March and April, three in all."""
    opstart = PhaseTemplateFactory(programme=programme, code="opstart")
    for day in (date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 2)):
        spell(opstart, date(2025, 1, 1), day)
    january, march, may = date(2025, 1, 1), date(2025, 3, 1), date(2025, 5, 1)
    found = [lengths(programme, *period)["n"] for period in [(january, march), (march, may), (january, may)]]
    assert found == [1, 2, 3]


def test_the_estimate_does_not_favour_long_phases(programme):
    """A phase begins each day; of every ten, seven last 20 days and three 200: after 20 days 7 of 10 have left.

    Of those begun before the 90 days looked at, most are long ones, as the short ones are over. At risk from day 0
    they would leave more than half waiting on day 20.
    """
    opstart = PhaseTemplateFactory(programme=programme, code="opstart")
    shared = {"person__team": TeamFactory(), "screening__decided_by": UserFactory()}
    first, last = date(2025, 8, 1), date(2025, 10, 29)
    for place in range(290):
        start = last - timedelta(days=place)
        end = start + timedelta(days=20 if place % 10 < 7 else 200)
        if end >= first:
            spell(opstart, start, end, **shared)
    assert lengths(programme, first, last + timedelta(days=1))["estimate"] == 20


def handover(programme, sent, *answers):
    enrolment = EnrolmentFactory(programme=programme)
    made, worker = HandoverFactory(person=enrolment.person, enrolment=enrolment), UserFactory()
    at = datetime(sent.year, sent.month, sent.day, 9, tzinfo=UTC)
    steps = [(HandoverEvent.SEND, HandoverState.SENT, 0), *answers]
    for event, state, days in steps:
        HandoverStep.objects.create(
            handover=made, event=event, to_state=state, by=worker, at=at + timedelta(days=days), registered_at=at
        )


def test_handovers_and_days_to_acceptance(programme):
    """Worked by hand.

    Five sent in 2025: accepted after 2 and after 6 days, rejected after 3, revoked after 4, and one sent on
    20 December that still waits on the 31st. Median of the accepted: 4 days; counting all (2 yes, 3 no, 4 no, 6 yes,
    11 waiting): 4/5 wait on after day 2, of 2 at risk on day 6 one is accepted: 4/5 x 1/2 = 0.4, so 6 days.
    """
    accepted, rejected = (HandoverEvent.ACCEPT, HandoverState.ACCEPTED), (HandoverEvent.REJECT, HandoverState.REJECTED)
    handover(programme, date(2025, 3, 1), (*accepted, 2))
    handover(programme, date(2025, 4, 1), (*accepted, 6))
    handover(programme, date(2025, 5, 1), (*rejected, 3))
    handover(programme, date(2025, 6, 1), (HandoverEvent.REVOKE, HandoverState.REVOKED, 4))
    handover(programme, date(2025, 12, 20), (*accepted, 30))
    handover(programme, date(2026, 1, 2))
    assert counts("handovers", "answers", facts(programme)) == {
        "accepted": 2,
        "rejected": 1,
        "revoked": 1,
        "waiting": 1,
        "total": 5,
    }
    days = table("handovers", "days", facts(programme))["accepted"]
    assert days == {"n": 2, "lower": 3.0, "median": 4.0, "upper": 5.0, "estimate": 6}
