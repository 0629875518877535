"""What is done and what is read leaves the same trail, whatever else is sent along."""

from typing import Any
from uuid import uuid4

import pytest

from cases.audit.models import AuditEvent
from cases.drafts import submissions
from cases.drafts.models import SubmissionKey
from cases.staff.codes import Role
from cases.staff.policy import may
from reporting.export.models import ExportRun
from tests.architecture.inhabited import World, inhabited
from tests.architecture.test_hostile_input import rolled_back
from tests.bare import Bare

EXPORT = {"programme": "hjem", "names": "with", "form": "machine", "tables": "young_people"}
# Views that need more than their address to do anything.
SENT = {"export_download": EXPORT, "user_search": {"q": "an"}, "person_search": {"q": "Fornavn"}}


def trail(client: Bare, path: str, data: dict[str, str]) -> tuple[int, list[tuple[Any, ...]], int]:
    """The status of a request, and what it leaves in the log of events and in that of exports."""
    with rolled_back():
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = client.post(path, data)
        events = AuditEvent.objects.filter(pk__gt=last).order_by("pk")
        left = list(events.values_list("action", "target", "person")), ExportRun.objects.count()
        if response.streaming:
            list(response)
        assert not SubmissionKey.objects.filter(target="").exists()
        return response.status_code, *left


def differing(world: World) -> tuple[list[str], int]:
    """Addresses at which a key that nobody drew changes what stands in the log, and how many left something there."""
    found, told = list[str](), 0
    for role in (Role.LEAD, Role.PARTNER, Role.ADMINISTRATOR):
        client = Bare()
        client.force_login(world.users[role])
        for name, path, view in world.paths():
            if not any(may(world.users[role], right) for right in getattr(view, "rights", ())):
                continue
            data = SENT.get(name, {})
            sent = (data | {name: str(uuid4())} for name in ("of_no_form", submissions.FIELD))
            plain, keyed = (trail(client, path, fields) for fields in sent)
            told += bool(plain[1])
            if plain != keyed:
                found.append(f"{role} {path} ({name}): {plain} without a key, {keyed} with one")
    return found, told


@pytest.mark.django_db
def test_no_key_takes_anything_out_of_the_log():
    found, told = differing(inhabited())
    assert found == []
    assert told > 50
