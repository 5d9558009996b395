"""What certificates say of whom."""

from types import SimpleNamespace

import pytest

from tests.awards.given_awards import HUAYANG
from yuanba.awards.playbook import read
from yuanba.web.awards.staff.papers import _sentence


@pytest.mark.parametrize(
    ("category", "title", "told"),
    [
        ("case", "老院子的新门", "案例《老院子的新门》"),
        ("communication", "邻里一日", "作品《邻里一日》"),
        ("person", "", ""),
    ],
)
def test_certificate_names_the_case_or_work(category: str, title: str, told: str) -> None:
    playbook = read(HUAYANG.read_text(encoding="utf-8"))
    row = SimpleNamespace(category=category, entry=SimpleNamespace(title=title))
    assert _sentence(playbook, row) == f"在{playbook.title}中，{told}被评为"
