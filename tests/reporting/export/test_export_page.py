"""Taking an export: on the page, with the command, and what is logged of it."""

import io
import zipfile
from datetime import UTC, datetime
from itertools import chain
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.drafts.models import SubmissionKey
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import User
from housing.referrals.codes import ReferralEvent
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.labels import LABELS
from reporting.datasets.package import Download, Export
from reporting.datasets.plan import Plan
from reporting.export.models import ExportRun
from reporting.runs.models import ReportRun
from reporting.tables.housing import REFERRAL_EVENTS
from reporting.tables.registry import TABLES
from tests.clock import NOW
from tests.factories.cases import MembershipFactory, ProgrammeFactory, staff
from tests.factories.reporting import ReportRunFactory
from tests.reporting.planted import FORBIDDEN

PAGE, DOWNLOAD, COLUMNS = "/reports/exports/", "/reports/exports/download/", "/reports/exports/columns/"
pytestmark = pytest.mark.django_db


def choices(**changed: object) -> dict[str, object]:
    return {"programme": "hjem", "names": "without", "form": "excel", "tables": list(TABLES), **changed}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_says_what_the_export_will_hold_and_leave_out(world):
    """Nine young people are in the programme; the lead may take out six of them, and two are protected (planted)."""
    page = signed_in(world.lead).get(PAGE, choices(names="with"))
    figures = page.context["figures"]
    assert (figures.people, figures.left_out, figures.protected) == (6, 1, 2)
    assert figures.rows == {
        "young_people": 6, "screenings": 6, "enrolments": 6, "enrolments_elsewhere": 0, "phases": 6, "pauses": 0,
        "assignments": 0, "contacts": 4, "stays": 6, "referrals": 6, "referral_events": 6, "offers": 6,
        "support_cases": 0, "support_steps": 0, "handovers": 6, "handover_steps": 6, "status_reports": 0,
    }  # fmt: skip
    assert "1 ung er udeladt, fordi du ikke må se vedkommende." in page.content.decode()
    assert "Udleveres ikke, særlig beskyttelse: 2." in page.content.decode()


def test_the_page_opens_with_a_running_programme_and_no_names(world):
    page = signed_in(world.evaluator).get(PAGE)
    assert page.status_code == 200
    assert page.context["plan"].programme == world.programme
    assert (page.context["plan"].deidentified, page.context["figures"].people) == (True, 7)


@pytest.mark.servers
def test_the_download_holds_the_rows_the_page_promised(world):
    client = signed_in(world.evaluator)
    promised = client.get(PAGE, choices()).context["figures"].rows
    files = unzipped(b"".join(client.post(DOWNLOAD, choices()).streaming_content))
    assert {name: content.count(b"\r\n") - 1 for name, content in files.items() if name[:-4] in TABLES} == {
        f"{name}.csv": count for name, count in promised.items()
    }
    tables = {*TABLES, *LABELS} - {"enrolments_elsewhere"}
    assert set(files) == {"README.txt", "codebook.csv", "datapackage.json", *(f"{name}.csv" for name in tables)}


def test_one_table_comes_as_a_csv_file(world):
    response = signed_in(world.evaluator).post(DOWNLOAD, choices(tables=["stays"], form="machine"))
    content = b"".join(response.streaming_content).decode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].endswith('-uden-navne-stays.csv"')
    assert content.splitlines()[0] == "person,stay,kind,organisation,start,end,nights,registered_at"
    assert len(content.splitlines()) == 8


@pytest.mark.servers
@pytest.mark.parametrize(("names", "flags"), [("without", ["--deidentified"]), ("with", [])])
@pytest.mark.parametrize("form", ["excel", "machine"])
def test_the_command_gives_exactly_what_the_page_gives(world, tmp_path, names, flags, form):
    response = signed_in(world.lead).post(DOWNLOAD, choices(names=names, form=form))
    from_page = unzipped(b"".join(response.streaming_content))
    out = tmp_path / "ud æøå"
    call_command(
        "export", "--programme", "hjem", "--out", str(out), "--form", form, "--user", world.lead.email, *flags,
        stdout=io.StringIO(),
    )  # fmt: skip
    assert {path.name: path.read_bytes() for path in out.iterdir()} == from_page
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


def test_the_command_without_a_user_leaves_protected_people_unnamed(world, tmp_path):
    """The server's own export has no eyes of its own: of nine young people two are protected (planted)."""
    said = io.StringIO()
    call_command("export", "--programme", "hjem", "--out", str(tmp_path), stdout=said)
    assert "young_people.csv 7\n" in said.getvalue()
    assert "T90005" not in (tmp_path / "young_people.csv").read_text()
    assert ExportRun.objects.get().requested_by is None


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--programme", "nowhere"], "There is no programme nowhere. There are: hjem"),
        (["--programme", "hjem", "--user", "nobody@example.org"], "There is no active user with this e-mail."),
        (["--programme", "hjem", "--user", "evaluator@example.org"], "The user may not take this export."),
    ],
)
def test_the_command_says_why_it_cannot(world, tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("export", *options, "--out", str(tmp_path / "out"))
    assert not ExportRun.objects.exists()


def test_an_unwritable_folder_is_one_sentence(world, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CommandError, match="Cannot write to"):
        call_command("export", "--programme", "hjem", "--out", str(blocked / "out"))


@pytest.mark.servers
def test_an_export_is_logged_before_its_first_byte(world):
    response = signed_in(world.evaluator).post(DOWNLOAD, choices())
    held = [name for name, table in TABLES.items() if not table.is_named_only]
    run, event = ExportRun.objects.get(), AuditEvent.objects.get(action=AuditAction.EXPORTED)
    assert (run.requested_by, run.tables, run.row_counts["contacts"]) == (world.evaluator, held, 4)
    assert event.facts == {
        "programme": "hjem", "form": "excel", "is_deidentified": True, "tables": held, "rows": 74, "shown": [],
    }  # fmt: skip
    assert b"".join(response.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("changed", [{}, {"names": "with", "tables": ["young_people"]}])
def test_a_key_sent_along_leaves_no_export_without_its_log(world, changed):
    """The page draws no key; a hand-made request may bring one, and gets the file and the log, or neither."""
    response = signed_in(world.lead).post(DOWNLOAD, choices(**changed, client_key=str(uuid4())))
    assert (response.status_code, len(response.getvalue()) > 100) == (200, True)
    assert (ExportRun.objects.count(), AuditEvent.objects.filter(action=AuditAction.EXPORTED).count()) == (1, 1)
    assert not SubmissionKey.objects.exists()


def test_an_export_with_names_logs_whose(world):
    """Each young person can be told who took the name out."""
    signed_in(world.lead).post(DOWNLOAD, choices(names="with", tables=["young_people"])).getvalue()
    assert AuditEvent.objects.get(action=AuditAction.EXPORTED).facts["shown"] == [
        f"T9000{n}" for n in (0, 1, 2, 3, 7, 8)
    ]


@pytest.mark.servers
def test_a_reader_who_goes_away_ends_the_snapshot(world):
    """Before the first byte, and in the middle of a table."""
    plan = Plan(world.programme, ExportForm.EXCEL, deidentified=True, user=world.evaluator)
    for read in (0, 1, 12):
        export = Export(plan, NOW)
        download = Download(export, export.zip())
        pieces = iter(download)
        for _ in range(read):
            next(pieces)
        download.close()
        assert export._connection.connection is None


@pytest.mark.servers
def test_an_export_that_cannot_be_logged_is_not_given(world, monkeypatch):
    def fail(**_: object) -> None:
        raise RuntimeError("log")

    monkeypatch.setattr("reporting.export.views.record_export", fail)
    with pytest.raises(RuntimeError, match="log"):
        signed_in(world.evaluator).post(DOWNLOAD, choices())
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"names": "with"},
        {"programme": "another"},
        {"tables": []},
        {"form": "xml"},
        {"tables": ["users"]},
        {"tables": ["enrolments_elsewhere"]},
    ],
)
def test_an_evaluator_cannot_ask_for_more(world, changed):
    """Neither names, nor a programme not given, nor what is no table."""
    ProgrammeFactory(code="another")
    response = signed_in(world.evaluator).post(DOWNLOAD, choices(**changed))
    assert response.status_code == 422
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.ADMINISTRATOR])
def test_a_second_role_gives_an_evaluator_no_second_programme(world, role, tmp_path):
    """Caseworkers and administrators see every programme, but take the data of none."""
    another = ProgrammeFactory(code="another")
    both = staff(role)
    MembershipFactory(user=both, role=Role.EVALUATOR, team=None, programme=world.programme)
    ReportRunFactory(programme=another)
    client = signed_in(both)
    assert Programme.objects.visible_to(both).count() > 1
    for page in (client.get(PAGE), client.get("/reports/new/")):
        assert list(page.context["form"].fields["programme"].queryset) == [world.programme]
    assert client.post(DOWNLOAD, choices(programme="another")).status_code == 422
    assert list(ReportRun.objects.visible_to(both)) == []
    with pytest.raises(CommandError, match=r"There is no programme another\. There are: hjem$"):
        call_command("export", "--programme", "another", "--deidentified", "--out", tmp_path, "--user", both.email)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.PARTNER, Role.ADMINISTRATOR])
@pytest.mark.parametrize(("method", "url"), [("get", PAGE), ("post", DOWNLOAD), ("get", COLUMNS)])
def test_other_roles_are_refused(world, role, method, url):
    assert getattr(signed_in(staff(role)), method)(url, choices()).status_code == 403


def test_reading_addresses_write_nothing(world):
    client = signed_in(world.lead)
    assert client.get(DOWNLOAD, choices()).status_code == 405
    assert client.post(PAGE, choices()).status_code == 405
    assert client.get(COLUMNS, choices()).status_code == 200
    assert not AuditEvent.objects.filter(action=AuditAction.EXPORTED).exists()


@pytest.mark.servers
def test_earlier_exports_are_listed(world):
    client = signed_in(world.evaluator)
    assert client.get(PAGE, choices()).context["page"].object_list.count() == 0
    for _ in range(3):
        client.post(DOWNLOAD, choices(tables=["stays"])).getvalue()
    page = client.get(PAGE, choices())
    assert [run.requested_by for run in page.context["page"]] == [world.evaluator] * 3
    assert world.evaluator.name in page.content.decode()


def test_the_page_shows_no_person_to_an_evaluator(world):
    content = signed_in(world.evaluator).get(PAGE, choices()).content.decode()
    assert [text for text in FORBIDDEN if text in content] == []


def test_the_codebook_alone_holds_no_data(world):
    content = signed_in(world.evaluator).get(COLUMNS, choices(form="machine")).content.decode()
    assert content.splitlines()[0].startswith("table,column,type")
    assert [text for text in FORBIDDEN if text in content] == []


def test_a_user_without_a_programme_is_told_so(world):
    other = staff(Role.EVALUATOR)
    Programme.objects.filter(pk__in=other.scope.programme_ids).exists()
    assert signed_in(other).get(PAGE, choices()).status_code == 200
    assert "plan" not in signed_in(other).get(PAGE, choices()).context


def test_the_day_in_the_files_is_the_danish_day(world, clock):
    """Half past midnight in Copenhagen is still the day before in UTC."""
    clock.move_to(datetime(2025, 6, 30, 22, 30, tzinfo=UTC))
    response = signed_in(world.evaluator).post(DOWNLOAD, choices())
    files = unzipped(b"".join(chain(response.streaming_content)))
    assert "2025-07-01" in files["README.txt"].decode()
    assert response["Content-Disposition"] == 'attachment; filename="hjemvej-hjem-2025-07-01-uden-navne.zip"'


def test_a_step_is_named_as_done_and_not_by_its_button():
    [event] = [column for column in REFERRAL_EVENTS.columns if column.name == "event"]
    assert dict(event.choices or ())["receive"] == "Modtaget"
    assert dict(event.choices or ()) == {step.value: step.taken for step in ReferralEvent}
