"""Reports on screen, as files and by command: what each reader sees, and that all surfaces say the same."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.staff.codes import Role
from reporting.documents.charts import alt_text, svg_of
from reporting.documents.files import FILES, filename
from reporting.documents.presentation import present, written
from reporting.figures.base import Form
from reporting.midterm.tasks import draw, produce
from reporting.runs.actions import request_run
from reporting.runs.codes import RunError, RunState
from reporting.runs.models import ReportRun
from tests.clock import NOW
from tests.factories.cases import (
    EnrolmentFactory,
    MembershipFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    staff,
)
from tests.factories.reporting import ReportRunFactory
from tests.reporting.chapters.followed import protected

pytestmark = pytest.mark.django_db

PERIOD = {"start": date(2025, 1, 1), "last_day": date(2025, 12, 31), "as_of": date(2026, 1, 5)}
JANUARY = NOW.replace(year=2026, month=1, day=7)


@pytest.fixture(autouse=True)
def january(clock):
    """The reports are on the whole year 2025: they are asked for when it is over."""
    clock.move_to(JANUARY)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def programme(team):
    """Twelve enrolled young people: ten women, two men. The two are a small number, and give ten away."""
    programme = ProgrammeFactory(code="unge")
    phase = PhaseTemplateFactory(programme=programme, position=0, code="start", name_da="Opstart <script>alert(1)")
    for index in range(12):
        enrolment = EnrolmentFactory(
            programme=programme,
            start=date(2025, 3, 1),
            person__team=team,
            person__gender="man" if index < 2 else "woman",
            person__first_name="Hemmeligt",
        )
        PhaseSpellFactory(enrolment=enrolment, phase=phase)
    return programme


@pytest.fixture
def run(programme):
    made = request_run(by=None, at=JANUARY, programme=programme, **PERIOD)
    produce(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def evaluator(programme):
    user = UserFactory()
    MembershipFactory(user=user, role=Role.EVALUATOR, team=None, programme=programme)
    return user


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team=team)


def page(client, name, run, *rest):
    return client.get(reverse(f"reporting:{name}", args=[run.public_id, *rest]))


def test_every_file_has_a_name_of_its_own(run):
    names = [filename(present(run).about, file) for file in FILES.values()]
    begin = f"midtvejsevaluering-unge-2025-01-01-2025-12-31-2026-01-05-{run.pk}"
    assert names == [f"{begin}.csv", f"{begin}-excel.csv", f"{begin}.pdf", f"{begin}.json"]


def gender(report):
    table = next(table for _one, table in report.tables() if table.key == "gender")
    return {row.code: [cell.value for cell in row.cells] for row in table.rows}


def test_small_numbers_are_working_figures_and_not_in_an_edition(run):
    """2 of 12 is 17 per cent, 10 of 12 is 83."""
    assert gender(present(run)) == {
        "woman": [10, 83],
        "man": [2, 17],
        "non_binary": [0, 0],
        "unknown": [0, 0],
        "total": [12, 100],
    }
    assert gender(protected(run)) == {
        "woman": [None, None],
        "man": [None, None],
        "non_binary": [0, 0],
        "unknown": [0, 0],
        "total": [12, 100],
    }


def test_the_page_of_a_finished_report(client, run, evaluator):
    client.force_login(evaluator)
    text = page(client, "run", run).content.decode()
    assert text.count("<figure") == text.count("<svg xmlns")
    assert text.count("<figure") > 10
    assert 'aria-label="Køn: Kvinde 10, Mand 2, Nonbinær 0, Ved ikke 0."' in text
    assert "Arbejdstal, ikke til offentliggørelse" in text
    assert "Hemmeligt" not in text
    assert "<script>alert" not in text
    assert "<style" not in text
    assert 'style="' not in text


def test_every_chart_has_its_table_and_its_words(run):
    for _indicator, table in present(run).tables():
        drawing = svg_of(table)
        if len([row for row in table.rows if not row.is_total]) > 1:
            assert drawing.startswith("<svg")
            assert all(row.label in alt_text(table) for row in table.rows if not row.is_total)
        else:
            assert drawing == ""


def test_a_hidden_number_is_in_no_drawing(run):
    table = next(table for _one, table in protected(run).tables() if table.key == "gender")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg_of(table))
    assert texts == ["Kvinde", "Mand", "Nonbinær", "Ved ikke", "skjult", "skjult", "0 (0\u00a0%)", "0 (0\u00a0%)"]


def test_charts_are_drawn_before_anyone_asks(run):
    draw(run)
    with override("da"):
        assert svg_of(next(present(run).tables())[1]).startswith("<svg")


@pytest.mark.parametrize("form", list(FILES))
def test_page_and_command_give_the_same_bytes(client, run, evaluator, form, tmp_path):
    """Every file carries the number of its run and the moment, so it is compared with the page of the same run."""
    out = tmp_path / "report"
    options = {"programme": "unge", "start": PERIOD["start"], "to": PERIOD["last_day"], "as_of": PERIOD["as_of"]}
    call_command("report", "midtvejsevaluering", form=form, out=str(out), **options)
    made = ReportRun.objects.exclude(pk=run.pk).get()
    client.force_login(evaluator)
    assert page(client, "run_download", made, form).content == out.read_bytes()
    assert out.stat().st_mode & 0o077 == 0


def test_the_csv_says_everything_about_every_figure(client, run, evaluator):
    client.force_login(evaluator)
    text = page(client, "run_download", run, "csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    men = next(row for row in rows if (row["indicator"], row["row"], row["measure"]) == ("age_and_gender", "man", "n"))
    assert (men["Række"], men["Værdi"], men["Bemærkning"]) == ("Mand", "2", "")
    assert men["Definition"].startswith("Hvem de unge er, der blev indskrevet i perioden.")
    assert {row["Opgjort pr."] for row in rows} == {"2026-01-05"}
    assert len({(row["indicator"], row["table"], row["row"], row["measure"]) for row in rows}) == len(rows)


def test_a_part_says_what_it_is_part_of(client, run, lead):
    """CSV, Excel's form and JSON alike, for programs by code."""
    client.force_login(lead)
    rows = list(csv.DictReader(io.StringIO(page(client, "run_download", run, "csv").content.decode())))
    outcome = {row["row"]: (row["parent"], row["Del af"]) for row in rows if row["table"] == "outcome"}
    assert outcome == {
        "in_group": ("", ""),
        "eligible": ("in_group", "Fundet i målgruppen"),
        "exception": ("in_group", "Fundet i målgruppen"),
        "not_eligible": ("", ""),
        "total": ("", ""),
    }
    excel = page(client, "run_download", run, "excel").content.decode("utf-8-sig")
    assert "Fundet i målgruppen" in {row["Del af"] for row in csv.DictReader(io.StringIO(excel), delimiter=";")}
    figures = json.loads(page(client, "run_download", run, "json").content)["figures"]
    assert {row["row"]: row["parent"] for row in figures if row["table"] == "outcome"} == {
        code: parent for code, (parent, _label) in outcome.items()
    }


def test_where_a_total_is_hidden_its_shares_are_too(run):
    """Worked by hand: 12 are enrolled; were 3 of them in no phase, 9 of 9 in one phase would still say 100 per cent."""
    parts = {part["key"]: part for chapter in run.result["chapters"] for part in chapter["parts"]}
    now = next(table for table in parts["phases"]["tables"] if table["key"] == "now")
    for row in now["rows"]:
        row["values"]["n"] = row["people"]["n"] = 9
    table = next(table for _one, table in protected(run).tables() if table.key == "now")
    assert [[cell.value for cell in row.cells] for row in table.rows] == [[None, None], [None, None]]


def test_the_danish_excel_form(client, run, lead):
    client.force_login(lead)
    content = page(client, "run_download", run, "excel").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Opgjort pr."] for row in rows} == {"05-01-2026"}
    median = next(row for row in rows if row["Tal"] == "Median" and row["Indikator"].startswith("Dage fra første"))
    assert median["Værdi"] == "59,0"


def test_a_formula_in_a_name_does_not_run(client, programme, evaluator):
    programme.name = "=1+1"
    programme.save()
    run = request_run(by=None, at=JANUARY, programme=programme, **PERIOD)
    produce(run.pk)
    client.force_login(evaluator)
    rows = list(csv.DictReader(io.StringIO(page(client, "run_download", run, "csv").content.decode())))
    assert {row["Indsats"] for row in rows} == {"'=1+1"}


def test_taking_a_file_is_logged_and_reading_the_page_writes_nothing(client, run, lead):
    client.force_login(lead)
    page(client, "run", run)
    assert not AuditEvent.objects.filter(by=lead).exists()
    page(client, "run_download", run, "json")
    page(client, "run_chart", run, "age_and_gender", "gender")
    taken = AuditEvent.objects.filter(by=lead, action=AuditAction.EXPORTED).order_by("pk")
    assert [event.facts["form"] for event in taken] == ["json", "svg"]
    assert taken[0].facts["small_numbers"] is True


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("run_download", ["exe"]),
        ("run_chart", ["age_and_gender", "size"]),
        ("run_chart", ["shelter_nights", "nights"]),
    ],
)
def test_what_does_not_exist_is_not_found(client, run, lead, name, rest):
    client.force_login(lead)
    assert page(client, name, run, *rest).status_code == 404


def test_a_report_of_another_programme_is_not_found(client, evaluator):
    client.force_login(evaluator)
    assert page(client, "run", ReportRunFactory()).status_code == 404


def test_an_unfinished_report_has_no_files(client, programme, evaluator):
    client.force_login(evaluator)
    waiting = ReportRunFactory(programme=programme)
    assert page(client, "run_download", waiting, "pdf").status_code == 404


def test_asking_for_a_report(client, programme, evaluator):
    client.force_login(evaluator)
    form = client.get(reverse("reporting:run_create")).content.decode()
    assert 'value="unge" selected' in form
    given = {"programme": "unge", "start": "2025-01-01", "last_day": "2025-12-31", "as_of": "2026-01-05"}
    response = client.post(reverse("reporting:run_create"), given)
    made = ReportRun.objects.get()
    assert response["Location"] == reverse("reporting:run", args=[made.public_id])
    assert (made.state, made.requested_by, made.end) == (RunState.QUEUED, evaluator, date(2026, 1, 1))


def test_a_wrong_period_is_explained_and_kept(client, programme, evaluator):
    client.force_login(evaluator)
    given = {"programme": "unge", "start": "2025-06-01", "last_day": "2025-01-01", "as_of": "2099-01-01"}
    text = client.post(reverse("reporting:run_create"), given).content.decode()
    assert "Den sidste dag kan ikke ligge før den første." in text
    assert 'value="01.06.2025"' in text
    given |= {"last_day": "2025-07-01"}
    text = client.post(reverse("reporting:run_create"), given).content.decode()
    assert "En rapport kan ikke opgøres pr. en dag i fremtiden." in text
    assert not ReportRun.objects.exists()


def test_the_progress_moves_and_at_the_end_asks_for_the_page_and_no_more_for_itself(client, programme, evaluator):
    client.force_login(evaluator)
    running = ReportRunFactory(programme=programme, state=RunState.RUNNING, steps_done=1, parts={"screened": {}})
    text = page(client, "run", running).content.decode()
    assert "Beregner: Alder og køn" in text
    progress = reverse("reporting:run_progress", args=[running.public_id])
    assert f'hx-get="{progress}"' in text
    piece = client.get(progress, headers={"HX-Request": "true"})
    assert 'value="1" max="14"' in piece.content.decode()
    running.state, running.finished_at = RunState.CANCELLED, JANUARY
    running.save()
    last = client.get(progress, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in last
    assert "every 1s" not in last.content.decode()
    assert f'hx-get="{reverse("reporting:run", args=[running.public_id])}" hx-trigger="load"' in last.content.decode()
    assert "hx-get" not in page(client, "run", running).content.decode()


def test_cancelling_and_trying_again(client, programme, evaluator):
    client.force_login(evaluator)
    waiting = ReportRunFactory(programme=programme)
    for name, state in [("run_cancel", RunState.CANCELLED), ("run_retry", RunState.QUEUED)]:
        client.post(reverse(f"reporting:{name}", args=[waiting.public_id]))
        waiting.refresh_from_db()
        assert waiting.state == state
    text = client.post(reverse("reporting:run_retry", args=[waiting.public_id]), follow=True).content.decode()
    assert "Det skridt er ikke muligt nu." in text


def test_a_failed_report_says_what_to_do(client, programme, evaluator):
    client.force_login(evaluator)
    failed = ReportRunFactory(
        programme=programme, state=RunState.FAILED, error=RunError.COMPUTATION, finished_at=JANUARY
    )
    text = page(client, "run", failed).content.decode()
    assert "Et tal kunne ikke beregnes." in text
    assert reverse("reporting:run_retry", args=[failed.public_id]) in text


def test_reports_are_for_those_who_may_run_them(client):
    client.force_login(staff(Role.CASEWORKER))
    assert client.get(reverse("reporting:runs")).status_code == 403


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"programme": "none"}, "There is no programme none. There are: unge."),
        ({"as_of": date(2024, 1, 1)}, "Opgørelsesdagen kan ikke ligge før perioden."),
        ({"out": "/nowhere/report.csv"}, "Cannot write /nowhere/report.csv"),
    ],
)
def test_the_command_says_what_is_wrong(programme, options, said, tmp_path):
    given = {"programme": "unge", "start": PERIOD["start"], "to": PERIOD["last_day"], "as_of": PERIOD["as_of"]}
    with pytest.raises(CommandError) as error:
        call_command("report", "midtvejsevaluering", **{"out": str(tmp_path / "x")} | given | options)
    assert said in str(error.value)


def test_the_json_of_the_command_has_working_figures(programme, tmp_path):
    out = tmp_path / "report.json"
    given = {"programme": "unge", "start": PERIOD["start"], "to": PERIOD["last_day"], "as_of": PERIOD["as_of"]}
    call_command("report", "midtvejsevaluering", form="json", out=str(out), **given)
    report = json.loads(out.read_text())
    men = next(row for row in report["figures"] if (row["row"], row["measure"]) == ("man", "n"))
    assert (men["value"], men["hidden"], report["small_numbers"], report["not_distributed"]) == (2, False, True, 0)


@pytest.mark.parametrize(
    ("value", "form", "danish", "english"),
    [
        (1234, Form.COUNT, "1.234", "1,234"),
        (12.5, Form.DAYS, "12,5", "12.5"),
        (40.0, Form.DAYS, "40", "40"),
        (0.1, Form.RATE, "0,10", "0.10"),
        (45, Form.PERCENT, "45\u00a0%", "45\u00a0%"),
        (None, Form.DAYS, "–", "–"),
    ],
)
def test_how_figures_are_written(value, form, danish, english):
    with override("da"):
        assert written(value, form) == danish
    with override("en"):
        assert written(value, form) == english


def test_the_result_stays_when_facts_change(client, run, programme, evaluator):
    client.force_login(evaluator)
    before = page(client, "run_download", run, "csv").content
    EnrolmentFactory.create_batch(7, programme=programme, start=date(2025, 3, 1) + timedelta(days=9))
    produce(run.pk)
    assert page(client, "run_download", run, "csv").content == before
