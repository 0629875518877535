"""Units without their names: letters or numbers in place of organisations and municipalities, always the same ones."""

from collections.abc import Iterable
from dataclasses import replace
from string import ascii_uppercase

from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.questionnaires.definition import Text
from cases.staff.models import User
from cases.staff.policy import Right, may
from reporting.tabulation.facts import Population

NAMES, LETTERS, NUMBERS = "names", "letters", "numbers"
UNITS = (NAMES, LETTERS, NUMBERS)

WITHOUT_NAMES = Text(
    "Enhederne står uden navn, i den rækkefølge, de kom med i indsatsen.",
    "Units have no names here; they stand in the order in which they came into the programme.",
)


CALLED = {"organisation": Text("Enhed", "Unit"), "municipality": Text("Kommune", "Municipality")}


def sees_names(user: User, programme: Programme) -> bool:
    """Names of units, and whoever stands behind a count, are for leads whose own team works in the programme."""
    if not may(user, Right.EXPORT_IDENTIFIED):
        return False
    return Programme.objects.led_by(user).filter(pk=programme.pk).exists()


def marks(names: Iterable[str], units: str) -> dict[str, str]:
    """A letter or number for each name, in the order in which they come; after Z comes AA."""
    return {
        name: str(place + 1) if units == NUMBERS else _letters(place)
        for place, name in enumerate(dict.fromkeys(filter(None, names)))
    }


def _letters(place: int) -> str:
    before, last = divmod(place, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def without_names(everyone: Population, programme: Programme, units: str) -> Population:
    """The courses with a letter or number for each unit.

    In the order of the first course of each unit in the programme, whatever is asked for: a unit keeps its mark.
    """
    if units == NAMES:
        return everyone
    rows = Enrolment.objects.filter(programme=programme).order_by("pk")
    named = list(rows.values_list("imported__unit", "team__organisation__name", "person__acting_municipality"))
    organisations = marks((unit or organisation for unit, organisation, _town in named), units)
    towns = marks((town for _unit, _organisation, town in named), units)
    courses = (
        replace(
            course,
            organisation=organisations.get(course.organisation, ""),
            municipality=towns.get(course.municipality, ""),
        )
        for course in everyone.courses
    )
    return replace(everyone, courses=tuple(courses))


def marked(key: str, by: str) -> Text:
    """What a unit with a letter or number is called."""
    return CALLED[by].then(Text.of(key))
