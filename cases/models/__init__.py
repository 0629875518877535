"""The records of the app, for Django to find. Code imports each from its room."""

from cases.audit.models import AuditEvent
from cases.contacts.models import Contact, ContactAmendment, ContactPerson
from cases.drafts.models import Draft, SubmissionKey
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell, StepDone
from cases.handovers.models import Handover, HandoverStep
from cases.import_pages.models import ImportFile
from cases.imports.models import ColumnMapping
from cases.intake.models import Screening, ScreeningRequest
from cases.own_answers.models import OwnAnswers
from cases.people.models import Person
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme
from cases.questionnaires.models import ItemVersion, Questionnaire, QuestionnaireItem
from cases.setaside.models import SetAside
from cases.staff.models import Organisation, User
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreports.models import Participation, StatusReport
from cases.teams.models import Membership, Team, TeamProgramme

__all__ = [
    "Assignment",
    "AuditEvent",
    "CaseloadNorm",
    "ColumnMapping",
    "Contact",
    "ContactAmendment",
    "ContactPerson",
    "Draft",
    "Enrolment",
    "Handover",
    "HandoverStep",
    "ImportFile",
    "ImportedEnrolment",
    "ItemVersion",
    "Membership",
    "Organisation",
    "OwnAnswers",
    "Participation",
    "Partnership",
    "Pause",
    "Person",
    "PhaseSpell",
    "PhaseStep",
    "PhaseTemplate",
    "Post",
    "Programme",
    "Questionnaire",
    "QuestionnaireItem",
    "ReportImport",
    "Screening",
    "ScreeningRequest",
    "SetAside",
    "StatusReport",
    "StepDone",
    "SubmissionKey",
    "Team",
    "TeamProgramme",
    "User",
]
