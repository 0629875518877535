"""What the database itself refuses of the records of this app, each rule with its own sentence."""

from datetime import date, timedelta
from typing import Any

import factory
import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import CheckConstraint

from reporting.editions.models import Edition
from reporting.funding.models import Funding, PostHours, Used
from reporting.statistics.models import Series, SeriesValue, SeriesVersion
from reporting.targets.models import Target, TargetCount, TargetValue
from tests.cases.records.test_constraints import PostFactory
from tests.clock import NOW
from tests.factories.cases import UserFactory
from tests.factories.reporting import (
    EditionFactory,
    FundingFactory,
    PostHoursFactory,
    SeriesFactory,
    SeriesValueFactory,
    SeriesVersionFactory,
    TargetCountFactory,
    TargetFactory,
    TargetValueFactory,
    UsedFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

POST = factory.SubFactory(PostFactory)
EXPENSE = {"kind": "expense", "category": "wages", "stage": "running", "year": 2025}

MADE: dict[str, Any] = {"result": {}, "system": {}, "hidden": [], "against": []}

FAULTS = [
    (TargetFactory, "target_codes_known", {"kind": "dream"}),
    (TargetFactory, "target_codes_known", {"unit": "miles"}),
    (TargetFactory, "target_codes_known", {"direction": "sideways"}),
    (TargetFactory, "target_says_what_is_read", {"figure": "own_home.moved.moved"}),
    (TargetFactory, "target_says_what_is_read", {"measured_by": "indicator"}),
    (TargetFactory, "target_says_what_is_read", {"measured_by": "statistic"}),
    (TargetFactory, "target_period", {"due": date(2025, 1, 1)}),
    (TargetFactory, "target_baseline_range", {"baseline_low": 5, "baseline_high": 4, "baseline_year": 2024}),
    (TargetFactory, "target_baseline_range", {"baseline_low": 5, "baseline_year": 2024}),
    (TargetFactory, "target_baseline_dated", {"baseline_low": 5, "baseline_high": 5}),
    (TargetFactory, "target_baseline_dated", {"baseline_year": 2024}),
    (TargetFactory, "target_baseline_dated", {"baseline_low": 5, "baseline_high": 5, "baseline_year": 24}),
    (TargetValueFactory, "target_value_range", {"low": 9}),
    (SeriesFactory, "series_unit_known", {"unit": "stones"}),
    (SeriesValueFactory, "series_value_not_negative", {"value": -1}),
    (FundingFactory, "funding_kind_known", {"kind": "loan"}),
    (FundingFactory, "funding_amount_positive", {"amount": 0}),
    (FundingFactory, "funding_amount_positive", {"amount": None}),
    (FundingFactory, "funding_expense_described", {"category": "wages"}),
    (FundingFactory, "funding_expense_described", {"year": 2025}),
    (FundingFactory, "funding_expense_described", EXPENSE | {"category": "beer"}),
    (FundingFactory, "funding_expense_described", EXPENSE | {"stage": "over"}),
    (FundingFactory, "funding_year", EXPENSE | {"year": 25}),
    (PostHoursFactory, "post_hours_period", {"post": POST, "end": date(2025, 1, 1)}),
    (PostHoursFactory, "post_hours_of_a_week", {"post": POST, "weekly_hours": 38}),
    (UsedFactory, "used_of_a_line_or_a_post", {"line": None}),
    (UsedFactory, "used_of_a_line_or_a_post", {"post": POST}),
    (UsedFactory, "used_of_a_line_or_a_post", {"hours": 3}),
    (UsedFactory, "used_of_a_line_or_a_post", {"line": None, "post": POST, "amount": 3}),
    (UsedFactory, "used_quarter", {"quarter": 5}),
    (UsedFactory, "used_quarter", {"year": 25}),
    (EditionFactory, "edition_period", {"end": date(2025, 1, 1)}),
    (EditionFactory, "edition_threshold", {"threshold": 4}),
    (EditionFactory, "edition_known", {"state": "lost"}),
    (EditionFactory, "edition_known", {"kind": "week"}),
    (EditionFactory, "edition_known", {"audience_key": ""}),
    (EditionFactory, "edition_made_with_result", {"state": "ready"}),
    (EditionFactory, "edition_made_with_result", MADE),
    *((EditionFactory, "edition_made_with_result", MADE | {"state": "ready", name: None}) for name in MADE),
    (EditionFactory, "edition_released_stamped", MADE | {"state": "released"}),
    (EditionFactory, "edition_released_stamped", MADE | {"state": "ready", "released_at": NOW}),
    (EditionFactory, "edition_released_stamped", {"released_by": factory.SubFactory(UserFactory)}),
    (EditionFactory, "edition_failed_with_code", {"state": "failed"}),
    (EditionFactory, "edition_failed_with_code", {"state": "failed", "error": "bad_luck"}),
    (EditionFactory, "edition_failed_with_code", {"error": "fault"}),
    (EditionFactory, "edition_asked_before_moved", {"moved_at": NOW - timedelta(days=1)}),
    (UsedFactory, "used_not_negative", {"amount": -1}),
    (UsedFactory, "used_not_negative", {"line": None, "post": POST, "hours": 519}),
]


def released(**facts):
    return EditionFactory(**{"audience": "Fonden", "state": "released", "released_at": NOW, **MADE, **facts})


@pytest.mark.parametrize(("make", "name", "facts"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_record_that_contradicts_itself_is_refused_by_the_database(make, name, facts):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make(**facts)


def test_every_rule_about_one_record_has_a_sentence_and_a_test():
    models = (Funding, PostHours, Used, Series, SeriesVersion, SeriesValue, Target, TargetValue, TargetCount, Edition)
    rules = [rule for model in models for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
    assert {rule.name for rule in rules} == {name for _make, name, _facts in FAULTS}
    default = str(CheckConstraint.default_violation_error_message)
    assert [rule.name for rule in rules if str(rule.violation_error_message) == default] == []


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: [TargetFactory(programme=TargetFactory(label_da="Ens").programme, label_da="Ens")], "target_unique"),
        (lambda: TargetValueFactory(target=TargetFactory(), start=date(2025, 1, 1)), "target_value_unique"),
        (lambda: TargetCountFactory(target=TargetCountFactory().target), "target_count_unique"),
        (lambda: SeriesVersionFactory(series=SeriesVersionFactory().series), "series_version_unique"),
        (lambda: SeriesValueFactory(version=SeriesValueFactory().version), "series_value_unique"),
        (lambda: UsedFactory(line=UsedFactory().line), "used_unique"),
        (
            lambda: FundingFactory(kind="stated", programme=FundingFactory(kind="stated").programme),
            "funding_one_total",
        ),
        (lambda: released(run=released().run), "edition_once"),
        (lambda: PostHoursFactory(post=PostHoursFactory(post=PostFactory()).post), "post_hours_no_overlap"),
    ],
)
def test_what_may_stand_only_once_does(make, name):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make()


def test_a_source_stands_once_in_a_programme_and_a_budget_line_once_a_year():
    line = FundingFactory(**EXPENSE, source="Løn")
    FundingFactory(**EXPENSE | {"year": 2026}, source="Løn", programme=line.programme)
    with pytest.raises(IntegrityError, match='"funding_unique"'), transaction.atomic():
        FundingFactory(**EXPENSE, source="Løn", programme=line.programme)
    grant = FundingFactory()
    with pytest.raises(IntegrityError, match='"funding_unique"'), transaction.atomic():
        FundingFactory(source=grant.source, programme=grant.programme)


@pytest.mark.parametrize("change", [lambda row: row.save(), lambda row: row.delete()], ids=["change", "delete"])
def test_a_published_number_is_neither_changed_nor_deleted(change):
    row = SeriesValueFactory()
    row.value = 11
    with pytest.raises(ProgrammingError, match="is kept"), transaction.atomic():
        change(row)
