"""Invented courses with their status reports: what a project might have seen. Nobody is meant.

Chances are ours and make the tables tell something: most begin without a home and half of them get one, some lose it
again, troubles ease slowly, and there is always somebody nobody could say anything about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import add_months
from cases.people.codes import Gender
from cases.questionnaires.codes import UNKNOWN
from cases.statusreport_imports.rules import CourseFacts, ReportRow
from cases.statusreports.codes import ReportKind

OWN = ("almen", "privat_lejlighed", "privat_vaerelse", "par_107", "faellesskab")
NONE = "ikke_egen_bolig"
SUBSTANCES, OTHERS = ("alkohol", "stoffer", "hash"), ("fysisk", "psykisk", "dagligdag", "oekonomi", "netvaerk")
MOST = 3  # the highest step of the scales of the eight areas
WELL_FROM = 2.2  # of the mean of five answers about wellbeing, each from 0 to 5


@dataclass
class _Life:
    """Where a young person stands just now."""

    draw: Random
    is_housed: bool
    levels: dict[str, int]
    wellbeing: float
    skills: dict[str, int]

    def goes_on(self) -> None:
        """Three months later."""
        draw = self.draw
        self.is_housed = draw.random() < (0.95 if self.is_housed else 0.2)
        for area, level in self.levels.items():
            step = draw.choices((-1, 0, 1), (25, 63, 12))[0]
            self.levels[area] = min(max(level + step, 0), MOST)
        for area, level in self.skills.items():
            self.skills[area] = min(level + draw.choices((0, 1), (75, 25))[0], MOST)
        self.wellbeing = min(max(self.wellbeing + draw.gauss(0.12 if self.is_housed else 0.02, 0.3), 0.5), 4.5)


def _life(draw: Random) -> _Life:
    levels = {area: draw.choices(range(4), (45, 20, 20, 15))[0] for area in SUBSTANCES}
    levels |= {area: draw.choices(range(4), (15, 25, 35, 25))[0] for area in OTHERS}
    skills = {part: draw.choices(range(4), (25, 40, 25, 10))[0] for part in SKILLS}
    return _Life(draw, draw.random() < 0.12, levels, draw.gauss(1.9, 0.6), skills)


SKILLS = ("uddannelse_beskaeftigelse", "husholdning", "oekonomi", "netvaerk", "sociale_kompetencer")


def stories(
    *, seed: str, count: int, today: date, months: int, ages: tuple[int, int], kinds: Sequence[str] = ()
) -> Iterator[ReportRow]:
    """The rows of `count` courses begun in the last three years, as a file of the project's would have them.

    A report every `months` months; with `kinds` one report of each of these kinds instead.
    """
    draw = Random(seed)
    number = 1
    for place in range(count):
        start = today - timedelta(days=draw.randint(20, 1_000))
        course = CourseFacts(
            key=f"{seed}-{place + 1:03}",
            start=start,
            last_day=_last_day(draw, start, today, is_short=bool(kinds)),
            person=f"{seed}-{place + 1:03}",
            birth_date=start - timedelta(days=draw.randint(ages[0] * 366, ages[1] * 365 + 360)),
            gender=draw.choices((Gender.MAN, Gender.WOMAN, Gender.NON_BINARY), (66, 32, 2))[0],
            municipality=draw.choices([code.code for code in MUNICIPALITIES][:12], (60, 8, *[3] * 10))[0],
            unit=draw.choice(("Enhed Nord", "Enhed Syd", "Enhed Vest")),
        )
        every = every_few_months(course.start, course.last_day, today=today, months=months)
        days = _two_points(draw, course, kinds, today) if kinds else every
        for kind, on, answers in told(draw, days):
            number += 1
            yield ReportRow(number, course, kind, on, answers)


def told(draw: Random, days: Sequence[tuple[str, date]]) -> Iterator[tuple[str, date, dict[str, Any]]]:
    """What the reports of one course say, of these kinds and days."""
    life = _life(draw)
    for place, (kind, on) in enumerate(days):
        yield kind, on, dict(_answers(life, kind, days[0][1], is_first=place == 0))
        life.goes_on()


def every_few_months(start: date, last_day: date | None, *, today: date, months: int) -> list[tuple[str, date]]:
    """A report at the start, every few months, and at the end."""
    first = start + timedelta(days=5)
    days: list[tuple[str, date]] = [(ReportKind.START, first)]
    until = last_day or today
    on = add_months(first, months)
    while on < until:
        days.append((ReportKind.QUARTERLY, on))
        on = add_months(on, months)
    if last_day:
        days.append((ReportKind.CLOSING, last_day))
    return [(kind, on) for kind, on in days if on <= min(until, today)]


def _last_day(draw: Random, start: date, today: date, *, is_short: bool) -> date | None:
    """A third of the courses still run."""
    length = draw.randint(40, 200) if is_short else draw.randint(120, 700)
    last = start + timedelta(days=length)
    return last if last < today and draw.random() < 0.85 else None


def _two_points(draw: Random, course: CourseFacts, kinds: Sequence[str], today: date) -> list[tuple[str, date]]:
    first = course.start + timedelta(days=draw.randint(1, 14))
    days = [first, course.last_day or today + timedelta(days=1)]
    return [(kind, on) for kind, on in zip(kinds, days[-len(kinds) :], strict=True) if on <= today]


def _answers(life: _Life, kind: str, since: date, *, is_first: bool) -> Mapping[str, Any]:
    """The answers of one report; methods run `since` then. What its kind does not ask is left out when it is kept."""
    draw = life.draw
    home = draw.choices(OWN, (55, 20, 12, 5, 8))[0] if life.is_housed else NONE
    home = draw.choices((home, "andet_sofa", UNKNOWN), (95, 3, 2))[0]
    answers = _home(draw, home) | _areas(life) | _daily(life)
    if is_first:
        answers |= _at_the_start(draw, home, since)
    if kind == ReportKind.CLOSING:
        answers |= _drawn(draw, AT_END) | {"closing_why": [draw.choice(ENDS)]}
    # Now and then nobody answered.
    return {key: None if draw.random() < 0.02 and key != "housing_now" else value for key, value in answers.items()}


def _home(draw: Random, home: str) -> dict[str, Any]:
    nights = {
        part: draw.choices((0, 5, 20, 25), (35, 30, 20, 15))[0] for part in ("gade", "herberg", "familie_venner")
    }
    if home in OWN:
        nights = dict.fromkeys(nights, 0)
    answers: dict[str, Any] = {"housing_now": home, **{f"nights.{part}": number for part, number in nights.items()}}
    places = ("gaden", "herberg_110", "familie_venner", "natvarmestue")
    answers["slept"] = ["egen_bolig"] if home in OWN else [draw.choices(places, (10, 30, 50, 10))[0]]
    if home == NONE:
        situation = draw.choices(("familie_venner", "herberg", "gade", "natvarmestue"), (50, 28, 12, 10))[0]
        answers |= {
            "why_no_home": [draw.choice(("venteliste", "sociale_psykiske", "husleje", "sat_ud_12_mdr", UNKNOWN))],
            "waiting_list": [draw.choice(("almen", "almen_ungdom", "ikke_skrevet_op", "programmet"))],
            "homeless_situation": [situation],
            "homeless_situation.main": situation,
        }
    return answers


def _areas(life: _Life) -> dict[str, Any]:
    draw = life.draw
    answers: dict[str, Any] = {
        f"domains.{area}": UNKNOWN if draw.random() < 0.06 else str(level) for area, level in life.levels.items()
    }
    answers |= {f"in_treatment.{area}": True for area in SUBSTANCES if life.levels[area] > 1 and draw.random() < 0.3}
    for part, level in life.skills.items():
        answers[f"mastery.{part}"] = str(level)
        answers[f"mastery.young_person.{part}"] = str(min(max(level + draw.choice((-1, 0, 0, 1)), 0), MOST))
    for number in range(1, 6):
        answers[f"who5.q{number}"] = min(max(round(draw.gauss(life.wellbeing, 0.7)), 0), 5)
    return answers


# Answers of one choice by their weights: in the usual way, of those who are well, and at the start.
Weights = Mapping[str, Mapping[str, int]]
DAILY: Weights = {
    "income": {"kontanthjaelp": 55, "uddannelseshjaelp": 10, "su": 8, "loen": 10, "ingen": 10, UNKNOWN: 7},
    "occupation": {"uddannelse": 8, "ordinaer": 6, "aktivering": 16, "ledig": 50, "sygemeldt": 16, UNKNOWN: 4},
    "plan_141": {"har": 50, "under_udarbejdelse": 20, "sagt_nej": 8, "ikke_tilbudt": 15, UNKNOWN: 7},
    "visits": {"dagligt": 3, "par_gange_ugen": 20, "ugentligt": 45, "hver_14_dag": 22, "maanedligt": 10},
    "visit_minutes": {"16_30": 15, "31_45": 25, "46_60": 40, "61_90": 20},
    "continuous_use": {"hoej": 40, "nogen": 35, "ringe": 18, "slet_ikke": 7},
    "general_health": {"vaeldig_godt": 10, "godt": 40, "mindre_godt": 35, "daarligt": 15},
    "crime": {"nej": 82, "sigtet": 8, "doemt": 5, UNKNOWN: 5},
    "support_recommended": {"ja": 57, "nej": 38, UNKNOWN: 5},
    "support_attached": {"ja": 36, "nej": 64},
}
WELL: Weights = {
    "income": {"kontanthjaelp": 40, "uddannelseshjaelp": 8, "su": 18, "loen": 24, "ingen": 4, UNKNOWN: 6},
    "occupation": {"uddannelse": 22, "ordinaer": 20, "aktivering": 18, "ledig": 28, "sygemeldt": 9, UNKNOWN: 3},
}
AT_START: Weights = {
    "nationality": {"dansk": 74, "nordisk": 4, "eu": 5, "mellemoesten": 10, "afrika": 7},
    "referral_source": {"egen": 20, "opsoegende": 25, "herberg_110": 20, "jobcenter": 10, "psykiatri": 10},
}
AT_END: Weights = {"offer_afterwards": {"hoej": 35, "nogen": 35, "ringe": 12, "slet_ikke": 8, UNKNOWN: 10}}
# Several answers: how many of which.
SEVERAL: Mapping[str, tuple[int, Sequence[str]]] = {
    "other_support": (1, ("psykiatrisk", "oekonomi", "social_stof", "ingen")),
    "plan_kind": (1, ("par_141", "helhedsorienteret", "ungeplan", "ingen")),
    "elements_used": (2, ("plan", "bolig", "social_stoette", "familie_netvaerk", "civilsamfund")),
    "support_areas": (2, ("bolig", "psykisk_helbred", "oekonomi", "netvaerk", "daglige_aktiviteter")),
    "services_started": (1, ("par_85", "par_99", "efterforsorg_110", "modtager_ikke")),
}
COMMUNITY = ("nej_ikke_motiveret", "nej_motiveret", "proevet", "af_og_til", "fast")
SERVICES = ("bostoette", "psykiatri", "rusmiddel", "jobcenter", "uddannelse", "civilsamfund")
CONDITIONS = ("uddannelse_beskaeftigelse", "misbrug", "psykisk", "opvaekst", "anbringelse", "forebyggende")
ENDS = ("ikke_behov", "forloebet_slut", "mistet_kontakt", "flyttet", "oensker_ikke")


def _drawn(draw: Random, weights: Weights) -> dict[str, Any]:
    return {key: draw.choices([*codes], [*codes.values()])[0] for key, codes in weights.items()}


def _daily(life: _Life) -> dict[str, Any]:
    draw = life.draw
    several = {key: draw.sample(codes, number) for key, (number, codes) in SEVERAL.items()}
    community = COMMUNITY[min(int(life.wellbeing + draw.random()), len(COMMUNITY) - 1)]
    weights: Weights = {**DAILY, **WELL} if life.wellbeing > WELL_FROM else DAILY
    taken_in = [{"code": draw.choice(SERVICES)}] if life.wellbeing > WELL_FROM else None
    return _drawn(draw, weights) | several | {"community": community, "indsluset": taken_in}


def _at_the_start(draw: Random, home: str, start: date) -> dict[str, Any]:
    steps = ("nej", "tidligere", "aktuelt", UNKNOWN)
    methods = ["samarbejdsmodel", *draw.choices(([], ["cti"], ["icm"]), (65, 20, 15))[0]]
    return _drawn(draw, AT_START) | {
        "target_group": "risiko" if home in OWN else "hjemloeshed",
        "worry_reasons": draw.sample(("bolig", "psykisk", "rusmidler", "oekonomi", "netvaerk"), draw.randint(1, 3)),
        "methods": [{"code": code, "from": start.isoformat(), "to": None} for code in methods],
        **{f"risk_conditions.{one}": draw.choices(steps, (30, 25, 40, 5))[0] for one in CONDITIONS},
    }
