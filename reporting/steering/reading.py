"""Targets and money as their pages and files show them: working figures, for those who may see rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.programmes.models import Programme
from reporting.funding.codes import Stage
from reporting.funding.queries import STAGES, Money, whole
from reporting.funding.rules import Quarter, Sum, summed
from reporting.sheets.writing import Sheet
from reporting.tabulation.grid import Facts, Grid, Value
from reporting.targets.arithmetic import arithmetic, written
from reporting.targets.codes import Standing
from reporting.targets.queries import Reading
from reporting.targets.rules import middle

TONES = {Standing.REACHED: "success", Standing.ON_THE_WAY: "info", Standing.BEHIND: "warning", Standing.UNKNOWN: ""}


@dataclass(frozen=True)
class ShownTarget:
    """A target with its figure and how it stands, as texts."""

    reading: Reading

    @property
    def actual(self) -> str:
        return written(self.reading.progress.actual)

    @property
    def standing(self) -> str:
        return str(self.reading.progress.standing.label)

    @property
    def tone(self) -> str:
        return TONES[self.reading.progress.standing]

    @property
    def arithmetic(self) -> str:
        return arithmetic(self.reading)

    def line(self) -> tuple[Value, ...]:
        """The target as a line of a file, numbers as numbers."""
        one, target = self.reading, self.reading.target
        known, baseline = one.progress, target.baseline
        return (
            str(target), target.get_kind_display(), target.get_unit_display(), target.get_measured_by_display(),
            str(baseline.printed) if baseline else None, target.baseline_year, target.baseline_source,
            str(one.original.printed), str(one.current.printed), float(middle(one.current)),
            None if known.actual is None else float(known.actual), known.expected, known.share,
            self.standing, target.start.isoformat(), target.due.isoformat(),
            _("yes") if target.is_chosen else _("no"), _("yes") if target.is_example else _("no"), self.arithmetic,
        )  # fmt: skip


def targets_sheet(programme: Programme, found: Sequence[ShownTarget], at: datetime, by: str) -> Sheet:
    """The targets of a programme as a file."""
    headings = (
        "", _("Kind"), _("Counted in"), _("Measured by"), _("Baseline"), _("Year"), _("Source"), _("Original target"),
        _("Current target"), _("Middle of it"), _("Actual"), _("Expected by now"), _("Per cent of the current target"),
        _("Standing"), _("From"), _("To be reached by"), _("Chosen"), _("An example"), _("Arithmetic"),
    )  # fmt: skip
    return Sheet(
        "targets", _("Targets"), Grid(headings, tuple(one.line() for one in found)), *_about(programme, at, by)
    )


def _about(programme: Programme, at: datetime, by: str) -> tuple[list[tuple[str, str]], str]:
    local = timezone.localtime(at)
    facts = Facts(programme.code, local.date().isoformat(), local.isoformat(timespec="seconds"), by)
    return facts.lines(), facts.made_at


def kroner(amount: Decimal | None) -> str:
    """An amount as it is written; a dash where it is not known."""
    if amount is None:
        return "–"
    return str(number_format(amount, decimal_pos=2 if amount % 1 else 0, use_l10n=True, force_grouping=True))


def hours_text(worked: Decimal | None) -> str:
    """Hours as they are written; a dash where they are not known."""
    return "–" if worked is None else str(number_format(worked, decimal_pos=1, use_l10n=True, force_grouping=True))


def summed_up(found: Sum, written_as: Callable[[Decimal | None], str] = kroner) -> str:
    """A sum, with over how many it is where something is missing."""
    text = written_as(found.total)
    return text if found.is_whole else _("%(sum)s (%(known)s of %(of)s known)") % {
        "sum": text, "known": found.known, "of": found.of,
    }  # fmt: skip


def checks(money: Money) -> list[tuple[bool, str]]:
    """Each check of the arithmetic: whether it adds up, and the sum in words that a reader can do again."""
    found = []
    if money.stated is not None or money.sources:
        parts = " + ".join(kroner(one.amount) for one in money.sources) or "–"
        found.append((money.financing.adds_up, _financing(money, parts)))
    if money.lines and money.sources:
        parts = " + ".join(kroner(one.line.amount) for one in money.lines)
        facts = {"whole": kroner(money.budget.stated), "parts": parts, "rest": kroner(money.budget.difference)}
        adds_up = money.budget.adds_up
        said = _("Budget: %(whole)s = %(parts)s.")
        wrong = _("Budget: %(whole)s is not %(parts)s; the difference is %(rest)s.")
        found.append((adds_up, (said if adds_up else wrong) % facts))
    return found


def _financing(money: Money, parts: str) -> str:
    check = money.financing
    facts = {"whole": kroner(check.stated), "parts": parts, "rest": kroner(check.difference)}
    if check.stated is None:
        return _("Financing: nobody has written the total that was granted; %(parts)s cannot be checked.") % facts
    if check.adds_up:
        return _("Financing: %(whole)s = %(parts)s.") % facts
    return _("Financing: %(whole)s is not %(parts)s; the difference is %(rest)s.") % facts


@dataclass(frozen=True)
class ShownTable:
    """A table of ready texts, as `components/table.html` takes it."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def money_tables(money: Money) -> list[ShownTable]:
    """What was used by quarter, and set-up and running apart; none where there is nothing to show."""
    tables = []
    if money.quarters and (money.lines or money.posts):
        rows = [_of_quarter(money, one) for one in money.quarters]
        tables.append(ShownTable(_("Used by quarter"), [_("Quarter"), _("Used, kr."), _("Hours worked")], rows))
    if money.lines:
        columns = [_("Stage"), _("Budget, kr."), _("Used to date, kr.")]
        rows = [_of_stage(money, stage) for stage in STAGES if money.of_stage(stage)]
        tables.append(ShownTable(_("Set-up and running"), columns, rows))
    return tables


def _of_quarter(money: Money, quarter: Quarter) -> list[str]:
    used, worked = money.used_in(quarter)
    return [str(quarter), summed_up(used), summed_up(worked, hours_text)]


def _of_stage(money: Money, stage: str) -> list[str]:
    lines = money.of_stage(stage)
    name = str(Stage(stage).label) if stage else _("Stage not stated")
    return [name, summed_up(summed(one.line.amount for one in lines)), summed_up(whole(one.used for one in lines))]


def money_sheet(money: Money, at: datetime, by: str) -> Sheet:
    """The money and hours of a programme as a file: a line for each source, budget line and post, by quarter."""
    quarters = [str(one) for one in money.quarters]
    headings = (
        "", _("Kind"), _("Category"), _("Stage"), _("Year"), _("Kroner"), _("Hours a week"),
        _("Planned hours to date"), _("Used to date"), _("Quarters known"), _("of quarters"), *quarters,
    )  # fmt: skip
    told, made_at = _about(money.programme, at, by)
    said = [(_("Check"), text) for _adds_up, text in checks(money)]
    return Sheet("money", _("Money and hours"), Grid(headings, tuple(_lines(money))), [*said, *told], made_at)


def _lines(money: Money) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    blank = [None] * len(money.quarters)
    if money.stated is not None:
        rows.append((_("Total financing as stated"), None, None, None, None, float(money.stated), *[None] * 5, *blank))
    for source in money.sources:
        amount = _number(source.amount)
        rows.append((source.source, source.get_kind_display(), None, None, None, amount, *[None] * 5, *blank))
    for one in money.lines:
        line = one.line
        quarters = [_number(one.by_quarter.get(quarter)) for quarter in money.quarters]
        rows.append((
            line.source, line.get_kind_display(), line.get_category_display(), line.get_stage_display(), line.year,
            _number(line.amount), None, None, _number(one.used.total), one.used.known, one.used.of, *quarters,
        ))  # fmt: skip
    for post in money.posts:
        quarters = [_number(post.by_quarter.get(quarter)) for quarter in money.quarters]
        rows.append((
            str(post.post), _("Post: hours"), None, None, None, None, float(post.post.weekly_hours),
            float(post.planned), _number(post.worked.total), post.worked.known, post.worked.of, *quarters,
        ))  # fmt: skip
    return rows


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
