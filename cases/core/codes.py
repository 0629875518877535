"""Code lists: stable codes with labels and a period of validity.

A retired code stays readable on old records and is not offered for new ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from cases.core.periods import Period

Label = str | Promise


@dataclass(frozen=True)
class Code:
    """One answer. `valid_to` is the first day it may no longer be chosen; `group` sorts codes for statistics."""

    code: str
    label: Label
    group: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the code may be chosen for something registered on `day`."""
        return Period(self.valid_from or date.min, self.valid_to).contains(day)


class CodeList:
    """An ordered list of codes; codes are unique and lower-case ASCII."""

    def __init__(self, *codes: Code) -> None:
        self._codes = {code.code: code for code in codes}
        if len(self._codes) != len(codes):
            message = "A code stands twice in a list."
            raise ValueError(message)

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def __getitem__(self, code: str) -> Code:
        return self._codes[code]

    @property
    def codes(self) -> list[str]:
        """Every code, retired ones too: what the database may hold."""
        return list(self._codes)

    @property
    def choices(self) -> list[tuple[str, Label]]:
        """Every code with its label: what a stored record may show."""
        return [(code.code, code.label) for code in self]

    def choices_on(self, day: date) -> list[tuple[str, Label]]:
        """The codes that may be chosen on `day`, for forms and the API."""
        return [(code.code, code.label) for code in self if code.valid_on(day)]
