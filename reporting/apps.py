"""The reporting app."""

from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        """Say how sensitive the fields are and who reads the facts of tables, and add the pages to the menu."""
        import_module("reporting.classification")
        import_module("reporting.statistics.queries")
        import_module("reporting.targets.arithmetic")
        import_module("reporting.menu")
