"""What the database itself refuses of one record, each rule with its own sentence."""

from datetime import timedelta
from typing import Any

import factory
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint
from factory.django import DjangoModelFactory

from cases.contacts.models import ContactAmendment
from cases.enrolments.models import Pause
from cases.import_pages.models import ImportFile
from cases.own_answers.models import OwnAnswers
from cases.programmes.models import Post
from cases.questionnaires.models import Questionnaire
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreports.models import Participation, StatusReport
from tests.clock import NOW
from tests.factories.cases import (
    START,
    AssignmentFactory,
    ColumnMappingFactory,
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseSpellFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
    TeamFactory,
    UserFactory,
)
from tests.factories.handovers import READY

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

DAY = timedelta(days=1)
SENT = READY | {"state": "sent", "snapshot": {}}
WHO = factory.SubFactory(UserFactory)


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    weekly_hours = 37


class PauseFactory(DjangoModelFactory[Pause]):
    class Meta:
        model = Pause

    enrolment = factory.SubFactory(EnrolmentFactory)
    reason = "prison"
    start = START


class AmendmentFactory(DjangoModelFactory[ContactAmendment]):
    class Meta:
        model = ContactAmendment

    contact = factory.SubFactory(ContactFactory)
    by = WHO
    at = NOW
    reason = "Forkert dag"
    before: dict[str, Any] = {}


class QuestionnaireFactory(DjangoModelFactory[Questionnaire]):
    class Meta:
        model = Questionnaire

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1


class StatusReportFactory(DjangoModelFactory[StatusReport]):
    class Meta:
        model = StatusReport

    enrolment = factory.SubFactory(EnrolmentFactory)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    kind = "start"
    report_on = START


class OwnAnswersFactory(DjangoModelFactory[OwnAnswers]):
    class Meta:
        model = OwnAnswers

    token_hash = "0" * 64
    enrolment = factory.SubFactory(EnrolmentFactory)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    kind = "start"
    by = factory.SubFactory(UserFactory)
    opened_at = NOW
    expires_at = NOW


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    enrolment = factory.SubFactory(EnrolmentFactory)
    state = "declined"
    told_on = START


class ReportImportFactory(DjangoModelFactory[ReportImport]):
    class Meta:
        model = ReportImport

    programme = factory.SubFactory(ProgrammeFactory)
    at = NOW


class ImportedEnrolmentFactory(DjangoModelFactory[ImportedEnrolment]):
    class Meta:
        model = ImportedEnrolment

    programme = factory.SubFactory(ProgrammeFactory)
    file_key = "7"
    enrolment = factory.SubFactory(EnrolmentFactory)
    brought_by = factory.SubFactory(ReportImportFactory)


class ImportFileFactory(DjangoModelFactory[ImportFile]):
    class Meta:
        model = ImportFile

    programme = factory.SubFactory(ProgrammeFactory)
    team = factory.SubFactory(TeamFactory)
    user = WHO
    at = NOW
    moved_at = NOW
    content = b"sealed"


FAULTS: list[tuple[type[DjangoModelFactory[Any]], str, dict[str, Any]]] = [
    (OrganisationFactory, "organisation_kind_known", {"kind": "circus"}),
    (ProgrammeFactory, "programme_period", {"end": START}),
    (ProgrammeFactory, "programme_ages", {"min_age": 25}),
    (ProgrammeFactory, "programme_contact_days", {"quiet_days": 30}),
    (ColumnMappingFactory, "column_mapping_fingerprint", {"fingerprint": "Navn;CPR"}),
    (ImportFileFactory, "import_file_state_known", {"state": "lost"}),
    (ImportFileFactory, "import_file_gone_when_done", {"state": "done"}),
    (ImportFileFactory, "import_file_gone_when_done", {"content": None}),
    (ImportFileFactory, "import_file_gone_when_done", {"brought": factory.SubFactory(ReportImportFactory)}),
    (ImportFileFactory, "import_file_failed_with_code", {"state": "failed"}),
    (ImportFileFactory, "import_file_failed_with_code", {"error": "fault"}),
    (PostFactory, "post_hours", {"weekly_hours": 0}),
    (PostFactory, "post_hours", {"weekly_hours": 38}),
    (UserFactory, "user_email_lower", {"email": "Ida@example.org"}),
    (MembershipFactory, "membership_period", {"end": START}),
    (MembershipFactory, "membership_role_known", {"role": "king"}),
    (MembershipFactory, "membership_team_fits_role", {"team": None}),
    (MembershipFactory, "membership_team_fits_role", {"role": "partner"}),
    (MembershipFactory, "membership_programme_fits_role", {"role": "evaluator", "team": None}),
    (MembershipFactory, "membership_programme_fits_role", {"programme": factory.SubFactory(ProgrammeFactory)}),
    (PersonFactory, "person_cpr_pair", {"cpr_hash": "x"}),
    (PersonFactory, "person_cpr_pair", {"cpr_encrypted": "x"}),
    (PersonFactory, "person_called_something", {"first_name": ""}),
    (PersonFactory, "person_met_after_birth", {"birth_date": START + DAY}),
    (ScreeningFactory, "screening_reasons", {"reasons": ["age"]}),
    (ScreeningFactory, "screening_reasons", {"outcome": "not_eligible"}),
    (ScreeningFactory, "screening_exception_explained", {"outcome": "exception", "reasons": ["age"]}),
    (EnrolmentFactory, "enrolment_period", {"end": START, "closing_reasons": ["moved"]}),
    (EnrolmentFactory, "enrolment_closed_with_reason", {"end": START + DAY}),
    (EnrolmentFactory, "enrolment_closed_with_reason", {"closing_reasons": ["moved"]}),
    (EnrolmentFactory, "enrolment_screened_or_reopened", {"screening": None}),
    (PhaseSpellFactory, "phase_spell_period", {"end": START}),
    (PauseFactory, "pause_period", {"end": START}),
    (PauseFactory, "pause_reason_known", {"reason": "boredom"}),
    (AssignmentFactory, "assignment_period", {"end": START}),
    (ContactFactory, "contact_not_in_future", {"happened_at": NOW + timedelta(minutes=2)}),
    (ContactFactory, "contact_kind_known", {"kind": "seance"}),
    (ContactFactory, "contact_outcome_known", {"outcome": "yes"}),
    (ContactFactory, "contact_minutes_in_a_day", {"minutes": 1441}),
    (ContactFactory, "contact_withdrawn_with_reason", {"withdrawn_at": NOW}),
    (ContactFactory, "contact_withdrawn_with_reason", {"withdrawn_why": "Forkert ung"}),
    (AmendmentFactory, "amendment_has_reason", {"reason": ""}),
    (HandoverFactory, "handover_basis_when_sent", SENT | {"basis": ""}),
    (HandoverFactory, "handover_basis_when_sent", SENT | {"basis_detail": ""}),
    (HandoverFactory, "handover_basis_when_sent", SENT | {"scope": []}),
    (HandoverFactory, "handover_basis_when_sent", SENT | {"shared_until": None}),
    (HandoverFactory, "handover_snapshot_when_sent", SENT | {"snapshot": None}),
    (HandoverFactory, "handover_rejected_with_reason", SENT | {"state": "rejected"}),
    (HandoverFactory, "handover_rejected_with_reason", {"rejection": "no_capacity"}),
    (HandoverFactory, "handover_state_known", SENT | {"state": "lost"}),
    (HandoverFactory, "handover_to_another", {"receiver": factory.SelfAttribute("sender")}),
    (StatusReportFactory, "status_report_kind_known", {"kind": "weekly"}),
    (StatusReportFactory, "status_report_correction_has_reason", {"reason": "Forkert bolig"}),
    (
        StatusReportFactory,
        "status_report_correction_has_reason",
        {"corrects": factory.SubFactory(StatusReportFactory, is_standing=False)},
    ),
    (StatusReportFactory, "status_report_withdrawn_stands_no_more", {"withdrawn_why": "Forkert ung"}),
    (OwnAnswersFactory, "own_answers_when_ended", {"answers": {"who5.q1": 1}}),
    (ParticipationFactory, "participation_state_known", {"state": "maybe"}),
    (ImportedEnrolmentFactory, "imported_age_plausible", {"age_given": 121}),
    (ScreeningRequestFactory, "screening_request_decided", {"state": "decided", "answered_by": WHO}),
    (ScreeningRequestFactory, "screening_request_decided", {"screening": factory.SubFactory(ScreeningFactory)}),
    (ScreeningRequestFactory, "screening_request_answered", {"state": "returned", "answer": "Hvem betaler?"}),
    (ScreeningRequestFactory, "screening_request_answered", {"answered_by": WHO}),
    (ScreeningRequestFactory, "screening_request_returned_why", {"state": "returned", "answered_by": WHO}),
    (ScreeningRequestFactory, "screening_request_returned_why", {"answer": "Hvem betaler?"}),
]


@pytest.mark.parametrize(("make", "name", "facts"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_record_that_contradicts_itself_is_refused_by_the_database(make, name, facts):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make(**facts)


def test_every_rule_about_one_record_has_a_sentence_and_a_test():
    rules = [
        rule
        for model in apps.get_app_config("cases").get_models()
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint)
    ]
    assert {rule.name for rule in rules} == {name for _make, name, _facts in FAULTS}
    default = str(CheckConstraint.default_violation_error_message)
    assert [rule.name for rule in rules if str(rule.violation_error_message) == default] == []
