"""A lead takes a spreadsheet over: nothing without having been seen, nothing lost on the way, nothing for others."""

import csv
import io
import logging
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from cases.audit.models import AuditEvent
from cases.enrolments.models import Enrolment
from cases.import_pages.models import ImportFile
from cases.import_pages.rules import LARGEST
from cases.import_pages.tasks import drop_old_files, work
from cases.imports.models import ColumnMapping
from cases.people.models import Person
from cases.staff.codes import Role
from cases.statusreport_imports.models import ReportImport
from cases.statusreports.models import StatusReport
from tests.cases.imports.made import sheet, xlsx
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory, TeamFactory, staff, works_in

from .conftest import BAD, FIRST, HEADING, SECOND, TAKEN_AS, csv_of

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_file_is_taken_over(way, lead, programme, team):
    preview = way.look(csv_of(FIRST, SECOND))
    shown = preview.context["preview"]
    assert (shown.new_courses, shown.new_people, shown.reports, shown.known, shown.refused) == (1, 1, 2, 0, 0)
    assert not Person.objects.exists()
    way.take()
    assert [report.answers["housing_now"] for report in StatusReport.objects.order_by("report_on")] == [
        "ikke_egen_bolig",
        "almen",
    ]
    assert (Person.objects.get().team, Enrolment.objects.get().programme) == (team, programme)
    batch = ReportImport.objects.get()
    assert (batch.by, batch.courses, batch.reports) == (lead, 1, 2)
    result = way.client.get(way.url(), follow=True)
    assert result.redirect_chain[-1][0] == f"/programmes/indsats/imports/{batch.pk}/"
    assert "Anna Jensens unge.csv" in text_of(result)
    assert f"/people/{Person.objects.get().reference}/" in text_of(result)
    assert AuditEvent.objects.filter(action="listed", target_id=str(batch.pk)).exists()


def test_the_columns_are_recognised_and_shown_with_what_stands_in_them(way):
    way.upload(csv_of(FIRST, SECOND))
    form = way.client.get(way.url("columns/")).context["form"]
    assert [field.initial for field in form] == TAKEN_AS
    assert [field.label for field in form] == HEADING
    assert [field.help_text for field in form][4:] == ["Har ikke egen bolig · Almen bolig", "hele familien"]


def test_what_was_chosen_is_proposed_for_the_next_file_of_the_programme(way, team):
    heading = ["Nr.", "Fra", "Skrevet", "Hvad", "Bolig"]
    chosen = ["enrolment", "started_on", "report_on", "report_kind", "housing_now"]
    way.look(csv_of(FIRST[:5], heading=heading), chosen)
    ImportFile.objects.all().delete()
    way.upload(csv_of(SECOND[:5], heading=heading))
    assert [field.initial for field in way.client.get(way.url("columns/")).context["form"]] == chosen
    ImportFile.objects.all().delete()
    works_in(team, ProgrammeFactory(code="anden"))
    sent = {"file": SimpleUploadedFile("x.csv", csv_of(heading=heading)), "team": team.pk}
    way.client.post("/programmes/anden/imports/new/", sent)
    assert way.client.get(way.url("columns/")).context["form"]["column-0"].initial == ""


@pytest.mark.parametrize(
    ("taken_as", "said"),
    [
        (["enrolment", "", "report_on", "report_kind", "housing_now", ""], "Sig, hvilke kolonner det er"),
        (["enrolment", "started_on", "report_on", "report_kind", "housing_now", "housing_now"], "samme"),
    ],
)
def test_columns_that_are_needed_or_chosen_twice_are_told(way, taken_as, said):
    way.upload(csv_of(FIRST))
    assert said in text_of(way.choose(taken_as))
    assert (way.file.state, ColumnMapping.objects.count()) == ("uploaded", 0)


def test_every_fault_is_shown_and_can_be_taken_along(way):
    preview = way.look(csv_of(FIRST, BAD))
    shown = text_of(preview)
    for told in ("i går", "palads", "<td>Dato</td>", "Hvilken bolig har borgeren nu?"):
        assert told in shown
    answer = way.client.get(way.url("faults.csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="faults.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1:4] for row in rows[1:]] == [
        ["3", "Dato", "i går"],
        ["3", "Hvilken bolig har borgeren nu?", "palads"],
    ]
    assert AuditEvent.objects.get(action="exported").facts == {"rows": 2}


def test_a_fault_that_a_spreadsheet_would_compute_is_made_harmless(way):
    way.look(csv_of(FIRST, [*FIRST[:4], "@SUM(A1)", ""]))
    assert ";'@SUM(A1);" in way.client.get(way.url("faults.csv")).content.decode()


def test_all_rows_or_the_valid_ones(way):
    way.look(csv_of(FIRST, BAD))
    assert way.client.post(way.url(), {}).context["form"].errors.keys() == {"rows"}
    refused = way.client.post(way.url(), {"rows": "all"})
    assert "Intet overtages, mens der er fejl i rækker" in text_of(refused)
    assert (way.file.state, StatusReport.objects.count()) == ("ready", 0)
    way.take("valid")
    assert (StatusReport.objects.count(), ReportImport.objects.get().refused) == (1, 1)


def test_the_same_file_again_adds_nothing(way):
    way.look(csv_of(FIRST, SECOND))
    way.take()
    ImportFile.objects.all().delete()
    preview = way.look(csv_of(FIRST, SECOND))
    shown = preview.context["preview"]
    assert (shown.new_courses, shown.reports, shown.known, shown.known_courses) == (0, 0, 2, 1)
    assert "Filen har intet, der ikke er her i forvejen" in text_of(preview)
    way.take()
    assert (way.file.state, StatusReport.objects.count()) == ("ready", 2)


def test_what_changed_between_preview_and_confirmation_is_shown_first(way, lead):
    way.look(csv_of(FIRST, SECOND))
    first = way.file
    way.upload(csv_of(FIRST))
    second = ImportFile.objects.exclude(pk=first.pk).get()
    url = f"/programmes/import-files/{second.public_id}/"
    way.client.post(f"{url}columns/", {f"column-{n}": name for n, name in enumerate(TAKEN_AS)})
    work(second.pk)
    way.client.post(url)
    work(second.pk)
    way.client.post(f"/programmes/import-files/{first.public_id}/")
    work(first.pk)
    first.refresh_from_db()
    assert (first.state, first.is_changed, StatusReport.objects.count()) == ("ready", True, 1)
    preview = way.client.get(f"/programmes/import-files/{first.public_id}/")
    assert "Der er ændret noget imens" in text_of(preview)
    shown = preview.context["preview"]
    assert (shown.new_courses, shown.reports, shown.known) == (0, 1, 1)
    way.client.post(f"/programmes/import-files/{first.public_id}/")
    work(first.pk)
    assert StatusReport.objects.count() == 2


def test_the_file_is_unreadable_between_the_pages_and_gone_afterwards(way):
    way.look(csv_of(FIRST, BAD))

    def table():
        with connection.cursor() as cursor:
            cursor.execute("SELECT t.content, t.plan, t::text FROM cases_importfile t")
            return b"".join(
                bytes(part or b"") if not isinstance(part, str) else part.encode() for part in cursor.fetchone()
            )

    for secret in (b"Anna", b"Zqhemmelig", b"palads", "Bemærkning".encode()):
        assert secret not in table()
    way.take("valid")
    file = way.file
    assert (file.state, file.content, file.plan, file.said) == ("done", None, None, "")
    assert b"Anna" not in ReportImport.objects.get().file_name.encode()


def test_a_file_thrown_away_is_gone_at_once(way):
    way.look(csv_of(FIRST))
    assert "Kassér filen?" in text_of(way.client.get(way.url("drop/")))
    assert way.client.post(way.url("drop/"))["Location"] == "/programmes/indsats/imports/"
    assert not ImportFile.objects.exists()


def test_a_file_that_was_left_goes_after_a_day(way):
    way.look(csv_of(FIRST))
    assert drop_old_files() == 0
    ImportFile.objects.update(at=NOW - timedelta(days=1, seconds=1))
    assert drop_old_files() == 1
    assert {"task": "cases.import_pages.tasks.drop_old_files", "schedule": timedelta(hours=1)} in list(
        settings.CELERY_BEAT_SCHEDULE.values()
    )


def test_after_a_day_it_can_no_longer_be_read_where_nobody_cleans_up(way, clock):
    way.look(csv_of(FIRST))
    clock.shift(timedelta(days=1, seconds=5))
    way.client.force_login(way.file.user)
    assert way.client.get(way.url()).context["preview"].reports == 0


def test_a_file_that_is_too_large_is_refused_with_a_sentence(way):
    answer = way.upload(b"x" * (LARGEST + 1))
    assert "Filen er større end 20 MB" in text_of(answer)
    assert not ImportFile.objects.exists()


def test_what_is_far_too_large_is_refused_unread(by_lead, programme):
    answer = by_lead.post(
        "/programmes/indsats/imports/new/",
        CONTENT_LENGTH=str(settings.LARGEST_REQUEST_WITH_FILE + 1),
        content_type="multipart/form-data; boundary=x",
    )
    assert (answer.status_code, "højst fylde 20 MB" in answer.content.decode()) == (413, True)


def sent_by(client):
    """What the page that takes files answers to more than any form has, and how much of that was read."""
    path, length = "/programmes/indsats/imports/new/", settings.LARGEST_REQUEST + 1
    body = io.BytesIO(b"0" * length)
    kind = "multipart/form-data; boundary=x"
    answer = client.post(path, CONTENT_LENGTH=str(length), content_type=kind, **{"wsgi.input": body})
    return answer, body.tell()


def test_of_a_file_from_nobody_nothing_is_read(programme):
    answer, read = sent_by(Client(enforce_csrf_checks=True))
    assert (answer.status_code, read) == (302, 0)
    assert answer["Location"] == "/account/login/?next=/programmes/indsats/imports/new/"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_of_a_file_from_whoever_may_send_none_nothing_is_read(client, programme, team, role):
    client.force_login(staff(role, team=team))
    answer, read = sent_by(client)
    assert (answer.status_code, read) == (403, 0)


def test_a_file_from_a_lead_is_read(by_lead, programme):
    assert sent_by(by_lead)[1] > 0


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_the_web_server_answers_nobody_before_the_file_has_come(live_server):
    """Only the head of the request is sent: whoever waited for the rest would wait in vain."""
    address = urlsplit(live_server.url)
    path = "/programmes/indsats/imports/new/"
    browser = HTTPConnection(str(address.hostname), address.port, timeout=20)
    browser.putrequest("POST", path)
    browser.putheader("Content-Length", str(settings.LARGEST_REQUEST_WITH_FILE))
    browser.putheader("Content-Type", "multipart/form-data; boundary=x")
    browser.endheaders()
    answer = browser.getresponse()
    assert (answer.status, answer.headers["Location"]) == (302, f"/account/login/?next={path}")
    browser.close()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "x.csv", "tom"),
        (b"\x00\x01\x02\x03" * 99, "x.csv", "ikke en tekstfil"),
        (b"PK\x03\x04rubbish", "x.xlsx", "kan ikke åbnes"),
        (csv_of(FIRST), "x.pdf", "CSV, XLSX og ODS"),
    ],
)
def test_what_is_no_file_of_rows_is_refused_with_a_sentence(way, content, name, said):
    assert said in text_of(way.upload(content, name))
    assert not ImportFile.objects.exists()


def test_a_sheet_is_asked_for_where_there_are_several(way):
    rows = [HEADING, FIRST]
    way.upload(xlsx({"Noter": sheet([["Navn", "Bil"], ["x", "y"]]), "Unge": sheet(rows)}), "to.xlsx")
    page = way.client.get(way.url("columns/"))
    assert page.context["said"].sheet == "Unge"
    assert way.client.post(way.url("source/"), {"sheet": "Noter"}).status_code == 302
    assert [field.label for field in way.client.get(way.url("columns/")).context["form"]] == ["Navn", "Bil"]


def test_letters_are_asked_for_where_it_is_not_certain_how_they_are_written(way):
    content = csv_of([*FIRST[:5], "Bl\x86b\x91r"], encoding="latin-1")
    mixed = content + "8;01-02-2024;05-02-2024;Opstart;Almen bolig;Rødgrød på Ærø\r\n".encode()
    way.upload(mixed)
    assert way.client.get(way.url("columns/"))["Location"] == way.url("source/")
    assert way.client.post(way.url("source/"), {"encoding": "cp1252"}).status_code == 302
    assert way.client.get(way.url("columns/")).status_code == 200


def test_a_lead_sees_what_was_taken_over_into_their_programme_and_no_other(way, client):
    empty = text_of(way.client.get("/programmes/indsats/imports/"))
    assert "Der er ikke overtaget noget regneark endnu" in empty
    way.look(csv_of(FIRST))
    assert "Anna Jensens unge.csv" in text_of(way.client.get("/programmes/indsats/imports/"))
    way.take()
    listed = text_of(way.client.get("/programmes/indsats/imports/"))
    assert (listed.count("Anna Jensens unge.csv"), str(way.file.user) in listed) == (1, True)
    batch = ReportImport.objects.get()
    client.force_login(staff(Role.LEAD))
    assert client.get(f"/programmes/indsats/imports/{batch.pk}/").status_code == 404
    assert client.get("/programmes/indsats/imports/").status_code == 404


def test_a_file_on_its_way_is_its_senders_alone(way, team, client):
    way.look(csv_of(FIRST, BAD))
    other = staff(Role.LEAD, team=team)
    assert not ImportFile.objects.visible_to(other).exists()
    client.force_login(other)
    for part in ("", "columns/", "source/", "progress/", "faults.csv", "drop/"):
        assert client.get(way.url(part)).status_code == 404
    assert "Anna" not in text_of(client.get("/programmes/indsats/imports/"))


def test_a_file_is_out_of_reach_for_whoever_leads_the_programme_no_longer(way, lead):
    """Sent by themselves, and taken over by nobody: the lead of a team that is not in the programme has no business."""
    way.look(csv_of(FIRST))
    assert ImportFile.objects.visible_to(lead).exists()
    lead.memberships.update(team=TeamFactory())
    for part in ("", "columns/", "source/", "progress/", "faults.csv", "drop/"):
        assert way.client.get(way.url(part)).status_code == 404


def test_another_file_of_the_same_name_is_not_taken_for_one_sent_twice(way):
    """The page gone back to, with its key: the same file leads where it led; with other rows in it, it is asked about."""
    key = {"client_key": uuid4()}
    first = way.upload(csv_of(FIRST), **key)
    assert way.upload(csv_of(FIRST), **key)["Location"] == first["Location"]
    assert "allerede gemt én gang" in text_of(way.upload(csv_of(SECOND), **key))
    form = way.client.get(way.url("columns/")).context["form"]
    assert form["column-5"].help_text == "hele familien"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_only_a_lead_may(client, programme, team, role):
    client.force_login(staff(role, team=team))
    assert client.get("/programmes/indsats/imports/").status_code == 403
    assert client.get("/programmes/indsats/imports/new/").status_code == 403


def test_the_programme_leads_there_for_its_lead_alone(by_lead, client, programme):
    there = "/programmes/indsats/imports/"
    assert there in text_of(by_lead.get("/programmes/indsats/"))
    client.force_login(staff(Role.ADMINISTRATOR))
    assert there not in text_of(client.get("/programmes/indsats/"))


def test_the_team_is_asked_for_where_several_of_the_leads_work_in_the_programme(way, lead, programme, team):
    other, foreign = TeamFactory(), TeamFactory()
    works_in(other, programme)
    works_in(foreign, programme)
    lead.memberships.create(role=Role.LEAD, team=other, start=lead.memberships.get().start)
    form = way.client.get("/programmes/indsats/imports/new/").context["form"]
    assert set(form.fields["team"].queryset) == {other, team}
    way.upload(csv_of(FIRST), team=foreign.pk)
    assert not ImportFile.objects.exists()


def test_the_state_is_shown_while_it_is_worked_on_and_then_the_page_is_fetched(way):
    way.upload(csv_of(FIRST))
    way.choose()
    page = text_of(way.client.get(way.url()))
    assert f'hx-get="{way.url("progress/")}"' in page
    assert "hx-trigger" in text_of(way.client.get(way.url("progress/"), headers={"HX-Request": "true"}))
    way.work()
    assert f'hx-get="{way.url()}"' in text_of(way.client.get(way.url("progress/"), headers={"HX-Request": "true"}))
    assert way.client.get(way.url("progress/"))["Location"] == way.url()


def test_nothing_of_the_file_stands_in_the_log_or_in_an_address(way, caplog):
    """Planted: the name of the file, what two cells say, and a heading."""
    caplog.set_level(logging.DEBUG)
    answers = [way.upload(csv_of(FIRST, BAD)), way.choose()]
    way.work()
    answers.append(way.take("valid"))
    addresses = " ".join([*(answer["Location"] for answer in answers), way.client.get(way.url())["Location"]])
    facts = "".join(str(record.__dict__) for record in caplog.records)
    trail = str(list(AuditEvent.objects.values()))
    assert way.file.state == "done"
    for written in (addresses, trail, facts):
        assert [
            secret for secret in ("Anna", "Zqhemmelig", "palads", "hele familien", "Bemærkning") if secret in written
        ] == []
