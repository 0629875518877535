"""Make every declared table of 20,000 invented courses and print what each costs: `python -m tests.bench.tables`.

Times are of the kinds of tables alone, in pure Python: the courses are in memory, and nothing is read or written.
"""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from reporting.kinds.given import Meetings
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.facts import KINDS, Course, Population, Report, in_order
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import DEFINITIONS, ITEMS, START

COURSES, SETS_OF_ANSWERS, REPORTS, MONTHS = 20_000, 3_000, 8, 91


def answers(chance: random.Random) -> dict[str, Any]:
    """Everything asked and answered, but for blanks."""
    return {key: value for code in ITEMS for key, value in answered(chance, code)}


def answered(chance: random.Random, code: str) -> Iterator[tuple[str, Any]]:
    said = DEFINITIONS[code]
    codes = list(said.get("choices", {}))
    if said["type"] == "one":
        yield code, chance.choice([*codes, None])
    elif said["type"] == "several":
        yield code, chance.sample(codes, 2) if chance.random() < 0.95 else None
    elif said["type"] == "event":
        yield (
            code,
            [
                {"code": one, "from": (START + timedelta(days=chance.randint(0, 300))).isoformat(), "to": None}
                for one in chance.sample(codes, chance.randint(1, 2))
            ],
        )
    elif said["type"] == "numbers":
        yield from ((f"{code}.{part}", chance.choice([0, 1, 3, 5, None])) for part in said["parts"])
    else:
        scale = [*next(iter(said["scales"].values())), None]
        raters = ["", "young_person."] if "raters" in said else [""]
        yield from ((f"{code}.{rater}{part}", chance.choice(scale)) for rater in raters for part in said["parts"])


def courses(chance: random.Random, number: int = COURSES) -> Iterator[Course]:
    """With one to eight reports each, three months apart, and what the case itself says."""
    pool = [answers(chance) for _ in range(min(number, SETS_OF_ANSWERS))]
    for key in range(number):
        reports = [
            Report(place, chance.choice(KINDS), START + timedelta(days=MONTHS * place), chance.choice(pool))
            for place in range(chance.randint(1, REPORTS))
        ]
        facts = {
            "visits": tuple((START + timedelta(days=chance.randint(0, 700)), 20) for _ in range(chance.randint(0, 9))),
            "months": (chance.randint(0, 5), 5),
            "network_meetings": Meetings(chance.randint(0, 700), chance.randint(0, 6), chance.randint(0, 1)),
            "services": frozenset(chance.sample(["psykiatri", "bostoette"], chance.randint(0, 2))),
        }
        born = date(1990 + key % 18, 1, 1)
        unit = "ABC"[key % 3]
        yield Course(
            key,
            key,
            START,
            birth_date=born,
            organisation=unit,
            municipality=unit,
            reports=in_order(reports),
            facts=facts,
        )


def cost(everybody: Population, key: str, by: str | None) -> float:
    """Milliseconds of the processor, the best of three: what else runs on the machine is not in it."""
    times = []
    for _ in range(3):
        before = time.process_time()
        tabulate(TABLES[key], everybody, ITEMS, by=by)
        times.append(time.process_time() - before)
    return min(times) * 1000


def main() -> None:
    everybody = Population(tuple(courses(random.Random(1))))
    for key, declaration in TABLES.items():
        if declaration.source == "reports":
            by_age = None if key == "courses_by_unit" else "age"
            alone = cost(everybody, key, "none" if by_age else None)
            print(f"{key:24}{alone:6.0f} ms, by age {cost(everybody, key, by_age):6.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
