"""Where a period and a day or an instant meet is decided in one place: what happens on the last day belongs to it."""

import re

import pytest

from tests.architecture.source import APPS, ROOT, python_files

HOME = "cases/core/periods.py"
# Two columns of one row may be compared: that is a constraint, and names no day.
COMPARED = re.compile(
    r"end__(gt|gte|lt|lte)\b(?! *= *F\()|\bend (<|>|<=|>=) (day|today|on|at|until)\b|\.end (<|>|<=|>=) "
    r"|\bend is None or|min\([a-z_.]*\.end,|\bstart <= [a-z_.]+ <|\bstart <= (day|today|on)\b(?! *for)"
    r"|start__lte\b(?! *= *F\()|\.(filter|get|exclude)\([^)]*end__isnull|Coalesce\(F\(\"end\"\)"
)


def comparisons(text):
    return [match.group() for match in COMPARED.finditer(text)]


def test_only_the_module_of_periods_compares_an_end_with_a_day():
    files = [path for path in python_files(*APPS) if str(path) != HOME]
    assert len(files) > 100
    assert {str(path): found for path in files if (found := comparisons((ROOT / path).read_text()))} == {}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Q(end__isnull=True) | Q(end__gt=day)", 1),
        ('rows.filter(enrolment__end__lte=OuterRef("contact__happened_at__date"))', 1),
        ("if enrolment.end <= today:", 1),
        ("if end > day:", 1),
        ("rows.filter(start__lte=day)", 1),
        ("rows.get(person=person, end__isnull=True)", 1),
        ('Least(Coalesce(F("end"), until), until)', 1),
        ("tomorrow if stay.end is None else min(stay.end, tomorrow)", 1),
        ("if self.end is None or day < self.end:", 1),
        ("facts.period.start <= first < facts.until", 1),
        ("Q(end__isnull=True, closing_reasons=[])", 0),
        ('Q(end__gt=F("start"))', 0),
        ("not_over(day)", 0),
        ("pause.end - pause.start", 0),
    ],
)
def test_a_planted_comparison_is_found(text, faults):
    assert len(comparisons(text)) == faults
