"""The contact pages: six fields on one screen, everything typed kept, nobody shown to one who may not see them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.models import Contact, ContactAmendment
from cases.drafts.models import Draft
from cases.staff.codes import Role
from tests.cases.contacts.test_contact_people import NEW, follows, ticked
from tests.clock import NOW
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    TeamFactory,
    staff,
)

HOUR = timedelta(hours=1)
# Registered too long ago to be corrected silently.
EARLIER = {"happened_at": NOW - 25 * HOUR, "registered_at": NOW - 25 * HOUR}


@pytest.fixture
def worker(db):
    return staff(name="Sofie Lund")


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def person(team):
    return PersonFactory(team=team, first_name="Emil", last_name="Ærø")


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def typed(*people, **fields):
    """What a browser sends, for a contact of this minute."""
    return {
        "people": [person.reference for person in people],
        "happened_at": "2025-06-04T10:00",
        "kind": "phone",
        "outcome": "reached",
        "minutes": "20",
        "note": "Aftalt nyt møde tirsdag",
        "client_key": str(uuid4()),
    } | fields


# The empty form


def test_the_form_has_six_fields_and_only_the_time_is_filled_in(page, worker, team):
    follows(worker, team)
    response = page.get(NEW)
    form = response.context["form"]
    assert [field.name for field in form.visible_fields()] == [
        "people",
        "happened_at",
        "kind",
        "outcome",
        "minutes",
        "note",
    ]
    html = response.content.decode()
    assert re.search(r"<input[^>]*\bchecked\b", html) is None
    shown = [re.search(rf'name="happened_at{part}"[^>]* value="([^"]*)"', html)[1] for part in ("", "_time")]
    assert shown == ["04.06.2025", "10.00"]


# Saving


def test_saving_from_the_page_of_a_young_person_leads_back_there(page, worker, person):
    response = page.post(f"{NEW}?person={person.reference}", typed(person))
    assert (response.status_code, response.url) == (302, f"/people/{person.reference}/")
    contact = Contact.objects.get()
    assert (contact.by, contact.minutes, contact.note) == (worker, 20, "Aftalt nyt møde tirsdag")
    assert list(contact.people.all()) == [person]


@pytest.mark.parametrize("query", ["", "?person={}&back=my-day"])
def test_saving_from_my_day_leads_back_to_my_day(page, person, query):
    assert page.post(NEW + query.format(person.reference), typed(person)).url == "/my-day/"


def test_one_entry_for_several_young_people(page, person, team):
    page.post(NEW, typed(person, PersonFactory(team=team)))
    assert Contact.objects.get().participations.count() == 2


def test_a_future_time_is_refused_and_everything_typed_is_kept(page, person):
    ahead = "2025-06-04T11:00"
    response = page.post(NEW, typed(person, happened_at=ahead, minutes="45"))
    assert (response.status_code, Contact.objects.count()) == (200, 0)
    assert list(response.context["form"].errors) == ["happened_at"]
    html = response.content.decode()
    assert ticked(response) == [person.reference]
    assert re.findall(r'type="radio"[^>]* value="([^"]*)"[^>]* checked', html) == ["phone", "reached"]
    assert ['value="04.06.2025"' in html, 'value="45"' in html, "Aftalt nyt møde tirsdag" in html] == [True] * 3


@pytest.mark.parametrize("field", ["people", "happened_at", "kind", "outcome"])
def test_what_is_missing_is_named(page, person, field):
    response = page.post(NEW, typed(person) | {field: ""})
    assert list(response.context["form"].errors) == [field]


def test_a_young_person_out_of_reach_cannot_be_logged(page):
    stranger = PersonFactory()
    assert page.get(NEW, {"person": stranger.reference}).status_code == 404
    response = page.post(NEW, typed(stranger))
    assert (list(response.context["form"].errors), Contact.objects.count()) == (["people"], 0)
    assert stranger.name not in response.content.decode()


def test_a_double_tap_is_saved_once_and_a_page_gone_back_to_gets_a_new_key(page, person):
    form = typed(person)
    assert [page.post(NEW, form).status_code for _ in range(2)] == [302, 302]
    response = page.post(NEW, form | {"note": "Endnu en"})
    assert (response.status_code, Contact.objects.count()) == (200, 1)
    new_key = re.search(r'name="client_key" value="([^"]*)"', response.content.decode())[1]
    assert new_key != form["client_key"]
    page.post(NEW, form | {"note": "Endnu en", "client_key": new_key})
    assert sorted(Contact.objects.values_list("note", flat=True)) == ["Aftalt nyt møde tirsdag", "Endnu en"]


def test_the_message_names_nobody_and_offers_to_undo(page, person):
    response = page.post(NEW, typed(person))
    text = str(next(iter(get_messages(response.wsgi_request))))
    assert (person.first_name in text, f"/contacts/{Contact.objects.get().pk}/undo/" in text) == (False, True)


def test_undo_takes_the_contact_back_within_ten_minutes(page, worker, person):
    page.post(NEW, typed(person))
    contact = Contact.objects.get()
    assert "<h1>Vil du fortryde den kontakt, du lige har gemt?</h1>" in page.get(f"/contacts/{contact.pk}/undo/").text
    contact.refresh_from_db()
    assert contact.withdrawn_at is None
    assert page.post(f"/contacts/{contact.pk}/undo/").url == "/my-day/"
    contact.refresh_from_db()
    assert contact.withdrawn_why


def test_after_ten_minutes_undo_becomes_a_withdrawal_with_a_reason(page, worker, person):
    when = NOW - timedelta(minutes=11)
    contact = ContactFactory(by=worker, people=[person], happened_at=when, registered_at=when)
    key = {"client_key": str(uuid4())}
    for _time in range(2):  # nothing was saved the first time, and nobody is told so the second
        assert page.post(f"/contacts/{contact.pk}/undo/", key).url == f"/contacts/{contact.pk}/withdraw/"
    assert "gemt" not in page.get("/my-day/").text.casefold()
    response = page.post(f"/contacts/{contact.pk}/withdraw/", {"why": ""})
    assert "<h1>Vil du trække kontakten tilbage?</h1>" in response.text
    assert list(response.context["form"].errors) == ["why"]
    page.post(f"/contacts/{contact.pk}/withdraw/", {"why": "Forkert ung"})
    contact.refresh_from_db()
    assert contact.withdrawn_why == "Forkert ung"


# Reading


def test_opening_a_contact_is_logged_for_each_young_person_shown(page, person, team):
    contact = ContactFactory(people=[person, PersonFactory(), PersonFactory()])
    response = page.get(f"/contacts/{contact.pk}/")
    assert (response.context["access"].people, response.context["access"].hidden) == ([person], 2)
    assert list(AuditEvent.objects.values_list("action", "person")) == [(AuditAction.OPENED, person.pk)]


def test_a_group_contact_names_nobody_out_of_reach_and_hides_the_note_from_those_who_see_a_part(page, person, worker):
    other = PersonFactory(first_name="Hemmelig", last_name="Person")
    contact = ContactFactory(people=[person, other], note="Om dem begge")
    html = page.get(f"/contacts/{contact.pk}/").content.decode()
    assert [text in html for text in ("Emil Ærø", "Hemmelig", other.reference, "Om dem begge")] == [True] + [False] * 3
    own = ContactFactory(people=[person, other], note="Mit eget", by=worker)
    html = page.get(f"/contacts/{own.pk}/").content.decode()
    assert [text in html for text in ("Hemmelig", "Mit eget")] == [False, True]


def test_a_contact_of_strangers_is_not_there(page):
    contact = ContactFactory()
    for path in ("", "change/", "withdraw/", "undo/"):
        assert page.get(f"/contacts/{contact.pk}/{path}").status_code == 404


def test_having_written_a_contact_opens_nothing_when_its_young_person_is_out_of_reach(page, worker, team):
    """Protected since, or moved to another team: what the page does not log, nobody reads."""
    person = PersonFactory(team=team, is_restricted=True)
    contact = ContactFactory(people=[person], by=worker)
    assert page.get(f"/contacts/{contact.pk}/").status_code == 404


def test_opening_the_correction_is_logged_like_opening_the_contact(page, worker, person):
    contact = ContactFactory(people=[person], by=worker)
    page.get(f"/contacts/{contact.pk}/change/")
    assert AuditEvent.objects.get(action=AuditAction.OPENED).person == person
    assert AuditEvent.objects.get(action=AuditAction.LISTED).facts == {"page": "contact", "shown": [person.reference]}


@pytest.mark.parametrize(("role", "status"), [(Role.PARTNER, 403), (Role.EVALUATOR, 403), (Role.ADMINISTRATOR, 403)])
def test_other_roles_have_no_contacts(client, person, role, status):
    contact = ContactFactory(people=[person])
    client.force_login(staff(role))
    for path in (NEW, f"/contacts/{contact.pk}/", f"/contacts/{contact.pk}/change/"):
        assert client.get(path).status_code == status


# Changing


def test_only_the_author_and_the_leads_of_the_team_change(client, person, team, worker):
    contact = ContactFactory(people=[person], by=worker)
    leads = [staff(Role.LEAD, led) for led in (team, EnrolmentFactory(person=person, team=TeamFactory()).team)]
    for user, status in ((worker, 200), (leads[0], 200), (leads[1], 200), (staff(team=team), 403)):
        client.force_login(user)
        assert client.get(f"/contacts/{contact.pk}/change/").status_code == status
        assert client.get(f"/contacts/{contact.pk}/withdraw/").status_code == status


def test_a_lead_who_cannot_read_all_of_a_group_contact_does_not_change_it(client, person, team):
    contact = ContactFactory(people=[person, PersonFactory()])
    client.force_login(staff(Role.LEAD, team))
    assert client.get(f"/contacts/{contact.pk}/change/").status_code == 403


def correction(contact, **fields):
    people = [person.reference for person in contact.people.all()]
    return {
        "people": people,
        "seen": " ".join(people),
        "happened_at": f"{timezone.localtime(contact.happened_at):%Y-%m-%dT%H:%M}",
        "kind": contact.kind,
        "outcome": contact.outcome,
        "minutes": contact.minutes,
        "note": contact.note,
        "version": contact.version,
    } | fields


def test_an_amendment_asks_why_and_shows_before_and_after(page, worker, person):
    contact = ContactFactory(by=worker, people=[person], note="Først", **EARLIER)
    response = page.post(f"/contacts/{contact.pk}/change/", correction(contact, note="Siden"))
    assert list(response.context["form"].errors) == ["reason"]
    page.post(f"/contacts/{contact.pk}/change/", correction(contact, note="Siden", kind="visit", reason="Husket mere"))
    amendment = page.get(f"/contacts/{contact.pk}/").context["amendments"][0]
    assert (amendment.reason, [(str(row.mine), str(row.theirs)) for row in amendment.rows]) == (
        "Husket mere",
        [("Møde", "Besøg hjemme eller på herberg"), ("Først", "Siden")],
    )


def test_an_untouched_time_keeps_its_seconds(page, worker, person):
    when = NOW - 2 * HOUR + timedelta(seconds=17)
    contact = ContactFactory(by=worker, people=[person], happened_at=when, registered_at=when)
    page.post(f"/contacts/{contact.pk}/change/", correction(contact, note="Ny"))
    contact.refresh_from_db()
    assert (contact.happened_at, contact.note) == (when, "Ny")
    assert ContactAmendment.objects.count() == 0


def test_a_stale_correction_shows_both_versions_and_can_be_saved_again(page, worker, person):
    when = NOW - HOUR
    contact = ContactFactory(by=worker, people=[person], happened_at=when, registered_at=when, note="Fælles")
    mine = correction(contact, note="Min")
    page.post(f"/contacts/{contact.pk}/change/", correction(contact, note="Den andens"))
    response = page.post(f"/contacts/{contact.pk}/change/", mine)
    assert [(row.mine, row.theirs) for row in response.context["form"].stale] == [("Min", "Den andens")]
    html = response.content.decode()
    assert [text in html for text in ("Min", "Den andens")] == [True, True]
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    page.post(f"/contacts/{contact.pk}/change/", mine | {"version": version})
    contact.refresh_from_db()
    assert contact.note == "Min"


# Drafts in the form


def test_what_was_typed_is_put_back_and_dropped_when_the_contact_is_saved(page, worker, person):
    key = str(uuid4())
    fields = {"people": person.reference, "kind": "visit", "note": "Halvt skrevet", "client_key": key, "junk": "x"}
    Draft.objects.create(user=worker, key="cases-contact-create", fields=fields)
    response = page.get(NEW)
    html = response.content.decode()
    assert ticked(response) == [person.reference]
    assert re.findall(r'type="radio"[^>]* value="([^"]*)"[^>]* checked', html) == ["visit"]
    assert ["Halvt skrevet" in html, key in html, "/drafts/cases-contact-create/drop/" in html] == [True] * 3
    page.post(NEW, typed(person, client_key=key))
    assert Draft.objects.count() == 0


def test_a_draft_of_one_young_person_is_not_put_into_another_form(page, worker, person):
    Draft.objects.create(user=worker, key=f"cases-contact-create:{person.reference}", fields={"note": "Om Emil"})
    assert "Om Emil" not in page.get(NEW).content.decode()
    assert "Om Emil" in page.get(NEW, {"person": person.reference}).content.decode()


def test_a_half_typed_correction_is_put_back(page, worker, person):
    contact = ContactFactory(by=worker, people=[person], note="Først")
    Draft.objects.create(
        user=worker, key=f"cases-contact-change:{contact.pk}", fields={"note": "Siden", "version": "1"}
    )
    html = page.get(f"/contacts/{contact.pk}/change/").content.decode()
    assert ["Siden" in html, "Først" in html] == [True, False]
