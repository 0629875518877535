"""The target-group decision: who decides, what speaks against, and what follows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.intake.actions import screen
from cases.intake.models import Screening, ScreeningRequest, screening_facts
from cases.intake.rules import check
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import PersonFactory, ProgrammeFactory, TeamFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def decider(team):
    return staff(Role.AUTHORITY, team)


@pytest.fixture
def person(team):
    """21 years old on the day of the decision; Copenhagen acts and pays; everything known."""
    return PersonFactory(team=team, birth_date=date(2004, 3, 1), residence="citizen")


@pytest.fixture
def programme():
    return ProgrammeFactory(code="unge", min_age=18, max_age=24)


@pytest.fixture
def decide(decider, person, programme):
    def act(**facts):
        known = {"unstable_housing": True, "needs_more_than_advice": True, "decided_on": TODAY}
        return screen(by=decider, at=NOW, person=person, programme=programme, **known | facts)

    return act


def test_a_yes_when_everything_fits(decide, decider, person):
    screening = decide(outcome="eligible")
    assert (screening.decided_by, screening.decided_on, screening.reasons) == (decider, TODAY, [])
    event = AuditEvent.objects.get()
    assert (event.action, event.person, event.facts) == (AuditAction.CREATED, person, {"outcome": "eligible"})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"unstable_housing": False}, "Dette taler imod: Boligsituationen er stabil."),
        ({"needs_more_than_advice": False}, "Dette taler imod: Kort rådgivning var nok."),
        ({"unstable_housing": None}, "Dette taler imod: Der mangler oplysninger."),
    ],
)
def test_a_yes_is_refused_while_something_speaks_against(facts, said, decide):
    with pytest.raises(Refused) as refusal:
        decide(outcome="eligible", **facts)
    assert (refusal.value.field, refusal.value.message, Screening.objects.count()) == ("outcome", said, 0)


def test_a_no_takes_over_what_speaks_against(decide):
    assert decide(outcome="not_eligible", unstable_housing=False).reasons == ["stable_housing"]


def test_a_no_may_name_its_own_reasons(decide):
    assert decide(outcome="not_eligible", reasons=["short_advice"]).reasons == ["short_advice"]


def test_a_no_without_any_reason_is_refused(decide):
    with pytest.raises(Refused) as refusal:
        decide(outcome="not_eligible")
    assert refusal.value.field == "reasons"


def test_an_exception_needs_something_to_be_one_from_and_a_note(decide):
    with pytest.raises(Refused) as refusal:
        decide(outcome="exception", note="Fordi")
    assert refusal.value.field == "outcome"
    with pytest.raises(Refused, match="Skriv"):
        decide(outcome="exception", unstable_housing=False)
    assert decide(outcome="exception", unstable_housing=False, note="Mister boligen 1. juli").reasons == [
        "stable_housing"
    ]


def test_a_decision_has_been_taken(decide):
    with pytest.raises(Refused) as refusal:
        decide(outcome="eligible", decided_on=TODAY + timedelta(days=1))
    assert refusal.value.field == "decided_on"


def test_an_ended_programme_takes_no_one(decide, programme):
    programme.end = TODAY
    with pytest.raises(Refused) as refusal:
        decide(outcome="eligible")
    assert refusal.value.field == "programme"


def test_unknown_reasons_are_refused(decide):
    with pytest.raises(Refused) as refusal:
        decide(outcome="not_eligible", reasons=["weather"])
    assert refusal.value.field == "reasons"


def test_each_rule_answers_fits_against_or_not_known(person, programme):
    person.paying_municipality, person.residence = "", "none"
    assert check(programme.target_group, screening_facts(person, unstable_housing=True), on=TODAY) == {
        "age": True,
        "stable_housing": True,
        "other_municipality": None,
        "no_residence": False,
        "short_advice": None,
    }


# The page


def address(person, name="create"):
    return reverse(f"cases:screening_{name}", args=[person.reference])


def answers(**changes):
    start = {"programme": "unge", "unstable_housing": "yes", "needs_more_than_advice": "yes", "note": ""}
    return start | {"decided_on": TODAY.isoformat(), "outcome": "eligible"} | changes


@pytest.fixture
def young(person):
    """Twenty years old: inside the age group."""
    person.birth_date = date(2005, 1, 1)
    person.save()
    return person


def test_a_yes_leads_to_the_enrolment(client, decider, young, programme):
    client.force_login(decider)
    response = client.post(address(young), answers())
    assert response["Location"] == reverse("cases:enrol", args=[Screening.objects.get().pk])


def test_a_refused_yes_shows_which_rule_and_keeps_the_answers(client, decider, young, programme):
    client.force_login(decider)
    response = client.post(address(young), answers(unstable_housing="no", note="Bor hos en ven"))
    text = response.content.decode()
    assert "Dette taler imod: Boligsituationen er stabil." in text
    assert "Bor hos en ven" in text
    assert [answer.fits for answer in response.context["answers"]] == [True, False, True, True, True]


def test_the_rules_follow_the_answers_without_saving(client, decider, young, programme):
    client.force_login(decider)
    response = client.post(
        address(young, "rules"), {"programme": "unge", "unstable_housing": "no"}, headers={"HX-Request": "true"}
    )
    assert [answer.fits for answer in response.context["answers"]] == [True, False, True, True, None]
    assert Screening.objects.count() == 0


def test_the_page_asks_the_rules_for_the_day_of_the_decision_as_saving_does(client, decider, person, programme):
    """25 since 3 June: outside the age group today (4 June), inside it on the 2nd, when the decision was made."""
    person.birth_date = date(2000, 6, 3)
    person.save()
    client.force_login(decider)
    for day, fits, saved in [(TODAY, False, 0), (date(2025, 6, 2), True, 1)]:
        response = client.post(
            address(person, "rules"), answers(decided_on=day.isoformat()), headers={"HX-Request": "true"}
        )
        assert [response.context["answers"][0].fits, Screening.objects.count()] == [fits, 0]
        client.post(address(person), answers(decided_on=day.isoformat()))
        assert Screening.objects.count() == saved


def test_a_programme_that_has_ended_takes_decisions_of_its_time(client, decider, young, programme):
    programme.end = TODAY
    programme.save()
    client.force_login(decider)
    for day, saved in [(TODAY, 0), (TODAY - timedelta(days=1), 1)]:
        client.post(address(young), answers(decided_on=day.isoformat()))
        assert Screening.objects.count() == saved


@pytest.mark.parametrize("day", ["", "nonsense", "9999-12-31"])
def test_a_day_that_is_none_leaves_the_rules_at_today(client, decider, young, programme, day):
    client.force_login(decider)
    response = client.post(address(young, "rules"), answers(decided_on=day), headers={"HX-Request": "true"})
    assert (response.status_code, len(response.context["answers"])) == (200, 5)


@pytest.mark.parametrize(("role", "decides"), [(Role.CASEWORKER, False), (Role.AUTHORITY, True), (Role.LEAD, True)])
def test_who_decides(*, role, decides, client, team, young, programme):
    """Who may not decide asks for a decision, even with the answers of somebody who decides."""
    client.force_login(staff(role, team))
    page = client.get(address(young))
    assert (b'name="outcome"' in page.content) is decides
    assert client.post(address(young), answers()).status_code == 302
    assert [Screening.objects.count(), ScreeningRequest.objects.count()] == ([1, 0] if decides else [0, 1])


@pytest.mark.parametrize(("role", "saved"), [(Role.AUTHORITY, 0), (Role.LEAD, 1)])
def test_only_a_lead_makes_exceptions(*, role, saved, client, team, young, programme):
    client.force_login(staff(role, team))
    client.post(address(young), answers(outcome="exception", unstable_housing="no", note="Mister boligen"))
    assert Screening.objects.count() == saved


def test_someone_of_another_team_is_not_found(client, young, programme):
    client.force_login(staff(Role.LEAD))
    assert [client.get(address(young)).status_code, client.post(address(young), answers()).status_code] == [404, 404]
    assert client.post(address(young, "rules"), answers(), headers={"HX-Request": "true"}).status_code == 404
