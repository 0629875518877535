"""Someone new: only after a search, never twice, and nobody hidden is given away."""

import re
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.models import Contact
from cases.people.models import Person
from tests.clock import TODAY
from tests.factories.cases import MembershipFactory, PersonFactory, TeamFactory, cpr_fields, staff
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

NEW, REGISTER, MET = (reverse(f"cases:person_{name}") for name in ("new", "register", "met"))
CPR = "610304-4233"


@pytest.fixture
def team():
    return TeamFactory(code="vesterbro")


@pytest.fixture
def worker(team, client):
    worker = staff(team=team)
    client.force_login(worker)
    return worker


def facts(**changes):
    start = {
        "first_name": "Ida",
        "last_name": "Holm",
        "first_met_on": TODAY.isoformat(),
        "team": "vesterbro",
        "seen": "",
    }
    return start | {"gender": "unknown", "residence": "unknown"} | changes


def test_the_way_in_begins_with_a_search(client, worker):
    assert b'name="seen"' not in client.get(NEW).content
    assert client.get(REGISTER).status_code == 302


def test_an_empty_search_is_no_search(client, worker):
    response = client.post(NEW, {"name": "", "birth_date": "", "cpr": ""})
    assert b'name="seen"' not in response.content
    text = "Udfyld mindst ét af felterne: Navn eller kaldenavn, Fødselsdato, CPR-nummer, Telefon."
    assert response.content.decode().count(text) == 3  # at the field, as its error, and among the errors of the form


def test_what_was_typed_stands_in_the_form(client, worker):
    form = client.post(NEW, {"name": "Ida Marie Holm", "cpr": CPR}, follow=True).context["form"]
    shown = {name: form[name].value() for name in ("first_name", "last_name", "cpr")}
    assert shown == {"first_name": "Ida Marie", "last_name": "Holm", "cpr": "6103044233"}


def test_who_is_alike_is_shown_with_the_form(client, worker, team):
    known = PersonFactory(team=team, first_name="Ida", last_name="Holmgaard")
    response = client.post(NEW, {"name": "Ida Holmgård"}, follow=True)
    assert response.context["alike"] == [known]
    assert response.context["form"]["seen"].value() == known.reference
    event = AuditEvent.objects.get()
    assert (event.action, event.facts) == (
        AuditAction.SEARCHED,
        {"criteria": "Ida Holmgård", "by_facts": [], "found": 1, "shown": [known.reference]},
    )


def test_registering_leads_to_the_page(client, worker):
    response = client.post(REGISTER, facts(phone="12345678"))
    person = Person.objects.get()
    assert response["Location"] == reverse("cases:person", args=[person.reference])
    assert (person.name, person.phone, person.team.code) == ("Ida Holm", "12345678", "vesterbro")


def test_no_one_is_registered_before_those_alike_were_shown(client, worker, team):
    known = PersonFactory(team=team, first_name="Ida", last_name="Holm")
    response = client.post(REGISTER, facts(), follow=True)
    assert (response.status_code, Person.objects.count()) == (200, 1)
    assert "Er det en af disse?" in response.content.decode()
    seen = response.context["form"]["seen"].value()
    assert seen == known.reference
    client.post(REGISTER, facts(seen=seen))
    assert Person.objects.count() == 2


@pytest.mark.parametrize("page", [REGISTER, MET])
def test_a_form_that_leads_to_those_alike_has_saved_nothing_under_its_key(page, client, worker, team):
    """Sent again with the same key, as by a phone that tries twice, it shows them again and does not say it is saved."""
    PersonFactory(team=team, first_name="Ida", last_name="Holm", alias="Hue")
    typed = {"alias": "Hue", "met_at": "2025-05-01T21:30", "place": "Her", "team": "vesterbro"}
    sent = (facts() if page == REGISTER else typed) | {"client_key": "00000000-0000-4000-8000-000000000001"}
    for _ in range(2):
        response = client.post(page, sent, follow=True)
        assert (response.status_code, list(response.context["messages"]), Person.objects.count()) == (200, [], 1)
        assert "Er det en af disse?" in response.content.decode()
    seen = response.context["form"]["seen"].value()
    client.post(page, sent | {"seen": seen})
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    "typed", [{"first_name": "Isik", "last_name": "Kilic"}, {"first_name": "Sara", "phone": "+4520123456"}]
)
def test_whoever_is_written_with_other_letters_or_has_the_phone_is_shown_first(typed, client, worker, team):
    known = PersonFactory(team=team, first_name="Işık", last_name="Kılıç", phone="20 12 34 56", birth_date=None)
    response = client.post(REGISTER, facts(**typed), follow=True)
    assert (response.context["alike"], Person.objects.count()) == ([known], 1)


def test_going_back_from_one_who_is_alike_shows_what_was_typed(client, worker, team):
    PersonFactory(team=team, first_name="Ida", last_name="Holm", alias="Hue")
    typed = {"alias": "Hue", "met_at": "2025-05-01T21:30", "place": "Kofoeds Kælder", "team": "vesterbro"}
    sent = {REGISTER: facts(phone="87654321", has_protected_address="on"), MET: typed}
    for page, data in sent.items():
        url = client.post(page, data)["Location"]
        form = client.get(url).context["form"]
        assert {name: form[name].data for name in data if name != "seen"} == {
            name: True if text == "on" else text for name, text in data.items() if name != "seen"
        }
        assert not any(text in url for text in ("Ida", "Hue", "87654321"))
        assert Person.objects.count() == 1


def test_an_error_keeps_those_alike_in_sight(client, worker, team):
    PersonFactory(team=team, first_name="Kristian", last_name="Holm")
    html = client.post(REGISTER, facts(first_name="Christian", cpr="123")).content.decode()
    assert ["Er det en af disse?" in html, "Kristian Holm" in html] == [True, True]


def test_no_two_fields_of_the_page_have_one_id(client, worker):
    html = client.post(reverse("cases:person_new"), {"name": "Ida Holm"}, follow=True).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [one for one in set(ids) if ids.count(one) > 1] == []


def test_an_error_keeps_what_was_typed(client, worker):
    response = client.post(REGISTER, facts(cpr="123", phone="12345678", first_met_on="2999-01-01"))
    form = response.context["form"]
    assert form["phone"].value() == "12345678"
    assert list(form.errors) == ["cpr"]
    response = client.post(REGISTER, facts(first_met_on="2999-01-01"))
    assert response.context["form"].errors == {
        "first_met_on": ["Det er ude i fremtiden. Vælg den dag, I mødtes første gang."]
    }


def test_a_number_that_fails_the_old_check_is_said_and_saved(client, worker):
    response = client.post(REGISTER, facts(cpr="610304-4234"), follow=True)
    said = [message.level_tag for message in response.context["messages"]]
    assert (said, Person.objects.count()) == (["success", "warning"], 1)


def test_a_hidden_person_is_not_given_away(client, worker, team):
    """Planted: one protected, one of another team, with everything the same as what is typed."""
    secret = {"first_name": "Ida", "last_name": "Holm", "alias": "Skyggen", "birth_date": "2004-03-01"}
    hidden = [
        PersonFactory(team=team, is_restricted=True, **secret, **cpr_fields("6103044233")),
        PersonFactory(team=TeamFactory(name="Team Hemmelig"), **secret),
    ]
    pages = [
        client.post(NEW, {"name": "Ida Holm", "birth_date": "2004-03-01", "cpr": CPR}, follow=True),
        client.post(REGISTER, facts(cpr=CPR, birth_date="2004-03-01")),
        client.post(MET, {"alias": "Skyggen", "met_at": "2999-01-01T10:00", "place": "Her", "team": "vesterbro"}),
    ]
    for page in pages:
        text = page.content.decode()
        assert not any(word in text for word in ("Team Hemmelig", *(person.reference for person in hidden)))
    assert "spørg din teamleder" in pages[0].content.decode()
    assert "spørg din teamleder" in pages[1].content.decode()
    assert Person.objects.count() == 2


def test_a_team_that_is_not_the_users_own_cannot_be_chosen(client, worker):
    TeamFactory(code="fremmed")
    assert list(client.post(REGISTER, facts(team="fremmed")).context["form"].errors) == ["team"]


def sees_protected(team):
    MembershipFactory(team=team, sees_restricted=True)


def test_who_makes_someone_invisible_to_themselves_is_asked_first(client, worker, team):
    sees_protected(team)
    response = client.post(REGISTER, facts(is_restricted="on"))
    assert response.context["form"].errors == {
        "accepts_losing_sight": ["Du kan ikke længere se den unge; 1 anden kan stadig."]
    }
    assert 'name="accepts_losing_sight"' in response.content.decode()
    assert Person.objects.count() == 0
    response = client.post(REGISTER, facts(is_restricted="on", accepts_losing_sight="on"))
    assert response["Location"] == reverse("cases:person_list")


def test_nobody_is_protected_out_of_everybodys_sight(client, worker, team):
    """The right in another team, an account that is closed and a role that has ended do not help."""
    sees_protected(TeamFactory())
    MembershipFactory(team=team, sees_restricted=True, user__is_active=False)
    MembershipFactory(team=team, sees_restricted=True, end=TODAY)
    for accepted in ({}, {"accepts_losing_sight": "on"}):
        response = client.post(REGISTER, facts(is_restricted="on", **accepted))
        assert list(response.context["form"].errors) == ["is_restricted"]
    assert Person.objects.count() == 0


def test_met_on_the_street_in_at_most_four_fields(client, worker):
    form = client.get(MET).context["form"]
    assert len(form.visible_fields()) <= 4
    data = {"alias": "Den røde hue", "met_at": "2025-05-01T21:30", "place": "Kofoeds Kælder", "team": "vesterbro"}
    response = client.post(MET, data)
    person = Person.objects.get()
    assert response["Location"] == reverse("cases:person", args=[person.reference])
    assert (person.alias, person.first_met_on.isoformat(), Contact.objects.get().note) == (
        "Den røde hue",
        "2025-05-01",
        "Kofoeds Kælder",
    )


def change(person):
    return reverse("cases:person_change", args=[person.reference])


def as_typed(client, person):
    """What the form on the page would send back unchanged."""
    form = client.get(change(person)).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in {None, False}}


def test_a_name_is_added_later(client, worker, team):
    person = PersonFactory(team=team, first_name="", last_name="", alias="Hue", birth_date=None)
    client.post(change(person), as_typed(client, person) | {"first_name": "Ida", "cpr": CPR})
    person.refresh_from_db()
    assert (person.name, person.first_name, bool(person.cpr_hash)) == ("Hue", "Ida", True)


def test_a_stale_edit_shows_both_versions_and_keeps_what_was_typed(client, worker, team):
    person = PersonFactory(team=team, phone="11111111")
    typed = as_typed(client, person)
    client.post(change(person), typed | {"phone": "22222222"})
    response = client.post(change(person), typed | {"phone": "33333333"})
    form = response.context["form"]
    assert [(row.mine, row.theirs) for row in form.stale] == [("33333333", "22222222")]
    assert (form["phone"].value(), form["version"].value()) == ("33333333", "2")
    assert "22222222" in response.content.decode()
    client.post(change(person), typed | {"phone": "33333333", "version": form["version"].value()})
    person.refresh_from_db()
    assert person.phone == "33333333"


def test_the_saved_number_is_not_in_the_form(client, worker, team):
    person = PersonFactory(team=team, **cpr_fields("6103044233"))
    text = client.get(change(person)).content.decode()
    assert not any(number in text for number in ("6103044233", CPR))


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_registers_one_young_person():
    """Two requests at once, each with a connection of its own: the second one finds whom the first has registered."""
    worker = staff()
    taps = []
    for _ in range(2):
        tap = Client()
        tap.force_login(worker)
        data = {"alias": "Kvadrat", "met_at": "2025-05-01T21:30", "place": "Her"}
        taps.append(partial(tap.post, MET, data | {"team": worker.memberships.get().team.code}))
    assert at_once(*taps) == ["done", "done"]
    assert [person.alias for person in Person.objects.all()] == ["Kvadrat"]


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"team": None}], ids=["protected", "another team"])
def test_asking_whose_a_number_is_leaves_a_trace_on_every_page(client, hidden):
    """The answer “known already” tells of a young person out of reach: whoever goes through numbers is found in the trail."""
    worker = staff()
    team = worker.memberships.get().team
    own = PersonFactory(team=team, birth_date=None)
    PersonFactory(
        **{"team": team} | {key: value or TeamFactory() for key, value in hidden.items()},
        **cpr_fields(CPR.replace("-", "")),
    )
    client.force_login(worker)
    path = f"/people/{own.reference}/change/"
    sent = {
        "first_name": "Ida",
        "gender": "unknown",
        "residence": "unknown",
        "first_met_on": "2025-06-01",
        "version": 1,
    }
    refused = client.post(path, sent | {"cpr": CPR})
    assert "CPR-nummeret er allerede kendt; spørg din teamleder." in refused.content.decode()
    assert client.post(path, sent | {"cpr": "610304-4241"}).status_code == 302
    client.post("/people/new/", {"cpr": CPR}, follow=True)
    traces = AuditEvent.objects.filter(action=AuditAction.SEARCHED, facts__by_facts=["cpr"]).order_by("pk")
    assert [(event.person, event.facts["is_taken"]) for event in traces] == [(own, True), (own, False), (None, True)]
    assert not any("6103" in str(event.facts) for event in traces)
