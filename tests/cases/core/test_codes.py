"""Code lists and state tables: what may be chosen on a day, and what may happen in which state."""

from datetime import date, timedelta
from enum import StrEnum

import pytest

from cases.core.codes import Code, CodeList
from cases.core.errors import Refused
from cases.core.municipalities import COPENHAGEN, MUNICIPALITIES
from cases.core.transitions import StateTable

ONE_DAY = timedelta(days=1)
FROM, TO = date(2025, 3, 1), date(2025, 9, 1)
LIST = CodeList(
    Code("old", "Old", valid_to=TO), Code("new", "New", "g", valid_from=FROM), Code("both", "Both", "", FROM, TO)
)


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (FROM - ONE_DAY, ["old"]),
        (FROM, ["old", "new", "both"]),
        (TO - ONE_DAY, ["old", "new", "both"]),
        (TO, ["new"]),
    ],
)
def test_a_code_is_offered_from_its_first_day_to_the_day_before_it_is_retired(day, offered):
    assert [code for code, _label in LIST.choices_on(day)] == offered


def test_a_retired_code_stays_readable_in_the_order_of_the_list():
    assert LIST.codes == [code.code for code in LIST] == ["old", "new", "both"]
    assert LIST.choices == [("old", "Old"), ("new", "New"), ("both", "Both")]
    assert (LIST["new"].label, LIST["new"].group) == ("New", "g")


def test_no_code_stands_twice_and_none_is_made_up():
    with pytest.raises(ValueError, match="twice"):
        CodeList(Code("a", "A"), Code("a", "B"))
    with pytest.raises(KeyError):
        LIST["unknown"]


class State(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Event(StrEnum):
    CLOSE = "close"
    NOTE = "note"
    OPEN = "open"


TABLE = StateTable(
    (Event.CLOSE, [State.OPEN], State.SHUT),
    (Event.NOTE, [State.OPEN, State.SHUT], None),
    (Event.NOTE, [State.SHUT], State.OPEN),
    (Event.OPEN, [State.SHUT], State.OPEN),
)


def test_what_the_table_has_not_is_refused():
    assert TABLE.after(State.OPEN, Event.CLOSE) == State.SHUT
    assert TABLE.after(State.SHUT, Event.OPEN) == State.OPEN
    for state, event in ((State.SHUT, Event.CLOSE), (State.OPEN, Event.OPEN)):
        assert not TABLE.allows(state, event)
        with pytest.raises(Refused):
            TABLE.after(state, event)


def test_without_a_target_the_state_stays_and_the_first_row_of_an_event_counts():
    assert [TABLE.after(state, Event.NOTE) for state in State] == [State.OPEN, State.SHUT]


def test_the_events_of_a_state_come_once_each_in_the_order_of_the_table():
    assert list(TABLE.events_from(State.SHUT)) == [Event.NOTE, Event.OPEN]
    assert list(TABLE.events_from(State.OPEN)) == [Event.CLOSE, Event.NOTE]


def test_there_are_98_municipalities_with_codes_of_four_digits():
    """Statistics Denmark: 98 municipalities since 2007, Christiansø (0411) is none."""
    assert len(MUNICIPALITIES.codes) == 98
    assert all(code.isdigit() and len(code) == 4 for code in MUNICIPALITIES.codes)
    assert "0411" not in MUNICIPALITIES.codes
    assert MUNICIPALITIES[COPENHAGEN].label == "København"
