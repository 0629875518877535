"""Outcome tables as a reader without the right to small numbers has them: no cell in any file, and no number that tells."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.staff.codes import Role
from reporting.documents.files import FILES
from reporting.documents.presentation import present
from reporting.documents.protection import Protection
from tests.factories.cases import MembershipFactory, UserFactory
from tests.reporting.chapters.followed import finished, followed, part

RESULT = {"chapters": [], "relations": {"starts_with_programme": False}}


def shown_numbers(*numbers: int) -> list[int | None]:
    """The number of each of several outcome tables, as such a reader has it."""
    tables = [{"n": n, "at": "first", "title": {}, "base": {}, "rows": ["secret"]} for n in numbers]
    result = RESULT | {"chapters": [{"parts": [{"form": "outcome", "tables": tables}]}]}
    protection = Protection(result, full=False)
    reduced = [protection.outcome(table) for table in tables]
    assert all(one.keys() == {"withheld", "n", "at", "title", "base"} for one in reduced)
    assert Protection(result, full=True).outcome(tables[0]) is tables[0]
    return [one["n"] for one in reduced]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((65, 65, 60, 0), [65, 65, 60, 0]),
        ((65, 63, 60), [65, None, 60]),  # 63 less than 65 is two
        ((65, 61, 57), [65, None, 57]),
        ((4, 1, 5), [None, None, 5]),
        ((8, 4), [8, None]),
    ],
)
def test_numbers_of_tables_that_differ_by_few_are_not_both_shown(numbers, shown):
    assert shown_numbers(*numbers) == shown


@pytest.mark.django_db
def test_no_cell_of_an_outcome_table_reaches_a_reader_without_the_right():
    """All rows, notes, exclusions and self-checks of every table are taken as marks, and looked for in every file."""
    run = finished(followed())
    for key in ("housing", "housing_three_way", "retention", "funnel", "courses_status", "courses_by_unit"):
        for table in part(run, key)["tables"]:
            table["rows"] = [row | {"count": 9713, "label": {"da": "Zqrow", "en": "Zqrow"}} for row in table["rows"]]
            table["notes"] = table["self_check"] = [{"da": "Zqnote", "en": "Zqnote"}]
            table["exclusions"] = [{"key": "zqout", "label": {"da": "Zqout", "en": "Zqout"}, "count": 9713}]
            for sheet in table["sheet"].values():
                sheet |= {"headings": ["Zqhead"], "rows": [["Zqrow", 9713]], "told": [["Zqnote", "9713"]]}
    marks = [b"Zqrow", b"Zqnote", b"Zqout", b"zqout", b"Zqhead", b"9713", b"9.713", b"9,713"]
    for language in ("da", "en"):
        with override(language):
            hidden, full = (present(run, full=full) for full in (False, True))
            for name in ("csv", "excel", "json"):
                assert [mark for mark in marks if mark in FILES[name].write(hidden)] == []
                assert b"Zqrow" in FILES[name].write(full)
            assert "9713" not in repr(hidden)
            assert hidden.say("withheld") in FILES["csv"].write(hidden).decode()


@pytest.mark.django_db
def test_the_page_says_how_many_and_why_no_more(client: Client):
    programme = followed()
    run = finished(programme)
    evaluator = UserFactory()
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=programme)
    client.force_login(evaluator)
    text = client.get(reverse("reporting:run", args=[run.public_id])).content.decode()
    section = text[text.index('<section id="retention"') :]
    section = section[: section.index("</section>")]
    assert "<table" not in section
    assert "Rækkerne vises ikke her" in section
    assert "n: 12 ·" in section
    said = json.loads(client.get(reverse("reporting:run_download", args=[run.public_id, "json"])).content)
    retention = next(table for table in said["tables"] if table["key"] == "retention")
    assert retention.keys() == {"key", "at", "title", "base", "n", "withheld"}
    assert retention["n"] == 12
