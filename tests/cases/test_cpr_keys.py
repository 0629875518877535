"""A new key for CPR numbers: every number is put under it, and then the old key can go."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from cases.identity import decrypt_cpr, hash_cpr
from cases.models import AuditEvent, Person
from tests.factories.cases import PersonFactory, cpr_fields

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
NUMBERS = ("6101045678", "6201045670", "6301045671")


@pytest.fixture
def old_key(settings):
    settings.CPR_KEYS = [Fernet.generate_key().decode()]
    for number in NUMBERS:
        PersonFactory(**cpr_fields(number))
    PersonFactory()
    return settings.CPR_KEYS[0]


def numbers() -> set[str]:
    return {decrypt_cpr(person.cpr_encrypted) for person in Person.objects.exclude(cpr_encrypted="")}


def test_after_the_command_the_old_key_can_go(settings, old_key, monkeypatch):
    monkeypatch.setattr("cases.actions.cpr_keys.AT_A_TIME", 2)
    new_key = Fernet.generate_key().decode()
    settings.CPR_KEYS = [new_key, old_key]
    call_command("rotate_cpr")
    settings.CPR_KEYS = [new_key]
    assert numbers() == set(NUMBERS)
    settings.CPR_KEYS = [old_key]
    with pytest.raises(InvalidToken):
        numbers()


def test_people_are_found_by_the_same_hash_and_their_version_stays(settings, old_key):
    before = set(Person.objects.values_list("pk", "cpr_hash", "version"))
    settings.CPR_KEYS = [Fernet.generate_key().decode(), old_key]
    call_command("rotate_cpr")
    assert set(Person.objects.values_list("pk", "cpr_hash", "version")) == before
    assert Person.objects.filter(cpr_hash=hash_cpr(NUMBERS[0])).count() == 1
    assert AuditEvent.objects.get().facts == {"cpr_numbers_reencrypted": 3}


def test_a_key_taken_away_too_early_changes_nothing(settings, old_key):
    settings.CPR_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        call_command("rotate_cpr")
    settings.CPR_KEYS = [old_key]
    assert numbers() == set(NUMBERS)
