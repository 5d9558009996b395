"""Debian's Chromium for tests marked `browser`: `phone` and `desktop` pages, elder mode, axe, and what may not happen.

A page fails its test if its console shows an error (the content policy speaks there) or a script breaks.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
BUILT = ROOT / "src" / "yuanba" / "web" / "static" / "built" / "manifest.json"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

Opener = Callable[..., Page]


def missing() -> str:
    """What the browser tests lack, or ""."""
    for path, remedy in ((CHROMIUM, "apt-get install chromium"), (BUILT, "npm ci && npm run build"), (AXE, "npm ci")):
        if not path.exists():
            return f"BROWSER TESTS DO NOT RUN: {path} is missing ({remedy}; ./dev test does it)"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lack = missing()
    for item in items:
        if lack and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=lack))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; `expect` waits as long as a busy machine needs."""
    expect.set_options(timeout=30_000)
    # Playwright's loop makes Django think that every query of the test comes from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_server) -> Iterator[Opener]:
    """Opens pages of the live server: browser_page(phone=True, elder=False, language="zh-hans", script=True)."""
    contexts = []
    trouble: list[str] = []

    def opened(*, phone: bool = True, elder: bool = False, language: str = "zh-hans", script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            java_script_enabled=script,
            locale="zh-CN",
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        cookies = {"elder": "1" if elder else "0", "language": language}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text) if unexpected(line) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def unexpected(line) -> bool:
    """A refusal's own status (403, 409) is reported as an error of loading; that one is expected."""
    return line.type == "error" and "the server responded with a status of" not in line.text


@pytest.fixture
def phone(browser_page: Opener) -> Page:
    """A page of 390 × 844 in Chinese."""
    return browser_page(phone=True)


@pytest.fixture
def desktop(browser_page: Opener) -> Page:
    """A page of 1280 × 800 in Chinese."""
    return browser_page(phone=False)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe(page) asserts that nothing on the page breaks WCAG 2.1 A or AA."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)", STANDARD
        )
        told = [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes']][:4]}" for each in found]
        assert told == [], f"{page.url}\n" + "\n".join(told)

    return check


TARGETS = """(size) => [...document.querySelectorAll(
    'a, button, summary, select, textarea, input, label.choice, label.file-button')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.matches('.skip, .file-dressed'))
  .filter(e => !e.closest('label.choice:not(:scope)'))
  .filter(e => !(e.matches('a') && getComputedStyle(e).display === 'inline' && e.closest('p, li, dd')))
  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < size - 0.5 || box.width < size - 0.5)
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""


@pytest.fixture
def small_targets() -> Callable[[Page, int], list[str]]:
    """small_targets(page, 60) lists what is harder to hit than `size` by `size` pixels; links inside sentences are exempt."""

    def listed(page: Page, size: int) -> list[str]:
        page.wait_for_load_state()
        return page.evaluate(TARGETS, size)

    return listed
