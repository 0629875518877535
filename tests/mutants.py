"""Change the code in every small way and see which changes no test notices: `make mutants PATHS=cases/intake/rules.py`.

mutmut changes one module at a time in a copy of the repository, and runs the tests of its room against each change.
Named are the score of each module and the changes that survived, each with what was changed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = """\
[mutmut]
source_paths=
    cases
    config
    housing
    reporting
only_mutate=
    {path}
also_copy=
    docs
    locale
    manage.py
    templates
pytest_add_cli_args=
    -p
    no:cacheprovider
    --reuse-db
pytest_add_cli_args_test_selection=
    {tests}
process_isolation=forkserver
timeout_constant=60
"""
MUTMUT = [sys.executable, "-m", "mutmut"]
SEEN = {"killed", "timeout"}


def tests_of(path: Path) -> list[str]:
    """The tests of the module's room; a module above the rooms has those of its app."""
    room = ROOT / "tests" / path.parent
    return [str(Path("tests") / path.parent)] if room.is_dir() else [f"tests/{path.parts[0]}"]


def mutate(path: Path, tests: list[str], folder: Path) -> dict[str, str]:
    """What became of each mutant of one module; `folder` is a copy of the repository."""
    (folder / "setup.cfg").write_text(SETTINGS.format(path=path, tests="\n    ".join(tests)))
    shutil.rmtree(folder / "mutants", ignore_errors=True)
    done = subprocess.run([*MUTMUT, "run", "--max-children", "1"], cwd=folder, capture_output=True, check=False)
    known = folder / "mutants" / f"{path}.meta"
    if not known.exists():
        sys.exit(f"{done.stdout.decode()[-2000:]}\n{done.stderr.decode()[-2000:]}")
    ends: dict[str, int | None] = json.loads(known.read_text())["exit_code_by_key"]
    return {name: status_by_exit_code[code] for name, code in ends.items()}


def report(path: Path, found: dict[str, str], folder: Path) -> None:
    """Say how many were seen, and show those that were not."""
    ends = Counter(found.values())
    share = 100 * sum(ends[end] for end in SEEN) / max(len(found), 1)
    told = ", ".join(f"{number} {end}" for end, number in ends.most_common())
    sys.stdout.write(f"{path}: {share:.0f} per cent of {len(found)} ({told})\n")
    for name in (name for name, end in found.items() if end not in SEEN):
        shown = subprocess.run([*MUTMUT, "show", name], cwd=folder, capture_output=True, text=True, check=False)
        lines = [line for line in shown.stdout.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
        sys.stdout.write(f"  {name}\n" + "".join(f"    {line}\n" for line in lines))
    sys.stdout.flush()


def main() -> None:
    """Copy what git knows of, and take one module after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="modules, such as cases/intake/rules.py")
    parser.add_argument("--tests", nargs="*", default=[], help="other tests than those of the module's room")
    asked = parser.parse_args()
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        for path in map(Path, filter(None, names.split("\0"))):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for path in asked.paths:
            report(path, mutate(path, asked.tests or tests_of(path), folder), folder)


if __name__ == "__main__":
    main()
