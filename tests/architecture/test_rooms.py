"""A room is one concept, small enough to read, and stands on the page that says how the house is laid out."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.source import APPS, ROOT, layer, parse, python_files, tracked

FILES, LINES = 8, 1_500
ABOVE = {"apps", "classification", "demo", "management", "menu", "templatetags", "urls"}


def rooms() -> list[tuple[str, str]]:
    """The rooms of each app from the lowest to the highest, as the contracts have them."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    orders = {contract["id"]: reversed(contract.get("layers", [])) for contract in said}
    return [(app, room) for app in APPS for room in orders[f"rooms-{app}"] if room not in ABOVE]


def modules_of(app: str, room: str) -> list[Path]:
    return [path for path in python_files(app) if path.parts[1] == room and path.name != "__init__.py"]


def crowded(room: str, lengths: list[int]) -> Iterator[str]:
    """A room with too many modules or lines."""
    if len(lengths) > FILES or sum(lengths) > LINES:
        yield f"{room} has {len(lengths)} modules and {sum(lengths)} lines"


def what_it_holds(app: str, room: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / app / room / "__init__.py").read_text())) or ""


# A view or a task is named like the action or the query that it is the way to.
NAMED_LIKE_WHAT_IT_RUNS = {"views", "tasks"}
ONE_IN_EACH_MODULE = {("reporting/tables", "rows")}  # each module of the room is one table


def ambiguous(room: str, modules: Iterable[tuple[str, ast.Module]]) -> Iterator[str]:
    """Public names that stand for two things in one room."""
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for layer_name, tree in modules:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                found[node.name, layer_name in NAMED_LIKE_WHAT_IT_RUNS].append(layer_name)
    for (name, _), places in found.items():
        if len(places) > 1 and (room, name) not in ONE_IN_EACH_MODULE:
            yield f"{room} has {name} in {' and '.join(places)}"


def test_a_name_stands_for_one_thing_in_its_room():
    found = [
        fault
        for app, room in rooms()
        for fault in ambiguous(f"{app}/{room}", ((layer(path), parse(path)) for path in modules_of(app, room)))
    ]
    assert found == []


def test_a_planted_second_meaning_is_found():
    one = ast.parse("def close(): ...")
    assert list(ambiguous("x", [("rules", one), ("actions", one)])) == ["x has close in rules and actions"]
    assert list(ambiguous("x", [("views", one), ("views", one)])) == ["x has close in views and views"]
    assert list(ambiguous("x", [("views", one), ("actions", one)])) == []


def test_rooms_are_small():
    found = {
        f"{app}/{room}": [(ROOT / path).read_text().count("\n") for path in modules_of(app, room)]
        for app, room in rooms()
    }
    assert all(found.values())
    assert [fault for room, lengths in found.items() for fault in crowded(room, lengths)] == []


def test_a_planted_crowd_is_found():
    assert list(crowded("x", [10] * 9)) == ["x has 9 modules and 90 lines"]
    assert list(crowded("x", [1_501])) == ["x has 1 modules and 1501 lines"]


def test_the_page_says_what_each_room_holds():
    page = (ROOT / "docs/structure.md").read_text()
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    assert listed == [(room, what_it_holds(app, room)) for app, room in rooms()]


def test_every_place_that_the_pages_name_is_there():
    """Modules and folders of the code, in the pages about it; a page that names nothing would prove nothing."""
    pages = [
        path for path in tracked() if path.parts[0] == "docs" and path.suffix == ".md" and "adr" not in path.parts
    ]
    said = [
        (path, place)
        for path in pages
        for place in re.findall(
            r"\b(?:cases|housing|reporting|config|tests)/[\w/]+(?:\.py)?", (ROOT / path).read_text()
        )
    ]
    assert len(said) > 50
    missing = [f"{path} names {place}" for path, place in said if not (ROOT / place).exists()]
    assert [fault for fault in missing if "/lending" not in fault] == []  # the example of how to add a room


def test_every_concept_has_a_home():
    rows = re.findall(r"^\| (.+) \|$", (ROOT / "docs/concepts.md").read_text(), re.MULTILINE)
    homes = {row.split(" | ")[0]: row.split(" | ")[-1] for row in rows if not row.startswith(("---", "Concept"))}
    assert len(homes) > 50
    assert [name for name, home in homes.items() if not (ROOT / home).exists()] == []
