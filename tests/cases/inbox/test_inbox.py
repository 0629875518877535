"""The partner's inbox: what reached the own organisation, only what is shared, only while it is shared."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.handovers.models import Handover
from cases.inbox import actions as inbox_act
from cases.outbox import actions as act
from cases.staff.codes import Role
from cases.staff.models import User
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    HandoverFactory,
    PersonFactory,
    PhaseSpellFactory,
    UserFactory,
    staff,
)

PLANTED = {
    "first_name": "Ærøfine",
    "last_name": "Plantagenet",
    "phone": "60606060",
    "email": "planted@example.org",
    "birth_date": date(2004, 2, 29),
}
SECRET = (*(str(value) for value in PLANTED.values() if isinstance(value, str)), "29.02.2004", "Hemmelig besked")


def sent(**facts: Any) -> Handover:
    """A handover sent yesterday, of a person with everything that could leak."""
    at = NOW - timedelta(days=1)
    person = facts.pop("person", None) or PersonFactory(**PLANTED)
    values = {
        "scope": ["name", "contact_details"],
        "basis": "consent",
        "basis_detail": "Skriftligt",
        "message": "Hemmelig besked",
        "shared_until": TODAY + timedelta(days=30),
    } | facts
    state = values.pop("state", "sent")
    row: Handover = HandoverFactory(person=person, state_since=at, **values)
    if state != "draft":
        act.send(by=row.sent_by, at=at, handover=row)
    if state not in {"draft", "sent"}:
        Handover.objects.filter(pk=row.pk).update(state=state, rejection="no_capacity" if state == "rejected" else "")
    row.refresh_from_db()
    return row


@pytest.fixture
def row(db: None) -> Handover:
    return sent()


@pytest.fixture
def partner(row: Handover) -> User:
    return staff(Role.PARTNER, organisation=row.receiver)


@pytest.fixture
def inside(client: Client, partner: User) -> Client:
    client.force_login(partner)
    return client


def url(name: str, row: Handover) -> str:
    return reverse(f"cases:inbox_{name}", args=[row.pk])


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def leaks(page: str) -> list[str]:
    return [secret for secret in SECRET if secret in page]


def test_before_it_is_opened_nothing_personal_is_shown(inside, row):
    assert leaks(text(inside, "/inbox/")) == []
    page = text(inside, url("handover", row))
    assert leaks(page) == []
    assert row.sender.name in page


@pytest.mark.parametrize("state", ["sent", "rejected", "done", "revoked"])
def test_requests_for_the_same_from_the_same_sender_are_told_apart_by_the_reference(client, db, state):
    """Before they are opened and after they have ended; whose reference was shown stands in the log."""
    first = sent(state=state)
    other = sent(state=state, receiver=first.receiver, sender=first.sender)
    partner = staff(Role.PARTNER, organisation=first.receiver)
    client.force_login(partner)
    page, references = text(client, "/inbox/"), {first.person.reference, other.person.reference}
    assert (leaks(page), references - set(re.findall(r"T\d{5}", page))) == ([], set())
    assert set(AuditEvent.objects.get(by=partner).facts["shown"]) == references
    if state == "sent":
        assert other.person.reference in text(client, url("handover", other))
        assert AuditEvent.objects.filter(by=partner, facts__shown=[other.person.reference]).count() == 1


def test_reading_the_page_does_not_open_it(inside, row):
    text(inside, url("handover", row))
    row.refresh_from_db()
    assert (row.state, row.steps.count()) == ("sent", 1)


def test_opening_is_a_receipt_and_shows_the_content(inside, row, partner):
    response = inside.post(url("open", row), follow=True)
    row.refresh_from_db()
    assert (row.state, row.steps.latest("pk").by) == ("received", partner)
    page = response.content.decode()
    assert leaks(page) == ["Ærøfine", "Plantagenet", "60606060", "planted@example.org", "Hemmelig besked"]
    assert AuditEvent.objects.filter(action=AuditAction.OPENED, by=partner, person=row.person).count() == 1


def test_opening_twice_is_one_receipt(inside, row):
    for _ in range(2):
        inside.post(url("open", row))
    assert row.steps.filter(event="receive").count() == 1


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        (["name"], ["Ærøfine", "Plantagenet"]),
        (["contact_details"], ["60606060", "planted@example.org"]),
        (["birth_date"], ["29.02.2004"]),
        (["workers"], ["Relationens Rikke", "70707070"]),
        (["phase"], ["Programmet Hjem", "Opstartsfasen"]),
    ],
)
def test_only_the_shared_categories_are_shown(client, db, scope, shown):
    every = [*SECRET[:4], "29.02.2004", "Relationens Rikke", "70707070", "Programmet Hjem", "Opstartsfasen"]
    person = PersonFactory(**PLANTED)
    enrolment = EnrolmentFactory(person=person, programme__name="Programmet Hjem")
    PhaseSpellFactory(enrolment=enrolment, phase__name_da="Opstartsfasen")
    worker = UserFactory(name="Relationens Rikke", phone="70707070")
    AssignmentFactory(enrolment=enrolment, worker=worker)
    row = sent(person=person, scope=scope, state="received")
    client.force_login(staff(Role.PARTNER, organisation=row.receiver))
    page = text(client, url("handover", row))
    assert [value for value in every if value in page] == shown
    assert person.reference in page


def test_the_list_names_those_that_were_opened_and_shared_by_name(inside, row):
    inside.post(url("open", row))
    nameless = sent(receiver=row.receiver, scope=["phase"], state="received")
    page = text(inside, "/inbox/")
    assert (row.person.name in page, nameless.person.reference in page) == (True, True)


@pytest.mark.parametrize("state", ["rejected", "done", "revoked", "expired"])
def test_when_the_sharing_ends_the_content_is_gone(inside, row, state):
    if state == "expired":
        Handover.objects.filter(pk=row.pk).update(shared_until=TODAY)
    else:
        Handover.objects.filter(pk=row.pk).update(state=state, rejection="no_capacity" if state == "rejected" else "")
    page = text(inside, "/inbox/")
    assert leaks(page) == []
    assert row.sender.name in page
    assert inside.get(url("handover", row)).status_code == 404
    assert inside.post(url("open", row)).status_code == 404


def test_another_organisations_handover_is_not_there(client, row):
    client.force_login(staff(Role.PARTNER))
    assert row.sender.name not in text(client, "/inbox/")
    assert client.get(url("handover", row)).status_code == 404
    assert client.post(url("open", row)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTNER])
def test_other_roles_have_no_inbox(client, row, role):
    user = staff(role)
    User.objects.filter(pk=user.pk).update(organisation=row.receiver)
    client.force_login(User.objects.get(pk=user.pk))
    for path in ("/inbox/", url("handover", row), url("accept", row)):
        assert client.get(path).status_code == 403


def test_the_whole_way_of_a_yes(inside, row):
    inside.post(url("open", row))
    row.refresh_from_db()
    page = inside.post(url("accept", row), {"version": row.version}, follow=True).content.decode()
    assert url("meet", row) in page
    inside.post(url("meet", row), {"met_on": TODAY.isoformat(), "note": "Mødte op til tiden"})
    response = inside.post(url("finish", row), {"note": ""}, follow=True)
    assert response.redirect_chain[-1][0] == "/inbox/"
    row.refresh_from_db()
    assert row.state == "done"
    assert list(row.steps.values_list("event", flat=True)) == ["send", "receive", "accept", "meet", "finish"]


def test_the_whole_way_of_a_no(inside, row):
    inside.post(url("open", row))
    row.refresh_from_db()
    answer = {"version": row.version, "reason": "no_capacity", "note": "Ingen plads før august"}
    page = inside.post(url("reject", row), answer | {"reason": ""})
    assert "Ingen plads før august" in page.content.decode()
    response = inside.post(url("reject", row), answer, follow=True)
    assert response.redirect_chain[-1][0] == "/inbox/"
    row.refresh_from_db()
    assert (row.state, row.rejection) == ("rejected", "no_capacity")


def test_nothing_is_answered_unread(inside, row):
    for name in ("accept", "reject", "meet", "finish"):
        assert inside.get(url(name, row)).status_code == 404


def test_a_yes_is_given_on_a_page_that_shows_what_it_is_given_to_and_takes_a_message(inside, row):
    inside.post(url("open", row))
    assert f'href="{url("accept", row)}"' in text(inside, url("handover", row))
    page = inside.get(url("accept", row))
    assert leaks(page.content.decode()) == leaks(text(inside, url("handover", row)))
    answer = {"version": page.context["form"]["version"].value(), "note": "Vi ringer i morgen"}
    inside.post(url("accept", row), answer)
    assert row.steps.get(event="accept").note == "Vi ringer i morgen"


@pytest.mark.parametrize(
    ("name", "answer", "state"),
    [("accept", {}, "accepted"), ("reject", {"reason": "no_capacity"}, "rejected")],
)
def test_an_answer_to_an_outdated_page_shows_the_change_first_and_then_counts(inside, row, name, answer, state):
    inside.post(url("open", row))
    read = inside.get(url(name, row)).context["form"]["version"].value()
    for number, message in ((read, "Besked nummer to"), (read + 1, "Besked nummer tre")):
        act.amend(by=row.sent_by, at=NOW, handover=row, version=number, reason="Nyt", message=message)
    page = inside.post(url(name, row), answer | {"version": read, "note": "Mit svar"})
    row.refresh_from_db()
    assert row.state == "received"
    assert page.context["form"].stale == [("Besked til modtageren", "Hemmelig besked", "Besked nummer tre")]
    shown = page.content.decode()
    assert [part in shown for part in ("Hemmelig besked", "Besked nummer tre", "Mit svar")] == [True, True, True]
    again = {"version": page.context["form"]["version"].value(), "note": "Mit svar"}
    assert inside.post(url(name, row), answer | again).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.steps.get(event=name).note) == (state, "Mit svar")


@pytest.mark.parametrize("version", [-1, 0, 99, 10**20])
def test_a_version_that_never_was_is_refused_without_a_comparison(inside, row, version):
    inside.post(url("open", row))
    page = inside.post(url("accept", row), {"version": version})
    row.refresh_from_db()
    assert (page.status_code, page.context["form"].stale, row.state) == (200, [], "received")


def test_what_stood_in_the_draft_is_never_compared_with(inside, row, partner):
    draft = sent(receiver=row.receiver, state="draft", message="Kun mellem os")
    act.change_draft(by=draft.sent_by, at=NOW, handover=draft, version=1, message="Til modtageren")
    act.send(by=draft.sent_by, at=NOW, handover=draft)
    inbox_act.receive(by=partner, at=NOW, handover=draft)
    for version in (1, 2):
        page = inside.post(url("accept", draft), {"version": version})
        assert page.context["form"].stale == []
        assert "Kun mellem os" not in page.content.decode()


def test_how_long_it_waits_is_said_in_days(inside, row):
    day = '<div class="row-side small soft">1 dag</div>'
    assert day in text(inside, "/inbox/")


def test_both_sides_see_what_was_changed_and_why(inside, row):
    inside.post(url("open", row))
    row.refresh_from_db()
    act.amend(by=row.sent_by, at=NOW, handover=row, version=row.version, reason="Tasteslag", message="Ny besked")
    page = text(inside, url("handover", row))
    assert [part in page for part in ("Hemmelig besked", "Ny besked", "Tasteslag")] == [True, True, True]
