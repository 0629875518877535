"""Finding someone: by what people have in hand, however it is written, and found again when going back."""

import json
import unicodedata
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.people.models import Person
from tests.factories.cases import PersonFactory, TeamFactory, cpr_fields, staff

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
    assert (found(response), response.context["text"]) == ([["Åse"], []], "kjær")


def test_a_name_that_is_only_like_it_stands_below_those_that_fit(client, worker, team):
    """Whoever fits stands first, whatever letters the name is written with, and hides nobody."""
    for last in ("Yildiz", "Yıldız", "Yildan", "Holm"):
        PersonFactory(team=team, first_name=last, last_name=last)
    for text in ("Yildiz", "Yıldız", "YILDIZ"):
        assert found(search(client, text)) == [["Yildiz", "Yıldız"], ["Yildan"]]


@pytest.mark.parametrize("number", [1, 4])
def test_a_search_asks_the_database_as_often_for_one_as_for_several(
    client, worker, team, number, django_assert_num_queries
):
    """Session (read, renewed in three), user, roles, those who fit, those like them, three for their lines, log."""
    for last in ("Yildiz", "Yildan"):
        for _ in range(number):
            PersonFactory(team=team, last_name=last)
    with django_assert_num_queries(12):
        search(client, "Yildiz")


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


def test_another_number_with_the_same_end_is_somebody_else(client, worker, team):
    for name, phone in (("Ida", "20123456"), ("Bo", "99123456"), ("Eva", "123456")):
        PersonFactory(team=team, first_name=name, last_name="Holm", phone=phone)
    assert sorted(found(search(client, "+45 20 12 34 56"))[0]) == ["Eva", "Ida"]  # hers lacks the area


def test_of_a_pasted_text_the_first_eight_words_and_numbers_count(client, worker, team):
    PersonFactory(team=team, first_name="Ida", last_name="Holm", phone="20123456")
    assert found(search(client, "ida holm " * 4 + "zacharias"))[0] == ["Ida"]
    assert found(search(client, "ida holm " * 3 + "ida zacharias"))[0] == []
    assert found(search(client, "20123456, " * 8 + "30"))[0] == ["Ida"]


@pytest.mark.parametrize("text", ["u00042", "U42", "u-42", "u 00042", "42", "Ida U42", "42 Ida"])
def test_a_reference_finds_its_person_however_it_is_written(text, client, worker, team):
    PersonFactory(team=team, first_name="Ida", last_name="Holm", reference="U00042")
    PersonFactory(team=team, first_name="Bo", last_name="Holm", reference="U00420")
    assert found(search(client, text))[0] == ["Ida"]


def test_nicknames_and_numbers_from_elsewhere_find_their_person(client, worker, team):
    PersonFactory(
        team=team, first_name="Ida", last_name="Holm", alias="Søs", also_known_as="Den røde hue, sag 2021-4431 / K77"
    )
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


# Every spelling, in the list, in the form of a contact and in the warning before somebody is registered


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("Işık Kılıç", "isik kilic"),
        ("Ilham Əliyev", "Aliyev"),
        ("Ilham Əliyev", "Eliyev"),
        ("Ilham Aliyev", "Əliyev"),
        ("Hasan Mammadov", "Həsən Məmmədov"),
        ("Ali Oz", "Öz"),
        ("Bo Lo", "Lø"),
        ("Ada Lindqvist", "Åda Lindqvist"),
        ("Karim El-Amin", "Elamin"),
        ("Karim Elamin", "El Amin"),
        ("Rana Al Masri", "almasri"),
        ("Ian Mc Donald", "McDonald"),
        ("Jean-Luc Petit", "jeanluc"),
        ("Jeanluc Petit", "Jean-Luc"),
        ("Þórður Jónsson", "Thordur"),
        ("Đorđe Đurić", "Djordje"),
        ("Nguyễn Văn Đức", "nguyen duc"),
        ("Ġorġ Ħabib", "Gorg Habib"),
        ("Şêrko Ûsiv", "Serko Usiv"),
        ("Uvdloriaĸ Søe", "uvdloriaq soe"),
        ("Liam O\u2019Brien", "O'Brien"),
    ],
)
def test_a_name_is_found_and_warned_of_in_every_spelling(registered, typed, form, team):
    first, _space, last = unicodedata.normalize(form, registered).partition(" ")
    person = PersonFactory(team=team, first_name=first, last_name=last)
    text = unicodedata.normalize(form, typed)
    assert [*Person.objects.matching(text)] == [*Person.objects.matching(text.upper())] == [person]
    assert [*Person.objects.alike(name=text)] == [person]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [("KMD 2024/113", "2024-113"), ("sag 2024.113", "2024/113"), ("H2024-113", "h2024113"), ("0815_77", "0815 77")],
)
def test_a_number_from_elsewhere_is_found_however_it_is_parted(kept, typed, team):
    person = PersonFactory(team=team, also_known_as=kept)
    assert [*Person.objects.matching(typed)] == [person]


@pytest.mark.parametrize("typed", ["tlf. 20 12 34 56", "Mobil: +4520123456", "Tlf 20123456 / mob. 20123456"])
def test_what_stands_before_a_number_is_no_name(typed, team):
    person = PersonFactory(team=team, phone="20123456")
    assert [*Person.objects.matching(typed)] == [person]


def test_the_session_holds_no_readable_word(client, worker):
    client.post(SEARCH, {"q": "Åse 610304-1234"})
    stored = json.dumps(Session.objects.get().get_decoded(), ensure_ascii=False)
    assert ("searches" in stored, "Åse" in stored, "610304" in stored) == (True, False, False)
