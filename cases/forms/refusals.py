"""From a refused action back to the form: the message where it belongs, everything typed kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from cases.forms.asking import AskingForm
from cases.forms.base import VersionedForm
from cases.rules.errors import Doubtful, Refused, Stale


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """Run an action inside; if it is refused, the form shows why and the view renders it again."""
    try:
        yield
    except Stale as stale:
        form.add_error(None, str(stale.message))
        if isinstance(form, VersionedForm):
            form.compare_with(stale.current)
    except Refused as refused:
        if isinstance(refused, Doubtful) and isinstance(form, AskingForm):
            form.ask(refused.doubts)
            return
        field = form.named(refused.field or "") if isinstance(form, AskingForm) else refused.field
        form.add_error(field if field in form.fields else None, str(refused.message))
