"""Accessibility checked by axe-core: WCAG 2.2 AA and axe's own best practice."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html}`));
}"""


def bring(context: BrowserContext) -> None:
    """Have axe-core in every page of a browser from the start, for a test that looks at many."""
    context.add_init_script(SOURCE)


def violations(page: Page) -> list[str]:
    """Every fault on the page as it stands now, one line each. Runs beside the page's own policy against scripts."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def assert_accessible(page: Page) -> None:
    """Fail with the list of faults unless there is none."""
    faults = violations(page)
    assert faults == [], f"{page.url}\n" + "\n".join(faults)


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    page.wait_for_load_state()  # a page without its style sheets is wider
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider}px wider than the screen"
