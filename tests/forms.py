"""The forms of the project, found by themselves."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django import forms

PACKAGES = ("cases.forms", "housing.forms", "reporting.forms")


def every_form() -> list[type[forms.BaseForm]]:
    """Every form class of our own."""
    for package in PACKAGES:
        for module in iter_modules(import_module(package).__path__):
            import_module(f"{package}.{module.name}")
    return sorted(set(_under(forms.BaseForm)), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _under(parent: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in parent.__subclasses__():
        if form.__module__.startswith(PACKAGES):
            yield form
        yield from _under(form)
