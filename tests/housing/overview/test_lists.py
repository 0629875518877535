"""Lists, panels and timeline: number and list agree, nothing leaks, and the queries stay as few at many rows."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.queries import my_people
from cases.enrolments.queries import Selection, people_in
from cases.panels.registry import panels, timeline_sources
from cases.people.models import Person
from cases.staff.codes import Role
from housing.offers.actions import advance, decline_offer
from housing.overview.panels import show_home, take_home
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral
from housing.referrals.rules import ACTIVE, WAITING_ON_US
from housing.support.actions import hold_talk
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
    staff,
)
from tests.factories.housing import HousingReferralFactory, OfferFactory, StayFactory, SupportCaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team=team)


@pytest.fixture
def listing(client, lead):
    """What the list shows for a query string: the references of the young people, in order."""
    client.force_login(lead)

    def read(query=""):
        response = client.get(f"{reverse('housing:referrals')}?{query}", **ENGLISH)
        assert response.status_code == 200
        return [line["referral"].person.reference for line in response.context["lines"]]

    return read


def one_of_each_state(team):
    """A referral in every state, each begun a day later, so that their order is known."""
    rows = {}
    for number, state in enumerate(HousingReferral._meta.get_field("state").choices):
        rows[state[0]] = HousingReferralFactory(
            person__team=team, state=state[0], opened_on=date(2025, 1, 1) + timedelta(days=number)
        )
    return rows


def test_the_list_begins_with_what_is_under_way_longest_in_its_step_first(listing, team):
    rows = one_of_each_state(team)
    HousingReferralFactory()
    HousingReferralFactory(person__team=team, person__is_restricted=True)
    assert listing() == [row.person.reference for state, row in rows.items() if state in ACTIVE]


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("show=ours", list(WAITING_ON_US)),
        ("show=closed", ["rejected", "followed_up", "withdrawn"]),
        ("show=active&state=waiting", ["waiting"]),
        ("show=closed&state=waiting", []),
        ("show=nonsense&state=nonsense&team=nonsense&receiver=nonsense&sort=nonsense", "all"),
    ],
)
def test_filters_stand_in_the_address(listing, team, query, states):
    rows = one_of_each_state(team)
    wanted = list(rows) if states == "all" else [state for state in rows if state in states]
    assert listing(query) == [rows[state].person.reference for state in wanted]


def test_receiver_team_and_order(listing, team, lead):
    receiver = OrganisationFactory(kind="housing_allocation", code="dba")
    first = HousingReferralFactory(
        person__team=team, person__last_name="Ågård", receiver=receiver, opened_on=date(2025, 1, 1)
    )
    second = HousingReferralFactory(person__team=team, person__last_name="Zeuthen", opened_on=date(2025, 2, 1))
    names = [first.person.reference, second.person.reference]
    assert listing("receiver=dba") == names[:1]
    assert listing("sort=newest") == names[::-1]
    assert listing("sort=name") == names[::-1]
    assert listing(f"team={team.code}") == names


def test_a_name_is_searched_by_post_and_never_in_the_address(client, lead, team):
    client.force_login(lead)
    wanted = HousingReferralFactory(person__team=team, person__first_name="Søren", person__last_name="Østergård")
    HousingReferralFactory(person__team=team, person__first_name="Aya", person__last_name="Prøve")
    url = reverse("housing:referral_search")
    response = client.post(f"{url}?show=active&page=2", {"q": "Søren"}, follow=True, **ENGLISH)
    address = response.redirect_chain[0][0]
    assert re.fullmatch(r"/housing/\?show=active&search=[\w-]+", address)
    assert [line["referral"] for line in response.context["lines"]] == [wanted]
    assert [line["referral"] for line in client.get(address).context["lines"]] == [wanted]
    assert client.get(url).status_code == 405
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == ["searched", "listed"] * 2
    searched = AuditEvent.objects.filter(action=AuditAction.SEARCHED).first()
    assert searched.facts == {"page": "referrals", "criteria": "Søren"}


def test_every_number_of_the_board_is_the_length_of_its_list(listing, lead, team):
    for state, number in (("received", 2), ("waiting", 3), ("missing", 1), ("rejected", 2)):
        for days in range(number):
            person = EnrolmentFactory(person__team=team).person
            HousingReferralFactory(person=person, state=state, opened_on=TODAY - timedelta(days=days * 40))
    HousingReferralFactory(person__team=team, state="waiting", opened_on=TODAY)  # not enrolled
    HousingReferralFactory(state="waiting")
    steps = panel_of("board", lead, people_in(lead, TODAY), TODAY)["steps"]
    assert [(step.state, step.number, step.oldest_days, step.stalled) for step in steps] == [
        ("received", 2, 40, 1),
        ("missing", 1, 0, 0),
        ("waiting", 4, 80, 1),
    ]
    for step in steps:
        assert len(listing(f"show=active&state={step.state}")) == step.number
    assert len(listing("show=stalled")) == sum(step.stalled for step in steps)


def test_the_board_opens_the_lists_it_counts(client, lead, team):
    client.force_login(lead)
    HousingReferralFactory(person__team=team, state="received")  # not enrolled, and stalled long ago
    HousingReferralFactory(person__team=team, state="draft", opened_on=TODAY)
    SupportCaseFactory(person__team=team)
    page = client.get("/board/", **ENGLISH).content.decode()
    links = re.findall(r'href="(/housing/[^"]+)" class="stat[^"]*">\s*<span class="stat-value">(\d+)', page)
    assert links == [
        ("/housing/?show=stalled", "1"),
        ("/housing/?show=active&amp;state=draft", "1"),
        ("/housing/?show=active&amp;state=received", "1"),
        ("/housing/support/?show=act", "1"),
        ("/housing/support/?show=late", "0"),
        ("/housing/support/?show=open", "1"),
    ]
    for url, number in links:
        assert len(client.get(url.replace("&amp;", "&")).context["lines"]) == int(number)


def test_a_narrowed_board_and_its_lists_keep_to_the_enrolled_and_say_so(client, lead, team):
    enrolment = EnrolmentFactory(person__team=team, programme__name="Hjemløse unge")
    inside = HousingReferralFactory(person=enrolment.person)
    ended = EnrolmentFactory(
        person__team=team, programme=enrolment.programme, end=TODAY, closing_reasons=["completed"]
    ).person
    HousingReferralFactory(person=ended)
    HousingReferralFactory(person__team=team)
    steps = panel_of("board", lead, people_in(lead, TODAY, Selection(programme=enrolment.programme)), TODAY)["steps"]
    assert [(step.state, step.number) for step in steps] == [("draft", 1)]
    client.force_login(lead)
    response = client.get(f"/housing/?state=draft&programme={enrolment.programme.code}", **ENGLISH)
    assert [line["referral"] for line in response.context["lines"]] == [inside]
    assert f"Only: {enrolment.programme}" in response.content.decode()
    assert 'href="/housing/?state=draft">Show everyone' in response.content.decode()
    assert response.context["form"].narrowed() == [str(enrolment.programme)]
    assert client.get("/housing/?state=draft").context["form"].narrowed() == []


@pytest.mark.parametrize("rows", [1, 3])
def test_panels_take_the_same_queries_at_any_length(lead, team, rows, django_assert_num_queries):
    person = PersonFactory(team=team)
    for _ in range(rows):
        OfferFactory(referral__person=person, referral__state="offered")
        SupportCaseFactory(person=person, state="dropped", dropped_on=TODAY, dropped_why="moved")
        StayFactory(person=PersonFactory(team=team))
    people = Person.objects.filter(team=team)
    assert lead.scope.team_ids == {team.pk}
    for place, subject, queries in (("person", person, 6), ("my_day", people, 1), ("board", people, 1)):
        panel = next(panel for panel in panels(place) if panel.key == "housing")
        with django_assert_num_queries(queries):
            panel.load(lead, subject, TODAY)


def panel_of(place, user, subject, today=TODAY):
    return next(panel for panel in panels(place) if panel.key == "housing").load(user, subject, today)


def test_the_person_panel_says_where_the_young_person_sleeps_and_what_is_under_way(lead, team):
    person = PersonFactory(team=team)
    StayFactory(person=person, kind="shelter", start=date(2025, 1, 1), end=date(2025, 1, 11))
    now = StayFactory(person=person, kind="shelter", start=date(2025, 5, 1))
    referral = HousingReferralFactory(person=person, state="received", opened_on=date(2025, 5, 1))
    case = SupportCaseFactory(person=person)
    HousingReferralFactory()
    panel = panel_of("person", lead, person)
    assert (panel["stay"], panel["nights"]) == (now, 34)
    assert (panel["refund"].used, panel["refund"].left) == (10 + 35, 120 - 45)
    assert [(line["referral"], line["stalled"]) for line in panel["lines"]] == [(referral, True)]
    assert [line.case for line in panel["cases"]] == [case]


def test_my_day_holds_what_waits_on_us_or_has_stalled_for_my_young_people(lead, team):
    mine = PersonFactory(team=team)
    draft = HousingReferralFactory(person=mine, opened_on=TODAY)
    stalled = HousingReferralFactory(person=mine, state="waiting", opened_on=date(2025, 3, 1))
    HousingReferralFactory(person=mine, state="received", opened_on=TODAY)
    HousingReferralFactory(person__team=team)
    panel = panel_of("my_day", lead, Person.objects.filter(pk=mine.pk))
    assert [line["referral"] for line in panel["lines"]] == [stalled, draft]


def test_a_referral_stays_with_who_made_it_when_the_enrolment_has_ended(listing, lead, team):
    enrolment = EnrolmentFactory(person__team=team)
    AssignmentFactory(enrolment=enrolment, worker=lead)
    left = EnrolmentFactory(person__team=team, end=TODAY, closing_reasons=["completed"]).person
    moved = HousingReferralFactory(person=left, state="moved_in", referred_by=lead)
    mine = HousingReferralFactory(person=enrolment.person, opened_on=TODAY)
    HousingReferralFactory(person__team=team)
    HousingReferralFactory(referred_by=lead)  # of another team by now
    panel = panel_of("my_day", lead, my_people(lead, TODAY), TODAY)
    assert [line["referral"] for line in panel["lines"]] == [moved, mine]
    assert panel["shown"] == [left.reference, mine.person.reference]  # for the log: who is no longer mine, too
    assert listing("show=act&mine=1") == [left.reference, mine.person.reference]


def test_the_pages_of_a_search_stay_within_it(client, lead, team):
    person = PersonFactory(team=team, first_name="Søren", last_name="Østergård")
    HousingReferralFactory.create_batch(51, person=person, state="withdrawn")
    HousingReferralFactory(person__team=team, state="withdrawn")
    client.force_login(lead)
    page = client.post(f"{reverse('housing:referral_search')}?show=closed", {"q": "Søren"}, follow=True)
    second = client.get(f"{page.redirect_chain[0][0]}&page=2")
    assert [len(page.context["lines"]), len(second.context["lines"])] == [50, 1]


def timeline_of(person, user):
    entries = [entry for source in timeline_sources() for entry in source.load(person, user)]
    housing = [entry for entry in entries if entry.kind in {"stay", "referral", "offer", "support"}]
    return [
        (f"{entry.when:%d.%m}", entry.kind, str(entry.title)) for entry in sorted(housing, key=lambda row: row.when)
    ]


def test_the_timeline_tells_the_way_to_a_home(lead, team):
    person = PersonFactory(team=team)
    StayFactory(person=person, kind="shelter", start=date(2025, 1, 1), end=date(2025, 2, 1))
    StayFactory(person=person, start=date(2025, 2, 1), end=date(2025, 3, 1))
    referral = HousingReferralFactory(
        person=person, state="received", opened_on=date(2025, 1, 5), receiver__name="DBA"
    )
    advance(by=lead, at=NOW, referral=referral, event=ReferralEvent.APPROVE, on=date(2025, 1, 20))
    offer = OfferFactory(referral__person=person, referral__opened_on=date(2025, 2, 10), address="Prøvevej 1")
    decline_offer(by=lead, at=NOW, offer=offer, on=date(2025, 2, 12), reason="wrong_area")
    SupportCaseFactory(person=person, opened_on=date(2025, 4, 1), state="talked", talked_on=date(2025, 4, 8))
    receiver = offer.referral.receiver
    assert timeline_of(person, lead) == [
        ("01.01", "stay", "Shelter (§ 110)"),
        ("20.01", "referral", "Housing referral to DBA: Approved"),
        ("01.02", "stay", "Sofa: with family or friends for a time"),
        ("10.02", "offer", "Home offered: Prøvevej 1"),
        ("12.02", "referral", f"Housing referral to {receiver}: Offer came to nothing"),
        ("01.03", "stay", "Left: Sofa: with family or friends for a time"),
        ("01.04", "support", "Support case opened"),
        ("08.04", "support", "Assessment talk (VUM)"),
    ]


def test_a_stranger_reads_no_timeline(client, team):
    person = PersonFactory(team=team)
    client.force_login(staff())
    address = reverse("cases:person_timeline", args=[person.reference])
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 404


def test_the_timeline_says_who_took_a_step_of_a_support_case(lead, team):
    case = SupportCaseFactory(person__team=team, opened_on=date(2025, 4, 1))
    hold_talk(by=lead, at=NOW, case=case, on=date(2025, 4, 8))
    source = next(source for source in timeline_sources() if source.key == "support")
    assert [entry.who for entry in source.load(case.person, lead)] == [case.worker.name, lead.name]


def test_a_refusal_on_the_timeline_says_whose_it_is(lead, team):
    offer = OfferFactory(referral__person__team=team)
    decline_offer(by=lead, at=NOW, offer=offer, on=date(2025, 2, 12), reason="landlord_refused")
    source = next(source for source in timeline_sources() if source.key == "referral")
    entry = next(iter(source.load(offer.person, lead)))
    assert [tuple(map(str, row)) for row in entry.detail] == [
        ("Reason", "The landlord refused the young person · The landlord")
    ]


@pytest.mark.parametrize(
    ("protected", "facts"),
    [
        (False, [("Lives now", "Sofa: with family or friends for a time"), ("Place", "Valby")]),
        (True, [("Lives now", "Sofa: with family or friends for a time")]),
    ],
)
def test_a_handover_shares_where_the_young_person_lives_but_no_protected_address(protected, facts):
    stay = StayFactory(person__has_protected_address=protected, place="Valby")
    assert [(str(label), value) for label, value in show_home(take_home(stay.person, None, TODAY)) if value] == facts
