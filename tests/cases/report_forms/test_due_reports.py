"""Where due reports are seen: the young person's page, My day, the lead's list."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.people.models import Person
from cases.statusreports.actions import set_participation
from tests.clock import NOW, TODAY
from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, staff
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db


def my_day(page):
    return page.get("/my-day/").content.decode()


def test_the_page_of_the_young_person_says_what_is_next_and_what_was_made(page, enrolment, worker):
    path = f"/people/{enrolment.person.reference}/"
    html = page.get(path).content.decode()
    assert "Overskredet: start, frist var 15.04.2025" in html
    report = reported(enrolment, worker)
    html = page.get(path).content.decode()
    assert "Overskredet: kvartal" in html
    assert f'href="/status-reports/{report.pk}/"' in html
    assert f'href="/enrolments/{enrolment.pk}/status-reports/quarterly/"' in html
    assert "Ingen har spurgt om deltagelse endnu" in html
    reported(enrolment, worker, kind="quarterly", on=date(2025, 4, 20))
    assert "frist 15.07.2025" in page.get(path).content.decode()


def test_a_programme_that_asks_nothing_has_no_panel(page, team):
    other = EnrolmentFactory(person=PersonFactory(team=team))
    assert "Indberetninger:" not in page.get(f"/people/{other.person.reference}/").content.decode()


def test_the_time_line_holds_each_report_once(page, enrolment, worker):
    report = reported(enrolment, worker)
    html = page.get(f"/people/{enrolment.person.reference}/?kind=report").content.decode()
    assert html.count('class="timeline-item"') == 1
    assert f'class="timeline-title" href="/status-reports/{report.pk}/"' in html
    assert "Mette Hansen" in html


def test_my_day_reminds_from_a_week_before_until_it_is_made(page, enrolment, worker, clock):
    reported(enrolment, worker)
    reported(enrolment, worker, kind="quarterly", on=date(2025, 4, 20))
    clock.move_to(NOW.replace(month=7, day=7))
    page.force_login(worker)
    assert "Indberetninger, der skal laves" not in my_day(page)
    clock.move_to(NOW.replace(month=7, day=8))
    page.force_login(worker)
    html = my_day(page)
    assert "Indberetninger, der skal laves" in html
    assert f'href="/enrolments/{enrolment.pk}/status-reports/quarterly/"' in html
    shown = AuditEvent.objects.filter(action="listed", facts__page="my_day_reports").latest("pk")
    assert shown.facts["shown"] == [enrolment.person.reference]
    reported_on = NOW.replace(month=7, day=8).date()
    page.post(f"/enrolments/{enrolment.pk}/status-reports/quarterly/", {"report_on": f"{reported_on:%d.%m.%Y}"})
    assert "Indberetninger, der skal laves" not in my_day(page)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_whoever_does_not_take_part_is_reminded_of_nowhere(page, enrolment, worker, state):
    assert "Indberetninger, der skal laves" in my_day(page)
    set_participation(by=worker, at=NOW, enrolment=enrolment, state=state, on=TODAY)
    assert "Indberetninger, der skal laves" not in my_day(page)


def test_a_due_report_is_set_aside_and_comes_back(page, enrolment):
    path = f"/my-day/aside/report/{enrolment.pk}/"
    assert path in my_day(page)
    page.post(path, {"until": f"{TODAY + timedelta(days=7):%d.%m.%Y}"})
    html = my_day(page)
    assert "Indberetninger, der skal laves" not in html
    assert "Indberetning om Zara Zeeberg" in html
    page.post(f"{path}back/")
    assert "Indberetninger, der skal laves" in my_day(page)


def test_a_closed_course_waits_for_its_closing_report(page, enrolment, worker):
    """On My day of whoever follows the young person in another course."""
    reported(enrolment, worker)
    type(enrolment).objects.filter(pk=enrolment.pk).update(end=date(2025, 6, 1), closing_reasons=["moved"])
    other = EnrolmentFactory(person=enrolment.person, start=date(2025, 6, 1))
    AssignmentFactory(enrolment=other, worker=worker)
    assert f'href="/enrolments/{enrolment.pk}/status-reports/closing/"' in my_day(page)


def rows(client):
    found = client.get("/board/status-reports/").context["rows"]
    return [
        (row.team, row.worker, *(len(lines) for lines in list(row.lines.values())[:2]), names(row.lines["missing"]),
         names(row.lines["late"]))
        for row in found
    ]  # fmt: skip


def names(lines):
    return [line.enrolment.person.first_name for line in lines]


def test_the_lead_sees_who_has_handed_in_what(client, lead, worker, enrolment):
    """Due on 20 May: one made, one not. Due on 15 April: late. Due in August: not yet. Due on 20 April and made: over."""
    programme, team = enrolment.programme, enrolment.team
    other = staff(team=team, name="Bo Berg")
    for name, start, by in (("Anna", 20, worker), ("Bea", 20, worker), ("Carl", 20, None)):
        person = PersonFactory(team=team, first_name=name)
        row = EnrolmentFactory(person=person, programme=programme, start=date(2025, 2, start))
        AssignmentFactory(enrolment=row, worker=by or other)
        if name == "Anna":
            reported(row, worker, on=date(2025, 5, 20))
    done = EnrolmentFactory(person=PersonFactory(team=team), programme=programme, start=date(2025, 1, 20))
    AssignmentFactory(enrolment=done, worker=staff(team=team, name="Eva Enevoldsen"))
    reported(done, worker, on=date(2025, 4, 20))
    EnrolmentFactory(person=PersonFactory(team=team, first_name="Dina"), programme=programme, start=date(2025, 5, 20))
    declined = EnrolmentFactory(person=PersonFactory(team=team), programme=programme, start=date(2025, 2, 20))
    set_participation(by=worker, at=NOW, enrolment=declined, state="declined", on=TODAY)
    client.force_login(lead)
    assert rows(client) == [
        ("Team Nord", "Bo Berg", 1, 0, ["Carl"], []),
        ("Team Nord", "Mette Hansen", 2, 1, ["Bea"], ["Zara"]),
    ]
    html = client.get("/board/status-reports/").content.decode()
    assert "1 af 3 modtaget" in html
    late = client.get("/board/status-reports/late/").content.decode()
    assert f'href="/enrolments/{enrolment.pk}/status-reports/"' in late
    assert 'href="/board/status-reports/' in client.get("/board/").content.decode()


def test_the_list_counts_nobody_whom_the_lead_may_not_see(client, lead, enrolment):
    client.force_login(lead)
    assert len(rows(client)) == 1
    Person.objects.filter(pk=enrolment.person_id).update(is_restricted=True)
    assert rows(client) == []


def test_the_list_is_for_leads(page):
    assert page.get("/board/status-reports/").status_code == 403


def test_a_course_with_two_workers_stands_with_both_and_is_counted_once(client, lead, enrolment, team):
    AssignmentFactory(enrolment=enrolment, worker=staff(team=team, name="Bo Berg"), function="coordinator")
    type(enrolment).objects.filter(pk=enrolment.pk).update(start=date(2025, 2, 20))
    asks(enrolment.programme, "housing_now")
    client.force_login(lead)
    assert [row[1:4] for row in rows(client)] == [("Bo Berg", 1, 0), ("Mette Hansen", 1, 0)]
    assert "0 af 1 modtaget" in client.get("/board/status-reports/").content.decode()
