"""What stands in the address of a request: nothing unknown, nothing twice, nothing empty passes in silence."""

import re
from collections.abc import Collection

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.api.pages import NUMBERS

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
