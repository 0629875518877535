"""The sender's pages: write, read through exactly what is sent, send, follow, change, take back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.inbox import actions as act
from cases.outbox import actions as outbox_act
from cases.panels.registry import panels, timeline_sources
from cases.people.models import Person
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    HandoverFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    staff,
)
from tests.factories.handovers import handover

pytestmark = pytest.mark.django_db


def form(**facts: Any) -> dict[str, Any]:
    return {
        "receiver": OrganisationFactory(name="Værestedet").pk,
        "purpose": "community",
        "message": "Vil gerne spille fodbold",
        "scope": ["name"],
        "basis": "consent",
        "basis_detail": "Mundtligt i dag",
        "shared_until": (TODAY + timedelta(days=29)).isoformat(),
    } | facts


def drafted(inside: Client, person: Person, **facts: Any) -> Handover:
    inside.post(f"/people/{person.reference}/handovers/new/", form(**facts))
    return Handover.objects.get()


def sent(person: Person, days: int = 0, **facts: Any) -> Handover:
    at = NOW - timedelta(days=days)
    values = {
        "scope": ["name"],
        "basis": "law",
        "basis_detail": "Forvaltningsloven § 28",
        "shared_until": TODAY + timedelta(days=30),
    }
    row = HandoverFactory(person=person, state_since=at, **(values | facts))
    return outbox_act.send(by=row.sent_by, at=at, handover=row)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def url(name: str, row: Handover) -> str:
    return reverse(f"cases:{name}", args=[row.pk])


def test_nothing_leaves_the_house_before_it_is_read_through(inside, person):
    row = drafted(inside, person)
    assert row.state == "draft"
    partner = Client()
    partner.force_login(staff(Role.PARTNER, organisation=row.receiver))
    assert row.sender.name not in page(partner, "/inbox/")
    assert not AuditEvent.objects.filter(action=AuditAction.SHARED).exists()


@pytest.mark.parametrize(("scope", "shown"), [(["name"], False), (["name", "contact_details"], True)])
def test_the_preview_is_what_the_receiver_reads(inside, person, scope, shown):
    row = drafted(inside, person, scope=scope)
    preview = inside.get(url("handover", row)).context["facts"]
    inside.post(url("handover_send", row), {"version": row.version})
    partner = Client()
    partner.force_login(staff(Role.PARTNER, organisation=row.receiver))
    read = partner.post(url("inbox_open", row), follow=True).context["facts"]
    assert preview == read
    assert ("60606060" in [value for _label, value in read]) is shown


def test_a_draft_without_a_basis_is_kept_and_not_sent(inside, person):
    row = HandoverFactory(person=person, scope=["name"])
    answer = inside.post(url("handover_send", row), {"version": row.version}, follow=True)
    row.refresh_from_db()
    assert (row.state, "alert-error" in answer.content.decode()) == ("draft", True)


def test_a_draft_that_was_changed_by_someone_else_is_read_again_before_it_is_sent(inside, person, worker):
    row = drafted(inside, person)
    outbox_act.change_draft(by=worker, at=NOW, handover=row, version=1, message="Ændret")
    inside.post(url("handover_send", row), {"version": 1})
    row.refresh_from_db()
    assert row.state == "draft"


def test_an_end_that_has_passed_is_said_at_the_field(inside, person):
    day = f"{TODAY - timedelta(days=1):%Y-%m-%d}"
    response = inside.post(reverse("cases:handover_create", args=[person.reference]), form(shared_until=day))
    assert response.context["form"].errors == {
        "shared_until": ["Vælg i dag eller en senere dag som sidste dag for delingen."]
    }


def test_what_is_shared_until_today_is_read_today_and_no_longer(inside, person):
    """The last day is typed and read; stored is the first day after it."""
    inside.post(reverse("cases:handover_create", args=[person.reference]), form(shared_until=f"{TODAY:%d.%m.%Y}"))
    row = Handover.objects.get()
    assert row.shared_until == TODAY + timedelta(days=1)
    page = inside.get(url("handover", row)).content.decode()
    assert re.search(rf"Deles til og med</dt>\s*<dd>{TODAY:%d.%m.%Y}", page)
    assert f'value="{TODAY:%d.%m.%Y}"' in inside.get(url("handover_change", row)).content.decode()
    row.state = "received"
    assert [row.is_shared_on(TODAY + timedelta(days=days)) for days in (0, 1)] == [True, False]


@pytest.mark.parametrize("state", HandoverState.values)
def test_until_the_receiver_accepts_the_sender_is_responsible(inside, person, state):
    """From the draft on, and after a no again; by hand."""
    said = {
        "draft": "I har ansvaret, indtil modtageren har sagt ja.",
        "sent": "I har ansvaret, indtil modtageren har sagt ja.",
        "received": "I har ansvaret, indtil modtageren har sagt ja.",
        "rejected": "I har stadig ansvaret.",
    }
    shown = page(inside, url("handover", handover(state, person=person)))
    assert re.findall(r"I har (?:stadig )?ansvaret[^<]*", shown) == ([said[state]] if state in said else [])


def test_a_wrong_answer_keeps_everything_typed(inside, person):
    answer = inside.post(f"/people/{person.reference}/handovers/new/", form(purpose=""))
    shown = answer.content.decode()
    assert (answer.status_code, Handover.objects.count()) == (200, 0)
    assert [text in shown for text in ("Vil gerne spille fodbold", "Mundtligt i dag")] == [True, True]


@pytest.mark.parametrize("missing", ["scope", "basis", "basis_detail", "shared_until"])
def test_the_form_asks_for_all_that_sending_needs(inside, person, missing):
    answer = inside.post(f"/people/{person.reference}/handovers/new/", form(**{missing: ""}))
    assert (list(answer.context["form"].errors), Handover.objects.count()) == ([missing], 0)


def test_what_was_typed_is_there_again_and_is_dropped_when_it_is_kept(inside, person):
    key = f"/drafts/cases-handover-create:{person.reference}/"
    fields = {"fields": {"message": "Halvt skrevet", "scope": ["name"]}}
    assert inside.post(key, fields, content_type="application/json").status_code == 204
    assert "Halvt skrevet" in page(inside, f"/people/{person.reference}/handovers/new/")
    drafted(inside, person)
    assert "Halvt skrevet" not in page(inside, f"/people/{person.reference}/handovers/new/")


def test_when_nothing_is_shared_any_more_the_facts_of_today_do_not_stand_there_as_shared(inside, person, worker):
    row = outbox_act.revoke(by=worker, at=NOW, handover=sent(person, scope=["contact_details"]), reason="mistake")
    shown = page(inside, url("handover", row))
    assert ("60606060" in shown, "Telefon og e-mail" in shown) == (False, True)


def test_where_a_protected_person_lives_cannot_be_chosen(inside, person):
    Person.objects.update(has_protected_address=True)
    answer = inside.get(f"/people/{person.reference}/handovers/new/")
    assert "housing" not in dict(answer.context["form"].fields["scope"].choices)
    assert "name" in dict(answer.context["form"].fields["scope"].choices)


def test_the_receipt_shows_how_far_it_has_come(inside, person):
    row = sent(person, days=3)
    partner = staff(Role.PARTNER, organisation=row.receiver)
    act.receive(by=partner, at=NOW, handover=row)
    shown = page(inside, url("handover", row))
    assert "I har ansvaret, indtil modtageren har sagt ja." in shown
    row.refresh_from_db()
    act.accept(by=partner, at=NOW, handover=row)
    assert "I har ansvaret" not in page(inside, url("handover", row))


def test_a_sent_handover_is_changed_with_a_reason_and_taken_back(inside, person):
    row = sent(person)
    values = form(message="Ny besked", reason="", version=row.version)
    assert inside.post(url("handover_amend", row), values).status_code == 200
    inside.post(url("handover_amend", row), values | {"reason": "Tasteslag"})
    assert "Tasteslag" in page(inside, url("handover", row))
    row.refresh_from_db()
    inside.post(url("handover_revoke", row), {"version": row.version, "reason": "consent_withdrawn", "note": ""})
    row.refresh_from_db()
    assert (row.message, row.state) == ("Ny besked", "revoked")


def test_what_the_receiver_has_answered_meanwhile_is_read_before_it_is_taken_back(inside, person):
    row = sent(person)
    read = inside.get(url("handover_revoke", row)).context["form"]["version"].value()
    act.accept(by=staff(Role.PARTNER, organisation=row.receiver), at=NOW, handover=row)
    values = {"reason": "mistake", "note": "Forkert modtager"}
    answer = inside.post(url("handover_revoke", row), values | {"version": read})
    assert answer.context["form"].stale == [("Status", "Sendt", "Accepteret")]
    assert "Forkert modtager" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "accepted"
    inside.post(url("handover_revoke", row), values | {"version": answer.context["form"]["version"].value()})
    row.refresh_from_db()
    assert row.state == "revoked"


def test_the_sender_finishes_what_the_receiver_can_no_longer_finish(inside, person):
    row = sent(person)
    Handover.objects.update(state="first_contact", shared_until=TODAY)
    assert url("handover_close", row) in page(inside, url("handover", row))
    inside.post(url("handover_close", row), {"note": "De ringede"})
    row.refresh_from_db()
    assert row.state == "done"
    assert url("handover_close", row) not in page(inside, url("handover", row))


def test_the_first_contact_is_said_in_days_after_sending(inside, person):
    row = sent(person, days=3)
    partner = staff(Role.PARTNER, organisation=row.receiver)
    act.accept(by=partner, at=NOW, handover=row)
    act.meet(by=partner, at=NOW, handover=row, met_on=TODAY - timedelta(days=1))
    assert "(2 dage efter afsendelse)" in page(inside, url("handover", row))


def test_a_change_after_sending_is_told_as_something_that_happened(inside, person, worker):
    row = sent(person)
    outbox_act.amend(by=worker, at=NOW, handover=row, version=row.version, reason="Tasteslag", message="Ny")
    titles = [line.title for line in inside.get(url("handover", row)).context["steps"]]
    assert titles == ["Sendt", "Rettet efter afsendelse"]


def test_an_outdated_change_shows_both_versions(inside, person, worker):
    row = drafted(inside, person)
    outbox_act.change_draft(by=worker, at=NOW, handover=row, version=1, message="Hendes")
    answer = inside.post(url("handover_change", row), form(message="Min", version=1, receiver=row.receiver_id))
    shown = answer.content.decode()
    assert [text in shown for text in ("Hendes", "Min")] == [True, True]
    row.refresh_from_db()
    assert row.message == "Hendes"


@pytest.mark.parametrize(
    "name", ["handover", "handover_change", "handover_amend", "handover_close", "handover_revoke"]
)
def test_a_handover_of_another_teams_young_person_is_not_there(inside, name):
    assert inside.get(url(name, sent(PersonFactory()))).status_code == 404


def test_the_partner_role_of_a_caseworker_opens_nothing_on_the_senders_side(inside, worker):
    """A caseworker who is also a partner user meets received handovers in the inbox only."""
    row = sent(PersonFactory(), receiver=worker.organisation)
    MembershipFactory(user=worker, role=Role.PARTNER, team=None)
    assert inside.get(url("handover", row)).status_code == 404
    assert inside.get(url("inbox_handover", row)).status_code == 200


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_other_roles_have_no_handovers_to_send(client, person, role):
    client.force_login(staff(role))
    for path in ("/handovers/", f"/people/{person.reference}/handovers/new/", url("handover", sent(person))):
        assert client.get(path).status_code == 403


# The list and the numbers that open it


def test_handovers_stand_on_the_other_pages(inside, person):
    row = sent(person, days=8)
    assert [place for place in ("person", "my_day", "board") if "handovers" in [p.key for p in panels(place)]] == [
        "person",
        "my_day",
        "board",
    ]
    shown = page(inside, f"/people/{person.reference}/")
    assert url("handover", row) in shown
    source = next(source for source in timeline_sources() if source.key == "handover")
    assert [entry.url for entry in source.load(person, row.sent_by)] == [url("handover", row)]
