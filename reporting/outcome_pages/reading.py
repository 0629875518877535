"""What the pages of a table show: the chapters of a programme, and one table with all that stands around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.core.names import fold
from cases.programmes.models import Programme
from cases.questionnaires.definition import Text
from reporting.outcomes.chapters import CHAPTERS, OWN_QUESTIONS, Chapter
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.own import own_tables
from reporting.outcomes.queries import COURSES, Material, counts_nobody, versions
from reporting.tabulation.behind import Place
from reporting.tabulation.tabulating import AT, Declaration

NOT_REPORTS = {
    "targets": Text(
        "Indsatsens mål, og de tal, de måles på", "The programme's targets, and what they are measured by"
    ),
    "statistics": Text("Tal, som andre har offentliggjort", "Numbers that others have published"),
    "waits": Text(
        "Sagen: registrering, kontakter, afgørelser og boligindstillinger",
        "The case: registration, contacts, decisions and housing referrals",
    ),
    "enquiries": Text("Sagen: afgørelser og anmodninger om dem", "The case: decisions, and requests for them"),
}
BESIDE = Text("; ved siden af det, sagen selv viser", "; beside it what the case itself shows")


@dataclass(frozen=True)
class Entry:
    """One table of the list, and whether the programme asks what it needs today."""

    declaration: Declaration
    is_asked: bool


def chapters_of(programme: Programme, text: str) -> list[tuple[Chapter, list[Entry]]]:
    """The tables by chapter, those alone whose name, key or note holds every word that was searched for."""
    asked = set(programme.questionnaires.values_list("questionnaire_items__version_asked__code", flat=True))
    words, own = fold(text).split(), own_tables(programme)
    tables = {**TABLES, **own}
    found = [
        (chapter, [_entry(tables[key], asked) for key in chapter.tables if _fits(tables[key], words)])
        for chapter in (*CHAPTERS, Chapter(*OWN_QUESTIONS, tuple(own)))
    ]
    return [(chapter, entries) for chapter, entries in found if entries]


def _fits(declaration: Declaration, words: list[str]) -> bool:
    texts = (declaration.title, *declaration.notes)
    said = fold(" ".join([declaration.key, *(text.da for text in texts), *(text.en for text in texts)]))
    return all(word in said for word in words)


def _entry(declaration: Declaration, asked: set[str]) -> Entry:
    is_asked = declaration.source != COURSES or bool(declaration.reads) or set(declaration.items) <= asked
    return Entry(declaration, is_asked)


def source_of(read: Material, declaration: Declaration, at: str) -> str:
    """Where the figures of a table come from: which reports, of which version, up to which day."""
    language = get_language() or "da"
    if declaration.source != COURSES:
        return NOT_REPORTS[declaration.source].spoken(language)
    said = _("Status reports")
    if version := versions(read, declaration.key):
        said = _("Status reports, questions of version %(version)s") % {"version": version}
    if at:
        said = f"{said}, {AT[at].spoken(language)}"
    return said + (BESIDE.spoken(language) if declaration.reads else "")


def url_of(base: str, choices: Mapping[str, str], declaration: Declaration, place: Place) -> str:
    """The address of those behind a count; nothing where it counts no young people."""
    if counts_nobody(declaration, place):
        return ""
    found = {**choices, "row": place.row, "beside": place.cell, "column": place.column}
    return f"{base}?{urlencode({name: value for name, value in found.items() if value})}"


def chosen(given: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The choices as they stand in the address, and nothing else of it."""
    return {name: given[name] for name in names if given.get(name)}
