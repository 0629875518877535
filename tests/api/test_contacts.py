"""Logging a contact from another program: the same action, the same refusals, the same contact only once."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.api.requests import LARGEST_BODY, MOST_NAMED
from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.models import Contact
from cases.contacts.rules import MOST_PEOPLE
from cases.staff.codes import Role
from cases.teams.models import Membership
from tests.api.conftest import client_of
from tests.factories.cases import ContactFactory, PersonFactory, TeamFactory, staff

pytestmark = pytest.mark.servers
CONTACTS = "/api/v1/contacts/"
UNKNOWN = "There is no such field. There is: people, happened_at, kind, outcome, minutes, note, client_key, confirm."


def body(*references: str, **changed: object) -> dict[str, object]:
    return {
        "people": list(references), "happened_at": "2025-06-02T10:00:00+02:00", "kind": "visit", "outcome": "reached",
        "minutes": 40, "note": "Talked.", **changed,
    }  # fmt: skip


def test_a_contact_is_logged_in_the_users_own_name(case):
    worker = case.users[Role.CASEWORKER]
    response = client_of(worker).post(CONTACTS, body("A10000"), format="json")
    contact = Contact.objects.get(pk=response.json()["id"])
    assert response.status_code == 201
    assert response.json() == {
        "id": contact.pk, "people": ["A10000"], "worker": worker.name, "happened_at": "2025-06-02T10:00:00+02:00",
        "kind": "visit", "outcome": "reached", "minutes": 40, "note": "Talked.", "withdrawn_at": None,
        "registered_at": "2025-06-04T10:00:00+02:00", "version": 1,
    }  # fmt: skip
    assert contact.by == worker
    assert AuditEvent.objects.get(action=AuditAction.CREATED).person == case.person


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": []}, "people"),
        ({"people": "A10000"}, "people"),
        ({"people": [10000]}, "people"),
        ({"people": ["A10000\x00"]}, "people"),
        ({"people": [f"A{n}" for n in range(MOST_PEOPLE + 1)]}, "people"),
        ({"people": [f"A{n}" for n in range(4000)]}, "people"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"happened_at": "2025-06-02"}, "happened_at"),
        ({"happened_at": "2025-06-02T10:00:00"}, "happened_at"),
        ({"kind": "seance"}, "kind"),
        ({"outcome": "yes"}, "outcome"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": 10**20}, "minutes"),
        ({"minutes": "40"}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"note": "x" * 20_001}, "note"),
        ({"note": "\x00"}, "note"),
        ({"note": 5}, "note"),
        ({"client_key": "1"}, "client_key"),
        ({"client_key": 1}, "client_key"),
        ({"notes": "Talked."}, "notes"),
    ],
)
def test_bad_input_is_named_by_field(case, changed, field):
    response = client_of(case.users[Role.CASEWORKER]).post(CONTACTS, body("A10000") | changed, format="json")
    assert (response.status_code, list(response.json())) == (400, [field])
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": ["A10000", "NOBODY"]}, "people"),
        ({"happened_at": "2999-01-01T10:00:00Z"}, "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "happened_at"),
    ],
)
def test_what_the_rules_refuse_is_a_conflict(case, changed, field):
    """The request is as described, and a program that sent it need not be mended."""
    response = client_of(case.users[Role.CASEWORKER]).post(CONTACTS, body("A10000") | changed, format="json")
    assert (response.status_code, list(response.json())) == (409, [field])
    assert Contact.objects.count() == 1


def test_a_body_longer_than_any_contact_is_not_read(case):
    response = client_of(case.users[Role.CASEWORKER]).post(
        CONTACTS, b"[" + b" " * LARGEST_BODY + b"]", content_type="application/json"
    )
    assert response.status_code == 413


def test_the_longest_note_in_its_longest_writing_is_taken(case):
    """A character beyond the first plane takes twelve bytes when it is spelt out."""
    response = client_of(case.users[Role.CASEWORKER]).post(
        CONTACTS, json.dumps(body("A10000", note="\U0001f600" * 20_000)), content_type="application/json"
    )
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"people": [1] * 100_000}, {"people": ["At most 50 young people."]}),
        ({"confirm": [1] * 80_000}, {"confirm": ["At most 2 in this list."]}),
        ({f"{n}": 1 for n in range(20_000)}, {f"{n}": [UNKNOWN] for n in range(MOST_NAMED)}),
    ],
    ids=["people", "confirm", "unknown fields"],
)
def test_what_is_too_much_is_not_looked_at_piece_by_piece(case, sent, said):
    """Each piece would cost time, and be answered with a message of its own: seconds and megabytes for one request."""
    client, english = client_of(case.users[Role.CASEWORKER]), {"Accept-Language": "en"}
    response = client.post(CONTACTS, body("A10000") | sent, format="json", headers=english)
    assert (response.status_code, response.json()) == (400, said)


def test_many_young_people_cost_the_database_as_many_questions_as_one(case):
    """Who they are is asked once for all of them; and not at all where they are more than a contact can have."""
    counts = []
    for number in (1, MOST_PEOPLE):
        people = [PersonFactory(reference=f"C{number}-{n}", team=case.team).reference for n in range(number)]
        client = client_of(case.users[Role.CASEWORKER])
        with CaptureQueriesContext(connection) as queries:
            assert client.post(CONTACTS, body(*people), format="json").status_code == 201
        counts.append(len(queries))
    assert counts == [13, 13]
    with CaptureQueriesContext(connection) as queries:
        client.post(CONTACTS, body(*(f"A{n}" for n in range(4000))), format="json")
    assert not any("cases_person" in query["sql"] for query in queries)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
def test_a_body_that_is_no_json_is_of_the_wrong_kind(case, kind):
    sent = b"--x\r\nContent-Disposition: form-data; name=kind\r\n\r\nvisit\r\n--x--\r\n"
    response = client_of(case.users[Role.CASEWORKER]).post(CONTACTS, sent, content_type=kind)
    assert (response.status_code, response.json()) == (415, {"detail": "Send JSON."})


def test_a_body_that_is_no_object_is_refused(case):
    client = client_of(case.users[Role.CASEWORKER])
    assert client.post(CONTACTS, [1], format="json").status_code == 400
    assert client.post(CONTACTS, b"{", content_type="application/json").status_code == 400
    assert client.post(CONTACTS, b"a=b", content_type="text/plain").status_code == 415


def test_a_young_person_out_of_reach_is_as_unknown_as_one_who_is_not_there(case):
    """Another team's, and a protected one of the own team: the answer does not tell them apart."""
    client = client_of(case.users[Role.CASEWORKER])
    PersonFactory(reference="B1", team=TeamFactory())
    PersonFactory(reference="B2", team=case.team, is_restricted=True)
    answers = [client.post(CONTACTS, body(reference), format="json").json() for reference in ("B1", "B2", "B3")]
    assert [
        str(answer).replace(reference, "") for answer, reference in zip(answers, ("B1", "B2", "B3"), strict=True)
    ] == [str(answers[2]).replace("B3", "")] * 3


def test_the_same_key_twice_gives_the_same_contact_once(case):
    client, sent = client_of(case.users[Role.CASEWORKER]), body("A10000", client_key=str(uuid4()))
    first, second = (client.post(CONTACTS, sent, format="json") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Contact.objects.filter(client_key=sent["client_key"]).count() == 1


def test_the_same_key_with_other_facts_is_refused(case):
    client, sent = client_of(case.users[Role.CASEWORKER]), body("A10000", client_key=str(uuid4()))
    client.post(CONTACTS, sent, format="json")
    response = client.post(CONTACTS, sent | {"note": "Something else."}, format="json")
    assert (response.status_code, list(response.json())) == (409, ["client_key"])


def test_a_yes_to_what_was_not_sent_confirms_nothing(case):
    sent = body("A10000", confirm=["minutes"])
    del sent["minutes"]
    response = client_of(case.users[Role.CASEWORKER]).post(CONTACTS, sent, format="json")
    assert (response.status_code, Contact.objects.get(pk=response.json()["id"]).confirmed) == (201, [])


@pytest.mark.django_db(transaction=True)
def test_two_phones_that_try_at_once_log_one_contact():
    """Four requests with one key on connections of their own: one 201, three 200, one row."""
    team = TeamFactory()
    worker = staff(Role.CASEWORKER, team=team)
    PersonFactory(reference="A1", team=team)
    sent = body("A1", client_key=str(uuid4()))

    def send(_: int) -> tuple[int, int]:
        try:
            response = client_of(worker).post(CONTACTS, sent, format="json")
            return response.status_code, response.json()["id"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert sorted(code for code, _pk in answers) == [200, 200, 200, 201]
    assert {pk for _code, pk in answers} == set(Contact.objects.values_list("pk", flat=True))


def test_a_note_about_others_too_is_left_out(case):
    """A group contact with someone the reader may not see: the note may speak of both, the other stays unnamed."""
    other = PersonFactory(reference="B1", team=TeamFactory())
    group = ContactFactory(people=[case.person, other], note="Both of them.", by=staff(Role.CASEWORKER))
    for url, pick in ((f"{CONTACTS}{group.pk}/", lambda data: data), (CONTACTS, lambda data: data["results"][0])):
        shown = pick(client_of(case.users[Role.CASEWORKER]).get(url).json())
        assert (shown["id"], shown["people"], shown["note"]) == (group.pk, ["A10000"], None)
    # Nor does a filter tell that the other took part.
    assert client_of(case.users[Role.CASEWORKER]).get(CONTACTS, {"person": "B1"}).json()["count"] == 0
    author = group.by
    assert client_of(author).get(f"{CONTACTS}{group.pk}/").status_code == 404
    Membership.objects.filter(user=author).update(team=other.team)
    own = client_of(author).get(f"{CONTACTS}{group.pk}/").json()
    assert (own["people"], own["note"]) == (["B1"], "Both of them.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "A10000"}, 1),
        ({"person": "B1"}, 0),
        ({"kind": "phone"}, 0),
        ({"kind": "meeting", "outcome": "reached"}, 1),
        ({"happened_from": "2025-06-04", "happened_to": "2025-06-04"}, 1),
        ({"happened_from": "2025-06-05"}, 0),
    ],
)
def test_contacts_are_narrowed_down(case, query, found):
    """The one contact is a meeting on 4 June 2025."""
    assert client_of(case.users[Role.LEAD]).get(CONTACTS, query).json()["count"] == found


@pytest.mark.parametrize("query", [{"kind": "seance"}, {"happened_from": "02.06.2025"}, {"person": "x" * 61}])
def test_a_bad_filter_is_bad_input(case, query):
    assert client_of(case.users[Role.LEAD]).get(CONTACTS, query).status_code == 400


def test_a_contact_that_happens_later_today_is_refused_with_the_pages_own_words(case):
    client = client_of(case.users[Role.CASEWORKER])
    response = client.post(
        CONTACTS,
        body("A10000", happened_at="2025-06-04T11:00:00+02:00"),
        format="json",
        headers={"Accept-Language": "en"},
    )
    assert response.json() == {"happened_at": ["That is in the future. Choose when the contact took place."]}
