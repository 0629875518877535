"""The questions of a programme's own are tables by themselves."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.questionnaires.actions import add_item, ask
from cases.questionnaires.models import ItemVersion
from cases.questionnaires.queries import current
from reporting.kinds.parts import Parts
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.own import own_tables, plain
from reporting.outcomes.queries import material, table
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, UserFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

YES_NO = {"ja": {"da": "Ja", "en": "Yes"}, "nej": {"da": "Nej", "en": "No"}}
ROWS = {"a": {"da": "A", "scale": "scale"}, "b": {"da": "B", "scale": "scale"}}
DEFINITIONS = {
    "dog": {"type": "one", "choices": YES_NO},
    "pets": {"type": "several", "choices": YES_NO},
    "moves": {"type": "event", "choices": YES_NO},
    "walks": {"type": "numbers", "parts": {"a": {"da": "A"}, "b": {"da": "B"}}, "unknown": True},
    "care": {"type": "grid", "parts": ROWS, "scales": {"scale": YES_NO | {"ved_ikke": {"da": "Ved ikke"}}}},
}


@pytest.fixture
def programme():
    programme = EnrolmentFactory(start=date(2025, 1, 15)).programme
    asks(programme, "housing_now")
    own = [
        add_item(by=None, at=NOW, code=code, edition="1", definition=raw | {"when": ["Q"], "label": {"da": code}})
        for code, raw in DEFINITIONS.items()
    ]
    ask(by=None, at=NOW, programme=programme, items=[*ItemVersion.objects.filter(code="housing_now")[:1], *own])
    return programme


def report_of(programme, **answers):
    enrolment = EnrolmentFactory(programme=programme, start=date(2025, 1, 15))
    return reported(enrolment, UserFactory(), answers={"housing_now": "almen"} | answers)


def rows(programme, code, **asked):
    """The rows of one of the tables, each by its key."""
    key = f"item.{code}"
    result = table(material(programme, [key], as_of=TODAY), key, **asked)
    return result, {row.key: row for row in result.rows}


def test_every_type_has_a_table_that_counts_what_was_answered(programme):
    """Of four courses with a report one leaves the question blank; the fifth has no report."""
    days = {"from": None, "to": None}
    report_of(programme, dog="ja", pets=["ja", "nej"], moves=[{"code": "ja"} | days],
              **{"walks.a": 2, "walks.b": "ved_ikke", "care.a": "ja", "care.b": "nej"})  # fmt: skip
    report_of(programme, dog="ja", pets=["ja"], **{"walks.a": 5, "care.a": "nej"})
    report_of(programme, dog="nej")
    report_of(programme)
    result, one = rows(programme, "dog")
    assert (result.n, result.blanks, [(row.count, row.percent) for row in one.values()]) == (3, 1, [(2, 67), (1, 33)])
    assert [(row.key, row.count) for row in rows(programme, "pets")[0].rows] == [("ja", 2), ("nej", 1)]
    assert [(row.key, row.count) for row in rows(programme, "moves")[0].rows] == [("ja", 1), ("nej", 0)]
    result, numbers = rows(programme, "walks")
    assert (result.n, result.blanks) == (2, 2)
    assert (numbers["a"].mean, numbers["a"].n, numbers["b"].mean, numbers["b"].dropped) == (3.5, 2, None, 1)
    _result, grid = rows(programme, "care")
    assert [(cell.key, cell.count) for cell in grid["a"].cells] == [("ja", 1), ("nej", 1), ("ved_ikke", 0)]
    assert [(cell.key, cell.count) for cell in grid["b"].cells] == [("ja", 0), ("nej", 1), ("ved_ikke", 0)]


def test_a_new_version_is_read_with_the_answers_to_the_old_one(programme):
    report_of(programme, dog="nej")
    retired = {"nej": YES_NO["nej"] | {"until": "2025-06-01"}}
    changed = {"type": "one", "when": ["Q"], "label": {"da": "Hund?"}, "choices": {"ja": YES_NO["ja"]} | retired}
    newer = add_item(by=None, at=NOW, code="dog", edition="2", definition=changed)
    others = [row.version_asked for row in current(programme).questionnaire_items.all()]
    ask(by=None, at=NOW, programme=programme, items=[newer if row.code == "dog" else row for row in others])
    report_of(programme, dog="ja")
    result, found = rows(programme, "dog")
    assert (result.title.da, found["ja"].count, found["nej"].count) == ("Hund?", 1, 1)


def test_a_question_that_is_left_out_keeps_its_table(programme):
    report_of(programme, dog="ja")
    asks(programme, "housing_now")
    assert rows(programme, "dog")[0].n == 1


def test_the_tables_of_a_programme_are_listed_and_written_with_the_others(programme):
    said = StringIO()
    call_command("reports", programme=programme.code, form="json", stdout=said)
    listed = {one["key"]: one["kind"] for one in json.loads(said.getvalue())}
    assert list(listed)[: len(TABLES)] == list(TABLES)
    assert {key: kind for key, kind in listed.items() if key not in TABLES} == {
        "item.dog": "distribution",
        "item.pets": "several",
        "item.moves": "several",
        "item.walks": "parts",
        "item.care": "parts",
    }
    with pytest.raises(CommandError, match="There is no programme nowhere"):
        call_command("reports", programme="nowhere")


def test_a_table_of_an_own_question_is_written_as_a_file(programme, tmp_path):
    report_of(programme, dog="ja")
    for form in ("json", "csv", "pdf", "xlsx"):
        call_command("report", "item.dog", programme=programme.code, form=form, out=str(tmp_path / f"x.{form}"))
        call_command("report", "item.walks", programme=programme.code, form=form, out=str(tmp_path / f"y.{form}"))
    assert json.loads((tmp_path / "x.json").read_text())["rows"][0]["count"] == 1
    with pytest.raises(CommandError, match=r"There is no table item\.cat"):
        call_command("report", "item.cat", programme=programme.code, out=str(tmp_path / "z"))


def test_no_programme_has_the_questions_of_another(programme):
    other = EnrolmentFactory().programme
    asks(other, "housing_now")
    assert own_tables(other) == {}
    assert "item.dog" in own_tables(programme)


@pytest.mark.parametrize(
    ("when", "at"),
    [("S", ("first",)), ("Q2", ("latest",)), ("E", ("closing",)), ("A", ("assessment", "discharge", "release"))],
)
def test_a_table_is_read_at_the_reports_that_ask_the_question(programme, when, at):
    raw = DEFINITIONS["walks"] | {"when": [when], "label": {"da": "x"}}
    made = plain(add_item(by=None, at=NOW, code="x", edition=f"v{when}".lower(), definition=raw).item)
    assert (made.at, made.kind) == (at, Parts("x"))
