"""What a body may hold, taken to the letter: a value of another kind is bad input, not something to be guessed at."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.requests import LONGEST_CODE, LONGEST_NOTE
from cases.contacts.rules import MOST_PEOPLE
from cases.core.errors import Refused

REFERENCE = "^[-A-Za-z0-9]+$"
ZONED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
USUAL_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Text(serializers.CharField):
    """Text that was sent as text: a number or a word like `true` is no answer."""

    default_error_messages = {"invalid": _("Send text.")}

    def to_internal_value(self, data: Any) -> str:
        """The text as it was sent."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "maxLength": LONGEST_NOTE, "pattern": "^[^\\u0000]*$"})
class Note(Text):
    """Free text; NUL is in no text."""


class Reference(Text):
    """A reference number, whoever's it may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_CODE, trim_whitespace=False, **kwargs)
        self.validators.append(RegexValidator(REFERENCE.replace("$", r"\Z"), _("Letters, digits and - only.")))


class Few(serializers.ListField):
    """A list whose bound is asked before any item is looked at: items cost time, and each wrong one a message."""

    default_error_messages = {"not_a_list": _("Send a list."), "max_length": _("At most {max_length} in this list.")}

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most, **kwargs)
        self.most = most

    def to_internal_value(self, data: Any) -> list[Any]:
        """The items."""
        if isinstance(data, list) and len(data) > self.most:
            self.fail("max_length", max_length=self.most)
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE, "pattern": REFERENCE},
        "minItems": 1,
        "maxItems": MOST_PEOPLE,
    }
)
class References(Few):
    """Reference numbers, some but not many; who they are is asked of the database once, for all of them."""

    default_error_messages = {
        "empty": _("Choose at least one young person."),
        "max_length": _("At most {max_length} young people."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=Reference(), allow_empty=False, most=MOST_PEOPLE, **kwargs)


class Minutes(serializers.IntegerField):
    """A whole number that was sent as a number."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if isinstance(data, str | bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class ClientKey(serializers.UUIDField):
    """A UUID in its usual writing, with hyphens."""

    default_error_messages = {"invalid": _("Send a UUID, with its hyphens.")}

    def to_internal_value(self, data: Any) -> UUID:
        """The key."""
        if not isinstance(data, str) or not USUAL_UUID.fullmatch(data):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """An instant with its zone; the first and the last of the calendar have no Danish time of day."""

    default_error_messages = {"zone": _("Write a day and a time with their zone, as 2025-06-02T10:00:00+02:00.")}

    def to_internal_value(self, value: Any) -> datetime:
        """The instant. A time without its zone is not taken for Danish: the program may stand elsewhere."""
        if not isinstance(value, str) or not ZONED.fullmatch(value):
            self.fail("zone")
        # In UTC: Python calls no time of the hour that comes twice equal to the same instant with another zone.
        return super().to_internal_value(value).astimezone(UTC)

    def enforce_timezone(self, value: datetime) -> datetime:
        """The instant with its zone."""
        try:
            return super().enforce_timezone(value)
        except (OverflowError, serializers.ValidationError):
            raise Refused(
                gettext("The year %(year)s cannot be right.") % {"year": value.year}, field="happened_at"
            ) from None
