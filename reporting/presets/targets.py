"""Targets that come with the programmes of the sources, all of them examples.

S1: its presentation speaks of activity and result targets and gives no number: these are invented, to be replaced by
those of the grant. S4: the homes that seven municipalities were to establish, with what was established (table 2-8 of
the main report of the evaluation of the national homelessness strategy, Rambøll/SFI 2013); the report prints no days:
those here are the strategy's years.
"""

from dataclasses import dataclass
from datetime import date

from reporting.targets.codes import Direction, MeasuredBy, TargetKind, TargetUnit


@dataclass(frozen=True)
class TargetPreset:
    """One target: from and by when, its values by the day each holds from, and counts by hand by their day.

    Where no days are given, it runs as long as its programme.
    """

    kind: str
    name_da: str
    name_en: str
    unit: str
    value: str
    measured_by: str = MeasuredBy.HAND
    figure: str = ""
    municipality: str = ""
    direction: str = Direction.HIGHER
    baseline: tuple[int, int, str] | None = None  # number, year, source
    start: date | None = None
    due: date | None = None
    revised: tuple[tuple[date, str], ...] = ()
    counts: tuple[tuple[date, int], ...] = ()


_ACTIVITY, _RESULT = TargetKind.ACTIVITY, TargetKind.RESULT
_BY_INDICATOR, _BY_TABLE = MeasuredBy.INDICATOR, MeasuredBy.TABLE

_YOUTH = (
    TargetPreset(
        _ACTIVITY, "Unge optaget i indsatsen", "Young people enrolled", TargetUnit.PEOPLE, "120", _BY_INDICATOR,
        "age_and_gender.age.total",
    ),
    TargetPreset(
        _ACTIVITY, "Følgeskab til hjælpeinstanser", "Accompanied to other services", TargetUnit.NUMBER, "300",
        _BY_INDICATOR, "contacts_per_month.kinds.accompaniment",
    ),
    TargetPreset(
        _ACTIVITY, "Civilsamfundsaktiviteter holdt", "Activities held in civil society", TargetUnit.NUMBER, "40-50",
        counts=((date(2024, 12, 31), 9), (date(2025, 6, 30), 14), (date(2025, 12, 31), 21), (date(2026, 6, 30), 29)),
    ),
    TargetPreset(
        _RESULT, "Unge flyttet i egen bolig", "Young people moved into a home of their own", TargetUnit.HOMES, "60",
        _BY_INDICATOR, "own_home.moved.moved",
    ),
    TargetPreset(
        _RESULT, "Kontakter og forsøg, hvor den unge blev truffet", "Contacts and attempts that reached",
        TargetUnit.PERCENT, "70", _BY_INDICATOR, "share_reached.outcomes.reached",
    ),
    TargetPreset(
        _RESULT, "Har egen bolig ved seneste indberetning", "Has a home of their own at the latest report",
        TargetUnit.PERCENT, "60", _BY_TABLE, "housing_three_way.own", baseline=(15, 2024, "Skøn ved ansøgningen"),
    ),
    TargetPreset(
        _RESULT, "Dage fra første kontakt til indskrivning", "Days from first contact to enrolment", TargetUnit.DAYS,
        "21", _BY_INDICATOR, "days_to_enrolment.spread.first_contact", direction=Direction.LOWER,
        baseline=(45, 2023, "Skøn ved ansøgningen"),
    ),
)  # fmt: skip

_SET, _REVISED, _COUNTED, _DUE = date(2009, 9, 1), date(2011, 1, 1), date(2012, 12, 31), date(2012, 12, 31)

# Municipality, original and current target, homes established.
TABLE_2_8 = (
    ("0165", "6-8", "6", 3),
    ("0561", "26", "45", 45),
    ("0169", "20", "10", 10),
    ("0147", "42-44", "48", 40),
    ("0101", "240", "321", 300),
    ("0730", "27", "27", 16),
    ("0751", "12", "79", 39),
)

_HOMES = tuple(
    TargetPreset(
        _RESULT, "Boliger etableret", "Homes established", TargetUnit.HOMES, original, municipality=municipality,
        start=_SET, due=_DUE, revised=((_REVISED, current),) if current != original else (),
        counts=((_COUNTED, established),),
    )
    for municipality, original, current, established in TABLE_2_8
)  # fmt: skip

# By the code of the programme. The homes are the strategy's, and stand once: with the first of its programmes.
TARGETS: dict[str, tuple[TargetPreset, ...]] = {"unge-i-hjemloeshed": _YOUTH, "act": _HOMES}
