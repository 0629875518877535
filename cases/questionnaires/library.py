"""The versions of items that come with the system, from the files in `definitions/`."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "definitions"

EDITIONS = ("2013", "2022-youth")


@cache
def edition(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The definitions of one edition by code, in the order of the file. One that extends another stands whole."""
    raw = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return {code: _whole(definition) for code, definition in (raw["items"] | raw.get("enquiries", {})).items()}


def _whole(definition: Mapping[str, Any]) -> dict[str, Any]:
    whole = deepcopy(dict(definition))
    extends = whole.pop("extends", None)
    if extends is None:
        return whole
    base = deepcopy(dict(edition(extends["version"])[extends["item"]]))
    # What a list ends with stays its end: the answer that somebody does not know.
    choices = base["choices"] | whole.pop("choices", {})
    if "ved_ikke" in choices:
        choices["ved_ikke"] = choices.pop("ved_ikke")
    groups = base.get("groups", {}) | whole.pop("groups", {})
    return base | whole | {"choices": choices, "groups": groups}
