"""About sixty invented young people in the programme, the same for the same seed and day.

Each follows one of a few stories, so that every screen shows something true to life: homes found, referrals that
stand still, refusals, gaps in contact, protected persons, and the small faults of real data.
"""

from datetime import date, timedelta
from functools import partial
from random import Random

from cases.contacts.actions import register_met
from cases.core.periods import ONE_DAY, age_on
from cases.demo.clock import at
from cases.demo.people import once_looked_at
from cases.demo.texts import FIRST_NAMES, LAST_NAMES, STREET_NAMES
from cases.demo.world import World
from cases.enrolments.actions import assign, enrol
from cases.enrolments.models import Enrolment
from cases.intake.actions import ask_for_decision, screen, send_back
from cases.intake.codes import AGE, NO_RESIDENCE, OTHER_MUNICIPALITY, SHORT_ADVICE, STABLE_HOUSING, ScreeningOutcome
from cases.people.actions import register_person
from cases.people.codes import Gender, ResidenceStatus
from cases.people.models import Person
from housing.demo.life import Life
from housing.demo.stories import STORIES, TWISTS, Plan, meet_again, meet_together

SIZE = 60
ASKED = (
    "Sover i en bil ved stationen og vil gerne tale om et sted at bo.",
    "Har boet på sofaer siden foråret. Siger ja til hjælp.",
)
SENT_BACK = "Vi mangler alderen og kommunen. Spørg, næste gang I ses."


def populate(world: World, *, today: date, seed: int = 2025, size: int = SIZE) -> None:
    """Tell `size` stories that end on `today`, and each of the twists once."""
    draw = Random(seed)
    plan = [story for story, share in STORIES for _ in range(share)]
    used: set[tuple[str, str]] = set()
    for number in range(size):
        story = plan[number % len(plan)]
        _tell(world, draw, story, number=number, used=used, today=today)
    twisted = [
        _tell(world, draw, story, number=number, used=used, today=today)
        for number, story in enumerate(TWISTS, start=size)
    ]
    meet_together(world, twisted[:3], today - timedelta(days=8))
    meet_again(world, twisted[0], today - timedelta(days=3))
    met = []
    for alias in STREET_NAMES[:4]:
        day = today - timedelta(days=draw.randint(2, 40))
        meeting = partial(
            register_met,
            by=world.staff["street"],
            at=at(day, 21),
            team=world.teams["inner"],
            alias=alias,
            met_at=at(day, 20),
            place=draw.choice(["Hovedbanegården", "Kultorvet", "Sjælør Station"]),
        )
        person = once_looked_at(meeting)
        met.append((person, day))
    _ask(world, met)
    _turn_away(world, draw, used, today)


def _ask(world: World, met: list[tuple[Person, date]]) -> None:
    """Two of those met on the street are put before who decides: one waits, one was sent back."""
    requests = [
        ask_for_decision(
            by=world.staff["street"],
            at=at(day + ONE_DAY, 9),
            person=person,
            programme=world.programme,
            unstable_housing=True,
            note=note,
        )
        for (person, day), note in zip(met[:2], ASKED, strict=True)
    ]
    send_back(by=world.staff["authority"], at=at(met[1][1] + ONE_DAY, 15), request=requests[1], answer=SENT_BACK)


def _tell(world: World, draw: Random, story: Plan, *, number: int, used: set[tuple[str, str]], today: date) -> Person:
    start = today - timedelta(days=draw.randint(*story.days_ago))
    team = "north" if number % 4 == 3 else "inner"
    person = _register(world, draw, team, used=used, start=start, number=number)
    workers = (
        ("relation_north", "authority") if team == "north" else (draw.choice(["relation", "relation2"]), "authority")
    )
    enrolment = _enrol(world, draw, person, start, workers)
    life = Life(world, draw, person, enrolment, start, today, workers)
    story.tell(life)
    return person


def _register(
    world: World, draw: Random, team: str, *, used: set[tuple[str, str]], start: date, number: int
) -> Person:
    gender = draw.choices(["woman", "man", "non_binary"], [36, 60, 4])[0]
    first, last = _name(draw, gender, used)
    met = start - timedelta(days=draw.randint(0, 60))
    born = birth_date(draw, met=met, screened=start)
    registering = partial(
        register_person,
        by=world.staff["street"],
        at=at(met),
        team=world.teams[team],
        first_met_on=met,
        first_name=first,
        last_name=last,
        cpr="" if number % 9 == 4 else _cpr(born, gender, number),
        birth_date=born,
        gender=gender,
        acting_municipality="0101",
        paying_municipality="0101",
        residence=draw.choices([ResidenceStatus.CITIZEN, ResidenceStatus.PERMIT], [8, 2])[0],
        phone="" if draw.random() < 0.2 else f"00 00 {number:02} {draw.randint(10, 99)}",
        has_protected_address=number == 17,
        is_restricted=number in {23, 41},
    )
    return once_looked_at(registering)


def _name(draw: Random, gender: str, used: set[tuple[str, str]]) -> tuple[str, str]:
    while True:
        name = draw.choice(FIRST_NAMES[gender]), draw.choice(LAST_NAMES)
        if name not in used:
            used.add(name)
            return name


def birth_date(draw: Random, *, met: date, screened: date) -> date:
    """The birthday of someone who is 18 to 24 on the day of the first meeting and still on that of the screening."""
    born = date(met.year - draw.randint(18, 24), draw.randint(1, 12), draw.randint(1, 28))
    if age_on(born, met) < 18:
        return born.replace(year=born.year - 1)
    return born.replace(year=born.year + 1) if age_on(born, screened) > 24 else born


def _cpr(born: date, gender: str, number: int) -> str:
    """A number that cannot be anyone's: the day is raised by 60."""
    serial = 4000 + number * 2 + (gender == Gender.MAN)
    return f"{born.day + 60:02}{born:%m%y}{serial}"


def _enrol(world: World, draw: Random, person: Person, start: date, workers: tuple[str, str]) -> Enrolment:
    screening = screen(
        by=world.staff["authority"],
        at=at(start),
        person=person,
        programme=world.programme,
        decided_on=start,
        outcome=ScreeningOutcome.ELIGIBLE,
        unstable_housing=True,
        needs_more_than_advice=True,
    )
    relation = world.staff[workers[0]]
    enrolment = enrol(by=relation, at=at(start), screening=screening, team=person.team, on=start)
    assign(by=relation, at=at(start), enrolment=enrolment, worker=relation, function="relation", on=start)
    later = start + timedelta(days=draw.randint(10, 40))
    if later < world.today:
        officer = world.staff[workers[1]]
        assign(by=officer, at=at(later), enrolment=enrolment, worker=officer, function="authority", on=later)
    return enrolment


def _turn_away(world: World, draw: Random, used: set[tuple[str, str]], today: date) -> None:
    """Young people who were screened and not taken in, and one taken in as an exception."""
    cases = [[SHORT_ADVICE], [OTHER_MUNICIPALITY], [STABLE_HOUSING], [NO_RESIDENCE], [AGE]]
    for number, reasons in enumerate(cases, start=80):
        day = today - timedelta(days=draw.randint(30, 500))
        first, last = _name(draw, "man", used)
        registering = partial(
            register_person,
            by=world.staff["street"],
            at=at(day),
            team=world.teams["inner"],
            first_met_on=day,
            first_name=first,
            last_name=last,
            birth_date=date(day.year - (26 if reasons == [AGE] else 21), 1, 1 + number - 80),
            gender="man",
            acting_municipality="0147" if reasons == [OTHER_MUNICIPALITY] else "0101",
            paying_municipality="0147" if reasons == [OTHER_MUNICIPALITY] else "0101",
            residence=ResidenceStatus.NONE if reasons == [NO_RESIDENCE] else ResidenceStatus.CITIZEN,
        )
        person = once_looked_at(registering)
        exception = reasons == [AGE]
        screen(
            by=world.staff["lead"],
            at=at(day),
            person=person,
            programme=world.programme,
            decided_on=day,
            outcome=ScreeningOutcome.EXCEPTION if exception else ScreeningOutcome.NOT_ELIGIBLE,
            reasons=reasons,
            unstable_housing=reasons != [STABLE_HOUSING],
            needs_more_than_advice=reasons != [SHORT_ADVICE],
            note="Kendt af gadeplan, siden han var 22, og midt i et forløb om bolig." if exception else "",
        )
