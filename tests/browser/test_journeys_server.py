"""Errands that need the whole system: web server, worker, beat and queue as real processes on the test's database."""

import csv
import io
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from cases.demo.world import PASSWORD as DEMO_PASSWORD
from cases.drafts.models import Draft
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.codes import Role
from reporting.chapters.steps import ACROSS, steps_of
from reporting.indicators.handovers import HANDOVERS
from reporting.indicators.housing import REFERRAL_DAYS
from reporting.runs.models import ReportRun
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.chromium import DESK, PHONE
from tests.browser.shots import log_in
from tests.factories.cases import staff
from tests.local.conftest import folder, launch, processes_of, read_until, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

PASSWORD = "correct horse battery"
SAVED = "Mødtes ved Kælderen, aftalte tirsdag."
TYPED = f"{SAVED} Han fortalte om sin bror."
# Names and the like of every young person in the database while the evaluator works.
PLANTED = {"first_name": "Ærøfine", "last_name": "Plantagenet", "phone": "60606060", "email": "planted@example.org"}
PATIENCE = 180_000  # ms: the first drawing of the charts takes its time on a busy machine


def address_of_database() -> str:
    """The address of the test's own database, in the spelling of the environment."""
    url = urlsplit(os.environ.get("DATABASE_URL", "postgres://127.0.0.1"))
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


class System:
    """Hjemvej as `make run` starts it, on the test's database. It can be killed and started again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.launcher = launch(self.data, "run", PORT=self.port, DATABASE_URL=address_of_database())
        read_until(self.launcher, "Stop with Ctrl-C.")

    def kill(self) -> None:
        self.launcher.kill()
        self.launcher.wait()
        assert wait_for(lambda: processes_of(self.data) == [])


@pytest.fixture(autouse=True)
def passwords_of_the_system(settings):
    """The users of these tests log in to a system that knows the real hashing alone."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture
def system(db) -> Iterator[System]:
    """Not started yet: a database with users in it keeps the demo out."""
    with folder(0o755) as data:
        made = System(data)
        yield made
        made.launcher.terminate()
        made.launcher.wait(60)


@contextmanager
def held(table: str) -> Iterator[psycopg.Connection]:
    """Nobody can read the table while this is open: who has to, waits."""
    given = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    where = {name: given[key] for name, key in names.items() if given[key]} | given["OPTIONS"]
    with psycopg.connect(**{name: where[name] for name in names if name in where}) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield other


def test_a_half_typed_note_survives_the_server_being_killed(chromium: Browser, system: System) -> None:
    worker = staff(Role.CASEWORKER)
    system.start()
    page = chromium.new_context(viewport=PHONE, has_touch=True, locale="da-DK").new_page()
    log_in(page, system.url, worker.email, PASSWORD)
    page.goto(f"{system.url}/contacts/new/")
    note, state = page.locator("textarea"), page.locator("[data-draft-state]")
    note.tap()
    page.keyboard.type(SAVED)
    expect(state).to_have_attribute("data-state", "saved", timeout=PATIENCE)

    system.kill()
    page.keyboard.type(TYPED.removeprefix(SAVED))
    expect(state).to_have_attribute("data-state", "failed", timeout=PATIENCE)
    page.get_by_role("button", name="Gem kontakt").tap()
    expect(note).to_have_value(TYPED)
    assert [draft.fields["note"] for draft in Draft.objects.filter(user=worker)] == [SAVED]

    system.start()
    expect(state).to_have_attribute("data-state", "saved", timeout=PATIENCE)
    assert [draft.fields["note"] for draft in Draft.objects.filter(user=worker)] == [TYPED]
    page.reload()
    expect(note).to_have_value(TYPED)
    page.goto(f"{system.url}/my-day/")
    page.get_by_role("link", name="Gør det færdigt").tap()
    expect(note).to_have_value(TYPED)
    page.context.close()


def test_an_evaluator_makes_a_report_and_sees_it_move_forward(
    chromium: Browser, system: System, tmp_path: Path, settings
) -> None:
    settings.DATA_DIR = tmp_path
    call_command("demo", people=8, verbosity=0)
    Person.objects.update(**PLANTED)
    system.start()
    page = chromium.new_context(viewport=DESK, locale="da-DK", accept_downloads=True).new_page()
    page.set_default_timeout(PATIENCE)
    asked = addresses_read_by(page)
    log_in(page, system.url, "evaluator@example.org", DEMO_PASSWORD)
    page.goto(f"{system.url}/reports/")
    page.get_by_role("link", name="Ny rapport").first.click()

    steps = steps_of(Programme.objects.get())
    progress = page.locator("#report-progress")
    with held("cases_handover") as later:
        with held("housing_housingreferral"):
            page.get_by_role("button", name="Lav rapporten").click()
            expect(progress).to_contain_text(f"{steps.index(REFERRAL_DAYS.key)} / {len(steps)}", timeout=PATIENCE)
            assert_accessible(page)
        expect(progress).to_contain_text(f"{steps.index(HANDOVERS.key)} / {len(steps)}", timeout=PATIENCE)
        later.rollback()
    expect(page.get_by_role("link", name="PDF")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)
    assert_fits(page)
    assert ReportRun.objects.latest("requested_at").state == "done"

    figures = download(page, "CSV til statistikprogrammer").decode("utf-8-sig")
    assert {row["indicator"] for row in csv.DictReader(io.StringIO(figures))} == {*steps} - {ACROSS}
    document = download(page, "PDF")
    assert document.startswith(b"%PDF-")
    assert b"pdfuaid:part" in document

    for address in ("/", "/reports/exports/", "/people/", "/board/", "/handovers/", "/housing/"):
        page.goto(f"{system.url}{address}")
    read = {address: page.request.get(address).text() for address in asked if "/static/" not in address}
    assert len(read) > 10
    texts = read | {"csv": figures}
    assert [(place, planted) for place, text in texts.items() for planted in PLANTED.values() if planted in text] == []
    page.context.close()


def download(page: Page, name: str) -> bytes:
    """What the link with this name gives."""
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(name)).first.click()
    return Path(started.value.path()).read_bytes()


def addresses_read_by(page: Page) -> list[str]:
    """Every address the browser asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "GET" else None)
    return asked
