"""Unusual values that somebody has said are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Value

from cases.people.models import Person, PersonQuerySet
from cases.unusual.kinds import UnusualKind, unusual_kinds


@dataclass(frozen=True)
class UnusualRow:
    """A record with unusual values that `who` has confirmed: the young people it is about, and the values by name."""

    kind: UnusualKind
    record: Any
    people: list[Person]
    at: datetime
    who: str

    @property
    def values(self) -> list[tuple[str, Any]]:
        """Each confirmed field with its value, in the words of the record."""
        fields = [self.record._meta.get_field(name) for name in self.record.confirmed]
        return [(str(field.verbose_name), getattr(self.record, field.name)) for field in fields]


def unusual(people: PersonQuerySet) -> QuerySet[Any]:
    """Every record about these young people with a confirmed unusual value, the latest confirmed first.

    The rows are of no model: `of_kind`, `pk`, and when and by whom it was confirmed, as `said_at` and `said_by`.
    """
    first, *others = (
        _said(_unusual_of(kind).filter(**{f"{kind.path}__in": people.order_by().values("pk")}))
        for kind in unusual_kinds()
    )
    found: QuerySet[Any] = first.union(*others).order_by("-said_at", "of_kind", "pk")
    return found


def unusual_count(people: PersonQuerySet) -> int:
    """How many there are. They are found first and are few; asked in one go, the database would plan for a while."""
    first, *others = (
        _unusual_of(kind).annotate(whom=F(kind.path)).values_list("of_kind", "pk", "whom") for kind in unusual_kinds()
    )
    found = list(first.union(*others, all=True))
    seen = set(people.filter(pk__in={whom for *_record, whom in found}).values_list("pk", flat=True))
    return len({(kind, pk) for kind, pk, whom in found if whom in seen})


def unusual_rows(found: Sequence[Any], people: PersonQuerySet) -> list[UnusualRow]:
    """Some of them with their records; a few queries for each kind among them."""
    kinds = {kind.key: kind for kind in unusual_kinds()}
    records: dict[tuple[str, int], Any] = {}
    for key in {row["of_kind"] for row in found}:
        rows = kinds[key].rows().filter(pk__in=[row["pk"] for row in found if row["of_kind"] == key])
        if kinds[key].path != "pk":
            rows = rows.prefetch_related(Prefetch(kinds[key].path, people))
        records |= {(key, record.pk): record for record in rows}
    known = [
        (kinds[row["of_kind"]], record, row) for row in found if (record := records.get((row["of_kind"], row["pk"])))
    ]
    return [
        UnusualRow(kind, record, _people_of(record, kind), row["said_at"], row["said_by"] or "")
        for kind, record, row in known
    ]


def _unusual_of(kind: UnusualKind) -> QuerySet[Any]:
    found: QuerySet[Any] = kind.rows().exclude(confirmed=[]).order_by().annotate(of_kind=Value(kind.key))
    return found


def _said(rows: QuerySet[Any]) -> QuerySet[Any]:
    said = rows.model.history.filter(id=OuterRef("pk"), confirmed=OuterRef("confirmed")).order_by("history_id")
    found: QuerySet[Any] = rows.annotate(
        said_at=Subquery(said.values("history_date")[:1]),
        said_by=Subquery(said.values("history_user__name")[:1]),
    ).values("of_kind", "pk", "said_at", "said_by")
    return found


def _people_of(record: Any, kind: UnusualKind) -> list[Person]:
    if kind.path == "pk":
        return [record]
    about = getattr(record, kind.path)
    return [about] if isinstance(about, Person) else list(about.all())
