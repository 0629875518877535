"""What a worker sets aside is gone from their own My day until a day, can be taken back, and is never forgotten."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.handovers.codes import HandoverState
from cases.setaside.actions import set_aside
from cases.setaside.models import SetAside
from cases.setaside.rules import check_until
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, TeamFactory, staff
from tests.factories.handovers import handover
from tests.factories.housing import HousingReferralFactory

pytestmark = pytest.mark.django_db
MY_DAY = "/my-day/"
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def worker(team):
    return staff(Role.CASEWORKER, team)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def mine(worker, team, **fields):
    enrolment = EnrolmentFactory(person=PersonFactory(team=team, **fields))
    AssignmentFactory(enrolment=enrolment, worker=worker)
    return enrolment.person


def address(kind, row, name="set_aside"):
    return reverse(f"cases:{name}", args=[kind, row.pk])


def put(page, kind, row, until=TOMORROW):
    return page.post(address(kind, row), {"until": until.isoformat()}, follow=True)


def seen(page):
    """The young people on My day, and what is set aside."""
    context = page.get(MY_DAY).context
    return [row.person for row in context["rows"]], [line.title for line in context["aside"]]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "Vælg en dag efter i dag."),
        (0, "Vælg en dag efter i dag."),
        (1, ""),
        (90, ""),
        (91, "Det kan højst lægges til side i tre måneder. Se på det igen til den tid."),
    ],
)
def test_from_tomorrow_to_three_months_ahead(days, words):
    until = TODAY + timedelta(days=days)
    if words:
        with pytest.raises(Refused) as refusal:
            check_until(until, today=TODAY)
        assert (refusal.value.field, refusal.value.message) == ("until", words)
    else:
        check_until(until, today=TODAY)


def test_a_young_person_is_gone_until_the_day_and_then_back(page, clock, worker, team):
    person, other = mine(worker, team, first_name="Ida", last_name="Lund"), mine(worker, team)
    said = put(page, "person", person).content.decode()
    assert ["Lagt til side til 05.06.2025." in said, address("person", person, "take_back") in said] == [True, True]
    assert seen(page) == ([other], ["Ida Lund"])
    clock.move_to(NOW + timedelta(days=1))
    page.force_login(worker)
    assert seen(page) == ([person, other], [])


def test_a_week_is_proposed(page, worker, team):
    """Seven days after Wednesday 4 June."""
    form = page.get(address("person", mine(worker, team))).context["form"]
    assert form["until"].value() == date(2025, 6, 11)


def test_it_is_taken_back_at_once(page, worker, team):
    person = mine(worker, team)
    put(page, "person", person)
    assert page.get(address("person", person, "take_back")).status_code == 200
    assert seen(page)[0] == []
    page.post(address("person", person, "take_back"))
    assert seen(page) == ([person], [])


def test_a_colleague_sees_them_as_before(client, worker, team):
    person = mine(worker, team)
    colleague = staff(Role.CASEWORKER, team)
    AssignmentFactory(enrolment=person.enrolments.get(), worker=colleague)
    set_aside(by=worker, at=NOW, kind="person", target=person, person=person, until=TOMORROW)
    client.force_login(colleague)
    assert seen(client) == ([person], [])


def test_setting_aside_again_moves_the_day_and_forgets_what_is_over(page, clock, worker, team):
    first, second = mine(worker, team), mine(worker, team)
    put(page, "person", first)
    theirs = SetAside.objects.create(user=staff(Role.CASEWORKER, team), kind="person", record=first.pk, until=TODAY)
    clock.move_to(NOW + timedelta(days=1))
    page.force_login(worker)
    for days in (3, 5):
        put(page, "person", second, TODAY + timedelta(days=days))
    own = SetAside.objects.filter(user=worker)
    assert list(own.values_list("record", "until")) == [(second.pk, date(2025, 6, 9))]
    assert list(SetAside.objects.exclude(user=worker)) == [theirs]


def test_referrals_and_handovers_leave_their_panels(page, worker, team):
    person = mine(worker, team, first_name="Ida", last_name="Lund")
    referral = HousingReferralFactory(person=person, referred_by=worker, state="draft")
    sent = handover(HandoverState.REJECTED, person=person, sent_by=worker)

    def panels():
        html = "".join(page.get(MY_DAY).context["panels"])
        return ['id="referrals"' in html, 'id="handovers"' in html]

    assert panels() == [True, True]
    put(page, "referral", referral)
    assert panels() == [False, True]
    put(page, "handover", sent)
    assert panels() == [False, False]
    assert seen(page)[1] == ["Boligindstilling for Ida Lund", "Overlevering af Ida Lund"]


def test_it_is_logged_whom_it_is_about(page, worker, team):
    person = mine(worker, team)
    put(page, "person", person)
    event = AuditEvent.objects.get(action="changed")
    assert (event.by, event.person, event.facts) == (worker, person, {"set_aside_until": "2025-06-05"})


def test_a_day_too_far_ahead_is_said_at_the_field(page, worker, team):
    person = mine(worker, team)
    response = put(page, "person", person, TODAY + timedelta(days=91))
    assert "until" in response.context["form"].errors
    assert SetAside.objects.count() == 0


def test_whoever_is_out_of_reach_is_neither_set_aside_nor_listed(page, worker, team):
    person = PersonFactory()
    assert page.get(address("person", person)).status_code == 404
    assert page.get(address("nothing", person)).status_code == 404
    SetAside.objects.create(user=worker, kind="person", record=person.pk, until=TOMORROW)
    assert seen(page)[1] == []


def test_the_number_of_queries_does_not_grow(page, worker, team, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(60) as queries:
            page.get(MY_DAY)
        return len(queries)

    def one_more():
        for kind, row in (("person", mine(worker, team)), ("referral", HousingReferralFactory(person__team=team))):
            SetAside.objects.create(user=worker, kind=kind, record=row.pk, until=TOMORROW)

    one_more()
    page.get(MY_DAY)
    one = count()
    for _ in range(9):
        one_more()
    assert count() == one
