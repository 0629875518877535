"""The demo world's frame: organisations, staff, teams and the programme, as the project describes itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from cases.accounts.actions import create_user, give_role, set_password
from cases.demo.clock import at
from cases.demo.texts import ORGANISATIONS, PARTNERS, PHASES, POSTS, PURPOSE
from cases.organisations.actions import create_organisation
from cases.programmes.actions import add_part, add_phase, add_step, create_programme
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import CaseloadNorm, Partnership, PhaseTemplate, Post, Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.actions import create_team
from cases.teams.models import Team

BEGIN = date(2022, 10, 3)
LONGEST = timedelta(days=810)  # no story of an invented young person begins earlier before today
DOMAIN = "example.org"  # reserved (RFC 2606): no real account has such an address
PASSWORD = "hjem-til-alle-2025"  # noqa: S105  printed on screen, opens invented data only


@dataclass(frozen=True)
class Member:
    """One account of the demo: a short key, who it is, where, and the roles it has."""

    key: str
    name: str
    email: str
    organisation: str
    role: Role
    teams: tuple[str, ...] = ()
    sees_restricted: bool = False

    @property
    def address(self) -> str:
        return f"{self.email}@{DOMAIN}"


BOTH = ("inner", "north")
MEMBERS = (
    Member("relation", "Jonas Kjærgaard", "relation", "hoo", Role.CASEWORKER, ("inner",)),
    Member("relation2", "Mette Solhøj", "relation2", "hoo", Role.CASEWORKER, ("inner",)),
    Member("relation_north", "Bo Ravnsborg", "relation.nord", "hoo", Role.CASEWORKER, ("north",)),
    Member("authority", "Lene Østerby", "myndighed", "myndighed", Role.AUTHORITY, BOTH, sees_restricted=True),
    Member("street", "Signe Holmgaard", "gadeplan", "hoo", Role.CASEWORKER, BOTH, sees_restricted=True),
    Member("job", "Farid Nazemi", "job", "jobcenter", Role.CASEWORKER, BOTH, sees_restricted=True),
    Member("lead", "Karen Aabye", "leder", "hoo", Role.LEAD, BOTH),
    Member("jobcentre", "Pia Lindved", "partner.jobcenter", "jobcenter", Role.PARTNER),
    Member("weshelter", "Thomas Ebdrup", "partner.weshelter", "weshelter", Role.PARTNER),
    Member("shelter", "Gitte Møllegaard", "partner.hellebro", "hellebro", Role.PARTNER),
    Member("psychiatry", "Vibeke Storm", "partner.opus", "opus", Role.PARTNER),
    Member("treatment", "Rune Askholm", "partner.rusmiddel", "rusmiddel", Role.PARTNER),
    Member("evaluator", "Ellen Frydendal", "evaluator", "evaluator", Role.EVALUATOR),
    Member("administrator", "Ulla Brandstrup", "admin", "hoo", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class World:
    """What the stories of the demo people refer to, each by a short key."""

    organisations: dict[str, Organisation]
    programme: Programme
    phases: tuple[PhaseTemplate, ...]
    teams: dict[str, Team]
    staff: dict[str, User]
    today: date


def build_world(today: date) -> World:
    """Organisations, programme, teams and accounts; nobody to help yet."""
    now = at(BEGIN, 8)
    organisations = {
        code: create_organisation(by=None, at=now, code=code, name=name, kind=kind, email=email)
        for code, name, kind, email in ORGANISATIONS
    }
    programme = _programme(organisations, now, today)
    phases = _phases(programme, now)
    teams = {
        key: create_team(
            by=None, at=now, code=key, name=name, organisation=organisations["hoo"], programmes=[programme]
        )
        for key, name in (("inner", "Team Indre By"), ("north", "Team Nord"))
    }
    staff = {member.key: _account(member, organisations, teams, programme, now) for member in MEMBERS}
    return World(organisations, programme, phases, teams, staff, today)


def _programme(organisations: dict[str, Organisation], now: datetime, today: date) -> Programme:
    """The project's own years, drawn out where the stories need more."""
    programme = create_programme(
        by=None,
        at=now,
        code="unge-i-hjemloeshed",
        name="Unge i hjemløshed",
        purpose=PURPOSE,
        organisation=organisations["hoo"],
        funder="Den Europæiske Socialfond Plus",
        start=min(date(2024, 1, 1), today - LONGEST),
        end=max(date(2028, 1, 1), today + timedelta(days=365)),
        capacity=60,
        min_age=18,
        max_age=24,
        municipality="0101",
    )
    norms = {WorkerFunction.RELATION: 20, WorkerFunction.AUTHORITY: 45}
    for worker, number in norms.items():
        norm = CaseloadNorm(programme=programme, function=worker, young_people=number)
        add_part(by=None, at=now, part=norm)
    for title, code, function, hours in POSTS:
        post = Post(programme=programme, title=title, function=function, weekly_hours=Decimal(hours))
        post.organisation = organisations[code]
        add_part(by=None, at=now, part=post)
    for code, contribution, purposes in PARTNERS:
        partner = Partnership(programme=programme, contribution=contribution, purposes=purposes)
        partner.organisation = organisations[code]
        add_part(by=None, at=now, part=partner)
    return programme


def _phases(programme: Programme, now: datetime) -> tuple[PhaseTemplate, ...]:
    phases = []
    for code, name_da, name_en, days, steps in PHASES:
        phase = add_phase(
            by=None, at=now, programme=programme, code=code, name_da=name_da, name_en=name_en, target_days=days
        )
        for text_da, text_en, owner in steps:
            add_step(by=None, at=now, phase=phase, text_da=text_da, text_en=text_en, owner=owner)
        phases.append(phase)
    return tuple(phases)


def _account(
    member: Member, organisations: dict[str, Organisation], teams: dict[str, Team], programme: Programme, now: datetime
) -> User:
    user = create_user(
        by=None,
        at=now,
        email=member.address,
        name=member.name,
        organisation=organisations[member.organisation],
    )
    set_password(by=None, at=now, user=user, password=PASSWORD)
    given: list[Team | None] = [teams[key] for key in member.teams]
    for team in given or [None]:
        give_role(
            by=None,
            at=now,
            user=user,
            role=member.role,
            start=BEGIN,
            team=team,
            programme=programme if member.role == Role.EVALUATOR else None,
            sees_restricted=member.sees_restricted,
        )
    return User.objects.get(pk=user.pk)
