"""A second factor that its owner has lost: taken away by an administrator, with a reason, and its owner is told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from cases.accounts.actions import remove_second_factor
from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.staff.codes import Role
from cases.staff.models import User
from tests.clock import NOW
from tests.factories.cases import staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

WHY = "Telefonen er tabt; jeg har talt med hende på kontoret."


@pytest.fixture
def owner() -> User:
    user = staff(Role.CASEWORKER, email="owner@example.org")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(staff(Role.ADMINISTRATOR, name="Anders Admin"))
    return client


def path(user: User) -> str:
    return f"/administration/users/{user.pk}/second-factor/"


def test_it_is_taken_away_with_a_reason_and_the_owner_is_told(inside, owner):
    page = inside.get(f"/administration/users/{owner.pk}/").content.decode()
    assert path(owner) in page
    assert inside.post(path(owner), {"why": WHY})["Location"] == f"/administration/users/{owner.pk}/"
    assert not Authenticator.objects.filter(user=owner).exists()
    event = AuditEvent.objects.filter(action=AuditAction.RIGHTS_CHANGED).latest("pk")
    assert (event.by.name, event.facts) == ("Anders Admin", {"second_factor_removed": True})
    (message,) = mail.outbox
    assert message.to == ["owner@example.org"]
    assert "totrinslogin" in message.body
    assert WHY not in message.body
    page = inside.get(f"/administration/users/{owner.pk}/").content.decode()
    assert WHY in page
    assert path(owner) not in page


def test_its_owners_sessions_end_and_those_of_others_do_not(inside, owner):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(owner)
    colleague = Client()
    colleague.force_login(staff(Role.CASEWORKER))
    inside.post(path(owner), {"why": WHY})
    assert [browser.get("/my-day/").status_code for browser in (*browsers, colleague, inside)] == [302, 302, 200, 403]


def test_a_reason_is_asked_for(inside, owner):
    answer = inside.post(path(owner), {"why": " "})
    assert "Skriv, hvorfor totrinslogin fjernes." in answer.content.decode()
    assert Authenticator.objects.filter(user=owner).count() == 2


def test_nobody_takes_away_the_own(client):
    administrator = staff(Role.ADMINISTRATOR)
    TOTP.activate(administrator, generate_totp_secret())
    client.force_login(administrator)
    assert path(administrator) not in client.get(f"/administration/users/{administrator.pk}/").content.decode()
    answer = client.post(path(administrator), {"why": WHY})
    assert "Spørg en anden administrator." in answer.content.decode()
    assert Authenticator.objects.filter(user=administrator).exists()


def test_only_an_administrator_does_it(client, owner):
    client.force_login(staff(Role.LEAD))
    assert client.post(path(owner), {"why": WHY}).status_code == 403
    assert Authenticator.objects.filter(user=owner).exists()


def test_where_there_is_none_nothing_is_taken_away():
    with pytest.raises(Refused):
        remove_second_factor(by=staff(Role.ADMINISTRATOR), at=NOW, user=staff(Role.LEAD), why=WHY)
