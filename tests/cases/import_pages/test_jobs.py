"""What happens to a file in the background: once, whoever dies on the way, and with a sentence where it stops."""

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import repeat
from threading import Event, Thread

import pytest
from django.utils.translation import override

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.import_pages import tasks
from cases.import_pages.actions import (
    choose_columns,
    confirm,
    keep_file,
    look_through,
    stop_file,
    take_file,
    take_over_file,
)
from cases.import_pages.codes import FileError, FileEvent, FileState
from cases.import_pages.models import ImportFile
from cases.import_pages.queries import content_of, looked_at, preview_of, said_of, sealed_said
from cases.import_pages.rules import FILE_STATES, KEPT_FOR, LYING, MOST_ATTEMPTS, WORKING
from cases.pages.formulas import guard
from cases.people.models import Person
from cases.questionnaires.actions import load_items
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreport_imports.actions import import_reports
from cases.statusreport_imports.files import read_file
from cases.statusreport_imports.models import ReportImport
from cases.statusreport_imports.queries import items_known, planned
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import TeamFactory, staff, works_in
from tests.races import at_once

from .conftest import FIRST, HEADING, SECOND, TAKEN_AS, csv_of

pytestmark = pytest.mark.django_db

LEADS = {
    FileEvent.CHOOSE: dict.fromkeys(LYING, FileState.READING),
    FileEvent.LOOK: {FileState.READING: FileState.READY},
    FileEvent.CONFIRM: {FileState.READY: FileState.TAKING},
    FileEvent.CHANGE: {FileState.TAKING: FileState.READY},
    FileEvent.FINISH: {FileState.TAKING: FileState.DONE},
    FileEvent.FAIL: dict.fromkeys(WORKING, FileState.FAILED),
}


@pytest.mark.parametrize("state", FileState)
@pytest.mark.parametrize("event", FileEvent)
def test_every_step_of_every_state(state, event):
    if state in LEADS[event]:
        assert FILE_STATES.after(state, event) == LEADS[event][state]
    else:
        with pytest.raises(Refused):
            FILE_STATES.after(state, event)


@pytest.fixture
def file(lead, programme, team):
    sent = {"by": lead, "at": NOW, "programme": programme, "team": team}
    file = keep_file(**sent, name="unge.csv", content=csv_of(FIRST, SECOND))
    return choose_columns(by=lead, at=NOW, file=file, chosen=dict(zip(HEADING, TAKEN_AS, strict=True)), language="da")


def test_a_message_that_comes_twice_does_nothing_more(file, lead):
    tasks.work_on_file(file.pk)
    tasks.work_on_file(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    tasks.work_on_file(file.pk)
    tasks.work_on_file(file.pk)
    tasks.work_on_file(0)
    assert StatusReport.objects.count() == 2


def test_a_late_message_does_not_do_what_the_file_no_longer_waits_for(file, lead):
    """Whoever began on a file may find it in another state: it is not looked through while it is to be taken over."""
    take_over_file(at=NOW, file_id=file.pk)
    file.refresh_from_db()
    assert (file.state, StatusReport.objects.count()) == ("reading", 0)
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    look_through(at=NOW, file_id=file.pk)
    stop_file(at=NOW, file_id=file.pk, state=FileState.READING, error=FileError.FAULT)
    file.refresh_from_db()
    assert (file.state, file.error) == ("taking", "")
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, StatusReport.objects.count()) == ("done", 2)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_two_messages_at_once_the_slower_does_not_stop_what_was_confirmed_meanwhile(file, lead):
    """Two connections: one has taken the file up, and the other looks it through before; then it is confirmed."""
    taken, go_on = Event(), Event()

    def times():
        yield NOW
        taken.set()
        go_on.wait(timeout=30)
        yield from repeat(NOW)

    slow = partial(next, times())
    worker = Thread(target=at_once, args=[lambda: tasks.work(file.pk, slow)])
    worker.start()
    assert taken.wait(timeout=30)
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    go_on.set()
    worker.join(timeout=30)
    file.refresh_from_db()
    assert (file.state, file.error) == ("taking", "")


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_two_messages_at_once_one_takes_the_file_over(file, lead):
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    assert at_once(*[lambda: tasks.work(file.pk)] * 2) == ["done", "done"]
    file.refresh_from_db()
    assert (file.state, StatusReport.objects.count(), ReportImport.objects.count()) == ("done", 2, 1)


def closed_account(file):
    User.objects.filter(pk=file.user_id).update(is_active=False)


def ended_role(file):
    file.user.memberships.update(end=TODAY)


def other_role(file):
    file.user.memberships.update(role=Role.CASEWORKER)


def team_of_others(file):
    """The user leads another team of the programme: the page is still theirs, the team is not."""
    file.user.memberships.update(team=works_in(TeamFactory(), file.programme))


def team_elsewhere(file):
    file.team.programme_ties.all().delete()


def closed_team(file):
    type(file.team).objects.update(is_active=False)


LOST = [closed_account, ended_role, other_role, team_of_others, team_elsewhere, closed_team]


@pytest.mark.parametrize("lost", LOST)
def test_who_could_no_longer_send_the_file_takes_nothing_over(file, lead, lost):
    """Between the confirmation and the worker."""
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    lost(file)
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "refused")
    assert preview_of(file).refusal.startswith("Da filen skulle overtages")
    assert (Person.objects.count(), Enrolment.objects.count(), StatusReport.objects.count()) == (0, 0, 0)


def test_who_leads_another_team_of_the_programme_reads_why_it_was_stopped(file, lead, by_lead):
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    team_of_others(file)
    tasks.work(file.pk)
    page = by_lead.get(f"/programmes/import-files/{file.public_id}/").content.decode()
    assert "ledede du ikke længere dens team" in page


def test_a_worker_that_dies_on_the_way_leaves_nothing_and_the_next_begins_anew(file, lead, monkeypatch):
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)

    class KilledError(BaseException):
        pass

    def killed(**kind):
        import_reports(**kind)
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr("cases.import_pages.actions.import_reports", killed)
        with pytest.raises(KilledError):
            tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, file.attempt, StatusReport.objects.count()) == ("taking", 1, 0)
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, StatusReport.objects.count()) == ("done", 2)


def test_a_file_that_takes_its_workers_down_is_stopped(file):
    for _ in range(MOST_ATTEMPTS):
        assert take_file(at=NOW, file_id=file.pk)
    assert take_file(at=NOW, file_id=file.pk) is None
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "gave_up")


def test_a_fault_of_ours_stops_the_file_and_tells_nothing_of_it(file, monkeypatch, caplog):
    """The log names the fault and the place; what it said goes on the way to the line (`tests/config/test_logs.py`)."""
    caplog.set_level(logging.DEBUG)

    def broken(*_row, **_what):
        raise RuntimeError("Zqhemmelig")

    monkeypatch.setattr("cases.import_pages.actions.planned", broken)
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, file.error, preview_of(file).refusal) == ("failed", "fault", "")
    [line] = [record for record in caplog.records if record.name == tasks.__name__]
    assert line.exc_info
    assert [secret for secret in ("Zqhemmelig", "unge.csv", "familien") if secret in line.getMessage()] == []


def test_a_file_that_can_no_longer_be_read_is_stopped_with_the_sentence(file, by_lead, caplog):
    """The sentence is for whoever sent the file, and for no log."""
    caplog.set_level(logging.DEBUG)
    said = said_of(file)
    said.sheet, said.name = "Væk", "unge.xlsx"
    file.said = sealed_said(said)
    file.save()
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "refused")
    page = by_lead.get(f"/programmes/import-files/{file.public_id}/").content.decode()
    assert "kan ikke åbnes" in page
    assert "Intet er overtaget" in page
    assert [record.getMessage() for record in caplog.records if record.name == tasks.__name__] == []


def test_after_a_day_nothing_is_taken_over(file, clock):
    """A file is sealed for a day: whoever works on it later finds nothing in it, and says so."""
    clock.shift(KEPT_FOR - timedelta(seconds=1))
    assert content_of(file) == csv_of(FIRST, SECOND)
    assert said_of(file).name == "unge.csv"
    clock.shift(timedelta(seconds=2))
    assert content_of(file) is None
    assert said_of(file).name == ""
    tasks.work(file.pk)
    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "refused")
    assert "Upload den igen" in preview_of(file).refusal


def test_the_faults_are_in_the_language_of_whoever_sent_it(file, lead):
    bad = {"by": lead, "at": NOW, "programme": file.programme, "team": file.team, "name": "x.csv"}
    with override("en"):
        other = keep_file(**bad, content=csv_of([*FIRST[:4], "palads", ""]))
        chosen = dict(zip(HEADING, TAKEN_AS, strict=True))
        choose_columns(by=lead, at=NOW, file=other, chosen=chosen, language="en")
    tasks.work(other.pk)
    other.refresh_from_db()
    assert "is none of the answers" in preview_of(other).faults[0][3]


@pytest.fixture
def sent(monkeypatch):
    """What the workers are told."""
    told = []
    monkeypatch.setattr(tasks.work_on_file, "apply_async", lambda args, **_how: told.append(args))
    return told


def test_workers_are_told_once_the_file_is_there_for_them(way, sent, django_capture_on_commit_callbacks):
    """Told before the transaction ends, a worker would look for what nobody else can see yet."""
    way.upload(csv_of(FIRST))
    for step in (way.choose, lambda: way.client.post(way.url())):
        with django_capture_on_commit_callbacks() as afterwards:
            assert step().status_code == 302
        assert sent == []
        for tell in afterwards:
            tell()
        assert sent == [(way.file.pk,)]
        sent.clear()
        way.work()
    assert way.file.state == FileState.DONE


def test_what_stood_still_is_sent_out_again(file, sent, clock):
    tasks.sweep_import_files()
    assert sent == []
    clock.shift(tasks.LOST_AFTER * 2)
    tasks.sweep_import_files()
    assert sent == [(file.pk,)]


def test_nothing_is_confirmed_that_was_not_looked_through(file, lead):
    with pytest.raises(Refused):
        confirm(by=lead, at=NOW, file=file, only_valid=True)
    assert not Enrolment.objects.exists()


def test_what_was_done_with_it_stands_in_the_trail(file, lead):
    tasks.work(file.pk)
    confirm(by=lead, at=NOW, file=file, only_valid=False)
    tasks.work(file.pk)
    events = AuditEvent.objects.order_by("pk")
    told = [(event.action, event.by) for event in events.filter(target__in=["cases.importfile", "cases.reportimport"])]
    assert told == [("created", lead), ("state_changed", lead), ("created", lead), ("created", lead)]
    assert ImportFile.objects.get().brought


def test_samples_are_short_and_few():
    said = looked_at(csv_of(*([*FIRST[:5], f"x{n}" * 60] for n in range(9))), "x.csv", [])
    assert [len(text) for text in said.samples[5]] == [41, 41, 41]
    assert said.samples[0] == ["7"]
    assert guard(said.samples[0][0]) == "7"


@pytest.fixture
def others(programme):
    """A lead of another team of the programme, who has taken over course 7."""
    load_items(by=None, at=NOW)
    team = works_in(TeamFactory(), programme)
    lead = staff(Role.LEAD, team=team)
    found = read_file(csv_of(FIRST), "b.csv", items=items_known(programme), today=TODAY)
    import_reports(by=lead, at=NOW, programme=programme, team=team, items=items_known(programme), found=found)
    return lead


@pytest.mark.parametrize(
    "rows", [[FIRST], [SECOND], [["7", "05-01-2024", *FIRST[2:]]], [[*FIRST[:4], "Almen bolig", ""], SECOND]]
)
def test_the_number_of_another_teams_young_person_is_one_fault_whatever_the_rows_say(
    others, lead, programme, team, rows
):
    """Right or wrong, known or new: who may not see somebody neither learns of them nor adds to them."""
    before = StatusReport.objects.count()
    sent = {"by": lead, "at": NOW, "programme": programme, "team": team, "name": "a.csv"}
    file = keep_file(**sent, content=csv_of(*rows))
    choose_columns(by=lead, at=NOW, file=file, chosen=dict(zip(HEADING, TAKEN_AS, strict=True)), language="en")
    tasks.work(file.pk)
    file.refresh_from_db()
    preview = preview_of(file)
    assert {fault[3] for fault in preview.faults} == {
        "Another team uses this number in the programme. Give the young person another one."
    }
    assert (preview.known, preview.reports, preview.known_people, preview.refused) == (0, 0, 0, len(rows))
    assert StatusReport.objects.count() == before
    assert not Person.objects.visible_to(lead).exists()


def test_a_preview_that_nobody_has_seen_is_not_confirmed(file, lead, by_lead):
    tasks.work(file.pk)
    file.refresh_from_db()
    seen = preview_of(file).fingerprint
    choose_columns(
        by=lead, at=NOW, file=file, chosen=dict(zip(HEADING, [*TAKEN_AS[:4], "", ""], strict=True)), language="da"
    )
    tasks.work(file.pk)
    with pytest.raises(Refused):
        confirm(by=lead, at=NOW, file=file, only_valid=False, agreed=seen)
    answer = by_lead.post(f"/programmes/import-files/{file.public_id}/", {"agreed": seen}, follow=True)
    assert "kigget igennem en gang til" in answer.content.decode()
    file.refresh_from_db()
    assert file.state == FileState.READY
    assert preview_of(file).fingerprint in answer.content.decode()


def test_questions_that_have_changed_since_make_another_plan(programme):
    load_items(by=None, at=NOW)
    items = items_known(programme)
    found = read_file(csv_of(FIRST), "b.csv", items=items, today=TODAY)
    newer = [replace(item, version=f"{item.version}x") for item in items]
    assert planned(programme, found, items).fingerprint == planned(programme, found, items).fingerprint
    assert planned(programme, found, items).fingerprint != planned(programme, found, newer).fingerprint
