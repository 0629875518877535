"""Steps that were taken before they were rows, or before they named their offer."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from cases.staff.codes import Role
from housing.corrections.actions import take_back_support_step
from housing.offers.actions import accept_offer, advance, decline_offer
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.support.actions import (
    answer_hearing,
    drop_support_case,
    end_support,
    grant_support,
    hold_talk,
    open_support_case,
    refuse_support,
    send_hearing,
    start_support,
)
from housing.support.codes import SupportEvent
from housing.support.models import SupportStep
from tests.clock import NOW
from tests.factories.cases import PersonFactory, staff
from tests.factories.housing import OfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

NAMES: Any = import_module("housing.migrations.0010_steps")
ROWS: Any = import_module("housing.migrations.0011_steps_of_support_cases")
COLUMNS = ("case", "event", "from_state", "to_state", "happened_on", "by", "registered_at")


def day(number):
    return date(2025, 2, number)


@pytest.fixture
def who():
    return {"by": staff(Role.AUTHORITY), "at": NOW}


def heard(who):
    case = open_support_case(**who, person=PersonFactory(), paragraph="sel_85", on=day(1))
    case = hold_talk(**who, case=case, on=day(3))
    return send_hearing(**who, case=case, on=day(5), deadline=day(7))


def rows():
    return list(SupportStep.objects.order_by("case", "pk").values_list(*COLUMNS))


def test_the_days_of_a_case_become_its_steps(who):
    """Ended, refused and dropped; a step that was taken back and entered anew by somebody else is theirs."""
    colleague = {"by": staff(Role.AUTHORITY), "at": NOW + timedelta(hours=2)}
    case = answer_hearing(**who, case=heard(who), on=day(6), answer="Enig")
    gone = {"step": SupportEvent.ANSWER_HEARING, "version": case.version, "why": "Tastet forkert"}
    case = take_back_support_step(**who, case=case, **gone)
    case = answer_hearing(**colleague, case=case, on=day(7), answer="Uenig")
    case = start_support(**who, case=grant_support(**who, case=case, on=day(8), hours_per_week=Decimal(3)), on=day(9))
    end_support(**who, case=case, on=day(20), ending="moved")
    refuse_support(**who, case=heard(who), on=day(9), refusal="no_need", grounds="§ 85: intet behov")
    drop_support_case(**colleague, case=heard(who), on=day(9), reason="moved")
    told = rows()
    assert len(told) == 7 + 4 + 4
    SupportStep.objects.all().delete()
    ROWS.fill(apps, None)
    assert rows() == told
    assert set(
        SupportStep.history.filter(history_change_reason=ROWS.REASON).values_list("history_user", flat=True)
    ) == {
        who["by"].pk,
        colleague["by"].pk,
    }


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_lease_and_a_withdrawal_name_their_offer(who):
    """Of two offers the accepted one; a withdrawal that closed none still names none."""
    home = OfferFactory()
    decline_offer(**who, offer=home, on=day(1), reason="referral_withdrawn")
    referral = HousingReferral.objects.get(pk=home.referral_id)
    advance(**who, referral=referral, event=ReferralEvent.QUEUE, on=day(2))
    referral.refresh_from_db()
    referral.state = "offered"
    referral.save()
    second = OfferFactory(referral=referral)
    accept_offer(**who, offer=second, on=day(3))
    advance(**who, referral=referral, event=ReferralEvent.SIGN, on=day(4))
    advance(**who, referral=referral, event=ReferralEvent.WITHDRAW, on=day(5), reason="death")
    without = OfferFactory()
    decline_offer(**who, offer=without, on=day(1), reason="referral_withdrawn")
    advance(**who, referral=without.referral, event=ReferralEvent.WITHDRAW, on=day(5), reason="death")
    named = list(ReferralStep.objects.order_by("pk").values_list("event", "offer"))
    assert [key for event, key in named if event in {"sign", "withdraw"}] == [second.pk, second.pk, None]
    execute(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE housing_referralevent DROP CONSTRAINT referral_event_offer",
        "UPDATE housing_referralevent SET offer_id = NULL WHERE event IN ('sign', 'withdraw')",
        NAMES.NAME_OFFERS,
    )
    assert list(ReferralStep.objects.order_by("pk").values_list("event", "offer")) == named
