"""The day of a first contact in a handover, put right: by who wrote it for 24 hours, then by a lead of the sender's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cases.handovers.models import Handover
from cases.inbox import actions as act
from cases.outbox import actions as outbox_act
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import PersonFactory, TeamFactory, staff
from tests.factories.handovers import handover

pytestmark = pytest.mark.django_db

SENT = NOW - timedelta(days=10)
WHY = "Tastet forkert"


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def row(team):
    """Sent ten days ago, accepted and met today; the day of the meeting was typed as three days ago."""
    row = handover("draft", person=PersonFactory(team=team))
    row = outbox_act.send(by=staff(team=team), at=SENT, handover=row)
    partner = staff(Role.PARTNER, organisation=row.receiver)
    row = act.accept(by=partner, at=NOW, handover=row)
    return act.meet(by=partner, at=NOW, handover=row, met_on=ago(3))


@pytest.fixture
def users(row, team):
    return {
        "author": row.steps.get(event="meet").by,
        "colleague": staff(Role.PARTNER, organisation=row.receiver),
        "caseworker": staff(team=team),
        "lead": staff(Role.LEAD, team=team),
    }


def met_on(row):
    return localdate(Handover.objects.with_times().get(pk=row.pk).met_at)


@pytest.mark.parametrize(
    "told",
    [
        ("author", 24, True),
        ("author", 25, False),
        ("colleague", 1, False),
        ("caseworker", 1, False),
        ("lead", 200, True),
    ],
)
def test_who_corrects_the_day(client, clock, row, users, told):
    """Who, how many hours after it was written, and whether they may."""
    who, hours, allowed = told
    clock.move_to(NOW + timedelta(hours=hours))
    client.force_login(users[who])
    is_partner = who in {"author", "colleague"}
    url, back = (
        reverse(f"cases:{name}", args=[row.pk])
        for name in ("handover_met", "inbox_handover" if is_partner else "handover")
    )
    assert (f'href="{url}"' in client.get(back).content.decode()) is allowed
    answer = client.post(url, {"met_on": f"{ago(5):%d.%m.%Y}", "why": WHY, "version": 1})
    assert (answer.status_code, met_on(row)) == ((302, ago(5)) if allowed else (403, ago(3)))
    if allowed:
        assert answer["Location"] == back
        assert row.steps.get(event="meet").history.latest("history_id").history_change_reason == WHY


@pytest.mark.parametrize(("days", "why"), [(11, WHY), (-1, WHY), (5, " ")])
def test_a_day_that_cannot_be_is_refused(client, row, users, days, why):
    """Before it was sent, after today, or without a reason."""
    client.force_login(users["author"])
    url = reverse("cases:handover_met", args=[row.pk])
    assert client.post(url, {"met_on": f"{ago(days):%d.%m.%Y}", "why": why, "version": 1}).status_code == 200
    assert met_on(row) == ago(3)


def test_who_corrects_it_second_from_the_same_page_is_told(row, users):
    """The receiver and the sender's lead have it open at once: the second reads what the first has saved."""
    receiver, lead = Client(), Client()
    receiver.force_login(users["author"])
    lead.force_login(users["lead"])
    url = reverse("cases:handover_met", args=[row.pk])
    versions = [page.get(url).context["form"]["version"].value() for page in (receiver, lead)]
    first = receiver.post(url, {"met_on": f"{ago(5):%d.%m.%Y}", "why": WHY, "version": versions[0]})
    typed = {"met_on": f"{ago(4):%d.%m.%Y}", "why": "Spurgt den unge"}
    second = lead.post(url, typed | {"version": versions[1]})
    assert (first.status_code, second.status_code, met_on(row)) == (302, 200, ago(5))
    form = second.context["form"]
    assert [(line.mine, line.theirs) for line in form.stale] == [(ago(4), ago(5))]
    assert "Gemt af den anden" in second.text
    assert {name: form[name].value() for name in typed} == typed
    assert row.steps.get(event="meet").history.count() == 2
    assert lead.post(url, typed | {"version": form["version"].value()}).status_code == 302
    assert met_on(row) == ago(4)


def test_it_stays_before_the_end_of_the_handover(client, clock, row, users):
    act.finish(by=users["author"], at=NOW, handover=row)
    clock.move_to(NOW + timedelta(days=3))
    client.force_login(users["lead"])
    url = reverse("cases:handover_met", args=[row.pk])
    tomorrow = TODAY + timedelta(days=1)
    typed = {"why": WHY, "version": 1}
    assert "afsluttet" in client.post(url, typed | {"met_on": f"{tomorrow:%d.%m.%Y}"}).text
    assert client.post(url, typed | {"met_on": f"{TODAY:%d.%m.%Y}"}).status_code == 302
    events = [step.event for step in row.steps.order_by("at", "pk")]
    assert (met_on(row), events[-2:]) == (TODAY, ["meet", "finish"])


def test_the_receiver_corrects_it_while_it_is_shared_only(client, row, users):
    """To whom it is not shared any more it is not there, though the day was written within the hour."""
    client.force_login(users["author"])
    url = reverse("cases:handover_met", args=[row.pk])
    Handover.objects.filter(pk=row.pk).update(shared_until=TODAY)
    answer = client.post(url, {"met_on": f"{ago(5):%d.%m.%Y}", "why": WHY, "version": 1})
    assert (answer.status_code, met_on(row)) == (404, ago(3))


def test_a_handover_without_a_first_contact_has_none_to_correct(client, team):
    row = handover("accepted", person=PersonFactory(team=team))
    client.force_login(staff(Role.LEAD, team=team))
    assert client.get(reverse("cases:handover_met", args=[row.pk])).status_code == 403
