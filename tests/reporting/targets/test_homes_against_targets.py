"""Table 2-8 of the national evaluation comes out of targets and counts that are entered, by `report KEY`.

Source: main report of the evaluation of the national homelessness strategy (Rambøll/SFI 2013), table 2-8: homes
established against targets, in seven municipalities and in all.
"""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reporting.kinds.given import Span
from reporting.targets.actions import count_by_hand, revise_target, set_target
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory

pytestmark = pytest.mark.django_db

# Municipality, original target, current target, established, and the two printed shares.
TABLE_2_8 = [
    ("0165", "Albertslund", "6-8", 6, 3, 43, 50),
    ("0561", "Esbjerg", 26, 45, 45, 173, 100),
    ("0169", "Høje-Taastrup", 20, 10, 10, 50, 100),
    ("0147", "Frederiksberg", "42-44", 48, 40, 93, 83),
    ("0101", "København", 240, 321, 300, 125, 93),
    ("0730", "Randers", 27, 27, 16, 59, 59),
    ("0751", "Aarhus", 12, 79, 39, 325, 49),
]
TOTAL = (377, 536, 453, 120, 85)
SET, REVISED, COUNTED, DUE = date(2010, 1, 1), date(2011, 6, 1), date(2012, 12, 31), date(2013, 6, 30)


@pytest.fixture
def programme():
    """The seven targets as they were set and revised, with what was counted by the end of 2012."""
    programme = ProgrammeFactory(code="strategi", municipality="")
    for code, _name, original, current, established, *_shares in TABLE_2_8:
        target = set_target(
            by=None, at=NOW, programme=programme, kind="result", label_da="Boliger etableret", label_en="Homes",
            unit="homes", municipality=code, start=SET, due=DUE, value=Span.of(original),
        )  # fmt: skip
        if original != current:
            revise_target(by=None, at=NOW, target=target, start=REVISED, value=Span.of(current), why="Nyt måltal")
        count_by_hand(by=None, at=NOW, target=target, on=COUNTED, number=established)
    return programme


def report(tmp_path, **asked):
    path = tmp_path / "table.json"
    call_command("report", "homes_against_targets", programme="strategi", form="json", out=str(path), **asked)
    return json.loads(path.read_text())


def cells(row):
    return {cell["key"]: cell.get("value", cell.get("count")) for cell in row["cells"]}


def test_every_printed_cell_comes_out_of_the_database(programme, tmp_path):
    rows = {row["label"]: row for row in report(tmp_path, as_of=DUE)["rows"]}
    assert [*rows] == [*sorted((name for _code, name, *_rest in TABLE_2_8), key=order), "I alt"]
    for code, name, original, current, established, of_original, of_current in TABLE_2_8:
        row, found = rows[name], cells(rows[name])
        assert (row["key"], row["count"], row["percent"]) == (code, established, of_current)
        assert (found["pct_of_original"], found["pct_of_current"]) == (of_original, of_current)
        assert (found["original"], found["current"]) == (Span.of(original).high, current)
    total = rows["I alt"]
    sums = cells(total)
    assert (
        sums["original"],
        sums["current"],
        total["count"],
        sums["pct_of_original"],
        sums["pct_of_current"],
    ) == TOTAL


def order(name):
    return next(code for code, other, *_rest in TABLE_2_8 if other == name)


def test_reached_and_behind_are_said_with_the_arithmetic(programme, tmp_path):
    notes = report(tmp_path, as_of=DUE, language="en")["notes"]
    esbjerg = next(note for note in notes if note.startswith("Esbjerg: "))
    assert esbjerg.startswith("Esbjerg: 45 of 45 on ")
    assert esbjerg.endswith("→ target reached")
    albertslund = next(note for note in notes if note.startswith("Albertslund: "))
    assert albertslund.startswith("Albertslund: 3 of 6 on ")
    assert albertslund.endswith("→ expected 6 → behind")


def test_as_of_an_earlier_day_the_original_target_holds_and_nothing_is_counted(programme, tmp_path):
    found = report(tmp_path, as_of=date(2011, 5, 31))
    assert (found["n"], [(one["key"], one["count"]) for one in found["exclusions"]]) == (0, [("no_figure", 7)])


def test_a_programme_without_targets_of_homes_is_told_so(tmp_path):
    ProgrammeFactory(code="strategi")
    with pytest.raises(CommandError, match="ikke indtastet noget"):
        report(tmp_path)


def test_a_target_that_was_not_chosen_is_left_out_and_counted(programme, tmp_path):
    set_target(
        by=None, at=NOW, programme=programme, kind="result", label_da="Boliger etableret", unit="homes",
        municipality="0791", start=SET, due=DUE, value=Span.of(5), is_chosen=False,
    )  # fmt: skip
    found = report(tmp_path, as_of=DUE)
    assert (found["n"], [(one["key"], one["count"]) for one in found["exclusions"]]) == (7, [("not_chosen", 1)])
