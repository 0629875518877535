"""A course as plain facts: which dates contradict each other, and what is said about it."""

from dataclasses import replace
from datetime import date

import pytest

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.enrolments.rules import (
    Course,
    Mark,
    Part,
    Spell,
    check_course,
    closing_reasons,
    needs_reason,
    phase_target,
)
from tests.cases.enrolled import day


def spell(position, start, end=None, *, has_reason=False):
    return Spell(f"Fase {position}", Period(start, end), position, has_reason)


def rests(start, end=None, name="Pausen"):
    return Part(name, Period(start, end))


# From 15 January to the last day of May: two phases, a pause of ten days, a worker throughout, a step done in each.
COURSE = Course(
    period=Period(day(1, 15), day(6, 1)),
    decided_on=day(1, 15),
    spells=[spell(1, day(1, 15), day(3, 1)), spell(2, day(3, 1), day(6, 1))],
    pauses=[rests(day(4, 1), day(4, 11))],
    assignments=[Part("Kontaktpersonen", Period(day(1, 15), day(6, 1)))],
    marks=[Mark("CPR-nummer", day(1, 15), day(1, 15)), Mark("Budget", day(5, 31), day(3, 1))],
)


def going_on(**facts):
    """The same without an end."""
    open_spells = [COURSE.spells[0], spell(2, day(3, 1))]
    common = {"period": Period(day(1, 15)), "spells": open_spells, "assignments": [], "marks": []}
    return replace(COURSE, **common | facts)


FITS = {
    "as it is": COURSE,
    "going on": going_on(),
    "a decision long before": replace(COURSE, decided_on=day(1, 2)),
    "no decision known": replace(COURSE, decided_on=None),
    "taken up from the day before": replace(COURSE, taken_up_from=day(1, 15)),
    "taken up again on the day after": replace(COURSE, taken_up_on=day(6, 1)),
    "a phase skipped with a reason": replace(
        COURSE, spells=[COURSE.spells[0], spell(3, day(3, 1), day(6, 1), has_reason=True)]
    ),
    "a pause of one day": replace(COURSE, pauses=[rests(day(4, 1), day(4, 2))]),
    "a pause from the last day of another on": replace(
        COURSE, pauses=[rests(day(4, 1), day(4, 11)), rests(day(4, 10), day(4, 20))]
    ),
    "a pause on the first day of a phase": replace(COURSE, pauses=[rests(day(3, 1), day(3, 5))]),
    "a phase on the last day of a pause": replace(COURSE, pauses=[rests(day(2, 20), day(3, 2))]),
    "a pause until the last day": replace(COURSE, pauses=[rests(day(5, 1), day(6, 1))]),
    "a pause of the last day": replace(COURSE, pauses=[rests(day(5, 31), day(6, 1))]),
    "a pause that goes on": going_on(pauses=[rests(day(4, 1))]),
}


@pytest.mark.parametrize("course", FITS)
def test_a_course_that_holds_together(course):
    check_course(FITS[course])


REFUSED = {
    "before the decision": (
        replace(COURSE, decided_on=day(1, 16)),
        "Målgruppevurderingen blev truffet 16.01.2025: forløbet kan ikke begynde før den.",
    ),
    "before the one it takes up": (
        replace(COURSE, taken_up_from=day(1, 16)),  # whose last day was the 15th
        "Det forløb, der genoptages, sluttede den 15.01.2025: Dette begynder senere.",
    ),
    "after it was taken up again": (
        replace(COURSE, taken_up_on=day(5, 31)),
        "Forløbet blev genoptaget den 31.05.2025: Det slutter før den dag.",
    ),
    "going on though it was taken up again": (
        going_on(taken_up_on=day(9, 1)),
        "Forløbet blev genoptaget den 01.09.2025: Det slutter før den dag.",
    ),
    "no day long": (
        replace(COURSE, period=Period(day(1, 15), day(1, 15))),
        "Forløbet ville slutte, før det begynder 15.01.2025.",
    ),
    "a phase of no day": (
        replace(COURSE, spells=[spell(1, day(1, 15), day(1, 15)), COURSE.spells[1]]),
        "Fase 1 ville slutte, før det begynder 15.01.2025.",
    ),
    "a pause before it": (
        replace(COURSE, pauses=[rests(day(1, 14), day(1, 20))]),
        "Pausen fra 14.01.2025 ville ikke ligge inden for forløbet. Ret det først.",
    ),
    "an assignment after it": (
        replace(COURSE, assignments=[Part("Kontaktpersonen", Period(day(2, 1), day(6, 2)))]),
        "Kontaktpersonen fra 01.02.2025 ville ikke ligge inden for forløbet. Ret det først.",
    ),
    "days without a phase": (
        replace(COURSE, spells=[spell(1, day(1, 15), day(2, 28)), COURSE.spells[1]]),
        "Fase 2 fra 01.03.2025 ville ikke følge efter fasen før.",
    ),
    "a phase skipped": (
        replace(COURSE, spells=[COURSE.spells[0], spell(3, day(3, 1), day(6, 1))]),
        "Fase 3 fra 01.03.2025 ville springe en fase over eller gentage den. Skriv hvorfor i den fase.",
    ),
    "a step before its phase": (
        replace(COURSE, marks=[Mark("Budget", day(2, 28), day(3, 1))]),
        "“Budget” blev gjort den 28.02.2025: Fasen kan ikke begynde efter den dag.",
    ),
    "a step after the last day": (
        replace(COURSE, marks=[Mark("Budget", day(6, 1), day(3, 1))]),
        "“Budget” blev gjort den 01.06.2025: Forløbet kan ikke slutte før den dag.",
    ),
    "a phase in a pause": (
        replace(COURSE, pauses=[rests(day(2, 20), day(3, 3))]),
        "Fase 2 den 01.03.2025 ville ikke passe med forløbets pauser.",
    ),
    "a pause in a pause": (
        replace(COURSE, pauses=[rests(day(4, 1), day(4, 11)), rests(day(4, 9), day(4, 20), "Fængslet")]),
        "Fængslet den 09.04.2025 ville ikke passe med forløbets pauser.",
    ),
    "two pauses on one day": (
        replace(COURSE, pauses=[rests(day(4, 1), day(4, 2)), rests(day(4, 1), day(4, 2), "Fængslet")]),
        "Fængslet den 01.04.2025 ville ikke passe med forløbets pauser.",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_course_that_contradicts_itself_is_refused_with_what_and_when(fault):
    course, words = REFUSED[fault]
    with pytest.raises(Refused) as refusal:
        check_course(course)
    assert refusal.value.message == words


def test_a_phase_should_be_over_so_many_days_after_its_first():
    """90 days from 15 January: 17 left of January, 28 of February, 31 of March, and 14 of April."""
    assert phase_target(day(1, 15), 90) == day(4, 15)
    assert phase_target(day(1, 15), 0) == day(1, 15)
    assert phase_target(day(1, 15), None) is None


@pytest.mark.parametrize(("before", "then", "asked"), [(1, 2, False), (1, 3, True), (2, 2, True), (2, 1, True)])
def test_only_the_next_phase_needs_no_reason(before, then, asked):
    assert needs_reason(before, then) is asked


def test_reasons_of_a_closing_stand_in_the_order_of_the_list():
    assert closing_reasons(["moved", "no_need", "moved"], on=date(2025, 5, 1)) == ["no_need", "moved"]


@pytest.mark.parametrize("reasons", [[], ["weather"], ["moved", "weather"]])
def test_a_closing_without_a_reason_of_the_list_is_refused(reasons):
    with pytest.raises(Refused) as refusal:
        closing_reasons(reasons, on=date(2025, 5, 1))
    assert (refusal.value.field, refusal.value.message) == ("reasons", "Vælg mindst én årsag på listen.")
