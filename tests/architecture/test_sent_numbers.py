"""Pages read numbers that a browser sent in one way: int() of a guessed value falls over, isdigit() takes ² for one."""

import ast
from pathlib import Path

import yuanba.web

ROOT = Path(yuanba.web.__file__).parent
SENT = ("GET", "POST", "COOKIES", "headers", "META")


def _offences(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("isdigit", "isdecimal", "isnumeric"):
            found.append(f"{file.relative_to(ROOT)}:{node.lineno}: {node.attr}() — use web.sent.whole")
        is_int = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "int"
        reads = is_int and any(isinstance(one, ast.Attribute) and one.attr in SENT for one in ast.walk(node))
        if reads and "signing.loads" not in ast.unparse(node):  # what we signed ourselves is what we wrote
            found.append(f"{file.relative_to(ROOT)}:{node.lineno}: int() of what was sent — use web.sent.whole")
    return found


def test_numbers_that_were_sent_are_read_in_one_way() -> None:
    files = [one for one in ROOT.rglob("*.py") if one.name != "sent.py"]
    assert len(files) > 100
    assert [one for file in files for one in _offences(file)] == []
