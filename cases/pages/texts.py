"""Texts are looked up once: Django's own way goes through the catalogue of every package for each of them."""

# ruff: noqa: SLF001  what Django keeps of a language has no public name

from typing import Any

from django.conf import settings
from django.utils.translation.trans_real import TranslationCatalog, translation

_MISSING = object()


class Remembered(TranslationCatalog):
    """A catalogue of one language that keeps what it has found, and what it has not."""

    def __init__(self, catalogue: Any) -> None:
        self._catalogs, self._plurals = catalogue._catalogs, catalogue._plurals
        self._found: dict[Any, Any] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        """What the first package says that knows the text."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = super().get(key, _MISSING)
        return default if found is _MISSING else found


def remember_texts() -> None:
    """Let the languages of the pages keep what they find; called at start-up."""
    for code, _name in settings.LANGUAGES:
        found: Any = translation(code)
        found._catalog = Remembered(found._catalog)
