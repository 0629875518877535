"""What the database itself refuses, each rule with its own sentence."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.people.models import Person
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from housing.support.models import SupportCase, SupportStep
from tests.factories.cases import PersonFactory
from tests.factories.housing import (
    HousingReferralFactory,
    OfferFactory,
    ReferralStepFactory,
    StayFactory,
    SupportCaseFactory,
    SupportStepFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

D1, D2, D3 = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)
TALKED = {"state": "talked", "talked_on": D1}
HEARING = {**TALKED, "state": "hearing", "hearing_sent_on": D2, "hearing_deadline": D3}
STARTED = {**TALKED, "state": "started", "decided_on": D2, "start": D2}
DECLINED = {"state": "declined", "decided_on": D2}
ANY_OFFER = object()

FAULTS = [
    (StayFactory, "stay_period", {"start": D2, "end": D2}),
    (StayFactory, "stay_kind_known", {"kind": "tent"}),
    (HousingReferralFactory, "referral_state_known", {"state": "lost"}),
    (HousingReferralFactory, "referral_housing_kind_known", {"housing_kind": "castle"}),
    (HousingReferralFactory, "referral_state_after_opening", {"opened_on": D2, "state_since": D1}),
    (ReferralStepFactory, "referral_event_known", {"event": "sing", "from_state": "draft"}),
    (ReferralStepFactory, "referral_event_known", {"to_state": "submitted"}),
    (ReferralStepFactory, "referral_event_known", {"event": "queue", "from_state": "lost"}),
    (ReferralStepFactory, "referral_event_reason", {"event": "reject", "from_state": "received"}),
    (ReferralStepFactory, "referral_event_reason", {"event": "submit", "from_state": "draft", "whose": "landlord"}),
    (
        ReferralStepFactory,
        "referral_event_reason",
        {"event": "submit", "from_state": "draft", "reason": "no_income", "whose": "municipality"},
    ),
    (
        ReferralStepFactory,
        "referral_event_reason",
        {"event": "reject", "from_state": "received", "reason": "no_income"},
    ),
    (ReferralStepFactory, "referral_event_offer", {"event": "sign", "from_state": "accepted", "offer": None}),
    (ReferralStepFactory, "referral_event_offer", {"event": "submit", "from_state": "draft", "offer": ANY_OFFER}),
    (ReferralStepFactory, "referral_event_missing", {"event": "ask", "from_state": "received"}),
    (ReferralStepFactory, "referral_event_missing", {"event": "submit", "from_state": "draft", "missing": "CPR"}),
    (ReferralStepFactory, "referral_event_outcome", {"event": "follow_up", "from_state": "moved_in"}),
    (
        ReferralStepFactory,
        "referral_event_outcome",
        {"event": "follow_up", "from_state": "moved_in", "outcome": "lost"},
    ),
    (ReferralStepFactory, "referral_event_outcome", {"event": "submit", "from_state": "draft", "outcome": "moved_on"}),
    (ReferralStepFactory, "referral_event_note", {"event": "note", "from_state": "draft"}),
    (OfferFactory, "offer_state_known", {"state": "lost", "decided_on": D2}),
    (OfferFactory, "offer_codes_known", {"housing_kind": "any"}),
    (OfferFactory, "offer_codes_known", {"contract_kind": "handshake"}),
    (OfferFactory, "offer_codes_known", {**DECLINED, "refusal": "mood", "whose": "landlord"}),
    (OfferFactory, "offer_has_landlord", {"landlord_name": ""}),
    (OfferFactory, "offer_reply_after_offer", {"offered_on": D2, "reply_by": D1}),
    (OfferFactory, "offer_answered", {"state": "accepted"}),
    (OfferFactory, "offer_answered", {"decided_on": D2}),
    (OfferFactory, "offer_answered", {"state": "accepted", "offered_on": D2, "decided_on": D1}),
    (OfferFactory, "offer_refused_with_reason", DECLINED),
    (OfferFactory, "offer_refused_with_reason", {**DECLINED, "refusal": "wrong_area"}),
    (OfferFactory, "offer_refused_with_reason", {**DECLINED, "whose": "young_person"}),
    (OfferFactory, "offer_refused_with_reason", {"whose": "young_person"}),
    (OfferFactory, "offer_refused_with_reason", {"refusal": "wrong_area", "whose": "young_person"}),
    (OfferFactory, "offer_superseded_by", {"state": "superseded", "decided_on": D2}),
    (OfferFactory, "offer_superseded_by", {"superseded_by_id": 1}),
    (SupportCaseFactory, "support_codes_known", {"state": "lost", "talked_on": D1}),
    (SupportCaseFactory, "support_codes_known", {"paragraph": "sel_1"}),
    (SupportCaseFactory, "support_codes_known", {"refusal": "mood"}),
    (SupportCaseFactory, "support_codes_known", {"ending": "mood"}),
    (SupportCaseFactory, "support_codes_known", {"state": "dropped", "dropped_on": D2, "dropped_why": "mood"}),
    (SupportCaseFactory, "support_talk", {"state": "talked"}),
    (SupportCaseFactory, "support_talk", {"talked_on": D1}),
    (SupportCaseFactory, "support_talk", {"state": "talked", "opened_on": D2, "talked_on": D1}),
    (SupportCaseFactory, "support_hearing", {**HEARING, "hearing_deadline": D2}),
    (SupportCaseFactory, "support_hearing", {**HEARING, "hearing_deadline": None}),
    (SupportCaseFactory, "support_hearing", {**HEARING, "talked_on": D3}),
    (SupportCaseFactory, "support_hearing", {**TALKED, "hearing_deadline": D3}),
    (SupportCaseFactory, "support_hearing", {"hearing_sent_on": D2, "hearing_deadline": D3}),
    (SupportCaseFactory, "support_hearing_before_refusal", {**TALKED, "state": "hearing"}),
    (SupportCaseFactory, "support_hearing_answer", {**HEARING, "hearing_answered_on": D1}),
    (SupportCaseFactory, "support_hearing_answer", {**HEARING, "hearing_answer": "Enig"}),
    (SupportCaseFactory, "support_hearing_answer", {**TALKED, "hearing_answered_on": D2}),
    (SupportCaseFactory, "support_decision", {**TALKED, "state": "granted"}),
    (SupportCaseFactory, "support_decision", {**TALKED, "decided_on": D2}),
    (SupportCaseFactory, "support_ended", {"end": D3, "ending": "moved"}),
    (SupportCaseFactory, "support_dropped", {"state": "dropped", "dropped_on": D2}),
    (SupportCaseFactory, "support_dropped", {"dropped_on": D2, "dropped_why": "moved"}),
    (SupportStepFactory, "support_step_known", {"event": "sing"}),
    (SupportStepFactory, "support_step_known", {"event": ""}),
    (SupportStepFactory, "support_step_known", {"to_state": "lost"}),
    (SupportStepFactory, "support_step_known", {"from_state": "lost"}),
    (SupportStepFactory, "support_step_known", {"event": "", "to_state": "opened", "from_state": "opened"}),
]


def messages(model) -> dict[str, str]:
    return {rule.name: str(rule.violation_error_message) for rule in model._meta.constraints}


def refused_by_both(factory, name: str, fields: dict[str, Any]) -> None:
    """The rule speaks before saving, in its own words, and the database refuses without being asked first."""
    facts = {**related(factory), **fields}
    if facts.get("offer") is ANY_OFFER:
        facts["offer"] = OfferFactory(referral=facts["referral"])
    row = factory.build(**facts)
    with pytest.raises(ValidationError) as words:
        row.validate_constraints()
    assert messages(type(row))[name] in words.value.messages
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        row.save()
    assert f'"{name}"' in str(fault.value)


def related(factory) -> dict[str, Any]:
    """Saved rows for the foreign keys of a row that is only built."""
    model = factory._meta.model
    sample = factory()
    keys = {
        field.name: getattr(sample, field.name)
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(sample, field.name) is not None
    }
    SupportStep.objects.all().delete()
    model.objects.all().delete()
    return keys


@pytest.mark.parametrize(("factory", "name", "fields"), FAULTS)
def test_a_broken_row_is_refused(factory, name, fields):
    refused_by_both(factory, name, fields)


def decided(**fields) -> dict[str, Any]:
    return {**fields, "decided_by": SupportCaseFactory().worker}


def test_decisions_need_their_facts():
    refused = {**HEARING, "state": "refused", "decided_on": D3}
    refused_by_both(SupportCaseFactory, "support_refusal", decided(**refused))
    refused_by_both(SupportCaseFactory, "support_refusal", decided(**refused, refusal="no_need"))
    refused_by_both(SupportCaseFactory, "support_running", decided(**{**STARTED, "start": None}))
    refused_by_both(SupportCaseFactory, "support_running", decided(**{**STARTED, "start": D1}))
    refused_by_both(SupportCaseFactory, "support_ended", decided(**{**STARTED, "state": "ended", "end": D3}))
    refused_by_both(
        SupportCaseFactory, "support_ended", decided(**{**STARTED, "state": "ended", "end": D2, "ending": "moved"})
    )


def test_stays_of_one_person_never_overlap():
    first = StayFactory(start=D1, end=D2)
    StayFactory(start=D1, end=D2)
    StayFactory(person=first.person, start=D2, end=D3)
    clash = StayFactory.build(person=first.person, start=date(2025, 1, 31))
    with pytest.raises(ValidationError, match="Correct the other one first"):
        clash.validate_constraints()
    with pytest.raises(IntegrityError, match="stay_no_overlap"):
        clash.save()


def test_one_open_referral_to_a_receiver():
    first = HousingReferralFactory()
    HousingReferralFactory(person=first.person)
    HousingReferralFactory(person=first.person, receiver=first.receiver, state="moved_in")
    with pytest.raises(IntegrityError, match="referral_one_open"):
        HousingReferralFactory(person=first.person, receiver=first.receiver, state="approved")


def test_one_open_offer_on_a_referral():
    first = OfferFactory()
    OfferFactory(referral=first.referral, state="declined", decided_on=D2, refusal="wrong_area", whose="young_person")
    with pytest.raises(IntegrityError, match="offer_one_open"):
        OfferFactory(referral=first.referral)


def test_one_accepted_offer_of_a_young_person():
    person = PersonFactory()
    OfferFactory(referral__person=person, state="accepted", decided_on=D2)
    OfferFactory(referral__person=person, state="taken", decided_on=D2)
    with pytest.raises(IntegrityError, match="offer_one_accepted"):
        OfferFactory(referral__person=person, state="accepted", decided_on=D2)


def test_an_offer_belongs_to_the_young_person_of_its_referral():
    """Held by a deferred composite foreign key: seen when the transaction ends."""
    OfferFactory(person=PersonFactory())
    with pytest.raises(IntegrityError, match="offer_person_of_referral"):
        transaction.get_connection().check_constraints()


def test_a_step_names_an_offer_of_its_own_referral():
    """Held by a deferred composite foreign key: seen when the transaction ends."""
    ReferralStepFactory(event="sign", from_state="accepted", to_state="contract", offer=OfferFactory())
    with pytest.raises(IntegrityError, match="step_offer_of_referral"):
        transaction.get_connection().check_constraints()


def test_a_step_of_a_support_case_is_taken_once():
    first = SupportStepFactory()
    SupportStepFactory()
    with pytest.raises(IntegrityError, match="support_step_once"):
        SupportStepFactory(case=first.case)


def test_one_open_support_case_under_a_paragraph():
    first = SupportCaseFactory()
    SupportCaseFactory(person=first.person, paragraph="sel_85a")
    SupportCaseFactory(person=first.person, state="dropped", dropped_on=D2, dropped_why="moved")
    with pytest.raises(IntegrityError, match="support_one_open"):
        SupportCaseFactory(person=first.person)


def test_every_rule_has_a_sentence_and_a_test():
    tested = {name for _, name, _ in FAULTS} | {
        "support_refusal",
        "support_running",
        "stay_no_overlap",
        "referral_one_open",
        "offer_one_open",
        "offer_one_accepted",
        "support_one_open",
        "support_step_once",
    }
    models = (Stay, HousingReferral, ReferralStep, Offer, SupportCase, SupportStep)
    assert {name for model in models for name in messages(model)} == tested
    default = str(Person._meta.constraints[0].default_violation_error_message)
    assert all(text and text != default for model in models for text in messages(model).values())
