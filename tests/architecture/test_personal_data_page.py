"""docs/reference/personal-data.md says of every field of the people's register what the register says."""

import re
from pathlib import Path

from yuanba.people.fields import PERSONAL

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "personal-data.md"
ROW = re.compile(r"^\| `([A-Z]\w+\.\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_the_page_is_the_register() -> None:
    page = {name: tuple(words) for name, *words in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert page == {name: (one.purpose, one.basis, one.until) for name, one in PERSONAL.items()}
