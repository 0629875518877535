"""What leans on the server's locks and committed rows is run on other servers as well."""

from pathlib import Path

from tests.architecture.source import ROOT

LEANING = ("transaction=True", "tests.races")
# Rules about sources, and a browser's view of pages: no other server would change them.
ELSEWHERE = {"architecture", "browser"}


def unmarked(tests: Path) -> list[str]:
    """Modules whose tests commit, or race, without the mark."""
    texts = {path.relative_to(tests): path.read_text(encoding="utf-8") for path in sorted(tests.rglob("test_*.py"))}
    return [
        path.as_posix()
        for path, text in texts.items()
        if path.parts[0] not in ELSEWHERE
        and any(word in text for word in LEANING)
        and "pytest.mark.servers" not in text
    ]


def test_tests_that_commit_or_race_run_on_other_servers_too():
    assert unmarked(ROOT / "tests") == []


def test_a_planted_race_without_the_mark_is_found(tmp_path):
    for name, mark in {"cases": "", "housing": "pytestmark = pytest.mark.servers\n", "browser": ""}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "test_races.py").write_text(f"from tests.races import at_once\n{mark}")
    assert unmarked(tmp_path) == ["cases/test_races.py"]
