"""What changed between two texts, by clauses: short enough to see, long enough to read. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

CLAUSE = re.compile(r"[^，。；：、！？,.;:!?\n]*(?:[，。；：、！？,;:!?\n]|\.(?=\s|$)|\.|$)\s?")
SAME, GONE, NEW = "same", "gone", "new"


def clauses(text: str) -> list[str]:
    return [part for part in CLAUSE.findall(text) if part]


def changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """(SAME, GONE or NEW, words) in reading order; what went stands before what came."""
    before, after = clauses(old), clauses(new)
    for verb, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            yield SAME, "".join(before[i:j])
            continue
        if i < j:
            yield GONE, "".join(before[i:j])
        if k < m:
            yield NEW, "".join(after[k:m])
