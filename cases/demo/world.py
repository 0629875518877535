"""The demo world's frame: organisations, staff, teams and the programme, as the project describes itself."""

from dataclasses import dataclass
from datetime import date

from cases.models import Organisation, PhaseTemplate, Programme, Team, User


@dataclass(frozen=True)
class World:
    """What the stories of the demo people refer to, each by a short key."""

    organisations: dict[str, Organisation]
    programme: Programme
    phases: tuple[PhaseTemplate, ...]
    teams: dict[str, Team]
    staff: dict[str, User]
    today: date
