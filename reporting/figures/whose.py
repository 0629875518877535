"""Which programme a row belongs to that was made for one enrolment, or for none."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.core.periods import not_over
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme


def of_programme(
    rows: QuerySet[Any], programme: Programme, *, day: str, enrolments: QuerySet[Enrolment]
) -> QuerySet[Any]:
    """Rows made for an enrolment in the programme. What was made for none goes with the next there was on `day`.

    That is the earliest of the young person's `enrolments` that ended on that day or later, wherever it is.
    """
    upcoming = enrolments.filter(not_over(OuterRef(day)), person=OuterRef("person")).order_by("start", "pk")
    found: QuerySet[Any] = rows.alias(upcoming=Subquery(upcoming.values("programme")[:1]))
    return found.filter(Q(enrolment__programme=programme) | Q(enrolment__isnull=True, upcoming=programme.pk))
