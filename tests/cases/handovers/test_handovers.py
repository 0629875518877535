"""Handovers: every state with every event, what may be shared, and two people answering at once."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import make_aware

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.handovers.codes import HandoverEvent, HandoverState
from cases.handovers.models import Handover
from cases.inbox import actions as inbox_act
from cases.outbox import actions as act
from cases.programmes.models import Partnership
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    staff,
)
from tests.factories.handovers import READY, handover

DO: dict[HandoverEvent, Callable[[User, Handover], Handover]] = {
    HandoverEvent.SEND: lambda by, row: act.send(by=by, at=NOW, handover=row),
    HandoverEvent.RECEIVE: lambda by, row: inbox_act.receive(by=by, at=NOW, handover=row),
    HandoverEvent.ACCEPT: lambda by, row: inbox_act.accept(by=by, at=NOW, handover=row),
    HandoverEvent.REJECT: lambda by, row: inbox_act.reject(by=by, at=NOW, handover=row, reason="no_capacity"),
    HandoverEvent.MEET: lambda by, row: inbox_act.meet(by=by, at=NOW, handover=row, met_on=TODAY),
    HandoverEvent.FINISH: lambda by, row: inbox_act.finish(by=by, at=NOW, handover=row),
    HandoverEvent.REVOKE: lambda by, row: act.revoke(by=by, at=NOW, handover=row, reason="consent_withdrawn"),
    HandoverEvent.AMEND: lambda by, row: act.amend(
        by=by, at=NOW, handover=row, version=row.version, reason="Kortere", shared_until=TODAY + timedelta(days=20)
    ),
}
# By hand: what each event leads to in each state; an event that is not named is refused.
TABLE = {
    "draft": {"send": "sent", "revoke": "revoked"},
    "sent": {
        "receive": "received",
        "accept": "accepted",
        "reject": "rejected",
        "revoke": "revoked",
        "amend": "sent",
    },
    "received": {"accept": "accepted", "reject": "rejected", "revoke": "revoked", "amend": "received"},
    "accepted": {"meet": "first_contact", "revoke": "revoked", "amend": "accepted"},
    "rejected": {},
    "first_contact": {"finish": "done", "revoke": "revoked", "amend": "first_contact"},
    "done": {},
    "revoked": {},
}


@pytest.mark.django_db
@pytest.mark.parametrize("event", HandoverEvent.values)
@pytest.mark.parametrize("state", HandoverState.values)
def test_every_event_in_every_state(state, event):
    row, by = handover(state), staff(Role.PARTNER)
    expected = TABLE[state].get(event)
    if expected is None:
        with pytest.raises(Refused):
            DO[HandoverEvent(event)](by, row)
        row.refresh_from_db()
        assert (row.state, row.steps.filter(at=NOW).exclude(event="send").count()) == (state, 0)
    else:
        DO[HandoverEvent(event)](by, row)
        row.refresh_from_db()
        step = row.steps.latest("pk")
        assert (row.state, step.event, step.to_state, step.by, step.at) == (expected, event, expected, by, NOW)


def test_the_table_by_hand_knows_every_state():
    assert set(TABLE) == set(HandoverState.values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"basis": ""}, "basis"),
        ({"basis_detail": " "}, "basis_detail"),
        ({"scope": []}, "scope"),
        ({"shared_until": None}, "shared_until"),
        ({"shared_until": TODAY}, "shared_until"),
    ],
)
def test_a_handover_is_not_sent_without_a_basis_a_scope_and_an_end(missing, field):
    """Forvaltningsloven § 28: sharing needs a specific consent or a law."""
    row = handover(**missing)
    with pytest.raises(Refused) as refusal:
        act.send(by=row.sent_by, at=NOW, handover=row)
    assert refusal.value.field == field
    assert not AuditEvent.objects.filter(action=AuditAction.SHARED).exists()


@pytest.mark.django_db
def test_sending_leaves_a_trace_of_what_was_shared_with_whom():
    row = handover()
    act.send(by=row.sent_by, at=NOW, handover=row)
    shared = AuditEvent.objects.get(action=AuditAction.SHARED)
    assert (shared.person, shared.by, shared.target_id) == (row.person, row.sent_by, str(row.pk))
    assert shared.facts == {"scope": ["name", "contact_details"], "basis": "consent"}


@pytest.mark.django_db
def test_a_partner_is_asked_only_for_what_it_takes():
    row = handover(enrolment=None)
    Partnership.objects.create(
        programme=EnrolmentFactory().programme, organisation=row.receiver, purposes=["income_job"]
    )
    with pytest.raises(Refused) as refusal:
        act.send(by=row.sent_by, at=NOW, handover=row)
    assert refusal.value.field == "purpose"


@pytest.mark.django_db
def test_the_enrolments_own_programme_decides_what_the_partner_takes():
    enrolment = EnrolmentFactory()
    row = handover(person=enrolment.person, enrolment=enrolment)
    own, other = (
        Partnership.objects.create(programme=programme, organisation=row.receiver, purposes=[purpose])
        for programme, purpose in ((enrolment.programme, "shelter"), (EnrolmentFactory().programme, "community"))
    )
    with pytest.raises(Refused) as refusal:
        act.send(by=row.sent_by, at=NOW, handover=row)
    assert refusal.value.field == "purpose"
    own.purposes, other.purposes = other.purposes, own.purposes
    own.save()
    other.save()
    assert act.send(by=row.sent_by, at=NOW, handover=row).state == HandoverState.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"purpose": "nonsense"}, "purpose"),
        ({"scope": ["cpr"]}, "scope"),
        ({"receiver": "closed"}, "receiver"),
        ({"receiver": "own"}, "receiver"),
        ({"receiver": "evaluator"}, "receiver"),
        ({"enrolment": "of another"}, "enrolment"),
    ],
)
def test_a_draft_already_keeps_the_rules(facts, field):
    by = staff()
    values = {"receiver": OrganisationFactory(), "purpose": "community"} | facts
    if facts.get("receiver"):
        values["receiver"] = {
            "own": by.organisation,
            "closed": OrganisationFactory(is_active=False),
            "evaluator": OrganisationFactory(kind="evaluator"),
        }[facts["receiver"]]
    if facts.get("enrolment"):
        values["enrolment"] = EnrolmentFactory()
    with pytest.raises(Refused) as refusal:
        act.draft_handover(by=by, at=NOW, person=PersonFactory(), **values)
    assert (refusal.value.field, Handover.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_where_a_protected_person_lives_is_never_shared():
    """CPR-loven § 28."""
    row = handover(person=PersonFactory(has_protected_address=True), scope=["name", "housing"])
    with pytest.raises(Refused) as refusal:
        act.send(by=row.sent_by, at=NOW, handover=row)
    assert refusal.value.field == "scope"


@pytest.mark.django_db
def test_a_draft_can_be_changed_until_it_is_sent():
    row = handover()
    act.change_draft(by=row.sent_by, at=NOW, handover=row, version=1, message="Ring gerne om formiddagen")
    row.refresh_from_db()
    assert (row.message, row.version) == ("Ring gerne om formiddagen", 2)
    with pytest.raises(Stale):
        act.change_draft(by=row.sent_by, at=NOW, handover=row, version=1, message="For sent")
    act.send(by=row.sent_by, at=NOW, handover=row)
    with pytest.raises(Refused):
        act.change_draft(by=row.sent_by, at=NOW, handover=row, version=3, message="For sent")


@pytest.mark.django_db
def test_a_change_after_sending_keeps_old_new_and_reason():
    row = handover("received")
    later = TODAY + timedelta(days=180)
    act.amend(
        by=row.sent_by,
        at=NOW,
        handover=row,
        version=1,
        reason="Forløbet trækker ud",
        shared_until=later,
        scope=["name"],
        message=row.message,
        basis=row.basis,
        basis_detail="Skriftligt 04.06.2025",
    )
    step = row.steps.get(event="amend")
    assert step.note == "Forløbet trækker ud"
    assert step.changes == {
        "basis": ["consent", "consent"],
        "basis_detail": [READY["basis_detail"], "Skriftligt 04.06.2025"],
        "scope": [["name", "contact_details"], ["name"]],
        "shared_until": [READY["shared_until"].isoformat(), later.isoformat()],
    }
    assert AuditEvent.objects.filter(action=AuditAction.SHARED, person=row.person).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "changes", "field"),
    [
        (" ", {"message": "Ny"}, "reason"),
        ("Fejl", {"shared_until": TODAY}, "shared_until"),
        ("Fejl", {"scope": []}, "scope"),
        ("Fejl", {"purpose": "nonsense"}, "purpose"),
    ],
)
def test_a_change_after_sending_keeps_the_rules_of_sending(reason, changes, field):
    row = handover("sent")
    with pytest.raises(Refused) as refusal:
        act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason=reason, **changes)
    assert refusal.value.field == field


LONGER = {"shared_until": TODAY + timedelta(days=91)}
MORE = {"scope": ["name", "contact_details", "phase"]}
LESS = {"scope": ["name"], "shared_until": TODAY + timedelta(days=89), "message": "Nyt"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (LONGER, "basis"),
        (MORE, "basis"),
        (LONGER | {"basis": "consent"}, "basis_detail"),
        (MORE | {"basis": "consent", "basis_detail": " "}, "basis_detail"),
        (LONGER | {"basis": "consent", "basis_detail": READY["basis_detail"]}, None),
        (MORE | {"basis": "law", "basis_detail": "Retssikkerhedsloven § 11 c"}, None),
        ({"basis": "law", "basis_detail": "Retssikkerhedsloven § 11 c"}, None),
        (LESS, None),
    ],
)
def test_sharing_more_or_for_longer_asks_for_its_basis_again(changes, field):
    """A consent covers what was asked for, and no longer than was said: forvaltningsloven § 28, specific and informed."""
    row = handover("received")
    if field:
        with pytest.raises(Refused) as refusal:
            act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason="Mere", **changes)
        assert refusal.value.field == field
    else:
        act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason="Mere", **changes)
        step = row.steps.get(event="amend")
        assert {"basis", "basis_detail"} <= set(step.changes) or changes is LESS
        assert AuditEvent.objects.get(action=AuditAction.SHARED).facts["basis"] == changes.get("basis", "consent")


@pytest.mark.django_db
def test_an_organisation_that_has_become_an_evaluator_gets_no_more():
    row = handover("sent")
    Organisation.objects.filter(pk=row.receiver_id).update(kind="evaluator")
    for do in (
        lambda row: act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason="Nyt", message="Nyt"),
        lambda row: act.send_news(by=row.sent_by, at=NOW, handover=row, version=1, reason="Nyt"),
    ):
        with pytest.raises(Refused) as refusal:
            do(Handover.objects.get(pk=row.pk))
        assert refusal.value.field == "receiver"
    assert act.revoke(by=row.sent_by, at=NOW, handover=row, reason="wrong_receiver").state == HandoverState.REVOKED


@pytest.mark.servers
@pytest.mark.django_db
def test_the_database_keeps_no_sent_handover_without_what_was_shared():
    row = handover("sent")
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(snapshot=None)


@pytest.mark.django_db
def test_a_change_that_changes_nothing_is_no_step():
    row = handover("sent")
    act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason="Intet", scope=list(row.scope))
    assert not row.steps.filter(event="amend").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("event", ["receive", "accept", "reject"])
def test_the_receiver_cannot_answer_when_the_sharing_has_run_out(event):
    row = handover("sent", shared_until=TODAY)
    with pytest.raises(Refused):
        DO[HandoverEvent(event)](staff(Role.PARTNER), row)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("met_on", "allowed"),
    [
        (TODAY - timedelta(days=3), False),
        (TODAY - timedelta(days=2), True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
    ],
)
def test_the_first_contact_lies_between_sending_and_today(met_on, allowed):
    row = handover("accepted", state_since=NOW - timedelta(days=2))
    if not allowed:
        with pytest.raises(Refused) as refusal:
            inbox_act.meet(by=staff(Role.PARTNER), at=NOW, handover=row, met_on=met_on)
        assert refusal.value.field == "met_on"
    else:
        inbox_act.meet(by=staff(Role.PARTNER), at=NOW, handover=row, met_on=met_on)
        assert row.steps.get(event="meet").at.date() == met_on
        assert row.steps.get(event="meet").registered_at == NOW


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted_at", "expected"),
    [(time(9), time(12)), (time(15, 30), time(15, 30))],
)
def test_a_first_contact_of_an_earlier_day_stands_after_what_led_to_it(accepted_at, expected):
    day, partner = TODAY + timedelta(days=1), staff(Role.PARTNER)
    row = handover("received")
    inbox_act.accept(by=partner, at=make_aware(datetime.combine(day, accepted_at)), handover=row)
    inbox_act.meet(by=partner, at=NOW + timedelta(days=5), handover=row, met_on=day)
    assert list(row.steps.values_list("event", flat=True)) == ["send", "accept", "meet"]
    assert row.steps.get(event="meet").at == make_aware(datetime.combine(day, expected))


@pytest.mark.django_db
@pytest.mark.parametrize("state", HandoverState.values)
def test_the_sender_finishes_after_the_first_contact_also_when_the_sharing_has_run_out(state):
    row, by = handover(state, shared_until=TODAY), staff()
    if state == "first_contact":
        act.close(by=by, at=NOW, handover=row, note="De ringede")
        step = row.steps.latest("pk")
        assert (step.event, step.to_state, step.by, step.note) == ("finish", "done", by, "De ringede")
    else:
        with pytest.raises(Refused):
            act.close(by=by, at=NOW, handover=row)
    row.refresh_from_db()
    assert row.state == ("done" if state == "first_contact" else state)


@pytest.mark.django_db
@pytest.mark.parametrize("step", [inbox_act.reject, act.revoke])
def test_a_no_has_a_reason_from_the_list(step):
    row = handover("sent")
    with pytest.raises(Refused) as refusal:
        step(by=row.sent_by, at=NOW, handover=row, reason="because")
    assert refusal.value.field == "reason"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "facts"),
    [(inbox_act.accept, {}), (inbox_act.reject, {"reason": "no_capacity"}), (act.revoke, {"reason": "mistake"})],
)
def test_an_answer_to_an_outdated_page_is_refused(step, facts):
    row = handover("received")
    act.amend(by=row.sent_by, at=NOW, handover=row, version=1, reason="Nyt mål", purpose="shelter")
    with pytest.raises(Stale):
        step(by=staff(Role.PARTNER), at=NOW, handover=row, version=1, **facts)
