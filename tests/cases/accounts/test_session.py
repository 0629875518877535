"""The session: how long it lasts, what ends it, and the language it speaks."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from cases.drafts.tasks import drop_ended_sessions
from cases.staff.models import User
from tests.clock import NOW
from tests.factories.cases import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

SECRET = "en lang sætning om havet"


def is_in(client: Client) -> bool:
    return client.post("/session/keep").status_code == 204


def test_eight_hours_without_use_end_it_and_not_a_second_less(client, clock):
    client.force_login(staff())
    assert is_in(client)
    clock.shift(timedelta(hours=7, minutes=59, seconds=59))
    assert is_in(client)
    clock.shift(timedelta(hours=8, minutes=1))
    assert not is_in(client)


def test_every_request_begins_the_eight_hours_anew(client, clock):
    client.force_login(staff())
    for _ in range(2):
        clock.shift(timedelta(hours=7, minutes=59))
        assert is_in(client)
    assert Session.objects.get().expire_date == NOW + timedelta(hours=23, minutes=59)


def test_the_second_page_of_a_minute_leaves_the_end_where_it_is(client, clock):
    """A session lasts a minute longer than it promises, so that not every page has to write."""
    client.force_login(staff())
    clock.shift(timedelta(minutes=1))
    assert is_in(client)
    assert Session.objects.get().expire_date == NOW + timedelta(hours=8, minutes=1)
    clock.shift(timedelta(seconds=1))
    assert is_in(client)
    assert Session.objects.get().expire_date == NOW + timedelta(hours=8, minutes=2, seconds=1)


def test_the_page_tells_how_long_it_lasts(client):
    client.force_login(staff())
    page = client.get("/my-day/").content.decode()
    assert f'<meta name="session-seconds" content="{django_settings.SESSION_COOKIE_AGE + 60}">' in page
    assert '<meta name="session-keep" content="/session/keep">' in page


def test_keeping_it_is_a_post_that_answers_nothing(client):
    client.force_login(staff())
    assert client.get("/session/keep").status_code == 405
    answer = client.post("/session/keep")
    assert (answer.status_code, answer.content) == (204, b"")


def test_it_needs_a_token_against_forged_requests():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff())
    assert strict.post("/session/keep").status_code == 403


def test_a_new_password_ends_every_other_session():
    user = staff(password=SECRET)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(user)
    new = "en anden sætning om bjergene"
    here.post("/account/password/change/", {"oldpassword": SECRET, "password1": new, "password2": new})
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_page_under_way_does_not_bring_the_ended_session_back(rf):
    """The browser would hold the old number instead of the new one: logged out, with a session nobody can end."""
    user, here, new = staff(password=SECRET), Client(), "en anden sætning om bjergene"
    here.force_login(user)

    def under_way(request):
        assert request.session[SESSION_KEY] == str(user.pk)
        here.post("/account/password/change/", {"oldpassword": SECRET, "password1": new, "password2": new})
        return HttpResponse()

    request = rf.get("/my-day/")
    request.COOKIES[django_settings.SESSION_COOKIE_NAME] = here.session.session_key
    assert django_settings.SESSION_COOKIE_NAME not in SessionMiddleware(under_way)(request).cookies
    assert is_in(here)


def test_a_cookie_with_an_end_lasts_as_long_as_its_session(client, clock):
    """Whoever came in through the municipality's sign-in has one."""
    client.force_login(staff())
    clock.shift(timedelta(minutes=2))
    assert is_in(client)
    lasts = Session.objects.get().expire_date - NOW - timedelta(minutes=2)
    assert client.cookies[django_settings.SESSION_COOKIE_NAME]["max-age"] == lasts.total_seconds()


def test_signing_in_changes_the_sessions_number():
    """A number planted in the browser beforehand opens nothing afterwards."""
    UserFactory(email="fixed@example.org", password=SECRET)
    client = Client(REMOTE_ADDR="10.8.0.1")
    engine = import_module(django_settings.SESSION_ENGINE)
    planted = engine.SessionStore()
    planted["x"] = 1
    planted.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = planted.session_key
    client.post("/account/login/", {"login": "fixed@example.org", "password": SECRET})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value not in {"", planted.session_key}


def test_closing_the_browser_ends_it():
    UserFactory(email="shared.desk@example.org", password=SECRET)
    client = Client(REMOTE_ADDR="10.8.0.2")
    client.post("/account/login/", {"login": "shared.desk@example.org", "password": SECRET})
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


def test_sessions_that_ended_are_removed_every_night(client, clock):
    Client().force_login(staff())
    clock.shift(timedelta(hours=5))
    client.force_login(staff())
    clock.shift(timedelta(hours=5))
    drop_ended_sessions()
    assert [row.session_key for row in Session.objects.all()] == [client.session.session_key]


# Language


def test_the_chosen_language_is_remembered_and_found_again_in_another_browser():
    user = staff(email="two.languages@example.org", password=SECRET)
    client = Client(REMOTE_ADDR="10.8.0.3")
    client.force_login(user)
    assert 'lang="da"' in client.get("/my-day/").content.decode()
    client.post("/language/", {"language": "en", "next": "/my-day/"})
    assert User.objects.get(pk=user.pk).language == "en"
    other = Client(REMOTE_ADDR="10.8.0.4")
    other.post("/account/login/", {"login": "two.languages@example.org", "password": SECRET})
    assert 'lang="en"' in other.get("/my-day/").content.decode()


@pytest.mark.parametrize(("language", "kept"), [("xx", "da"), ("", "da"), ("en", "en")])
def test_only_a_language_of_the_house_is_remembered(client, language, kept):
    user = staff()
    client.force_login(user)
    client.post("/language/", {"language": language})
    assert User.objects.get(pk=user.pk).language == kept


def test_a_visitor_switches_the_language_of_the_sign_in_page(client):
    client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert 'lang="en"' in client.get("/account/login/").content.decode()


def test_switching_leads_to_no_other_house(client):
    assert client.post("/language/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"
