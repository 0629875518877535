"""How sensitive each field of the housing records is."""

from cases.records.classification import declare

declare("housing.Stay", neutral="organisation offer", personal="person start end place", sensitive="kind")
declare(
    "housing.HousingReferral",
    neutral="enrolment receiver housing_kind state state_since noted_on opened_on",
    personal="person referred_by max_rent",
    sensitive="needs",
)
declare(
    "housing.ReferralStep",
    neutral="referral event from_state to_state happened_on offer reason whose outcome",
    personal="by",
    sensitive="missing note",
)
declare(
    "housing.Offer",
    neutral="referral landlord housing_kind rent deposit contract_kind offered_on reply_by state decided_on refusal"
    " whose superseded_by",
    personal="person landlord_name address",
)
declare(
    "housing.SupportCase",
    neutral="enrolment paragraph provider state state_since opened_on talked_on hearing_sent_on hearing_deadline"
    " hearing_answered_on decided_on hours_per_week start end dropped_on",
    personal="person worker decided_by",
    sensitive="hearing_answer grounds refusal ending dropped_why note",
)
declare("housing.SupportStep", neutral="case event from_state to_state happened_on", personal="by")
