"""The gate before anything is published: no ID number, no mobile, no bank card in any block of a notice. Pure.

Source: 个人信息保护法 art. 25 (no publication without separate consent, C-004); cases in C-019.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuanba.kernel.normal import find_personal, redact
from yuanba.kernel.verdict import YES, Verdict, no

SOURCE = "PIPL 25"
KINDS = ("heading", "paragraph", "list", "table")
Block = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A personal number in the text at `path` ("title", "body[2].rows[0][1]"), by kind; the number itself is masked."""

    path: str
    kind: str
    masked: str


@dataclass(frozen=True)
class Change:
    """What redaction would do to one text. `before` is shown to whoever edits the notice, never logged."""

    path: str
    before: str
    after: str


def texts(title: str, body: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Every text of a notice with its path, in reading order."""
    yield "title", title
    for number, block in enumerate(body):
        yield from _walk(f"body[{number}]", {key: value for key, value in block.items() if key != "type"})


def _walk(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(f"{path}.{key}", inner)
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from _walk(f"{path}[{number}]", inner)


def findings(title: str, body: Sequence[Block]) -> tuple[Found, ...]:
    """Every personal number in title and body, in reading order.

    Each cell is read by itself: joining the cells of a row would make phones out of ranks and votes, and a notice that
    is refused by chance has no way out.
    """
    return tuple(
        Found(path, one.kind, redact(text[one.start : one.end]))
        for path, text in texts(title, body)
        for one in find_personal(text)
    )


def gate(title: str, body: Sequence[Block]) -> Verdict:
    """Yes, or `notice.personal_numbers` with how many there are and where the first one stands."""
    found = findings(title, body)
    if not found:
        return YES
    kinds = ", ".join(sorted({one.kind for one in found}))
    return no("notice.personal_numbers", SOURCE, number=len(found), kinds=kinds, where=found[0].path)


def redacted(title: str, body: Sequence[Block]) -> tuple[str, list[dict[str, Any]]]:
    """Title and body with every personal number masked; nothing else differs."""
    return redact(title), [{key: _map(value, redact) for key, value in block.items()} for block in body]


def _map(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map(inner, change) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_map(inner, change) for inner in value]
    return value


def preview(title: str, body: Sequence[Block]) -> tuple[Change, ...]:
    """What redaction would change, text by text: shown side by side before anybody agrees to it."""
    return tuple(Change(path, text, redact(text)) for path, text in texts(title, body) if redact(text) != text)


def well_formed(body: Any) -> Verdict:
    """The body is a list of known blocks with texts only."""
    if not isinstance(body, list) or not body:
        return no("notice.empty", SOURCE)
    for number, block in enumerate(body):
        if not isinstance(block, dict) or block.get("type") not in KINDS or not _fits(block):
            return no("notice.bad_block", SOURCE, number=number + 1)
    return YES


def _fits(block: dict[str, Any]) -> bool:
    kind = block["type"]
    if kind in {"heading", "paragraph"}:
        return set(block) == {"type", "text"} and isinstance(block["text"], str)
    if kind == "list":
        return set(block) == {"type", "items"} and _strings(block["items"])
    rows = block.get("rows")
    return (
        set(block) == {"type", "head", "rows"}
        and _strings(block["head"])
        and isinstance(rows, list)
        and all(_strings(row) and len(row) == len(block["head"]) for row in rows)
    )


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
