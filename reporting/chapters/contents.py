"""The chapters of the midterm report: which indicators and outcome tables stand in each, and the numbers on top."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from reporting.chapters.money_parts import MONEY
from reporting.chapters.target_parts import TARGETS
from reporting.chapters.words import in_both_languages
from reporting.figures.base import Indicator
from reporting.indicators.registry import INDICATORS

# What is computed as an indicator is, in the order in which it is computed: the indicators, then targets and money.
FIGURES: ChainMap[str, Indicator] = ChainMap({one.key: one for one in (TARGETS, MONEY)}, INDICATORS)


@dataclass(frozen=True)
class Chapter:
    """One chapter; `parts` are the keys of indicators and outcome tables in their order."""

    key: str
    name: Label
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Headline:
    """A number on top of the report: one figure of an indicator."""

    indicator: str
    table: str
    row: str
    measure: str
    label: Label


CHAPTERS = (
    Chapter(
        "target_group",
        _("The target group and its limits"),
        (
            "screened", "age_and_gender", "target_group", "homeless_situation", "risk_conditions", "nationality",
            "referral_source", "worry_reasons",
        ),
    ),
    Chapter(
        "elements",
        _("The core elements and what was done"),
        (
            "phases", "contacts_per_month", "share_reached", "handovers", "methods", "method_time", "elements_used",
            "support_areas", "visits", "visit_minutes", "plan_kind", "plan_141", "other_support",
            "recommended_attached", "services_started", "continuous_use", "indsluset",
        ),
    ),
    Chapter(
        "courses",
        _("Courses and completion"),
        (
            "days_to_enrolment", "closed", "funnel", "courses_status", "courses_by_unit", "closing_why",
            "offer_afterwards",
        ),
    ),
    Chapter(
        "home",
        _("The young people's development: home"),
        (
            "referral_days", "referrals_refused", "own_home", "shelter_nights", "housing", "housing_three_way",
            "retention", "slept", "nights", "why_no_home", "waiting_list", "became_homeless", "exit_housing",
        ),
    ),
    Chapter(
        "education_and_work",
        _("The young people's development: education and work"),
        ("occupation", "share_change"),
    ),
    Chapter(
        "daily_life",
        _("The young people's development: daily skills, economy and network"),
        ("income", "mastery", "staff_vs_own", "community"),
    ),
    Chapter(
        "mental_and_physical",
        _("The young people's development: mental and physical state"),
        ("problems", "problem_count", "development"),
    ),
    Chapter("voice", _("The young people's voice"), ("who5", "general_health")),
    # A chapter with nothing in it is left out of a report; these wait for facts that are not kept yet.
    Chapter("enquiries", _("Enquiries and waiting times"), ("enquiries", "waits", "network_meetings")),
    Chapter("targets", _("Targets"), ("targets", "homes_against_targets", "change")),
    Chapter("money", _("Economy"), ("money",)),
)  # fmt: skip

HEADLINES = (
    Headline("screened", "outcome", "total", "n", _("Screened")),
    Headline("age_and_gender", "age", "total", "n", _("New enrolments")),
    Headline("share_reached", "outcomes", "reached", "share", _("Contacts and attempts that reached")),
    Headline("own_home", "moved", "moved", "n", _("Moved into own home")),
    Headline("closed", "reasons", "total", "n", _("Enrolments closed")),
)


def in_chapters(parts: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The chapters that have something, each with its parts as they were frozen."""
    named = [key for chapter in CHAPTERS for key in chapter.parts if key in parts]
    said = {key: parts[key] for key in named if any(table.get("rows", True) for table in parts[key]["tables"])}
    filled = [(chapter, [said[key] for key in chapter.parts if key in said]) for chapter in CHAPTERS]
    return [
        {"key": chapter.key, "name": in_both_languages(chapter.name), "parts": found}
        for chapter, found in filled
        if found
    ]


def on_top() -> list[dict[str, Any]]:
    """The numbers on top, with their names."""
    return [
        {
            "figure": [one.indicator, one.table, one.row, one.measure],
            "label": in_both_languages(one.label),
        }
        for one in HEADLINES
    ]
