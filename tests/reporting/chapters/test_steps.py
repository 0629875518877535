"""What a report computes, step by step: the tables of the programme, at both ends, of the facts as they were known."""

import json
from datetime import date, timedelta

import pytest

from cases.enrolments.models import Enrolment
from cases.staff.codes import Role
from cases.statusreports.actions import correct_report, submit_report, withdraw_report
from cases.statusreports.models import StatusReport
from reporting.chapters.fingerprint import definitions, digest_of, input_of
from reporting.chapters.steps import Making, name_of_step, steps_of
from reporting.figures.base import TOTAL
from reporting.figures.facts import Facts
from reporting.indicators.registry import INDICATORS
from reporting.midterm.tasks import facts_of, produce
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import offered, usual
from reporting.runs.actions import cancel_run, request_run, retry_run, save_part, take_run
from reporting.runs.codes import RunState
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, ProgrammeFactory, staff
from tests.factories.reporting import (
    FundingFactory,
    SeriesFactory,
    SeriesVersionFactory,
    TargetCountFactory,
    TargetFactory,
    UsedFactory,
)
from tests.factories.statusreports import asks, reported
from tests.reporting.chapters.followed import HOME, NONE, counted, finished, followed, part

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def ask(programme):
    period = {"start": date(2025, 1, 1), "last_day": TODAY, "as_of": TODAY}
    return request_run(by=None, at=NOW, programme=programme, **period)


def test_a_programme_has_the_tables_of_the_questions_that_it_asks():
    """Where they live: nothing but the tables of housing and those of the courses themselves."""
    programme = followed(1)
    assert offered(ProgrammeFactory()) == []
    assert set(offered(programme)) == {
        "funnel", "housing", "housing_three_way", "retention", "courses_status", "courses_by_unit", "exit_housing",
    }  # fmt: skip
    assert steps_of(programme)[:14] == [*INDICATORS, "targets", "money"]
    asks(programme, "housing_now", "target_group", "homeless_situation", edition="2022-youth")
    assert {"target_group", "homeless_situation", "became_homeless"} <= set(steps_of(programme))


def test_a_table_is_read_at_both_ends_where_it_has_both_and_else_as_usual():
    programme = followed(0)
    assert [one["at"] for one in usual(programme, "housing")] == ["first", "latest"]
    assert [one["at"] for one in usual(programme, "exit_housing")] == ["discharge"]
    assert usual(programme, "retention") == [{}]
    assert usual(programme, "courses_status") == [{"by": "none"}]  # nobody is asked for methods
    asks(programme, "housing_now", "methods", edition="2022-youth")
    assert usual(programme, "courses_status") == [{}]


def test_the_outcome_tables_of_a_report():
    """Of twelve, three had a home of their own at the first report, nine at the latest: six got one, three never had."""
    run = finished(followed())
    first, latest = part(run, "housing_three_way")["tables"]
    assert (first["at"], first["n"], counted(first)) == ("first", 12, {"own": 3, "not_own": 9})
    assert (latest["at"], latest["n"], counted(latest)) == ("latest", 12, {"own": 9, "not_own": 3})
    (retention,) = part(run, "retention")["tables"]
    assert counted(retention) == {"stable": 3, "got": 6, "never": 3}
    assert retention["base"]["en"].startswith("Courses with two or more status reports")
    assert any(note["en"].startswith("So far: 0 of 12") for note in retention["notes"])
    assert [chapter["key"] for chapter in run.result["chapters"]] == ["target_group", "elements", "courses", "home"]


def test_what_was_registered_after_the_asking_does_not_count():
    """A course, a report, and a correction; what was withdrawn since is gone, as in the indicators."""
    programme = followed(6)
    run, worker = ask(programme), staff(Role.CASEWORKER)
    reports = list(StatusReport.objects.filter(kind="start").order_by("pk"))
    told = {"comments": {}, "reason": "Forkert"}
    correct_report(by=worker, at=LATER, report=reports[0], answers=NONE, **told)
    withdraw_report(by=worker, at=LATER, report=reports[1], why="Forkert")
    late = EnrolmentFactory(programme=programme, start=date(2025, 2, 1), registered_at=LATER)
    reported(late, worker, on=date(2025, 2, 2), answers=HOME)
    early = Enrolment.objects.filter(programme=programme).first()
    submit_report(by=worker, at=LATER, enrolment=early, kind="quarterly", on=TODAY, answers=NONE)
    made = Making(facts_of(run))
    first, latest = made.part("housing")["tables"]
    assert counted(first) == {"almen": 3, "ikke_egen_bolig": 3}
    assert counted(latest) == {"almen": 6}
    assert made.part("retention")["tables"][0]["n"] == 5  # the one whose first report was withdrawn has one left
    assert (
        next(row["values"]["n"] for row in made.part("age_and_gender")["tables"][0]["rows"] if row["code"] == TOTAL)
        == 6
    )


def test_a_correction_from_before_the_asking_counts():
    programme = followed(1)
    correct_report(
        by=staff(Role.CASEWORKER),
        at=NOW,
        report=StatusReport.objects.get(kind="start"),
        answers=NONE,
        comments={},
        reason="Forkert",
    )
    assert counted(Making(facts_of(ask(programme))).part("housing")["tables"][0]) == {"ikke_egen_bolig": 1}


def test_as_of_an_earlier_day_later_reports_do_not_count():
    run = finished(followed(), as_of=date(2025, 4, 1))
    first, latest = part(run, "housing")["tables"]
    assert counted(first) == counted(latest) == {"almen": 3, "ikke_egen_bolig": 9}


def test_a_run_goes_on_after_a_table_that_was_saved():
    programme = followed(2)
    run = ask(programme)
    worker = take_run(at=NOW, run_id=run.pk)
    kept = Making(facts_of(run)).part("housing") | {"name": {"da": "Før", "en": "Before"}}
    assert save_part(at=NOW, run=worker, key="housing", part=kept)
    cancel_run(by=staff(Role.LEAD), at=NOW, run=run)
    assert save_part(at=NOW, run=worker, key="retention", part={}) is False
    retry_run(by=staff(Role.LEAD), at=NOW, run=run)
    produce(run.pk, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.steps_done) == (RunState.DONE, len(steps_of(programme)))
    assert part(run, "housing") == json.loads(json.dumps(kept))


def test_the_status_reports_are_read_once_however_many_the_tables(django_assert_num_queries):
    """The questions, the courses, the reports and the two ways of not taking part: then none for a further table."""
    programme = followed(3)
    making = Making(facts_of(ask(programme)))
    making.part("housing")
    with django_assert_num_queries(0):
        making.part("retention")
        making.part("housing_three_way")


def test_what_is_being_computed_has_a_name():
    assert name_of_step("screened") == str(INDICATORS["screened"].name)
    assert name_of_step("money") == "Økonomi og timer"
    assert name_of_step("housing") == TABLES["housing"].title.da
    assert name_of_step(None) == "Gør færdig"


def asked(programme, known_at=NOW):
    run = ask(programme)
    return Facts(programme, run.period, run.as_of, known_at)


def test_the_fingerprint_is_that_of_the_facts_and_of_nothing_else():
    """The same rows in the same versions give the same; one more, or one changed, another. Later ones do not count."""
    programme = followed(3)
    before = input_of(asked(programme))
    assert before["datasets"]["status_reports"]["n"] == 6
    assert before["datasets"]["enrolments"]["n"] == 3
    assert input_of(asked(programme)) == before
    late = EnrolmentFactory(programme=programme, start=date(2025, 2, 1), registered_at=LATER)
    late.person.screenings.update(registered_at=LATER)
    assert input_of(asked(programme)) == before
    EnrolmentFactory(programme=ProgrammeFactory(), start=date(2025, 2, 1))
    assert input_of(asked(programme)) == before
    enrolment = programme.enrolments.exclude(pk=late.pk).first()
    type(enrolment).objects.filter(pk=enrolment.pk).update(version=enrolment.version + 1)
    changed = input_of(asked(programme))
    assert changed["fingerprint"] != before["fingerprint"]
    assert {name for name in before["datasets"] if changed["datasets"][name] != before["datasets"][name]} == {
        "enrolments"
    }


def test_targets_and_money_are_in_the_fingerprint_and_those_of_others_are_not():
    """A statistic in the version that was published last by the day of the report; none that no target reads."""
    programme = followed(1)
    series, target = SeriesFactory(), TargetFactory(programme=programme)
    SeriesVersionFactory(series=series)
    before = input_of(asked(programme))["datasets"]
    UsedFactory()
    TargetFactory(reference=series, measured_by="statistic", figure="18-24")
    assert input_of(asked(programme))["datasets"] == before
    TargetCountFactory(target=target)
    UsedFactory(line=FundingFactory(programme=programme, kind="expense"))
    TargetFactory(programme=programme, reference=series, measured_by="statistic", figure="18-24")
    latest = SeriesVersionFactory(series=series, published_on=date(2025, 2, 1))
    SeriesVersionFactory(series=series, published_on=TODAY + timedelta(days=1))
    after = input_of(asked(programme))["datasets"]
    assert {name: found["n"] for name, found in after.items() if found != before[name]} == {
        "targets": 2, "target_values": 2, "target_counts": 1, "statistics": 1, "funding": 1, "used": 1,
    }  # fmt: skip
    type(latest).objects.filter(pk=latest.pk).update(version=latest.version + 1)
    changed = input_of(asked(programme))["datasets"]
    assert {name for name, found in changed.items() if found != after[name]} == {"statistics"}


def test_a_target_reads_a_table_as_it_was_known_when_the_report_was_asked_for():
    """Three of six have a home by then; a course that is registered an hour later is in no table of the report."""
    programme = followed(6)
    TargetFactory(
        programme=programme, unit="people", measured_by="table", figure="housing_three_way.own", start=date(2025, 1, 1)
    )
    run = ask(programme)
    late = EnrolmentFactory(programme=programme, start=date(2025, 2, 1), registered_at=LATER)
    reported(late, staff(Role.CASEWORKER), on=date(2025, 2, 2), answers=HOME)
    (activity, _result) = Making(facts_of(run)).part("targets")["tables"]
    assert [row["values"]["actual"] for row in activity["rows"]] == [3]


def test_two_runs_of_the_same_facts_have_the_same_fingerprint_and_version():
    programme = followed(2)
    one, other = (finished(programme).result["about"] for _ in range(2))
    assert one["number"] != other["number"]
    assert (one["input"], one["definitions"]) == (other["input"], other["definitions"])
    assert one["definitions"] == definitions()
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
