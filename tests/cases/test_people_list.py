"""The list of young people: what it shows, what it never shows, and what it costs."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.enums import AuditAction, Role, ScreeningOutcome
from cases.models import AuditEvent, Person
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    cpr_fields,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

LIST, SEARCH = reverse("cases:person_list"), reverse("cases:person_search")


@pytest.fixture
def team():
    return TeamFactory(code="vesterbro")


@pytest.fixture
def worker(team, client):
    worker = staff(team=team)
    client.force_login(worker)
    return worker


@pytest.fixture
def programme():
    return ProgrammeFactory(code="unge", name="Ungeprojektet")


def enrolled(team, programme, *, days=100, position=0, **facts):
    """A young person enrolled `days` ago, in the phase of that position."""
    person = PersonFactory(team=team, **facts)
    start = TODAY - timedelta(days=days)
    enrolment = EnrolmentFactory(person=person, programme=programme, start=start)
    phase = programme.phases.filter(position=position).first() or PhaseTemplateFactory(
        programme=programme, position=position
    )
    PhaseSpellFactory(enrolment=enrolment, phase=phase)
    return person


def names(response):
    return [row.person.first_name for row in response.context["rows"]]


def test_a_row_says_where_someone_stands(client, worker, team, programme):
    person = enrolled(team, programme, first_name="Ida", last_name="Holm")
    AssignmentFactory(enrolment=person.enrolments.get(), worker=worker)
    row = client.get(LIST).context["rows"][0]
    assert (row.person, row.programmes, row.worker, row.contact) == (
        person,
        ["Ungeprojektet: Fase 0"],
        worker.name,
        "Ikke truffet endnu",
    )
    assert [badge.text for badge in row.badges] == ["Ingen kontakt i 100 dage"]


def test_the_filters_stand_in_the_address(client, worker, team, programme):
    other = TeamFactory(code="amager")
    worker.memberships.create(role=Role.CASEWORKER, team=other, start=TODAY)
    first = enrolled(team, programme, first_name="A")
    enrolled(team, programme, first_name="B", position=1)
    enrolled(other, ProgrammeFactory(code="bo"), first_name="C")
    PersonFactory(team=team, first_name="D")
    closed = enrolled(team, programme, first_name="E")
    closed.enrolments.update(end=TODAY - timedelta(days=1), closing_reasons=["moved"])
    AssignmentFactory(enrolment=first.enrolments.get(), worker=worker)
    second = programme.phases.get(position=1)
    expected = {
        "": ["A", "B", "C", "D", "E"],
        "?programme=unge": ["A", "B"],
        "?team=amager": ["C"],
        "?team=vesterbro": ["A", "B", "D", "E"],
        f"?phase={second.pk}": ["B"],
        f"?worker={worker.pk}": ["A"],
        "?list=enrolled": ["A", "B", "C"],
        "?list=unassigned": ["B", "C"],
        "?list=waiting": ["D"],
        "?list=closed": ["E"],
        "?list=closed&programme=unge": ["E"],
        "?list=closed&programme=bo": [],
        "?list=nonsense&team=nowhere&page=99&worker=x": ["A", "B", "C", "D", "E"],
    }
    assert {query: sorted(names(client.get(LIST + query))) for query in expected} == expected


def test_the_order_can_be_chosen(client, worker, team, programme):
    for name, days in (("Bo", 3), ("Ask", 20), ("Cille", None)):
        person = enrolled(team, programme, first_name=name, last_name="X")
        person.enrolments.get().phase_spells.update(target_end=TODAY + timedelta(days=days or 1))
        if days:
            when = NOW - timedelta(days=days)
            ContactFactory(people=[person], happened_at=when, registered_at=when)
    assert names(client.get(LIST)) == ["Ask", "Bo", "Cille"]
    assert names(client.get(LIST + "?sort=contact")) == ["Cille", "Ask", "Bo"]
    assert names(client.get(LIST + "?sort=target")) == ["Cille", "Bo", "Ask"]


def test_someone_in_two_programmes_stands_there_once(client, worker, team, programme):
    person = enrolled(team, programme, first_name="Ida")
    EnrolmentFactory(person=person, programme=ProgrammeFactory(), start=TODAY)
    assert names(client.get(LIST)) == ["Ida"]
    assert client.get(LIST).context["page"].paginator.count == 1


def gone_from(team, **facts):
    """A young person whose only enrolment ended ten days ago."""
    day = TODAY - timedelta(days=10)
    return EnrolmentFactory(
        person__team=team, end=day, closing_reasons=["moved"], **{f"person__{name}": v for name, v in facts.items()}
    ).person


def test_without_an_enrolment_a_row_says_how_far_it_came(client, worker, team):
    PersonFactory(team=team, first_name="Aya")
    ScreeningFactory(person__team=team, person__first_name="Bo")
    ScreeningFactory(
        person__team=team, person__first_name="Cleo", outcome=ScreeningOutcome.NOT_ELIGIBLE, reasons=["age"]
    )
    gone_from(team, first_name="Dan")
    said = {
        row.person.first_name: [str(badge.text) for badge in row.badges] for row in client.get(LIST).context["rows"]
    }
    assert said == {
        "Aya": ["Ikke indskrevet"],
        "Bo": ["Ikke indskrevet"],
        "Cleo": ["Ikke i målgruppen"],
        "Dan": ["Forløb afsluttet"],
    }


def test_an_empty_list_says_what_to_do_next(client, worker):
    assert "Opret den første" in client.get(LIST).content.decode()
    assert "Fjern et filter" in client.get(LIST + "?list=closed").content.decode()


def test_looking_at_the_list_is_logged(client, worker, team):
    person = PersonFactory(team=team)
    client.get(LIST + "?list=waiting")
    event = AuditEvent.objects.get()
    facts = {"list": "waiting", "found": 1, "shown": [person.reference]}
    assert (event.action, event.facts) == (AuditAction.LISTED, facts)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(*, rows, client, worker, team, programme, django_assert_num_queries):
    for _ in range(rows):
        person = enrolled(team, programme)
        AssignmentFactory(enrolment=person.enrolments.get())
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_nor_does_it_with_people_who_are_not_enrolled(*, rows, client, worker, team, django_assert_num_queries):
    for _ in range(rows):
        ScreeningFactory(person__team=team)
        gone_from(team)
    client.get(LIST)
    with django_assert_num_queries(17):
        client.get(LIST)


LIST_QUERIES = 18


# Searching


def search(client, text, **headers):
    """The answer to a search as the page sends it while it is typed."""
    return client.post(SEARCH, {"q": text}, headers={"HX-Request": "true"} | headers)


def found(response):
    """First names of those found, and of those whose name is like it."""
    return [[row.person.first_name for row in response.context[part]] for part in ("hits", "like")]


def test_a_search_is_a_post_and_is_logged(client, worker, team):
    person = PersonFactory(team=team, first_name="Åse", last_name="Kjær")
    assert client.get(SEARCH + "?q=kjær").status_code == 302
    response = search(client, "kjaer")
    assert (found(response), b"<html" in response.content) == ([["Åse"], []], False)
    event = AuditEvent.objects.get()
    facts = {"criteria": "kjaer", "found": 1, "shown": [person.reference]}
    assert (event.action, event.person, event.facts) == (AuditAction.SEARCHED, None, facts)


def test_a_search_works_without_scripts(client, worker, team):
    PersonFactory(team=team, first_name="Åse", last_name="Kjær")
    response = client.post(SEARCH, {"q": "kjær"}, follow=True)
    assert (found(response), names(response), response.context["text"]) == ([["Åse"], []], ["Åse"], "kjær")


def test_a_name_that_is_only_like_it_stands_below_those_that_fit(client, worker, team):
    """Whoever fits stands first, whatever letters the name is written with, and hides nobody."""
    for last in ("Yildiz", "Yıldız", "Yildan", "Holm"):
        PersonFactory(team=team, first_name=last, last_name=last)
    for text in ("Yildiz", "Yıldız", "YILDIZ"):
        assert found(search(client, text)) == [["Yildiz", "Yıldız"], ["Yildan"]]


def test_who_is_like_it_is_shown_when_nobody_fits(client, worker, team):
    PersonFactory(team=team, first_name="Muhammed", last_name="Şahin")
    assert found(search(client, "mohammed sahin holm")) == [[], ["Muhammed"]]


def test_a_whole_cpr_number_finds_its_person_and_is_not_logged(client, worker, team):
    person = PersonFactory(team=team, first_name="Ida", **cpr_fields("6103041234"))
    PersonFactory(team=team, first_name="Bo", **cpr_fields("6103041235"))
    for text in ("610304-1234", "6103041234", "610304 – 1234", "61.03.04.1234"):
        assert found(search(client, text)) == [["Ida"], []]
        facts = {"criteria": "cpr", "found": 1, "shown": [person.reference]}
        assert AuditEvent.objects.latest("pk").facts == facts


@pytest.mark.parametrize(
    ("saved", "typed"),
    [
        (saved, typed)
        for saved in ("20123456", "+45 20 12 34 56", "0045 20123456", "20-12-34-56 (mor)/30112233")
        for typed in ("20123456", "+45 20 12 34 56", "004520123456", "20.12.34.56", "Ida 20 12 34 56", "0123456")
    ]
    + [("+299 12 34 56", "123456"), ("123456", "+299 123456"), ("0701234567", "+46 (0)70-123 45 67")]
    + [("20123456 30112233", "30112233"), ("00 00 01 23", "00000123")],
)
def test_a_phone_number_finds_its_person_however_either_is_written(saved, typed, client, worker, team):
    PersonFactory(team=team, first_name="Ida", phone=saved)
    PersonFactory(team=team, first_name="Bo", phone="+45 20 12 34 65, 12 34 65")
    PersonFactory(team=team, first_name="Eva", phone="")
    assert found(search(client, typed))[0] == ["Ida"]
    assert "2" not in AuditEvent.objects.get().facts["criteria"]


@pytest.mark.parametrize("text", ["u00042", "U42", "u-42", "u 00042", "42", "Ida U42", "42 Ida"])
def test_a_reference_finds_its_person_however_it_is_written(text, client, worker, team):
    PersonFactory(team=team, first_name="Ida", reference="U00042")
    PersonFactory(team=team, first_name="Bo", reference="U00420")
    assert found(search(client, text))[0] == ["Ida"]


def test_nicknames_and_numbers_from_elsewhere_find_their_person(client, worker, team):
    PersonFactory(team=team, first_name="Ida", alias="Søs", also_known_as="Den røde hue, sag 2021-4431 / K77")
    for text in ("sos", "røde hue", "2021-4431", "20214431", "sag 4431", "k77"):
        assert found(search(client, text))[0] == ["Ida"]
    PersonFactory(team=team, first_name="", last_name="", alias="Unge 17")
    assert found(search(client, "sos"))[0] == ["Ida"]
    assert found(search(client, "17"))[0] == [""]


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("Hansen 610304-1237", "Hansen ######-####"),
        ("610304-123", "######-###"),
        ("٦١٠٣٠٤-١٢٣٧", "######-####"),
        ("U610304-1237", "U######-####"),
        ("u00042", "u00042"),
        ("Hansen U00042", "Hansen U00042"),
    ],
)
def test_a_cpr_number_within_a_search_is_not_logged(text, logged, client, worker, team):
    search(client, text)
    client.post(reverse("cases:person_new"), {"name": text}, follow=True)
    assert [event.facts["criteria"] for event in AuditEvent.objects.all()] == [logged] * 2


@pytest.mark.parametrize(
    "text", ["", "a", "x" * 500, "%", "%%", "'; drop table", "\x00", "ab\x00", "\u0301\u0301", "9" * 100, "😀😀"]
)
def test_odd_searches_find_nobody(text, client, worker, team):
    PersonFactory(team=team, first_name="Ida")
    assert found(search(client, text)) == [[], []]


# Going back to a search


def key_in(url):
    return parse_qs(urlsplit(url).query)["search"][0]


def test_going_back_shows_the_search_again(client, worker, team):
    """The page's address becomes one that holds a key and no word; the filters stay in it, the page number goes."""
    PersonFactory(team=team, first_name="Åse", last_name="Kjær")
    current = {"HX-Current-URL": f"http://testserver{LIST}?list=waiting&page=2"}
    url = search(client, "åse kjær", **current)["HX-Replace-Url"]
    assert url == f"{LIST}?list=waiting&search={key_in(url)}"
    page = client.get(url)
    assert (found(page), page.context["text"], page.context["form"]["list"].value()) == (
        [["Åse"], []],
        "åse kjær",
        "waiting",
    )


def test_what_is_shown_again_is_logged_and_is_what_the_user_may_see_now(client, worker, team):
    person = PersonFactory(team=team, first_name="Åse")
    url = search(client, "åse")["HX-Replace-Url"]
    Person.objects.update(is_restricted=True)
    assert found(client.get(url)) == [[], []]
    shown = [event.facts["shown"] for event in AuditEvent.objects.filter(action=AuditAction.SEARCHED).order_by("pk")]
    assert shown == [[person.reference], []]


def test_a_search_that_is_still_typed_is_one_step_of_the_history(client, worker):
    url = search(client, "ås")["HX-Replace-Url"]
    assert search(client, "åse", **{"HX-Current-URL": f"http://testserver{url}"})["HX-Replace-Url"] == url
    assert client.get(url).context["text"] == "åse"
    assert search(client, "", **{"HX-Current-URL": f"http://testserver{url}"})["HX-Replace-Url"] == LIST
    assert client.get(url).context["text"] == ""


def test_without_scripts_every_search_is_a_step_of_its_own(client, worker):
    first, second = (client.post(SEARCH, {"q": text})["Location"] for text in ("åse", "bo"))
    assert [client.get(url).context["text"] for url in (first, second)] == ["åse", "bo"]


def test_choosing_a_filter_does_not_search_again(client, worker):
    url = search(client, "åse")["HX-Replace-Url"]
    client.get(url, headers={"HX-Request": "true"})
    assert AuditEvent.objects.filter(action=AuditAction.SEARCHED).count() == 1


def test_a_key_opens_nothing_for_others_and_nothing_for_long(client, worker, team, clock):
    url = search(client, "åse")["HX-Replace-Url"]
    other = Client()
    other.force_login(staff(team=team))
    assert other.get(url).context["text"] == ""
    for _ in range(20):
        client.post(SEARCH, {"q": "bo"})
    assert client.get(url).context["text"] == ""
    url = search(client, "åse")["HX-Replace-Url"]
    for _ in range(3):
        clock.shift(timedelta(hours=3))
        assert client.get(url).context["text"] in {"åse", ""}
    assert client.get(url).context["text"] == ""


def test_the_session_holds_no_readable_word(client, worker):
    client.post(SEARCH, {"q": "Åse 610304-1234"})
    stored = json.dumps(Session.objects.get().get_decoded(), ensure_ascii=False)
    assert ("searches" in stored, "Åse" in stored, "610304" in stored) == (True, False, False)


# Who never shows


@pytest.fixture
def hidden(team):
    """Two who must not show: a protected one of the own team, and one of another team."""
    common = {"first_name": "Hemmelig", "last_name": "Planteskov", "alias": "Skyggen", "phone": "20123456"}
    return [
        PersonFactory(**common, team=team, is_restricted=True, **cpr_fields("6103041234")),
        PersonFactory(**common, team=TeamFactory(), birth_date="2003-05-06"),
    ]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.LEAD])
def test_someone_hidden_is_in_no_list_and_no_search(role, client, team, hidden):
    client.force_login(staff(role, team))
    pages = [client.get(LIST + query) for query in ("", "?list=waiting", "?sort=contact", "?sort=target")]
    typed = (
        "hemmelig",
        "skyggen",
        "skygge",
        "610304-1234",
        "+45 20 12 34 56",
        *(person.reference for person in hidden),
    )
    pages += [search(client, text) for text in typed]
    for page in pages:
        text = page.content.decode()
        for secret in ("Planteskov", "Skyggen<", f"/people/{hidden[0].reference}/", f"/people/{hidden[1].reference}/"):
            assert secret not in text


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_who_does_not_work_cases_gets_neither_list_nor_search(role, client):
    client.force_login(staff(role))
    assert (client.get(LIST).status_code, client.post(SEARCH, {"q": "ida"}).status_code) == (403, 403)


def test_visible_to_in_one_place(team, hidden):
    mine = PersonFactory(team=team)
    assert list(Person.objects.visible_to(staff(team=team))) == [mine]
