"""Keeping the teams."""

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.programmes.models import Programme
from cases.records.actions import lock, put, remove, write
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team, TeamProgramme


class TeamChanges(TypedDict, total=False):
    """What of a team can be changed."""

    name: str
    organisation: Organisation
    is_active: bool


@transaction.atomic
def create_team(
    *,
    by: User | None,
    at: datetime,
    code: str,
    name: str,
    organisation: Organisation,
    programmes: Collection[Programme] = (),
) -> Team:
    """Add a team of an organisation, and say which programmes it works in."""
    team = Team(code=code, name=name, organisation=organisation)
    write(team, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=team)
    _work_in(team, programmes, by=by, at=at)
    return team


@transaction.atomic
def change_team(
    *,
    by: User,
    at: datetime,
    team: Team,
    version: int,
    programmes: Collection[Programme] | None = None,
    **changes: Unpack[TeamChanges],
) -> Team:
    """Change what is given, and, where `programmes` are given, let the team work in just those."""
    team = lock(team, version=version)
    put(team, changes)
    write(team, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=team)
    if programmes is not None:
        _work_in(team, programmes, by=by, at=at)
    return team


def _work_in(team: Team, programmes: Collection[Programme], *, by: User | None, at: datetime) -> None:
    ties = {tie.programme: tie for tie in team.programme_ties.select_related("programme")}
    for programme, tie in ties.items():
        if programme not in programmes:
            _untie(tie, by=by, at=at)
    new = [programme for programme in programmes if programme not in ties]
    if new and by is not None:
        _check_not_led(team, by=by, at=at)
    for programme in new:
        tie = write(TeamProgramme(team=team, programme=programme), by=by, at=at)
        record(AuditAction.CREATED, by=by, at=at, target=tie)


def _check_not_led(team: Team, *, by: User, at: datetime) -> None:
    """Nobody opens a programme to themselves: to a lead, what the team works in is reports and rows with names."""
    if team.memberships.current_on(localdate(at)).filter(user=by, role=Role.LEAD).exists():
        text = _("You cannot give programmes to a team that you lead yourself. Ask another administrator.")
        raise Refused(text, field="programmes")


def _untie(tie: TeamProgramme, *, by: User | None, at: datetime) -> None:
    """Any enrolment holds the tie, a closed one too: the lead still answers for it in reports."""
    tie = lock(tie, removing=True)
    if tie.programme.enrolments.filter(team=tie.team_id).exists():
        text = _("The team has, or has had, young people in %(programme)s. The programme stays ticked.")
        raise Refused(text % {"programme": tie.programme}, field="programmes")
    record(AuditAction.CHANGED, by=by, at=at, target=tie, removed=True)
    remove(tie, by=by, at=at, why=_("The team no longer works in the programme"))
