"""A definition that somebody has changed past the application: a sentence where it is asked, and nothing else breaks."""

import pytest

from cases.core.errors import Refused
from cases.questionnaires.definition import Item, UnreadableItem, declaration
from cases.questionnaires.library import edition
from cases.questionnaires.models import ItemVersion
from cases.statusreport_imports.queries import items_known
from tests.factories.cases import EnrolmentFactory, MembershipFactory, PersonFactory
from tests.factories.statusreports import asks

HOUSING = edition("2013")["housing_now"]


@pytest.mark.rule
@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "7", "[" * 100_000])
def test_what_is_no_declaration_is_refused(text):
    with pytest.raises(UnreadableItem, match="housing_now"):
        declaration("housing_now", "2013", text)


@pytest.mark.rule
@pytest.mark.parametrize(
    "broken",
    [
        {"type": "riddle"},
        {"type": None},
        {"label": {"en": "Home"}},
        {"label": 7},
        {"when": ["sometimes"]},
        {"choices": ["almen"]},
        {"choices": {"almen": "Almen", "x": {"da": "x", "row": "nowhere"}}, "rows": {}},
        {"choices": {"almen": {"da": "Almen", "from": "i går"}}},
        {"groups": {"three_way": {"own": {"da": "Egen"}}}},
        {"parts": {"alkohol": {"da": "Alkohol", "scale": "nowhere"}}},
        {"bands": {"0": [0]}},
        {"asked_if": {"whenever": 1}},
        {"asked_if": "housing_now = almen"},
        {"warn": [{"if": {"item": "x"}, "says": "x"}]},
        {"raters": ["nobody"]},
    ],
)
def test_every_break_of_a_declaration_is_refused_when_it_is_read(broken):
    with pytest.raises(UnreadableItem, match="ændret i hånden"):
        Item.of("housing_now", "2013", HOUSING | broken)


@pytest.mark.rule
def test_what_comes_with_the_system_can_be_read():
    for name in ("2013", "2022-youth"):
        for code, raw in edition(name).items():
            assert Item.of(code, name, raw).code == code


@pytest.fixture
def course(db, client):
    worker = MembershipFactory().user
    course = EnrolmentFactory(person=PersonFactory(team=worker.memberships.get().team))
    asks(course.programme, "housing_now")
    ItemVersion.objects.filter(code="housing_now", edition="2013").update(definition='{"type": "riddle"}')
    client.force_login(worker)
    client.raise_request_exception = False
    return course


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_pages_that_ask_it_say_so_and_the_others_work_on(course, client, method):
    answer = getattr(client, method)(f"/enrolments/{course.pk}/status-reports/start/", {"report_on": "04.06.2025"})
    assert answer.status_code == 409
    assert "Spørgsmålet housing_now (2013) kan ikke læses" in answer.content.decode()
    for page in ("/my-day/", "/people/", f"/people/{course.person.reference}/"):
        assert client.get(page).status_code == 200


def test_an_import_is_refused_with_the_same_sentence(course):
    with pytest.raises(Refused, match="housing_now"):
        items_known(course.programme)
