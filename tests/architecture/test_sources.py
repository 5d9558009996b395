"""The source of a refusal names a law, a paper or a rule in words that stand alone, never a number of our own notes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "yuanba"
OURS = re.compile(r"\b[A-Z]-\d|\bissue [A-Z\d]|\b[A-Z]+\.md\b|\bDESIGN\b")


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def sources(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every source: second argument of `no`, and the constants whose names say that they are one."""
    for node in ast.walk(ast.parse(text)):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call) and _called(node) == "no":
            given = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "source")]
        elif isinstance(node, ast.Assign) and any(
            isinstance(name, ast.Name) and name.id.isupper() for name in node.targets
        ):
            given = [node.value]
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, value.value


@pytest.mark.parametrize(
    "slip", ["issue A.2", "R-001", "C-004, C-019: PIPL 25", "N-028", "X-05", "DESIGN.md section 3"]
)
def test_the_search_finds_a_slip(slip) -> None:
    for text in (f'no("x.y", "{slip}")', f'Refused(no("x.y", source="{slip}"))', f'TWO = "{slip}"'):
        assert [found for _line, found in sources(text) if OURS.search(found)] == [slip]


def test_no_source_is_a_number_of_our_own_notes() -> None:
    found = [(path, line, text) for path in PACKAGE.rglob("*.py") for line, text in sources(path.read_text())]
    assert len(found) > 500
    assert [f"{path.relative_to(PACKAGE)}:{line} {text}" for path, line, text in found if OURS.search(text)] == []
