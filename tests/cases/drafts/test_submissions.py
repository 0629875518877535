"""Nothing is made twice: the same form sent again, by Back and Save, a double tap or two tabs, gives one record."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cases.contacts.models import Contact
from cases.drafts.actions import drop_old_keys
from cases.drafts.models import Draft, SubmissionKey
from cases.drafts.tasks import drop_old_keys as task
from cases.handovers.models import Handover
from cases.intake.models import Screening
from cases.people.models import Person
from cases.programmes.models import PhaseStep, Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from housing.referrals.models import HousingReferral
from housing.stays.models import Stay
from housing.support.models import SupportCase
from reporting.runs.models import ReportRun
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

KEY = re.compile(r'name="client_key" value="([0-9a-f-]{36})"')
SCREENING = {"programme": "unge", "decided_on": "2025-06-04", "outcome": "not_eligible", "reasons": "age", "note": ""}


@pytest.fixture
def team():
    return TeamFactory(code="team")


@pytest.fixture
def person(team):
    return PersonFactory(team=team, reference="A10000")


@pytest.fixture
def world(team, person):
    """What the forms below name."""
    programme = ProgrammeFactory(code="unge")
    phase = PhaseTemplateFactory(programme=programme, position=0)
    return {
        "organisation": OrganisationFactory(kind="municipal_unit", code="enhed").pk,
        "allocation": OrganisationFactory(kind="housing_allocation").pk,
        "partner": OrganisationFactory(kind="civil_society").pk,
        "phase": phase.pk,
    }


def key_of(response):
    """The key that the page's form was drawn with."""
    return KEY.search(response.content.decode())[1]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# Each create form: who fills it in, where, with what, and what it makes.
CREATED = {
    "contact": (
        Role.CASEWORKER,
        "/contacts/new/",
        {"people": "A10000", "happened_at": "2025-06-04T09:00", "kind": "meeting", "outcome": "reached"},
        Contact,
    ),
    "screening": (Role.LEAD, "/people/A10000/screenings/new/", SCREENING, Screening),
    "handover": (
        Role.CASEWORKER,
        "/people/A10000/handovers/new/",
        {"receiver": "{partner}", "purpose": "community", "message": "Følg med til klubben", "scope": "name"}
        | {"basis": "consent", "basis_detail": "Mundtligt i dag", "shared_until": "2025-08-01"},
        Handover,
    ),
    "stay": (Role.CASEWORKER, "/housing/people/A10000/stays/new/", {"kind": "shelter", "start": "2025-06-01"}, Stay),
    "referral": (
        Role.CASEWORKER,
        "/housing/people/A10000/referrals/new/",
        {"receiver": "{allocation}", "housing_kind": "youth", "on": "2025-06-01"},
        HousingReferral,
    ),
    "support": (
        Role.CASEWORKER,
        "/housing/people/A10000/support/new/",
        {"paragraph": "sel_85", "on": "2025-06-01"},
        SupportCase,
    ),
    "met": (
        Role.CASEWORKER,
        "/people/new/met/",
        {"alias": "Rød hue", "met_at": "2025-06-03T21:00", "place": "Nørreport", "team": "team"},
        Person,
    ),
    "report": (
        Role.LEAD,
        "/reports/new/",
        {"programme": "unge", "start": "2025-01-01", "last_day": "2025-05-31", "as_of": "2025-06-03"},
        ReportRun,
    ),
    "organisation": (
        Role.ADMINISTRATOR,
        "/administration/organisations/new/",
        {"code": "ny", "name": "Ny", "kind": "civil_society"},
        Organisation,
    ),
    "team": (
        Role.ADMINISTRATOR,
        "/administration/teams/new/",
        {"code": "nyt-hold", "name": "Nyt", "organisation": "{organisation}"},
        Team,
    ),
    "user": (
        Role.ADMINISTRATOR,
        "/administration/users/new/",
        {"email": "ny@example.org", "name": "Ny Kollega", "organisation": "{organisation}", "language": "da"},
        User,
    ),
    "programme": (
        Role.ADMINISTRATOR,
        "/programmes/new/",
        {"code": "nyt", "name": "Nyt", "organisation": "{organisation}", "start": "2025-01-01", "quiet_days": 14}
        | {"silent_days": 30, "report_months": 6, "min_age": 18, "max_age": 24},
        Programme,
    ),
    "step": (
        Role.ADMINISTRATOR,
        "/phases/{phase}/steps/new/",
        {"text_da": "Hils på", "text_en": "Say hello", "owner": "relation", "is_active": "on"},
        PhaseStep,
    ),
}


@pytest.mark.parametrize("kind", CREATED)
def test_back_and_save_makes_one(client, team, person, world, kind):
    EnrolmentFactory(programme=Programme.objects.get(), team=team)
    role, path, data, model = CREATED[kind]
    path = path.format(**world)
    data = {name: value.format(**world) if isinstance(value, str) else value for name, value in data.items()}
    client.force_login(staff(role, team))
    data["client_key"] = key_of(client.get(path))
    before = model.objects.count()
    first = client.post(path, data)
    assert (first.status_code, model.objects.count()) == (302, before + 1), first.context["form"].errors
    again = client.post(path, data)
    assert (again.status_code, again["Location"], model.objects.count()) == (302, first["Location"], before + 1)
    assert "Det var allerede gemt. Det er ikke gemt to gange." in said(again)


@pytest.fixture
def page(client, team):
    client.force_login(staff(Role.LEAD, team))
    return client


@pytest.fixture
def path(person, world):
    return "/people/A10000/screenings/new/"


def test_other_content_under_a_used_key_is_asked_about_and_saved_when_it_is_sent_again(page, path):
    data = SCREENING | {"client_key": str(uuid4())}
    page.post(path, data)
    asked = page.post(path, data | {"note": "En senere vurdering"})
    assert (asked.status_code, Screening.objects.count()) == (200, 1)
    assert ["allerede gemt" in asked.text, "En senere vurdering" in asked.text] == [True, True]
    new = key_of(asked)
    assert new != data["client_key"]
    assert page.post(path, data | {"note": "En senere vurdering", "client_key": new}).status_code == 302
    assert Screening.objects.count() == 2


def test_a_refused_form_keeps_its_key_and_has_not_used_it(page, path):
    key = str(uuid4())
    refused = page.post(path, SCREENING | {"decided_on": "", "client_key": key})
    assert (refused.status_code, key_of(refused), SubmissionKey.objects.count()) == (200, key, 0)
    assert page.post(path, SCREENING | {"client_key": key}).status_code == 302
    assert SubmissionKey.objects.get().target == "/people/A10000/"


def test_a_fault_after_the_record_leaves_neither_record_nor_key(page, path, monkeypatch):
    monkeypatch.setattr("cases.drafts.submissions.note_target", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        page.post(path, SCREENING | {"client_key": str(uuid4())})
    assert (Screening.objects.count(), SubmissionKey.objects.count()) == (0, 0)


def test_a_key_of_somebody_else_shows_nothing_of_theirs(page, path, team):
    key = uuid4()
    SubmissionKey.objects.create(key=key, user=staff(), at=NOW, fingerprint="x", target="/people/T99999/")
    asked = page.post(path, SCREENING | {"client_key": str(key)})
    assert (asked.status_code, "T99999" in asked.text, key_of(asked) == str(key)) == (200, False, False)


@pytest.mark.parametrize("key", [None, "", "x", "9" * 5000])
def test_a_form_without_a_key_is_saved_as_before(page, path, key):
    data = SCREENING if key is None else SCREENING | {"client_key": key}
    assert [page.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert (Screening.objects.count(), SubmissionKey.objects.count()) == (2, 0)


def test_a_form_with_a_version_is_compared_and_not_asked_about(client, person, team):
    """Back and another change: the page is based on what was saved meanwhile, and shows both."""
    client.force_login(staff(team=team))
    url = reverse("cases:person_change", args=[person.reference])
    start = client.get(url).context["form"].initial
    data = {name: value for name, value in start.items() if value not in {None, False}}
    data |= {"birth_date": "2004-03-01", "first_met_on": "2025-01-01", "client_key": str(uuid4())}
    assert client.post(url, data | {"alias": "Bølle"}).status_code == 302
    response = client.post(url, data | {"alias": "Bob"})
    assert [(row.mine, row.theirs) for row in response.context["form"].stale] == [("Bob", "Bølle")]
    assert "allerede gemt" not in response.text


def test_a_draft_brings_its_key_along(page, path):
    """Typed in one tab, opened in another, and saved in both."""
    key, user = str(uuid4()), User.objects.get(memberships__role=Role.LEAD)
    draft = {"user": user, "key": "cases-screening-create:A10000", "fields": SCREENING | {"client_key": key}}
    Draft.objects.create(**draft)
    assert key_of(page.get(path)) == key
    Draft.objects.update(fields={"client_key": '"><script>'})
    assert "<script>alert" not in page.get(path).text
    assert key_of(page.get(path)) != key


def test_keys_are_kept_for_30_days(page, path):
    for days in (30, 31, 40):
        SubmissionKey.objects.create(key=uuid4(), user=staff(), at=NOW - timedelta(days=days), fingerprint="x")
    assert drop_old_keys(at=NOW) == 2
    assert task() == 0
    assert [row.at.date() for row in SubmissionKey.objects.all()] == [TODAY - timedelta(days=30)]


@pytest.mark.django_db(transaction=True)
def test_two_connections_with_one_key_make_one_record():
    team = TeamFactory()
    PersonFactory(team=team, reference="A10000")
    ProgrammeFactory(code="unge")
    user, data, led = staff(Role.LEAD, team), SCREENING | {"client_key": str(uuid4())}, []

    def send():
        client = Client()
        client.force_login(user)
        response = client.post("/people/A10000/screenings/new/", data)
        led.append((response.status_code, response["Location"]))

    assert at_once(send, send) == ["done", "done"]
    assert led == [(302, "/people/A10000/")] * 2
    assert (Screening.objects.count(), SubmissionKey.objects.count()) == (1, 1)


def test_a_key_opens_no_way_past_the_token_that_guards_every_form(team, path):
    """The form's view is run early, from a middleware: only after those that refuse requests."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff(Role.LEAD, team))
    assert strict.post(path, SCREENING | {"client_key": str(uuid4())}).status_code == 403
    assert (Screening.objects.count(), SubmissionKey.objects.count()) == (0, 0)
