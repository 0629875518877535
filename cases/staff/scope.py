"""What one user may reach on one day, as plain facts: the only thing querysets need to know about a user."""

from dataclasses import dataclass
from datetime import date

from cases.staff.codes import Role


@dataclass(frozen=True)
class Scope:
    """Computed once per request from the user's memberships of the day."""

    day: date
    user_id: int
    organisation_id: int
    roles: frozenset[Role] = frozenset()
    team_ids: frozenset[int] = frozenset()
    lead_team_ids: frozenset[int] = frozenset()
    programme_ids: frozenset[int] = frozenset()
    restricted_team_ids: frozenset[int] = frozenset()
