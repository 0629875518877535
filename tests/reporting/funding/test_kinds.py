"""What a programme was given and has spent, by kind."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reporting.funding.codes import FundingKind
from reporting.funding.models import Funding
from tests.factories.cases import ProgrammeFactory
from tests.factories.reporting import FundingFactory

pytestmark = pytest.mark.django_db


def test_money_is_of_a_known_kind():
    programme = ProgrammeFactory()
    for kind in FundingKind:
        FundingFactory(programme=programme, kind=kind, amount=Decimal("100.50"))
    assert {row.kind: row.amount for row in Funding.objects.filter(programme=programme)} == {
        kind: Decimal("100.50") for kind in FundingKind
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        FundingFactory(programme=programme, kind="loan")
