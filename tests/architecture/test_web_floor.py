"""The web writes nothing itself, and nobody else speaks HTTP."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yuanba"
WRITES = {"create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}
HTTP = (
    "django.http",
    "django.shortcuts",
    "django.urls",
    "django.views",
    "django.template",
    "django.middleware",
    "ninja",
)


def writes(tree: ast.AST) -> Iterator[str]:
    """Calls that look like a row being written: x.save(), x.create(…), rows.update(field=…), x.delete()."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute):
            continue
        name = call.func.attr
        # A workbook is saved to a file and a dictionary updated from another: those take a positional argument.
        on_a_row = name in {"save", "update"} and not call.args and (name == "save" or call.keywords)
        if name in WRITES or on_a_row:
            yield f"{call.lineno}: .{name}()"


def test_web_never_writes() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{call}"
        for path in (SOURCE / "web").rglob("*.py")
        for call in writes(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_check_sees_a_write() -> None:
    tree = ast.parse(
        "Entry.objects.create(name=1)\nentry.save()\nrows.update(state=2)\nbook.save(file)\nfacts.update(more)"
    )
    assert list(writes(tree)) == ["1: .create()", "2: .save()", "3: .update()"]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_domain_speaks_no_http() -> None:
    found = []
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] in {"web", "config"}:
            continue
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if any(name == banned or name.startswith(banned + ".") for banned in HTTP):
                found.append(f"{path.relative_to(SOURCE)}: {name}")
    assert found == []
