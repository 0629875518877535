"""No spreadsheet makes a formula of what somebody has typed, whatever separator it takes and however it reads quotes."""

import csv
import io
import re

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import guard, lines
from reporting.datasets.statements import _guarded

SIGNS = "=+@＝＋－＠-"  # noqa: RUF001  the full-width twins
SEPARATORS = (";", ",", "\t", "|")
# Texts of the signs that matter, dense enough that every two of them meet.
texts = st.text(alphabet=st.sampled_from([*SIGNS, *";,|\t\r\n\"' ab1é\\"]), max_size=12)
OURS = "-7"  # a number of ours, which stays one


def seen_by(content: bytes, separator: str) -> list[str]:
    """The cells that a reader with this separator makes of a file."""
    found = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
    return [cell for row in found for cell in row]


def undone(text: str) -> str:
    """As the README of an export says it, written anew here."""
    return re.sub(rf"(^|[;,|])([ \"]*)'('*[{SIGNS}])", r"\1\2\3", text)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("form", ExportForm)
@given(typed=st.lists(texts, min_size=1, max_size=4))
@example(typed=["x;=cmd|'/c calc'!A1"])
@example(typed=["x,@sum", 'a;"=cmd"', '"', "=1"])
def test_no_cell_that_any_reader_sees_begins_a_formula(form, separator, typed):
    content = lines([[OURS, *map(guard, typed), OURS]], form)
    cells = seen_by(content, separator)
    bare = [cell.lstrip(' "').removeprefix(OURS) for cell in cells]
    assert [cell for cell in bare if cell.startswith((*SIGNS, "\t", "\r"))] == []


@given(text=texts)
def test_the_guard_is_undone_as_the_readme_says(text):
    assert undone(guard(text)) == re.sub(r"[\r\n\t]", " ", text)


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("Ann; =Ben", "Ann; '=Ben"),
        ("kl. 10-12, 4 stk.", "kl. 10-12, 4 stk."),
        ("'=x", "''=x"),
        ("Ærø - Nord", "Ærø - Nord"),
    ],
)
def test_only_what_begins_a_cell_is_guarded(text, guarded):
    assert guard(text) == guarded


@pytest.mark.servers
@pytest.mark.django_db
@given(typed=st.lists(texts.filter(bool), min_size=20, max_size=60))
def test_the_database_guards_as_python_does(typed):
    with connection.cursor() as cursor:
        statement = f"SELECT {_guarded('t.text')} FROM unnest(%s::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n"  # noqa: S608
        cursor.execute(statement, [typed])
        assert [text for (text,) in cursor.fetchall()] == [guard(text) for text in typed]
