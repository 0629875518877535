"""A report is read, put right and withdrawn; those of a course in a list with charts; taking part."""

import re
from datetime import date

import pytest

from cases.audit.models import AuditEvent
from cases.questionnaires.library import edition
from cases.statusreports.actions import correct_report, set_participation
from cases.statusreports.models import Participation, StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import staff
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(enrolment, worker):
    return reported(
        enrolment,
        worker,
        answers={"housing_now": "ikke_egen_bolig", "slept": ["egen_bolig"], "nights.gade": 0, "domains.hash": "2"},
        comments={"slept": "Hos sin mor"},
        origins={"housing_now": "known", "slept": "unchanged"},
    )


def correction(report, answers, **more):
    return {"version": report.version, "reason": "Forkert svar"} | answers | more


def test_a_report_is_read_with_comments_origins_and_blanks(page, report):
    html = page.get(f"/status-reports/{report.pk}/").content.decode()
    for said in ("Har ikke egen bolig", "fra sagen", "Hos sin mor", "uændret", "I vist omfang", "Ubesvaret"):
        assert said in html
    assert "Er det rigtigt? Det er bekræftet." in html
    assert "Hvor ofte besøges" not in html  # the first report does not ask it
    assert AuditEvent.objects.filter(action="opened", person=report.enrolment.person, target_id=report.pk).exists()


@pytest.mark.parametrize("name", ["2013", "2022-youth"])
def test_every_answer_of_every_item_is_read_in_words(page, enrolment, worker, name):
    """One answer to each question, the last of its list: no code of one stands on the page."""
    asks(enrolment.programme, edition=name)
    answers = {}
    for code, item in edition(name).items():
        choices = list(item.get("choices", {}))
        if item["type"] == "one":
            answers[code] = choices[-1]
        elif item["type"] == "several":
            answers[code] = [choices[0]]
        elif item["type"] == "event":
            answers[code] = [{"code": choices[-1], "from": "2025-01-20", "to": None}]
    report = reported(enrolment, worker, answers=answers)
    html = page.get(f"/status-reports/{report.pk}/").content.decode()
    codes = {
        code
        for value in answers.values()
        for code in (value if isinstance(value, list) else [value])
        if isinstance(code, str)
    }
    assert [code for code in codes if "_" in code and code in html] == []
    assert ("20.01.2025 –" in html) == (name == "2022-youth")


def test_nobody_else_reads_it(client, report):
    client.force_login(staff())
    for what in ("", "correct/", "withdraw/"):
        assert client.get(f"/status-reports/{report.pk}/{what}").status_code == 404


def test_a_correction_begins_with_what_was_handed_in_and_leaves_both_readable(page, report):
    path = f"/status-reports/{report.pk}/correct/"
    form = page.get(path).context["form"]
    assert (form["slept"].value(), form["comment-slept"].value(), form["domains.hash"].value()) == (
        ["egen_bolig"],
        "Hos sin mor",
        "2",
    )
    typed = {"housing_now": "ikke_egen_bolig", "slept": ["gaden"], "nights.gade": "0", "domains.hash": "2"}
    answer = page.post(path, correction(report, typed))
    new = StatusReport.objects.get(corrects=report)
    assert answer["Location"] == f"/status-reports/{new.pk}/"
    assert (new.answers["slept"], new.comments, new.origins) == (["gaden"], {}, {"housing_now": "known"})
    html = page.get(answer["Location"]).content.decode()
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)
    assert cells[3:] == ["Hvor har borgeren hovedsageligt sovet den sidste uge?", "Gaden", "Egen bolig (Hos sin mor)"]
    assert "Forkert svar" in html
    old = page.get(f"/status-reports/{report.pk}/").content.decode()
    assert "er blevet rettet" in old
    assert "Hos sin mor" in old


def test_a_correction_needs_a_reason_and_the_version_that_was_read(page, report, worker):
    path, typed = f"/status-reports/{report.pk}/correct/", {"housing_now": "almen"}
    assert "reason" in page.post(path, correction(report, typed, reason=" ")).context["form"].errors
    correct_report(by=worker, at=NOW, report=report, answers={}, comments={}, reason="Først")
    late = page.post(path, correction(report, typed))
    assert late.status_code == 200
    assert "Forkert svar" in late.content.decode()
    assert "En anden har ændret det" in late.content.decode()
    assert "er blevet rettet" in late.content.decode()
    assert StatusReport.objects.count() == 2
    assert page.get(path)["Location"] == f"/status-reports/{report.pk}/"


def test_a_withdrawn_report_says_why(page, report):
    path = f"/status-reports/{report.pk}/withdraw/"
    assert "why" in page.post(path, {"why": " "}).context["form"].errors
    assert page.post(path, {"why": "Forkert ung"}).status_code == 302
    assert not StatusReport.objects.standing().exists()
    assert "Forkert ung" in page.get(f"/status-reports/{report.pk}/").content.decode()
    timeline = page.get(f"/people/{report.enrolment.person.reference}/?kind=report").content.decode()
    assert 'class="timeline-item is-withdrawn"' in timeline


def who5(*scores):
    return {f"who5.q{number}": score for number, score in enumerate(scores, 1)}


def test_the_charts_show_the_figures_of_the_table(page, enrolment, worker):
    """Scores 4 x 10 = 40 and 4 x 20 = 80; cannabis falls from 3 to 1, and in between nobody knew."""
    path = f"/enrolments/{enrolment.pk}/status-reports/"
    reported(enrolment, worker, answers=who5(2, 2, 2, 2, 2) | {"domains.hash": "3"})
    assert 'viewBox="0 0 156' not in page.get(path).content.decode()
    middle = {"kind": "quarterly", "on": date(2025, 3, 15), "answers": {"domains.hash": "ved_ikke"}}
    reported(enrolment, worker, **middle)
    reported(
        enrolment, worker, kind="quarterly", on=date(2025, 5, 1), answers=who5(4, 4, 4, 4, 4) | {"domains.hash": "1"}
    )
    charts = page.get(path).context["charts"]
    rows = {row[0]: row[1:] for chart in charts for row in chart.rows}
    assert (rows["WHO-5-score"], rows["Hash"], rows["Alkohol"]) == (
        ["40", "–", "80"],
        ["3", "–", "1"],
        ["–", "–", "–"],
    )
    assert charts[0].columns[1:] == ["01.02.2025", "15.03.2025", "01.05.2025"]
    # 48 units from 0 to 100: 40 stands at 19.2 of them and 80 at 38.4 over the ground at 74.
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', charts[0].svg)]
    assert heights == [54.8, 35.6]
    assert len(re.findall("<circle", charts[1].svg)) == 2


def test_a_name_in_a_drawing_is_escaped(page, enrolment, worker):
    reported(enrolment, worker, answers=who5(1, 1, 1, 1, 1))
    reported(enrolment, worker, kind="quarterly", on=TODAY, answers=who5(1, 1, 1, 1, 1))
    assert "style=" not in page.get(f"/enrolments/{enrolment.pk}/status-reports/").context["charts"][0].svg


def test_what_is_said_about_taking_part_is_kept_and_stands_on_the_page(page, enrolment, worker):
    path = f"/enrolments/{enrolment.pk}/participation/"
    answer = page.post(path, {"state": "declined", "told_on": "01.06.2025"})
    assert answer["Location"] == f"/people/{enrolment.person.reference}/"
    row = Participation.objects.get()
    assert (row.state, row.told_on) == ("declined", date(2025, 6, 1))
    html = page.get(answer["Location"]).content.decode()
    assert "(01.06.2025)" in html
    assert "Ny indberetning" not in html
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="consented", on=TODAY)
    stale = page.post(path, {"state": "withdrawn", "told_on": "01.06.2025", "version": row.version})
    assert "En anden har ændret det" in stale.content.decode()
    assert "told_on" in page.post(path, {"state": "consented", "told_on": "05.06.2025"}).context["form"].errors
