"""What the case itself says of a course: every figure here is counted by hand from the records beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.handovers.models import HandoverStep
from cases.intake.models import ScreeningRequest
from cases.people.models import Person
from cases.statusreports.models import Participation
from housing.support.models import SupportCase
from reporting.outcomes.queries import material, table
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
    staff,
)
from tests.factories.housing import HousingReferralFactory, ReferralStepFactory, SupportCaseFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

START = date(2025, 1, 1)


@pytest.fixture
def programme():
    found = ProgrammeFactory()
    asks(found, "visits", "visit_minutes", "housing_now", "network_meetings", "methods")
    return found


@pytest.fixture
def worker():
    return staff()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def enrolled(programme, start=START, **facts):
    return EnrolmentFactory(programme=programme, start=start, **facts)


def said(programme, key, as_of=TODAY, **asked):
    return table(material(programme, [key], as_of=as_of, **asked), key)


def case_cells(result):
    """What the case says of each row, where it says something."""
    found = {row.key: cell for row in result.rows for cell in row.cells if cell.key == "case"}
    return {key: (cell.count, cell.percent) for key, cell in found.items() if cell.count}


def visited(enrolment, *days, kind="visit", **facts):
    for day in days:
        ContactFactory(people=[enrolment.person], kind=kind, happened_at=at(day), **facts)


def test_visits_of_the_log_stand_beside_what_was_stated(programme, worker):
    """Thirteen weeks before the report: 13 visits are one a week, two longer than 15 and up to 30 minutes."""
    weekly, never, unreported = (enrolled(programme) for _ in "123")
    last = date(2025, 5, 1)
    for enrolment in (weekly, never):
        reported(enrolment, worker, on=last, kind="quarterly", answers={"visits": "dagligt"})
    visited(weekly, *(last - timedelta(days=7 * week) for week in range(13)), minutes=30)
    visited(weekly, last + timedelta(days=1), minutes=200)
    visited(unreported, last)
    visited(never, last, outcome="in_vain")
    visited(never, last, kind="meeting")
    visited(never, last - timedelta(days=120))
    found = said(programme, "visits")
    assert {row.key: row.count for row in found.rows if row.count} == {"dagligt": 2}
    assert case_cells(found) == {"ugentligt": (1, 50), "none": (1, 50)}
    assert "Kontaktloggen: n = 2." in [note.da for note in found.notes]
    assert case_cells(said(programme, "visit_minutes")) == {"16_30": (1, 50), "none": (1, 50)}


def test_a_visit_for_another_programme_is_no_visit_of_this_one(programme, worker):
    mine = enrolled(programme)
    other = enrolled(ProgrammeFactory(), person=mine.person, team=worker.memberships.get().team)
    reported(mine, worker, on=date(2025, 5, 1), kind="quarterly", answers={"visits": "dagligt"})
    visited(other, date(2025, 4, 1), by=worker)
    assert case_cells(said(programme, "visits")) == {"none": (1, 100)}


def test_months_with_a_contact_are_counted_from_the_first_day_of_the_course(programme):
    """From 15 January to 4 June it has had five months; reached in the first (14 February) and the second."""
    some, every, none = (enrolled(programme, date(2025, 1, 15)) for _ in "123")
    visited(some, date(2025, 2, 14), date(2025, 2, 15), date(2025, 2, 16), kind="phone")
    visited(every, *(date(2025, month, 15) for month in range(1, 6)), kind="meeting")
    visited(none, date(2025, 3, 1), outcome="no_show")
    assert case_cells(said(programme, "continuous_use")) == {"0": (1, 33), "1_49": (1, 33), "100": (1, 33)}


def test_a_closed_course_has_had_the_months_up_to_its_last_day(programme):
    closed = enrolled(programme, end=date(2025, 2, 1), closing_reasons=["completed"])
    visited(closed, date(2025, 1, 31))
    assert case_cells(said(programme, "continuous_use")) == {"100": (1, 100)}


def test_network_meetings_of_log_and_reports_are_each_counted_once(programme, worker):
    """154 days with three meetings; one of the log's days is told in a report too, with the private network."""
    enrolment = enrolled(programme)
    visited(enrolment, date(2025, 2, 1), date(2025, 3, 1), kind="network_meeting")
    visited(enrolment, date(2025, 3, 1), kind="network_meeting", outcome="without")
    visited(enrolment, date(2025, 4, 1), kind="network_meeting", outcome="cancelled")
    told = [{"code": "privat", "from": "2025-03-01"}, {"code": "den_unge", "from": "2025-05-02"}]
    reported(enrolment, worker, on=date(2025, 5, 3), kind="quarterly", answers={"network_meetings": told})
    found = said(programme, "network_meetings", as_of=date(2025, 6, 3))
    assert [(row.key, row.count, row.value) for row in found.rows] == [
        ("per_12_months", 3, 7.1),
        ("reached_norm", 1, None),
        ("with_private", 1, None),
    ]
    early = said(programme, "network_meetings", as_of=date(2025, 2, 20))
    assert early.rows[0].count == 1


def test_a_service_counts_when_it_has_met_the_young_person(programme):
    """Three handovers, of which two were met, one of them after the day; support in the home that began."""
    enrolment = enrolled(programme)
    for purpose, met_on in (
        ("psychiatry", date(2025, 3, 1)),
        ("community", date(2025, 6, 1)),
        ("drug_treatment", None),
    ):
        row = HandoverFactory(person=enrolment.person, enrolment=enrolment, purpose=purpose)
        if met_on:
            HandoverStep.objects.create(
                handover=row, event="meet", to_state="first_contact", by=row.sent_by, at=at(met_on)
            )
    case = SupportCaseFactory(person=enrolment.person, enrolment=enrolment)
    SupportCase.objects.filter(pk=case.pk).update(
        start=date(2025, 4, 1),
        state="started",
        decided_on=date(2025, 3, 1),
        talked_on=date(2025, 3, 1),
        decided_by=case.worker,
    )
    enrolled(programme)
    found = said(programme, "indsluset", as_of=date(2025, 5, 1))
    assert case_cells(found) == {"psykiatri": (1, 50), "bostoette": (1, 50), "none": (1, 50)}


def test_what_was_registered_later_is_not_known_yet(programme, worker):
    """A report counts what was known when it was asked for, whatever is written into the log meanwhile."""
    known, later = NOW, NOW + timedelta(days=1)
    enrolment = enrolled(programme, registered_at=known)
    reported(enrolment, worker, on=date(2025, 4, 25), kind="quarterly", answers={"visits": "dagligt"})
    log = ContactFactory(
        people=[enrolment.person], kind="visit", happened_at=at(date(2025, 4, 1)), registered_at=later
    )
    row = HandoverFactory(person=enrolment.person, enrolment=enrolment, purpose="psychiatry")
    step = HandoverStep.objects.create(
        handover=row, event="meet", to_state="first_contact", by=row.sent_by, at=at(date(2025, 4, 1))
    )
    HandoverStep.objects.filter(pk=step.pk).update(registered_at=later)
    case = SupportCaseFactory(person=enrolment.person, enrolment=enrolment)
    day = date(2025, 4, 1)
    SupportCase.objects.filter(pk=case.pk).update(
        start=day, state="started", decided_on=day, talked_on=day, decided_by=case.worker, registered_at=later
    )
    no(programme, "age", decided_on=day, registered_at=later)
    keys = ("visits", "indsluset", "enquiries")
    before, after = ([counts_of(said(programme, key, known_at=one)) for key in keys] for one in (known, later))
    assert before == [{"none": 1}, {"none": 1}, {"forloeb": 1}]
    assert after == [{"maanedligt": 1}, {"psykiatri": 1, "bostoette": 1}, {"forloeb": 1, "uden_for_maalgruppe": 1}]
    assert log.registered_at == later


def counts_of(result):
    """What the case says, or the whole table where it alone says it."""
    return {key: count for key, (count, _percent) in case_cells(result).items()} or {
        row.key: row.count for row in result.rows if row.count
    }


def test_work_is_a_job_centres_where_the_receiver_is_one(programme):
    enrolment = enrolled(programme)
    for kind in ("jobcentre", "civil_society"):
        receiver = OrganisationFactory(kind=kind)
        row = HandoverFactory(person=enrolment.person, enrolment=enrolment, purpose="income_job", receiver=receiver)
        HandoverStep.objects.create(handover=row, event="meet", to_state="first_contact", by=row.sent_by, at=NOW)
    assert case_cells(said(programme, "indsluset")) == {"jobcenter": (1, 100), "andet": (1, 100)}


def test_methods_last_until_the_latest_report_says_so(programme, worker):
    """CTI from 1 January to 10 October 2024 is 284 days, more than nine months; ICM runs, by 4 June for 96 days."""
    enrolment = enrolled(programme, date(2024, 1, 1))
    begun = [{"code": "cti", "from": "2024-01-01"}]
    over = [
        {"code": "cti", "from": "2024-01-01", "to": "2024-10-10"},
        {"code": "icm", "from": "2025-03-01"},
        {"code": "act"},
    ]
    reported(enrolment, worker, on=date(2024, 4, 1), kind="quarterly", answers={"methods": begun})
    reported(enrolment, worker, on=date(2025, 4, 1), kind="quarterly", answers={"methods": over})
    found = {row.key: row for row in said(programme, "method_time").rows}
    assert (found["cti"].n, found["cti"].count, found["cti"].value) == (1, 1, 284)
    assert (found["cti.long"].count, found["cti.long"].sub) == (1, True)
    assert (found["icm"].n, found["icm"].count, found["icm"].value) == (1, 0, None)
    assert found["act"].n == 0
    early = {row.key: row for row in said(programme, "method_time", as_of=date(2024, 5, 1)).rows}
    assert (early["cti"].count, early["cti"].n) == (0, 1)


def no(programme, *reasons, **facts):
    return ScreeningFactory(programme=programme, outcome="not_eligible", reasons=list(reasons), **facts)


def test_what_became_of_enquiries_is_what_the_intake_knows(programme):
    enrolled(programme)
    no(programme, "other_municipality", "age")
    no(programme, "no_residence")
    no(programme, "short_advice")
    no(programme, "age")
    ScreeningFactory(programme=programme)
    earlier = PersonFactory()
    no(programme, "age", person=earlier, decided_on=date(2024, 12, 1))
    ScreeningFactory(programme=programme, person=earlier, decided_on=date(2025, 2, 1))
    ScreeningRequestFactory(programme=programme)
    ScreeningRequestFactory(programme=programme, state="withdrawn")
    ScreeningRequestFactory()
    refused = enrolled(programme)
    Participation.objects.create(enrolment=refused, state="declined", told_on=START)
    found = said(programme, "enquiries")
    assert (found.n, found.blanks) == (8, 1)
    assert {row.key: row.count for row in found.rows if row.count != 0} == {
        "forloeb": 1,
        "oensker_ikke": None,
        "ingen_kontakt": None,
        "raadgivning_andre": None,
        "kort_raadgivning": 1,
        "anden_kommune": 1,
        "uden_opholdstilladelse": 1,
        "uden_for_maalgruppe": 1,
        "afventer": 3,
    }


def test_an_enquiry_is_as_it_stood_on_the_day(programme):
    """A request that was withdrawn later was still open; a decision that came later was not made."""
    row = ScreeningRequestFactory(programme=programme, registered_at=at(date(2025, 2, 1)), state_since=NOW)
    ScreeningRequest.objects.filter(pk=row.pk).update(state="withdrawn")
    no(programme, "age", decided_on=date(2025, 5, 1))
    found = said(programme, "enquiries", as_of=date(2025, 3, 1))
    assert {row.key: row.count for row in found.rows if row.count} == {"afventer": 1}
    in_may = said(programme, "enquiries", start=date(2025, 5, 1), end=date(2025, 5, 31))
    assert {row.key: row.count for row in in_may.rows if row.count} == {"uden_for_maalgruppe": 1}


def way(result):
    return {row.key: (row.n, row.count, row.value) for row in result.rows}


def test_waits_go_from_enquiry_to_moving_in(programme):
    """Registered 2 January, met 10 January, decided 1 February, offered 13 March, moved in on 1 April."""
    person = PersonFactory(first_met_on=date(2025, 1, 10))
    Person.objects.filter(pk=person.pk).update(registered_at=at(date(2025, 1, 2)))
    decision = ScreeningFactory(person=person, programme=programme, decided_on=date(2025, 2, 1))
    enrolment = enrolled(programme, date(2025, 2, 3), person=person, screening=decision)
    referral = HousingReferralFactory(
        person=person, enrolment=enrolment, state="moved_in", opened_on=date(2025, 2, 10)
    )
    steps = (
        ("submit", "draft", "submitted", 11, 2),
        ("offer", "waiting", "offered", 13, 3),
        ("move_in", "contract", "moved_in", 1, 4),
    )
    for event, before, after, day, month in steps:
        ReferralStepFactory(
            referral=referral, event=event, from_state=before, to_state=after, happened_on=date(2025, month, day)
        )
    assert way(said(programme, "waits")) == {
        "enquiry_contact": (1, 1, 8),
        "contact_decision": (1, 1, 22),
        "decision_offer": (1, 1, 40),
        "offer_move_in": (1, 1, 19),
    }
    assert way(said(programme, "waits", as_of=date(2025, 3, 20)))["offer_move_in"] == (1, 0, None)
    assert way(said(programme, "waits", as_of=date(2025, 3, 1)))["offer_move_in"] == (0, 0, None)


def test_those_who_still_wait_for_a_decision_are_in_the_waits(programme):
    """Asked about on 1 May, met on 5 May; by 4 June the contact came after 4 days and 30 days were waited."""
    person = PersonFactory(first_met_on=date(2025, 5, 5))
    ScreeningRequestFactory(programme=programme, person=person, registered_at=at(date(2025, 5, 1)))
    found = way(said(programme, "waits"))
    assert found["enquiry_contact"] == (1, 1, 4)
    assert found["contact_decision"] == (1, 0, None)


def test_days_that_contradict_each_other_are_left_out(programme):
    """Met before the enquiry, as in outreach."""
    person = PersonFactory(first_met_on=date(2025, 1, 1))
    ScreeningRequestFactory(programme=programme, person=person, registered_at=at(date(2025, 5, 1)))
    found = said(programme, "waits")
    assert way(found)["enquiry_contact"][0] == 0
    assert {one.key: one.count for one in found.exclusions} == {"out_of_order": 1}
