"""The housing app."""

from importlib import import_module

from django.apps import AppConfig

MODULES = (
    "classification",
    "stays.rules",
    "overview.panels",
    "overview.known_facts",
    "overview.timeline",
    "overview.menu",
    "corrections.panels",
)


class HousingConfig(AppConfig):
    name = "housing"

    def ready(self) -> None:
        """Put housing on the pages, in the menu and on the timeline, and declare its fields; the models are loaded."""
        for module in MODULES:
            import_module(f"housing.{module}")
