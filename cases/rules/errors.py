"""The two ways an action says no. Their texts are shown to the user as they are."""

from typing import Any

from cases.codelists.base import Label


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
