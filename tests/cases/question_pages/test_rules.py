"""How a question becomes a definition, and what is wrong with one."""

from dataclasses import replace
from datetime import date

import pytest

from cases.question_pages.fields import LinesField
from cases.question_pages.rules import (
    RESERVED,
    Line,
    Wording,
    code_of,
    covered,
    declared,
    depending,
    faults,
    out_of_order,
)
from cases.questionnaires.codes import ItemType, When
from cases.questionnaires.definition import Item, named_in
from cases.report_forms.forms import CorrectionForm, ReportForm

pytestmark = pytest.mark.rule

DAY = date(2025, 6, 1)
YES_NO = (Line("ja", "Ja", "Yes"), Line("nej", "Nej", "No"))


def wording(**changed):
    told = {"type": ItemType.ONE, "da": "Har den unge en hund?", "when": [When.EVERY], "choices": YES_NO} | changed
    return Wording(**told)


def item(code, when=("Q",), **more):
    raw = {"type": "one", "when": list(when), "label": {"da": code}, "choices": {"ja": {"da": "Ja"}}} | more
    return Item.of(code, "1", raw)


@pytest.mark.parametrize(
    ("text", "taken", "code"),
    [
        ("Har den unge en hund?", (), "har_den_unge_en_hund"),
        ("Ærø, Århus", (), "aeroe_aarhus"),
        ("Hund", ("hund",), "hund_2"),
        ("Hund", ("hund", "hund_2"), "hund_3"),
        ("???", (), "x"),
        ("a" * 60, (), "a" * 36),
    ],
)
def test_the_code_is_made_from_the_danish_text(text, taken, code):
    assert code_of(text, taken) == code


def test_every_type_is_read_as_the_item_it_stands_for():
    rows = (Line("a", "A"), Line("b", "B"))
    told = {
        ItemType.ONE: wording(),
        ItemType.SEVERAL: wording(type=ItemType.SEVERAL, choices=(*YES_NO, Line("ingen", "Ingen", is_alone=True))),
        ItemType.EVENT: wording(type=ItemType.EVENT),
        ItemType.GRID: wording(type=ItemType.GRID, parts=rows, may_be_unknown=True),
        ItemType.NUMBERS: wording(type=ItemType.NUMBERS, choices=(), parts=rows, least=1, most=9, may_be_unknown=True),
    }
    read = {kind: Item.of("x", "1", declared(one, today=DAY)) for kind, one in told.items()}
    assert {kind: one.keys for kind, one in read.items()} == {
        ItemType.ONE: ("x",),
        ItemType.SEVERAL: ("x",),
        ItemType.EVENT: ("x",),
        ItemType.GRID: ("x.a", "x.b"),
        ItemType.NUMBERS: ("x.a", "x.b"),
    }
    assert [code for code, one in read[ItemType.SEVERAL].choices.items() if one.is_alone] == ["ingen"]
    assert list(read[ItemType.GRID].scale_of("a")) == ["ja", "nej", "ved_ikke"]
    number = read[ItemType.NUMBERS]
    assert (number.parts["a"].least, number.parts["a"].most, number.may_be_unknown) == (1, 9, True)
    assert all(list(faults(one, {})) == [] for one in told.values())


def test_one_earlier_question_is_a_rule_and_two_are_either():
    one = declared(wording(skip={"a": ["ja"]}), today=DAY)["asked_if"]
    two = declared(wording(skip={"a": ["ja"], "b": ["nej"]}), today=DAY)["asked_if"]
    assert (one, two) == (
        {"item": "a", "in": ["ja"]},
        {"any": [{"item": "a", "in": ["ja"]}, {"item": "b", "in": ["nej"]}]},
    )


def test_the_code_of_a_row_leaves_room_for_that_of_its_question():
    """A column of the export is called after both, and PostgreSQL cuts off what is longer than 63 letters."""
    told = wording(type=ItemType.GRID, parts=[Line("a" * 18, "A")])
    assert list(faults(told, {})) == []
    assert [field for field, _text in faults(replace(told, parts=[Line("a" * 19, "A")]), {})] == ["parts"]
    assert 40 + len(".") + len("a" * 18) <= 63
    [row] = LinesField(longest=18).to_python(
        [{"da": "Hvor tit er den unge i kontakt", "en": "", "code": "", "alone": ""}]
    )
    assert row.code == "hvor_tit_er_den_un"


def test_an_answer_that_goes_is_kept_and_no_more_offered():
    before = declared(wording(), today=date(2025, 1, 1))
    after = declared(wording(choices=YES_NO[:1]), before=before, today=DAY)
    kept = Item.of("x", "2", after).choices["nej"]
    assert (kept.is_offered(date(2025, 5, 31)), kept.is_offered(DAY)) == (True, False)
    back = Item.of("x", "3", declared(wording(), before=after, today=DAY)).choices["nej"]
    assert back.is_offered(DAY)
    later = declared(wording(choices=YES_NO[:1]), before=after, today=date(2025, 7, 1))
    assert later["choices"]["nej"]["until"] == "2025-06-01"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"choices": YES_NO[:1]}, "choices", "mindst 2 svar"),
        ({"choices": (*YES_NO, Line("ja", "Ja da"))}, "choices", "koden “ja”"),
        ({"choices": (*YES_NO, Line("x", ""))}, "choices", "dansk tekst"),
        ({"choices": (*YES_NO, Line("ved_ikke", "Ved ikke"))}, "choices", "felt for sig selv"),
        ({"parts": YES_NO}, "parts", "Kun en tabel"),
        ({"type": ItemType.NUMBERS, "parts": YES_NO}, "choices", "Et tal har ingen svar"),
        ({"type": ItemType.NUMBERS, "choices": ()}, "parts", "mindst én række"),
        ({"type": ItemType.NUMBERS, "choices": (), "parts": YES_NO, "least": 5, "most": 2}, "most", "under"),
        ({"skip": {"nowhere": ["ja"]}}, "skip", "stilles ikke før"),
        ({"skip": {"start": ["ja"]}}, "skip", "ikke i alle de indberetninger"),
        ({"skip": {"every": ["måske"]}}, "skip", "stilles ikke før"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed, field, says):
    earlier = {"start": item("start", ["S"]), "every": item("every")}
    found = list(faults(wording(**changed), earlier))
    assert [name for name, _text in found] == [field]
    assert says in str(found[0][1])


def test_a_rule_of_an_item_asked_always_holds_in_every_regular_report():
    assert (
        list(faults(wording(when=[When.START, When.CLOSING], skip={"every": ["ja"]}), {"every": item("every")})) == []
    )
    assert When.TWO_POINT not in covered([When.EVERY])


def test_the_scale_of_a_table_keeps_its_answers():
    before = Item.of("x", "1", declared(wording(type=ItemType.GRID, parts=YES_NO), today=DAY))
    fewer = wording(type=ItemType.GRID, parts=YES_NO, choices=(YES_NO[0], Line("maaske", "Måske")))
    assert [(name, "Nej" in str(text)) for name, text in faults(fewer, {}, before)] == [("choices", True)]


def test_what_depends_on_what():
    first, second = item("first"), item("second", asked_if={"not": {"any": [{"item": "first", "in": ["ja"]}]}})
    assert named_in({"all": [{"fewer": 2, "of": "a", "in": []}, {"item": "b", "in": []}]}) == {"a", "b"}
    assert depending([first, second], "first") == [second]
    assert list(out_of_order([first, second])) == []
    assert list(out_of_order([second, first])) == [(second, first)]


@pytest.mark.parametrize("form", [ReportForm, CorrectionForm])
def test_no_question_takes_the_name_of_a_field_that_its_form_has(form):
    assert set(form.base_fields)
    assert set(form.base_fields) <= RESERVED
