"""An edition of a real report: what is hidden stands nowhere in it, in any file, in either language."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from reporting.disclosure.suppression import narrowed
from reporting.documents.files import FILES
from reporting.documents.presentation import shown
from reporting.editions.protecting import Counted, without
from reporting.figures.sums import Quantity
from reporting.midterm.reading import page_of
from tests.reporting.chapters.followed import finished, followed, part

pytestmark = pytest.mark.django_db
FIVE = 5


def tables_of(result: Any, key: str) -> list[Any]:
    chapters = result["chapters"]
    return next(one["tables"] for chapter in chapters for one in chapter["parts"] if one["key"] == key)


def numbers(value: Any) -> Iterator[float]:
    """Every number in plain data."""
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


def test_three_with_a_home_of_twelve_are_hidden_beside_the_nine_without():
    """The three are few, and the nine would tell them; at the latest report nine have a home and three have none."""
    told = Counted(finished(followed()).result)
    hides = told.hidden()
    assert {"housing_three_way@first.own", "housing_three_way@first.not_own", "age_and_gender.gender.man.n"} <= hides
    assert list(narrowed(told.system, hides, FIVE)) == []
    [first, _latest] = tables_of(without(told, hides), "housing_three_way")
    assert {row["key"]: row["count"] for row in first["rows"]} == {"own": None, "not_own": None, "other": 0}
    assert [row[1:3] for row in first["sheet"]["da"]["rows"]] == [("··", "··"), ("··", "··"), (0, 0)]
    assert first["n"] == 12


def test_no_hidden_count_stands_in_the_edition():
    """Each count that is hidden is made a number that nothing else is, and looked for in all that leaves the house."""
    run = finished(followed(16))
    plain = Counted(run.result)
    hides = plain.hidden()
    marks = {name: 700_001 + place for place, name in enumerate(sorted(hides))}
    assert len(marks) > 5
    marked = replaced(run.result, plain, marks)
    edition = without(Counted(marked), hides)
    assert not set(marks.values()) & set(numbers(edition))
    for language in ("da", "en"):
        with override(language):
            report = shown(edition)
            said = b" ".join(FILES[name].write(report) for name in ("csv", "excel", "json")).decode() + str(
                page_of(report)
            )
        assert [mark for mark in marks.values() if str(mark) in said or f"{mark:,}".replace(",", ".") in said] == []
        assert report.say("hidden") in said
        assert json.loads(FILES["json"].write(report))["small_numbers"] is False


def replaced(result: Any, told: Counted, marks: dict[str, int]) -> Any:
    """The report with marks for the hidden counts of its outcome tables and indicators."""
    found = json.loads(json.dumps(result))
    for chapter in found["chapters"]:
        for one in chapter["parts"]:
            for table in one["tables"]:
                if one["form"] == "outcome":
                    _mark_outcome(table["coarse"], marks)
                else:
                    _mark_indicator(one["key"], table, told, marks)
    return found


def _mark_outcome(table: Any, marks: dict[str, int]) -> None:
    place = table["relations"]["place"]
    for row in table["rows"]:
        if f"{place}.{row['key']}" in marks:
            row["count"] = marks[f"{place}.{row['key']}"]
        for cell in row.get("cells", ()):
            if f"{place}.{row['key']}.{cell['key']}" in marks:
                cell["count"] = marks[f"{place}.{row['key']}.{cell['key']}"]


def _mark_indicator(key: str, table: Any, _told: Counted, marks: dict[str, int]) -> None:
    for row in table["rows"]:
        for measure in row["values"]:
            if f"{key}.{table['key']}.{row['code']}.{measure}" in marks:
                # How many young people a count rests on says as much.
                row["values"][measure] = row["people"][measure] = marks[
                    f"{key}.{table['key']}.{row['code']}.{measure}"
                ]


def test_a_reader_puts_tables_of_one_question_together():
    """Three of twelve had a home at first: the table of those followed, and who kept it, tell of the same three."""
    told = Counted(finished(followed()).result)
    where = ("housing@first.almen", "housing_three_way@first.own", "retention.stable")
    [said] = [one for one in told.system.sums if one.whole == where[0]]
    together = [one for one in said.parts if told.system.quantities[one].n]
    assert [told.system.quantities[one] for one in together] == [Quantity(3, 3, printed=False, pattern=True)]
    assert {one.whole for one in told.system.sums if together[0] in one.parts} >= set(where)
    assert told.hidden() >= set(where)


def test_a_table_of_which_nobody_said_how_it_adds_up_is_withheld():
    """As the reports of before editions have them."""
    run = finished(followed())
    for table in part(run, "housing")["tables"]:
        del table["coarse"]
    told = Counted(run.result)
    [table, *_others] = tables_of(without(told, told.hidden()), "housing")
    assert table.keys() == {"withheld", "n", "at", "title", "base"}
    assert table["n"] is None


def test_a_higher_threshold_hides_more():
    run = finished(followed(16))
    five, ten = (Counted(run.result, threshold).hidden() for threshold in (5, 10))
    assert five < ten
