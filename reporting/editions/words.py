"""The words that an edition has beside those of its report, or in their place."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from reporting.chapters.words import Both, in_both_languages

WORDS: Mapping[str, Label] = {
    "edition": _("Edition"),
    "audience": _("Released to"),
    "released": _("Released on"),
    "released_by": _("Released by"),
    "protected": _(
        "Figures about fewer than %(threshold)s young people are hidden, and those that would give them away. "
        "Quartiles, means and nights in all are shown from ten young people on. Two dots stand for a hidden count in "
        "the tables of the status reports; answers that few gave may stand together."
    ),
}


def edition_words(threshold: int) -> dict[str, Both]:
    """Every word, in both languages."""
    said = {key: in_both_languages(label) for key, label in WORDS.items()}
    protected = {language: text % {"threshold": threshold} for language, text in said["protected"].items()}
    return said | {"protected": protected}
