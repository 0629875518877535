"""For which programme a contact was made: worked out from who met whom on which day, and changed where it is wrong."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.models import ContactPerson
from cases.programmes.models import Programme
from cases.staff.codes import Role
from tests.clock import NOW
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    staff,
    works_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

DAY = date(2025, 6, 2)
NOON = datetime(2025, 6, 2, 10, tzinfo=UTC)


@pytest.fixture
def north():
    return works_in(TeamFactory(name="Nord"), ProgrammeFactory(name="Hjem til alle"))


@pytest.fixture
def south():
    return works_in(TeamFactory(name="Syd"), ProgrammeFactory(name="Natcafé"))


@pytest.fixture
def person(north, south):
    """Enrolled with both teams; with the second a month later."""
    person = PersonFactory(team=north)
    EnrolmentFactory(person=person, team=north, programme=north.programmes.get(), start=date(2025, 1, 1))
    EnrolmentFactory(person=person, team=south, programme=south.programmes.get(), start=date(2025, 2, 1))
    return person


def member(*teams, **facts):
    worker = UserFactory()
    for team in teams:
        MembershipFactory(user=worker, team=team, **facts)
    return worker


def contact(worker, *people, at=NOON):
    return ContactFactory(by=worker, people=people, happened_at=at, registered_at=at)


def made_for(contact):
    """Names of the programmes, in the order of the young people."""
    names = dict(Programme.objects.values_list("pk", "name"))
    keys = ContactPerson.objects.filter(contact=contact).with_made_for().order_by("pk").values_list("made_for")
    return [names.get(key) for (key,) in keys]


def test_it_is_the_programme_of_the_workers_team(north, south, person):
    assert made_for(contact(member(north), person)) == ["Hjem til alle"]
    assert made_for(contact(member(south), person)) == ["Natcafé"]


def test_an_assignment_says_more_than_the_team(north, south, person):
    worker = member(north)
    AssignmentFactory(enrolment=person.enrolments.get(team=south), worker=worker, end=date(2025, 6, 3))
    assert made_for(contact(worker, person)) == ["Natcafé"]
    assert made_for(contact(worker, person, at=NOON + timedelta(days=1))) == ["Hjem til alle"]


def test_of_two_of_the_workers_teams_the_latest_begun_enrolment_counts(north, south, person):
    assert made_for(contact(member(north, south), person)) == ["Natcafé"]


def test_a_team_that_works_in_the_programme_comes_after_the_one_that_holds_the_enrolment(north, south, person):
    east = works_in(TeamFactory(), north.programmes.get())
    assert made_for(contact(member(east), person)) == ["Hjem til alle"]
    works_in(east, south.programmes.get())
    assert made_for(contact(member(east), person)) == ["Natcafé"]
    assert made_for(contact(member(east, north), person)) == ["Hjem til alle"]


def test_a_worker_of_another_programme_makes_it_for_none_of_these(north, person):
    away = works_in(TeamFactory(), ProgrammeFactory())
    assert made_for(contact(member(away), person)) == [None]
    assert made_for(contact(member(away, north), person)) == ["Hjem til alle"]


def test_a_worker_whose_teams_work_in_no_programme_makes_it_for_whichever_there_is(person):
    assert made_for(contact(member(TeamFactory()), person)) == ["Natcafé"]
    assert made_for(contact(UserFactory(), person)) == ["Natcafé"]


def test_the_teams_of_that_day_decide(north, south, person):
    """In the first team until the day before, in the second from that day on."""
    worker = member(north, end=DAY)
    MembershipFactory(user=worker, team=south, start=DAY)
    assert made_for(contact(worker, person)) == ["Natcafé"]
    assert made_for(contact(worker, person, at=NOON - timedelta(days=1))) == ["Hjem til alle"]


def test_the_enrolments_of_that_day_decide(north, south, person):
    """Enrolled in the second from 1 February, in any from 1 January; half past midnight is the next day in Denmark."""
    first = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)
    assert made_for(contact(member(south), person, at=first)) == ["Natcafé"]
    assert made_for(contact(member(south), person, at=first - timedelta(hours=1))) == [None]
    assert made_for(contact(member(north), person, at=datetime(2024, 12, 31, 12, tzinfo=UTC))) == [None]


def test_each_young_person_of_a_group_by_own_enrolments(north, person):
    other = PersonFactory(team=north)
    assert made_for(contact(member(north), person, other)) == ["Hjem til alle", None]


def test_the_contacts_of_a_programme_are_those_that_were_made_for_it(north, south, person):
    """A filter spares most rows the question; asked one by one, they answer the same."""
    first, second = north.programmes.get(), south.programmes.get()
    only = PersonFactory(team=north)
    EnrolmentFactory(person=only, team=north, programme=first, start=date(2025, 1, 1))
    here, away, both = member(north), member(south), member(north, south)
    for worker in (here, away, both, UserFactory()):
        contact(worker, person, only)
    ContactPerson.objects.filter(contact=contact(here, person)).update(programme=second)
    asked = dict(ContactPerson.objects.with_made_for().values_list("pk", "made_for"))
    for programme, number in ((first, 4), (second, 4)):
        found = set(ContactPerson.objects.made_for(programme).values_list("pk", flat=True))
        assert found == {pk for pk, key in asked.items() if key == programme.pk}
        assert len(found) == number


# The page


@pytest.fixture
def worker(north):
    return staff(team=north)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def choose(page, contact, person, programme, **fields):
    shown = page.get(f"/contacts/{contact.pk}/programme/").context["form"]
    return page.post(
        f"/contacts/{contact.pk}/programme/",
        {
            f"programme-{person.reference}": programme.pk,
            "version": shown["version"].value(),
            "client_key": str(uuid4()),
        }
        | fields,
    )


def test_the_contact_says_where_it_counts_and_its_author_changes_that(page, worker, south, person):
    met = contact(worker, person, at=NOW - timedelta(hours=1))
    shown = page.get(f"/contacts/{met.pk}/").content.decode()
    assert "Hjem til alle" in shown
    assert "Natcafé" not in shown
    assert choose(page, met, person, south.programmes.get()).url == f"/contacts/{met.pk}/"
    assert made_for(met) == ["Natcafé"]
    assert "Natcafé" in page.get(f"/contacts/{met.pk}/").content.decode()
    part = ContactPerson.history.filter(contact=met).first()
    assert (part.history_user, part.programme) == (worker, south.programmes.get())
    assert AuditEvent.objects.filter(action=AuditAction.CHANGED, person=person, by=worker).exists()


def test_what_was_chosen_counts_only_while_enrolled_there(page, worker, south, person):
    met = contact(worker, person, at=NOW - timedelta(hours=1))
    choose(page, met, person, south.programmes.get())
    person.enrolments.filter(team=south).update(end=DAY, closing_reasons=["moved"])
    assert made_for(met) == ["Hjem til alle"]


def test_later_it_needs_a_reason(page, worker, south, person):
    met = contact(worker, person, at=NOW - timedelta(hours=25))
    response = choose(page, met, person, south.programmes.get())
    assert response.context["form"].errors["reason"]
    assert made_for(met) == ["Hjem til alle"]
    choose(page, met, person, south.programmes.get(), reason="Aftalt med natcaféen")
    assert made_for(met) == ["Natcafé"]
    assert ContactPerson.history.filter(contact=met).first().history_change_reason == "Aftalt med natcaféen"


def test_a_programme_without_an_enrolment_that_day_is_refused(page, worker, person):
    met = contact(worker, person, at=NOW - timedelta(hours=1))
    assert choose(page, met, person, ProgrammeFactory()).context["form"].errors
    assert made_for(met) == ["Hjem til alle"]


def test_an_entry_withdrawn_meanwhile_is_not_changed_and_what_was_typed_stays(page, worker, south, person):
    met = contact(worker, person, at=NOW - timedelta(hours=25))
    form = {"version": met.version, "client_key": str(uuid4()), "reason": "Aftalt med natcaféen"}
    type(met).objects.filter(pk=met.pk).update(withdrawn_at=NOW, withdrawn_why="Skrevet to gange")
    chosen = {f"programme-{person.reference}": south.programmes.get().pk}
    shown = page.post(f"/contacts/{met.pk}/programme/", form | chosen).context["form"]
    assert shown.non_field_errors()
    assert shown["reason"].value() == "Aftalt med natcaféen"
    assert made_for(met) == ["Hjem til alle"]


def test_a_page_from_before_somebody_elses_change_saves_nothing(page, worker, north, south, person):
    met = contact(worker, person, at=NOW - timedelta(hours=1))
    choose(page, met, person, south.programmes.get())
    stale = choose(page, met, person, north.programmes.get(), version=1)
    assert stale.context["form"].stale is not None
    assert made_for(met) == ["Natcafé"]


def test_who_may_not_change_the_contact_may_not_say_it_either(client, north, south, person):
    met = contact(member(north), person, at=NOW - timedelta(hours=1))
    for user, code in ((staff(team=north), 403), (staff(Role.LEAD, team=north), 200), (staff(), 404)):
        client.force_login(user)
        assert client.get(f"/contacts/{met.pk}/programme/").status_code == code
