"""Numbers as people here type them: a comma before decimals, a full stop or a space between thousands.

The browser's own number field is not used: it follows the language of the browser, drops a comma it does not know (so
that 1,5 becomes 15) and sends nothing at all for what it cannot read.
"""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

# Three digits after a full stop are thousands, fewer are decimals. After a comma three could be meant as either.
SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,15})(?:,(?P<part>\d{1,2}))?",
        r"(?P<sign>[-+]?)(?P<whole>\d{1,15})\.(?P<part>\d{1,2})",
    )
]


def read_number(text: str) -> Decimal | None:
    """The number that was typed; None where it is not written as one, or could be read as two."""
    words = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    found = next((match for shape in SHAPES if (match := shape.fullmatch(words))), None)
    if found is None:
        return None
    whole = re.sub(r"[. ]", "", found["whole"])
    return Decimal(f"{found['sign']}{whole}.{found['part'] or 0}")


class NumberInput(forms.TextInput):
    """A number, typed. What is saved is shown as it is written in the language of the page."""

    typed: ClassVar[dict[str, object]] = {"inputmode": "decimal", "autocomplete": "off", "data-number": True}

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs=self.typed | (attrs or {}))

    def format_value(self, value: Any) -> str | None:
        """A number in full; what was typed stays as it was typed."""
        if isinstance(value, int | Decimal):
            return number_format(value)
        text: str | None = super().format_value(value)
        return text


class WholeInput(NumberInput):
    """A whole number: on a phone digits alone are enough."""

    typed: ClassVar[dict[str, object]] = NumberInput.typed | {"inputmode": "numeric"}


class WholeNumberField(forms.IntegerField):
    """A whole number."""

    widget = WholeInput

    def to_python(self, value: Any) -> int | None:
        """The number. Raises `ValidationError` for what is none, or not whole."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        number = read_number(value)
        if number is None or number != int(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number)


class NumberField(forms.DecimalField):
    """A number with decimals."""

    widget = NumberInput
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Write a number, for example 7.5.")}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own does
        """The number, without noughts that say nothing. Raises `ValidationError` for what is none."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        number = read_number(value)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number.normalize() if number % 1 else number.quantize(Decimal(1))
