"""A witness at work: it fetches a log's head, and believes it only if it continues everything that it saw before.

Runs elsewhere, with a folder and a key of its own, and without a database. What it saw is on disk before it cosigns.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from yuanba.audit import notes
from yuanba.kernel import merkle, tiles

# What answers for a path below the log's address: "checkpoint", "tile/0/000.p/3".
Fetch = Callable[[str], bytes]


class Misbehaved(Exception):
    """The log showed a head that does not continue what it showed before. The evidence is kept in the folder."""


@dataclass(frozen=True)
class Seen:
    """The largest head of a log that was consistent with all before it."""

    size: int
    root: str
    note: str


def look(*, origin: str, public: bytes, fetch: Fetch, folder: Path) -> Seen:
    """The log's head now, after it was proved to continue the one seen last; it is remembered.

    Raises Misbehaved for a rollback or a fork, notes.BadNote for what is no head of this log.
    """
    note = fetch("checkpoint").decode("utf-8")
    head = notes.open_checkpoint(note, origin, public)
    if head.origin != origin:
        raise notes.BadNote(f"a head of {head.origin}")
    seen = Seen(head.size, head.root.hex(), note)
    before = remembered(origin, folder)
    if before is not None:
        why = _difference(before, seen, fetch)
        if why:
            _keep(folder / f"{_file(origin)}.evidence.json", {"why": why, "before": before.note, "now": note})
            raise Misbehaved(f"{origin}: {why}")
    _keep(folder / f"{_file(origin)}.json", asdict(seen))
    return seen


def remembered(origin: str, folder: Path) -> Seen | None:
    """What was seen last of this log."""
    file = folder / f"{_file(origin)}.json"
    return Seen(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else None


def _difference(before: Seen, seen: Seen, fetch: Fetch) -> str:
    """Why `seen` does not continue `before`; "" if it does."""
    if seen.size < before.size:
        return f"it was rolled back from {before.size} to {seen.size} leaves"
    if seen.size == before.size:
        return "" if seen.root == before.root else f"it shows two different trees of {seen.size} leaves"
    spans = tiles.consistency_spans(before.size, seen.size)
    found = {place: fetch(_path(place, seen.size)) for place in tiles.needed(spans)}
    proof = [tiles.fold(span, found) for span in spans]
    first, second = bytes.fromhex(before.root), bytes.fromhex(seen.root)
    if merkle.verify_consistency(before.size, seen.size, first, second, proof):
        return ""
    return f"its tree of {seen.size} leaves does not begin with the one of {before.size} that it signed before"


def _path(place: tiles.Place, size: int) -> str:
    """The address of a tile in a tree of this size. Source: https://c2sp.org/tlog-tiles."""
    level, number = place
    width = min(tiles.WIDTH, (size >> tiles.HEIGHT * level) - number * tiles.WIDTH)
    partial = "" if width == tiles.WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(_groups(number))}{partial}"


def _groups(number: int) -> Iterator[str]:
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    for at in range(0, len(digits), 3):
        yield ("x" if at + 3 < len(digits) else "") + digits[at : at + 3]


def _file(origin: str) -> str:
    return "".join(char if char.isalnum() or char in ".-" else "_" for char in origin)


def _keep(file: Path, document: dict[str, object]) -> None:
    """The document is on disk, whole, or the old one still is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump(document, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
