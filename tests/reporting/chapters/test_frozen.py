"""A finished report stays what it was, to the byte: what the program says, asks or is called tomorrow is not in it."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.questionnaires.definition import Text
from cases.staff.codes import Role
from cases.teams.models import TeamProgramme
from reporting.chapters import contents, fingerprint, words
from reporting.chapters.contents import FIGURES
from reporting.chapters.words import all_words, in_both_languages
from reporting.documents.charts import alt_text, svg_of
from reporting.documents.files import FILES
from reporting.documents.presentation import present
from reporting.indicators.registry import INDICATORS
from reporting.outcomes.declarations import TABLES
from tests.factories.cases import MembershipFactory, UserFactory, staff
from tests.factories.reporting import FundingFactory, TargetCountFactory, TargetFactory
from tests.reporting.chapters.followed import finished, followed, part, protected

pytestmark = pytest.mark.django_db


def surfaces(run) -> dict[tuple[str, bool, str], bytes]:
    """Everything a report is read as, in both languages and for both kinds of reader."""
    found: dict[tuple[str, bool, str], bytes] = {}
    for language in ("da", "en"):
        with override(language):
            for full, read in ((True, present), (False, protected)):
                report = read(run)
                found |= {(language, full, name): file.write(report) for name, file in FILES.items()}
                drawn = [svg_of(table) + alt_text(table) for _one, table in report.tables()]
                found[language, full, "charts"] = "".join(drawn).encode()
    return found


def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program after an upgrade: the last indicator gone, every other one defined and labelled anew."""
    later: dict[str, Any] = {}
    for key, indicator in FIGURES.items():
        tables = tuple(
            replace(
                table,
                title="Tomorrow",
                measures=tuple(
                    replace(one, label="Tomorrow", least=99, words=("Tomorrow",) * len(one.words))
                    for one in table.measures
                ),
                labels=dict.fromkeys(table.labels, "Tomorrow"),
                quantities={},
            )
            for table in indicator.tables
        )
        later[key] = replace(indicator, name="Tomorrow", definition="Tomorrow", exclusions="Tomorrow", tables=tables)
    for kept in FIGURES.maps:
        for key in [*kept]:
            monkeypatch.setitem(kept, key, later[key])
    monkeypatch.delitem(INDICATORS, [*INDICATORS][-1])
    monkeypatch.setattr(words, "WORDS", dict.fromkeys(words.WORDS, "Tomorrow"))
    monkeypatch.setattr(contents, "CHAPTERS", ())
    monkeypatch.setattr(contents, "HEADLINES", ())


def page(client: Client, run) -> str:
    """The page, without the key of the form that logs out, which is drawn anew each time."""
    text = client.get(reverse("reporting:run", args=[run.public_id])).content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_every_byte_stays_when_the_program_and_the_programme_change(client, monkeypatch):
    """Definitions, labels, an indicator, the words around them, names of the programme, its phases, targets, money."""
    programme = followed()
    target = TargetFactory(programme=programme, label_da="Hjem", label_en="Homes", unit="people")
    count = TargetCountFactory(target=target, number=25)
    FundingFactory(programme=programme, source="Fonden")
    run = finished(programme, by=staff(Role.LEAD))
    team = programme.enrolments.first().team
    client.force_login(staff(Role.LEAD, team=team))
    before, shown = surfaces(run), page(client, run)
    tomorrow(monkeypatch)
    programme.phases.update(name_da="Ny fase", name_en="New phase")
    programme.targets.update(label_da="Et andet mål", label_en="Another target", is_chosen=False)
    target.values.update(low=90, high=90)
    type(count).objects.update(number=3)
    programme.funding.update(source="En anden fond", amount=1)
    programme.name, programme.code = "Et andet navn", "andet"
    programme.save()
    assert in_both_languages(INDICATORS["screened"].name) == {"da": "Tomorrow", "en": "Tomorrow"}
    assert (page(client, run) == shown) is True
    run.requested_by.name = "Et nyt navn"
    run.requested_by.save()
    run.refresh_from_db()
    assert surfaces(run) == before
    assert b"Opstart" in before["da", True, "csv"]
    assert b"Unge p\xc3\xa5 vej" in before["da", True, "csv"]
    for language, *said in (("da", "Hjem: 20 unge", ",Nået,"), ("en", "Homes: 20 young people", ",Target reached,")):
        assert [word for word in said if word.encode() not in before[language, False, "csv"]] == []
    assert b"Fonden" in before["da", False, "csv"]


def test_a_report_of_tomorrow_has_the_words_of_tomorrow(monkeypatch):
    """Else the test before would hold for a program that reads no definition at all."""
    programme = followed(1)
    version = fingerprint.definitions()
    tomorrow(monkeypatch)
    assert fingerprint.definitions() != version
    assert set(all_words()["definition"].values()) == {"Tomorrow"}
    assert programme.report_runs.count() == 0


def test_every_text_is_there_in_both_languages():
    run = finished(followed())
    assert run.result["version"] == 2
    assert part(run, "screened")["definition"]["da"].startswith("Hvor mange unge")
    assert part(run, "screened")["definition"]["en"].startswith("How many young people")
    now = next(table for table in part(run, "phases")["tables"] if table["key"] == "now")
    assert now["rows"][0]["label"] == {"da": "Opstart", "en": "Start"}
    assert now["unit"] == {"da": "forløb", "en": "enrolments"}
    housing = part(run, "housing")["tables"][0]
    assert (housing["title"]["en"], housing["sheet"]["en"]["headings"][1]) == ("Housing situation", "Count")
    assert housing["sheet"]["da"]["headings"][1] == "Antal"


def test_the_relations_of_a_table_are_kept_beside_its_figures():
    """All that the protection of small numbers asks for."""
    run = finished(followed(1))
    outcome, enrolled = part(run, "screened")["tables"]
    assert outcome["relations"] == {
        "adds": "rows",
        "parents": {"eligible": "in_group", "exception": "in_group"},
        "reads": {},
        "quantities": [["in_group", "n", "screened_in_group"]],
        "follows": {"share": "n"},
        "least": {},
        "bands": "",
        "beside": "",
        "told_by": [],
    }
    assert enrolled["relations"]["quantities"] == [["total", "n", "screened_in_group"]]
    assert run.result["relations"]["starts_with_programme"] is True


def test_every_table_stands_in_one_chapter_and_no_key_stands_for_two():
    placed = [key for chapter in contents.CHAPTERS for key in chapter.parts]
    assert sorted(placed) == sorted([*FIGURES, *TABLES])
    assert len(set(placed)) == len(placed)


def test_words_that_are_data_stay_as_they_are():
    assert in_both_languages(Text("Bolig", "Home")) == {"da": "Bolig", "en": "Home"}


def test_an_evaluator_reads_who_asked_and_the_same_number_everywhere(client):
    programme = followed()
    run = finished(programme, by=staff(Role.LEAD, name="Ellen Frydendal"))
    evaluator = UserFactory()
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=programme)
    client.force_login(evaluator)
    about = run.result["about"]
    told = ["Ellen Frydendal", str(run.pk), about["definitions"], about["input"]["fingerprint"], "unge", "Unge på vej"]
    shown = page(client, run)
    assert [one for one in told if one not in shown] == []
    for form in ("csv", "excel", "json"):
        response = client.get(reverse("reporting:run_download", args=[run.public_id, form]))
        assert [one for one in told if one not in response.content.decode()] == []
        assert f"-{run.pk}" in response["Content-Disposition"]
    assert TeamProgramme.objects.filter(programme=programme).exists()
