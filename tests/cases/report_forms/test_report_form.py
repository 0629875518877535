"""The form of a status report: what it asks, keeps, drops and asks again."""

import json
import re
from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.drafts.models import Draft
from cases.questionnaires.library import EDITIONS
from cases.statusreports.actions import set_participation
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import ContactFactory, staff
from tests.factories.housing import StayFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

AREAS = ("alkohol", "stoffer", "hash", "fysisk", "psykisk", "dagligdag", "oekonomi", "netvaerk")
DOMAINS = [f"domains.{area}" for area in AREAS]


def path(enrolment, kind="start"):
    return f"/enrolments/{enrolment.pk}/status-reports/{kind}/"


def handed_in(page, enrolment, answers, kind="start", **day):
    return page.post(path(enrolment, kind), {"report_on": "01.06.2025"} | day | answers)


def only_report():
    return StatusReport.objects.get()


def test_a_report_is_handed_in_with_what_was_typed(page, enrolment, worker):
    answers = {"housing_now": "almen", "slept": ["gaden", "egen_bolig"], "nights.gade": "3", "nights.herberg": ""}
    answers |= {"nights.familie_venner.unknown": "1", "income": "", "comment-slept": "Kun en nat", "who5.q1": "0"}
    answer = handed_in(page, enrolment, answers)
    report = only_report()
    assert (answer.status_code, answer["Location"]) == (302, f"/status-reports/{report.pk}/")
    assert (report.by, report.kind, report.report_on) == (worker, "start", date(2025, 6, 1))
    assert report.answers == {
        "housing_now": "almen",
        "slept": ["egen_bolig", "gaden"],
        "nights.gade": 3,
        "nights.herberg": None,
        "nights.familie_venner": "ved_ikke",
        "income": None,
        **dict.fromkeys(DOMAINS),
        "who5.q1": 0,
        **{f"who5.q{number}": None for number in range(2, 6)},
    }
    assert (report.comments, report.origins) == ({"slept": "Kun en nat"}, {})


def test_what_was_not_asked_is_dropped_by_the_rule_that_hides_it(page, enrolment):
    handed_in(page, enrolment, {"housing_now": "almen", "why_no_home": "venteliste", "comment-why_no_home": "x"})
    report = only_report()
    assert "why_no_home" not in report.answers
    assert report.comments == {}
    handed_in(page, enrolment, {"housing_now": "ikke_egen_bolig", "why_no_home": "venteliste"}, "quarterly")
    second = StatusReport.objects.latest("pk")
    assert (second.answers["why_no_home"], second.answers["waiting_list"]) == (["venteliste"], None)


def test_the_page_carries_the_rules_that_the_script_reads(page, enrolment):
    html = page.get(path(enrolment)).content.decode()
    conditions = [json.loads(found.replace("&quot;", '"')) for found in re.findall(r'data-asked-if="([^"]+)"', html)]
    assert conditions == [{"item": "housing_now", "in": ["ikke_egen_bolig"]}] * 2
    assert 'data-alone="ikke_skrevet_op ved_ikke"' in html


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_item_has_its_fields_in_both_languages(page, enrolment, edition, language):
    asks(enrolment.programme, edition=edition)
    page.cookies["django_language"] = language
    answer = page.get(path(enrolment))
    form = answer.context["form"]
    assert answer.status_code == 200
    assert {key for item in form.items for key in item.keys} <= set(form.fields)
    assert len(form.items) > 10


def test_the_second_report_asks_what_the_first_does_not(page, enrolment, worker):
    assert 'name="visits"' not in page.get(path(enrolment)).content.decode()
    reported(enrolment, worker)
    assert 'name="visits"' in page.get(path(enrolment, "quarterly")).content.decode()


def test_a_contradiction_is_asked_about_once_and_never_refused(page, enrolment):
    typed = {"housing_now": "ikke_egen_bolig", "slept": ["egen_bolig"], "comment-slept": "Hos sin mor"}
    asked = handed_in(page, enrolment, typed)
    html = asked.content.decode()
    assert (asked.status_code, StatusReport.objects.count()) == (200, 0)
    assert "har sovet i egen bolig. Er det rigtigt?" in html
    assert "Hos sin mor" in html
    token = re.search(r'name="confirm" value="([^"]+)"', html)[1]
    assert handed_in(page, enrolment, typed | {"confirm": token}).status_code == 302
    assert only_report().answers["slept"] == ["egen_bolig"]


def test_an_answer_that_is_none_is_told_at_its_field_and_keeps_the_rest(page, enrolment):
    typed = {"housing_now": "ikke_egen_bolig", "waiting_list": ["almen", "ikke_skrevet_op"], "who5.q1": "7"}
    answer = handed_in(page, enrolment, typed)
    form = answer.context["form"]
    assert StatusReport.objects.count() == 0
    assert set(form.errors) == {"waiting_list", "who5.q1"}
    assert form["waiting_list"].value() == ["almen", "ikke_skrevet_op"]
    assert "mellem 0 og 5" in handed_in(page, enrolment, {"who5.q1": "7"}).content.decode()
    assert "helt tal" in handed_in(page, enrolment, {"who5.q1": "mange"}).content.decode()


def test_the_last_answer_stands_beside_the_field_with_its_day_and_who(page, enrolment):
    first = staff(team=enrolment.team, name="Bo Berg")
    reported(enrolment, first, answers={"housing_now": "almen", "income": "loen"})
    html = page.get(path(enrolment, "quarterly")).content.decode()
    assert "Sidst: Almen bolig (01.02.2025, Bo Berg)" in html
    assert "Du lavede ikke den sidste indberetning" in html


def test_nobody_is_warned_of_the_own_last_report(page, enrolment, worker):
    reported(enrolment, worker)
    assert "Du lavede ikke" not in page.get(path(enrolment, "quarterly")).content.decode()


def test_unchanged_takes_the_last_answer_over_field_by_field(page, enrolment, worker):
    reported(enrolment, worker, answers={"housing_now": "almen", "income": "loen", "slept": ["gaden"]})
    handed_in(page, enrolment, {"unchanged": ["housing_now", "slept"]}, "quarterly")
    report = StatusReport.objects.latest("pk")
    assert (report.answers["housing_now"], report.answers["slept"], report.answers["income"]) == (
        "almen",
        ["gaden"],
        None,
    )
    assert report.origins == {"housing_now": "unchanged", "slept": "unchanged"}


def test_an_answer_that_is_no_longer_offered_cannot_stand_unchanged(page, enrolment, worker):
    """Uddannelseshjælp ended on 1 July 2025 (lov nr. 1655 of 30 December 2024)."""
    reported(enrolment, worker, answers={"income": "uddannelseshjaelp"})
    again = {"unchanged": ["income"]}
    html = page.get(path(enrolment, "quarterly")).content.decode()
    assert 'value="income" id="id_income_unchanged"' in html
    form = page.post(path(enrolment, "quarterly"), {"report_on": "01.07.2025"} | again).context["form"]
    assert "unchanged" in form.errors


def test_what_the_stays_say_is_filled_in_and_marked(page, enrolment):
    StayFactory(person=enrolment.person, kind="friends_family", start=date(2025, 1, 1), end=date(2025, 5, 5))
    StayFactory(person=enrolment.person, kind="shelter", start=date(2025, 5, 5))
    answer = page.get(path(enrolment))
    form = answer.context["form"]
    filled = {key: form[key].value() for key in ("housing_now", "slept", "nights.gade", "nights.herberg")}
    # 4 March to 4 June 2025 has 92 nights, of which 30 from 5 May on.
    assert filled == {
        "housing_now": "ikke_egen_bolig",
        "slept": ["herberg_110"],
        "nights.gade": 0,
        "nights.herberg": 30,
    }
    assert form["nights.familie_venner"].value() == 62
    assert "fra sagen" in answer.content.decode()
    handed_in(page, enrolment, {"housing_now": "ikke_egen_bolig", "slept": ["gaden"]}, report_on=f"{TODAY:%d.%m.%Y}")
    assert only_report().origins == {"housing_now": "known"}


def test_nights_that_nobody_knows_of_are_not_filled_in(page, enrolment):
    StayFactory(person=enrolment.person, kind="street", start=TODAY - timedelta(days=10))
    answer = page.get(path(enrolment))
    assert answer.context["form"]["nights.gade"].value() is None
    assert "10 af 92 nætter" in answer.content.decode()


def test_what_the_contact_log_says_stands_beside_the_stated_answer(page, enrolment, worker):
    reported(enrolment, worker)
    for days, minutes in ((3, 20), (20, 60), (40, 45), (200, 5)):
        ContactFactory(
            people=[enrolment.person], kind="visit", minutes=minutes, happened_at=NOW - timedelta(days=days)
        )
    for outcome in ("in_vain", "without"):
        ContactFactory(people=[enrolment.person], kind="visit", outcome=outcome, minutes=200)
    answer = page.get(path(enrolment, "quarterly"))
    assert "3 besøg i kontaktloggen på tre måneder, medianen er 45 minutter" in answer.content.decode()
    form = answer.context["form"]
    assert (form["visits"].value(), form["visit_minutes"].value()) == ("maanedligt", "31_45")


def test_why_the_course_was_closed_is_known(page, enrolment):
    asks(enrolment.programme, "closing_why")
    type(enrolment).objects.filter(pk=enrolment.pk).update(end=date(2025, 5, 31), closing_reasons=["moved", "no_need"])
    form = page.get(path(enrolment, "closing")).context["form"]
    assert form["closing_why"].value() == ["ikke_behov", "flyttet"]


def test_what_took_place_is_kept_line_by_line(page, enrolment):
    asks(enrolment.programme, "methods", "network_meetings", edition="2022-youth")
    lines = {"methods": "1", "methods.0.code": "cti", "methods.0.from": "1.2.2025", "methods.0.to": ""}
    lines |= {"methods.3.code": "icm", "methods.3.from": "", "methods.3.to": "01.03.2025"}
    handed_in(page, enrolment, lines)
    assert only_report().answers == {
        "methods": [
            {"code": "cti", "from": "2025-02-01", "to": None},
            {"code": "icm", "from": None, "to": "2025-03-01"},
        ],
        "network_meetings": None,
    }
    wrong = page.post(path(enrolment, "quarterly"), {"report_on": "02.06.2025", "methods.0.from": "1.2.2025"})
    assert "Vælg" in str(wrong.context["form"].errors["methods"])
    assert wrong.context["form"]["methods"].value()[0]["from"] == "1.2.2025"


def test_the_main_answer_is_one_of_those_ticked(page, enrolment):
    asks(enrolment.programme, "target_group", "homeless_situation", edition="2022-youth")
    typed = {"target_group": "hjemloeshed", "homeless_situation": ["gade"], "homeless_situation.main": "hotel"}
    assert list(handed_in(page, enrolment, typed).context["form"].errors) == ["homeless_situation.main"]
    handed_in(page, enrolment, typed | {"homeless_situation.main": "gade"})
    assert only_report().answers["homeless_situation.main"] == "gade"


def test_a_draft_is_put_back_with_its_numbers_lines_and_unchanged(page, enrolment, worker):
    asks(enrolment.programme, "nights", "housing_now")
    reported(enrolment, worker)
    key = f"cases-report-new:{enrolment.pk}.quarterly"
    fields = {"nights.gade": "4", "nights.herberg": "", "nights.herberg.unknown": "1", "unchanged": ["housing_now"]}
    Draft.objects.create(user=worker, key=key, fields=fields)
    form = page.get(path(enrolment, "quarterly")).context["form"]
    assert (form["nights.gade"].value(), form["nights.herberg"].value()) == ("4", "ved_ikke")
    assert form["unchanged"].value() == ["housing_now"]
    assert "Indberetning, der ikke er afleveret endnu" in page.get("/my-day/").content.decode()


@pytest.mark.parametrize(
    ("months", "closed", "fits"),
    [
        (3, False, {"start", "quarterly"}),
        (3, True, {"closing", "followup"}),
        (0, False, {"assessment", "discharge", "release"}),
    ],
)
def test_only_the_kinds_that_fit_are_opened(page, enrolment, months, closed, fits):
    type(enrolment.programme).objects.update(report_months=months)
    if closed:
        type(enrolment).objects.update(end=date(2025, 5, 31), closing_reasons=["moved"])
    kinds = ("start", "quarterly", "closing", "followup", "assessment", "discharge", "release", "none")
    assert {kind for kind in kinds if page.get(path(enrolment, kind)).status_code == 200} == fits


def test_whoever_may_not_see_the_young_person_finds_no_form(client, enrolment):
    client.force_login(staff())
    assert client.get(path(enrolment)).status_code == 404
    assert handed_in(client, enrolment, {"housing_now": "almen"}).status_code == 404
    assert StatusReport.objects.count() == 0


def test_no_report_is_made_of_whoever_does_not_take_part(page, enrolment, worker):
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="declined", on=TODAY)
    answer = page.get(path(enrolment), follow=True)
    assert "laves ingen indberetninger" in answer.content.decode()


def test_opening_the_form_is_logged_with_the_young_person(page, enrolment):
    page.get(path(enrolment))
    assert AuditEvent.objects.filter(action="opened", person=enrolment.person).exists()


def test_the_paper_form_holds_every_answer_and_nothing_of_the_young_person(page, enrolment):
    html = page.get(path(enrolment) + "paper/").content.decode()
    assert "☐ Har ikke egen bolig" in html
    assert enrolment.person.last_name not in html
