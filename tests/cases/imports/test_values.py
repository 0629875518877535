"""Numbers, yes and no, answers: as people write them, and what must be refused with a helpful sentence."""

import string
from contextlib import suppress
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.values import Choices, Unreadable, blank, choice, several, unknown, whole_number, yes_no

SHARED = "Lejlighed eller værelse i opgangsfællesskab, bofællesskab eller særbolig"
HOUSING = Choices(
    {
        "almen": ["Almen bolig", "Public housing"],
        "par_107": ["Bolig efter § 107"],
        "par_108": ["Bolig efter § 108"],
        "faellesskab": [SHARED, "Shared flat or room"],
        "kort": ["< 1 år"],
        "lang": ["> 1 år"],
        "ved_ikke": ["Ved ikke", "Do not know"],
    },
    unknown="ved_ikke",
)


@pytest.mark.parametrize(
    "text",
    ["Ved ikke", "ved-ikke", "VED IKKE", "v.i.", "vedikke", "ved_ikke", "Ved  ikke.", "V/I", "don't know", "Don’t know",
     "I don't know", "9 Ved ikke", "(9) ved ikke", "Ved det ikke", "ukendt", "unknown"],
)  # fmt: skip
def test_ved_ikke_in_its_spellings_is_an_answer(text):
    assert (unknown(text), blank(text)) == (True, False)
    assert choice(text, HOUSING) == "ved_ikke"


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "—", "–", "--", "n/a", "N/A", "n.a.", "ikke besvaret", "Ikke-besvaret", "Ubesvaret", "uoplyst",
     "Uoplyst.", "ikke oplyst", "#I/T", "#N/A", "...", "\xa0", "NULL", "not answered"],
)  # fmt: skip
def test_blank_in_its_spellings_is_no_answer(text):
    """Uoplyst says that nobody answered."""
    assert (unknown(text), blank(text)) == (False, True)
    assert [choice(text, HOUSING), several(text, HOUSING), whole_number(text), yes_no(text)] == [None] * 4


@pytest.mark.parametrize("text", ["0", "nej", "ingen", "vi", "VI", "?", "ved", "ikke", "Vedel", "1-7", "x"])
def test_what_is_neither(text):
    assert (unknown(text), blank(text)) == (False, False)


def test_a_day_is_neither():
    assert (unknown(date(2024, 1, 7)), blank(date(2024, 1, 7))) == (False, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("7.0", 7),
        ("7,0", 7),
        (" 7 ", 7),
        ("0", 0),
        ("1.000", 1000),
        ("1 000", 1000),
        ("-3", -3),
        ("093", 93),
    ],
)
def test_whole_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["7,5", "7-10", "ca. 7", "7 nætter", "syv", "ved ikke", "1,000", "#REF!", "\N{ARABIC-INDIC DIGIT SEVEN}"]
)
def test_what_is_no_whole_number(text):
    with pytest.raises(Unreadable):
        whole_number(text)


def test_a_number_outside_its_bounds_says_which():
    assert whole_number("93", least=0, most=93) == 93
    with pytest.raises(Unreadable, match="94 er mere end 93"):
        whole_number("94", least=0, most=93)
    with pytest.raises(Unreadable, match="-1 er mindre end 0"):
        whole_number("-1", least=0, most=93)


@pytest.mark.parametrize(
    "read", [whole_number, lambda cell: choice(cell, HOUSING), lambda cell: several(cell, HOUSING)]
)
def test_a_day_that_excel_made_of_1_7_is_told(read):
    with pytest.raises(Unreadable, match=r"07-01-2024 er en dato. Excel kan have lavet den af noget som 7-1"):
        read(date(2024, 1, 7))


@pytest.mark.parametrize("text", ["ja", "Ja", "JA.", "j", "x", "X", "1", "true", "SAND", "yes", "✓"])
def test_yes(text):
    assert yes_no(text) is True


@pytest.mark.parametrize("text", ["nej", "Nej", "n", "0", "false", "FALSK", "no"])
def test_no(text):
    assert yes_no(text) is False


@pytest.mark.parametrize("text", ["måske", "ved ikke", "2", "ja/nej", "#VÆRDI!"])
def test_neither_yes_nor_no(text):
    with pytest.raises(Unreadable):
        yes_no(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("almen", "almen"),
        ("Almen bolig", "almen"),
        ("  ALMEN   BOLIG ", "almen"),
        ("almen-bolig", "almen"),
        ("public housing", "almen"),
        ("1. Almen bolig", "almen"),
        ("1 - Almen bolig", "almen"),
        ("Bolig efter §107", "par_107"),
        ("par 108", "par_108"),
        (SHARED.upper(), "faellesskab"),
        ("Lejlighed eller vaerelse i opgangsfaellesskab, bofaellesskab eller saerbolig", "faellesskab"),
        ("< 1 år", "kort"),
        ("> 1 ÅR", "lang"),
    ],
)
def test_a_code_or_a_label_in_either_language(text, code):
    assert choice(text, HOUSING) == code


def test_a_refusal_names_the_nearest():
    with pytest.raises(Unreadable, match=r"Almn boligg er ikke et af svarene. Er det “Almen bolig”"):
        choice("Almn boligg", HOUSING)
    with override("en"), pytest.raises(Unreadable, match="Almn boligg is none of the answers"):
        choice("Almn boligg", HOUSING)
    with pytest.raises(Unreadable, match=r"^zzz er ikke et af svarene.$"):
        choice("zzz", HOUSING)


def test_what_two_answers_share_is_neither():
    """Without its sign, under or over a year is the same."""
    with pytest.raises(Unreadable):
        choice("1 år", HOUSING)
    with pytest.raises(Unreadable):
        choice("andet", Choices({"a": ["Andet"], "b": ["Andet"]}))


def test_ved_ikke_is_refused_where_it_is_no_answer():
    with pytest.raises(Unreadable):
        choice("ved ikke", Choices({"a": ["Ja"]}))


def test_a_refusal_repeats_no_more_than_a_line():
    with pytest.raises(Unreadable) as refusal:
        choice("x" * 5_000, HOUSING)
    assert len(refusal.value.message) < 120


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("almen", ["almen"]),
        ("almen|par_107", ["almen", "par_107"]),
        ("Almen bolig; Bolig efter § 107", ["almen", "par_107"]),
        ("Almen bolig, Bolig efter § 107", ["almen", "par_107"]),
        ("Almen bolig\nBolig efter § 107\r\n", ["almen", "par_107"]),
        (SHARED, ["faellesskab"]),
        (f"Almen bolig, {SHARED}, Bolig efter § 108", ["almen", "faellesskab", "par_108"]),
        (f"{SHARED};almen|v.i.", ["faellesskab", "almen", "ved_ikke"]),
        ("almen|almen||-", ["almen"]),
        ("almen;;", ["almen"]),
    ],
)
def test_several_answers(text, codes):
    assert several(text, HOUSING) == codes


def test_several_answers_with_one_that_is_none():
    with pytest.raises(Unreadable, match=r"^vrøvl er ikke"):
        several("almen, vrøvl", HOUSING)


def test_several_answers_that_can_be_read_in_two_ways():
    either = Choices({"a": ["Hash"], "b": ["Alkohol"], "c": ["Hash, alkohol"]})
    with pytest.raises(Unreadable, match="på to måder"):
        several("hash, alkohol", either)
    assert several("hash|alkohol", either) == ["a", "b"]


CODES = st.text(string.ascii_lowercase, min_size=3, max_size=8)


@given(st.lists(CODES, min_size=1, max_size=8, unique=True), st.sampled_from(["|", ";", ",", "\n", " ; ", ", "]))
def test_codes_that_are_joined_are_read_back(codes, sign):
    assert several(sign.join(codes), Choices({code: [] for code in codes})) == codes


READERS = [whole_number, yes_no, lambda cell: choice(cell, HOUSING), lambda cell: several(cell, HOUSING)]


@given(st.text(max_size=30), st.sampled_from(READERS))
def test_any_text_is_read_or_refused(text, read):
    """And nothing is made of what is blank."""
    with suppress(Unreadable):
        assert (read(text) is None) == blank(text)
