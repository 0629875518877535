"""The chapter about money: who pays, what is spent on what, and what was used of money and hours by quarter."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.questionnaires.definition import Text
from reporting.figures.base import TOTAL, Adds, Figures, Form, Indicator, Measure, Number, Row, Table, Unit
from reporting.figures.facts import Facts
from reporting.figures.rules import half_up
from reporting.funding.codes import Stage
from reporting.funding.queries import STAGES, LineUse, Money, money_of, whole
from reporting.funding.rules import Check, Sum, summed
from reporting.targets.arithmetic import in_both_languages

NOBODY = "nobody"  # money and hours are of no young person

HUNDRED = 100


def _money(facts: Facts) -> Figures:
    money = money_of(facts.programme, facts.last_day)
    return {
        "financing": list(_financing(money)),
        "budget": list(_budget(money)),
        "stages": list(_stages(money)) if money.lines else [],
        "quarters": list(_quarters(money)) if money.lines or money.posts else [],
        "posts": list(_posts(money)),
    }


def _financing(money: Money) -> Iterator[Row]:
    """Every source, and whether they make up what was stated in all."""
    if not money.sources:
        return
    whole_sum = money.financing.parts.total or Decimal(0)
    for one in money.sources:
        share = int(half_up((one.amount or 0) * HUNDRED / whole_sum)) if whole_sum else None
        yield _row(f"source_{one.pk}", Text.of(f"{one.source}"), amount=one.amount, share=share)
    if money.stated is not None:
        yield _row("stated", in_both_languages(lambda: _("Total financing as stated")), amount=money.stated)
        yield _difference("financing", money.financing)
    yield _row(TOTAL, None, amount=whole_sum, share=HUNDRED)


def _difference(code: str, check: Check) -> Row:
    """What is missing between the parts and what they should make up, and whether it adds up, in words."""

    def said() -> str:
        return _("Difference: it adds up") if check.adds_up else _("Difference: it does not add up")

    return _row(f"difference_{code}", in_both_languages(said), amount=check.difference)


def _budget(money: Money) -> Iterator[Row]:
    if not money.lines:
        return
    for one in money.lines:
        yield _used(f"line_{one.line.pk}", Text.of(str(one.line)), one.line.amount, one.used)
    if money.sources:
        yield _difference("budget", money.budget)
    yield _used(TOTAL, None, money.budget.parts.total, money.used)


def _stages(money: Money) -> Iterator[Row]:
    """Set-up and running apart."""
    for stage in STAGES:
        lines: Sequence[LineUse] = money.of_stage(stage)
        name = in_both_languages(partial(_stage, stage))
        used, budget = whole(one.used for one in lines), summed(one.line.amount for one in lines)
        if lines:
            yield _used(stage or "unstated", name, budget.total, used)


def _stage(stage: str) -> str:
    return str(Stage(stage).label) if stage else _("Stage not stated")


def _used(code: str, name: Text | None, amount: Decimal | None, used: Sum) -> Row:
    left = None if amount is None or used.total is None else amount - used.total
    return _row(code, name, amount=amount, used=used.total, left=left, known=used.known, of=used.of)


def _quarters(money: Money) -> Iterator[Row]:
    for quarter in money.quarters:
        amount, hours = money.used_in(quarter)
        name = in_both_languages(partial(str, quarter))
        yield _row(
            quarter.key, name, amount=amount.total, lines=amount.known, lines_of=amount.of,
            hours=hours.total, posts=hours.known, posts_of=hours.of,
        )  # fmt: skip


def _posts(money: Money) -> Iterator[Row]:
    if not money.posts:
        return
    for one in money.posts:
        name = Text.of(f"{one.post.title}, {one.post.organisation}")
        yield _row(
            f"post_{one.post.pk}", name, weekly=one.post.weekly_hours, planned=one.planned, worked=one.worked.total,
            known=one.worked.known, of=one.worked.of,
        )  # fmt: skip
    weekly = sum((one.post.weekly_hours for one in money.posts), Decimal(0))
    yield _row(
        TOTAL, None, weekly=weekly, planned=money.planned, worked=money.worked.total, known=money.worked.known,
        of=money.worked.of,
    )  # fmt: skip


def _row(code: str, name: Text | None, **values: Decimal | int | None) -> Row:
    figures: dict[str, Number] = {
        key: float(value) if isinstance(value, Decimal) else value for key, value in values.items()
    }
    return Row(code, figures, {NOBODY: 0}, names={"da": name.da, "en": name.en} if name else None)


def _measure(key: str, label: object, form: Form) -> Measure:
    return Measure(key, label, form, NOBODY)  # type: ignore[arg-type]  # a lazy text


_AMOUNT = _measure("amount", gettext_lazy("Kroner"), Form.KRONER)
_USED = (
    _measure("amount", gettext_lazy("Budget, kr."), Form.KRONER),
    _measure("used", gettext_lazy("Used to date, kr."), Form.KRONER),
    _measure("left", gettext_lazy("Left, kr."), Form.KRONER),
    _measure("known", gettext_lazy("Quarters known"), Form.VALUE),
    _measure("of", gettext_lazy("of quarters"), Form.VALUE),
)

MONEY = Indicator(
    key="money",
    name=gettext_lazy("Money and hours"),
    definition=gettext_lazy(
        "Who pays for the programme, what it is spent on, and what was used of money and hours in the quarters that "
        "were over on the last day of the period. Hours planned are the hours a week of each post, day by day."
    ),
    numerator=gettext_lazy("What was used in the quarters that somebody has written of."),
    denominator=gettext_lazy("The budget lines, and the hours planned for the posts."),
    exclusions=gettext_lazy(
        "What nobody has written is not 0: it is left out, and beside each sum stands over how many quarters, lines "
        "or posts it is. The quarter that still runs is left out."
    ),
    tables=(
        Table(
            "financing",
            gettext_lazy("Financing"),
            Unit.KRONER,
            (_AMOUNT, _measure("share", gettext_lazy("Share"), Form.PERCENT)),
            adds=Adds.NOT,
        ),
        Table("budget", gettext_lazy("Budget lines"), Unit.KRONER, _USED, adds=Adds.NOT),
        Table("stages", gettext_lazy("Set-up and running"), Unit.KRONER, _USED, adds=Adds.NOT),
        Table(
            "quarters",
            gettext_lazy("Used by quarter"),
            Unit.QUARTER,
            (
                _measure("amount", gettext_lazy("Used, kr."), Form.KRONER),
                _measure("lines", gettext_lazy("Lines known"), Form.VALUE),
                _measure("lines_of", gettext_lazy("of lines"), Form.VALUE),
                _measure("hours", gettext_lazy("Hours"), Form.HOURS),
                _measure("posts", gettext_lazy("Posts known"), Form.VALUE),
                _measure("posts_of", gettext_lazy("of posts"), Form.VALUE),
            ),
            adds=Adds.NOT,
        ),
        Table(
            "posts",
            gettext_lazy("Posts"),
            Unit.POST,
            (
                _measure("weekly", gettext_lazy("Hours a week"), Form.HOURS),
                _measure("planned", gettext_lazy("Planned to date"), Form.HOURS),
                _measure("worked", gettext_lazy("Worked to date"), Form.HOURS),
                _measure("known", gettext_lazy("Quarters known"), Form.VALUE),
                _measure("of", gettext_lazy("of quarters"), Form.VALUE),
            ),
            adds=Adds.NOT,
        ),
    ),
    compute=_money,
)
