"""What a request may be: its size and numbers, its parameters, its pages."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser

ROWS, MOST_ROWS = 50, 200  # of one page of a list

LAST_PAGE = 1_000_000

LONGEST_CODE = 60  # of a unit, or a reference number

LONGEST_NOTE = 20_000  # characters

MOST_NAMED = 20  # unknown fields: whoever sends more has not read the description

LARGEST_BODY = 256 * 1024  # bytes; the longest note fits in, however it is written down

NUMBERS = {"page": LAST_PAGE, "page_size": MOST_ROWS}


class Pages(PageNumberPagination):
    """Pages of 50 rows, or as many as `page_size` asks for. `cases.api.requests` has checked both numbers before."""

    page_size = ROWS
    page_size_query_param = "page_size"
    max_page_size = MOST_ROWS

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Both numbers with their bounds."""
        return [
            parameter | {"schema": {"type": "integer", "minimum": 1, "maximum": NUMBERS[parameter["name"]]}}
            for parameter in super().get_schema_operation_parameters(view)
        ]


class TooLarge(APIException):
    """The body is refused before it is read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("The body is too large.")
    default_code = "too_large"


class Json(JSONParser):
    """JSON of a bounded size. What cannot be read, or is nested too deep, is bad input, said in our words."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as plain values."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except (ParseError, RecursionError) as error:
            raise ParseError from error


WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")


def faults(sent: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """What is wrong with the parameters, by name; the values of the filters are checked by themselves."""
    found = {name: _fault(name, values, known) for name, values in sent.lists()}
    return {name: [text] for name, text in found.items() if text}


def _fault(name: str, values: list[str], known: Collection[str]) -> str:
    if name not in known:
        text = _("There is no such parameter here. There is: %(names)s.")
        return text % {"names": ", ".join(sorted(known))} if known else _("There are no parameters here.")
    if len(values) > 1:
        return _("Send this parameter once.")
    if not values[0]:
        return _("Send a value, or leave the parameter out.")
    if name in NUMBERS and not _is_number(values[0], NUMBERS[name]):
        return _("Send a whole number from 1 to %(most)s.") % {"most": NUMBERS[name]}
    return ""


def _is_number(text: str, most: int) -> bool:
    return bool(WHOLE_NUMBER.fullmatch(text)) and 1 <= int(text) <= most
