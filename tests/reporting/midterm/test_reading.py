"""The numbers on top of a report are those of its tables, whatever else stands in them."""

from dataclasses import replace
from itertools import count

import pytest
from django.utils.translation import override

from reporting.chapters.contents import FIGURES
from reporting.chapters.freezing import frozen_indicator
from reporting.chapters.steps import steps_of
from reporting.documents.presentation import present
from reporting.figures.base import Count, Form, Row, counted
from reporting.indicators.registry import INDICATORS
from reporting.midterm.reading import page_of, step_of
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import entered
from reporting.runs.freezing import frozen
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory
from tests.factories.reporting import ReportRunFactory

ROWS = {
    ("screened", "outcome"): ("in_group", "eligible", "exception", "not_eligible"),
    ("age_and_gender", "age"): ("18_20", "21_24"),
    ("age_and_gender", "gender"): ("woman", "man"),
    ("share_reached", "outcomes"): ("reached", "in_vain", "no_show"),
    ("own_home", "moved"): ("moved", "not_moved"),
    ("closed", "reasons"): ("completed", "moved"),
}


def parts():
    """Figures that are all different: 1,001, 1,002 and so on, the shares of rows too."""
    figures = count(1001)
    found = {}
    for (indicator, table), codes in ROWS.items():
        numbers = {code: next(figures) for code in codes}
        rows = counted({code: Count(n, n) for code, n in numbers.items()}, codes, whole=Count(9000, 9000))
        rows = [
            Row(row.code, {"n": row.values["n"] if row.code != "total" else next(figures), "share": next(figures)}, row.people)
            for row in rows
        ]  # fmt: skip
        found.setdefault(indicator, {})[table] = rows
    return {
        key: frozen_indicator(
            replace(INDICATORS[key], tables=tuple(one for one in INDICATORS[key].tables if one.key in tables)), tables
        )
        for key, tables in found.items()
    }


def frozen_run(made):
    """A run with these parts, of which nothing is saved."""
    run = ReportRunFactory.build(pk=7, programme=ProgrammeFactory.build(), parts=made)
    run.result = frozen(run, at=NOW, rests_on={"fingerprint": "0123"})
    return run


@pytest.fixture
def report():
    """Read by somebody who sees small numbers; nothing of it is saved."""
    return present(frozen_run(parts()))


def test_each_headline_is_the_figure_of_its_row(report):
    """Read off the tables by hand: the totals, but of contacts the share that reached, and of homes those who moved."""
    with override("en"):
        english = present(frozen_run(parts()))
    shown = [(line.label, line.text, line.url) for line in page_of(english)["headlines"]]
    figures = {
        (indicator.key, table.key, row.code): [cell.text for cell in row.cells]
        for indicator, table, row in report.lines()
    }
    assert len({text for texts in figures.values() for text in texts}) == 2 * len(figures)
    assert [(label, url) for label, _text, url in shown] == [
        ("Screened", "#screened"),
        ("New enrolments", "#age_and_gender"),
        ("Contacts and attempts that reached", "#share_reached"),
        ("Moved into own home", "#own_home"),
        ("Enrolments closed", "#closed"),
    ]
    with override("da"):
        assert [line.text for line in page_of(report)["headlines"]] == [
            figures["screened", "outcome", "total"][0],
            figures["age_and_gender", "age", "total"][0],
            figures["share_reached", "outcomes", "reached"][1],
            figures["own_home", "moved", "moved"][0],
            figures["closed", "reasons", "total"][0],
        ]


def test_a_headline_whose_table_is_not_in_the_report_is_left_out():
    """A report from before there was such an indicator."""
    made = parts()
    del made["own_home"]
    urls = [line.url for line in page_of(present(frozen_run(made)))["headlines"]]
    assert urls == ["#screened", "#age_and_gender", "#share_reached", "#closed"]


def test_every_table_stands_in_the_section_of_its_indicator(report):
    """With the names of its columns, its drawing in words, and what is counted in it; in the order of the chapters."""
    chapters = page_of(report)["chapters"]
    sections = [part for chapter in chapters for part in chapter["parts"]]
    shown = [(part["key"], picture.table.key) for part in sections for picture in part["pictures"]]
    assert sorted(shown) == sorted(ROWS)
    assert [(chapter["key"], [part["key"] for part in chapter["parts"]]) for chapter in chapters] == [
        ("chapter-target_group", ["screened", "age_and_gender"]),
        ("chapter-elements", ["share_reached"]),
        ("chapter-courses", ["closed"]),
        ("chapter-home", ["own_home"]),
    ]
    picture = sections[0]["pictures"][0]
    assert picture.columns == [picture.table.title, "Antal", "Andel"]
    assert picture.note == "Opgjort i: unge"
    assert picture.alt.startswith(f"{picture.table.title}: ")
    assert picture.svg.startswith("<svg")


@pytest.mark.django_db
def test_what_is_computed_now_is_the_first_step_that_is_missing():
    run = ReportRunFactory.build(programme=ProgrammeFactory(), parts={})
    names = []
    for key in steps_of(run.programme):
        names.append(step_of(run))
        run.parts[key] = {}
    assert names == [*(str(one.name) for one in FIGURES.values()), *(str(TABLES[key].title) for key in entered())]
    assert step_of(run) == "Gør færdig"


def test_shares_of_the_report_are_written_with_their_sign(report):
    texts = [
        cell.text for _one, _table, row in report.lines() for cell in row.cells if cell.measure.form is Form.PERCENT
    ]
    assert texts
    assert {text[-2:] for text in texts} == {"\u00a0%"}
