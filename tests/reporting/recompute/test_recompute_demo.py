"""The whole report of the demonstration, computed again from its exported files."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from cases.audit.opening import Task, history_opened_for
from cases.programmes.models import Programme
from tests.clock import TODAY
from tests.reporting.recompute.test_recompute_indicators import chief, compared, exported
from tests.reporting.recompute.test_recompute_outcomes import YOUTH, differences
from tests.reporting.reported import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[Programme]:
    """The invented people of the demonstration, with contacts, homes and status reports."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        try:
            call_command("demo", "--today", TODAY.isoformat(), "--people", "60", stdout=io.StringIO())
            yield Programme.objects.get(code=YOUTH)
        finally:
            with history_opened_for(Task.DEMO):
                call_command("flush", verbosity=0, interactive=False)


def test_the_export_tells_the_whole_report_of_the_demo(demo):
    user, at = chief(), LATER
    content = exported(demo, user, at)
    assert compared(content, demo, (demo.start, TODAY - timedelta(days=20), TODAY), at) == []
    assert list(differences(demo, content)) == []
