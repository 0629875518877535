"""Report runs, exports and funding for tests."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from reporting.chapters.registry import CHAPTERS
from reporting.export.models import ExportRun
from reporting.funding.models import Funding
from reporting.runs.models import ReportRun
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory


class ReportRunFactory(DjangoModelFactory[ReportRun]):
    class Meta:
        model = ReportRun

    programme = factory.SubFactory(ProgrammeFactory)
    start = date(2025, 1, 1)
    end = date(2026, 1, 1)
    as_of = date(2025, 12, 31)
    steps_total = len(CHAPTERS)
    requested_at = NOW + timedelta(days=400)
    moved_at = factory.SelfAttribute("requested_at")


class ExportRunFactory(DjangoModelFactory[ExportRun]):
    class Meta:
        model = ExportRun

    programme = factory.SubFactory(ProgrammeFactory)
    form = "machine"
    is_deidentified = True
    tables = ["young_people"]
    requested_at = NOW


class FundingFactory(DjangoModelFactory[Funding]):
    class Meta:
        model = Funding

    programme = factory.SubFactory(ProgrammeFactory)
    source = factory.Sequence(lambda n: f"Fond {n}")
    kind = "grant"
    amount = Decimal("8100000.00")
