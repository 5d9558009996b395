"""A notice as plain lines that an officer types, and back: "# " a heading, "- " a list, "a | b" a table, else a paragraph."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

HEADING, ITEM, CELL = "# ", "- ", " | "
Block = dict[str, Any]


def blocks(text: str) -> list[Block]:
    """The lines as blocks; an empty line ends a list or a table. The first line of a table is its head."""
    found: list[Block] = []
    for kind, some in groupby(text.splitlines(), key=_kind):
        lines = [line.strip() for line in some]
        if kind == "list":
            found.append({"type": "list", "items": [line[len(ITEM) :].strip() for line in lines]})
        elif kind == "table":
            found.append(_table(lines))
        elif kind == "heading":
            found += [{"type": "heading", "text": line[len(HEADING) :].strip()} for line in lines]
        elif kind == "paragraph":
            found += [{"type": "paragraph", "text": line} for line in lines]
    return found


def _kind(line: str) -> str:
    text = line.strip()
    if not text:
        return ""
    if text.startswith(HEADING):
        return "heading"
    if text.startswith(ITEM):
        return "list"
    return "table" if CELL in text else "paragraph"


def _table(lines: Sequence[str]) -> Block:
    """Rows are as wide as the head: a short one is filled up, what is too much goes into the last cell."""
    head = [cell.strip() for cell in lines[0].split(CELL)]
    rows = [[cell.strip() for cell in line.split(CELL, len(head) - 1)] for line in lines[1:]]
    return {"type": "table", "head": head, "rows": [row + [""] * (len(head) - len(row)) for row in rows]}


def lines_of(body: Iterable[Block]) -> str:
    """The text from which `blocks` makes the body again."""
    parts: list[str] = []
    for block in body:
        if block["type"] == "heading":
            parts.append(HEADING + block["text"])
        elif block["type"] == "list":
            parts.append("\n".join(ITEM + one for one in block["items"]))
        elif block["type"] == "table":
            parts.append("\n".join(CELL.join(row) for row in [block["head"], *block["rows"]]))
        else:
            parts.append(block["text"])
    return "\n\n".join(parts)
