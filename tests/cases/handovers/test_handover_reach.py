"""Who sees which handover, for how long, and which wait on the sender."""

from datetime import date, timedelta

import pytest

from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.inbox import actions as act
from cases.outbox import actions as outbox_act
from cases.people.models import Person
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
    staff,
)
from tests.factories.handovers import handover

pytestmark = pytest.mark.servers
# Who sees which handover


@pytest.mark.django_db
@pytest.mark.parametrize("state", HandoverState.values)
def test_a_partner_sees_what_reached_the_own_organisation(state):
    row = handover(state)
    receiver = staff(Role.PARTNER, organisation=row.receiver)
    other = staff(Role.PARTNER)
    expected = [] if state in {"draft", "revoked"} else [row]
    assert list(Handover.objects.visible_to(receiver)) == expected
    assert list(Handover.objects.visible_to(other)) == []


@pytest.mark.django_db
def test_content_is_open_only_while_the_sharing_runs():
    receiver = OrganisationFactory()
    running = [handover(state, receiver=receiver) for state in ("sent", "received", "accepted", "first_contact")]
    for state in ("rejected", "done", "revoked"):
        handover(state, receiver=receiver)
    handover("accepted", receiver=receiver, shared_until=TODAY)
    handover("draft", receiver=receiver)
    user = staff(Role.PARTNER, organisation=receiver)
    readable = Handover.objects.received_by(user).shared_on(TODAY)
    assert set(readable) == set(running)
    assert set(Handover.objects.ended_for(user, TODAY).values_list("state", flat=True)) == {
        "rejected",
        "done",
        "revoked",
        "accepted",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "restricted", "sees"),
    [
        (Role.CASEWORKER, False, True),
        (Role.LEAD, False, True),
        (Role.CASEWORKER, True, False),
        (Role.EVALUATOR, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_staff_see_the_handovers_of_their_young_people(role, restricted, sees):
    team = TeamFactory()
    handover("sent", person=PersonFactory(team=team, is_restricted=restricted))
    user = staff(role, team)
    assert Handover.objects.visible_to(user).exists() is sees


@pytest.mark.django_db
def test_the_right_to_protected_persons_opens_their_handovers():
    team = TeamFactory()
    row = handover("sent", person=PersonFactory(team=team, is_restricted=True))
    user = staff(Role.LEAD, TeamFactory())
    MembershipFactory(user=user, team=team, sees_restricted=True)
    assert list(Handover.objects.visible_to(user)) == [row]


# What waits on the sender


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "days", "waits"),
    [
        ("sent", 6, False),
        ("sent", 7, True),
        ("received", 7, True),
        ("accepted", 6, False),
        ("accepted", 7, True),
        ("first_contact", 20, False),
        ("rejected", 0, True),
        ("rejected", 29, True),
        ("rejected", 30, False),
        ("revoked", 0, False),
        ("done", 20, False),
    ],
)
def test_what_waits_on_the_sender(state, days, waits):
    row = handover(state, state_since=NOW - timedelta(days=days))
    assert list(Handover.objects.waiting_on_sender(TODAY)) == ([row] if waits else [])


@pytest.mark.django_db
@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize("state", HandoverState.values)
def test_a_handover_whose_sharing_has_run_out_waits_on_the_sender_while_it_is_under_way(state, left):
    since = NOW - timedelta(days=30 if state == "rejected" else 0)
    row = handover(state, shared_until=TODAY + timedelta(days=left), state_since=since)
    under_way = state in {"sent", "received", "accepted", "first_contact"}
    assert list(Handover.objects.waiting_on_sender(TODAY)) == ([row] if under_way and left == 0 else [])


@pytest.mark.django_db
def test_mine_are_those_of_my_young_people_and_those_i_sent():
    team = TeamFactory()
    me, person = staff(Role.CASEWORKER, team), PersonFactory(team=team)
    of_my_person = handover("sent", person=person)
    sent_by_me = handover("sent", person=PersonFactory(team=team), sent_by=me)
    handover("sent", person=PersonFactory(team=team))
    handover("sent", sent_by=me)
    handover("sent", person=PersonFactory(team=team, is_restricted=True), sent_by=me)
    people = Person.objects.filter(pk=person.pk)
    assert set(Handover.objects.mine(me, people)) == {of_my_person, sent_by_me}


@pytest.mark.django_db
def test_a_new_handover_answers_the_no():
    refused = handover("rejected", state_since=NOW - timedelta(days=2))
    Handover.objects.filter(pk=refused.pk).update(registered_at=NOW - timedelta(days=9))
    again = handover(person=refused.person)
    Handover.objects.filter(pk=again.pk).update(registered_at=NOW - timedelta(days=3))  # before the no was given
    assert list(Handover.objects.waiting_on_sender(TODAY)) == [refused]
    Handover.objects.filter(pk=again.pk).update(registered_at=NOW)
    assert list(Handover.objects.waiting_on_sender(TODAY)) == []


@pytest.mark.django_db
def test_the_receipt():
    row = handover()
    partner = staff(Role.PARTNER, organisation=row.receiver)
    outbox_act.send(by=row.sent_by, at=NOW, handover=row)
    for day, step in ((1, act.receive), (2, act.accept)):
        step(by=partner, at=NOW + timedelta(days=day), handover=row)
    act.meet(by=partner, at=NOW + timedelta(days=9), handover=row, met_on=date(2025, 6, 10))
    times = Handover.objects.with_times().get(pk=row.pk)
    assert [
        times.sent_at.date(),
        times.received_at.date(),
        times.accepted_at.date(),
        times.met_at.date(),
    ] == [date(2025, 6, 4), date(2025, 6, 5), date(2025, 6, 6), date(2025, 6, 10)]
