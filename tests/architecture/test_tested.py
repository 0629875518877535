"""Every module is known to a test: imported there by name, or reached another way that is named here with its proof."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from django.urls import get_resolver

from tests.architecture.inhabited import _routes
from tests.architecture.source import ROOT, imports, parse, python_files
from tests.architecture.test_rooms import rooms

# Modules that no test imports, by the way on which tests reach them all the same.
REACHED = {
    "*views": "asked for by their addresses: every view stands in the address plan, which the sweeps open",
    "*.forms": "filled in and sent on the pages of their views",
    "*.words": "read on the pages of their records",
    "*.panels": "read on the pages of other rooms",
    "*.urls": "the address plan itself",
    "*.apps": "run at the start of every test process",
    "*.menu": "read around every page",
    "*.classification": "read by the rule about classes of fields",
    "*.api.*": "asked over /api/v1/ by tests/api",
    "*.demo.*": "build the demo that tests/reporting/test_demo.py reads",
    "*.commands.*": "called by their names: see below",
    "config.settings.*": "read at the start of every test process, and of those that tests start",
    "config.texts.*": "read at the start of every test process",
    "config.local.*": "run as processes by tests/local",
    "config.prepare": "run as a process by tests/local",
    "config.web.*": "stands around every request of every test",
    "reporting.tables.*": "exported by tests/reporting/export, table by table of the registry",
    "reporting.casefacts.*": "tests/reporting/casefacts/test_readers.py",
    "reporting.outcome_pages.*": "tests/reporting/outcome_pages/test_pages.py",
    "reporting.outcomes.units": "tests/reporting/outcome_pages/test_pages.py",
    "reporting.indicators.*": "computed by tests/reporting/indicators, one by one of the registry",
    "cases.accounts.adapter": "tests/cases/accounts/test_login_words.py",
    "cases.accounts.second_factor": "tests/cases/accounts/test_second_factor.py",
    "cases.board.queries": "tests/cases/board/test_board.py",
    "cases.drafts.searching": "tests/cases/worklists/test_people_search.py",
    "cases.enrolments.openbusiness": "tests/cases/enrolments/test_enrolment_pages.py",
    "cases.handovers.queries": "tests/cases/outbox/test_handover_pages.py",
    "cases.outbox.queries": "tests/cases/outbox/test_handover_list.py",
    "cases.people.firstday": "tests/cases/people/test_persons.py",
    "cases.people.queries": "tests/cases/people/test_registering.py",
    "cases.person_page.sources": "tests/cases/person_page/test_person_page.py",
    "cases.question_pages.preview": "tests/cases/question_pages/test_question_pages.py",
    "cases.records.reading": "tests/cases/person_page/test_person_page.py",
    "cases.records.tables": "tests/cases/records/test_tables.py",
    "cases.records.turns": "tests/cases/drafts/test_submissions.py",
    "cases.report_board.queries": "tests/cases/report_board/test_report_board.py",
    "cases.report_forms.chart": "tests/cases/report_forms/test_report_pages.py",
    "cases.report_forms.fields": "tests/cases/report_forms/test_report_form.py",
    "cases.report_forms.progress": "tests/cases/report_forms/test_to_fill_in.py",
    "cases.report_forms.reading": "tests/cases/report_forms/test_report_pages.py",
    "cases.setaside.kinds": "tests/cases/setaside/test_set_aside.py",
    "cases.shell.context": "tests/cases/shell/test_page_words.py",
    "cases.staff.gate": "tests/architecture/test_reach.py",
    "cases.staff.scope": "tests/architecture/test_reach.py",
    "cases.statusreports.known": "tests/cases/report_forms/test_report_form.py",
    "cases.templatetags.ui": "tests/cases/shell/test_page_words.py",
    "housing.overview.queries": "tests/housing/overview/test_lists.py",
    "housing.overview.timeline": "tests/cases/person_page/test_timeline.py",
    "housing.referrals.queries": "tests/housing/overview/test_lists.py",
    "housing.steps.registry": "tests/housing/corrections/test_correction_pages.py",
    "housing.support.queries": "tests/housing/support/test_support_lists.py",
    "reporting.presets.statistics": "tests/reporting/presets/test_presets.py",
    "reporting.presets.targets": "tests/reporting/presets/test_presets.py",
    "reporting.statistics.actions": "tests/reporting/statistics/test_statistics.py",
    "reporting.statistics.codes": "tests/reporting/statistics/test_statistics.py",
    "reporting.statistics.files": "tests/reporting/statistics/test_statistics.py",
    "reporting.documents.pdf": "tests/reporting/midterm/test_report_pages.py",
    "reporting.documents.tables": "tests/reporting/midterm/test_report_pages.py",
    "reporting.export.actions": "tests/reporting/export/test_export_page.py",
    "reporting.figures.aggregates": "tests/reporting/indicators/test_plain_sql.py",
    "reporting.figures.whose": "tests/reporting/figures/test_whose_row.py",
}
# Rooms whose tests lie elsewhere.
ELSEWHERE = {
    "cases/api": "tests/api",
    "cases/panels": "tests/cases/person_page",
    "cases/staff": "tests/architecture",
    "housing/api": "tests/api",
    "housing/steps": "tests/housing/corrections",
    "reporting/api": "tests/api",
    "reporting/columns": "tests/reporting/export",
    "reporting/datasets": "tests/reporting/export",
    "reporting/tables": "tests/reporting/export",
}


def modules() -> Iterator[str]:
    for path in python_files("cases", "config", "housing", "reporting"):
        if path.name != "__init__.py":
            yield ".".join(path.with_suffix("").parts)


def imported() -> set[str]:
    """Every name that a module of the tests imports."""
    return {name for path in python_files("tests") for name, _line in imports(parse(path))}


def unknown(found: set[str], known: set[str], reached: set[str]) -> list[str]:
    """Modules that no test imports and for which no other way is named."""
    return sorted(one for one in found - known if not any(fnmatch(one, pattern) for pattern in reached))


def test_every_module_is_known_to_a_test():
    found, known = set(modules()), imported()
    assert len(found) > 250
    assert unknown(found, known, set(REACHED)) == []
    idle = [pattern for pattern in REACHED if not any(fnmatch(one, pattern) for one in found - known)]
    assert idle == []


def test_what_is_said_to_test_a_module_is_there():
    places = [place for reason in [*REACHED.values(), *ELSEWHERE.values()] for place in re.findall(r"tests/[\w/.]+\w", reason)]  # fmt: skip
    assert len(places) > 25
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_a_planted_module_is_found():
    found = {"cases.lending.rules", "cases.lending.views", "cases.core.names"}
    assert unknown(found, {"cases.core.names"}, {"*views"}) == ["cases.lending.rules"]


def test_the_tests_of_a_room_lie_in_a_folder_of_its_name():
    missing = {f"{app}/{room}" for app, room in rooms() if not any((ROOT / "tests" / app / room).glob("test_*.py"))}
    assert missing == set(ELSEWHERE)


def test_every_view_stands_in_the_address_plan():
    routed = {(view.__module__, view.__name__) for _name, _route, view in _routes(get_resolver().url_patterns)}
    written = {
        (".".join(path.with_suffix("").parts), node.name)
        for path in python_files("cases", "housing", "reporting")
        if path.stem.endswith("views") and "api" not in path.parts
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and any(_is_gate(one) for one in node.decorator_list)
    }
    assert len(written) > 100
    assert written - routed == set()


def _is_gate(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "needs"


def test_every_command_is_called_by_its_name():
    names = {path.stem for path in python_files("cases", "housing", "reporting") if _is_command(path)}
    called = {
        node.args[0].value
        for path in python_files("tests")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "call_command"
        and isinstance(node.args[0], ast.Constant)
    }
    assert names
    assert names - called == set()


def _is_command(path: Path) -> bool:
    return path.parent.name == "commands" and path.name != "__init__.py"
