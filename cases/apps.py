"""The cases app."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        """Register the pages, panels and timeline entries of this app; the models are loaded by now."""
        import_module("cases.views.menu")
        import_module("cases.views.timeline_sources")
        import_module("cases.views.handover_panels")
