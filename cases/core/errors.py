"""The ways an action says no. Their texts are shown to the user as they are."""

from collections.abc import Sequence
from typing import Any

from cases.core.codes import Label
from cases.core.plausible import Doubt


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A rule of the field forbids the action; nothing was changed. `field` names the form field at fault, if any."""

    def __init__(self, message: Label, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Someone else changed the record after the user opened it. `current` is the record as it stands now."""

    def __init__(self, message: Label, *, current: Any) -> None:
        super().__init__(message)
        self.current = current


class Doubtful(Refused):
    """A value can be right and seldom is: nothing was saved, and whoever wrote it is asked.

    With the `token` of each of the `doubts` among what is confirmed, the same action saves it, and marks it.
    """

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        super().__init__(doubts[0].question, field=doubts[0].field)
        self.doubts = doubts
