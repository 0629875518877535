"""The money and hours of a programme as its page, file and report show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.core.periods import Period
from cases.programmes.models import Post, Programme
from reporting.funding.codes import FundingKind, Stage
from reporting.funding.models import Funding, Used
from reporting.funding.rules import Check, Quarter, Sum, planned_hours, quarters, summed

SOURCES = (FundingKind.GRANT, FundingKind.OWN)


@dataclass(frozen=True)
class LineUse:
    """A budget line with what was used of it to date. `by_quarter` has the quarters that somebody has written of."""

    line: Funding
    used: Sum
    by_quarter: Mapping[Quarter, Decimal | None]


@dataclass(frozen=True)
class PostUse:
    """A post with the hours planned and worked to date."""

    post: Post
    planned: Decimal
    worked: Sum
    by_quarter: Mapping[Quarter, Decimal | None]


@dataclass(frozen=True)
class Money:
    """All of it as of a day: quarters that are over by then."""

    programme: Programme
    sources: Sequence[Funding]
    stated: Decimal | None
    lines: Sequence[LineUse]
    posts: Sequence[PostUse]
    quarters: Sequence[Quarter]

    @property
    def financing(self) -> Check:
        """Whether the sources make up the total that was stated."""
        return Check(summed(one.amount for one in self.sources), self.stated)

    @property
    def budget(self) -> Check:
        """Whether the budget lines spend what the sources give."""
        return Check(summed(one.line.amount for one in self.lines), summed(one.amount for one in self.sources).total)

    @property
    def used(self) -> Sum:
        """What was used to date, over the quarters of all budget lines."""
        return whole(one.used for one in self.lines)

    @property
    def planned(self) -> Decimal:
        """The hours planned to date, of all posts."""
        return sum((one.planned for one in self.posts), Decimal(0))

    @property
    def worked(self) -> Sum:
        """The hours worked to date, over the quarters of all posts."""
        return whole(one.worked for one in self.posts)

    def of_stage(self, stage: str) -> list[LineUse]:
        """The budget lines of a stage; "" those of which nobody has said."""
        return [one for one in self.lines if one.line.stage == stage]

    def used_in(self, quarter: Quarter) -> tuple[Sum, Sum]:
        """Kroner and hours used in a quarter, each with how many of the lines and posts it is known of."""
        return (
            summed(one.by_quarter.get(quarter) for one in self.lines if _has(one.line, quarter)),
            summed(one.by_quarter.get(quarter) for one in self.posts),
        )


STAGES = (Stage.SET_UP, Stage.RUNNING, "")


def whole(sums: Iterable[Sum]) -> Sum:
    """Sums as one."""
    found = list(sums)
    known = [one.total for one in found if one.total is not None]
    return Sum(
        sum(known, Decimal(0)) if known else None, sum(one.known for one in found), sum(one.of for one in found)
    )


def money_of(programme: Programme, as_of: date) -> Money:
    """The money and hours of a programme as of a day; five queries, however many lines there are."""
    rows = list(Funding.objects.filter(programme=programme).prefetch_related("used"))
    over = quarters(Period(programme.start, programme.end), as_of)
    posts = Post.objects.filter(programme=programme).select_related("organisation").prefetch_related("hours", "used")
    return Money(
        programme,
        [row for row in rows if row.kind in SOURCES],
        next((row.amount for row in rows if row.kind == FundingKind.TOTAL), None),
        [_line(row, over) for row in rows if row.kind == FundingKind.EXPENSE],
        [_post(row, programme, over) for row in posts],
        over,
    )


def _line(line: Funding, over: Sequence[Quarter]) -> LineUse:
    found = _by_quarter(line.used.all(), over, "amount")
    return LineUse(line, summed(found.values(), of=sum(_has(line, one) for one in over)), found)


def _has(line: Funding, quarter: Quarter) -> bool:
    """Whether something can be used of a line in a quarter: one of a year, in that year alone."""
    return line.year in (None, quarter.year)


def _post(post: Post, programme: Programme, over: Sequence[Quarter]) -> PostUse:
    found = _by_quarter(post.used.all(), over, "hours")
    own = Period(programme.start, programme.end)
    parts = [(Period(one.start, one.end), one.weekly_hours) for one in post.hours.all()]
    until = over[-1].next.first_day if over else programme.start
    planned = planned_hours(post.weekly_hours, own, parts, Period(programme.start, until))
    return PostUse(post, planned, summed(found.values(), of=len(over)), found)


def _by_quarter(rows: Iterable[Used], over: Sequence[Quarter], what: str) -> dict[Quarter, Decimal | None]:
    found = {Quarter(row.year, row.quarter): getattr(row, what) for row in rows}
    return {one: found[one] for one in over if one in found}
