"""In which teams a user holds a right."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from cases.core.periods import open_on
from cases.staff.models import User
from cases.staff.policy import ROLE_RIGHTS, Right
from cases.teams.models import Membership


def teams_with(user: User, right: Right, day: date) -> QuerySet[Membership, Any]:
    """The teams in which a role of the user gives the right on the day, for a filter."""
    roles = [role for role, rights in ROLE_RIGHTS.items() if right in rights]
    return Membership.objects.filter(open_on(day), user=user, role__in=roles, team__isnull=False).values("team")
