"""Numbers as they are typed: what is read, what is asked for again, and what nobody guesses at."""

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from cases.pages.numbers import NumberField, WholeNumberField, read_number


class Numbers(forms.Form):
    kr = WholeNumberField(min_value=0, required=False)
    hours = NumberField(max_digits=4, decimal_places=1, min_value=0, required=False)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", "7"),
        (" 7 ", "7"),
        ("9.000", "9000"),
        ("9 000", "9000"),
        ("9\N{NO-BREAK SPACE}000", "9000"),
        ("1.250.000", "1250000"),
        ("9.000,00", "9000"),
        ("9000", "9000"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("0,25", "0.25"),
        ("-5", "-5"),
        ("\N{MINUS SIGN}5", "-5"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "9,000",  # nine, or nine thousand
        "1.5.2",
        "1.0000",
        "10.00.000",
        "1_000",
        "1e3",
        "1e400",
        "NaN",
        "Infinity",
        "٣٠",
        "\N{FULLWIDTH DIGIT NINE}0",
        "90 min",
        "0x10",
        "--5",
        ",5",
        "9" * 5000,
        "",
    ],
)
def test_what_is_not_written_as_one_number_is_none(typed):
    assert read_number(typed) is None


def test_a_form_gives_the_numbers():
    form = Numbers({"kr": "10.000", "hours": "7,50"})
    assert form.is_valid()
    assert form.cleaned_data == {"kr": 10_000, "hours": Decimal("7.5")}
    assert Numbers({"kr": "", "hours": " "}).is_valid()


@pytest.mark.parametrize(
    ("language", "whole", "number"),
    [
        ("da", "Skriv et helt tal, kun med cifre.", "Skriv et tal, for eksempel 7,5."),
        ("en", "Write a whole number with digits alone.", "Write a number, for example 7.5."),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_as_it_was_typed(language, whole, number):
    form = Numbers({"kr": "12,5", "hours": "et par"})
    with override(language):
        assert form.errors == {"kr": [whole], "hours": [number]}
        assert [form["kr"].value(), form["hours"].value()] == ["12,5", "et par"]
        assert ('value="12,5"' in str(form["kr"]), 'value="et par"' in str(form["hours"])) == (True, True)


@pytest.mark.parametrize(("language", "written"), [("da", "7,5"), ("en", "7.5")])
def test_what_is_saved_is_written_as_the_page_writes_numbers(language, written):
    with override(language):
        form = Numbers(initial={"kr": 9000, "hours": Decimal("7.5")})
        assert ('value="9000"' in str(form["kr"]), f'value="{written}"' in str(form["hours"])) == (True, True)
        assert Numbers({"hours": written}).is_valid()
