"""`manage.py release`: what an edition would hide, and the edition itself, as the page gives it."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.staff.codes import Role
from reporting.editions.models import Edition
from reporting.runs.models import ReportRun
from tests.factories.cases import TeamFactory, staff, works_in
from tests.reporting.chapters.followed import followed

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return followed()


def release(**options):
    told = io.StringIO()
    asked = {"programme": "unge", "audience": "Fonden", "start": date(2025, 1, 1), "to": date(2025, 3, 31)}
    call_command("release", stderr=told, **asked | options)
    return told.getvalue()


def test_a_dry_run_tells_what_is_hidden_and_keeps_nothing(programme):
    told = release(dry_run=True)
    assert "counts hidden" in told
    assert "  age_and_gender: 2" in told
    assert "can be narrowed to fewer than 5 values" in told
    assert (Edition.objects.count(), ReportRun.objects.count()) == (0, 0)


def test_the_file_is_what_the_page_gives_and_nobody_elses_to_read(programme, client, tmp_path):
    out = tmp_path / "edition.csv"
    assert "is released to Fonden" in release(out=str(out), form="csv")
    edition = Edition.objects.get()
    assert (edition.released_by, edition.is_released) == (None, True)
    assert out.stat().st_mode & 0o077 == 0
    client.force_login(staff(Role.LEAD, works_in(TeamFactory(), programme)))
    address = reverse("reporting:edition_download", args=[edition.public_id, "csv"])
    assert client.get(address).content == out.read_bytes()


def test_standard_output_holds_the_edition_alone(programme, capfd):
    """A solver prints its name as it starts."""
    release(out="-", form="csv")
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert len({(row["indicator"], row["table"], row["row"], row["measure"]) for row in rows}) > 100


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"start": date(2025, 1, 2)}, "no edition of these days.*2025-01-01 to 2025-03-31"),
        ({"to": date(2025, 6, 30)}, "no edition of these days"),  # not over yet
        ({"programme": "andet"}, "no programme andet.*unge"),
        ({"threshold": 4}, "mindst 5"),
        ({"audience": " "}, "Udfyld feltet"),
    ],
)
def test_what_cannot_be_released(programme, options, said):
    with pytest.raises(CommandError, match=said):
        release(**options)
    assert (Edition.objects.count(), ReportRun.objects.count()) == (0, 0)


def test_the_same_edition_twice_is_refused(programme):
    release()
    with pytest.raises(CommandError, match="allerede en udgave om denne periode"):
        release()
    assert Edition.objects.count() == 1
