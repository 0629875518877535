"""People of the staff, teams and organisations stand everywhere in the order of a Danish list."""

import pytest
from django.db.models import Value

from cases.core.names import sort_key
from cases.enrolments.forms import AssignForm
from cases.outbox.forms import HandoverForm
from cases.records.order import in_danish_order
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from tests.clock import TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    TeamFactory,
    UserFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

# Retskrivningsordbogen § 1 and Dansk Sprognævn: æ, ø, å after z, and aa as å. Small letters do not come last.
IN_ORDER = ["Anna", "bo", "Zebra", "Ærø", "Ø", "Østerbro", "Å", "Aa", "Åben", "Aaby", "Aalborg"]
ANY_ORDER = sorted(IN_ORDER, key=lambda name: (len(name), name))


def named(rows) -> list[str]:
    return [row.name for row in rows if row.name in IN_ORDER]


@pytest.mark.parametrize(
    ("model", "factory"), [(Organisation, OrganisationFactory), (Team, TeamFactory), (User, UserFactory)]
)
def test_each_kind_is_in_order_without_being_asked(model, factory):
    for name in ANY_ORDER:
        factory(name=name)
    assert named(model.objects.all()) == IN_ORDER
    assert named(model.objects.reverse()) == IN_ORDER[::-1]
    assert named(model.objects.distinct()) == IN_ORDER


def test_the_database_sorts_as_the_key_of_young_people_does():
    """The names of `test_identity`, one by one: what an administrator reads agrees with what a caseworker reads."""
    names = ["Ačić", "Işık", "Kılıç", "Łukasz", "O'Brien", "Abdul-Rahman Ali", "Þór", "Ümit", "Ärlig", "Œttinger",
             "Özil", "  José  María ", "A\u030akjær", "Çelik (vikar)", "7-tallet", *IN_ORDER]  # fmt: skip
    OrganisationFactory()
    keys = {f"n{at}": in_danish_order(Value(name)) for at, name in enumerate(names)}
    found = Organisation.objects.annotate(**keys).values_list(*keys).get()
    assert list(found) == [sort_key(name) for name in names]


def test_choices_and_pages_are_in_order(client):
    team = TeamFactory(name="Anna")
    workers = [staff(team=team, name=name) for name in ANY_ORDER]
    for name in ANY_ORDER:
        OrganisationFactory(name=name)
    person = PersonFactory(team=team)
    enrolment = EnrolmentFactory(person=person, team=team)
    for worker in workers:
        AssignmentFactory(enrolment=EnrolmentFactory(person__team=team, team=team), worker=worker)
    handover = HandoverForm(user=workers[0], person=person, today=TODAY)
    assert named(handover.fields["receiver"].queryset) == IN_ORDER
    assert named(AssignForm(enrolment=enrolment, today=TODAY).fields["worker"].queryset) == IN_ORDER
    client.force_login(workers[0])
    page = client.get("/people/").context["form"]
    assert named(page.fields["worker"].queryset) == IN_ORDER


def test_the_lists_of_an_administrator_are_in_order(client):
    client.force_login(staff("administrator", name="Zzz"))
    for name in ANY_ORDER:
        TeamFactory(name=name, organisation=OrganisationFactory(name=name))
        UserFactory(name=name)
    for path in ("organisations", "teams", "users"):
        assert named(client.get(f"/administration/{path}/").context["page"]) == IN_ORDER


def test_the_board_lists_workers_in_order(client):
    team = TeamFactory()
    for name in ANY_ORDER:
        AssignmentFactory(enrolment=EnrolmentFactory(person__team=team, team=team), worker=staff(team=team, name=name))
    client.force_login(staff("lead", team=team, name="Zzz"))
    rows = [shown["row"].worker for shown in client.get("/board/").context["caseloads"]]
    assert [name for name in rows if name in IN_ORDER] == IN_ORDER
