"""The audit trail of one young person or one user as a file, for whoever has to say who has seen what."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.audit.trail import record
from cases.people.models import Person
from cases.staff.models import User
from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import guard, lines
from reporting.management.private import write_private

HEADINGS = ("at", "who", "action", "person", "record", "facts")


class Command(BaseCommand):
    help = (
        "Write who used the data of a young person, or what a user did, to a CSV file. Lists that showed the young "
        "person are included. That the file was made is itself logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        about = parser.add_mutually_exclusive_group(required=True)
        about.add_argument("--person", metavar="REFERENCE")
        about.add_argument("--user", metavar="EMAIL")
        parser.add_argument("--from", type=date.fromisoformat, metavar="DATE", dest="start")
        parser.add_argument("--to", type=date.fromisoformat, metavar="DATE", help="included")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, **options: Any) -> None:
        person = _person(options["person"]) if options["person"] else None
        user = _user(options["user"]) if options["user"] else None
        about = Q(person=person) | Q(facts__shown__contains=[person.reference]) if person else Q(by=user)
        start, to = options["start"], options["to"]
        if start:
            about &= Q(at__date__gte=start)
        if to:
            about &= Q(at__date__lte=to)
        events = AuditEvent.objects.filter(about).select_related("by", "person").order_by("at", "pk")
        rows = [_cells(event) for event in events]
        record(
            AuditAction.EXPORTED,
            by=None,
            at=timezone.now(),
            person=person,
            target=user,
            what="audit",
            start=start and start.isoformat(),
            to=to and to.isoformat(),
            events=len(rows),
        )
        write_private(options["out"], lines([HEADINGS, *rows], ExportForm.EXCEL))
        self.stdout.write(f"{len(rows)} events")


def _person(reference: str) -> Person:
    person = Person.objects.filter(reference__iexact=reference).first()
    if person is None:
        raise CommandError("There is no young person with this reference.")
    return person


def _user(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError("There is no user with this e-mail.")
    return user


def _cells(event: AuditEvent) -> tuple[str, ...]:
    return (
        timezone.localtime(event.at).isoformat(timespec="seconds"),
        guard(f"{event.by.name} <{event.by.email}>") if event.by else "",
        event.action,
        event.person.reference if event.person else "",
        f"{event.target} {event.target_id}".strip(),
        guard(json.dumps(event.facts, ensure_ascii=False, sort_keys=True)),
    )
