"""What has changed between opening the form and handing it in is shown, and what was typed stays."""

from datetime import date

import pytest

from cases.enrolments.actions import close
from cases.statusreports.actions import correct_report, set_participation, withdraw_report
from cases.statusreports.models import StatusReport
from cases.statusreports.standing import Standing
from tests.clock import NOW, TODAY
from tests.factories.cases import staff
from tests.factories.statusreports import asks, reported
from tests.races import overtaken

pytestmark = pytest.mark.django_db

TYPED = {"report_on": "01.06.2025", "housing_now": "almen", "comment-housing_now": "Fik nøglen i går"}


def path(enrolment, kind="quarterly"):
    return f"/enrolments/{enrolment.pk}/status-reports/{kind}/"


def opened(page, enrolment, kind="quarterly"):
    """What was typed, with what the form rests on."""
    return TYPED | {"seen": page.get(path(enrolment, kind)).context["form"]["seen"].value()}


def rows(answer):
    return [(str(row.label), row.mine, row.theirs) for row in answer.context["form"].stale]


def assert_kept(answer):
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Fik nøglen i går" in html
    assert 'value="almen" id="id_housing_now_0" checked' in html


def test_who_withdrew_meanwhile_is_shown_and_nothing_is_handed_in(page, enrolment, worker):
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="consented", on=TODAY)
    typed = opened(page, enrolment)
    row = set_participation(by=worker, at=NOW, enrolment=enrolment, state="withdrawn", on=TODAY)
    answer = page.post(path(enrolment), typed)
    assert_kept(answer)
    assert rows(answer) == [("Deltagelse i dokumentationen", "Deltager", "Ønsker ikke længere at deltage")]
    again = page.post(path(enrolment), typed | {"seen": answer.context["form"]["seen"].value()})
    assert_kept(again)
    assert not StatusReport.objects.exists()
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="consented", on=TODAY, version=row.version)
    assert page.post(path(enrolment), typed).status_code == 302


def test_a_course_that_was_closed_meanwhile_is_shown(page, enrolment):
    typed = opened(page, enrolment)
    type(enrolment).objects.filter(pk=enrolment.pk).update(end=date(2025, 5, 21), closing_reasons=["moved"])
    answer = page.post(path(enrolment), typed)
    assert_kept(answer)
    assert rows(answer) == [("Forløbets sidste dag", "Forløbet fortsætter", "20.05.2025")]
    assert "passer ikke længere til forløbet" in answer.content.decode()
    assert not StatusReport.objects.exists()


def test_a_report_and_questions_of_others_meanwhile_are_shown_once(page, enrolment, worker, team):
    typed = opened(page, enrolment)
    reported(enrolment, staff(team=team, name="Bo Berg"), kind="quarterly", on=date(2025, 5, 30))
    asks(enrolment.programme, "housing_now", "income")
    answer = page.post(path(enrolment), typed)
    assert_kept(answer)
    assert rows(answer) == [
        ("Spørgsmålenes version", "1", "2"),
        ("Seneste indberetning", "Ingen endnu", "Kvartal, 30.05.2025, Bo Berg"),
    ]
    assert StatusReport.objects.count() == 1
    done = page.post(path(enrolment), typed | {"seen": answer.context["form"]["seen"].value()})
    assert done.status_code == 302
    assert StatusReport.objects.latest("pk").comments == {"housing_now": "Fik nøglen i går"}


def test_what_nothing_has_changed_in_is_handed_in_at_once(page, enrolment):
    assert page.post(path(enrolment), opened(page, enrolment)).status_code == 302


def test_a_form_that_says_nonsense_of_what_it_rests_on_is_read_as_one_that_says_nothing(page, enrolment):
    assert Standing.read("x") is None
    assert page.post(path(enrolment), TYPED | {"seen": "a/b"}).status_code == 302
    strange = page.post(path(enrolment), TYPED | {"seen": "a/b/c/d", "report_on": "02.06.2025"})
    assert strange.status_code == 200


def test_a_kind_that_never_fitted_is_not_there(page, enrolment):
    assert page.get(path(enrolment, "closing")).status_code == 404
    assert page.post(path(enrolment, "nothing"), TYPED).status_code == 404
    assert page.post(path(enrolment, "closing"), TYPED).status_code == 200
    assert not StatusReport.objects.exists()


def corrected(report, worker, answers):
    return correct_report(
        by=worker, at=NOW, report=report, answers=report.answers | answers, comments={}, reason="x", version=1
    )


def test_a_correction_of_a_report_corrected_meanwhile_shows_both_and_then_corrects_the_last(page, enrolment, worker):
    report = reported(enrolment, worker, answers={"housing_now": "almen", "income": "loen"})
    url = f"/status-reports/{report.pk}/correct/"
    form = page.get(url).context["form"]
    typed = {"housing_now": "eget", "income": "loen", "reason": "Fejl", "comment-housing_now": "Fik nøglen i går"}
    seen = {"of": form["of"].value(), "version": form["version"].value()}
    later = corrected(report, worker, {"income": "dagpenge_sygedagpenge"})
    answer = page.post(url, typed | seen)
    html = answer.content.decode()
    assert (answer.status_code, "Fik nøglen i går" in html, "Fejl" in html) == (200, True, True)
    told = {label: (mine, theirs) for label, mine, theirs in rows(answer)}
    assert told["Hvilken bolig har borgeren nu?"] == ("Eget hus, ejer- eller andelsbolig", "Almen bolig")
    assert told["Forsørgelsesgrundlag"] == ("Løn", "Dagpenge eller sygedagpenge")
    form = answer.context["form"]
    again = page.post(url, typed | {"of": form["of"].value(), "version": form["version"].value()})
    assert again.status_code == 302
    last = StatusReport.objects.latest("pk")
    assert (last.corrects, last.answers["housing_now"]) == (later, "eget")


def test_a_correction_of_a_report_withdrawn_meanwhile_keeps_what_was_typed(page, enrolment, worker):
    report = reported(enrolment, worker, answers={"housing_now": "almen"})
    withdraw_report(by=worker, at=NOW, report=report, why="Forkert ung")
    typed = {"housing_now": "eget", "reason": "Fejl", "of": report.pk, "version": 1}
    answer = page.post(f"/status-reports/{report.pk}/correct/", typed)
    assert (answer.status_code, "Fejl" in answer.content.decode()) == (200, True)
    assert StatusReport.objects.count() == 1


def test_every_fault_is_told_at_once_each_at_its_field(page, enrolment):
    wrong = {"report_on": "02.06.2026", "waiting_list": ["almen", "ikke_skrevet_op"], "who5.q1": "7", "who5.q2": "x"}
    wrong |= {"housing_now": "ikke_egen_bolig", "slept": ["egen_bolig"], "nights.gade": "90", "nights.herberg": "9"}
    answer = page.post(path(enrolment), wrong)
    errors = answer.context["form"].errors
    assert set(errors) == {"report_on", "waiting_list", "who5.q1", "who5.q2", "slept", "nights.gade"}
    html = answer.content.decode()
    for place in ("id_report_on", "id_waiting_list_0", "id_who5.q1", "id_who5.q2", "id_slept_0", "id_nights.gade"):
        assert f'href="#{place}"' in html
        assert f'id="{place}"' in html


def test_the_form_says_how_far_it_is_and_leads_to_each_part(page, enrolment, worker):
    reported(enrolment, worker, answers={"housing_now": "almen", "income": "loen"})
    answer = page.get(path(enrolment))
    progress = answer.context["form"].progress()
    topics = [(part.topic, part.answered, part.total) for part in progress.topics]
    assert topics == [("housing", 0, 5), ("money", 0, 1), ("health", 0, 8), ("support", 0, 2), ("own", 0, 5)]
    assert (progress.filled, progress.confirm, progress.answer) == (0, 2, 19)
    html = answer.content.decode()
    assert 'href="#block-domains"' in html
    assert 'id="block-domains"' in html


def test_the_progress_counts_what_the_answers_ask_for(page, enrolment):
    answer = page.post(path(enrolment), {"report_on": "x", "housing_now": "ikke_egen_bolig", "who5.q1": "0"})
    topics = {part.topic: (part.answered, part.total) for part in answer.context["form"].progress().topics}
    assert (topics["housing"], topics["own"]) == ((1, 7), (1, 5))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_what_a_colleague_saves_while_the_form_is_on_its_way_is_shown_too(page, enrolment, worker, team):
    """Two connections: the page has been read when the colleague's report is there."""
    typed, answers = opened(page, enrolment), []
    bo = staff(team=team, name="Bo Berg")
    overtaken(
        lambda: answers.append(page.post(path(enrolment), typed)),
        by=lambda: reported(enrolment, bo, kind="quarterly", on=date(2025, 5, 30)),
    )
    assert_kept(answers[0])
    assert rows(answers[0]) == [("Seneste indberetning", "Ingen endnu", "Kvartal, 30.05.2025, Bo Berg")]
    assert StatusReport.objects.get().by == bo
    seen = [answers[0].context["form"]["seen"].value()]
    again = page.post(path(enrolment), typed | {"seen": seen[0]})
    assert again.context["other_rater"] == bo
    seen.append(again.context["form"]["seen"].value())
    assert page.post(path(enrolment), typed | {"seen": seen[1]}).status_code == 302


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_course_closed_while_the_form_is_on_its_way_is_shown_too(page, enrolment, worker):
    """Two connections: a report of that kind no longer fits, although it did when the page was read."""
    typed, answers = opened(page, enrolment) | {"report_on": "19.05.2025"}, []
    overtaken(
        lambda: answers.append(page.post(path(enrolment), typed)),
        by=lambda: close(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 5, 20), reasons=["moved"]),
    )
    assert_kept(answers[0])
    assert rows(answers[0]) == [("Forløbets sidste dag", "Forløbet fortsætter", "20.05.2025")]
    assert "passer ikke længere til forløbet" in answers[0].content.decode()
    assert not StatusReport.objects.exists()
