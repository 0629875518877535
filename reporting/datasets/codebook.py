"""What the columns of an export mean, as a table and as a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.core.codes import Label
from reporting.columns.declaring import Answer, Column, Deidentified, Table
from reporting.csvfiles.lines import guard, lines
from reporting.datasets.labels import LABELS
from reporting.datasets.plan import Plan
from reporting.datasets.small import Figures
from reporting.datasets.statements import NOT_ASKED, NOT_NAMED, SMALL_UNIT, UNASKED

CODEBOOK_HEADER = (
    "table",
    "column",
    "type",
    "sensitivity",
    "title_da",
    "meaning_da",
    "title_en",
    "meaning_en",
    "codes",
)


def codebook(plan: Plan) -> bytes:
    """One line for each column of each file, in the form of the export."""
    rows = [
        (
            table.name,
            column.name,
            column.type_in(deidentified=plan.deidentified),
            str(column.sensitivity),
            *(guard(text) for text in in_words("da", column.title, column.meaning)),
            *(guard(text) for text in in_words("en", column.title, column.meaning)),
            guard(_code_text(plan, column)),
        )
        for table in plan.tables
        for column in plan.columns(table)
    ]
    return lines([CODEBOOK_HEADER, *rows], plan.form)


@dataclass(frozen=True)
class ColumnNote:
    """A column as the page lists it; `fate` says what the chosen form does with it."""

    column: Column
    fate: Label
    is_included: bool


_FATES: dict[Deidentified, Label] = {
    Deidentified.AS_IS: gettext_lazy("As it is"),
    Deidentified.DROP: gettext_lazy("Left out"),
    Deidentified.MONTH: gettext_lazy("Only the month"),
    Deidentified.BAND: gettext_lazy("Rounded down to weeks or months"),
    Deidentified.AMOUNT: gettext_lazy("Rounded down to 500 kroner"),
    Deidentified.UNIT: gettext_lazy("Only if five young people or more share it"),
    Deidentified.PSEUDONYM: gettext_lazy("A key instead"),
}


def columns_of(plan: Plan, table: Table) -> list[ColumnNote]:
    """Every declared column of a table, with what becomes of it in the chosen form."""
    fates = [column.deidentified if plan.deidentified else Deidentified.AS_IS for column in table.columns]
    return [
        ColumnNote(column, _FATES[fate], is_included=fate is not Deidentified.DROP)
        for column, fate in zip(table.columns, fates, strict=True)
    ]


def readme(plan: Plan, figures: Figures, on: date) -> bytes:
    """What the package holds and what it leaves out, in Danish and English."""
    texts = []
    for language in ("da", "en"):
        with translation.override(language):
            texts.append("\n".join(_readme(plan, figures, on)))
    return ("\n\n".join(texts) + "\n").encode()


def _readme(plan: Plan, figures: Figures, on: date) -> Iterator[str]:
    yield f"{plan.programme.name} ({plan.programme.code})"
    yield _("Data as of %(day)s.") % {"day": on.isoformat()}
    yield _("De-identified.") if plan.deidentified else _("With names. Handle as personal data.")
    yield from notes(plan, figures)
    for table in plan.tables:
        rows = ngettext("%(count)s row", "%(count)s rows", figures.rows[table.name]) % {
            "count": figures.rows[table.name]
        }
        yield f"{table.name}.csv: {table.title}. {table.unit} {rows}."
    for name, held in LABELS.items():
        yield f"{name}.csv: {held}"


def notes(plan: Plan, figures: Figures) -> Iterator[str]:
    """What a reader of the data must know, in sentences."""
    if plan.deidentified:
        yield _("Keys stand for people and records; they are the same in every export of this programme.")
        yield _("Days are months, ages are years, and units with fewer than five young people are not named.")
        yield _("Numbers of days are rounded down to 0, 7, 14, 21, 28, 35, 42, 49, 60, 90, and so on by 30.")
        yield _("Amounts are rounded down to whole 500 kroner.")
        yield _("A key is still personal data: keep the files safe and do not try to find out who is who.")
        yield _("Counting these rows gives small numbers that reports hide: do not pass them on.")
    yield from _left_out(figures)
    yield _("Free text, CPR numbers, phone numbers, e-mails and addresses are in no export.")
    yield _("Contacts that were withdrawn as mistakes are left out.")
    if any(table.name == "status_reports" for table in plan.tables):
        yield _(
            "In status reports an empty cell means that nobody answered, not_asked (“ikke spurgt” in the Excel form) "
            "that the question was not asked, and ved_ikke is an answer."
        )
    yield _(
        "An apostrophe before =, +, - or @ at the start of a text, and after a semicolon, a comma or a vertical bar in"
        " it, keeps spreadsheets from taking it for a formula. To have the text as it was typed, take one apostrophe"
        " away at each of these places; quotes and blanks may stand before it."
    )


def _left_out(figures: Figures) -> Iterator[str]:
    """Who and what is not in the files; how many are protected stands there if it is nobody, too."""
    yield _("Not distributed, special protection: %(count)s. They are in no figure of a report either.") % {
        "count": figures.protected
    }
    if figures.left_out:
        yield ngettext(
            "%(count)s young person is left out, whom you may not see.",
            "%(count)s young people are left out, whom you may not see.",
            figures.left_out,
        ) % {"count": figures.left_out}
    if figures.silent:
        yield ngettext(
            "%(count)s course takes no part in the documentation: its %(reports)s status reports are left out.",
            "%(count)s courses take no part in the documentation: their %(reports)s status reports are left out.",
            figures.silent,
        ) % {"count": figures.silent, "reports": figures.withheld}


def _code_text(plan: Plan, column: Column) -> str:
    """The code list on one line: code, then Danish and English words."""
    danish = dict(zip((code for code, _label in column.choices), in_words("da", *_labels(column)), strict=True))
    english = in_words("en", *_labels(column))
    known = [f"{code} = {da} / {en}" for (code, da), en in zip(danish.items(), english, strict=True)]
    if isinstance(column.value, Answer):
        known.append(f"{NOT_ASKED} = {in_words('da', UNASKED)[0]} / {in_words('en', UNASKED)[0]}")
    if plan.deidentified and column.deidentified is Deidentified.UNIT:
        known.append(f"{SMALL_UNIT} = {in_words('da', NOT_NAMED)[0]} / {in_words('en', NOT_NAMED)[0]}")
    return " | ".join(known)


def _labels(column: Column) -> list[Label]:
    return [label for _code, label in column.choices]


def in_words(language: str, *texts: Label) -> list[str]:
    """Texts in one language."""
    with translation.override(language):
        return [str(text) for text in texts]
