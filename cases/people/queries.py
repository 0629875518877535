"""Who may be the same young person, looked for before somebody new is registered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cases.people.cpr import clean_cpr, hash_cpr
from cases.people.models import Person
from cases.staff.models import User

ALIKE = 10  # the likeliest: more than that nobody compares


@dataclass(frozen=True)
class Alike:
    """Who is likely the same, as far as the user may see them; of others only that they have the CPR number."""

    people: list[Person]
    cpr_is_taken: bool

    @property
    def references(self) -> list[str]:
        return [person.reference for person in self.people]

    def are_unseen(self, seen: Collection[str]) -> bool:
        """Whether there is somebody whose reference is not among those the user has been shown."""
        return not set(self.references) <= set(seen)


def all_names(*, first_name: str = "", last_name: str = "", alias: str = "") -> str:
    """All that somebody is called, for looking who else is called like it."""
    return " ".join(filter(None, (first_name, last_name, alias)))


def find_alike(user: User, *, name: str = "", birth_date: date | None = None, cpr: str = "", phone: str = "") -> Alike:
    """Look for a young person among all, likeliest first; a number that is none is left out."""
    number = clean_cpr(cpr)
    cpr_hash = hash_cpr(number) if number else ""
    visible = Person.objects.visible_to(user).select_related("team")
    found = list(visible.alike(name=name, birth_date=birth_date, cpr_hash=cpr_hash, phone=phone)[:ALIKE])
    return Alike(found, cpr_is_taken=bool(number) and is_taken(cpr_hash, besides=found))


def is_taken(cpr_hash: str, *, besides: Collection[Person]) -> bool:
    """Whether somebody else has the number, whom the user may not be allowed to see."""
    return Person.objects.exclude(pk__in=[person.pk for person in besides]).filter(cpr_hash=cpr_hash).exists()
