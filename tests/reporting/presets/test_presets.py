"""The programmes of the sources load by command, once, with what their reports ask."""

from io import StringIO

import pytest
from django.core.management import call_command

from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.queries import current
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import target_age
from reporting.presets.actions import load_preset
from reporting.presets.programmes import PRESETS
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def test_a_preset_loads_its_programmes_and_nobody(settings):
    said = StringIO()
    call_command("preset", "S4", stdout=said)
    codes = ["act", "icm", "cti", "opsoegende", "udredning", "loesladelse"]
    assert [line.split(":")[0] for line in said.getvalue().splitlines()] == codes
    assert set(Programme.objects.values_list("code", flat=True)) == set(codes)
    assert not Person.objects.exists()


@pytest.mark.parametrize("code", PRESETS)
def test_each_asks_its_items_and_has_phases_and_a_team(code):
    for programme in load_preset(at=NOW, code=code):
        preset = next(one for one in PRESETS[code] if one.code == programme.code)
        assert [(item.code, item.version) for item in current(programme).asked] == list(preset.items)
        assert programme.phases.count() == len(preset.phases)
        assert programme.teams.count() == 1


def test_loading_again_changes_nothing():
    first = load_preset(at=NOW, code="S1")[0]
    again = load_preset(at=NOW, code="S1")[0]
    assert (again.pk, again.version, again.questionnaires.count()) == (first.pk, first.version, 1)


def test_a_youth_programme_has_its_own_target_age_and_others_the_usual_one():
    assert target_age(load_preset(at=NOW, code="S1")[0]) == (18, 24)
    assert {target_age(programme) for programme in load_preset(at=NOW, code="S4")} == {(18, 24)}
    assert target_age(Programme(min_age=14, max_age=29)) == (14, 29)


def test_the_tables_are_listed_with_key_kind_and_name():
    said = StringIO()
    call_command("reports", stdout=said)
    lines = said.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == list(TABLES)
    assert lines[3].split()[:2] == ["retention", "retention"]
