"""The audit trail as a file: who has used the data of one young person, or what one user has done."""

import csv
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.audit.trail import record
from tests.clock import NOW, TODAY
from tests.factories.cases import PersonFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def worker():
    return UserFactory(name="=Åse Blå", email="aase@example.org")


@pytest.fixture
def person():
    return PersonFactory(reference="U00042")


@pytest.fixture(autouse=True)
def trail(worker, person):
    """Three uses of the young person's data, each on its own day, and one of someone else's on the first."""
    other = PersonFactory(reference="U00043")
    record(AuditAction.OPENED, by=worker, at=NOW, person=person)
    record(AuditAction.OPENED, by=worker, at=NOW, person=other)
    record(AuditAction.LISTED, by=UserFactory(), at=NOW + timedelta(days=1), shown=["U00043", "U00042"])
    record(AuditAction.CHANGED, by=None, at=NOW + timedelta(days=2), person=person, found=1)


def written(tmp_path, *arguments: str) -> list[list[str]]:
    path = tmp_path / "audit.csv"
    call_command("audit", *arguments, "--out", str(path), verbosity=0)
    assert path.stat().st_mode & 0o777 == 0o600
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def test_all_uses_of_one_persons_data_are_there(tmp_path, person, worker):
    heading, opened, listed, changed = written(tmp_path, "--person", "u00042")
    assert heading == ["at", "who", "action", "person", "record", "facts"]
    name = "'=Åse Blå <aase@example.org>"
    assert opened == ["2025-06-04T10:00:00+02:00", name, "opened", "U00042", f"cases.person {person.pk}", "{}"]
    assert listed[2:] == ["listed", "", "", '{"shown": ["U00043", "U00042"]}']
    assert changed[1:] == ["", "changed", "U00042", f"cases.person {person.pk}", '{"found": 1}']


def test_what_was_searched_for_is_no_formula_for_any_spreadsheet(tmp_path, person, worker):
    record(AuditAction.SEARCHED, by=worker, at=NOW, criteria="x,=cmd|'/C calc'!A0;+1", shown=["U00042"])
    facts = next(row[5] for row in written(tmp_path, "--person", "U00042") if row[2] == "searched")
    assert facts == """{"criteria": "x,'=cmd|'/C calc'!A0;'+1", "shown": ["U00042"]}"""


def test_all_that_one_user_did_is_there(tmp_path):
    rows = written(tmp_path, "--user", "Aase@example.org")
    assert [row[2:4] for row in rows[1:]] == [["opened", "U00042"], ["opened", "U00043"]]


@pytest.mark.parametrize(
    ("period", "actions"),
    [
        (["--from", "2025-06-05"], ["listed", "changed"]),
        (["--to", "2025-06-05"], ["opened", "listed"]),
        (["--from", "2025-06-05", "--to", "2025-06-05"], ["listed"]),
    ],
)
def test_a_period_holds_its_first_and_last_day(tmp_path, period, actions):
    assert [row[2] for row in written(tmp_path, "--person", "U00042", *period)[1:]] == actions


def test_that_the_file_was_made_is_logged(tmp_path, person, worker):
    written(tmp_path, "--person", "U00042", "--to", TODAY.isoformat())
    written(tmp_path, "--user", worker.email)
    by_user, by_person = AuditEvent.objects.filter(action=AuditAction.EXPORTED)
    assert (by_person.person, by_person.by) == (person, None)
    assert by_person.facts == {"what": "audit", "start": None, "to": "2025-06-04", "events": 1}
    assert (by_user.target, by_user.target_id, by_user.facts["events"]) == ("cases.user", str(worker.pk), 2)


@pytest.mark.parametrize("about", [["--person", "U99999"], ["--user", "nobody@example.org"], []])
def test_nobody_is_nobody(tmp_path, about):
    with pytest.raises(CommandError):
        written(tmp_path, *about)
    assert not AuditEvent.objects.filter(action=AuditAction.EXPORTED).exists()
