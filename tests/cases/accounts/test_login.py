"""Signing in: by e-mail, without telling who has an account, with limits on guessing and a second factor."""

from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.staff.codes import Role
from cases.staff.models import User
from tests.factories.cases import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

SECRET = "en lang sætning om havet"
ADDRESSES = (f"10.7.{number // 250}.{number % 250 + 1}" for number in count())


@pytest.fixture
def visitor() -> Client:
    """A browser at an address of its own, so that the limits of one test do not meet those of another."""
    return Client(REMOTE_ADDR=next(ADDRESSES))


def login(client: Client, email: str, password: str = SECRET) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def test_the_way_in_is_the_email_in_any_case(visitor):
    staff(email="worker.in@example.org", password=SECRET)
    assert login(visitor, "Worker.In@Example.org")["Location"] == "/"
    assert visitor.get("/", follow=False)["Location"] == reverse("cases:my_day")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor):
    UserFactory(email="known.one@example.org", password=SECRET)
    known, unknown = (
        login(visitor, email, "forkert forkert") for email in ("known.one@example.org", "nobody@example.org")
    )
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.context["form"].errors


def test_a_forgotten_password_gives_the_same_answer_and_no_mail_to_strangers(visitor):
    UserFactory(email="forgot@example.org", password=SECRET)
    answers = [
        visitor.post("/account/password/reset/", {"email": email})
        for email in ("forgot@example.org", "nobody@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/account/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [["forgot@example.org"]]


def test_a_mailbox_is_not_filled_from_many_addresses():
    UserFactory(email="flooded@example.org", password=SECRET)
    for _ in range(7):
        Client(REMOTE_ADDR=next(ADDRESSES)).post("/account/password/reset/", {"email": "flooded@example.org"})
    assert len(mail.outbox) == 5


def test_nobody_signs_up(visitor):
    form = {"email": "new@example.org", "password1": SECRET}
    answer = visitor.post("/account/signup/", form)
    assert not User.objects.filter(email="new@example.org").exists()
    assert "form" not in (answer.context or {})


def test_the_email_is_not_changed_by_its_owner(client):
    client.force_login(staff())
    assert client.get("/account/email/").status_code == 404
    assert client.post("/account/email/", {"email": "x@example.org", "action_add": ""}).status_code == 404


def test_a_closed_account_does_not_get_in(visitor):
    UserFactory(email="closed.one@example.org", password=SECRET, is_active=False)
    login(visitor, "closed.one@example.org")
    assert visitor.get("/")["Location"].startswith("/account/login/")


def test_guessing_is_stopped_where_it_is_done_and_the_owner_gets_in_from_elsewhere(visitor):
    """Five wrong passwords for one account from one address in five minutes; then the right one waits there too."""
    email = f"guessed.{next(ADDRESSES)}@example.org"
    UserFactory(email=email, password=SECRET)
    for _ in range(5):
        login(visitor, email, "forkert forkert")
    login(visitor, email)
    assert visitor.get("/")["Location"].startswith("/account/login/")
    elsewhere = Client(REMOTE_ADDR=next(ADDRESSES))
    login(elsewhere, email)
    assert elsewhere.get("/").status_code == 200


def test_a_password_set_anew_opens_where_guessing_had_been_stopped(visitor):
    email = f"reset.{next(ADDRESSES)}@example.org"
    UserFactory(email=email, password=SECRET)
    for _ in range(5):
        login(visitor, email, "forkert forkert")
    visitor.post("/account/password/reset/", {"email": email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = visitor.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": f"{SECRET} igen", "password2": f"{SECRET} igen"})
    login(visitor, email, f"{SECRET} igen")
    assert visitor.get("/").status_code == 200


def test_one_address_does_not_try_account_after_account(visitor):
    answers = [login(visitor, f"try{number}@example.org", "forkert forkert") for number in range(12)]
    refused = answers[-1]
    assert refused.status_code == 429 or refused.context["form"].errors != answers[0].context["form"].errors


@pytest.mark.parametrize("password", ["kort", "password1234", "anemone.hansen@example.org"])
def test_a_weak_password_is_refused(client, password):
    user = staff(email="anemone.hansen@example.org", password=SECRET)
    client.force_login(user)
    form = {"oldpassword": SECRET, "password1": password, "password2": password}
    assert client.post("/account/password/change/", form).status_code == 200
    user.refresh_from_db()
    assert user.check_password(SECRET)


def test_the_address_is_known_as_verified_so_that_a_second_factor_can_be_added(visitor):
    """The library refuses a second factor beside an unverified address."""
    user = staff(email="factor.two@example.org", password=SECRET)
    login(visitor, "factor.two@example.org")
    assert not EmailAddress.objects.filter(user=user, verified=False).exists()
    assert visitor.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    visitor.post("/account/reauthenticate/", {"password": SECRET})
    assert visitor.get("/account/2fa/totp/activate/").status_code == 200


# The second factor


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_with_a_second_factor_the_password_alone_opens_nothing(visitor):
    user = staff(email="two.steps@example.org", password=SECRET)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert login(visitor, "two.steps@example.org")["Location"] == "/account/2fa/authenticate/"
    assert visitor.get("/")["Location"].startswith("/account/login/")
    visitor.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert visitor.get("/")["Location"] == reverse("cases:my_day")


def test_a_role_that_needs_it_sets_it_up_first(client, settings):
    settings.REQUIRE_MFA = ["lead"]
    lead, worker = staff(Role.LEAD), staff(Role.CASEWORKER)
    client.force_login(worker)
    assert client.get("/my-day/").status_code == 200
    client.force_login(lead)
    assert client.get("/my-day/")["Location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/api/v1/people/")["Location"] == "/account/2fa/"
    TOTP.activate(lead, generate_totp_secret())
    assert client.get("/my-day/").status_code == 200
    assert Authenticator.objects.filter(user=lead).count() == 1


def test_until_then_the_way_out_stays_open(client, settings):
    settings.REQUIRE_MFA = ["lead"]
    client.force_login(staff(Role.LEAD))
    assert client.post("/session/keep").status_code == 204
    client.post("/account/logout/")
    assert client.get("/my-day/")["Location"].startswith("/account/login/")
