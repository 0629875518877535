"""The records of the cases app, one concept a module."""

from cases.models.audit import AuditEvent
from cases.models.contacts import Contact, ContactAmendment, ContactPerson
from cases.models.drafts import Draft
from cases.models.enrolments import Assignment, Enrolment, Pause, PhaseSpell, StepDone
from cases.models.handovers import Handover, HandoverStep
from cases.models.organisations import Organisation
from cases.models.persons import Person
from cases.models.programmes import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme
from cases.models.screeningrequests import ScreeningRequest
from cases.models.screenings import Screening
from cases.models.setaside import SetAside
from cases.models.submissions import SubmissionKey
from cases.models.teams import Membership, Team, TeamProgramme
from cases.models.users import User

__all__ = [
    "Assignment",
    "AuditEvent",
    "CaseloadNorm",
    "Contact",
    "ContactAmendment",
    "ContactPerson",
    "Draft",
    "Enrolment",
    "Handover",
    "HandoverStep",
    "Membership",
    "Organisation",
    "Partnership",
    "Pause",
    "Person",
    "PhaseSpell",
    "PhaseStep",
    "PhaseTemplate",
    "Post",
    "Programme",
    "Screening",
    "ScreeningRequest",
    "SetAside",
    "StepDone",
    "SubmissionKey",
    "Team",
    "TeamProgramme",
    "User",
]
