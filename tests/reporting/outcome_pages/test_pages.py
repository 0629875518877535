"""The pages of the tables: who sees them, what they say, and who stands behind each count."""

import io
import json
import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cases.audit.models import AuditEvent
from cases.people.models import Person
from cases.staff.codes import Role
from cases.statusreports.models import Participation
from cases.teams.models import Membership
from reporting.kinds.given import Wait
from reporting.outcome_pages.forms import AGE, BY
from reporting.outcome_pages.people import people_behind
from reporting.outcomes.chapters import CHAPTERS
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.breakdowns import AGES, GROUPS
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    ProgrammeFactory,
    ScreeningRequestFactory,
    TeamFactory,
    staff,
    works_in,
)
from tests.factories.reporting import SeriesValueFactory, SeriesVersionFactory, TargetCountFactory, TargetFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

ROWS = {"almen": 3, "skaev": 1, "ikke_egen_bolig": 2}


@pytest.fixture
def team():
    return TeamFactory(code="team")


@pytest.fixture
def programme(team):
    found = ProgrammeFactory(code="hjem", name="Hjem")
    works_in(team, found)
    asks(found, "housing_now", "domains", "methods")
    return found


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team=team)


@pytest.fixture
def evaluator(programme):
    user = staff(Role.EVALUATOR)
    Membership.objects.filter(user=user).update(programme=programme)
    return user


@pytest.fixture
def courses(team, programme, lead):
    """Six with a report each: three men and three women, of whom one is of another team."""
    made = []
    for number, code in enumerate(code for code, times in ROWS.items() for _ in range(times)):
        person = PersonFactory(team=team, gender="man" if number % 2 else "woman", first_name=f"Zq{number}")
        made.append(EnrolmentFactory(person=person, programme=programme))
        reported(made[-1], lead, answers={"housing_now": code})
    return made


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, path):
    answer = client_of(user).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer


HOUSING = "/reports/tables/hjem/housing/"


def test_every_table_stands_in_one_chapter():
    keys = [key for chapter in CHAPTERS for key in chapter.tables]
    assert sorted(keys) == sorted(TABLES)


def test_every_breakdown_and_age_has_a_name():
    assert (BY.keys(), tuple(AGE)) == (GROUPS.keys(), AGES)


def test_the_list_is_searched_in_titles(lead, programme):
    said = page(lead, "/reports/tables/").content.decode()
    assert said.count('href="/reports/tables/hjem/') == len(TABLES)
    found = page(lead, "/reports/tables/?q=fastholdelse bolig").content.decode()
    assert re.findall(r'href="/reports/tables/hjem/(\w+)/"', found) == ["retention"]
    assert "Ingen tabel har de ord" in page(lead, "/reports/tables/?q=xyz").content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.PARTNER, Role.ADMINISTRATOR])
def test_others_have_no_tables(role, team, courses):
    member = staff(role, team=team)
    for path in ("/reports/tables/", HOUSING, f"{HOUSING}people/", f"{HOUSING}files/csv/"):
        assert client_of(member).get(path).status_code == 403


def test_a_lead_elsewhere_has_none_of_this_programme(courses):
    other = staff(Role.LEAD)
    for path in (HOUSING, f"{HOUSING}people/", f"{HOUSING}files/csv/"):
        assert client_of(other).get(path).status_code == 404
    assert HOUSING not in client_of(other).get("/reports/tables/?programme=hjem").content.decode()


def links(answer):
    return [
        link.replace("&amp;", "&")
        for link in re.findall(r'<td class="number"><a href="([^"]+)"', answer.content.decode())
    ]


def test_a_table_says_all_that_stands_around_it(lead, courses):
    said = page(lead, HOUSING).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    for expected in (
        "Arbejdstal, ikke til offentliggørelse",
        "50 (3)",
        "Grundlag Forløb, hvor spørgsmålet er besvaret, ved første indberetning",
        "Hver procent er afrundet for sig.",
        "Kilde Indberetninger, spørgsmål i version 2013, ved første indberetning",
        "Lille grundlag: n = 6.",
    ):
        assert expected in text
    assert 'role="img"' in said


def test_an_evaluator_sees_the_figures_and_never_a_link_or_a_name(evaluator, courses):
    answer = page(evaluator, HOUSING)
    assert links(answer) == []
    assert "50 (3)" in answer.content.decode()
    text = answer.content.decode()
    assert "Zq" not in text[text.index("<main") : text.index("</main>")]  # around it stand secrets of chance
    assert client_of(evaluator).get(f"{HOUSING}people/?row=almen").status_code == 403


@pytest.mark.parametrize(
    "choices", ["", "?by=gender", "?by=organisation&units=letters&cell=count", "?unit=person&age=youth"]
)
def test_every_number_opens_as_many_people(lead, courses, choices):
    found = links(page(lead, HOUSING + choices))
    assert len(found) >= 3
    for link in found:
        query = parse_qs(urlsplit(link).query)
        assert set(query) <= {"row", "column", "beside", "by", "units", "cell", "unit", "age"}
        assert "T0" not in link
        people = page(lead, link)
        assert len(people.context["page"].object_list) == people.context["count"] > 0


def test_those_behind_a_number_are_the_right_ones(lead, courses):
    people = page(lead, f"{HOUSING}people/?row=ikke_egen_bolig&column=man&by=gender")
    assert [row.person.first_name for row in people.context["page"]] == ["Zq5"]
    everyone = page(lead, f"{HOUSING}people/")
    assert everyone.context["count"] == 6


def test_somebody_out_of_reach_is_counted_and_not_named(lead, programme, courses, team):
    """Another team's young person in the same programme; one of theirs with special protection is in no table."""
    other = TeamFactory()
    for is_restricted in (False, True):
        person = PersonFactory(team=other, first_name="Zqhidden", is_restricted=is_restricted)
        reported(EnrolmentFactory(person=person, programme=programme), lead, answers={"housing_now": "skaev"})
    people = page(lead, f"{HOUSING}people/?row=skaev")
    assert (people.context["count"], people.context["hidden"]) == (2, 1)
    assert "Zqhidden" not in people.content.decode()
    assert "1 af dem kan du ikke se" in people.content.decode()


def test_whoever_does_not_take_part_is_behind_no_number(lead, courses):
    Participation.objects.create(enrolment=courses[0], state="withdrawn", told_on=date(2025, 3, 1))
    people = page(lead, f"{HOUSING}people/?row=almen")
    assert people.context["count"] == 2
    assert "Zq0" not in people.content.decode()


def test_reading_those_behind_a_number_is_noted(lead, courses):
    page(lead, f"{HOUSING}people/?row=skaev")
    event = AuditEvent.objects.get(action="listed")
    assert event.by == lead
    assert event.facts == {
        "list": "outcome_table",
        "table": "housing",
        "found": 1,
        "shown": [courses[3].person.reference],
    }


@pytest.mark.parametrize(
    "place", ["row=nothing", "row=almen&column=nothing&by=gender", "row=almen&at=never", "row=almen&as_of=x"]
)
def test_a_place_that_is_not_there_is_not_found(lead, courses, place):
    assert client_of(lead).get(f"{HOUSING}people/?{place}").status_code == 404


def test_what_counts_no_young_people_opens_nobody(lead, courses):
    """Two meetings in 155 days are one young person who reaches three in twelve months: they are behind that alone."""
    for day in (2, 3):
        ContactFactory(
            people=[courses[0].person], kind="network_meeting", happened_at=datetime(2025, 6, day, 12, tzinfo=UTC)
        )
    meetings = "/reports/tables/hjem/network_meetings/"
    answer = page(lead, meetings)
    assert [row.count for row in answer.context["result"].rows] == [2, 1, 0]
    assert links(answer) == [f"{meetings}people/?row=reached_norm"]
    assert client_of(lead).get(f"{meetings}people/?row=per_12_months").status_code == 404


@pytest.mark.parametrize("key", TABLES)
def test_every_table_has_its_page(lead, programme, courses, key):
    said = page(lead, f"/reports/tables/hjem/{key}/").content.decode()
    if key in ("homes_against_targets", "change"):
        assert "ikke indtastet noget" in said
        assert client_of(lead).get(f"/reports/tables/hjem/{key}/files/csv/").status_code == 404
    else:
        assert "Arbejdstal" in said


@pytest.mark.parametrize("key", ["homes_against_targets", "change"])
def test_a_table_of_targets_or_statistics_says_where_they_are_from_and_opens_nobody(lead, programme, key):
    target = TargetFactory(programme=programme, unit="homes", municipality="0101")
    TargetCountFactory(target=target, number=7)
    version = SeriesVersionFactory()
    for year, number in (("2022", 10), ("2024", 12)):
        SeriesValueFactory(version=version, period=year, value=number)
    answer = page(lead, f"/reports/tables/hjem/{key}/")
    assert answer.context["result"].n == 1
    assert {"homes_against_targets": "Indsatsens mål", "change": "offentliggjort"}[key] in answer.content.decode()
    assert links(answer) == []
    assert answer.context["everyone"] == ""
    row = answer.context["result"].rows[0].key
    for place in ("", f"?row={row}"):
        assert client_of(lead).get(f"/reports/tables/hjem/{key}/people/{place}").status_code == 404
    for form in ("csv", "xlsx", "pdf", "json"):
        assert page(lead, f"/reports/tables/hjem/{key}/files/{form}/").content


def test_choices_that_are_wrong_are_said(lead, courses):
    for choices, said in (
        ("?as_of=32.1.2025", "dato"),
        ("?start=2.2.2025&last_day=1.1.2025", "kan ikke ligge før"),
        ("?as_of=1.1.1800", "mellem 1990 og 2100"),
    ):
        assert said in page(lead, HOUSING + choices).content.decode()


def test_an_earlier_day_has_fewer(lead, courses):
    said = page(lead, f"{HOUSING}?as_of=31.01.2025")
    assert said.context["result"].n == 0
    assert "Ingen at tælle endnu" in said.content.decode()


def test_a_file_says_who_asked_for_it_and_when(lead, courses):
    answer = page(lead, f"{HOUSING}files/json/?by=gender&start=01.01.2025")
    said = json.loads(answer.content)
    assert said["about"] == {
        "programme": "hjem",
        "as_of": "2025-06-04",
        "made_at": "2025-06-04T10:00:00+02:00",
        "made_by": lead.name,
        "from": "2025-01-01",
        "to": "",
        "definitions": "2013",
    }
    assert [column["key"] for column in said["columns"]] == ["woman", "man"]
    assert answer["Content-Disposition"] == 'attachment; filename="housing-hjem-2025-06-04.json"'
    event = AuditEvent.objects.get(action="exported")
    assert event.facts == {"form": "json", "table": "housing"}


def test_an_evaluator_meets_no_unit_by_its_name(evaluator, lead, team, courses):
    """A unit may be one young person, and where somebody stays: the export without names holds that back too."""
    name = team.organisation.name
    asked = "?by=organisation&units=names"
    assert name in page(lead, f"{HOUSING}{asked}").content.decode()
    seen = [page(evaluator, f"{HOUSING}?by=organisation").content.decode()]
    seen += [page(evaluator, f"{HOUSING}files/{form}/?by=organisation").content.decode() for form in ("csv", "json")]
    seen += [page(evaluator, "/api/v1/outcome-tables/housing/?programme=hjem&by=organisation").content.decode()]
    assert [text for text in seen if name in text] == []
    assert all("Enhed A" in text or "Unit A" in text for text in seen)
    assert client_of(evaluator).get(f"{HOUSING}files/csv/{asked}").status_code == 404


def test_behind_an_enquiry_stands_nobody_who_is_out_of_reach(lead, programme, courses):
    other = PersonFactory(first_name="Zqfremmed")
    ScreeningRequestFactory(programme=programme, person=other)
    answer = page(lead, "/reports/tables/hjem/enquiries/people/?row=afventer")
    assert (answer.context["count"], answer.context["hidden"]) == (1, 1)
    assert "Zqfremmed" not in answer.content.decode()


def test_a_lead_elsewhere_who_evaluates_this_programme_opens_nobody(evaluator, courses):
    MembershipFactory(user=evaluator, role=Role.LEAD, team=TeamFactory())
    assert links(page(evaluator, HOUSING)) == []
    assert client_of(evaluator).get(f"{HOUSING}people/?row=almen").status_code == 404


def test_who_waits_twice_is_one_of_those_behind_a_count(lead, programme, courses):
    person = courses[0].person
    found = people_behind(
        lead, [Wait("a", 3, arrived=True, person=person.pk), Wait("b", 5, arrived=True, person=person.pk)]
    )
    assert (len(found.rows), found.hidden) == (1, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_every_file_is_taken_along(evaluator, courses, form):
    content = page(evaluator, f"{HOUSING}files/{form}/").content
    assert len(content) > 200
    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert [evaluator.name in row for row in rows].count(True) == 1


def test_units_without_names_keep_their_letters(lead, programme, courses):
    """The first unit of the programme is A whatever the period; of another that came later nothing is named."""
    later = PersonFactory(team=TeamFactory(organisation__name="Zqorganisation"))
    reported(EnrolmentFactory(person=later, programme=programme), lead, answers={"housing_now": "almen"})
    said = page(lead, f"{HOUSING}?by=organisation&units=letters").content.decode()
    assert "Enhed A (n = 6)" in said
    assert "Enhed A: Lille grundlag: n = 6." in said
    assert "Enhed B (n = 1)" in said
    assert "Zqorganisation" not in said
    assert "Kommune 1" in page(lead, f"{HOUSING}?by=municipality&units=numbers").content.decode()
    named = page(lead, f"{HOUSING}?by=organisation").content.decode()
    assert "Zqorganisation (n = 1)" in named


def test_pages_ask_as_often_for_six_as_for_twelve(lead, programme, courses, team, django_assert_max_num_queries):
    client = client_of(lead)
    counts = {}
    for _ in "12":
        for path in (HOUSING, f"{HOUSING}people/?row=almen", "/reports/tables/hjem/visits/"):
            with django_assert_max_num_queries(40) as asked:
                client.get(path)
            counts.setdefault(path, []).append(len(asked))
        for person in Person.objects.filter(team=team):
            copy = PersonFactory(team=team, gender=person.gender)
            reported(EnrolmentFactory(person=copy, programme=programme), lead, answers={"housing_now": "almen"})
    assert {path: first - second for path, (first, second) in counts.items()} == dict.fromkeys(counts, 0)
