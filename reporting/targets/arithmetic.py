"""How a target stands, in a line that a reader can do again, in both languages; and as facts of the table of homes."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cases.core.municipalities import MUNICIPALITIES
from cases.programmes.models import Programme
from cases.questionnaires.definition import Text
from cases.records.models import in_both
from reporting.kinds.given import Target as GivenTarget
from reporting.outcomes.sources import register
from reporting.targets.codes import Direction, Standing, TargetUnit
from reporting.targets.models import Target
from reporting.targets.queries import Reading, readings


def in_both_languages(say: Callable[[], str]) -> Text:
    """What is said, once in each language: for what is kept."""
    said = {}
    for language in ("da", "en"):
        with translation.override(language):
            said[language] = say()
    return Text(**said)


def arithmetic(reading: Reading) -> str:
    """How a target stands: "12 of 20 on 1 November; 20 by 31 December → expected 16 → behind", in one language."""
    known = reading.progress
    facts = {
        "actual": written(known.actual),
        "target": reading.current.printed,
        "day": date_format(reading.day, "SHORT_DATE_FORMAT"),
        "due": date_format(reading.target.due, "SHORT_DATE_FORMAT"),
        "expected": known.expected,
        "standing": str(known.standing.label).lower(),
    }
    if known.standing == Standing.UNKNOWN:
        return _("no figure on %(day)s; %(target)s by %(due)s") % facts
    if known.standing == Standing.REACHED:
        return _("%(actual)s of %(target)s on %(day)s → %(standing)s") % facts
    return (
        _("%(actual)s of %(target)s on %(day)s; %(target)s by %(due)s → expected %(expected)s → %(standing)s") % facts
    )


def written(value: Decimal | None) -> str:
    """A figure with no more decimals than it has."""
    if value is None:
        return "–"
    return str(number_format(value.normalize() if value % 1 else int(value), use_l10n=True, force_grouping=True))


def homes(programme: Programme, as_of: date, known_at: datetime) -> list[GivenTarget]:
    """The targets that are counted in homes: the facts of the table `homes_against_targets`."""
    every = readings(programme, as_of=as_of, known_at=known_at)
    found = [one for one in every if one.target.unit == TargetUnit.HOMES]
    areas = Counter(one.target.municipality for one in found)
    return [_given(one, alone=areas[one.target.municipality] == 1) for one in found]


def _given(one: Reading, *, alone: bool) -> GivenTarget:
    target, actual = one.target, one.progress.actual
    area = target.municipality
    key = area if area and alone else f"{area or 'target'}_{target.pk}"
    return GivenTarget(
        key,
        Text.of(str(MUNICIPALITIES[area].label)) if area and alone else name_of(target),
        one.original,
        one.current,
        None if actual is None else int(actual),
        lower_is_better=target.direction == Direction.LOWER,
        chosen=target.is_chosen,
        said=in_both_languages(lambda: arithmetic(one)),
    )


def name_of(target: Target) -> Text:
    """What a target is called, with its area, in both languages."""
    name = Text(**in_both(target.label_da, target.label_en))
    area = target.municipality
    return name.then(Text.of(str(MUNICIPALITIES[area].label)), ", ") if area else name


register("targets", homes)
