"""One small world for the API: what each role can see of it is written beside the tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.contacts.models import Contact
from cases.enrolments.models import Enrolment
from cases.handovers.codes import HandoverBasis, HandoverState
from cases.handovers.models import Handover
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Membership, Team
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral
from housing.stays.models import Stay
from housing.support.models import SupportCase
from reporting.runs.models import ReportRun
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    PersonFactory,
    PhaseSpellFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)
from tests.factories.housing import (
    HousingReferralFactory,
    OfferFactory,
    ReferralStepFactory,
    StayFactory,
    SupportCaseFactory,
)


@dataclass(frozen=True)
class Case:
    """One young person of the team with one record of every kind."""

    team: Team
    programme: Programme
    person: Person
    enrolment: Enrolment
    contact: Contact
    handover: Handover
    stay: Stay
    referral: HousingReferral
    offer: Offer
    support: SupportCase
    users: dict[Role, User]


def add_case(team: Team, programme: Programme, worker: User, receiver_of: User, n: int = 0) -> dict[str, Any]:
    """A young person of the team with one record of every kind."""
    person = PersonFactory(reference=f"A1000{n}", team=team, first_name="Zqname", last_name="Zqlast", phone="Zqphone")
    enrolment = EnrolmentFactory(person=person, programme=programme)
    PhaseSpellFactory(enrolment=enrolment)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    contact = ContactFactory(by=worker, people=[person], note="Zqnote contact")
    handover = HandoverFactory(
        person=person, sender=team.organisation, receiver=receiver_of.organisation, sent_by=worker,
        message="Zqnote message", state=HandoverState.RECEIVED, basis=HandoverBasis.CONSENT, basis_detail="Zqnote oral",
        scope=["name"], shared_until=TODAY + timedelta(days=30),
    )  # fmt: skip
    referral = HousingReferralFactory(person=person, needs="Zqnote needs")
    ReferralStepFactory(referral=referral, note="Zqnote event")
    return {
        "person": person, "enrolment": enrolment, "contact": contact, "handover": handover, "referral": referral,
        "stay": StayFactory(person=person, place="Zqplace", start=date(2025, 1, 1)),
        "offer": OfferFactory(referral=referral, address="Zqaddress 1"),
        "support": SupportCaseFactory(person=person, worker=worker, note="Zqnote support"),
    }  # fmt: skip


def add_run(programme: Programme) -> ReportRun:
    """A report that waits to be computed."""
    return ReportRun.objects.create(
        programme=programme, start=date(2025, 1, 1), end=date(2025, 7, 1), as_of=date(2025, 7, 1), steps_total=12,
        requested_at=NOW, moved_at=NOW,
    )  # fmt: skip


@pytest.fixture
def case(db: None) -> Case:
    team, programme = TeamFactory(code="team"), ProgrammeFactory(code="hjem")
    users = {role: staff(role, team=team) for role in (Role.CASEWORKER, Role.AUTHORITY, Role.LEAD)}
    users |= {role: staff(role) for role in (Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR)}
    Membership.objects.filter(user=users[Role.EVALUATOR]).update(programme=programme)
    records = add_case(team, programme, users[Role.CASEWORKER], users[Role.PARTNER])
    return Case(team=team, programme=programme, users=users, **records)


def client_of(user: User | None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client
