"""What the programmes of the sources are: their ages, phases, and what their status reports ask.

S1 is the Copenhagen project for young people in homelessness (ESF+), S4 the methods of the national homelessness
strategy (2009-2013) that reported to its documentation. Lengths of phases are the methods' own where they have any
(CTI: three phases of three months); names of phases without a source are ours.
"""

from dataclasses import dataclass
from datetime import date

S1, S4 = "S1", "S4"

EVERY_THREE_MONTHS, TWO_POINTS = 3, 0


@dataclass(frozen=True)
class PhasePreset:
    """One phase: code, both names, and days, where the method sets any."""

    code: str
    name_da: str
    name_en: str
    days: int | None = None


@dataclass(frozen=True)
class ProgrammePreset:
    """One programme. `items` are asked in this order, each in the version named."""

    code: str
    name: str
    purpose: str
    start: date
    phases: tuple[PhasePreset, ...]
    items: tuple[tuple[str, str], ...]
    min_age: int = 18
    max_age: int = 99
    municipality: str = ""
    end: date | None = None
    capacity: int | None = None
    funder: str = ""
    report_months: int = EVERY_THREE_MONTHS
    kinds: tuple[str, ...] = ()  # of the reports of two points; else they are made every few months


def _of(version: str, codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, version) for code in codes.split())


_OFFICIAL = _of(
    "2013",
    "housing_now slept nights why_no_home waiting_list income occupation nationality domains other_support plan_141"
    " visits visit_minutes closing_why offer_afterwards who5",
)
_ASSESSED = _of(
    "2013",
    "housing_now slept why_no_home income occupation nationality domains plan_141 support_recommended"
    " support_attached services_started",
)
_YOUTH = (
    *_of("2022-youth", "target_group housing_now homeless_situation"),
    *_of("2013", "slept nights why_no_home waiting_list"),
    *_of("2022-youth", "referral_source worry_reasons risk_conditions methods"),
    *_of("2013", "income occupation nationality domains other_support"),
    *_of("2022-youth", "plan_kind elements_used support_areas mastery community continuous_use general_health crime"),
    *_of("2022-youth", "indsluset model_tools network_meetings"),
    *_of("2013", "visits visit_minutes who5"),
    *_of("2022-youth", "closing_why"),
    *_of("2013", "offer_afterwards"),
)

_COURSE = (PhasePreset("forloeb", "Forløb", "Course"),)
_CTI = (
    PhasePreset("fase1", "Overgang", "Transition", 91),
    PhasePreset("fase2", "Afprøvning", "Try-out", 91),
    PhasePreset("fase3", "Overdragelse", "Transfer of care", 91),
)
_STRATEGY = "Den nationale hjemløsestrategi"

PRESETS: dict[str, tuple[ProgrammePreset, ...]] = {
    S1: (
        ProgrammePreset(
            "unge-i-hjemloeshed",
            "Unge i hjemløshed",
            "Unge på 18-24 år i hjemløshed i København får og beholder et hjem.",
            date(2024, 1, 1),
            (
                PhasePreset("opstart", "Opstart", "Start", 90),
                PhasePreset("stabilisering", "Stabilisering", "Stabilisation", 270),
                PhasePreset("udslusning", "Udslusning", "Moving on", 180),
            ),
            _YOUTH,
            max_age=24,
            municipality="0101",
            end=date(2028, 1, 1),
            capacity=60,
            funder="Den Europæiske Socialfond Plus",
        ),
    ),
    S4: (
        ProgrammePreset(
            "act",
            "ACT",
            "Tværfagligt udgående team for borgere med de mest komplekse støttebehov.",
            date(2009, 9, 1),
            _COURSE,
            _OFFICIAL,
            funder=_STRATEGY,
        ),
        ProgrammePreset(
            "icm",
            "ICM",
            "Individuel case manager, uden fast varighed.",
            date(2009, 9, 1),
            _COURSE,
            _OFFICIAL,
            funder=_STRATEGY,
        ),
        ProgrammePreset(
            "cti",
            "CTI",
            "Støtte i overgangen til egen bolig i ni måneder.",
            date(2009, 9, 1),
            _CTI,
            _OFFICIAL,
            funder=_STRATEGY,
        ),
        ProgrammePreset(
            "opsoegende",
            "Opsøgende arbejde",
            "Kontakt til borgere på gaden, på væresteder og natvarmestuer.",
            date(2009, 9, 1),
            _COURSE,
            _OFFICIAL,
            funder=_STRATEGY,
        ),
        ProgrammePreset(
            "udredning",
            "Udredning og udskrivning",
            "Udredning på § 110-boform og plan for udskrivningen.",
            date(2009, 9, 1),
            (PhasePreset("ophold", "Ophold", "Stay"),),
            _ASSESSED,
            report_months=TWO_POINTS,
            kinds=("assessment", "discharge"),
            funder=_STRATEGY,
        ),
        ProgrammePreset(
            "loesladelse",
            "God løsladelse",
            "Bolig og støtte på plads inden løsladelsen.",
            date(2009, 9, 1),
            (PhasePreset("loesladelse", "Løsladelse", "Release"),),
            _ASSESSED,
            report_months=TWO_POINTS,
            kinds=("release",),
            funder=_STRATEGY,
        ),
    ),
}
