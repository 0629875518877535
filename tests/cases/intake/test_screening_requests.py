"""Asking for a target-group decision: who waits sees it, who decides has it before them, and nothing is decided by it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.corrections.actions import withdraw_screening
from cases.intake import actions as act
from cases.intake.actions import screen
from cases.intake.codes import RequestEvent, RequestState
from cases.intake.models import Screening, ScreeningRequest
from cases.intake.queries import my_undecided
from cases.intake.rules import REQUEST_STATES
from cases.people.actions import change_person, register_person
from cases.setaside.models import SetAside
from cases.staff.codes import Role
from tests.cases.enrolled import now
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    PersonFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
    TeamFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
# Written by hand: state → {event: state it leads to}.
STATES = {
    "open": {"decide": "decided", "send_back": "returned", "withdraw": "withdrawn"},
    "decided": {"reopen": "open"},
    "returned": {},
    "withdrawn": {},
}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def worker(team):
    return staff(Role.CASEWORKER, team, name="Jonas Holm")


@pytest.fixture
def decider(team):
    return staff(Role.AUTHORITY, team, name="Lene Dahl")


@pytest.fixture
def person(team):
    """Twenty years old; Copenhagen acts and pays; everything known."""
    return PersonFactory(
        team=team, birth_date=date(2005, 1, 1), residence="citizen", first_name="Ida", last_name="Lund"
    )


@pytest.fixture
def programme():
    return ProgrammeFactory(code="unge", min_age=18, max_age=24)


@pytest.fixture
def asked(worker, person, programme):
    return act.ask_for_decision(
        by=worker, at=NOW, person=person, programme=programme, unstable_housing=True, note="Mister sofaen fredag"
    )


def page_of(person):
    return reverse("cases:screening_create", args=[person.reference])


def panel(client, key):
    """The panel of My day as text; empty where it is not shown."""
    marked = f'id="{key}"'
    found = [html for html in client.get("/my-day/").context["panels"] if marked in html]
    return found[0] if found else ""


@pytest.mark.parametrize("state", RequestState)
def test_every_event_in_every_state(state):
    assert {event: REQUEST_STATES.after(state, event) for event in REQUEST_STATES.events_from(state)} == STATES[state]
    for event in set(RequestEvent) - STATES[state].keys():
        with pytest.raises(Refused):
            REQUEST_STATES.after(state, event)


# Asking


def test_a_caseworker_asks_with_what_is_known(client, worker, person, programme):
    client.force_login(worker)
    typed = {"programme": "unge", "unstable_housing": "yes", "needs_more_than_advice": "unknown", "note": "Haster"}
    assert client.post(page_of(person), typed).status_code == 302
    found = ScreeningRequest.objects.get()
    assert (found.person, found.programme, found.asked_by, found.state) == (person, programme, worker, "open")
    assert (found.unstable_housing, found.needs_more_than_advice, found.note) == (True, None, "Haster")
    assert Screening.objects.count() == 0
    event = AuditEvent.objects.get(action="created")
    assert (event.by, event.person, event.target_id) == (worker, person, str(found.pk))


def test_a_decision_is_asked_for_once(asked, worker, person, programme):
    with pytest.raises(Refused, match="allerede bedt om"):
        act.ask_for_decision(by=worker, at=NOW, person=person, programme=programme)
    other = act.ask_for_decision(by=worker, at=NOW, person=person, programme=ProgrammeFactory())
    assert other.state == "open"


def test_who_has_asked_about_every_programme_is_offered_no_form(client, asked, worker, person):
    client.force_login(worker)
    html = client.get(page_of(person)).content.decode()
    assert ['name="programme"' in html, "Træk anmodningen tilbage" in html] == [False, True]


def test_an_ended_programme_is_not_asked_about(worker, person, programme):
    programme.end = TODAY
    with pytest.raises(Refused) as refusal:
        act.ask_for_decision(by=worker, at=NOW, person=person, programme=programme)
    assert refusal.value.field == "programme"


# Deciding


def test_the_decision_opens_with_what_was_asked(client, asked, decider, person):
    client.force_login(decider)
    response = client.get(page_of(person))
    form, html = response.context["form"], response.content.decode()
    assert [form[name].value() for name in ("programme", "unstable_housing")] == ["unge", "yes"]
    assert [answer.fits for answer in response.context["answers"]] == [True, True, True, True, None]
    assert ["Jonas Holm bad om en afgørelse 04.06.2025" in html, "Mister sofaen fredag" in html] == [True, True]


def test_of_several_requests_the_one_in_the_address_is_answered(client, asked, worker, decider, person):
    act.ask_for_decision(by=worker, at=NOW, person=person, programme=ProgrammeFactory(code="anden"))
    client.force_login(decider)
    found = [
        client.get(page_of(person) + query).context["form"].asked.programme.code for query in ("", "?programme=anden")
    ]
    assert found == ["unge", "anden"]


@pytest.mark.parametrize("outcome", ["eligible", "not_eligible"])
def test_a_decision_answers_the_request(outcome, client, asked, decider, person):
    client.force_login(decider)
    typed = {"programme": "unge", "unstable_housing": "yes", "needs_more_than_advice": "yes", "outcome": outcome}
    client.post(page_of(person), typed | {"decided_on": TODAY.isoformat(), "reasons": ["short_advice"]})
    found = now(asked)
    assert (found.state, found.screening, found.answered_by) == ("decided", Screening.objects.get(), decider)


def test_a_decision_for_another_programme_leaves_it_waiting(asked, decider, person):
    screen(
        by=decider, at=NOW, person=person, programme=ProgrammeFactory(), decided_on=TODAY,
        outcome="not_eligible", reasons=["short_advice"],
    )  # fmt: skip
    assert now(asked).state == "open"


def test_a_decision_taken_back_lets_the_request_wait_again(asked, worker, decider, person, programme):
    made = screen(
        by=decider, at=NOW, person=person, programme=programme, decided_on=TODAY,
        outcome="not_eligible", reasons=["short_advice"],
    )  # fmt: skip
    withdraw_screening(by=decider, at=NOW, screening=made, why="Forkert person")
    found = now(asked)
    assert (found.state, found.screening, found.answered_by, found.asked_by) == ("open", None, None, worker)
    assert (found.history.latest("history_id").state, found.version) == ("open", asked.version + 2)


def test_a_request_is_sent_back_with_a_reason_and_asked_again(client, asked, worker, decider, person):
    client.force_login(decider)
    url = reverse("cases:screening_send_back", args=[asked.pk])
    assert client.post(url, {"answer": " "}).context["form"].errors
    client.post(url, {"answer": "Hvem betaler?"})
    found = now(asked)
    assert (found.state, found.answer, found.answered_by) == ("returned", "Hvem betaler?", decider)
    event = AuditEvent.objects.get(action=AuditAction.STATE_CHANGED)
    assert (event.by, event.person, event.target_id, event.facts) == (
        decider,
        person,
        str(asked.pk),
        {"state": "returned"},
    )
    client.force_login(worker)
    assert ["Hvem betaler?" in panel(client, "answers"), "Lene Dahl" in panel(client, "answers")] == [True, True]
    form = client.get(page_of(person)).context["form"]
    assert [form["note"].value(), form["unstable_housing"].value()] == ["Mister sofaen fredag", "yes"]
    client.post(page_of(person), {"programme": "unge", "note": "Kommunen betaler"})
    assert list(ScreeningRequest.objects.values_list("state", flat=True)) == ["returned", "open"]


def test_who_may_not_decide_sends_nothing_back(client, asked, worker):
    client.force_login(worker)
    assert client.post(reverse("cases:screening_send_back", args=[asked.pk]), {"answer": "Nej"}).status_code == 403
    assert now(asked).state == "open"


def test_only_who_asked_withdraws(client, asked, worker, team):
    url = reverse("cases:screening_request_withdraw", args=[asked.pk])
    for user, state in ((staff(Role.CASEWORKER, team), "open"), (worker, "withdrawn")):
        client.force_login(user)
        client.post(url)
        assert now(asked).state == state
    assert [row.state for row in asked.history.order_by("history_id")] == ["open", "withdrawn"]


def test_a_request_of_another_team_is_not_found(client, asked):
    client.force_login(staff(Role.LEAD))
    for name in ("screening_send_back", "screening_request_withdraw"):
        assert client.get(reverse(f"cases:{name}", args=[asked.pk])).status_code == 404


# Who waits, on whose page


def test_whoever_registered_or_decides_has_them_on_my_day_longest_waiting_first(team, worker, decider):
    """Registered by the worker 3 days ago, by somebody else 9 days ago; the decider has both, a third worker none."""
    other = staff(Role.CASEWORKER, team)
    made = [
        register_person(
            by=by, at=NOW - timedelta(days=days), first_name=name, team=team, first_met_on=date(2025, 5, 1)
        )
        for by, days, name in ((worker, 3, "Ny"), (other, 9, "Gammel"))
    ]
    lists = [[row.first_name for row in my_undecided(user, TODAY)] for user in (worker, decider, other)]
    assert lists == [["Ny"], ["Gammel", "Ny"], ["Gammel"]]
    third = staff(Role.CASEWORKER, team)
    change_person(by=third, at=NOW, person=made[0], phone="20123456")
    assert list(my_undecided(third, TODAY)) == []
    ScreeningFactory(person=made[1])
    assert [row.first_name for row in my_undecided(decider, TODAY)] == ["Ny"]


def test_the_right_counts_in_the_team_of_the_young_person(team, person):
    """An authority worker elsewhere who works in this team as a caseworker decides for the others."""
    user = staff(Role.AUTHORITY)
    user.memberships.create(role=Role.CASEWORKER, team=team, start=date(2025, 1, 1))
    assert list(my_undecided(user, TODAY)) == []


def test_somebody_decided_on_waits_again_when_a_decision_is_asked_for(worker, decider, person, programme):
    ScreeningFactory(person=person, outcome="not_eligible", reasons=["age"])
    assert list(my_undecided(decider, TODAY)) == []
    ScreeningRequestFactory(person=person, asked_by=worker, registered_at=NOW - timedelta(days=2))
    ScreeningRequestFactory(person=person, asked_by=worker, registered_at=NOW - timedelta(days=1))
    assert [(row.pk, row.waits_since) for row in my_undecided(decider, TODAY)] == [
        (person.pk, NOW - timedelta(days=2))
    ]
    assert list(my_undecided(worker, TODAY)) == [person]


def test_protected_young_people_are_shown_to_those_who_may_see_them(team, worker, decider):
    person = PersonFactory(team=team, is_restricted=True)
    assert list(my_undecided(decider, TODAY)) == []
    decider.memberships.update(sees_restricted=True)
    del decider.scope
    assert list(my_undecided(decider, TODAY)) == [person]


def test_what_is_set_aside_is_out_of_sight_until_somebody_asks(worker, decider, person):
    SetAside.objects.create(user=decider, kind="person", record=person.pk, until=TODAY + timedelta(days=1))
    assert list(my_undecided(decider, TODAY)) == []
    assert list(my_undecided(decider, TODAY + timedelta(days=1))) == [person]
    ScreeningRequestFactory(person=person, asked_by=worker)
    assert list(my_undecided(decider, TODAY)) == [person]


def test_my_day_says_who_waits_for_how_long_and_leads_to_the_decision(client, asked, decider, person):
    type(person).objects.filter(pk=person.pk).update(registered_at=NOW - timedelta(days=5))
    client.force_login(decider)
    html = panel(client, "undecided")
    words = ("Ida Lund", "har ventet i 5 dage", "Bedt om en afgørelse", "Jonas Holm", page_of(person))
    assert [word for word in words if word not in html] == []
    assert AuditEvent.objects.filter(facts__page="my_day_undecided", facts__shown=[person.reference]).exists()


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (13, True), (14, False)])
def test_an_answer_is_shown_for_two_weeks(*, days, is_shown, client, asked, worker, decider):
    act.send_back(by=decider, at=NOW - timedelta(days=days), request=asked, answer="Hvem betaler?")
    client.force_login(worker)
    assert ("Hvem betaler?" in panel(client, "answers")) is is_shown


def test_the_timeline_tells_of_it(client, asked, decider, person):
    act.send_back(by=decider, at=NOW, request=asked, answer="Hvem betaler?")
    client.force_login(decider)
    html = client.get(
        reverse("cases:person_timeline", args=[person.reference]), headers={"HX-Request": "true"}
    ).content.decode()
    assert ["Bedt om en afgørelse: " in html, "Hvem betaler?" in html] == [True, True]


def test_the_number_of_queries_does_not_grow(client, worker, decider, team, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(60) as queries:
            client.get("/my-day/")
        return len(queries)

    def one_more(n):
        ScreeningRequestFactory(person=PersonFactory(team=team), asked_by=decider)
        sent = ScreeningRequestFactory(person=PersonFactory(team=team), asked_by=decider)
        act.send_back(by=worker, at=NOW - timedelta(days=n % 9), request=sent, answer="Hvem betaler?")

    client.force_login(decider)
    one_more(0)
    client.get("/my-day/")
    one = count()
    for n in range(8):
        one_more(n)
    assert count() == one
