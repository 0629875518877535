"""Tables of what is entered in place of courses, in a report and in its edition: targets in homes, and statistics."""

from datetime import date

import pytest

from cases.staff.codes import Role
from reporting.chapters.steps import Making, steps_of
from reporting.documents.files import FILES
from reporting.documents.presentation import shown
from reporting.editions.protecting import Counted, without
from reporting.figures.facts import Facts
from reporting.kinds.given import Span
from reporting.targets.actions import count_by_hand, set_target
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, staff
from tests.factories.reporting import TargetFactory
from tests.factories.statusreports import reported
from tests.reporting.chapters.followed import finished, followed, part
from tests.reporting.statistics.test_statistics import TABLE_2_1, taken_over

pytestmark = pytest.mark.django_db

DUE = date(2025, 12, 31)


@pytest.fixture
def run(tmp_path):
    """Three homes of the ten that were aimed at, counted by hand, and the published numbers of one week."""
    programme = followed()
    target = set_target(
        by=None, at=NOW, programme=programme, kind="result", label_da="Boliger", label_en="Homes", unit="homes",
        municipality="0101", start=date(2025, 1, 1), due=DUE, value=Span.of(10),
    )  # fmt: skip
    count_by_hand(by=None, at=NOW, target=target, on=TODAY, number=3)
    taken_over(tmp_path, *TABLE_2_1)
    return finished(programme)


def rows(run, key):
    [table] = part(run, key)["tables"]
    return {row["label"]["da"].split(": ")[-1]: (row["count"], row["percent"]) for row in table["rows"]}


def test_a_report_has_the_targets_in_homes_and_how_the_statistics_changed(run):
    assert rows(run, "homes_against_targets") == {"København": (3, 30), "I alt": (3, 30)}
    found = {said: percent for said, (_count, percent) in rows(run, "change").items()}
    assert found == {"København, 2009–2013": 6, "Hele landet, 2009–2013": 16}
    [chapter] = [one for one in run.result["chapters"] if one["key"] == "targets"]
    assert [one["key"] for one in chapter["parts"]] == ["targets", "homes_against_targets", "change"]
    assert "Hele landet" in FILES["csv"].write(shown(run.result)).decode()


def test_a_report_without_them_has_no_such_tables():
    run = finished(followed(2))
    assert not {"homes_against_targets", "change"} & {
        one["key"] for chapter in run.result["chapters"] for one in chapter["parts"]
    }
    assert {"homes_against_targets", "change"} <= set(steps_of(run.programme))


def test_an_edition_withholds_what_may_rest_on_few_and_shows_what_others_published(run):
    told = Counted(run.result)
    edition = without(told, told.hidden())
    [homes] = _tables(edition, "homes_against_targets")
    assert (homes["withheld"], "rows" in homes, homes["n"]) == (True, False, None)
    [change] = _tables(edition, "change")
    assert change == part(run, "change")["tables"][0]
    assert "Hele landet" in FILES["csv"].write(shown(edition)).decode()
    assert b'"published"' not in FILES["json"].write(shown(edition))


def _tables(result, key):
    return next(one["tables"] for chapter in result["chapters"] for one in chapter["parts"] if one["key"] == key)


def test_what_is_read_from_cases_is_as_it_was_known(run):
    """A target that reads how many got a home of their own: a course that was registered later is not in it."""
    programme, worker = run.programme, staff(Role.CASEWORKER)
    TargetFactory(
        programme=programme, unit="homes", measured_by="table", figure="retention.got", start=date(2025, 1, 1)
    )
    late = EnrolmentFactory(programme=programme, start=date(2025, 1, 15), registered_at=NOW.replace(hour=23))
    reported(late, worker, on=date(2025, 2, 1), answers={"housing_now": "ikke_egen_bolig"})
    reported(late, worker, kind="quarterly", on=date(2025, 5, 1), answers={"housing_now": "almen"})
    facts = Facts(programme, run.period, TODAY, NOW)
    [table] = Making(facts).part("homes_against_targets")["tables"]
    assert [row["count"] for row in table["rows"]] == [6, 3, 9]
