"""A new key for CPR numbers: every copy of every number is put under it, and then the old key can go."""

import re
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from cases.audit.models import AuditEvent
from cases.drafts.actions import save_draft
from cases.people.actions import change_person, reencrypt_cpr_numbers
from cases.people.cpr import decrypt_cpr, encrypt_cpr, hash_cpr
from cases.people.models import Person
from tests.clock import NOW
from tests.factories.cases import PersonFactory, UserFactory, cpr_fields

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
NUMBERS = ("6101045678", "6201045670", "6301045671")
EARLIER = "6401045672"
TOKEN = re.compile(r"gAAAA[\w-]{20,}=*")  # how everything begins that Fernet encrypts


@pytest.fixture
def old_key(settings):
    """Three people with a number, one of whom had another one earlier, and one without."""
    settings.CPR_KEYS = [Fernet.generate_key().decode()]
    with_two = PersonFactory(**cpr_fields(EARLIER))
    Person.objects.filter(pk=with_two.pk).update(birth_date=None)
    change_person(by=UserFactory(), at=NOW + timedelta(hours=1), person=with_two, cpr=NUMBERS[0])
    for number in NUMBERS[1:]:
        PersonFactory(**cpr_fields(number))
    PersonFactory()
    end_transaction()
    return settings.CPR_KEYS[0]


@pytest.fixture(autouse=True)
def as_in_production():
    """The suite's own connections have the history half open, to clear away what a test has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hjemvej.opened_for = ''")


def end_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def rotate() -> str:
    out = StringIO()
    call_command("rotate_cpr", stdout=out)
    end_transaction()
    return out.getvalue()


def everything_encrypted() -> Counter[str]:
    """All that lies encrypted in any column of any table, read with the keys of today, and how often."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT to_jsonb(t)::text FROM {} AS t").format(sql.Identifier(table)))
            found.update(decrypt_cpr(token) for (row,) in cursor.fetchall() for token in TOKEN.findall(row))
    return found


def test_after_the_command_the_old_key_can_go(settings, old_key, monkeypatch):
    """Each number stands in its record and in the history; the earlier one of the first person in the history alone."""
    before = everything_encrypted()
    assert before == {EARLIER: 1, NUMBERS[0]: 2, NUMBERS[1]: 2, NUMBERS[2]: 2}
    monkeypatch.setattr("cases.people.actions.AT_A_TIME", 2)
    settings.CPR_KEYS = [new_key := Fernet.generate_key().decode(), old_key]
    assert rotate().startswith("3 CPR numbers, and 4 copies in the history, were put under the newest key.")
    settings.CPR_KEYS = [new_key]
    assert everything_encrypted() == before
    settings.CPR_KEYS = [old_key]
    with pytest.raises(InvalidToken):
        everything_encrypted()


def test_a_number_that_stands_in_the_history_alone_is_put_under_it_too(settings, old_key):
    Person.objects.filter(cpr_hash=hash_cpr(NUMBERS[2])).update(cpr_hash=None, cpr_encrypted="")
    end_transaction()
    before = everything_encrypted()
    settings.CPR_KEYS = [new_key := Fernet.generate_key().decode(), old_key]
    rotate()
    settings.CPR_KEYS = [new_key]
    assert everything_encrypted() == before == {EARLIER: 1, NUMBERS[0]: 2, NUMBERS[1]: 2, NUMBERS[2]: 1}


def test_a_copy_that_the_command_does_not_know_of_is_found(settings, old_key):
    """The test above looks into every column: a new place for a number cannot be forgotten."""
    save_draft(by=UserFactory(), at=NOW, key="contact", fields={"cpr": encrypt_cpr(NUMBERS[0])})
    settings.CPR_KEYS = [new_key := Fernet.generate_key().decode(), old_key]
    rotate()
    settings.CPR_KEYS = [new_key]
    with pytest.raises(InvalidToken):
        everything_encrypted()


def test_people_are_found_by_the_same_hash_and_nothing_else_changes(settings, old_key):
    people = set(Person.objects.values_list("pk", "cpr_hash", "version"))
    fields = [field.attname for field in Person.history.model._meta.concrete_fields if field.name != "cpr_encrypted"]
    history = list(Person.history.order_by("history_id").values_list(*fields))
    events = AuditEvent.objects.count()
    settings.CPR_KEYS = [Fernet.generate_key().decode(), old_key]
    rotate()
    assert set(Person.objects.values_list("pk", "cpr_hash", "version")) == people
    assert list(Person.history.order_by("history_id").values_list(*fields)) == history
    assert Person.objects.filter(cpr_hash=hash_cpr(NUMBERS[0])).count() == 1
    assert AuditEvent.objects.count() == events + 1
    assert AuditEvent.objects.latest("pk").facts == {"cpr_numbers_reencrypted": 3, "copies_reencrypted": 4}


def test_a_run_that_was_cut_short_is_taken_up_again(settings, old_key, monkeypatch):
    """Two people were dealt with before; the second run counts only what it changed, the third nothing."""
    monkeypatch.setattr("cases.people.actions.AT_A_TIME", 2)
    settings.CPR_KEYS = [Fernet.generate_key().decode(), old_key]
    reencrypt_cpr_numbers(by=None, at=NOW)
    assert rotate().startswith("1 CPR numbers, and 1 copies in the history")
    assert rotate().startswith("0 CPR numbers, and 0 copies in the history")


def test_a_key_taken_away_too_early_changes_nothing_and_is_said(settings, old_key):
    before = everything_encrypted()
    settings.CPR_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="put the old key back"):
        rotate()
    settings.CPR_KEYS = [old_key]
    assert everything_encrypted() == before
