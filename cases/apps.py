"""The cases app."""

from importlib import import_module

from django.apps import AppConfig

from cases.pages.texts import remember_texts


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        """Register what this app puts on pages, in lists and on the timeline; the models are loaded by now."""
        remember_texts()
        import_module("cases.shell.menu")
        import_module("cases.person_page.sources")
        import_module("cases.outbox.panels")
        import_module("cases.intake.views")
        import_module("cases.report_forms.known_facts")
        import_module("cases.report_forms.panels")
        import_module("cases.setaside.views")
        import_module("cases.unusual.views")
