"""What a story needs to know of the young person it is about."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cases.demo.world import World
from cases.enrolments.models import Enrolment
from cases.people.models import Person


@dataclass(frozen=True)
class Life:
    """One young person's facts while the story is told."""

    world: World
    draw: Random
    person: Person
    enrolment: Enrolment
    start: date
    today: date
    workers: tuple[str, str]

    def day(self, after: int) -> date:
        """The day `after` days from enrolment, but never later than yesterday."""
        return min(self.start + timedelta(days=after), self.today - timedelta(days=1))

    @property
    def days(self) -> int:
        """Days enrolled so far."""
        return (self.today - self.start).days
