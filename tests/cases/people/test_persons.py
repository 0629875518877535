"""Registering young people, completing what is known, and never letting out who is hidden."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.actions import register_met
from cases.contacts.codes import ContactOutcome
from cases.contacts.models import Contact
from cases.core.errors import Refused, Stale
from cases.core.names import sort_key
from cases.people.actions import Unseen, change_person, register_person
from cases.people.cpr import decrypt_cpr
from cases.people.models import Person
from tests.cases.core.test_names import EVERY
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    TeamFactory,
    cpr_fields,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

CPR = "6103044233"  # an invented number: the day of birth has 60 added


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def register(worker, team):
    def act(**facts):
        return register_person(**{"by": worker, "at": NOW, "team": team, "first_met_on": TODAY} | facts)

    return act


def test_a_reference_is_given_out_once(register):
    first, second = register(first_name="Ida"), register(first_name="Mogens")
    assert [len(person.reference) for person in (first, second)] == [6, 6]
    assert int(second.reference.removeprefix("U")) == int(first.reference.removeprefix("U")) + 1


def test_names_are_kept_tidy_and_searchable(register):
    person = register(first_name=" Åse ", last_name="Ærø-Østergård", alias="Søs")
    assert (person.name, person.search_name) == (
        "Søs Ærø-Østergård",
        "aase aeroe oestergaard soes ase aero ostergard sos aeroeoestergaard aeroostergard",
    )
    assert person.phonetic_keys == ["osdrgrd", "sos"]


def test_names_stored_before_there_were_keys_get_theirs(team):
    stored = [PersonFactory(team=team, first_name=name, last_name="", phonetic_keys=[]) for name in ("Muhammed", "Bo")]
    import_module("cases.migrations.0008_phonetic_keys").fill(apps, None)
    assert [Person.objects.get(pk=person.pk).phonetic_keys for person in stored] == [["mohmd"], []]


@pytest.mark.parametrize("migration", ["0010_found_by", "0019_found_in_every_spelling"])
def test_people_stored_before_are_found_and_sorted_by_the_new_rules(team, migration):
    """As they lay in the table before: with letters that were not folded, and no phone number to search."""
    before = {"search_name": "isık kılıc", "phonetic_keys": [], "search_phone": "", "sort_name": ""}
    facts = {"first_name": "Işık", "last_name": "Kılıç", "phone": "+45 20 12 34 56"}
    stored = PersonFactory(team=team, **facts, **before)
    import_module(f"cases.migrations.{migration}").fill(apps, None)
    for text in ("Kilic", "20123456"):
        assert list(Person.objects.matching(text)) == [stored]
    assert Person.objects.get().sort_name == "kilic isik"


def test_the_cpr_number_is_unreadable_and_gives_the_birth_date(register):
    person = register(first_name="Ida", cpr="610304-4233")
    assert person.birth_date == date(2004, 3, 1)
    assert decrypt_cpr(person.cpr_encrypted) == CPR
    assert CPR not in person.cpr_encrypted + str(person.cpr_hash)


def test_registering_is_logged_and_in_the_history(register, worker):
    person = register(first_name="Ida")
    event = AuditEvent.objects.get()
    assert (event.action, event.by, event.person, event.at) == (AuditAction.CREATED, worker, person, NOW)
    assert person.history.get().history_user == worker


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"first_name": ""}, None),
        ({"first_name": "Ida", "cpr": "12"}, "cpr"),
        ({"first_name": "Ida", "also_known_as": "Isa, 610304 1234"}, "also_known_as"),
        ({"first_name": "Ida", "cpr": CPR, "birth_date": date(2004, 3, 2)}, "birth_date"),
        ({"first_name": "Ida", "birth_date": TODAY + timedelta(days=1)}, "birth_date"),
        ({"first_name": "Ida", "first_met_on": TODAY + timedelta(days=1)}, "first_met_on"),
        ({"first_name": "Ida", "gender": "other"}, "gender"),
        ({"first_name": "Ida", "email": "ikke en adresse"}, "email"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(facts, field, register):
    with pytest.raises(Refused) as refusal:
        register(**facts)
    assert (refusal.value.field, Person.objects.count()) == (field, 0)


def test_a_number_without_the_check_digit_is_taken(register):
    assert register(first_name="Ida", cpr="610304-4234").cpr_hash


def test_a_known_number_is_refused_with_the_reference_where_the_user_may_see_it(register, team):
    PersonFactory(team=team, reference="U77777", **cpr_fields(CPR))
    with pytest.raises(Refused, match="U77777"):
        register(first_name="Ida", cpr=CPR, seen=["U77777"])


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Ida", "last_name": "Holmgård"},
        {"alias": "Ida Holmgaard"},
        {"first_name": "Bo", "birth_date": date(2004, 3, 1)},
        {"first_name": "Bo", "phone": "+45 20 12 34 56"},
        {"first_name": "Bo", "cpr": "610304-4233"},
    ],
)
def test_nobody_is_registered_before_those_alike_have_been_seen(typed, register, team):
    facts = {"first_name": "Ida", "last_name": "Holmgaard", "phone": "20123456", "birth_date": date(2004, 3, 1)}
    known = PersonFactory(team=team, **facts | cpr_fields(CPR) if "cpr" in typed else facts)
    PersonFactory(**facts)  # of another team: not for these eyes
    with pytest.raises(Unseen) as refusal:
        register(**typed, seen=["U99999"])
    assert (refusal.value.alike.people, Person.objects.count()) == ([known], 2)
    if "cpr" not in typed:
        assert register(**typed, seen=[known.reference]).reference != known.reference


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"team": None}], ids=["protected", "another team"])
def test_a_known_number_does_not_tell_of_someone_hidden(hidden, register, team):
    facts = {"team": team} | {key: value or TeamFactory() for key, value in hidden.items()}
    PersonFactory(first_name="Hemmelig", reference="U77777", **facts, **cpr_fields(CPR))
    with pytest.raises(Refused) as refusal:
        register(first_name="Ida", cpr=CPR)
    assert refusal.value.message == "CPR-nummeret er allerede kendt; spørg din teamleder."


def test_someone_met_on_the_street_has_a_first_contact(worker, team):
    person = register_met(
        by=worker, at=NOW, team=team, alias="Den røde hue", met_at=NOW - timedelta(hours=14), place="Kofoeds Kælder"
    )
    contact = Contact.objects.get(people=person)
    assert (person.is_anonymous, person.first_met_on) == (True, date(2025, 6, 3))
    assert (contact.kind, contact.outcome, contact.note) == ("outreach", ContactOutcome.REACHED, "Kofoeds Kælder")


def test_no_one_is_registered_when_the_meeting_is_refused(worker, team):
    with pytest.raises(Refused):
        register_met(by=worker, at=NOW, team=team, alias="X", met_at=NOW + timedelta(hours=1), place="Her")
    assert Person.objects.count() == 0


def test_the_name_comes_later(worker, team):
    person = PersonFactory(team=team, first_name="", last_name="", alias="Hue", birth_date=None)
    change_person(by=worker, at=NOW, person=person, version=1, first_name="Ida", last_name="Sø", cpr=CPR)
    person.refresh_from_db()
    assert (person.first_name, person.is_anonymous, person.search_name, person.version) == (
        "Ida",
        False,
        "ida soe hue ida so hue",
        2,
    )
    event = AuditEvent.objects.get()
    assert (event.action, event.facts) == (AuditAction.CHANGED, {"fields": ["first_name", "last_name", "cpr"]})


def test_an_empty_number_leaves_the_number_and_nothing_changed_leaves_no_trace(worker, team):
    person = PersonFactory(team=team, phone="12345678", **cpr_fields(CPR))
    change_person(by=worker, at=NOW, person=person, cpr="", phone="12345678")
    change_person(by=worker, at=NOW, person=person, cpr="610304-4233")
    person.refresh_from_db()
    assert (person.version, AuditEvent.objects.count(), decrypt_cpr(person.cpr_encrypted)) == (1, 0, CPR)


def test_protecting_someone_out_of_ones_own_sight_is_accepted_first(worker, team):
    """Two still see: a colleague with the right, and the own worker, who sits in another team."""
    person = PersonFactory(team=team)
    MembershipFactory(team=team, sees_restricted=True)
    AssignmentFactory(enrolment=EnrolmentFactory(person=person), worker=staff())
    facts = {"by": worker, "at": NOW, "person": person, "is_restricted": True}
    with pytest.raises(Refused, match="2 andre") as refusal:
        change_person(**facts)
    person.refresh_from_db()
    assert (refusal.value.field, person.is_restricted, AuditEvent.objects.count()) == (
        "accepts_losing_sight",
        False,
        0,
    )
    assert change_person(**facts, accepts_losing_sight=True).is_restricted


def test_the_own_worker_protects_without_being_asked(worker, team):
    person = PersonFactory(team=team)
    AssignmentFactory(enrolment=EnrolmentFactory(person=person), worker=worker)
    assert change_person(by=worker, at=NOW, person=person, is_restricted=True).is_restricted


def test_a_stale_change_is_refused_with_the_current_person(worker, team):
    person = PersonFactory(team=team)
    change_person(by=worker, at=NOW, person=person, version=1, phone="11")
    with pytest.raises(Stale) as refusal:
        change_person(by=worker, at=NOW, person=person, version=1, phone="22")
    assert refusal.value.current.phone == "11"


def test_the_database_keeps_number_and_hash_together_and_needs_a_name():
    for broken in ({"cpr_hash": "x" * 64}, {"first_name": "", "alias": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonFactory(**broken)


# Searching


@pytest.fixture
def known(team):
    names = [
        ("Åse", "Kjær"),
        ("Mikkel", "Aagaard"),
        ("Nguyễn", "Thị Hương"),
        ("Muhammed", "Şahin"),
        ("Søren", "Nørskov"),
    ]
    return [PersonFactory(team=team, first_name=first, last_name=last) for first, last in names]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("åse", ["Åse Kjær"]),
        ("aase", ["Åse Kjær"]),
        ("KJÆR", ["Åse Kjær"]),
        ("kjaer åse", ["Åse Kjær"]),
        ("ågård", ["Mikkel Aagaard"]),
        ("nguyen", ["Nguyễn Thị Hương"]),
        ("huong", ["Nguyễn Thị Hương"]),
        ("muhamed", ["Muhammed Şahin"]),
        ("mohamed", ["Muhammed Şahin"]),
        ("mohamed sören", []),
        ("sor", ["Søren Nørskov"]),
        ("Sahin", ["Muhammed Şahin"]),
        ("thị  HƯƠNG", ["Nguyễn Thị Hương"]),
        ("%", []),
        ("\u0301", []),
        ("soeren", ["Søren Nørskov"]),
        ("nørsk", ["Søren Nørskov"]),
        ("xyz", []),
    ],
)
def test_a_search_forgives_spelling(text, found, known):
    assert [person.name for person in Person.objects.matching(text)] == found


def test_every_letter_is_found_by_itself_and_by_its_plain_one(team):
    """Both the letter and what people type for it find a name in the database, whichever of them stands there."""
    for number, (letter, plain) in enumerate(EVERY):
        for spelling in (letter, plain):
            PersonFactory(team=team, reference=f"L{number:03}{spelling}", first_name=f"Qv{spelling}rt", last_name="Xo")
    found = {}
    for letter, plain in EVERY:
        for typed in (letter, letter.upper(), plain):
            hits = Person.objects.matching(f"qv{typed}rt").values_list("first_name", flat=True)
            found[letter, typed] = {f"Qv{letter}rt", f"Qv{plain}rt"} - set(hits)
    assert {key: missing for key, missing in found.items() if missing} == {}


def test_a_reference_finds_its_person(known):
    assert list(Person.objects.matching(known[1].reference.lower())) == [known[1]]


def test_names_stand_in_danish_order(team):
    for last in ("Åberg", "Aagaard", "Ærø", "Østergaard", "Zeuthen", "Andersen", "Şen", "Sahin", "İnce"):
        PersonFactory(team=team, first_name="Bo", last_name=last)
    order = [person.last_name for person in Person.objects.in_danish_order()]
    assert order == ["Andersen", "İnce", "Sahin", "Şen", "Zeuthen", "Ærø", "Østergaard", "Åberg", "Aagaard"]


def test_the_database_sorts_as_the_rule_does(team):
    """Every letter once, and words that end where others go on."""
    names = [f"Holm{letter}" for letter, _plain in EVERY] + ["Holm", "Holm Bo", "Holm-Bo", "Holma", "Holm'a"]
    for name in names:
        PersonFactory(team=team, first_name="", last_name=name, alias=name)
    order = Person.objects.in_danish_order().values_list("sort_name", flat=True)
    assert list(order) == sorted(sort_key(name, name) for name in names)


# Likely the same


def test_the_likeliest_stands_first(team):
    name_only = PersonFactory(team=team, first_name="Muhamed", last_name="Yilmaz", birth_date=date(2001, 1, 1))
    both = PersonFactory(team=team, first_name="Mohammad", last_name="Yilmaz", birth_date=date(2003, 5, 6))
    born = PersonFactory(team=team, first_name="Karla", last_name="Holm", birth_date=date(2003, 5, 6))
    number = PersonFactory(team=team, first_name="Xenia", last_name="Qvist", **cpr_fields(CPR))
    PersonFactory(team=team, first_name="Villads", last_name="Bech", birth_date=date(1999, 9, 9))
    alike = Person.objects.alike(
        name="Muhammed Yilmaz", birth_date=date(2003, 5, 6), cpr_hash=cpr_fields(CPR)["cpr_hash"]
    )
    assert next(iter(alike)) == number
    assert set(alike) == {number, both, born, name_only}


def test_a_name_that_sounds_the_same_is_likely_the_same(team):
    heard = PersonFactory(team=team, first_name="Kristian", last_name="Petersen")
    PersonFactory(team=team, first_name="Kristian", last_name="Holm")
    assert list(Person.objects.alike(name="Chresten Pedersen")) == [heard]


def test_a_word_too_short_to_be_heard_leaves_it_to_the_spelling(team):
    PersonFactory(team=team, first_name="Kristian", last_name="Petersen")
    spelt = PersonFactory(team=team, first_name="Bo", last_name="Pedersen")
    assert list(Person.objects.alike(name="Bo Pedersen")) == [spelt]


def test_letters_and_phone_numbers_make_people_alike(team):
    isik = PersonFactory(team=team, first_name="Işık", last_name="Kılıç", phone="20 12 34 56")
    PersonFactory(team=team, first_name="Bo", last_name="Holm", phone="20 12 34 57")
    assert list(Person.objects.alike(name="Isik Kilic")) == [isik]
    assert list(Person.objects.alike(phone="+4520123456")) == [isik]
    assert list(Person.objects.alike(name="Eva Lund", phone="004520123456")) == [isik]


def test_nothing_known_finds_no_one(known):
    assert list(Person.objects.alike()) == []


def test_the_date_of_birth_stays_that_of_the_number_whichever_is_typed_later(register, worker):
    person = register(first_name="Ida", cpr=CPR)
    with pytest.raises(Refused, match="passer ikke til det gemte CPR-nummer") as refusal:
        change_person(by=worker, at=NOW, person=person, birth_date=date(1999, 1, 1))
    assert refusal.value.field == "birth_date"
    with pytest.raises(Refused) as refusal:
        change_person(by=worker, at=NOW, person=person, cpr="610504-4231")
    assert refusal.value.field == "birth_date"
    changed = change_person(by=worker, at=NOW, person=person, cpr="610504-4231", birth_date=date(2004, 5, 1))
    assert changed.birth_date == date(2004, 5, 1)
    assert change_person(by=worker, at=NOW, person=changed, birth_date=None).birth_date == date(2004, 5, 1)
