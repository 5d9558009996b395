"""docs/reference/settings.md has every environment variable that the program reads, with its default, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
VARIABLE = re.compile(r"YUANBA_[A-Z_]+")
ROW = re.compile(r"^\| `(YUANBA_[A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
TYPES = {
    "text": {"text", "word", "address", "JSON", "host", "whole number"},
    "flag": {"yes/no"},
    "number": {"whole number"},
    "words": {"list"},
    "path": {"folder"},
    "database": {"address"},
}


def read_by_code() -> dict[str, tuple[str, object]]:
    """Variable → the reader's method and the literal default, if it is one."""
    found: dict[str, tuple[str, object]] = {}
    for path in sorted((ROOT / "src" / "yuanba").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            name = node.args[0]
            if node.func.attr in TYPES and isinstance(name, ast.Constant) and VARIABLE.fullmatch(str(name.value)):
                found.setdefault(str(name.value), (node.func.attr, default_of(node)))
    return found


def default_of(call: ast.Call) -> object:
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    return given[0].value if given and isinstance(given[0], ast.Constant) else None


def documented() -> dict[str, tuple[str, str]]:
    text = PAGE.read_text(encoding="utf-8")
    return {name: (kind.strip(), default.strip()) for name, kind, default, _ in ROW.findall(text)}


def test_every_variable_is_documented_and_none_is_invented() -> None:
    assert read_by_code(), "no variable was found; the test looks in the wrong place"
    assert sorted(documented()) == sorted(read_by_code())


def test_types_are_the_readers() -> None:
    code, page = read_by_code(), documented()
    assert {name: page[name][0] for name in page if page[name][0] not in TYPES[code[name][0]]} == {}


def test_literal_defaults_are_told() -> None:
    code, page = read_by_code(), documented()
    missing = {}
    for name, (method, default) in code.items():
        said = page[name][1]
        if isinstance(default, bool):
            told = said == ("yes" if default else "no")
        elif isinstance(default, int):
            told = said == f"`{default}`"
        else:
            told = not default or str(default) in said
        if not told:
            missing[name] = (method, default)
    assert missing == {}
