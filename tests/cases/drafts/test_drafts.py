"""Drafts: what is typed survives a lost login and a stopped server, stays private, and goes when it is done."""

import json
import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django import forms
from django.db import connection
from django.test import Client

from cases.drafts.actions import answer_in_draft, drop_stale_drafts, save_draft
from cases.drafts.models import Draft
from cases.drafts.tasks import drop_stale_drafts as task
from cases.drafts.views import has_free_text, restored, vault_of
from cases.people.forms import PersonSearchForm
from cases.staff.codes import Role
from cases.teams.models import Membership
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    UserFactory,
    staff,
)
from tests.factories.housing import StayFactory, SupportCaseFactory

URL = "/drafts/cases-contact-create/"


@pytest.fixture
def worker(db):
    return staff()


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def send(client, fields, url=URL, headers=None, **more):
    return client.post(url, json.dumps({"fields": fields} | more), "application/json", headers=headers)


def test_the_latest_text_replaces_the_earlier(page, worker):
    assert send(page, {"note": "Halvt"}).status_code == 204
    assert send(page, {"note": "Halvt skrevet", "people": ["U00001", "U00002"]}).status_code == 204
    draft = Draft.objects.get()
    assert (draft.user, draft.key) == (worker, "cases-contact-create")
    assert draft.fields == {"note": "Halvt skrevet", "people": ["U00001", "U00002"]}


def test_a_draft_survives_logging_out_and_in(page, worker):
    person = PersonFactory(team=worker.memberships.get().team)
    send(page, {"note": "Halvt skrevet"}, f"/drafts/cases-contact-create:{person.reference}/")
    page.logout()
    page.force_login(worker)
    assert "Halvt skrevet" in page.get("/contacts/new/", {"person": person.reference}).content.decode()


def test_a_draft_is_private(page, worker):
    Draft.objects.create(
        user=staff(team=worker.memberships.get().team), key="cases-contact-create", fields={"note": "En andens"}
    )
    assert "En andens" not in page.get("/contacts/new/").content.decode()
    assert "/contacts/new/" not in [draft.url for draft in page.get("/my-day/").context["unfinished"]]
    page.post(f"{URL}drop/")
    assert Draft.objects.count() == 1


def test_a_lost_login_is_said_in_a_way_a_script_understands(client, db):
    response = send(client, {"note": "x"}, headers={"X-Requested-With": "fetch"})
    assert (response.status_code, response.json()) == (401, {"detail": "login"})
    assert Draft.objects.count() == 0


def test_what_was_typed_on_a_page_of_somebody_else_is_not_kept(page, worker):
    """On a shared phone: one has been logged out in the middle of a form, another has logged in beside it."""
    owner = vault_of(worker).owner
    page.force_login(staff())
    assert send(page, {"note": "x"}, headers={"Draft-Owner": owner}).status_code == 401
    assert Draft.objects.count() == 0
    page.force_login(worker)
    assert send(page, {"note": "x"}, headers={"Draft-Owner": owner}).status_code == 204


def test_the_csrf_token_is_asked_for(worker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    assert send(client, {"note": "x"}).status_code == 403
    client.get("/contacts/new/")
    token = client.cookies["csrftoken"].value
    assert send(client, {"note": "x"}, headers={"X-CSRFToken": token}).status_code == 204


def test_a_user_without_a_role_keeps_no_drafts(client, db):
    client.force_login(UserFactory())
    assert send(client, {"note": "x"}).status_code == 403


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMINISTRATOR])
def test_every_role_keeps_drafts_of_its_own_forms(client, db, role):
    client.force_login(staff(role))
    assert send(client, {"note": "x"}, "/drafts/organisation/").status_code == 204


@pytest.mark.parametrize(
    "key", ["Contact", "contact:", "contact:a:b", "contact:æ", "x" * 80, "1", "contact:" + "a" * 61]
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


# Two windows


def test_a_second_window_does_not_overwrite_a_newer_text_in_silence(page):
    first, second = {"version": 0, "tab": "a"}, {"version": 0, "tab": "b"}
    assert send(page, {"note": "Første"}, **first).headers["Draft-Version"] == "1"
    assert send(page, {"note": "Anden"}, **second).status_code == 409
    assert Draft.objects.get().fields == {"note": "Første"}
    assert send(page, {"note": "Anden"}, tab="b").headers["Draft-Version"] == "2"
    assert send(page, {"note": "Første igen"}, version=1, tab="a").status_code == 409
    assert Draft.objects.get().fields == {"note": "Anden"}


def test_windows_that_give_no_name_are_not_taken_for_one(page):
    assert send(page, {"note": "Første"}, version=0).status_code == 204
    assert send(page, {"note": "Anden"}, version=0).status_code == 409


def test_a_window_whose_answer_was_lost_is_not_in_conflict_with_itself(page):
    for text in ("Halvt", "Halvt skrevet"):
        assert send(page, {"note": text}, version=0, tab="a").status_code == 204
    assert (Draft.objects.get().fields, Draft.objects.get().version) == ({"note": "Halvt skrevet"}, 2)


def test_a_page_tells_the_version_it_was_filled_from(page):
    assert 'data-draft-version="0"' in page.get("/contacts/new/").text
    send(page, {"note": "Halvt"}, version=0, tab="a")
    assert 'data-draft-version="1"' in page.get("/contacts/new/").text


def test_numbers_go_on_where_a_draft_was_saved_or_thrown_away_meanwhile(page):
    """A third window, opened after that, must not take the text of the second for its own."""
    assert send(page, {"note": "x"}, version=7, tab="b").headers["Draft-Version"] == "8"
    assert send(page, {"note": "y"}, version=0, tab="c").status_code == 409


@pytest.mark.parametrize("more", [{"version": "x"}, {"version": -1}, {"version": 10**9}, {"version": []}, {"tab": 1}])
def test_a_version_of_another_shape_is_refused(page, more):
    assert send(page, {"note": "x"}, **more).status_code == 400


# How much


@pytest.mark.servers
def test_a_user_keeps_at_most_50_drafts_and_the_new_one_is_turned_away(page, worker):
    for number in range(50):
        save_draft(by=worker, at=NOW - timedelta(days=number), key=f"form:{number}", fields={})
    assert send(page, {"note": "Ét for meget"}).status_code == 507
    assert send(page, {"note": "Et, der er der"}, "/drafts/form:49/").status_code == 204
    assert Draft.objects.count() == 50
    other = staff()
    page.force_login(other)
    assert send(page, {"note": "En andens første"}).status_code == 204


# Putting back


def test_what_was_unticked_stays_unticked(page, worker):
    person = PersonFactory(team=worker.memberships.get().team)
    url = f"/contacts/new/?person={person.reference}"
    send(page, {"note": "Ingen valgt endnu"}, f"/drafts/cases-contact-create:{person.reference}/")
    assert page.get(url).context["form"].ticked() == []


# Every form with room for free text: its page, who writes there, and what is written where.
FORMS = {
    "cases-enrolment-close:{enrolment}": ("/enrolments/{enrolment}/close/", "note"),
    "cases-enrolment-phase:{enrolment}": ("/enrolments/{enrolment}/phase/", "reason"),
    "cases-screening-create:A10000": ("/people/A10000/screenings/new/", "note"),
    "cases-handover-create:A10000": ("/people/A10000/handovers/new/", "message"),
    "cases-contact-withdraw:{contact}": ("/contacts/{contact}/withdraw/", "why"),
    "housing-referral-create:A10000": ("/housing/people/A10000/referrals/new/", "needs"),
    "housing-support-step:{heard}.answer_hearing": ("/housing/support/{heard}/steps/answer_hearing/", "answer"),
    "housing-support-step:{heard}.refuse": ("/housing/support/{heard}/steps/refuse/", "grounds"),
    "housing-stay-remove:{stay}": ("/housing/stays/{stay}/remove/", "why"),
}


@pytest.fixture
def records(worker):
    """What the forms above are about."""
    Membership.objects.update(role=Role.LEAD)
    person = PersonFactory(team=worker.memberships.get().team, reference="A10000")
    heard = {"talked_on": TODAY, "hearing_sent_on": TODAY, "hearing_deadline": TODAY + timedelta(days=14)}
    return {
        "enrolment": PhaseSpellFactory(enrolment=EnrolmentFactory(person=person)).enrolment.pk,
        "contact": ContactFactory(by=worker, people=[person]).pk,
        "heard": SupportCaseFactory(person=person, state="hearing", **heard).pk,
        "stay": StayFactory(person=person).pk,
    }


@pytest.mark.parametrize("key", FORMS)
def test_what_was_typed_in_any_form_is_there_after_the_session_was_lost(page, worker, records, key):
    url, field = (text.format(**records) for text in FORMS[key])
    key = key.format(**records)
    assert f'data-draft-url="/drafts/{key}/"' in page.get(url).text
    send(page, {field: "Skrevet i en opgang"}, f"/drafts/{key}/", version=0, tab="a")
    page.logout()
    page.force_login(worker)
    response = page.get(url)
    assert ["Skrevet i en opgang" in response.text, f"/drafts/{key}/drop/" in response.text] == [True, True]
    assert response.context["form"][field].value() == "Skrevet i en opgang"
    assert [draft.url for draft in page.get("/my-day/").context["unfinished"]] == [url]


def test_saving_any_form_drops_its_draft_and_a_refusal_does_not(page, records):
    url, key = "/housing/stays/{stay}/remove/".format(**records), "housing-stay-remove:{stay}".format(**records)
    send(page, {"why": "Forkert"}, f"/drafts/{key}/")
    send(page, {"note": "En anden formular"})
    assert page.post(url, {"why": ""}).status_code == 200
    assert Draft.objects.count() == 2
    assert page.post(url, {"why": "Forkert ung"}).status_code == 302
    assert [draft.key for draft in Draft.objects.all()] == ["cases-contact-create"]


def test_a_cpr_number_is_never_kept_in_plain_text(page, records):
    class Noted(PersonSearchForm):
        note = forms.CharField(widget=forms.Textarea)

    request = page.get("/people/A10000/change/").wsgi_request
    assert has_free_text(Noted())
    assert restored(request, Noted()) is None


def test_a_browser_locks_typed_text_with_a_key_of_the_user_alone(page, worker):
    """The same after every login, or what was locked away before could never be sent; another for everybody else."""

    def secrets():
        return re.findall(r'name="draft-(?:owner|secret)" content="([^"]+)"', page.get("/contacts/new/").text)

    mine = secrets()
    assert [len(part) for part in mine] == [16, 44]
    page.logout()
    assert "draft-secret" not in page.get("/account/login/").text
    page.force_login(worker)
    assert secrets() == mine
    page.force_login(staff())
    assert set(secrets()) & set(mine) == set()
    assert page.get("/contacts/new/").headers["Cache-Control"] == "private, no-store"


def test_start_over_throws_the_text_away_and_opens_the_form(page):
    send(page, {"note": "x"})
    assert page.get(f"{URL}drop/").status_code == 405
    assert page.post(f"{URL}drop/", {"next": "/contacts/new/?person=U00001"}).url == "/contacts/new/?person=U00001"
    assert Draft.objects.count() == 0


def test_an_answer_from_elsewhere_stands_in_place_of_not_known(worker):
    """The street was not known and is 3 nights now; of the shelter nothing was said, and it is still not known."""
    typed = {"nights.gade.unknown": "on", "nights.gade": "", "nights.herberg.unknown": "on", "income": "loen"}
    mine = {"by": worker, "at": NOW, "key": "cases-report-new:1.quarterly"}
    answer_in_draft(**mine, answers={"nights.gade": "3"})
    assert not Draft.objects.exists()
    save_draft(**mine, fields=typed, tab="x")
    answer_in_draft(**mine, answers={"nights.gade": "3"})
    draft = Draft.objects.get()
    assert draft.fields == {"nights.gade": "3", "nights.herberg.unknown": "on", "income": "loen"}
    assert (draft.version, draft.tab) == (2, "")


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "", "foo", "cases:person"])
def test_start_over_leads_nowhere_else(page, target):
    assert page.post(f"{URL}drop/", {"next": target}).url == "/"


@pytest.mark.servers
def test_drafts_nobody_touched_for_30_days_are_removed(worker):
    for key, days in (("contact", 31), ("handover", 30)):
        save_draft(by=worker, at=NOW - timedelta(days=days), key=key, fields={})
    assert drop_stale_drafts(at=NOW) == 1
    assert list(Draft.objects.values_list("key", flat=True)) == ["handover"]


def test_the_nightly_task_removes_them(worker):
    save_draft(by=worker, at=NOW - timedelta(days=31), key="cases-contact-create", fields={})
    assert task() == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_connections_saving_at_once_keep_one_draft():
    worker = staff()
    start, faults = Barrier(2), []

    def save(text):
        try:
            start.wait()
            save_draft(by=worker, at=NOW, key="cases-contact-create", fields={"note": text})
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
