"""What an edition holds, and what its audience knows with it."""

from typing import Any

from cases.core.periods import Period
from reporting.disclosure.suppression import suppressed
from reporting.editions.earlier import Issued, Known, with_earlier
from reporting.editions.models import Edition
from reporting.editions.protecting import Counted, without
from reporting.editions.words import edition_words
from reporting.figures.sums import System
from reporting.runs.models import ReportRun


def protected(run: ReportRun, period: Period, threshold: int, issued: list[Edition]) -> dict[str, Any]:
    """What an edition of a report would hold for an audience that has had these. Raises `CannotBeHidden`."""
    told = Counted(run.result or {}, threshold)
    known = with_earlier(told.system, period, map(_issued, issued))
    found = suppressed(known.system, threshold, also=told.also, fixed=known.fixed, before=known.before)
    hides = {name for name in found & told.system.quantities.keys() if told.system.quantities[name].n}
    result = without(told, hides)
    return {
        "result": {**result, "words": {**result["words"], **edition_words(threshold)}},
        "system": told.system.plain(),
        "hidden": sorted(hides),
        "against": [one.pk for one in issued],
    }


def known_of(edition: Edition) -> tuple[Known, frozenset[str]]:
    """What the audience knows with an edition that is made, and all that is hidden from it."""
    system = System()
    system.take_in(edition.system or {})
    before = Edition.objects.filter(pk__in=edition.against or ()).order_by("released_at", "pk")
    known = with_earlier(system, edition.period, map(_issued, before))
    return known, known.before.union(edition.hidden or ())


def _issued(edition: Edition) -> Issued:
    return Issued(edition.period, edition.system or {}, frozenset(edition.hidden or ()))
