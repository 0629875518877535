"""The programmes of the sources load by command, once, with what their reports ask."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.queries import current
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import material, table, target_age
from reporting.presets.actions import load_preset
from reporting.presets.programmes import PRESETS
from reporting.presets.stories import NONE, stories
from reporting.statistics.models import SeriesVersion
from reporting.tabulation.tabulating import FOLLOWED
from reporting.targets.models import Target
from reporting.targets.queries import figure_names
from tests.clock import NOW, TODAY

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


@pytest.mark.parametrize("code", PRESETS)
def test_invented_people_give_every_table_something_to_say(code, settings):
    """Every table whose items the programme asks counts somebody; nobody is added twice."""
    settings.DEMO = True
    said = StringIO()
    call_command("preset", code, people=True, stdout=said)
    assert int(said.getvalue().split()[-4]) > 100
    for preset in PRESETS[code]:
        programme = Programme.objects.get(code=preset.code)
        asked = {item for item, _version in preset.items}
        keys = [key for key, one in TABLES.items() if set(one.items) <= asked and _is_made_for(one, preset)]
        assert len(keys) > 4
        read = material(programme, keys, as_of=TODAY)
        assert [key for key in keys if not table(read, key).n] == []
    again = StringIO()
    call_command("preset", code, people=True, stdout=again)
    assert again.getvalue().split()[-4] == "0"


def _is_made_for(declaration, preset):
    """Whether the programme makes the reports that the table reads, and two of them where it needs two."""
    made = set(preset.kinds or ("closing",)) | {"first", "latest"}
    is_one_enough = len(preset.kinds) != 1 or declaration.base not in (*FOLLOWED, "recommendations")
    return declaration.source == "reports" and is_one_enough and (not declaration.at or declaration.at[0] in made)


def test_invented_people_are_never_added_among_real_ones(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("preset", "S4", people=True)
    assert not Programme.objects.exists()


def test_a_story_is_the_same_each_time_and_its_days_can_be():
    asked = {"seed": "cti", "count": 40, "today": TODAY, "months": 3, "ages": (18, 24)}
    rows = list(stories(**asked))
    assert rows == list(stories(**asked))
    assert len({row.course.key for row in rows}) == 40
    for row in rows:
        assert row.course.start <= row.on <= (row.course.last_day or TODAY) <= TODAY
    firsts = [row for row in rows if row.kind == "start"]
    assert len(firsts) == 40
    assert sum(row.answers["housing_now"] == NONE for row in firsts) > 20
    housed = [row.answers for row in rows if row.answers["housing_now"] == "almen"]
    assert {answers[f"nights.{part}"] for answers in housed for part in ("gade", "herberg")} <= {0, None}


@pytest.mark.parametrize("code", PRESETS)
def test_example_targets_and_statistics_come_once(code):
    """S1: invented examples, each of which reads a figure that is there; S4: the homes of table 2-8."""
    for _twice in (1, 2):
        programmes = load_preset(at=NOW, code=code)
    found = Target.objects.filter(programme__in=programmes)
    assert set(found.values_list("is_example", flat=True)) == {True}
    assert len(found) == {"S1": 7, "S4": 7}[code]
    assert SeriesVersion.objects.count() == 3
    for target in found.exclude(measured_by="hand"):
        assert target.figure in figure_names(target.programme, target.measured_by)
