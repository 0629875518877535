"""Sums say over how many they are, hours are planned day by day, and what does not add up is told."""

from datetime import date
from decimal import Decimal

import pytest

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.programmes.models import Post
from cases.staff.codes import Role
from reporting.funding.actions import (
    add_funding,
    change_funding,
    remove_funding,
    set_hours,
    use_hours,
    use_money,
)
from reporting.funding.models import Funding, Used
from reporting.funding.queries import money_of
from reporting.funding.rules import Check, Quarter, Sum, planned_hours, quarters, summed
from reporting.steering.reading import checks
from tests.clock import NOW, TODAY
from tests.factories.cases import ProgrammeFactory, staff
from tests.factories.reporting import FundingFactory

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def test_a_sum_says_over_how_many_it_is_and_nothing_known_is_not_nought():
    assert summed([Decimal(3), None, Decimal(4)]) == Sum(Decimal(7), 2, 3)
    assert summed([None, None]) == Sum(None, 0, 2)
    assert summed([Decimal(0)]) == Sum(Decimal(0), 1, 1)
    assert summed([Decimal(3)], of=4) == Sum(Decimal(3), 1, 4)


def test_a_quarter_is_over_with_its_last_day():
    assert [str(one.key) for one in quarters(YEAR, date(2025, 6, 29))] == ["2025-1"]
    assert [one.key for one in quarters(YEAR, date(2025, 6, 30))] == ["2025-1", "2025-2"]
    assert [one.key for one in quarters(YEAR, date(2030, 1, 1))] == ["2025-1", "2025-2", "2025-3", "2025-4"]
    assert quarters(Period(date(2025, 2, 15), None), date(2025, 3, 31)) == [Quarter(2025, 1)]
    assert (Quarter(2025, 4).next, Quarter(2025, 1).before) == (Quarter(2026, 1), Quarter(2024, 4))


def test_hours_are_planned_day_by_day():
    """All of 2025 with 37 hours a week: 365 x 37 / 7 = 1929.3. With 20 in July: 334 days of 37 and 31 of 20: 1854.0."""
    assert planned_hours(Decimal(37), YEAR, [], YEAR) == Decimal("1929.3")
    july = Period(date(2025, 7, 1), date(2025, 8, 1))
    assert planned_hours(Decimal(37), YEAR, [(july, Decimal(20))], YEAR) == Decimal("1854.0")
    assert planned_hours(Decimal(37), YEAR, [], Period(date(2025, 12, 25), date(2026, 1, 8))) == Decimal("37.0")


@pytest.mark.parametrize(
    ("stated", "parts", "adds_up", "difference"),
    [
        ("9000000", ["8100000", "900000"], True, "0"),
        ("9000000", ["8100000", "800000"], False, "100000"),
        ("9000000", ["8100000", "900000", None], False, "0"),
        (None, ["8100000"], False, None),
    ],
)
def test_the_financing_adds_up_where_all_of_it_is_known(stated, parts, adds_up, difference):
    """9.0 m kr. = 8.1 + 0.9 (the presentation of the Copenhagen project)."""
    found = Check(
        summed(None if one is None else Decimal(one) for one in parts), None if stated is None else Decimal(stated)
    )
    assert (found.adds_up, found.difference) == (adds_up, None if difference is None else Decimal(difference))


@pytest.fixture
def programme(db):
    programme = ProgrammeFactory(start=date(2024, 1, 1), end=date(2026, 1, 1))
    for kind, source, amount in (
        ("stated", "Samlet", 9_000_000), ("grant", "EU", 8_100_000), ("own", "Kommunen", 900_000),
        ("expense", "Løn", 6_400_000), ("expense", "Øvrigt", 2_600_000),
    ):  # fmt: skip
        FundingFactory(programme=programme, kind=kind, source=source, amount=amount)
    Post.objects.create(
        programme=programme, organisation=programme.organisation, title="Leder", function="street", weekly_hours=20
    )
    return programme


def test_the_arithmetic_of_the_source_is_checked_in_words(programme):
    assert checks(money_of(programme, TODAY)) == [
        (True, "Finansiering: 9.000.000 = 8.100.000 + 900.000."),
        (True, "Budget: 9.000.000 = 6.400.000 + 2.600.000."),
    ]
    Funding.objects.filter(source="Kommunen").update(amount=800_000)
    assert checks(money_of(programme, TODAY)) == [
        (False, "Finansiering: 9.000.000 er ikke 8.100.000 + 800.000; forskellen er 100.000."),
        (False, "Budget: 8.900.000 er ikke 6.400.000 + 2.600.000; forskellen er -100.000."),
    ]
    Funding.objects.filter(kind="stated").delete()
    assert checks(money_of(programme, TODAY))[0] == (
        False, "Finansiering: ingen har skrevet den samlede bevilling; 8.100.000 + 800.000 kan ikke kontrolleres.",
    )  # fmt: skip


def test_what_is_used_is_summed_over_what_is_known(programme):
    """Of four quarters that are over, one is known of the first line, and of it one is nought; none of the second."""
    line, post = programme.funding.get(source="Løn"), programme.posts.get()
    for quarter, amount in (
        (Quarter(2024, 1), Decimal(400_000)),
        (Quarter(2024, 2), Decimal(0)),
        (Quarter(2024, 3), None),
    ):
        use_money(by=None, at=NOW, line=line, quarter=quarter, amount=amount)
    use_hours(by=None, at=NOW, post=post, quarter=Quarter(2024, 1), hours=Decimal(250))
    found = money_of(programme, date(2024, 12, 31))
    assert [one.used for one in found.lines] == [Sum(Decimal(400_000), 2, 4), Sum(None, 0, 4)]
    assert found.used == Sum(Decimal(400_000), 2, 8)
    assert found.used_in(Quarter(2024, 2)) == (Sum(Decimal(0), 1, 2), Sum(None, 0, 1))
    (one,) = found.posts
    assert (one.planned, one.worked) == (Decimal("1045.7"), Sum(Decimal(250), 1, 4))  # 366 days x 20 / 7


def test_a_line_of_a_year_has_the_quarters_of_that_year(programme):
    line = FundingFactory(programme=programme, kind="expense", source="Transport", year=2024)
    found = next(one for one in money_of(programme, date(2025, 6, 30)).lines if one.line == line)
    assert found.used == Sum(None, 0, 4)


def test_a_quarter_written_again_is_put_right(programme):
    line = programme.funding.get(source="Løn")
    for amount in (Decimal(1), None):
        use_money(by=None, at=NOW, line=line, quarter=Quarter(2024, 1), amount=amount)
    assert [row.amount for row in Used.objects.all()] == [None]
    assert [row.amount for row in Used.history.order_by("history_id")] == [1, None]


def test_nothing_is_used_of_a_source_or_before_its_quarter(programme):
    with pytest.raises(Refused, match="budgetlinje"):
        use_money(by=None, at=NOW, line=programme.funding.get(source="EU"), quarter=Quarter(2024, 1), amount=None)
    with pytest.raises(Refused, match="ikke begyndt"):
        use_hours(by=None, at=NOW, post=programme.posts.get(), quarter=Quarter(2030, 1), hours=None)


def test_other_hours_hold_for_their_period(programme):
    """91 days of the first quarter of 2024 with 10 hours in place of 20: 130.0 instead of 260.0."""
    post = programme.posts.get()
    set_hours(by=None, at=NOW, post=post, start=date(2024, 1, 1), end=date(2024, 4, 1), weekly_hours=Decimal(10))
    assert money_of(programme, date(2024, 3, 31)).posts[0].planned == Decimal("130.0")
    with pytest.raises(Refused, match="allerede timer"):
        set_hours(by=None, at=NOW, post=post, start=date(2024, 3, 1), end=None, weekly_hours=Decimal(5))


def test_a_line_is_changed_and_taken_out_with_a_reason(programme):
    lead, line = staff(Role.LEAD), programme.funding.get(source="Løn")
    use_money(by=lead, at=NOW, line=line, quarter=Quarter(2024, 1), amount=Decimal(1))
    with pytest.raises(Refused, match="dens art bliver"):
        change_funding(
            by=lead, at=NOW, funding=line, version=line.version, kind="grant", source="Løn", amount=Decimal(1)
        )
    changed = change_funding(
        by=lead, at=NOW, funding=line, version=line.version, kind="expense", source="Lønninger", amount=None
    )
    assert (changed.source, changed.amount) == ("Lønninger", None)
    remove_funding(by=lead, at=NOW, funding=changed, why="Hører til et andet budget")
    assert not Used.objects.exists()
    assert Funding.history.latest("history_id").history_change_reason == "Hører til et andet budget"


def test_a_source_has_an_amount(programme):
    with pytest.raises(Refused, match="over 0"):
        add_funding(by=None, at=NOW, programme=programme, kind="grant", source="Fond", amount=None)


def test_money_is_read_in_the_same_number_of_queries(programme, django_assert_num_queries):
    for number in range(3):
        FundingFactory(programme=programme, kind="expense", source=f"Linje {number}")
        Post.objects.create(
            programme=programme, organisation=programme.organisation, title=f"P{number}", function="street",
            weekly_hours=10,
        )  # fmt: skip
        with django_assert_num_queries(5):
            money_of(programme, TODAY)
