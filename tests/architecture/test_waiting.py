"""Tests in a browser ask through `expect`, which waits: what is asked of a page at once fails on a busy machine."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
AT_ONCE = re.compile(
    r"assert\b.*(?:\.(?:is_\w+|input_value|inner_text|text_content|get_attribute|content)\(\)|\.url\b(?!\()|"
    r"(?:locator|get_by_\w+)\(.*\.count\(\)|activeElement)"
)


def asked_at_once(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if AT_ONCE.search(line)]


@pytest.mark.parametrize(
    "slip",
    [
        'assert phone.locator("input:checked").count() == 2',
        'assert page.get_by_text("已改期").is_visible()',
        'assert page.url.endswith("/privacy")',
        'assert page.evaluate("document.activeElement.className") == "skip"',
    ],
)
def test_the_search_finds_a_slip(slip) -> None:
    assert asked_at_once(slip) == [slip]


def test_nothing_is_asked_of_a_page_at_once() -> None:
    files = [path for path in TESTS.rglob("test_*.py") if "playwright.sync_api" in path.read_text()]
    assert len(files) > 10
    slips = [f"{path.name}: {line}" for path in files for line in asked_at_once(path.read_text())]
    assert [slip for slip in slips if "test_waiting" not in slip] == []
