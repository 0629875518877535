"""Invented programmes: courses with status reports of every kind, and the tables of them as an edition prints them."""

from datetime import date, timedelta
from random import Random

from cases.questionnaires.definition import Item
from cases.questionnaires.library import EDITIONS, edition
from reporting.across.relations import Asked, shared
from reporting.figures.sums import System
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.adding import Printed
from reporting.tabulation.facts import Course, Population, Report, in_order
from reporting.tabulation.tabulating import tabulate

ITEMS = {code: Item.of(code, name, said) for name in EDITIONS for code, said in edition(name).items()}
START = date(2024, 1, 1)
NOT_ASKED, BLANK = 0.03, 0.06
KINDS = ("start", "quarterly", "quarterly", "quarterly", "closing")


def answers_of(chance, leaning):
    """Answers to every question. Each programme leans its own way, so that some answers are rare."""
    answers = {}
    for code, item in ITEMS.items():
        if chance.random() > NOT_ASKED:
            said = answer_of(chance, item, leaning[code])
            answers |= dict.fromkeys(said) if chance.random() < BLANK else said
    return answers


def answer_of(chance, item, weights):
    """What is said to one question, by the keys of a report."""
    if item.type in ("several", "event"):
        picked = dict.fromkeys(chance.choices(list(item.choices), weights, k=chance.randint(1, 3)))
        codes = [one for one in picked if item.choices[one].is_alone][:1] or list(picked)
        return {item.code: codes if item.type == "several" else [{"code": one} for one in codes]}
    if item.type == "numbers":
        return {key: chance.choice([0, 0, 2, 20, 40]) for key in item.keys}
    if item.parts:
        return {key: step_of(chance, item, key) for key in item.keys if not key.startswith("in_treatment")}
    return {item.code: chance.choices(list(item.choices), weights)[0]} if item.choices else {}


def step_of(chance, item, key):
    """A step of the scale of one part, rather a low one."""
    steps = list(item.scale_of(key.rsplit(".", 1)[-1]))
    said = chance.choices(steps, [1 / (place + 1) for place in range(len(steps))])[0]
    return int(said) if item.code == "who5" else said


def programme(seed, many=70):
    """The courses of one programme."""
    chance = Random(seed)  # noqa: S311 - the same each time
    leaning = {code: [chance.random() ** 3 + 0.01 for _ in item.choices] for code, item in ITEMS.items()}
    return tuple(_course(chance, key, leaning) for key in range(many))


def _course(chance, key, leaning):
    start = START + timedelta(days=chance.randrange(600))
    kinds = KINDS[: chance.choices(range(6), [1, 2, 3, 4, 3, 3])[0]]
    if chance.random() < 0.2:
        kinds = ("assessment", "discharge")
    reports = [
        Report(place, kind, start + timedelta(days=90 * place), answers_of(chance, leaning))
        for place, kind in enumerate(kinds)
    ]
    ended = "closing" in kinds or "discharge" in kinds
    return Course(
        key=key,
        person=key,
        start=start,
        end=start + timedelta(days=400) if ended else None,
        closed=chance.choice(["completed", "broken_off"]) if ended else None,
        birth_date=date(2004 + chance.randrange(-6, 4), 1, 1 + chance.randrange(28)),
        gender=chance.choices(["woman", "man", "non_binary"], [10, 15, 1])[0],
        municipality=chance.choices(["101", "147", "173"], [20, 3, 1])[0],
        organisation=chance.choices(["A", "B", "C"], [20, 6, 1])[0],
        programme="P",
        reports=in_order(reports),
    )


def tables_of(courses, *, by="", only=TABLES):
    """Every table of status reports, or some, at each of its usual reports."""
    population = Population(tuple(courses))
    for key, declaration in TABLES.items():
        if declaration.source == "reports" and key in only:
            for at in declaration.at[:2] or ("",):
                result = tabulate(declaration, population, ITEMS, at=at or None, by=by or None)
                place = f"{key}@{at}" if at else key
                yield Printed(place, declaration.kind, result, ITEMS, overlaps=(by or declaration.by) == "method")


def asked_of(*, only=TABLES):
    """The same tables as they are asked what they share."""
    return [
        Asked(key, at, one.kind, ITEMS, one.items)
        for key, one in TABLES.items()
        if one.source == "reports" and key in only
        for at in one.at[:2] or ("",)
    ]


def system_of(courses, *, by="", only=TABLES):
    """All counts of the tables, how those of each add up, and what the tables share."""
    made = System()
    for printed in tables_of(courses, by=by, only=only):
        printed.add_to(made)
    made.take_in(shared(asked_of(only=only), courses, made.quantities).plain())
    return made


def told(system, found, few=5):
    """The counts that a reader narrows to fewer values; what may be nobody tells of nobody where it is a pattern."""
    return {
        name: one for name, one in found if one.values < few and (one.least or not system.quantities[name].pattern)
    }
