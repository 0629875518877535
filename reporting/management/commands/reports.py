"""Every table that can be asked for: its key, its kind, and its name."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.programmes.models import Programme
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.own import all_tables


class Command(BaseCommand):
    help = "List the tables that `report KEY` makes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="CODE", help="with the tables of its own questions")
        parser.add_argument("--language", choices=["da", "en"], default="da")
        parser.add_argument("--format", choices=["text", "json"], default="text", dest="form")

    def handle(self, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if options["programme"] and programme is None:
            raise CommandError(f"There is no programme {options['programme']}.")
        tables = [
            {
                "key": one.key,
                "kind": one.kind.name,
                "name": one.title.spoken(options["language"]),
                "at": list(one.at),
                "by": one.by,
            }
            for one in (all_tables(programme) if programme else TABLES).values()
        ]
        if options["form"] == "json":
            self.stdout.write(json.dumps(tables, ensure_ascii=False, indent=1))
            return
        for table in tables:
            self.stdout.write(f"{table['key']:<22} {table['kind']:<18} {table['name']}")
