"""Every template is used by something."""

import re

from tests.architecture.source import ROOT, python_files, tracked

# Found by name by Django, allauth or DRF, not by our code.
BY_CONVENTION = re.compile(
    r"templates/(400|403|404|429|500|403_csrf)\.html|templates/(account|mfa|allauth|django|socialaccount|usersessions)/"
)


def unused(pages: dict[str, str], modules: list[str]) -> list[str]:
    """Names of templates that no other template and no module mentions."""
    return [
        name
        for name in pages
        if not any(
            f'"{name}' in text or f"'{name}" in text
            for text in [*modules, *(text for other, text in pages.items() if other != name)]
        )
    ]


def test_no_template_is_unused():
    paths = [path for path in tracked() if path.parts[0] == "templates" and path.suffix in {".html", ".txt", ".typ"}]
    pages = {str(path.relative_to("templates")): (ROOT / path).read_text() for path in paths}
    modules = [(ROOT / path).read_text() for path in python_files("cases", "housing", "reporting", "config")]
    found = unused(pages, modules)
    assert pages
    assert [name for name in found if not BY_CONVENTION.match(f"templates/{name}")] == []


def test_a_planted_template_is_found():
    pages = {"cases/a.html": '{% include "cases/b.html" %}', "cases/b.html": "b", "cases/c.html": "c"}
    assert unused(pages, ['render(request, "cases/a.html")']) == ["cases/c.html"]
