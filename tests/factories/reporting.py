"""Report runs, exports, funding, targets and statistics for tests."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from cases.core.names import fold
from reporting.chapters.contents import FIGURES
from reporting.editions.models import Edition
from reporting.export.models import ExportRun
from reporting.funding.models import Funding, PostHours, Used
from reporting.runs.models import ReportRun
from reporting.statistics.models import Series, SeriesValue, SeriesVersion
from reporting.targets.models import Target, TargetCount, TargetValue
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory


class ReportRunFactory(DjangoModelFactory[ReportRun]):
    class Meta:
        model = ReportRun

    programme = factory.SubFactory(ProgrammeFactory)
    start = date(2025, 1, 1)
    end = date(2026, 1, 1)
    as_of = date(2025, 12, 31)
    steps_total = len(FIGURES)
    requested_at = NOW + timedelta(days=400)
    moved_at = factory.SelfAttribute("requested_at")


class EditionFactory(DjangoModelFactory[Edition]):
    class Meta:
        model = Edition

    run = factory.SubFactory(ReportRunFactory)
    programme = factory.SelfAttribute("run.programme")
    audience = factory.Sequence(lambda n: f"Fond {n}")
    audience_key = factory.LazyAttribute(lambda made: fold(made.audience))
    kind = "whole"
    start = factory.SelfAttribute("run.start")
    end = factory.SelfAttribute("run.end")
    requested_at = NOW
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


class PostHoursFactory(DjangoModelFactory[PostHours]):
    class Meta:
        model = PostHours

    start = date(2025, 1, 1)
    weekly_hours = 20


class UsedFactory(DjangoModelFactory[Used]):
    class Meta:
        model = Used

    line = factory.SubFactory(FundingFactory, kind="expense")
    year = 2025
    quarter = 1


class SeriesFactory(DjangoModelFactory[Series]):
    class Meta:
        model = Series

    code = factory.Sequence(lambda n: f"serie-{n}")
    name_da = "Hjemløse i uge 6"
    source = "VIVE"
    unit = "count"


class SeriesVersionFactory(DjangoModelFactory[SeriesVersion]):
    class Meta:
        model = SeriesVersion

    series = factory.SubFactory(SeriesFactory)
    published_on = date(2025, 1, 1)


class SeriesValueFactory(DjangoModelFactory[SeriesValue]):
    class Meta:
        model = SeriesValue

    version = factory.SubFactory(SeriesVersionFactory)
    period = "2024"
    value = 10


class TargetFactory(DjangoModelFactory[Target]):
    """A target that is counted by hand, with its original value of 20."""

    class Meta:
        model = Target
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "activity"
    label_da = factory.Sequence(lambda n: f"Mål {n}")
    unit = "number"
    start = date(2025, 1, 1)
    due = date(2027, 12, 31)

    @factory.post_generation
    def value(self, create, extracted, **_more):
        TargetValue.objects.create(target=self, start=self.start, low=extracted or 20, high=extracted or 20)


class TargetValueFactory(DjangoModelFactory[TargetValue]):
    class Meta:
        model = TargetValue

    target = factory.SubFactory(TargetFactory)
    start = date(2025, 6, 1)
    low = 6
    high = 8


class TargetCountFactory(DjangoModelFactory[TargetCount]):
    class Meta:
        model = TargetCount

    target = factory.SubFactory(TargetFactory)
    on = date(2025, 6, 1)
    number = 3
