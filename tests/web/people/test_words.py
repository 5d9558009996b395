"""Every refusal of signing in, people, places, messages and files has its words."""

import re
from pathlib import Path

import pytest

from yuanba.web import refusals

SOURCE = Path(__file__).resolve().parents[3] / "src" / "yuanba"
CODE = re.compile(r'no\(\s*"((?:people|places|files|message)\.[a-z_]+)"')


def codes() -> list[str]:
    found = set()
    for subject in ("people", "places", "files", "messaging"):
        for path in (SOURCE / subject).rglob("*.py"):
            found |= set(CODE.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


@pytest.mark.parametrize("code", codes())
def test_code_has_words(code: str) -> None:
    assert refusals.lookup(code) is not None
