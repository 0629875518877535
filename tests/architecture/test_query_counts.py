"""Every list asks the database as often for three rows as for one: one table of all lists and what each asks.

Whoever makes a list ask less, or has a reason to ask more, changes its number here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
from django.urls import get_resolver

from cases.core.periods import ONE_DAY
from cases.enrolments.models import Enrolment
from cases.import_pages.actions import keep_file
from cases.people.models import Person
from cases.programmes.models import PhaseTemplate, Programme
from cases.records.sealing import seal
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreport_imports.models import ReportImport
from cases.teams.models import Membership, Team
from tests.architecture.inhabited import _routes
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningRequestFactory,
    TeamFactory,
    staff,
    works_in,
)
from tests.factories.handovers import handover
from tests.factories.housing import OfferFactory, ReferralStepFactory, StayFactory, SupportCaseFactory
from tests.factories.reporting import (
    EditionFactory,
    ExportRunFactory,
    FundingFactory,
    ReportRunFactory,
    SeriesFactory,
    SeriesValueFactory,
    TargetCountFactory,
    TargetFactory,
    UsedFactory,
)
from tests.factories.statusreports import asks, reported

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

MONTH = timedelta(days=30)


@dataclass
class House:
    """A team that works in a programme, somebody of every role, and one young person."""

    programme: Programme
    phase: PhaseTemplate
    team: Team
    users: dict[Role, User]
    person: Person

    @cached_property
    def enrolment(self) -> Enrolment:
        """The young person's course, where a list is about one."""
        course: Enrolment = EnrolmentFactory(person=self.person, programme=self.programme)
        return course


@pytest.fixture
def house():
    team = TeamFactory()
    programme = ProgrammeFactory()
    works_in(team, programme)
    asks(programme, "housing_now", "who5")
    users = {role: staff(role, team=team) for role in Role}
    Membership.objects.filter(user=users[Role.EVALUATOR]).update(programme=programme)
    phase = PhaseTemplateFactory(programme=programme)
    return House(programme, phase, team, users, PersonFactory(team=team))


def young_person(house: House, number: int) -> str:
    """A young person with a record of every kind, of whom something unusual was confirmed."""
    worker = house.users[Role.CASEWORKER]
    name = f"Zqperson{number}"
    person = PersonFactory(team=house.team, first_name=name)
    enrolment = EnrolmentFactory(person=person, programme=house.programme, start=TODAY - MONTH)
    PhaseSpellFactory(enrolment=enrolment, phase=house.phase)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    reported(enrolment, worker, on=TODAY - MONTH)
    of_person(house, number, person)
    sent, until = TODAY - MONTH, TODAY - ONE_DAY
    hearing = {"talked_on": sent, "hearing_sent_on": sent, "hearing_deadline": until}
    SupportCaseFactory(person=person, worker=worker, state="hearing", **hearing)
    asked = {"programme": house.programme, "asked_by": worker}
    ScreeningRequestFactory(person=PersonFactory(team=house.team), **asked)
    returned = {"state": "returned", "answer": "Hvor gammel?", "answered_by": house.users[Role.LEAD]}
    ScreeningRequestFactory(person=person, **asked, **returned)
    return f"{name}|{person.reference}"


def of_person(house: House, number: int, person: Person | None = None) -> str:
    """A record of every kind about one young person."""
    person, worker = person or house.person, house.users[Role.CASEWORKER]
    place, day = f"Zqplace{number}", TODAY - 7 * timedelta(days=number + 1)
    contact = ContactFactory(by=worker, people=[person], note=place, minutes=600, happened_at=NOW - number * MONTH)
    type(contact).objects.filter(pk=contact.pk).update(confirmed=["minutes"])
    StayFactory(
        person=person, organisation=house.team.organisation, place=place, start=day, end=day + timedelta(days=7)
    )
    for state in ("sent", "rejected"):
        handover(
            state,
            person=person,
            sent_by=worker,
            sender=house.team.organisation,
            receiver=house.users[Role.PARTNER].organisation,
        )
    offer = OfferFactory(referral__person=person, referral__referred_by=worker, referral__state="offered")
    ReferralStepFactory(referral=offer.referral)
    SupportCaseFactory(person=person, worker=worker, state="dropped", dropped_on=TODAY, dropped_why="moved")
    return place


def report(house: House, number: int) -> str:
    """One more report of the young person's course."""
    day = TODAY - 30 * timedelta(days=number + 1)
    reported(house.enrolment, house.users[Role.CASEWORKER], kind="quarterly", on=day)
    return f"{day:%d.%m.%Y}"


def due_report(house: House, number: int) -> str:
    """A young person whose first report is late."""
    person = PersonFactory(team=house.team, first_name=f"Zqperson{number}")
    enrolment = EnrolmentFactory(person=person, programme=house.programme, start=TODAY - 5 * MONTH)
    AssignmentFactory(enrolment=enrolment, worker=house.users[Role.CASEWORKER])
    return str(person.first_name)


def sent(house: House, number: int) -> str:
    """Handovers to the partner whose name is shared, in every list of theirs."""
    person = PersonFactory(team=house.team, first_name=f"Zqperson{number}")
    partner = house.users[Role.PARTNER].organisation
    for state in ("sent", "accepted", "done"):
        handover(state, person=person, sender=house.team.organisation, receiver=partner)
    return f"{person.first_name}|{person.reference}"


def account(_house: House, number: int) -> str:
    """One more user of every role, each of an organisation of their own."""
    made = [staff(role, name=f"Zqaccount{number}") for role in Role]
    return str(made[0].name)


def worker(house: House, number: int) -> str:
    return str(staff(team=house.team, name=f"Zqworker{number}").name)


def membership(house: House, number: int) -> str:
    """One more role of the caseworker."""
    member = MembershipFactory(team__name=f"Zqteam{number}", user=house.users[Role.CASEWORKER])
    return str(member.team)


def works(house: House, number: int) -> str:
    """One more programme that the team works in."""
    return str(works_in(house.team, ProgrammeFactory(name=f"Zqname{number}")).programmes.latest("pk").name)


def named(factory: Any) -> Callable[[House, int], str]:
    """Something with a name of its own."""

    def add(_house: House, number: int) -> str:
        return str(factory(name=f"Zqname{number}").name)

    return add


def run(house: House, number: int) -> str:
    made = ReportRunFactory(programme=house.programme)
    return str(made.public_id)


def edition(house: House, number: int) -> str:
    return str(EditionFactory(run=ReportRunFactory(programme=house.programme), audience=f"Zqfund{number}").audience)


def export(house: House, number: int) -> str:
    ExportRunFactory(programme=house.programme, requested_by=house.users[Role.LEAD], requested_at=NOW - number * MONTH)
    return f"{NOW - number * MONTH:%d.%m.%Y}"


def target(house: House, number: int) -> str:
    """A target that is counted by hand, with what was counted."""
    made = TargetFactory(programme=house.programme, label_da=f"Zqtarget{number}")
    TargetCountFactory(target=made)
    return str(made.label_da)


def funding(house: House, number: int) -> str:
    """A budget line with what was used of it."""
    made = FundingFactory(programme=house.programme, kind="expense", source=f"Zqline{number}")
    UsedFactory(line=made)
    return str(made.source)


def series(_house: House, number: int) -> str:
    """A series with two versions."""
    made = SeriesFactory(code=f"zq{number}", name_da=f"Zqseries{number}")
    for version in (1, 2):
        SeriesValueFactory(version__series=made, version__published_on=TODAY - version * MONTH)
    return str(made.name_da)


def spreadsheet(house: House, number: int) -> str:
    """A file that was taken over, and one on its way in."""
    lead, name = house.users[Role.LEAD], f"Zqfile{number}"
    sent: dict[str, Any] = {"programme": house.programme, "by": lead, "at": NOW}
    ReportImport.objects.create(**sent, fingerprint="0" * 64, file_name=seal(name))
    keep_file(**sent, team=house.team, name=f"{name}.csv", content=b"Nr.;Startdato;Dato\n7;01-02-2024;05-02-2024\n")
    return name


def phase(house: House, number: int) -> str:
    return str(PhaseTemplateFactory(programme=house.programme, name_da=f"Zqphase{number}").name_da)


@dataclass(frozen=True)
class ListPage:
    """Who looks at it, what adds a row, and how many queries it asks.

    What was added is seen on the page by one of its names; `shows` is false where it has none there.
    """

    role: Role
    add: Callable[[House, int], str]
    queries: int
    shows: bool = True


LEAD, WORKER, PARTNER, ADMINISTRATOR = Role.LEAD, Role.CASEWORKER, Role.PARTNER, Role.ADMINISTRATOR

PAGES = {
    "/my-day/": ListPage(WORKER, young_person, 23),
    "/board/": ListPage(LEAD, worker, 21),
    "/board/status-reports/": ListPage(LEAD, due_report, 12, shows=False),
    "/board/status-reports/<which>/": ListPage(LEAD, due_report, 9),
    "/board/unusual/": ListPage(LEAD, young_person, 11),
    "/people/": ListPage(WORKER, young_person, 16),
    "/people/?list=undecided&sort=waited": ListPage(WORKER, young_person, 13, shows=False),
    "/people/<reference>/": ListPage(WORKER, of_person, 18),
    "/people/<reference>/?reports": ListPage(WORKER, report, 20),
    "/enrolments/<enrolment>/status-reports/": ListPage(WORKER, report, 11),
    "/enrolments/<enrolment>/status-reports/quarterly/": ListPage(WORKER, report, 17, shows=False),
    "/people/<reference>/timeline/": ListPage(WORKER, of_person, 4, shows=False),
    "/contacts/new/": ListPage(WORKER, young_person, 6),
    "/handovers/": ListPage(WORKER, young_person, 7),
    "/inbox/": ListPage(PARTNER, sent, 7),
    "/housing/": ListPage(WORKER, young_person, 9),
    "/housing/support/?show=all": ListPage(WORKER, young_person, 8),
    "/housing/people/<reference>/stays/": ListPage(WORKER, of_person, 7),
    "/reports/": ListPage(Role.EVALUATOR, run, 5),
    "/reports/tables/": ListPage(LEAD, works, 7),
    "/reports/programmes/": ListPage(LEAD, works, 4),
    "/reports/programmes/<programme>/targets/": ListPage(LEAD, target, 8),
    "/reports/programmes/<programme>/money/": ListPage(LEAD, funding, 8),
    "/reports/programmes/statistics/": ListPage(LEAD, series, 7),
    "/reports/exports/": ListPage(LEAD, export, 36),
    "/programmes/": ListPage(ADMINISTRATOR, named(ProgrammeFactory), 4),
    "/programmes/<programme>/": ListPage(ADMINISTRATOR, phase, 10),
    "/programmes/<programme>/imports/": ListPage(LEAD, spreadsheet, 8),
    "/administration/organisations/": ListPage(ADMINISTRATOR, named(OrganisationFactory), 5),
    "/administration/teams/": ListPage(ADMINISTRATOR, named(TeamFactory), 5),
    "/administration/teams/<team>/": ListPage(ADMINISTRATOR, works, 9),
    "/administration/users/<user>/": ListPage(ADMINISTRATOR, membership, 9),
    "/administration/users/": ListPage(ADMINISTRATOR, account, 7),
    "/api/v1/organisations/": ListPage(LEAD, named(OrganisationFactory), 5),
    "/api/v1/programmes/": ListPage(LEAD, named(ProgrammeFactory), 6, shows=False),
    "/api/v1/people/": ListPage(LEAD, young_person, 6),
    "/api/v1/enrolments/": ListPage(LEAD, young_person, 11),
    "/api/v1/contacts/": ListPage(LEAD, of_person, 7),
    "/api/v1/handovers/": ListPage(LEAD, young_person, 6),
    "/api/v1/stays/": ListPage(LEAD, of_person, 6),
    "/api/v1/referrals/": ListPage(LEAD, young_person, 8),
    "/api/v1/offers/": ListPage(LEAD, young_person, 6),
    "/api/v1/support-cases/": ListPage(LEAD, young_person, 6),
    "/reports/editions/": ListPage(LEAD, edition, 6),
    "/api/v1/report-runs/": ListPage(Role.EVALUATOR, run, 5),
}
# Addresses without a key that hold no list of records.
NO_LIST = {
    "/", "/administration/", "/gallery/", "/healthz", "/readyz", "/language/", "/session/keep", "/session/printed",
    "/api/v1/schema/", "/api/v1/docs/", "/api/v1/outcome-tables/",
    # forms
    "/people/new/", "/people/new/register/", "/people/new/met/", "/administration/organisations/new/",
    "/administration/teams/new/", "/administration/users/new/", "/programmes/new/", "/reports/new/",
    "/reports/exports/columns/", "/reports/exports/download/",
    # pieces of the lists above, found by what is typed
    "/people/search/", "/contacts/people/", "/administration/users/search/", "/housing/search/",
}  # fmt: skip


def path_of(url: str, house: House) -> str:
    keys = {
        "reference": house.person.reference,
        "programme": house.programme.code,
        "team": house.team.code,
        "user": str(house.users[Role.CASEWORKER].pk),
        "which": "late",
    }
    keys |= {"enrolment": str(house.enrolment.pk)} if "<enrolment>" in url else {}
    for key, value in keys.items():
        url = url.replace(f"<{key}>", value)
    return url


@pytest.mark.parametrize("url", PAGES)
def test_a_list_asks_as_often_for_three_rows_as_for_one(url, house, client, django_assert_num_queries):
    page, path, added = PAGES[url], path_of(url, house), []
    client.force_login(house.users[page.role])
    for rows in (1, 3):
        added += [page.add(house, number) for number in range(len(added), rows)]
        client.get(path)  # what is asked once in a process is no part of the list
        with django_assert_num_queries(page.queries):
            content = client.get(path).content.decode()
        assert [row for row in added if page.shows and not any(name in content for name in row.split("|"))] == []


def test_every_address_without_a_key_is_in_the_table_or_holds_no_list():
    routes = {route for _name, route, _view in _routes(get_resolver().url_patterns) if "<" not in route}
    listed = {url.split("?")[0] for url in PAGES}
    assert routes == {url for url in listed if "<" not in url} | NO_LIST
    assert not listed & NO_LIST
