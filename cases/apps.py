"""The cases app."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        """Register what this app puts on pages, in lists and on the timeline; the models are loaded by now."""
        import_module("cases.views.menu")
        import_module("cases.views.timeline_sources")
        import_module("cases.views.handover_panels")
        import_module("cases.views.screeningrequests")
        import_module("cases.views.setaside")
        import_module("cases.views.unusual")
