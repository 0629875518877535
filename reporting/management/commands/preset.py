"""The programmes of a source, with phases, team and what their status reports ask."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from reporting.presets.actions import load_preset
from reporting.presets.programmes import PRESETS


class Command(BaseCommand):
    help = "Load the programmes of a source. Programmes that are there already stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", choices=list(PRESETS))

    def handle(self, **options: Any) -> None:
        with translation.override("da"):
            programmes = load_preset(at=timezone.now(), code=options["code"])
        for programme in programmes:
            self.stdout.write(f"{programme.code}: {programme.name}")
