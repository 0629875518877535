"""The money of the demo programme, as its own presentation gives it: 9.0 m kr."""

from decimal import Decimal

from cases.demo.clock import at
from cases.demo.world import BEGIN, World
from reporting.actions.funding import add_funding
from reporting.enums import FundingKind

MONEY = (
    (FundingKind.GRANT, "Den Europæiske Socialfond Plus", "8100000", "90 %"),
    (FundingKind.OWN, "Københavns Kommune", "900000", "10 %"),
    (FundingKind.EXPENSE, "Løn", "6400000", ""),
    (FundingKind.EXPENSE, "Husleje, aktiviteter, kompetencer og transport", "2600000", ""),
)


def fund(world: World) -> None:
    """Where the money comes from, and what it is spent on."""
    for kind, source, amount, note in MONEY:
        add_funding(
            by=None,
            at=at(BEGIN, 8),
            programme=world.programme,
            kind=kind,
            source=source,
            amount=Decimal(amount),
            note=note,
        )
