"""What a reader can tell of a hidden number, without being able to compute it: that it is small."""

from hypothesis import given

from reporting.disclosure.rules import hidden
from reporting.figures.sums import Sum, System
from tests.reporting.disclosure.test_disclosure import Report, plain, reports


def span(name: str, report: Report, suppressed: set[str], without: Sum | None = None) -> tuple[int, int]:
    """The least and the most a number can be, asked of every relation but one: exact, as the relations form a tree."""
    quantities, relations = report
    if name not in suppressed:
        return quantities[name].n, quantities[name].n
    least, most = 1, 10**9
    for rule in relations:
        if rule is without or name not in rule.members:
            continue
        others = [span(other, report, suppressed, rule) for other in rule.parts if other != name]
        low, high = sum(one[0] for one in others), sum(one[1] for one in others)
        if name != rule.whole:
            whole = span(rule.whole, report, suppressed, rule)
            low, high = whole[0] - high, whole[1] - low
        least, most = max(least, low), min(most, high)
    return least, most


@given(reports())
def test_a_reader_cannot_tell_that_a_hidden_number_is_small(report):
    """From all that is shown of all relations together, each hidden number could be five or more."""
    suppressed = hidden(System(*report))
    assert not [name for name in suppressed if span(name, report, suppressed)[1] < 5]


def nested(withdrawn):
    """Refusals by whose they are and why: young person 2 = 1 + 1, municipality 3 = 1 + 1 + 1, landlord 2, withdrawn."""
    ones = {f"{whose}{reason}": 1 for whose, reasons in (("young", 2), ("town", 3)) for reason in range(reasons)}
    rows = plain(total=7 + withdrawn, young=2, town=3, landlord=2, withdrawn=withdrawn, **ones)
    relations = [
        Sum("total", ("young", "town", "landlord", "withdrawn")),
        Sum("young", ("young0", "young1")),
        Sum("town", ("town0", "town1", "town2")),
    ]
    return hidden(System(rows, relations)) - set(ones)


def test_what_is_hidden_within_a_hidden_part_leaves_less_room_beside_it():
    """Worked by hand.

    8 in all, one withdrawn. The hidden reasons are one at the least: the young person's two make 2, the
    municipality's three make 3, and 1 is withdrawn. So the landlord's are 8 - 2 - 3 - 1 = 2 at the most: 8 is hidden.
    With 5 withdrawn there are 12 in all, and 12 - 2 - 3 - 5 = 2 again; it is enough to hide the 5, for then the
    landlord's may be 12 - 2 - 3 - 1 = 6.
    """
    assert nested(withdrawn=1) == {"young", "town", "landlord", "withdrawn", "total"}
    assert nested(withdrawn=5) == {"young", "town", "landlord", "withdrawn"}
