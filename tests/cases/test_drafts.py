"""Drafts: what is typed survives a lost login and a stopped server, stays private, and goes when it is done."""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from cases.actions.drafts import drop_stale_drafts, save_draft
from cases.enums import Role
from cases.models import Draft
from cases.tasks import drop_stale_drafts as task
from tests.clock import NOW
from tests.factories.cases import PersonFactory, UserFactory, staff

pytestmark = pytest.mark.servers
URL = "/drafts/contact/"


@pytest.fixture
def worker(db):
    return staff()


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def send(client, fields, url=URL, **headers):
    return client.post(url, json.dumps({"fields": fields}), "application/json", headers=headers)


def test_the_latest_text_replaces_the_earlier(page, worker):
    assert send(page, {"note": "Halvt"}).status_code == 204
    assert send(page, {"note": "Halvt skrevet", "people": ["U00001", "U00002"]}).status_code == 204
    draft = Draft.objects.get()
    assert (draft.user, draft.key) == (worker, "contact")
    assert draft.fields == {"note": "Halvt skrevet", "people": ["U00001", "U00002"]}


def test_a_draft_survives_logging_out_and_in(page, worker):
    person = PersonFactory(team=worker.memberships.get().team)
    send(page, {"note": "Halvt skrevet"}, f"/drafts/contact:{person.reference}/")
    page.logout()
    page.force_login(worker)
    assert "Halvt skrevet" in page.get("/contacts/new/", {"person": person.reference}).content.decode()


def test_a_draft_is_private(page, worker):
    Draft.objects.create(user=staff(team=worker.memberships.get().team), key="contact", fields={"note": "En andens"})
    assert "En andens" not in page.get("/contacts/new/").content.decode()
    assert "/contacts/new/" not in [draft.url for draft in page.get("/my-day/").context["unfinished"]]
    page.post(f"{URL}drop/")
    assert Draft.objects.count() == 1


def test_a_lost_login_is_said_in_a_way_a_script_understands(client, db):
    response = send(client, {"note": "x"}, **{"X-Requested-With": "fetch"})
    assert (response.status_code, response.json()) == (401, {"detail": "login"})
    assert Draft.objects.count() == 0


def test_the_csrf_token_is_asked_for(worker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    assert send(client, {"note": "x"}).status_code == 403
    client.get("/contacts/new/")
    token = client.cookies["csrftoken"].value
    assert send(client, {"note": "x"}, **{"X-CSRFToken": token}).status_code == 204


def test_a_user_without_a_role_keeps_no_drafts(client, db):
    client.force_login(UserFactory())
    assert send(client, {"note": "x"}).status_code == 403


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMINISTRATOR])
def test_every_role_keeps_drafts_of_its_own_forms(client, db, role):
    client.force_login(staff(role))
    assert send(client, {"note": "x"}, "/drafts/organisation/").status_code == 204


@pytest.mark.parametrize(
    "key", ["Contact", "contact:", "contact:a:b", "contact:æ", "x" * 80, "1", "contact:" + "a" * 41]
)
def test_a_key_of_another_shape_is_not_there(page, key):
    assert send(page, {}, f"/drafts/{key}/").status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"fields": 1}', '{"fields": {"note": 1}}', '{"fields": {"a": {}}}'])
def test_anything_but_a_draft_is_refused(page, body):
    assert page.post(URL, body, "application/json").status_code == 400
    assert Draft.objects.count() == 0


def test_a_draft_holds_at_most_64_kilobytes(page):
    room = 64 * 1024 - len(json.dumps({"fields": {"note": ""}}))
    assert send(page, {"note": "x" * (room + 1)}).status_code == 413
    assert send(page, {"note": "x" * room}).status_code == 204


def test_signs_that_the_database_cannot_hold_do_no_harm(page):
    assert page.post(URL, r'{"fields": {"note": "a\u0000b\ud800c 🏠"}}', "application/json").status_code == 204
    assert Draft.objects.get().fields == {"note": "ab?c 🏠"}


def test_start_over_throws_the_text_away_and_opens_the_form(page):
    send(page, {"note": "x"})
    assert page.get(f"{URL}drop/").status_code == 405
    assert page.post(f"{URL}drop/", {"next": "/contacts/new/?person=U00001"}).url == "/contacts/new/?person=U00001"
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "", "foo", "cases:person"])
def test_start_over_leads_nowhere_else(page, target):
    assert page.post(f"{URL}drop/", {"next": target}).url == "/"


def test_drafts_nobody_touched_for_30_days_are_removed(worker):
    for key, days in (("contact", 31), ("handover", 30)):
        save_draft(by=worker, at=NOW - timedelta(days=days), key=key, fields={})
    assert drop_stale_drafts(at=NOW) == 1
    assert list(Draft.objects.values_list("key", flat=True)) == ["handover"]


def test_the_nightly_task_removes_them(worker):
    save_draft(by=worker, at=NOW - timedelta(days=31), key="contact", fields={})
    assert task() == 1


@pytest.mark.django_db(transaction=True)
def test_two_connections_saving_at_once_keep_one_draft():
    worker = staff()
    start, faults = Barrier(2), []

    def save(text):
        try:
            start.wait()
            save_draft(by=worker, at=NOW, key="contact", fields={"note": text})
        except Exception as error:  # noqa: BLE001  shown below
            faults.append(error)
        finally:
            connection.close()

    threads = [Thread(target=save, args=(text,)) for text in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, Draft.objects.count()) == ([], 1)
