"""Roles are given and ended, never by oneself, and never without an administrator."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from cases.accounts import actions as act
from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.core.periods import last_day
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Membership
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    MembershipFactory,
    TeamFactory,
    UserFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_a_role_is_given_and_ended(inside):
    user, team = UserFactory(), TeamFactory()
    start = (TODAY - timedelta(days=10)).isoformat()
    inside.post(f"/administration/users/{user.pk}/roles/new/", {"role": Role.LEAD, "team": team.pk, "start": start})
    role = user.memberships.get()
    assert (role.role, role.team) == (Role.LEAD, team)
    yesterday = TODAY - timedelta(days=1)
    inside.post(f"/administration/roles/{role.pk}/end/", {"end": yesterday.isoformat(), "version": 1})
    role.refresh_from_db()
    assert last_day(role.end) == yesterday
    assert User.objects.get(pk=user.pk).scope.roles == frozenset()
    assert AuditEvent.objects.filter(action=AuditAction.RIGHTS_CHANGED).count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"role": Role.LEAD},
        {"role": Role.EVALUATOR},
        {"role": Role.PARTNER, "team": True},
        {"role": Role.CASEWORKER, "team": True, "end": TODAY},
    ],
)
def test_a_role_that_does_not_fit_is_refused_with_a_sentence(facts, administrator):
    values = facts | ({"team": TeamFactory()} if facts.get("team") else {})
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=UserFactory(), start=TODAY, **values)
    assert Membership.objects.exclude(user=administrator).count() == 0


def test_the_same_role_is_not_given_twice_at_a_time(administrator):
    user, team = UserFactory(), TeamFactory()
    act.give_role(by=administrator, at=NOW, user=user, role=Role.LEAD, team=team, start=TODAY)
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=user, role=Role.LEAD, team=team, start=TODAY)


def test_nobody_gives_a_role_to_themselves(administrator):
    """An administrator's own account never sees case content by its own hand."""
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=administrator, role=Role.LEAD, team=TeamFactory(), start=TODAY)


@pytest.mark.parametrize("days", [0, 400])
def test_a_role_that_has_ended_is_not_made_longer_not_even_the_own(administrator, days):
    """Ending later is giving anew: an administrator who once was a lead would take case content back alone."""
    once = MembershipFactory(user=administrator, role=Role.LEAD, end=TODAY - timedelta(days=30))
    with pytest.raises(Refused):
        act.end_role(by=administrator, at=NOW, membership=once, version=1, end=once.end + timedelta(days=days))
    once.refresh_from_db()
    assert once.end == TODAY - timedelta(days=30)


def test_a_role_that_has_not_begun_is_taken_back_and_history_keeps_it(administrator):
    later = MembershipFactory(start=TODAY + timedelta(days=5))
    act.end_role(by=administrator, at=NOW, membership=later, version=1, end=TODAY)
    assert not Membership.objects.filter(pk=later.pk).exists()
    assert Membership.history.filter(id=later.pk, history_type="-").get().history_user == administrator


@pytest.mark.parametrize(("days", "stays"), [(1, True), (0, False)])
def test_only_a_role_of_today_or_later_is_taken_back(administrator, days, stays):
    """A last day in the year before, typed by mistake, does not wipe out what the role has opened since."""
    role = MembershipFactory(start=TODAY - timedelta(days=days))
    if stays:
        for end in (role.start, TODAY - timedelta(days=365)):
            with pytest.raises(Refused, match=r"03\.06\.2025"):
                act.end_role(by=administrator, at=NOW, membership=role, version=1, end=end)
    else:
        act.end_role(by=administrator, at=NOW, membership=role, version=1, end=TODAY - timedelta(days=365))
    assert Membership.objects.filter(pk=role.pk).exists() is stays


def test_who_ends_a_role_from_a_page_of_before_is_told(client, administrator):
    """Another administrator has given it a last day meanwhile: that day is not put aside unseen."""
    role = MembershipFactory(start=TODAY - timedelta(days=30))
    client.force_login(administrator)
    url = f"/administration/roles/{role.pk}/end/"
    version = client.get(url).context["form"]["version"].value()
    first, second = TODAY + timedelta(days=9), TODAY + timedelta(days=4)
    assert client.post(url, {"end": f"{first:%d.%m.%Y}", "version": version}).status_code == 302
    form = client.post(url, {"end": f"{second:%d.%m.%Y}", "version": version}).context["form"]
    role.refresh_from_db()
    assert role.end == first + timedelta(days=1)
    assert [(row.mine, row.theirs) for row in form.stale] == [(second, first)]
    assert (form["end"].value(), form["version"].value()) == (f"{second:%d.%m.%Y}", "2")


def test_a_role_that_began_today_can_end_today(administrator):
    role = MembershipFactory(start=TODAY)
    act.end_role(by=administrator, at=NOW, membership=role, version=1, end=TODAY + timedelta(days=1))
    role.refresh_from_db()
    assert role.end == TODAY + timedelta(days=1)


def test_the_last_administrator_stays(administrator):
    role = administrator.memberships.get()
    for others in ([], [{"is_active": False}]):
        for facts in others:
            staff(Role.ADMINISTRATOR, **facts)
        with pytest.raises(Refused):
            act.end_role(by=administrator, at=NOW, membership=role, version=1, end=TODAY)
    second = staff(Role.ADMINISTRATOR)
    act.end_role(by=administrator, at=NOW, membership=role, version=1, end=TODAY)
    with pytest.raises(Refused):
        act.close_user(by=administrator, at=NOW, user=second)


def test_where_all_administrators_are_for_a_time_one_of_them_stays(administrator):
    """Other accounts are closed freely, and all but the last of the administrators."""
    second = staff(Role.ADMINISTRATOR)
    Membership.objects.update(end=TODAY + timedelta(days=100))
    act.close_user(by=administrator, at=NOW, user=staff())
    act.close_user(by=administrator, at=NOW, user=second)
    with pytest.raises(Refused):
        act.end_role(by=administrator, at=NOW, membership=administrator.memberships.get(), version=1, end=TODAY)


def test_one_who_was_an_administrator_is_none_who_stays(administrator):
    staff(Role.ADMINISTRATOR).memberships.update(end=TODAY)
    role = administrator.memberships.get()
    Membership.objects.filter(pk=role.pk).update(end=TODAY + timedelta(days=100))
    with pytest.raises(Refused, match="dministrator"):
        act.end_role(by=administrator, at=NOW, membership=role, version=1, end=TODAY + timedelta(days=1))


def test_an_administrator_without_end_is_not_replaced_by_one_for_a_time(administrator):
    staff(Role.ADMINISTRATOR).memberships.update(end=TODAY + timedelta(days=100))
    with pytest.raises(Refused):
        act.end_role(by=administrator, at=NOW, membership=administrator.memberships.get(), version=1, end=TODAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["end", "close"])
def test_two_administrators_who_remove_each_other_leave_one(way):
    """Two connections: the open roles are locked first, so the second sees what the first has done."""
    first, second = staff(Role.ADMINISTRATOR), staff(Role.ADMINISTRATOR)
    start, outcomes = Barrier(2), []

    def leave(by: User, other: User) -> None:
        try:
            start.wait(timeout=10)
            if way == "end":
                act.end_role(by=by, at=NOW, membership=other.memberships.get(), version=1, end=TODAY)
            else:
                act.close_user(by=by, at=NOW, user=other)
            outcomes.append("left")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=leave, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["left", "refused"]
    open_roles = Membership.objects.filter(role=Role.ADMINISTRATOR, end__isnull=True, user__is_active=True)
    assert open_roles.count() == 1
