"""The forms of the project, found by themselves."""

from collections.abc import Iterator
from importlib import import_module

from django import forms

from tests.architecture.source import modules

MODULES = modules("forms")


def every_form() -> list[type[forms.BaseForm]]:
    """Every form class of our own."""
    for module in MODULES:
        import_module(module)
    return sorted(set(_under(forms.BaseForm)), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _under(parent: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in parent.__subclasses__():
        if form.__module__ in MODULES:
            yield form
        yield from _under(form)
