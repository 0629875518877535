"""Contacts: logged on one screen, once, never in the future; put right openly; read within what one may see."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.actions import change_contact, log_contact, withdraw_contact
from cases.contacts.codes import ContactOutcome
from cases.contacts.models import Contact, ContactAmendment, ContactPerson, last_reached
from cases.contacts.queries import access_to
from cases.contacts.rules import MOST_PEOPLE, contact_level, in_future, is_amendment, may_undo
from cases.core.errors import Refused, Stale
from cases.people.models import Person
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    ContactFactory,
    MembershipFactory,
    PersonFactory,
    staff,
)

pytestmark = pytest.mark.servers
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def worker(db):
    return staff(name="Sofie Lund")


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def person(team):
    return PersonFactory(team=team, first_name="Emil", last_name="Ærø")


def facts(worker, person, **fields):
    return {
        "by": worker,
        "at": NOW,
        "people": [person],
        "happened_at": NOW,
        "kind": "phone",
        "outcome": ContactOutcome.REACHED,
        "note": "Talt om bolig",
    } | fields


# The rules


@pytest.mark.parametrize(("ahead", "refused"), [(-HOUR, False), (60 * SECOND, False), (61 * SECOND, True)])
def test_a_minute_of_clock_difference_is_forgiven(ahead, refused):
    assert in_future(NOW + ahead, NOW) is refused


@pytest.mark.parametrize(
    ("hours", "by_author", "amendment"), [(0, True, False), (24, True, False), (25, True, True), (0, False, True)]
)
def test_only_the_author_corrects_silently_and_only_for_a_day(hours, by_author, amendment):
    assert is_amendment(NOW, NOW + hours * HOUR, by_author=by_author) is amendment


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (10, True), (11, False)])
def test_undo_lasts_ten_minutes(minutes, allowed):
    assert may_undo(NOW, NOW + timedelta(minutes=minutes)) is allowed


@pytest.mark.parametrize(("days", "level"), [(13, "fine"), (14, "quiet"), (29, "quiet"), (30, "silent")])
def test_levels_of_days_without_contact(days, level):
    assert contact_level(days, quiet_days=14, silent_days=30) == level


# Logging


def test_a_contact_keeps_when_it_was_and_when_it_was_written(worker, person):
    contact, _ = log_contact(**facts(worker, person, happened_at=NOW - HOUR))
    assert (contact.happened_at, contact.registered_at, contact.by) == (NOW - HOUR, NOW, worker)
    assert list(contact.people.all()) == [person]
    assert contact.history.get().history_user == worker
    event = AuditEvent.objects.get()
    assert (event.action, event.person, event.by, event.facts) == (AuditAction.CREATED, person, worker, {})


def test_nothing_is_saved_when_the_audit_row_fails(worker, person, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("cases.contacts.actions.record_many", broken)
    with pytest.raises(ZeroDivisionError):
        log_contact(**facts(worker, person))
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"people": []}, "people"), ({"happened_at": NOW + HOUR}, "happened_at"), ({"kind": "letter"}, "kind")],
)
def test_a_wrong_contact_is_refused(worker, person, wrong, field):
    with pytest.raises(Refused) as refused:
        log_contact(**facts(worker, person, **wrong))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("contact_not_in_future", "happened_at", NOW + HOUR),
        ("contact_kind_known", "kind", "letter"),
        ("contact_outcome_known", "outcome", "maybe"),
        ("contact_minutes_in_a_day", "minutes", 1441),
        ("contact_withdrawn_with_reason", "withdrawn_at", NOW),
    ],
)
def test_the_database_keeps_wrong_contacts_out_and_says_why(worker, person, rule, field, value):
    contact = ContactFactory(people=[person])
    setattr(contact, field, value)
    message = next(
        constraint.violation_error_message for constraint in Contact._meta.constraints if constraint.name == rule
    )
    with pytest.raises(ValidationError) as error:
        contact.validate_constraints()
    assert error.value.messages == [str(message)]
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        contact.save()


@pytest.mark.parametrize("number", [1, 3])
def test_logging_asks_the_database_as_often_for_one_as_for_several(worker, team, number, django_assert_num_queries):
    """Savepoint (set, released), key (lock, known), contact, participation, each with its history; log."""
    people = [PersonFactory(team=team) for _ in range(number)]
    with django_assert_num_queries(9):
        log_contact(**facts(worker, people[0], people=people, client_key=uuid4()))


def test_who_is_named_twice_takes_part_once(worker, person):
    contact, _ = log_contact(**facts(worker, person, people=[person, person]))
    assert list(contact.people.all()) == [person]
    assert AuditEvent.objects.filter(person=person).count() == 1


def test_a_double_tap_gives_one_contact(worker, person):
    same = facts(worker, person, client_key=uuid4())
    first, again = log_contact(**same), log_contact(**same)
    contact = Contact.objects.get()
    assert (first, again) == ((contact, True), (contact, False))


@pytest.mark.parametrize("change", [{"note": "Noget andet"}, {"people": "other"}])
def test_a_used_form_with_something_new_in_it_is_refused_not_swallowed(worker, person, team, change):
    key = uuid4()
    log_contact(**facts(worker, person, client_key=key))
    if "people" in change:
        change = {"people": [PersonFactory(team=team)]}
    with pytest.raises(Refused) as refused:
        log_contact(**facts(worker, person, client_key=key, **change))
    assert refused.value.field == "client_key"
    assert Contact.objects.count() == 1


def test_the_key_of_another_user_says_nothing_about_that_contact(worker, person):
    key = uuid4()
    log_contact(**facts(staff(), person, client_key=key))
    with pytest.raises(Refused) as refused:
        log_contact(**facts(worker, person, client_key=key))
    assert (refused.value.field, "Talt om bolig" in str(refused.value)) == ("client_key", False)


def test_a_contact_has_a_bounded_number_of_young_people(worker, person, team):
    """On every way in, and when it is corrected."""
    many = [PersonFactory(team=team) for _ in range(MOST_PEOPLE)]
    contact, _is_new = log_contact(**facts(worker, person, people=many))
    with pytest.raises(Refused) as refused:
        log_contact(**facts(worker, person, people=[person, *many]))
    assert (refused.value.field, str(refused.value)) == (
        "people", "En kontakt kan højst have 50 unge. Skriv den som flere.",
    )  # fmt: skip
    with pytest.raises(Refused):
        change_contact(by=worker, at=NOW, contact=contact, version=1, people=[person, *many])


@pytest.mark.django_db(transaction=True)
def test_two_connections_with_the_same_key_give_one_contact():
    worker = staff()
    person = PersonFactory(team=worker.memberships.get().team)
    same = facts(worker, person, client_key=uuid4())
    start, saved = Barrier(2), []

    def tap():
        start.wait()
        saved.append(log_contact(**same)[0].pk)
        connection.close()

    taps = [Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert (len(saved), len(set(saved)), Contact.objects.count()) == (2, 1, 1)


# Changing and withdrawing


def test_the_author_corrects_within_a_day_and_the_history_keeps_the_first_wording(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    change_contact(by=worker, at=NOW + HOUR, contact=contact, version=1, note="Talt om job")
    assert ContactAmendment.objects.count() == 0
    assert list(contact.history.order_by("version").values_list("note", flat=True)) == ["Talt om bolig", "Talt om job"]


@pytest.mark.parametrize(("hours", "by_author"), [(25, True), (1, False)])
def test_an_amendment_needs_a_reason_and_keeps_the_first_wording(worker, person, hours, by_author):
    contact, _ = log_contact(**facts(worker, person))
    change = {"by": worker if by_author else staff(), "at": NOW + hours * HOUR, "contact": contact, "version": 1}
    with pytest.raises(Refused) as refused:
        change_contact(**change, note="Talt om job", reason=" ")
    assert refused.value.field == "reason"
    changed = change_contact(**change, note="Talt om job", reason="Skrevet forkert")
    amendment = ContactAmendment.objects.get()
    assert (changed.note, amendment.before["note"], amendment.reason) == (
        "Talt om job",
        "Talt om bolig",
        "Skrevet forkert",
    )


def test_a_change_that_changes_nothing_leaves_no_trace(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    assert change_contact(by=worker, at=NOW + 30 * HOUR, contact=contact, version=1, note="Talt om bolig").version == 1
    assert ContactAmendment.objects.count() == 0


def test_who_took_part_is_put_right_and_the_last_contact_follows(worker, person, team):
    wrong = PersonFactory(team=team)
    contact, _ = log_contact(**facts(worker, wrong))
    logged = list(AuditEvent.objects.values_list("pk", flat=True))
    change_contact(by=worker, at=NOW + HOUR, contact=contact, version=1, people=[person])
    last = Person.objects.annotate(last=last_reached(TODAY)).values_list("pk", "last")
    assert dict(last) == {person.pk: NOW, wrong.pk: None}
    events = AuditEvent.objects.exclude(pk__in=logged).values_list("action", "person", "target_id")
    assert set(events) == {(AuditAction.CHANGED, who.pk, str(contact.pk)) for who in (person, wrong)}
    kept = ContactPerson.history.order_by("history_id").values_list("history_type", "person", "history_user")
    assert list(kept) == [("+", wrong.pk, worker.pk), ("-", wrong.pk, worker.pk), ("+", person.pk, worker.pk)]
    assert (Contact.objects.get().version, ContactAmendment.objects.count()) == (2, 0)


def test_an_amendment_keeps_who_took_part(worker, person, team):
    contact, _ = log_contact(**facts(worker, person))
    change = {
        "by": worker,
        "at": NOW + 25 * HOUR,
        "contact": contact,
        "version": 1,
        "people": [PersonFactory(team=team)],
    }
    with pytest.raises(Refused) as refused:
        change_contact(**change)
    assert (refused.value.field, list(contact.people.all())) == ("reason", [person])
    change_contact(**change, reason="Forkert ung")
    assert ContactAmendment.objects.get().people_before == [person.pk]


def test_earlier_wordings_are_not_for_who_may_not_see_somebody_taken_out(worker, person):
    """What stands there now speaks of one young person; what stood there before may speak of both."""
    stranger = PersonFactory()
    contact = ContactFactory(people=[person, stranger], by=worker)
    of_both = staff(team=person.team)
    MembershipFactory(user=of_both, team=stranger.team)
    change_contact(by=of_both, at=NOW, contact=contact, version=1, reason="Var der ikke", people=[person])
    access = access_to(staff(team=person.team), contact)
    assert (access.shows_note, access.former_hidden, access.shows_changes) == (True, 1, False)
    assert access_to(worker, contact).shows_changes


def test_only_those_in_reach_whom_the_page_showed_can_be_unticked(worker, person, team):
    shown, came_into_reach, stranger = PersonFactory(team=team), PersonFactory(team=team), PersonFactory()
    contact = ContactFactory(people=[person, shown, came_into_reach, stranger], by=worker)
    change = {"by": worker, "at": NOW, "contact": contact, "people": [person]}
    everyone = [person.reference, shown.reference, stranger.reference]
    assert set(change_contact(**change, version=1, seen=everyone).people.all()) == {person, came_into_reach, stranger}
    assert set(change_contact(**change, version=2).people.all()) == {person, stranger}


def test_somebody_has_to_have_taken_part(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    with pytest.raises(Refused) as refused:
        change_contact(by=worker, at=NOW, contact=contact, version=1, people=[])
    assert refused.value.field == "people"


def test_the_same_people_in_another_order_change_nothing(worker, person, team):
    other = PersonFactory(team=team)
    contact, _ = log_contact(**facts(worker, person, people=[person, other]))
    change_contact(by=worker, at=NOW + 25 * HOUR, contact=contact, version=1, people=[other, person])
    assert Contact.objects.get().version == 1


def test_a_change_from_a_stale_page_is_refused(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    change_contact(by=worker, at=NOW, contact=contact, version=1, note="Først")
    with pytest.raises(Stale):
        change_contact(by=worker, at=NOW, contact=contact, version=1, note="Sidst")
    contact.refresh_from_db()
    assert contact.note == "Først"


def test_a_change_into_the_future_is_refused(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    with pytest.raises(Refused) as refused:
        change_contact(by=worker, at=NOW, contact=contact, version=1, happened_at=NOW + HOUR)
    assert refused.value.field == "happened_at"


def test_a_change_to_a_time_after_it_was_written_down_is_refused_in_other_words(worker, person):
    """It is not in the future: an hour ago, of a contact that was written down two hours ago."""
    contact, _ = log_contact(**facts(worker, person))
    with pytest.raises(Refused, match="før den har fundet sted"):
        change_contact(by=worker, at=NOW + 2 * HOUR, contact=contact, version=1, happened_at=NOW + HOUR)


def test_a_withdrawn_contact_needs_a_reason_and_stays(worker, person):
    contact, _ = log_contact(**facts(worker, person))
    with pytest.raises(Refused):
        withdraw_contact(by=worker, at=NOW, contact=contact, why=" ")
    withdraw_contact(by=worker, at=NOW, contact=contact, why="Forkert ung")
    assert list(Contact.objects.standing()) == []
    assert Contact.objects.get().withdrawn_why == "Forkert ung"
    with pytest.raises(Refused):
        change_contact(by=worker, at=NOW, contact=contact, version=2, note="x")
    with pytest.raises(Refused):
        withdraw_contact(by=worker, at=NOW, contact=contact, why="igen")
