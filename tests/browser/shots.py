"""Screenshots for review: `python -m tests.browser.shots URL EMAIL PASSWORD OUT PATH [PATH ...]`.

Takes every path at desk and phone width, in Danish and English, from a running server, and says which pages are wider
than the screen. Exit code 1 when one is.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, DESK, FLAGS, PHONE

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def say(text: str) -> None:
    """Write a line to the terminal."""
    sys.stdout.write(text + "\n")


def log_in(page: Page, base: str, email: str, password: str) -> None:
    """Log in through the login page; raises when the server does not let the user in."""
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
    page.wait_for_load_state()
    if "/account/login/" in page.url:
        message = f"{email} could not log in"
        raise SystemExit(message)


def shoot(browser: Browser, base: str, login: tuple[str, str], out: Path, paths: list[str]) -> list[str]:
    """Save one picture per path, width and language. Returns the pictures wider than the screen."""
    wide: list[str] = []
    for size_name, size in (("1280", DESK), ("390", PHONE)):
        for language in ("da", "en"):
            context = browser.new_context(
                viewport=size, has_touch=size is PHONE, locale={"da": "da-DK", "en": "en-GB"}[language]
            )
            page = context.new_page()
            page.on("console", lambda message: say(message.text) if message.type == "error" else None)
            if login[0]:
                log_in(page, base, *login)
            context.add_cookies([{"name": "django_language", "value": language, "url": base}])
            for path in paths:
                page.goto(base + path)
                page.wait_for_load_state("networkidle")
                name = f"{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-') or 'front'}-{size_name}-{language}.png"
                page.screenshot(path=out / name, full_page=True)
                if page.evaluate(WIDER) > 0:
                    wide.append(name)
            context.close()
    return wide


def main(arguments: list[str]) -> int:
    """Run from the command line. An empty e-mail takes the pages without logging in."""
    base, email, password, folder, *paths = arguments
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        wide = shoot(browser, base.rstrip("/"), (email, password), out, paths)
        browser.close()
    for name in wide:
        say(f"wider than the screen: {name}")
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
