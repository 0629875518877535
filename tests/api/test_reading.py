"""Reading over the API: what an answer holds, what is logged, how it is signed in to, what it costs."""

import pytest
from django.core.management import call_command
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle, UserRateThrottle

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.staff.codes import Role
from tests.api.conftest import add_case, client_of
from tests.factories.cases import ProgrammeFactory, cpr_fields
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.servers
LISTS = (
    "people", "enrolments", "contacts", "handovers", "stays", "referrals", "offers", "support-cases", "programmes",
    "organisations", "report-runs",
)  # fmt: skip


def test_a_person_has_no_cpr_number_in_any_form(case):
    fields = cpr_fields("6103044233")
    type(case.person).objects.filter(pk=case.person.pk).update(**fields)
    content = client_of(case.users[Role.LEAD]).get("/api/v1/people/A10000/").content.decode()
    assert [text for text in ("6103044233", "610304", *fields.values(), "cpr") if text in content] == []


def test_an_enrolment_tells_its_phases_and_workers(case):
    enrolment = client_of(case.users[Role.LEAD]).get(f"/api/v1/enrolments/{case.enrolment.pk}/").json()
    spell, assignment = case.enrolment.phase_spells.get(), case.enrolment.assignments.get()
    assert (enrolment["person"], enrolment["programme"], enrolment["state"]) == ("A10000", "hjem", "active")
    assert enrolment["phases"] == [{"phase": spell.phase.code, "start": "2025-01-01", "end": None, "target_end": None}]
    assert enrolment["assignments"] == [
        {"worker": assignment.worker.name, "function": "relation", "start": "2025-01-01", "end": None}
    ]


def test_a_partner_reads_a_handover_once_it_is_opened_in_the_inbox(case):
    """Opening is a receipt to the sender: the API shows the content no earlier, and not after the sharing."""
    client, url = client_of(case.users[Role.PARTNER]), f"/api/v1/handovers/{case.handover.pk}/"
    opened = client.get(url).json()
    Handover.objects.update(state=HandoverState.SENT)
    unopened = client.get(url).json()
    assert (opened["person"], opened["message"]) == ("A10000", "Zqnote message")
    assert (unopened["person"], unopened["message"], unopened["purpose"]) == ("A10000", None, "community")
    Handover.objects.update(shared_until="2025-01-01")
    assert client.get(url).status_code == 404


def test_lists_and_records_are_logged_with_whom_they_showed(case):
    client = client_of(case.users[Role.LEAD])
    client.get("/api/v1/stays/")
    client.get(f"/api/v1/referrals/{case.referral.pk}/")
    listed, opened = AuditEvent.objects.order_by("pk")
    assert (listed.action, listed.by, listed.facts) == (
        AuditAction.LISTED, case.users[Role.LEAD], {"page": "api:stays", "shown": ["A10000"]},
    )  # fmt: skip
    assert (opened.action, opened.person, opened.target, opened.target_id) == (
        AuditAction.OPENED, case.person, "housing.housingreferral", str(case.referral.pk),
    )  # fmt: skip


def test_whose_reference_an_unopened_handover_shows_is_logged(case):
    Handover.objects.update(state=HandoverState.SENT)
    client_of(case.users[Role.PARTNER]).get(f"/api/v1/handovers/{case.handover.pk}/")
    assert AuditEvent.objects.get(person=case.person).by == case.users[Role.PARTNER]


def test_reading_the_directory_or_nothing_is_not_logged(case):
    client = client_of(case.users[Role.LEAD])
    client.get("/api/v1/organisations/")
    client.get("/api/v1/people/NOBODY/")
    assert not AuditEvent.objects.exists()


def test_a_token_signs_in_and_the_log_knows_the_user(case):
    """The administrator makes a token with `manage.py drf_create_token EMAIL`."""
    lead = case.users[Role.LEAD]
    call_command("drf_create_token", lead.email, verbosity=0)
    client = APIClient(headers={"Authorization": f"Token {Token.objects.get(user=lead).key}"})
    assert client.get("/api/v1/people/").json()["count"] == 1
    assert AuditEvent.objects.get().by == lead


def test_a_closed_account_or_a_wrong_token_is_refused(case):
    lead = case.users[Role.LEAD]
    token = Token.objects.create(user=lead).key
    lead.is_active = False
    lead.save()
    for key in (token, "0" * 40):
        response = APIClient(headers={"Authorization": f"Token {key}"}).get("/api/v1/people/")
        assert (response.status_code, response["Content-Type"]) == (401, "application/json")


def test_a_session_needs_the_csrf_token_to_write(case):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(case.users[Role.CASEWORKER])
    assert client.post("/api/v1/contacts/", {}, format="json").status_code == 403


def test_long_lists_come_in_pages(case):
    for n in range(1, 4):
        add_case(case.team, case.programme, case.users[Role.CASEWORKER], case.users[Role.PARTNER], n)
    client = client_of(case.users[Role.LEAD])
    first = client.get("/api/v1/people/", {"page_size": 3}).json()
    second = client.get(first["next"]).json()
    assert [row["reference"] for page in (first, second) for row in page["results"]] == [f"A1000{n}" for n in range(4)]
    assert (first["count"], second["next"]) == (4, None)
    assert client.get("/api/v1/people/", {"page": 3, "page_size": 3}).status_code == 404


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("people/?programme=hjem&team=team&first_met_to=2025-01-01", 1),
        ("people/?programme=other", 0),
        ("enrolments/?open_on=2025-01-01", 1),
        ("enrolments/?open_on=2024-12-31", 0),
        ("handovers/?state=received&purpose=community", 1),
        ("handovers/?state=done", 0),
        ("stays/?kind=friends_family&open_on=2025-02-01", 1),
        ("stays/?kind=street", 0),
        ("referrals/?state=draft&person=A10000", 1),
        ("referrals/?opened_from=2025-01-02", 0),
        ("offers/?state=open", 1),
        ("offers/?referral=999999", 0),
        ("support-cases/?paragraph=sel_85&state=opened", 1),
        ("support-cases/?paragraph=sel_99", 0),
        ("programmes/?running=true", 2),
        ("programmes/?running=false", 0),
        ("organisations/?kind=treatment", 0),
    ],
)
def test_lists_are_narrowed_down(case, url, found):
    """Records begin on 1 January 2025 (factories); both programmes run on."""
    assert client_of(case.users[Role.CASEWORKER]).get(f"/api/v1/{url}").json()["count"] == found


def test_too_many_requests_are_asked_to_wait(case, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "rate", "2/min", raising=False)
    client = client_of(case.users[Role.LEAD])
    codes = [client.get("/api/v1/organisations/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get("/api/v1/organisations/")["Retry-After"]


def test_logging_contacts_has_a_limit_of_its_own(case, monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"write": "2/min"})
    client = client_of(case.users[Role.CASEWORKER])
    assert [client.post("/api/v1/contacts/", {}, format="json").status_code for _ in range(3)] == [400, 400, 429]
    assert client.get("/api/v1/contacts/").status_code == 200


@pytest.mark.parametrize(
    "url",
    ["/api/v1/nowhere/", "/api/v1/people/%00/", "/api/v1/people/a%0Ab/", "/api/v1/contacts/9999999999999999999999/",
     "/api/v1/contacts/999999999/", "/api/v1/people/A99999/", "/api/v1/", "/api/v2/people/", "/api/"],
)  # fmt: skip
def test_an_address_that_is_not_there_answers_as_json(case, url):
    response = client_of(case.users[Role.LEAD]).get(url)
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert response.json() == {"detail": "Findes ikke, eller du har ikke adgang."}


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        ("people/?programm=hjem", "programm"),
        ("people/?page_size=abc", "page_size"),
        ("people/?page_size=201", "page_size"),
        ("people/?page_size=0", "page_size"),
        ("people/?page_size=", "page_size"),
        ("people/?page=last", "page"),
        ("people/?page=%D9%A1", "page"),
        ("people/?page=1&page=2", "page"),
        ("people/?team=", "team"),
        ("people/?team=a%20b", "team"),
        ("people/?first_met_to=2025-1-1", "first_met_to"),
        ("people/?format=json", "format"),
        ("people/A10000/?page=1", "page"),
        ("organisations/?is_active=yes", "is_active"),
        ("programmes/?running=1", "running"),
        ("enrolments/?open_on=", "open_on"),
        ("offers/?referral=1.5", "referral"),
        ("offers/?referral=0", "referral"),
        ("stays/?kind=", "kind"),
    ],
)
def test_what_an_address_says_wrongly_is_named(case, url, parameter):
    """None of it passes in silence: a list that is not narrowed down looks like one that is."""
    response = client_of(case.users[Role.LEAD]).get(f"/api/v1/{url}")
    assert (response.status_code, list(response.json())) == (400, [parameter])


@pytest.mark.parametrize("day", ["2025-1-1", "24.12.2025", "2025-02-30", "x"])
def test_a_day_is_asked_for_as_it_will_be_taken(case, day):
    response = client_of(case.users[Role.LEAD]).get(f"/api/v1/people/?first_met_to={day}")
    assert response.json() == {"first_met_to": ["Skriv dagen som 2025-06-30."]}


def test_an_unknown_parameter_is_told_which_there_are(case):
    client = client_of(case.users[Role.LEAD])
    assert client.get("/api/v1/organisations/?q=x").json() == {
        "q": ["Parameteren findes ikke her. Parametrene er: is_active, kind, page, page_size."]
    }
    assert client.get("/api/v1/people/A10000/?q=x").json() == {"q": ["Her er ingen parametre."]}
    assert client.post("/api/v1/contacts/?q=x", {}, format="json").json() == {"q": ["Her er ingen parametre."]}


@pytest.mark.parametrize(
    ("own", "asked", "said"),
    [("en", {}, "There are no parameters here."), ("da", {}, "Her er ingen parametre."),
     ("da", {"Accept-Language": "en"}, "There are no parameters here."),
     ("en", {"Accept-Language": "da"}, "Her er ingen parametre."),
     ("en", {"Cookie": "django_language=da"}, "Her er ingen parametre.")],
)  # fmt: skip
def test_a_message_is_in_the_callers_language(case, own, asked, said):
    """What the request asks for, be it by the cookie of the pages, else the language of the account."""
    lead = case.users[Role.LEAD]
    type(lead).objects.filter(pk=lead.pk).update(language=own)
    headers = {"Authorization": f"Token {Token.objects.create(user=lead).key}"}
    assert APIClient(headers=headers | asked).get("/api/v1/people/A10000/?q=x").json() == {"q": [said]}


def test_a_table_has_its_figures_and_only_of_a_programme_that_is_reported_to_the_reader(case):
    asks(case.programme, "housing_now")
    reported(case.enrolment, case.users[Role.CASEWORKER], answers={"housing_now": "almen"})
    evaluator = client_of(case.users[Role.EVALUATOR])
    said = evaluator.get("/api/v1/outcome-tables/housing/?programme=hjem").json()
    assert (said["key"], said["n"]) == ("housing", 1)
    assert {row["key"]: row["count"] for row in said["rows"] if row["count"]} == {"almen": 1}
    other = ProgrammeFactory(code="andre")
    asks(other, "housing_now")
    assert evaluator.get("/api/v1/outcome-tables/housing/?programme=andre").status_code == 404
