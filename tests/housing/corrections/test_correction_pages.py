"""The pages that put steps right or take them back, open to who entered them for 24 hours and to leads."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from cases.staff.codes import Role
from housing.referrals.models import HousingReferral, ReferralStep
from housing.support.models import SupportCase
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, OrganisationFactory, PersonFactory, TeamFactory, staff
from tests.factories.housing import HousingReferralFactory, OfferFactory, ReferralStepFactory, StayFactory

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
LINKS = ("Entered by mistake?", "Take back", "Withdraw the whole")


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def worker(team):
    return staff(team=team)


@pytest.fixture
def person(team):
    return PersonFactory(team=team)


@pytest.fixture
def page(client, worker):
    """`page(name, *args)` opens a page as the worker or as `user`, with fields it sends the form."""

    def visit(name, *args, user=worker, **fields):
        client.force_login(user)
        url = reverse(f"housing:{name}", args=args)
        return client.post(url, fields, **ENGLISH) if fields else client.get(url, **ENGLISH)

    return visit


@pytest.fixture
def referral(page, person):
    """Begun and submitted on the pages themselves."""
    receiver = OrganisationFactory(kind="housing_allocation")
    page("referral_create", person.reference, receiver=receiver.pk, housing_kind="youth", on="2025-02-01")
    referral = HousingReferral.objects.get()
    page("referral_step", referral.pk, "submit", on="2025-02-03", note="Sendt", version=1)
    referral.refresh_from_db()
    return referral


@pytest.fixture
def case(page, person):
    page("support_create", person.reference, paragraph="sel_85", on="2025-02-01")
    case = SupportCase.objects.get()
    page("support_step", case.pk, "talk", on="2025-02-03", version=1)
    case.refresh_from_db()
    return case


def text(response):
    return response.content.decode()


def test_a_step_is_corrected_on_its_page(page, referral):
    step = ReferralStep.objects.get(event="submit")
    shown = text(page("referral_step_correct", step.pk))
    assert 'value="03.02.2025"' in shown
    assert "Sendt" in shown
    sent = {"version": referral.version, "note": "Sendt på mail"}
    refused = text(page("referral_step_correct", step.pk, on="2025-01-31", why="Tastet forkert", **sent))
    assert "would lie before" in refused
    assert 'value="Tastet forkert"' in refused
    response = page("referral_step_correct", step.pk, on="2025-02-02", why="Tastet forkert", **sent)
    assert (response.status_code, response["Location"]) == (302, reverse("housing:referral", args=[referral.pk]))
    shown = text(page("referral", referral.pk))
    assert "Corrected and taken back" in shown
    assert "Tastet forkert" in shown
    assert "03.02.2025 → 02.02.2025" in shown


def test_a_step_and_then_the_referral_are_taken_back(page, referral, person):
    step = ReferralStep.objects.get(event="submit")
    assert "What the step made goes with it" in text(page("referral_step_take_back", step.pk))
    page("referral_step_take_back", step.pk, version=referral.version, why="Forkert ung")
    referral.refresh_from_db()
    assert referral.state == "draft"
    assert "It disappears from lists" in text(page("referral_remove", referral.pk))
    response = page("referral_remove", referral.pk, version=referral.version, why="Forkert ung")
    assert response["Location"] == reverse("cases:person", args=[person.reference])
    assert not HousingReferral.objects.exists()


def test_a_support_case_is_corrected_taken_back_and_taken_out(page, case):
    page("support_step_correct", case.pk, "talk", on="2025-02-04", why="Tastet forkert", version=2)
    page("support_step_correct", case.pk, "open", on="2025-02-02", why="Tastet forkert", version=3)
    case.refresh_from_db()
    assert (case.talked_on.day, case.opened_on.day) == (4, 2)
    assert "Tastet forkert" in text(page("support", case.pk))
    page("support_step_take_back", case.pk, "talk", why="Forkert ung", version=4)
    case.refresh_from_db()
    assert case.state == "opened"
    page("support_remove", case.pk, why="Forkert ung", version=5)
    assert not SupportCase.objects.exists()


def test_a_referral_that_a_home_came_from_is_not_offered_to_be_taken_out(page, referral, person):
    address = reverse("housing:referral_remove", args=[referral.pk])
    assert address in text(page("referral", referral.pk))
    StayFactory(person=person, offer=OfferFactory(referral=referral))
    assert address not in text(page("referral", referral.pk))
    sent = page("referral_remove", referral.pk, why="Forkert ung", version=referral.version)
    assert "Take back the move first." in text(sent)


def pages_of(referral, case):
    step = ReferralStep.objects.get(event="submit")
    return [
        ("referral_step_correct", step.pk),
        ("referral_step_take_back", step.pk),
        ("referral_remove", referral.pk),
        ("support_step_correct", case.pk, "talk"),
        ("support_step_correct", case.pk, "open"),
        ("support_step_take_back", case.pk, "talk"),
        ("support_remove", case.pk),
    ]


def test_who_entered_it_for_24_hours_then_a_lead(page, referral, case, worker, clock):
    """The links stand on the pages of exactly those who may."""
    team = referral.person.team
    colleagues = [staff(role, team=team) for role in (Role.CASEWORKER, Role.AUTHORITY)]
    lead = staff(Role.LEAD, team=team)
    for hours, may, may_not in [(24, [worker, lead], colleagues), (25, [lead], [worker, *colleagues])]:
        clock.move_to(NOW + timedelta(hours=hours))
        for user in (*may, *may_not):
            answers = [page(*address, user=user).status_code for address in pages_of(referral, case)]
            assert answers == [200 if user in may else 403] * 7
            for name, record in (("referral", referral), ("support", case)):
                shown = text(page(name, record.pk, user=user))
                assert [link in shown for link in LINKS] == [user in may] * 3


def test_another_teams_lead_finds_nothing(page, referral, case):
    lead = staff(Role.LEAD)
    assert {page(*address, user=lead).status_code for address in pages_of(referral, case)} == {404}


def test_what_was_not_done_has_no_page(page, case):
    for address in [("support_step_correct", case.pk, "grant"), ("support_step_correct", case.pk, "dance")]:
        assert page(*address).status_code == 404
    assert page("support_step_take_back", case.pk, "open").status_code == 404


@pytest.mark.parametrize("address", ["support_step_correct", "support_step_take_back"])
def test_a_step_that_a_colleague_takes_back_while_its_page_is_read_is_no_fault(page, case, address):
    """It is gone between two readings of the steps: the page is that of the step as it stood."""
    readings = []

    def colleague(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql.startswith("SELECT") and 'FROM "housing_supportstep"' in sql:
            readings.append(sql)
            if len(readings) == 2:
                case.steps.filter(event="talk").delete()
        return found

    with connection.execute_wrapper(colleague):
        assert page(address, case.pk, "talk").status_code == 200
    assert not case.steps.filter(event="talk").exists()


QUERIES = 30  # with those of signing in


@pytest.mark.parametrize("steps", [1, 5])
def test_the_referral_page_takes_the_same_queries_at_any_length(page, person, steps, django_assert_num_queries):
    """A lead of an enrolment's team alone is asked about in the database: once, not once a step."""
    enrolment = EnrolmentFactory(person=person, team=TeamFactory())
    lead = staff(Role.LEAD, team=enrolment.team)
    referral = HousingReferralFactory(person=person)
    for _ in range(steps):
        ReferralStepFactory(referral=referral)
    with django_assert_num_queries(QUERIES):
        assert text(page("referral", referral.pk, user=lead)).count("/correct/") == steps


@pytest.mark.parametrize("kind", ["referral", "support"])
def test_an_unusual_day_is_asked_about_and_saved_once_it_is_confirmed(page, referral, case, kind):
    """Opened more than a year before it was registered."""
    record = referral if kind == "referral" else case
    if kind == "referral":
        name, args = "referral_step_correct", [record.steps.get(event="").pk]
    else:
        name, args = "support_step_correct", [record.pk, "open"]
    answers = {"on": "2024-01-02", "why": "Tastefejl", "version": record.version}
    asked = page(name, *args, **answers)
    assert (asked.status_code, type(record).objects.get().opened_on.year) == (200, 2025)
    assert page(name, *args, **answers, confirm="opened_on=2024-01-02").status_code == 302
    assert (type(record).objects.get().opened_on.year, type(record).objects.get().confirmed) == (2024, ["opened_on"])


def test_a_corrected_deadline_far_away_is_asked_about_too(page, case):
    page("support_step", case.pk, "send_hearing", on="2025-02-05", deadline="2025-02-20", version=case.version)
    case.refresh_from_db()
    answers = {"on": "2025-02-05", "deadline": "2025-09-20", "why": "Tastefejl", "version": case.version}
    assert page("support_step_correct", case.pk, "send_hearing", **answers).status_code == 200
    confirmed = answers | {"confirm": "hearing_deadline=2025-09-20"}
    assert page("support_step_correct", case.pk, "send_hearing", **confirmed).status_code == 302
    case.refresh_from_db()
    assert str(case.hearing_deadline) == "2025-09-20"


@pytest.fixture
def stay(page, person):
    page("stay_create", person.reference, kind="shelter", start="2025-02-01")
    return person.stays.get()


CORRECTED = {"kind": "hotel", "start": "2025-02-02", "why": "Tastet forkert"}


@pytest.fixture
def users(worker, team):
    return {"author": worker, "colleague": staff(team=team), "lead": staff(Role.LEAD, team=team)}


@pytest.mark.parametrize(
    "told", [("author", 24, True), ("author", 25, False), ("colleague", 1, False), ("lead", 2400, True)]
)
def test_a_stay_is_corrected_and_removed_by_who_entered_it_and_by_leads(page, stay, users, clock, told):
    """Who, how many hours after it was entered, and whether they may."""
    who, hours, allowed = told
    user, person = users[who], stay.person
    clock.move_to(NOW + timedelta(hours=hours))
    url = reverse("housing:stay_change", args=[stay.pk])
    assert (f'href="{url}"' in text(page("stays", person.reference, user=user))) is allowed
    assert page("stay_change", stay.pk, user=user, **CORRECTED, version=1).status_code == (302 if allowed else 403)
    assert page("stay_remove", stay.pk, user=user, why="Forkert ung").status_code == (302 if allowed else 403)
    assert person.stays.exists() is not allowed


def test_who_ended_a_stay_puts_its_last_day_right_and_nothing_else(page, stay, person, team):
    colleague = staff(team=team)
    page("stay_end", stay.pk, user=colleague, end="2025-02-10", version=1)
    url = reverse("housing:stay_change", args=[stay.pk])
    assert f'href="{url}"' in text(page("stays", person.reference, user=colleague))
    shown = text(page("stay_change", stay.pk, user=colleague))
    assert reverse("housing:stay_remove", args=[stay.pk]) not in shown
    assert page("stay_change", stay.pk, user=colleague, **CORRECTED, end="2025-02-11", version=2).status_code == 302
    stay.refresh_from_db()
    assert (stay.kind, stay.start, stay.end) == ("shelter", date(2025, 2, 1), date(2025, 2, 11))
    assert page("stay_remove", stay.pk, user=colleague, why="Forkert ung").status_code == 403
