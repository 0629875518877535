"""The way to a home: small populations worked by hand."""

from datetime import date, timedelta

import pytest

from cases.staff.codes import Role
from housing.corrections.actions import correct_step, take_back_step
from housing.referrals.codes import ReferralEvent, ReferralState, Whose
from reporting.midterm.tasks import produce
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, PersonFactory, ProgrammeFactory, staff
from tests.factories.housing import HousingReferralFactory, ReferralStepFactory, StayFactory
from tests.factories.reporting import ReportRunFactory
from tests.reporting.reported import counts, facts, table

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

SUBMITTED = date(2025, 3, 1)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def refer(programme):
    """Makes a referral with its steps as (step, state, days after submission, more)."""

    def make(*steps, submitted=SUBMITTED):
        enrolment = EnrolmentFactory(programme=programme)
        referral = HousingReferralFactory(person=enrolment.person, enrolment=enrolment, opened_on=submitted)
        state = ReferralState.DRAFT
        ReferralStepFactory(referral=referral)
        for step, to, days, more in [(ReferralEvent.SUBMIT, ReferralState.SUBMITTED, 0, {}), *steps]:
            day = submitted + timedelta(days=days)
            ReferralStepFactory(referral=referral, event=step, from_state=state, to_state=to, happened_on=day, **more)
            state = to
        return referral

    return make


def received(days):
    return (ReferralEvent.RECEIVE, ReferralState.RECEIVED, days, {})


def approved(days):
    return (ReferralEvent.APPROVE, ReferralState.APPROVED, days, {})


def rejected(days, reason="no_income"):
    return (ReferralEvent.REJECT, ReferralState.REJECTED, days, {"reason": reason, "whose": Whose.MUNICIPALITY})


def test_days_from_referral_to_each_step_with_those_still_waiting(programme, refer):
    """Worked by hand.

    Four are submitted on 1 March: received after 2, 4, 6 and 8 days; approved after 10 and 30; one rejected after
    20; one still waiting when the report is made after 60 days. Approved: median of two 20. With the others: of 4 one
    is approved on day 10 (3/4 left), one leaves on day 20, of 2 one is approved on day 30 (3/8 left): 30.
    """
    refer(received(2), approved(10))
    refer(received(4), approved(30))
    refer(received(6), rejected(20))
    refer(received(8))
    steps = table("referral_days", "steps", facts(programme, as_of=SUBMITTED + timedelta(days=60)))
    assert steps["received"] == {
        "submitted": 4,
        "reached": 4,
        "waiting": 0,
        "ended": 0,
        "lower": 3.5,
        "median": 5.0,
        "upper": 6.5,
        "estimate": 4,
    }
    assert steps["approved"] == {
        "submitted": 4,
        "reached": 2,
        "waiting": 1,
        "ended": 1,
        "lower": 15.0,
        "median": 20.0,
        "upper": 25.0,
        "estimate": 30,
    }
    assert steps["moved_in"]["waiting"] == 3


def test_every_step_on_the_way_to_a_home_has_a_row(programme, refer):
    """On the waiting list after 12 days, moved in after 80 and followed up after 110."""
    state, step = ReferralState, ReferralEvent
    later = [(step.QUEUE, state.WAITING, 12), (step.OFFER, state.OFFERED, 50), (step.ACCEPT, state.ACCEPTED, 55)]
    later += [(step.SIGN, state.CONTRACT, 60), (step.MOVE_IN, state.MOVED_IN, 80)]
    followed_up = (step.FOLLOW_UP, state.FOLLOWED_UP, 110, {"outcome": "still_there"})
    refer(received(2), approved(10), *[(*one, {}) for one in later], followed_up)
    medians = {code: row["median"] for code, row in table("referral_days", "steps", facts(programme)).items()}
    assert medians == {
        "received": 2,
        "approved": 10,
        "waiting": 12,
        "offered": 50,
        "accepted": 55,
        "contract": 60,
        "moved_in": 80,
        "followed_up": 110,
    }


def test_what_happened_after_the_day_of_the_report_has_not_happened(programme, refer):
    refer(received(2), approved(10))
    steps = table("referral_days", "steps", facts(programme, as_of=SUBMITTED + timedelta(days=9)))
    assert (steps["approved"]["reached"], steps["approved"]["waiting"]) == (0, 1)


def test_only_referrals_submitted_in_the_period(programme, refer):
    refer(received(2), submitted=date(2024, 12, 31))
    HousingReferralFactory(enrolment=EnrolmentFactory(programme=programme))
    assert table("referral_days", "steps", facts(programme))["received"]["submitted"] == 0


def test_refusals_by_whose_and_why(programme, refer):
    """Two rejections by the municipality, one offer declined by the young person, one withdrawal."""
    declined = {"reason": "rent_too_high", "whose": Whose.YOUNG_PERSON}
    withdrawn = {"reason": "found_home", "whose": Whose.WITHDRAWN}
    refer(received(2), rejected(5))
    refer(received(2), rejected(6, "not_acute"))
    refer((ReferralEvent.DECLINE, ReferralState.DECLINED, 9, declined))
    refer((ReferralEvent.WITHDRAW, ReferralState.WITHDRAWN, 9, withdrawn))
    assert counts("referrals_refused", "reasons", facts(programme)) == {
        "young_person": 1,
        "young_person.rent_too_high": 1,
        "municipality": 2,
        "municipality.no_income": 1,
        "municipality.not_acute": 1,
        "withdrawn": 1,
        "withdrawn.found_home": 1,
        "total": 4,
    }


def enrolled(programme, start=date(2025, 2, 1)):
    return EnrolmentFactory(programme=programme, start=start).person


def test_moved_into_own_home(programme):
    """Worked by hand.

    Of four enrolled one moved from a sofa to a youth home; one moved between two own homes; one had the home before
    the enrolment; one sleeps on a sofa. Only the first has moved into an own home: 25 per cent.
    """
    moved, between, before, sofa = (enrolled(programme) for _ in range(4))
    StayFactory(person=moved, kind="friends_family", start=date(2025, 1, 1), end=date(2025, 6, 1))
    StayFactory(person=moved, kind="youth_home", start=date(2025, 6, 1))
    StayFactory(person=between, kind="private_room", start=date(2025, 1, 1), end=date(2025, 6, 1))
    StayFactory(person=between, kind="youth_home", start=date(2025, 6, 1))
    StayFactory(person=before, kind="general_home", start=date(2025, 1, 15))
    StayFactory(person=sofa, kind="friends_family", start=date(2025, 3, 1))
    assert table("own_home", "moved", facts(programme))["moved"] == {"n": 1, "share": 25}
    assert counts("own_home", "kinds", facts(programme)) == {"youth_home": 1, "total": 1}


def test_a_move_between_two_enrolments_is_a_move_after_the_programme(programme):
    """Worked by hand.

    Enrolled from 1 February to 30 November 2024, and again from 1 June 2025. A youth home from 1 March to 1 May 2025
    began in the year, after the programme: 1 of 1 has moved. Another moved before the first enrolment: not counted, 1
    of 2. A home that began before the first day of the only enrolment is no move of the programme's.
    """
    back = PersonFactory()
    closed = {"end": date(2024, 12, 1), "closing_reasons": ["completed"]}
    first = EnrolmentFactory(person=back, programme=programme, start=date(2024, 2, 1), **closed)
    EnrolmentFactory(person=back, programme=programme, screening=None, reopens=first, start=date(2025, 6, 1))
    StayFactory(person=back, kind="youth_home", start=date(2025, 3, 1), end=date(2025, 5, 1))
    assert table("own_home", "moved", facts(programme))["moved"] == {"n": 1, "share": 100}
    later = enrolled(programme, date(2025, 6, 1))
    StayFactory(person=later, kind="youth_home", start=date(2025, 3, 1))
    assert table("own_home", "moved", facts(programme))["moved"] == {"n": 1, "share": 50}
    assert counts("own_home", "kinds", facts(programme)) == {"youth_home": 1, "total": 1}


def test_of_two_moves_the_first_counts(programme):
    who = enrolled(programme)
    StayFactory(person=who, kind="private_room", start=date(2025, 3, 1), end=date(2025, 4, 1))
    StayFactory(person=who, kind="street", start=date(2025, 4, 1), end=date(2025, 6, 1))
    StayFactory(person=who, kind="youth_home", start=date(2025, 6, 1))
    assert counts("own_home", "kinds", facts(programme)) == {"private_room": 1, "total": 1}


def test_nights_in_shelter(programme):
    """Worked by hand.

    Three enrolled. A: 1 to 5 May, four nights, and 30 Dec 2024 to 2 Jan, of which one night lies in 2025: 5 nights.
    B: in shelter since 1 December; on 31 December 30 nights have been slept. C: none (a night shelter is another kind).
    A fourth is not in the programme.
    """
    a, b, c = (enrolled(programme, date(2024, 12, 1)) for _ in range(3))
    StayFactory(person=a, kind="shelter", start=date(2024, 12, 30), end=date(2025, 1, 2))
    StayFactory(person=a, kind="shelter", start=date(2025, 5, 1), end=date(2025, 5, 5))
    StayFactory(person=b, kind="shelter", start=date(2025, 12, 1))
    StayFactory(person=c, kind="night_shelter", start=date(2025, 12, 1))
    StayFactory(kind="shelter", start=date(2025, 1, 1))
    asked = facts(programme)
    nights = table("shelter_nights", "nights", asked)["shelter"]
    assert nights == {"people": 2, "nights": 35, "lower": 11.3, "median": 17.5, "upper": 23.8}
    bands = {"0": 1, "any": 2, "2_5": 1, "6_30": 1, "total": 3}
    assert counts("shelter_nights", "bands", asked) == bands
    # A day later the night of the 31st is over; the year has no more.
    assert table("shelter_nights", "nights", facts(programme, as_of=date(2026, 3, 1)))["shelter"]["nights"] == 36


def test_a_stay_of_someone_not_enrolled_does_not_count(programme):
    StayFactory(person=PersonFactory(), kind="youth_home", start=date(2025, 6, 1))
    assert counts("own_home", "moved", facts(programme)) == {}


def test_a_corrected_day_moves_the_waiting_time_and_not_a_report_that_is_made(programme, refer):
    """One referral, received 2 days after it was submitted; in truth 9 days after. A report was made in between."""
    referral = refer(received(2))
    lead = staff(Role.LEAD)
    made = ReportRunFactory(programme=programme)
    produce(made.pk)
    asked = facts(programme)

    def median():
        return table("referral_days", "steps", asked)["received"]["median"]

    def frozen(run):
        run.refresh_from_db()
        return run.result

    assert median() == 2.0
    before = frozen(made)
    assert before
    step = referral.steps.get(event=ReferralEvent.RECEIVE)
    day = SUBMITTED + timedelta(days=9)
    correct_step(by=lead, at=NOW, step=step, version=referral.version, on=day, why="Tastet forkert")
    assert median() == 9.0
    assert frozen(made) == before
    referral.refresh_from_db()
    step.refresh_from_db()
    take_back_step(by=lead, at=NOW, step=step, version=referral.version, why="Forkert ung")
    assert table("referral_days", "steps", asked)["received"]["reached"] == 0
    assert frozen(made) == before


def test_a_progress_note_is_no_step(programme, refer):
    """Submitted, a note on day 9, and then entered late that it was rejected on day 4: it ended, and does not wait."""
    note = (ReferralEvent.NOTE, ReferralState.SUBMITTED, 9, {"note": "Ringet"})
    refer(note, received(3), rejected(4))
    assert table("referral_days", "steps", facts(programme))["approved"]["ended"] == 1
