"""In which teams a user holds a right on a day."""

from datetime import timedelta

import pytest

from cases.staff.codes import Role
from cases.staff.policy import ROLE_RIGHTS, Right
from cases.teams.queries import teams_with
from tests.clock import TODAY
from tests.factories.cases import MembershipFactory, ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


def test_a_right_is_held_where_a_role_gives_it_while_the_role_lasts():
    user = UserFactory()
    lead = MembershipFactory(user=user, role=Role.LEAD).team
    MembershipFactory(user=user, role=Role.CASEWORKER)
    ended = MembershipFactory(user=user, role=Role.LEAD, end=TODAY).team
    begins = MembershipFactory(user=user, role=Role.LEAD, start=TODAY + ONE_DAY).team
    MembershipFactory(user=user, role=Role.EVALUATOR, team=None, programme=ProgrammeFactory())
    MembershipFactory(role=Role.LEAD)
    only_leads = next(
        right for right in Right if {role for role in Role if right in ROLE_RIGHTS[role]} & {Role.LEAD, Role.CASEWORKER} == {Role.LEAD}
    )  # fmt: skip

    def found(day):
        return {row["team"] for row in teams_with(user, only_leads, day)}

    assert found(TODAY) == {lead.pk}
    assert found(TODAY - ONE_DAY) == {lead.pk, ended.pk}
    assert found(TODAY + ONE_DAY) == {lead.pk, begins.pk}
