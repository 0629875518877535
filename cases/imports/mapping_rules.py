"""Which column of a file is which of those that an import knows."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.imports.values import keys

# What a user says of a column that is not to be read.
LEFT_OUT = ""


@dataclass(frozen=True)
class Wanted:
    """A column that an import knows: its name, what people call it, and whether nothing can be read without it."""

    name: str
    labels: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Matched:
    """The columns of a file against those wanted.

    `columns` gives the heading of each wanted column found. `unmapped` are headings that stand for none, `missing` the
    needed columns without a heading, and `doubtful` the wanted columns that several headings could be.
    """

    columns: dict[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    doubtful: dict[str, tuple[str, ...]] = field(default_factory=dict)


def match(headings: Sequence[str], wanted: Sequence[Wanted], chosen: Mapping[str, str] | None = None) -> Matched:
    """Find the wanted columns. What the user has `chosen` (a name by heading) comes first, then names as they are.

    Then names and labels but for case, accents, spaces and punctuation. Of several headings that are equally near,
    none is taken.
    """
    chosen = chosen or {}
    names = {one.name for one in wanted}
    columns = {name: heading for heading, name in chosen.items() if heading in headings and name in names}
    open_ones = [heading for heading in headings if heading not in chosen]
    columns |= {heading: heading for heading in open_ones if heading in names and heading not in columns}
    claims, meant = _claims(open_ones, wanted, columns)
    doubtful = {name: tuple(found) for name, found in claims.items() if len(found) > 1}
    for name, found in claims.items():
        if len(found) == 1 and len(meant[found[0]]) == 1:
            columns[name] = found[0]
    doubtful |= {name: found for name, found in _shared(claims, meant).items() if name not in doubtful}
    taken = set(columns.values()) | {heading for heading, name in chosen.items() if name == LEFT_OUT}
    return Matched(
        columns=columns,
        unmapped=tuple(heading for heading in headings if heading not in taken),
        missing=tuple(one.name for one in wanted if one.is_needed and one.name not in columns),
        doubtful=doubtful,
    )


def _claims(
    headings: Iterable[str], wanted: Sequence[Wanted], columns: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """The headings that could be each column still wanted, and the columns that each heading could be."""
    by_key: dict[str, set[str]] = defaultdict(set)
    for one in wanted:
        if one.name not in columns:
            for text in (one.name, *one.labels):
                for plain in keys(text):
                    by_key[plain].add(one.name)
    claims, meant = defaultdict[str, list[str]](list), dict[str, set[str]]()
    for heading in headings:
        if heading not in columns.values():
            meant[heading] = set().union(*(by_key.get(plain, ()) for plain in keys(heading) if plain))
            for name in meant[heading]:
                claims[name].append(heading)
    return claims, meant


def _shared(claims: Mapping[str, list[str]], meant: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Columns whose only heading could be another column as well."""
    return {name: tuple(found) for name, found in claims.items() if any(len(meant[one]) > 1 for one in found)}


def how_many(headings: Sequence[str], wanted: Sequence[Wanted]) -> int:
    """How many of the wanted columns are among the headings: how a file's heading is told from a title."""
    found = match(headings, wanted)
    return len(found.columns) + len(found.doubtful)


def fingerprint(headings: Iterable[str]) -> str:
    """The same for the same headings, in whatever order; nothing can be read from it."""
    plain = sorted(keys(heading)[0] for heading in headings)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def check_chosen(chosen: Mapping[str, str], *, headings: Iterable[str], wanted: Iterable[Wanted]) -> None:
    """Raises `Refused` for a choice of what is not there, and for two columns that are to be the same."""
    names = [name for name in chosen.values() if name != LEFT_OUT]
    if not set(chosen) <= set(headings) or not set(names) <= {one.name for one in wanted}:
        raise Refused(_("The columns of the file have changed meanwhile. Choose again."))
    if len(set(names)) < len(names):
        raise Refused(_("Two columns are chosen for the same thing. Choose one of them."))
