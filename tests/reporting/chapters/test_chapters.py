"""Targets and money stand in the midterm report: frozen, and what is small hidden as in the indicator they read."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.programmes.models import Post
from cases.staff.codes import Role
from reporting.chapters.contents import FIGURES
from reporting.chapters.money_parts import MONEY
from reporting.chapters.target_parts import STANDINGS, TARGETS
from reporting.documents.files import FILES
from reporting.documents.presentation import present
from reporting.figures.facts import Facts
from reporting.funding.actions import use_money
from reporting.funding.rules import Quarter
from reporting.indicators.registry import INDICATORS
from reporting.midterm.tasks import produce
from reporting.runs.actions import request_run
from reporting.targets.codes import Standing
from tests.clock import NOW
from tests.factories.cases import (
    EnrolmentFactory,
    MembershipFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    staff,
)
from tests.factories.reporting import FundingFactory, TargetCountFactory, TargetFactory
from tests.reporting.chapters.followed import protected

pytestmark = pytest.mark.django_db

BEGIN, LAST = date(2025, 1, 1), date(2025, 12, 31)
JANUARY = NOW.replace(year=2026, month=1, day=7)
PERIOD = {"start": BEGIN, "last_day": LAST, "as_of": LAST}


@pytest.fixture(autouse=True)
def january(clock):
    clock.move_to(JANUARY)


@pytest.fixture
def programme():
    """Twelve enrolled, two of them men: the two, and so the ten women, are hidden from an evaluator."""
    programme = ProgrammeFactory(code="unge", start=date(2024, 12, 1))
    team = TeamFactory()
    for index in range(12):
        EnrolmentFactory(
            programme=programme, start=date(2025, 3, 1), person__team=team,
            person__gender="man" if index < 2 else "woman",
        )  # fmt: skip
    return programme


def target(programme, label, figure="", value=20, **facts):
    source = "indicator" if figure else "hand"
    unit = facts.pop("unit", "people")
    return TargetFactory(
        programme=programme, label_da=label, figure=figure, measured_by=source, unit=unit, kind="result", value=value,
        start=facts.pop("start", BEGIN), due=date(2026, 12, 31), **facts,
    )  # fmt: skip


def run_of(programme):
    run = request_run(by=None, at=JANUARY, programme=programme, **PERIOD)
    produce(run.pk)
    run.refresh_from_db()
    return run


def rows(run, table, *, full=True):
    """The rows of a chapter's table: text by measure, by what is before the colon of their names."""
    report = present(run) if full else protected(run)
    found = next((one for _indicator, one in report.tables() if one.key == table), None)
    return {
        row.label.partition(":")[0]: {cell.measure.key: cell.text for cell in row.cells}
        for row in (found.rows if found else ())
    }


def test_the_chapters_come_after_the_indicators():
    assert list(FIGURES) == [*INDICATORS, "targets", "money"]


def test_a_target_stands_with_baseline_target_actual_expected_and_standing(programme):
    """12 of 20 on the last of 2025, 364 of 729 days: 10 were expected. The baseline is no line here: it is nought."""
    one = target(programme, "Optaget", "age_and_gender.age.total")
    assert rows(run_of(programme), "result")["Optaget"] == {
        "baseline": "–", "original": "20", "current": "20", "actual": "12", "expected": "10", "share": "60\u00a0%",
        "standing": "På vej",
    }  # fmt: skip
    name = present(run_of(programme))
    label = next(row.label for _i, table, row in name.lines() if table.key == "result")
    assert label == "Optaget: 20 unge inden 31.12.2026"
    assert one.values.get().low == 20


def test_a_target_is_hidden_where_its_indicator_is(programme):
    """Two men, and the ten women who would give them away; all twelve are shown."""
    target(programme, "Mænd", "age_and_gender.gender.man")
    target(programme, "Kvinder", "age_and_gender.gender.woman")
    target(programme, "Andel kvinder", "age_and_gender.gender.woman", value=50, unit="percent")
    target(programme, "Alle", "age_and_gender.gender.total")
    run = run_of(programme)
    full, hidden = (rows(run, "result", full=one) for one in (True, False))
    assert {name: row["actual"] for name, row in full.items()} == {
        "Mænd": "2", "Kvinder": "10", "Andel kvinder": "83", "Alle": "12",
    }  # fmt: skip
    for name in ("Mænd", "Kvinder", "Andel kvinder"):
        assert {hidden[name][key] for key in ("actual", "share", "standing")} == {"skjult"}
        assert hidden[name]["current"] == full[name]["current"]
    report = protected(run)
    total = next(row for _one, table, row in report.lines() if table.key == "gender" and row.is_total)
    assert (hidden["Alle"]["actual"] == "skjult") == total.cells[0].is_hidden


def test_a_figure_of_another_period_is_hidden(programme):
    """Ten since April and twelve since January would tell of two in between."""
    target(programme, "Senere", "age_and_gender.age.total", start=date(2025, 2, 1))
    run = run_of(programme)
    assert rows(run, "result")["Senere"]["actual"] == "12"
    assert rows(run, "result", full=False)["Senere"]["actual"] == "skjult"


@pytest.mark.parametrize(("number", "text"), [(4, "skjult"), (5, "5"), (0, "0")])
def test_a_few_counted_by_hand_are_hidden(programme, number, text):
    TargetCountFactory(target=target(programme, "Indsluset"), on=date(2025, 6, 1), number=number)
    assert rows(run_of(programme), "result", full=False)["Indsluset"]["actual"] == text


def test_what_is_no_count_of_people_is_shown_however_small(programme):
    TargetCountFactory(target=target(programme, "Caféer", unit="number"), on=date(2025, 6, 1), number=2)
    assert rows(run_of(programme), "result", full=False)["Caféer"]["actual"] == "2"


def test_an_unchosen_target_is_left_out(programme):
    target(programme, "Fravalgt", is_chosen=False)
    assert rows(run_of(programme), "result") == {}


def test_the_chapter_is_frozen(programme):
    one = target(programme, "Optaget", "age_and_gender.age.total")
    run = run_of(programme)
    before = rows(run, "result")
    one.values.update(low=5, high=5)
    FundingFactory(programme=programme, kind="grant")
    run.refresh_from_db()
    assert rows(run, "result") == before
    assert rows(run, "financing") == {}


@pytest.fixture
def money(programme):
    for kind, source, amount in (
        ("stated", "Samlet", 9_000_000), ("grant", "EU", 8_100_000), ("own", "Kommunen", 900_000),
    ):  # fmt: skip
        FundingFactory(programme=programme, kind=kind, source=source, amount=amount)
    line = FundingFactory(programme=programme, kind="expense", source="Løn", amount=6_400_000, stage="running")
    FundingFactory(programme=programme, kind="expense", source="Øvrigt", amount=2_600_000)
    use_money(by=None, at=JANUARY, line=line, quarter=Quarter(2025, 1), amount=Decimal(400_000))
    Post.objects.create(
        programme=programme, organisation=programme.organisation, title="Leder", function="street", weekly_hours=20
    )
    return programme


def test_the_money_stands_with_what_is_known(money):
    """9.0 = 8.1 + 0.9; 400,000 of 6.4 m kr. in one of five quarters; 396 days of 20 hours a week are 1131.4 hours."""
    run = run_of(money)
    financing = rows(run, "financing", full=False)
    assert {name: row["amount"] for name, row in financing.items()} == {
        "EU": "8.100.000", "Kommunen": "900.000", "Samlet finansiering som oplyst": "9.000.000", "Forskel": "0",
        "I alt": "9.000.000",
    }  # fmt: skip
    assert (financing["EU"]["share"], financing["Kommunen"]["share"]) == ("90\u00a0%", "10\u00a0%")
    budget = rows(run, "budget", full=False)
    assert budget["Løn"] == {"amount": "6.400.000", "used": "400.000", "left": "6.000.000", "known": "1", "of": "5"}
    assert budget["Øvrigt"] == {"amount": "2.600.000", "used": "–", "left": "–", "known": "0", "of": "5"}
    assert (budget["I alt"]["used"], budget["I alt"]["known"], budget["I alt"]["of"]) == ("400.000", "1", "10")
    assert rows(run, "stages", full=False)["Drift"]["used"] == "400.000"
    assert rows(run, "quarters", full=False)["1. kvartal 2025"]["amount"] == "400.000"
    assert rows(run, "posts", full=False)["Leder, " + str(money.organisation)]["planned"] == "1.131,4"


def difference(run):
    report = protected(run)
    return next(row.label for _one, table, row in report.lines() if row.code == "difference_financing")


def test_the_chapter_says_when_the_money_does_not_add_up(money):
    assert difference(run_of(money)) == "Forskel: det går op"
    money.funding.filter(source="Kommunen").update(amount=800_000)
    assert difference(run_of(money)) == "Forskel: det går ikke op"


def test_without_targets_and_money_their_chapters_are_left_out(programme):
    """With a target of one kind, the table of that kind alone."""
    chapters = {"targets", "money"}
    assert chapters.isdisjoint(one.key for one in present(run_of(programme)).chapters)
    target(programme, "Optaget", "age_and_gender.age.total")
    report = present(run_of(programme))
    assert [one.key for one in report.chapters if one.key in chapters] == ["targets"]
    assert [table.key for indicator, table in report.tables() if indicator.key == "targets"] == ["result"]


@pytest.mark.parametrize("form", FILES)
def test_every_file_of_the_report_has_the_chapters(money, form):
    target(money, "Optaget", "age_and_gender.age.total")
    content = FILES[form].write(present(run_of(money)))
    assert len(content) > 1_000
    if form == "csv":
        lines = list(csv.DictReader(io.StringIO(content.decode())))
        standing = next(line for line in lines if line["indicator"] == "targets" and line["measure"] == "standing")
        assert (standing["Værdi"], standing["Bemærkning"]) == (str(STANDINGS.index(Standing.ON_THE_WAY)), "På vej")
        assert {line["table"] for line in lines if line["indicator"] == "money"} == {
            "financing", "budget", "stages", "quarters", "posts",
        }  # fmt: skip


def test_the_page_shows_the_chapters_to_the_evaluator(client, money):
    target(money, "Mænd", "age_and_gender.gender.man")
    evaluator = UserFactory()
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=money)
    client.force_login(evaluator)
    text = client.get(reverse("reporting:run", args=[run_of(money).public_id])).content.decode()
    assert "Mål mod faktisk" in text
    assert "8.100.000" in text
    assert "Mænd: 20 unge inden 31.12.2026" in text


def test_both_chapters_ask_a_fixed_number_of_queries(money, django_assert_num_queries):
    facts = Facts(money, run_of(money).period, LAST, JANUARY)
    for number in range(1, 4):
        TargetFactory(programme=money)
        with django_assert_num_queries(3):
            assert len(TARGETS.compute(facts)["activity"]) == number
        with django_assert_num_queries(5):
            MONEY.compute(facts)


def test_standings_are_kept_as_their_places():
    assert STANDINGS == (Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED)


def test_staff_of_no_team_of_the_programme_reads_no_report(client, money):
    client.force_login(staff(Role.LEAD))
    assert client.get(reverse("reporting:run", args=[run_of(money).public_id])).status_code == 404
