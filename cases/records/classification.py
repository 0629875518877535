"""How sensitive each field is: the one declaration that exports, anonymising and tests read.

Neutral: says nothing about a person. Personal: identifies someone or is about someone identified (GDPR art. 4).
Sensitive: health, crime, origin, residence and social conditions, and all free text, where anything may stand
(GDPR art. 9 and 10; databeskyttelsesloven §§ 7-8).
"""

from enum import StrEnum


class Kind(StrEnum):
    """The three classes of fields."""

    NEUTRAL = "neutral"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


_BASE = "id registered_at version confirmed"

_declared: dict[str, dict[str, Kind]] = {}


def declare(model: str, *, neutral: str = "", personal: str = "", sensitive: str = "") -> None:
    """Classify the fields of `app.Model`, each list separated by spaces; every record's own columns are neutral."""
    kinds = {Kind.NEUTRAL: f"{_BASE} {neutral}", Kind.PERSONAL: personal, Kind.SENSITIVE: sensitive}
    _declared[model] = {field: kind for kind, fields in kinds.items() for field in fields.split()}


def kind_of(model: str, field: str) -> Kind:
    """The class of a field of `app.Model`. Raises `KeyError` for a field nobody declared."""
    return _declared[model][field]


def declared(model: str) -> set[str]:
    """The fields of `app.Model` that have a class."""
    return set(_declared.get(model, {}))


declare("cases.Organisation", neutral="code name kind email phone is_active")

declare(
    "cases.User",
    neutral="organisation language is_active last_login",
    personal="email name phone password",
)

declare("cases.Team", neutral="code name organisation is_active programmes")

declare("cases.TeamProgramme", neutral="team programme")

declare("cases.Membership", neutral="role team programme sees_restricted start end", personal="user")

declare(
    "cases.Programme",
    neutral="code name purpose organisation funder start end capacity min_age max_age municipality"
    " requires_unstable_housing requires_residence excludes_short_advice report_months quiet_days silent_days",
)

declare("cases.PhaseTemplate", neutral="programme code name_da name_en position target_days")

declare("cases.PhaseStep", neutral="phase position text_da text_en owner is_active")

declare("cases.CaseloadNorm", neutral="programme function young_people")

declare("cases.Post", neutral="programme organisation title function weekly_hours")

declare("cases.Partnership", neutral="programme organisation contribution purposes")

declare(
    "cases.Person",
    neutral="team",
    personal="reference alias first_name last_name also_known_as search_name phonetic_keys search_phone sort_name"
    " cpr_encrypted cpr_hash birth_date gender phone email acting_municipality paying_municipality"
    " has_protected_address is_restricted first_met_on",
    sensitive="residence",
)

declare(
    "cases.Screening",
    neutral="programme decided_on",
    personal="person decided_by",
    sensitive="outcome reasons unstable_housing needs_more_than_advice note",
)

declare(
    "cases.ScreeningRequest",
    neutral="programme state state_since screening",
    personal="person asked_by answered_by",
    sensitive="unstable_housing needs_more_than_advice note answer",
)

declare(
    "cases.Enrolment",
    neutral="programme team screening reopens is_imported",
    personal="person start end",
    sensitive="closing_reasons closing_note",
)

declare("cases.PhaseSpell", neutral="enrolment phase target_end", personal="start end", sensitive="reason")

declare("cases.StepDone", neutral="spell step undone", personal="done_on done_by")

declare("cases.Pause", neutral="enrolment", personal="start end", sensitive="reason")

declare("cases.Assignment", neutral="enrolment function", personal="worker start end")

declare(
    "cases.Contact",
    neutral="client_key kind outcome minutes",
    personal="by happened_at withdrawn_at people",
    sensitive="note withdrawn_why",
)

declare("cases.ContactPerson", neutral="contact programme", personal="person")

declare("cases.ContactAmendment", neutral="contact at", personal="by", sensitive="reason before")

declare(
    "cases.Handover",
    neutral="enrolment sender receiver purpose basis scope shared_until state state_since rejection",
    personal="person sent_by",
    sensitive="message basis_detail snapshot",
)

declare(
    "cases.HandoverStep",
    neutral="handover event to_state at reason",
    personal="by",
    sensitive="note changes",
)

declare(
    "cases.OwnAnswers",
    neutral="token_hash questionnaire kind opened_at expires_at ended_at",
    personal="enrolment by",
    sensitive="answers",
)

declare("cases.Draft", neutral="key saved_at tab", personal="user", sensitive="fields")

declare("cases.ColumnMapping", neutral="purpose programme fingerprint", personal="user", sensitive="fields")

declare("cases.SetAside", neutral="kind until", personal="user record")

declare("cases.SubmissionKey", neutral="key at fingerprint", personal="user target")

declare("cases.AuditEvent", neutral="at action target target_id", personal="by person", sensitive="facts")

declare("cases.ItemVersion", neutral="code edition definition")

declare("cases.Questionnaire", neutral="programme number items")

declare("cases.QuestionnaireItem", neutral="questionnaire version_asked position")

declare(
    "cases.StatusReport",
    neutral="enrolment questionnaire kind is_standing corrects",
    personal="by report_on",
    sensitive="answers comments origins reason withdrawn_why",
)

declare("cases.Participation", neutral="enrolment", personal="state told_on")

declare(
    "cases.ReportImport",
    neutral="programme at fingerprint courses reports known refused",
    personal="by",
    sensitive="file_name",
)

declare(
    "cases.ImportFile",
    neutral="public_id programme team state at moved_at attempt only_valid is_changed error brought",
    personal="user",
    sensitive="content said plan",
)

declare(
    "cases.ImportedEnrolment",
    neutral="programme brought_by enrolment",
    personal="file_key file_person age_given unit",
)
