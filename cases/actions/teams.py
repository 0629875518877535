"""Keeping the teams."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import Organisation, Team, User

CHANGEABLE = ("name", "organisation", "is_active")


@transaction.atomic
def create_team(*, by: User | None, at: datetime, code: str, name: str, organisation: Organisation) -> Team:
    """Add a team of an organisation."""
    team = Team(code=code, name=name, organisation=organisation)
    write(team, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=team)
    return team


@transaction.atomic
def change_team(*, by: User, at: datetime, team: Team, version: int, **changes: Any) -> Team:
    """Change any of the `CHANGEABLE` fields."""
    team = lock(team, version=version)
    for name in CHANGEABLE:
        setattr(team, name, changes.get(name, getattr(team, name)))
    write(team, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=team)
    return team
