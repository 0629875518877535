"""Every page, for every role, on a phone: accessible, no wider than the screen, nothing in the console.

A page that no link leads to fails the last check here, so a new page cannot escape: link to it, or say below why not.
Pages that look different in every state are opened in each state that the demo world holds.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import get_resolver, reverse
from playwright.sync_api import Page

from cases.contacts.models import Contact
from cases.enrolments.models import Enrolment, Pause
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.handovers.rules import WITH_RECEIVER
from cases.import_pages.actions import choose_columns, confirm, keep_file, stop_file
from cases.import_pages.codes import FileError, FileState
from cases.import_pages.tasks import work
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreport_imports.rules import REQUIRED
from housing.referrals.models import HousingReferral
from housing.support.models import SupportCase
from reporting.editions.models import Edition
from reporting.midterm.tasks import produce
from reporting.runs.actions import cancel_run, request_run
from reporting.runs.models import ReportRun
from tests.architecture.source import modules
from tests.architecture.test_urls import addresses
from tests.browser.axe import assert_accessible, assert_fits, bring
from tests.browser.conftest import Login
from tests.browser.crawl import Known, walk
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    ContactFactory,
    HandoverFactory,
    PhaseTemplateFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
)
from tests.factories.reporting import EditionFactory

OURS = modules("views")
START = ["/my-day/", "/people/", "/board/", "/inbox/", "/administration/", "/reports/", "/gallery/"]
# Views that answer a GET but are no page to walk to, each with its reason.
NO_PAGES = {
    "cases:account_email": "closed: the administrator changes addresses",
    "cases:home": "leads to the first page of the role",
    "cases:import_faults": "a file",
    "cases:import_progress": "a piece of the page of a spreadsheet",
    "cases:own_answers": "opened by nobody who is logged in: test_questions.py looks at it",
    "cases:own_answers_back": "the same",
    "cases:person_register": "answers what is typed; without it leads to the search before it",
    "cases:person_search": "answers what is typed; without it leads to the list",
    "cases:person_timeline": "a piece of the page of a young person",
    "cases:screening_rules": "a piece of the screening",
    "reporting:export_columns": "a file",
    "reporting:money_download": "a file",
    "reporting:outcome_file": "a file",
    "reporting:edition_download": "a file",
    "reporting:edition_progress": "a piece of the page of an edition",
    "reporting:run_progress": "a piece of the page of a report",
    "reporting:run_chart": "a drawing to take away",
    "reporting:run_download": "a file",
    "reporting:targets_download": "a file",
}


@pytest.fixture
def world(live_server: object) -> dict[Role, User]:
    """The demo world, and somebody of every role in it."""
    call_command("demo", verbosity=0)
    found = {role: User.objects.filter(memberships__role=role, memberships__end=None).first() for role in Role}
    return {role: user for role, user in found.items() if user}


def get_names(user: User) -> set[str]:
    """Names of our own views that do not refuse a GET as such."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return {
        f"{view.__module__.split('.')[0]}:{name}"
        for name, path, view in addresses(get_resolver().url_patterns)
        if getattr(view, "__module__", "") in OURS and client.get(path).status_code != 405
    }


def in_each_state(rows: "QuerySet[Any]", name: str) -> list[str]:
    """The page of one record in each state."""
    return [reverse(name, args=[row.pk]) for row in rows.order_by("state", "-pk").distinct("state")]


def pages_of_people(lead: User) -> list[str]:
    """Young people who wait for an enrolment, are without a name, rest, or have left; and what can be done then."""
    visible = Person.objects.visible_to(lead)
    resting = Pause.objects.filter(end=None, enrolment__person__in=visible).first()
    left = Enrolment.objects.filter(end__lte=TODAY, reopened_as=None, person__in=visible).first()
    assert resting
    assert left
    waiting = ScreeningFactory(
        person=visible.filter(enrolments=None).exclude(first_name="").first(),
        programme=left.programme,
        decided_on=TODAY,
    )
    nameless = visible.filter(first_name="", last_name="").first()
    people = [resting.enrolment.person, left.person, waiting.person, nameless]
    return [
        *(reverse("cases:person", args=[person.reference]) for person in people if person),
        reverse("cases:enrol", args=[waiting.pk]),
        *(reverse(name, args=[left.pk]) for name in ("cases:enrolment_reopen", "cases:closing_withdraw")),
        reverse("cases:enrolment_resume", args=[resting.enrolment_id]),
    ]


def pages_of_waiting(lead: User) -> list[str]:
    """A request for a decision and what can be done with it; what is set aside; the unusual values."""
    person = Person.objects.visible_to(lead).filter(screenings=None, screening_requests=None).first()
    asked = ScreeningRequestFactory(person=person, programme=Programme.objects.get(), asked_by=lead)
    return [
        *(reverse(f"cases:screening_{name}", args=[asked.pk]) for name in ("send_back", "request_withdraw")),
        *(reverse(f"cases:{name}", args=["person", asked.person_id]) for name in ("set_aside", "take_back")),
        reverse("cases:unusual"),
    ]


def pages_of_reports(evaluator: User) -> list[str]:
    """A report that waits, one that was cancelled, one that is done."""
    programme = Programme.objects.get()
    runs: list[ReportRun] = [
        request_run(
            by=evaluator,
            at=NOW,
            programme=programme,
            start=programme.start,
            last_day=TODAY,
            as_of=TODAY,
        )
        for _ in range(3)
    ]
    cancel_run(by=evaluator, at=NOW, run=runs[1])
    produce(runs[2].pk)
    return [reverse("reporting:run", args=[run.public_id]) for run in runs]


def pages_of_editions(lead: User) -> list[str]:
    """One that is out, one to be looked at and to be released, one that is being made, one that failed, and a new one."""
    made: list[Edition] = list(Edition.objects.order_by("state"))
    run = made[0].run
    others: list[Any] = [EditionFactory(run=run), EditionFactory(run=run, state="failed", error="told_too_much")]
    asking = [reverse("reporting:edition_release", args=[one.public_id]) for one in made if not one.is_released]
    new = reverse("reporting:edition_create", args=[Programme.objects.led_by(lead).get().code])
    return [new, *asking, *(reverse("reporting:edition", args=[one.public_id]) for one in [*made, *others])]


def pages_of_a_partner(partner: User) -> list[str]:
    """A handover to the partner's organisation in each state in which it can be read."""
    person, sender = Person.objects.filter(enrolments__end=None).first(), User.objects.exclude(pk=partner.pk).first()
    assert person
    assert sender
    rows = [
        HandoverFactory(
            person=person,
            sender=sender.organisation,
            sent_by=sender,
            receiver=partner.organisation,
            state=state,
            scope=["name"],
            basis="consent",
            basis_detail="Skriftligt",
            shared_until=TODAY + timedelta(days=30),
            state_since=NOW,
        )
        for state in WITH_RECEIVER
    ]
    names = {
        HandoverState.RECEIVED: ["cases:inbox_accept", "cases:inbox_reject"],
        HandoverState.ACCEPTED: ["cases:inbox_meet"],
        HandoverState.FIRST_CONTACT: ["cases:inbox_finish"],
    }
    return [
        reverse(name, args=[row.pk]) for row in rows for name in ["cases:inbox_handover", *names.get(row.state, [])]
    ]


def pages_of_contacts(worker: User) -> list[str]:
    """A contact just saved, with its way back and the programme it counts in, and one that was withdrawn."""
    person = Person.objects.visible_to(worker).filter(enrolments__start__lte=TODAY, enrolments__end=None).first()
    fresh = ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW)
    mistake = ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW)
    Contact.objects.filter(pk=mistake.pk).update(withdrawn_at=NOW, withdrawn_why="Skrevet to gange")
    paths = [reverse("cases:contact", args=[row.pk]) for row in (fresh, mistake)]
    return [*paths, *(reverse(f"cases:contact_{name}", args=[fresh.pk]) for name in ("undo", "programme"))]


def pages_of_programmes() -> list[str]:
    """A phase that nobody has been in yet, which can be taken away."""
    spare = PhaseTemplateFactory(programme=Programme.objects.get(), position=9)
    return [reverse(name, args=[spare.pk]) for name in ("cases:phase", "cases:phase_remove")]


def pages_of_spreadsheets(lead: User) -> list[str]:
    """A spreadsheet on its way in at each of its pages, one that was stopped, and one that was taken over."""
    programme = Programme.objects.led_by(lead).get()
    team = programme.teams.filter(memberships__user=lead, memberships__role=Role.LEAD).first()
    content = (
        "Nr.;Startdato;Dato;Indberetning\n71;01-02-2024;05-02-2024;Opstart\n72;01-02-2024;i går;Opstart\n".encode()
    )
    chosen = dict(zip(["Nr.", "Startdato", "Dato", "Indberetning"], REQUIRED, strict=True))
    sent = {"by": lead, "at": NOW, "programme": programme, "team": team, "name": "unge.csv", "content": content}
    waiting, reading, stopped, ready, taken = files = [keep_file(**sent) for _ in range(5)]  # type: ignore[arg-type]
    for file in (reading, stopped, ready, taken):
        choose_columns(by=lead, at=NOW, file=file, chosen=chosen, language="da")
    stop_file(at=NOW, file_id=stopped.pk, state=FileState.READING, error=FileError.FAULT)
    work(ready.pk)
    work(taken.pk)
    confirm(by=lead, at=NOW, file=taken, only_valid=True)
    work(taken.pk)
    names = ("columns", "source", "drop")
    return [
        *(reverse("cases:import_preview", args=[file.public_id]) for file in files),
        *(reverse(f"cases:import_{name}", args=[waiting.public_id]) for name in names),
    ]


def starts(world: dict[Role, User]) -> dict[Role, list[str]]:
    """Where each role begins its walk."""
    lead = world[Role.LEAD]
    visible = Person.objects.visible_to(lead)
    draft = HandoverFactory(person=visible.first(), sender=lead.organisation, sent_by=lead, state_since=NOW)
    special = {
        Role.LEAD: [
            *pages_of_people(lead),
            *pages_of_waiting(lead),
            *pages_of_spreadsheets(lead),
            *pages_of_editions(lead),
            *in_each_state(HousingReferral.objects.visible_to(lead), "housing:referral"),
            *in_each_state(SupportCase.objects.visible_to(lead), "housing:support"),
            *in_each_state(Handover.objects.filter(person__in=visible, sender=lead.organisation), "cases:handover"),
            reverse("cases:handover_change", args=[draft.pk]),
        ],
        Role.CASEWORKER: pages_of_contacts(world[Role.CASEWORKER]),
        Role.PARTNER: pages_of_a_partner(world[Role.PARTNER]),
        Role.EVALUATOR: pages_of_reports(world[Role.EVALUATOR]),
        Role.ADMINISTRATOR: [
            *pages_of_programmes(),
            reverse("cases:user_second_factor", args=[world[Role.CASEWORKER].pk]),
        ],
    }
    return {role: [*START, *special.get(role, [])] for role in Role}


def check(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_every_page_is_accessible_and_fits_a_phone(phone: Page, login: Login, world: dict[Role, User]) -> None:
    assert set(world) == set(Role)
    bring(phone.context)
    seen: set[str] = set()
    known = Known(set)
    for role, paths in starts(world).items():
        phone.context.clear_cookies()
        login(phone, world[role])
        seen |= walk(phone, paths, check, known)
    expected = {name for user in world.values() for name in get_names(user)}
    assert sorted(expected - seen - set(NO_PAGES)) == []
