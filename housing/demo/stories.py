"""What happens to the invented young people: a few stories that many share, and twists that happen to one each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from cases.contacts.actions import log_contact
from cases.demo.clock import at
from cases.demo.people import once_looked_at
from cases.demo.world import World
from cases.enrolments.actions import assign, change_phase, close, complete_step, pause, reopen
from cases.people.actions import change_person, register_person
from cases.people.models import Person
from housing.demo.contacts import contacts, mend_contacts
from housing.demo.handovers import hand_over, take_back
from housing.demo.homes import (
    ask_again,
    begin_referral,
    decline_one,
    find_home,
    get_stuck,
    lose_home,
    nearly_home,
    refuse_support_for,
    reject,
    sleep_around,
    wait,
    withdraw,
)
from housing.demo.life import Life

Story = Callable[[Life], None]


def _phase(life: Life, position: int, on: date) -> None:
    """Move on, with most of the steps of the phase before done."""
    by = life.world.staff[life.workers[0]]
    for step in life.world.phases[position - 1].steps.all():
        if life.draw.random() < 0.8:
            complete_step(by=by, at=at(on, 12), enrolment=life.enrolment, step=step, on=on)
    change_phase(by=by, at=at(on), enrolment=life.enrolment, phase=life.world.phases[position], on=on)


def _housed(life: Life) -> None:
    sleep_around(life, until=life.day(40))
    _phase(life, 1, life.day(45))
    referral = begin_referral(life, life.day(70))
    moved = find_home(life, referral)
    _phase(life, 2, moved + timedelta(days=10))
    hand_over(life, "weshelter", "community", life.day(60))
    done = moved + timedelta(days=life.draw.randint(120, 170))
    last = done if done < life.today and life.draw.random() < 0.6 else life.today
    contacts(life, until=last)
    if last == done:
        _close(life, done, ["completed"])


def _waiting(life: Life) -> None:
    sleep_around(life, until=life.day(60))
    _phase(life, 1, life.day(50))
    ask_again(life, wait(life, begin_referral(life, life.day(90))))
    contacts(life)


def _nearly(life: Life) -> None:
    sleep_around(life, until=life.day(60))
    _phase(life, 1, life.day(50))
    nearly_home(life, begin_referral(life, life.day(80)))
    contacts(life)


def _stuck(life: Life) -> None:
    sleep_around(life, until=life.day(30))
    _phase(life, 1, life.day(30))
    get_stuck(life, begin_referral(life, life.day(max(life.days - 60, 31))))
    contacts(life)


def _rejected(life: Life) -> None:
    sleep_around(life, until=life.day(50))
    _phase(life, 1, life.day(40))
    reject(life, begin_referral(life, life.day(80)))
    hand_over(life, "jobcenter", "income_job", life.day(85))
    contacts(life)


def _declined(life: Life) -> None:
    sleep_around(life, until=life.day(50))
    _phase(life, 1, life.day(40))
    decline_one(life, begin_referral(life, life.day(75)))
    contacts(life)


def _new(life: Life) -> None:
    sleep_around(life, until=life.today)
    if life.days > 20:
        hand_over(life, life.draw.choice(["hellebro", "rusmiddel"]), "", life.today - timedelta(days=9))
    contacts(life)


def _silent(life: Life) -> None:
    sleep_around(life, until=life.day(30))
    _phase(life, 1, life.day(60))
    contacts(life, until=life.today - timedelta(days=life.draw.randint(18, 70)))


def _paused(life: Life) -> None:
    sleep_around(life, until=life.day(40))
    _phase(life, 1, life.day(50))
    since = life.today - timedelta(days=life.draw.randint(20, 60))
    contacts(life, until=since)
    reason = life.draw.choice(["prison", "hospital", "treatment"])
    pause(by=life.world.staff[life.workers[0]], at=at(since), enrolment=life.enrolment, reason=reason, on=since)


def _left(life: Life) -> None:
    sleep_around(life, until=life.day(60))
    _phase(life, 1, life.day(60))
    gone = life.day(life.draw.randint(120, 200))
    contacts(life, until=gone)
    _close(life, gone, life.draw.choice([["moved"], ["declined"], ["lost_contact"], ["other_support", "no_need"]]))


def _close(life: Life, on: date, reasons: list[str]) -> None:
    close(by=life.world.staff[life.workers[0]], at=at(on), enrolment=life.enrolment, on=on, reasons=reasons)


def _lost(life: Life) -> None:
    """The home that was accepted could not be moved into; and a contact that was amended, and one withdrawn."""
    sleep_around(life, until=life.day(40))
    _phase(life, 1, life.day(50))
    lose_home(life, begin_referral(life, life.day(70)))
    contacts(life)
    mend_contacts(life, life.day(100))


def _changed(life: Life) -> None:
    """No longer wants what was under way: referral, support and the sharing with a partner."""
    sleep_around(life, until=life.day(40))
    _phase(life, 1, life.day(50))
    withdraw(life, begin_referral(life, life.day(70)))
    refuse_support_for(life, life.day(90))
    take_back(life, "weshelter", life.day(95))
    contacts(life)


def _back(life: Life) -> None:
    """Lost from sight, closed, and taken up again when they came back."""
    sleep_around(life, until=life.day(60))
    gone, returned = life.day(90), life.day(170)
    contacts(life, until=gone)
    _close(life, gone, ["lost_contact"])
    by, phase = life.world.staff[life.workers[0]], life.world.phases[0]
    again = reopen(by=by, at=at(returned), enrolment=life.enrolment, phase=phase, on=returned)
    assign(by=by, at=at(returned), enrolment=again, worker=by, function="relation", on=returned)
    contacts(replace(life, enrolment=again, start=returned))


def _misdated(life: Life) -> None:
    """A fault of real data: by what is written, the enrolment began before the first meeting."""
    met = life.day(4)
    change_person(by=life.world.staff[life.workers[0]], at=at(met), person=life.person, first_met_on=met)
    contacts(life)


def meet_together(world: World, people: list[Person], on: date) -> None:
    """One contact with several young people."""
    log_contact(
        by=world.staff["street"],
        at=at(on, 21),
        people=people,
        happened_at=at(on, 18),
        kind="activity",
        outcome="reached",
        minutes=120,
        note="Madklub hos WeShelter. Alle hjalp til og blev og spiste.",
    )


def meet_again(world: World, known: Person, on: date) -> None:
    """A fault of real data: someone who is known already is registered once more, without a CPR number."""
    registering = partial(
        register_person,
        by=world.staff["street"],
        at=at(on, 21),
        team=world.teams["inner"],
        first_met_on=on,
        first_name=known.first_name,
        last_name=known.last_name,
        birth_date=known.birth_date,
        gender=known.gender,
    )
    once_looked_at(registering)


@dataclass(frozen=True)
class Plan:
    """A story, and how many days ago it may have begun (fewest, most)."""

    tell: Story
    days_ago: tuple[int, int]


STORIES: list[tuple[Plan, int]] = [
    (Plan(_housed, (420, 800)), 15),
    (Plan(_new, (8, 55)), 9),
    (Plan(_waiting, (200, 420)), 6),
    (Plan(_nearly, (200, 320)), 3),
    (Plan(_silent, (150, 400)), 6),
    (Plan(_stuck, (110, 260)), 6),
    (Plan(_rejected, (180, 400)), 4),
    (Plan(_declined, (200, 400)), 4),
    (Plan(_left, (260, 700)), 5),
    (Plan(_paused, (160, 380)), 2),
]
TWISTS = [
    Plan(_lost, (200, 300)),
    Plan(_changed, (200, 300)),
    Plan(_back, (240, 300)),
    Plan(_misdated, (40, 60)),
]
