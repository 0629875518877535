"""A task that finds the database away comes again, under its own name; other faults end it."""

import pytest
from django.db import InterfaceError, OperationalError

from cases.jobs.sending import tried_again

FAULTS = {1: OperationalError, 2: InterfaceError, 3: ValueError}
begun: list[int] = []


@tried_again
def of_the_row(number: int) -> None:
    begun.append(number)
    raise FAULTS[number]


@pytest.mark.parametrize(("number", "times"), [(1, 21), (2, 21), (3, 1)])
def test_a_database_that_is_away_is_tried_again_twenty_times(number, times):
    begun.clear()
    result = of_the_row.apply((number,)).result
    assert (type(result), begun) == (FAULTS[number], [number] * times)


def test_a_task_is_called_as_its_work():
    assert of_the_row.name == "tests.cases.jobs.test_sending.of_the_row"
