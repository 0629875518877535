"""What is remembered of the columns of files."""

from collections.abc import Iterable

from cases.imports.mapping_rules import fingerprint
from cases.imports.models import ColumnMapping
from cases.programmes.models import Programme
from cases.staff.models import User


def mapping_for(
    user: User, *, purpose: str, headings: Iterable[str], programme: Programme | None = None
) -> dict[str, str]:
    """What the user has said of the same headings before: a name by heading, empty for one left out."""
    mine = ColumnMapping.objects.visible_to(user)
    row = mine.filter(purpose=purpose, programme=programme, fingerprint=fingerprint(headings)).first()
    return dict(row.fields) if row else {}
