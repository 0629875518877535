"""The tables of a programme's own questions, on the pages and in the API, as every other table."""

import io
import re
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from cases.questionnaires.actions import add_item, ask
from cases.questionnaires.models import ItemVersion
from reporting.outcomes.own import OWN
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, PersonFactory, ProgrammeFactory, works_in
from tests.factories.statusreports import reported
from tests.reporting.outcome_pages.test_pages import client_of, evaluator, lead, page, programme, team

pytestmark = pytest.mark.django_db

__all__ = ["evaluator", "lead", "programme", "team"]

DOG = "/reports/tables/hjem/item.har-hund_2/"
API = "/api/v1/outcome-tables/"


@pytest.fixture
def asked(programme, lead, team):
    """Three of the programme's young people have a dog, two have none."""
    choices = {"ja": {"da": "Ja", "en": "Yes"}, "nej": {"da": "Nej", "en": "No"}}
    said = {"type": "one", "choices": choices, "when": ["Q"], "label": {"da": "Har den unge hund?", "en": "A dog?"}}
    own = add_item(by=None, at=NOW, code="har-hund_2", edition="1", definition=said)
    ask(by=None, at=NOW, programme=programme, items=[ItemVersion.objects.get(code="housing_now", edition="2013"), own])
    for answer in ("ja", "ja", "ja", "nej", "nej"):
        course = EnrolmentFactory(person=PersonFactory(team=team), programme=programme, start=date(2025, 1, 15))
        reported(course, lead, answers={"housing_now": "almen", "har-hund_2": answer})
    return programme


def test_own_questions_are_listed_last_and_found(lead, asked):
    said = page(lead, "/reports/tables/").content.decode()
    assert said.index("<h2>Planer og støtte") < said.index("<h2>Indsatsens egne spørgsmål") < said.index(DOG)
    assert re.findall(r'href="(/reports/tables/hjem/[^"]*)"', said)[-1] == DOG
    found = page(lead, "/reports/tables/?q=hund").content.decode()
    assert re.findall(r'href="(/reports/tables/hjem/[^"]*)"', found) == [DOG]
    works_in(lead.memberships.get().team, ProgrammeFactory(code="uden"))
    assert "Indsatsens egne" not in page(lead, "/reports/tables/?programme=uden").content.decode()


def test_a_table_of_an_own_question_has_its_page_its_files_and_its_people(lead, evaluator, asked):
    answer = page(lead, DOG)
    assert {row.label.da: row.count for row in answer.context["result"].rows} == {"Ja": 3, "Nej": 2}
    assert answer.context["svg"]
    assert "Har den unge hund?" in answer.content.decode()
    assert len(page(lead, f"{DOG}people/?row=ja").context["page"].object_list) == 3
    for form in ("csv", "xlsx", "pdf", "json"):
        assert page(evaluator, f"{DOG}files/{form}/").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(page(lead, f"{DOG}files/xlsx/").content))
    assert any("Ja" in map(str, row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    assert client_of(evaluator).get(f"{DOG}people/?row=ja").status_code == 403


def test_programs_read_it_and_no_programme_has_those_of_another(lead, evaluator, asked):
    works_in(lead.memberships.get().team, ProgrammeFactory(code="uden"))
    listed = [one["key"] for one in page(lead, f"{API}?programme=hjem").json()["results"]]
    assert listed[-1] == f"{OWN}har-hund_2"
    for path in (API, f"{API}?programme=uden"):
        assert f"{OWN}har-hund_2" not in page(lead, path).content.decode()
    table = page(evaluator, f"{API}item.har-hund_2/?programme=hjem").json()
    assert [(row["key"], row["count"], row["percent"]) for row in table["rows"]] == [("ja", 3, 60), ("nej", 2, 40)]
    for path in (f"{API}item.har-hund_2/?programme=uden", f"{API}?programme=andet", f"{API}item.kat/?programme=hjem"):
        assert client_of(lead).get(path).status_code == 404
    assert client_of(lead).get("/reports/tables/uden/item.har-hund_2/").status_code == 404
    assert client_of(evaluator).get(f"{API}?programme=uden").status_code == 404
