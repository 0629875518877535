"""The young person answers on the worker's phone: once, for a short time, with the case shut away."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.audit.models import AuditEvent
from cases.drafts.actions import save_draft
from cases.drafts.models import Draft, SubmissionKey
from cases.own_answers.actions import OPEN_FOR, drop_old_answers, open_for_young_person
from cases.own_answers.models import OwnAnswers
from cases.own_answers.queries import answered_for
from cases.own_answers.tasks import drop_old_answers as drop_in_background
from cases.staff.codes import Role
from cases.statusreports.actions import set_participation
from cases.statusreports.models import StatusReport
from config.web.logs import without_keys
from tests.clock import NOW, TODAY
from tests.factories.cases import staff
from tests.factories.statusreports import asks

pytestmark = pytest.mark.django_db

ALL = {f"who5.q{number}": str(number) for number in range(1, 6)}


def form_path(enrolment, kind="quarterly"):
    return f"/enrolments/{enrolment.pk}/status-reports/{kind}/"


def handed_over(page, enrolment, kind="quarterly"):
    """The address that the phone shows now."""
    answer = page.post(f"{form_path(enrolment, kind)}own/")
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def test_opening_it_logs_the_worker_out_everywhere_on_the_phone(page, enrolment, worker):
    path = handed_over(page, enrolment)
    assert path.startswith("/own-answers/")
    assert Session.objects.count() == 0
    for shut in ("/my-day/", form_path(enrolment), f"/people/{enrolment.person.reference}/", "/"):
        assert "/account/login/" in page.get(shut)["Location"]
    answer = page.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_opened_from_the_form_with_the_key_of_its_page(page, enrolment):
    """The key is given back in the name of the user who came, who is logged out by then: the form is not saved yet."""
    key = uuid4()
    answer = page.post(f"{form_path(enrolment)}own/", {"client_key": key, "report_on": "01.06.2025"})
    assert answer["Location"].startswith("/own-answers/")
    assert not SubmissionKey.objects.exists()


def test_the_page_holds_the_questions_and_nothing_of_the_case(page, enrolment, worker):
    path = handed_over(page, enrolment)
    for language, statement in (("da", "Jeg har været glad og i godt humør"), ("en", "I have felt cheerful")):
        html = page.get(f"{path}?language={language}").content.decode()
        assert statement in html
        assert html.count('type="radio"') == 5 * 6 + 5 * 5 + 6
        hidden = (
            "Zara",
            "Zeeberg",
            enrolment.person.reference,
            "Mette",
            str(enrolment.programme),
            "Team Nord",
            "<nav",
        )
        assert [word for word in hidden if word in html] == []
        assert 'href="/' not in html.replace('href="/static/', "")
    assert "Hvor godt klarer du disse områder?" in page.get(f"{path}?language=da").content.decode()
    assert "Hele tiden" in page.get(f"{path}?language=da").content.decode()


def test_the_answers_arrive_in_the_draft_where_the_rest_stays(page, enrolment, worker):
    key = f"cases-report-new:{enrolment.pk}.quarterly"
    typed = {"report_on": "01.06.2025", "comment-income": "Venter på svar", "who5.q1": "", "income": "loen"}
    save_draft(by=worker, at=NOW, key=key, fields=typed, based_on=0, tab="x")
    path = handed_over(page, enrolment)
    answer = page.post(path, ALL | {"general_health": "godt", "mastery.young_person.oekonomi": "2"})
    assert "Dine svar er gemt" in answer.content.decode()
    draft = Draft.objects.get()
    kept = typed | ALL | {"general_health": "godt", "mastery.young_person.oekonomi": "2"}
    assert (draft.fields, draft.version, draft.tab) == (kept, 2, "")
    page.force_login(worker)
    html = page.get(form_path(enrolment)).content.decode()
    assert html.count("besvaret af den unge") == 7
    assert "Venter på svar" in html
    form = page.get(form_path(enrolment)).context["form"]
    assert (form["who5.q3"].value(), form["income"].value()) == ("3", "loen")


def test_without_a_draft_they_arrive_all_the_same_and_what_is_known_stays(page, enrolment, worker):
    page.post(handed_over(page, enrolment), ALL)
    assert not Draft.objects.exists()
    page.force_login(worker)
    assert page.get(form_path(enrolment)).context["form"]["who5.q3"].value() == 3


def test_the_report_says_whose_answers_they_are_and_which_the_worker_changed(page, enrolment, worker):
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    typed = ALL | {"report_on": "01.06.2025", "housing_now": "almen", "who5.q2": "5", "who5.q4": ""}
    answer = page.post(form_path(enrolment), typed)
    report = StatusReport.objects.get()
    assert (report.answers["who5.q2"], report.answers["who5.q4"]) == (5, None)
    assert report.origins == {
        "who5.q1": "young_person",
        "who5.q2": "young_person_changed",
        "who5.q3": "young_person",
        "who5.q4": "young_person_changed",
        "who5.q5": "young_person",
    }
    html = page.get(answer["Location"]).content.decode()
    assert html.count("besvaret af den unge, ændret af medarbejderen") == 2
    correction = typed | {"reason": "Fejl", "version": report.version, "who5.q1": "0"}
    page.post(f"/status-reports/{report.pk}/correct/", correction)
    fixed = StatusReport.objects.latest("pk")
    assert (fixed.origins["who5.q1"], fixed.origins["who5.q3"]) == ("young_person_changed", "young_person")


def test_a_browser_that_says_the_worker_changed_nothing_is_not_believed(page, enrolment, worker):
    """Where an answer comes from is read from what the young person sent, not from the form."""
    page.post(handed_over(page, enrolment), {"who5.q1": "1"})
    page.force_login(worker)
    page.post(form_path(enrolment), {"report_on": "01.06.2025", "who5.q1": "5", "unchanged": [], "who5.q2": "2"})
    assert StatusReport.objects.get().origins == {"who5.q1": "young_person_changed"}


def test_the_next_report_and_another_worker_do_not_begin_with_them(page, enrolment, worker, team, clock):
    page.post(handed_over(page, enrolment), ALL)
    other = staff(team=team)
    page.force_login(other)
    assert page.get(form_path(enrolment)).context["form"]["who5.q3"].value() is None
    page.force_login(worker)
    assert page.get(form_path(enrolment, "start")).context["form"]["who5.q3"].value() is None
    page.post(form_path(enrolment), ALL | {"report_on": "01.06.2025"})
    assert page.get(form_path(enrolment)).context["form"]["who5.q3"].value() is None


def test_it_is_answered_once_also_from_two_tabs(page, enrolment):
    path = handed_over(page, enrolment)
    other = Client()
    assert other.get(path).status_code == 200
    page.post(path, {"who5.q1": "1"})
    answer = other.post(path, {"who5.q1": "5"})
    assert answer.status_code == 410
    assert "Der er allerede svaret" in answer.content.decode()
    assert page.get(path).status_code == 410
    assert OwnAnswers.objects.get().answers == {"who5.q1": 1}


def test_it_expires(page, enrolment, clock):
    path = handed_over(page, enrolment)
    assert timedelta(minutes=20) == OPEN_FOR
    clock.move_to(NOW + OPEN_FOR - timedelta(seconds=1))
    assert page.get(path).status_code == 200
    clock.move_to(NOW + OPEN_FOR)
    for answer in (page.get(path), page.post(path, ALL), page.post(path, {"decline": "1"})):
        assert answer.status_code == 410
        assert "Tiden er gået" in answer.content.decode()
    assert OwnAnswers.objects.get().answers == {}


def test_whoever_does_not_want_to_answer_says_so(page, enrolment):
    path = handed_over(page, enrolment)
    assert "Vælg mindst ét svar" in page.post(path, {"language": "da"}).content.decode()
    assert "Det er helt i orden" in page.post(path, {"decline": "1", "who5.q1": "1"}).content.decode()
    assert "Siden er lukket" in page.get(path).content.decode()
    assert OwnAnswers.objects.get().answers == {}


def test_another_view_of_the_report_closes_the_first(page, enrolment, worker):
    first = handed_over(page, enrolment)
    page.force_login(worker)
    second = handed_over(page, enrolment)
    assert (page.get(first).status_code, page.get(second).status_code) == (410, 200)


def test_the_language_is_changed_without_losing_an_answer(page, enrolment):
    path = handed_over(page, enrolment)
    html = page.post(path, {"language": "da", "speak": "en", "who5.q1": "4"}).content.decode()
    assert OwnAnswers.objects.get().ended_at is None
    assert "I have felt cheerful and in good spirits" in html
    assert re.search(r'name="who5\.q1" value="4"[^>]*checked', html)


def test_whoever_withdraws_meanwhile_is_not_asked_on(page, enrolment, worker):
    path = handed_over(page, enrolment)
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="withdrawn", on=TODAY)
    assert page.post(path, ALL).status_code == 410
    assert OwnAnswers.objects.get().answers == {}
    page.force_login(worker)
    assert page.post(f"{form_path(enrolment)}own/")["Location"] == form_path(enrolment)


def test_a_report_that_asks_the_young_person_nothing_opens_nothing(page, enrolment):
    asks(enrolment.programme, "housing_now")
    assert page.post(f"{form_path(enrolment)}own/")["Location"] == form_path(enrolment)
    assert page.post(f"{form_path(enrolment, 'nothing')}own/").status_code == 404
    assert "/account/login" not in page.get("/my-day/").headers.get("Location", "")
    assert not OwnAnswers.objects.exists()


def test_the_way_back_is_the_workers_own_and_asks_for_the_login(page, enrolment, worker, team):
    path = handed_over(page, enrolment)
    page.post(path, ALL)
    assert "/account/login/?next=/own-answers/" in page.get(f"{path}back/")["Location"]
    page.force_login(staff(team=team))
    assert page.get(f"{path}back/").status_code == 404
    page.force_login(worker)
    assert page.get(f"{path}back/")["Location"] == form_path(enrolment)


@pytest.mark.parametrize("token", ["x", "x" * 43, "%C3%A6", "0"])
def test_a_guessed_token_opens_nothing_and_tells_nothing(client, enrolment, worker, token):
    open_for_young_person(by=worker, at=NOW, enrolment=enrolment, kind="quarterly")
    for answer in (client.get(f"/own-answers/{token}/"), client.post(f"/own-answers/{token}/", ALL)):
        assert answer.status_code == 404
        assert "Adressen er forkert" in answer.content.decode()
    assert OwnAnswers.objects.get().ended_at is None


def test_the_hash_in_the_database_is_no_token(client, page, enrolment):
    path = handed_over(page, enrolment)
    row = OwnAnswers.objects.get()
    assert path.split("/")[2] not in str(list(OwnAnswers.objects.values()))
    assert client.get(f"/own-answers/{row.token_hash}/").status_code == 404
    assert client.get(f"/own-answers/{row.pk}/").status_code == 404


@pytest.mark.parametrize("role", [None, *Role])
def test_the_page_is_the_same_for_every_role_and_without_a_login(page, enrolment, team, role):
    """Whoever holds the token may answer; nobody sees more for being somebody."""
    path = handed_over(page, enrolment)
    other = Client()
    if role:
        other.force_login(staff(role, team=team))
    html = other.get(path).content.decode()
    hidden = ("Zara", "Zeeberg", enrolment.person.reference, "Mette", "<nav", "data-print-url")
    assert [word for word in hidden if word in html] == []


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CASEWORKER, Role.AUTHORITY, Role.LEAD}])
def test_who_does_not_work_with_cases_opens_none(client, enrolment, team, role):
    client.force_login(staff(role, team=team))
    assert client.post(f"{form_path(enrolment)}own/").status_code == 403


def test_nobody_opens_it_for_a_young_person_out_of_reach(client, enrolment):
    client.force_login(staff())
    assert client.post(f"{form_path(enrolment)}own/").status_code == 404
    client.logout()
    assert "/account/login/" in client.post(f"{form_path(enrolment)}own/")["Location"]
    assert not OwnAnswers.objects.exists()


def test_answers_that_the_question_does_not_have_are_not_kept(page, enrolment):
    path = handed_over(page, enrolment)
    for wrong in ({"who5.q1": "6"}, {"general_health": "nothing"}, {"income": "loen"}):
        assert page.post(path, wrong).status_code == 200
    assert OwnAnswers.objects.get().answers == {}
    page.post(path, {"who5.q1": "5", "income": "loen"})
    assert OwnAnswers.objects.get().answers == {"who5.q1": 5}


def test_every_step_is_in_the_trail_without_an_answer(page, enrolment, worker):
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    page.post(handed_over(page, enrolment), {"decline": "1"})
    events = AuditEvent.objects.filter(target="cases.ownanswers").order_by("pk")
    assert [(event.by, event.person_id, event.facts) for event in events] == [
        (worker, enrolment.person_id, {"own_answers": "opened"}),
        (None, enrolment.person_id, {"own_answers": "answered"}),
        (worker, enrolment.person_id, {"own_answers": "opened"}),
        (None, enrolment.person_id, {"own_answers": "declined"}),
    ]


def test_answers_go_when_the_draft_would(page, enrolment):
    page.post(handed_over(page, enrolment), ALL)
    assert drop_old_answers(at=NOW + timedelta(days=30)) == 0
    assert drop_in_background() == 0
    assert drop_old_answers(at=NOW + timedelta(days=31)) == 1


def test_answers_are_in_the_form_as_long_as_a_draft_would_be(page, enrolment, worker):
    """Given now: for 30 days, and not on the moment that ends them."""
    page.post(handed_over(page, enrolment), ALL)
    asked = {"enrolment": enrolment, "kind": "quarterly", "by": worker}
    end = NOW + timedelta(days=30)
    assert answered_for(**asked, at=end - timedelta(seconds=1)).answers["who5.q3"] == 3
    assert answered_for(**asked, at=end) is None


def test_the_answers_given_last_are_those_of_the_report(page, enrolment, worker, clock):
    """Given now, and once more a minute later."""
    page.post(handed_over(page, enrolment), {"who5.q1": "1"})
    clock.move_to(NOW + timedelta(minutes=1))
    page.force_login(worker)
    page.post(handed_over(page, enrolment), {"who5.q1": "2"})
    later = NOW + timedelta(minutes=2)
    clock.move_to(later)
    assert answered_for(enrolment, "quarterly", by=worker, at=later).answers == {"who5.q1": 2}


def test_no_log_line_holds_a_token():
    assert without_keys("GET /own-answers/abc-DEF_1/back/ 302") == "GET /own-answers/.../back/ 302"
