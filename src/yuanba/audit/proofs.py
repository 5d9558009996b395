"""Proofs as text that anybody's tools can check without asking us: leaf, place, path to the root, signed head.

Source: https://c2sp.org/tlog-proof (version 1).
"""

import base64
import binascii
import re
from dataclasses import dataclass

FIRST_LINE = "c2sp.org/tlog-proof@v1"
# A path of 63 hashes leads to the root of 2^63 leaves, which no log of ours has; longer ones are refused unread.
MOST_HASHES = 63
LIMIT_CHARACTERS = 65_535
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class BadProof(ValueError):
    """The text is no proof."""


@dataclass(frozen=True)
class Proof:
    """Leaf `index` stands in the tree whose signed head is `checkpoint`; `hashes` lead to its root, lowest first."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def text(self) -> str:
        """The proof as C2SP writes it."""
        lines = [FIRST_LINE]
        if self.extra:
            lines.append(f"extra {_b64(self.extra)}")
        lines += [f"index {self.index}", *map(_b64, self.hashes), "", self.checkpoint]
        return "\n".join(lines)


def parse(text: str) -> Proof:
    """The proof that a text holds; nothing of it is proved yet. Raises BadProof."""
    if len(text) > LIMIT_CHARACTERS:
        raise BadProof("too long")
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != FIRST_LINE:
        raise BadProof(f"it does not begin with {FIRST_LINE}")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = _bytes(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index ") or not NUMBER.fullmatch(lines[0][6:]):
        raise BadProof("it names no index")
    hashes = [_bytes(line) for line in lines[1:]]
    if len(hashes) > MOST_HASHES or any(len(one) != 32 for one in hashes):
        raise BadProof("its path is none of SHA-256")
    return Proof(int(lines[0][6:]), tuple(hashes), checkpoint, extra)


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadProof("a line is no Base64") from error
    if _b64(data) != text:  # one spelling only
        raise BadProof("a line is no Base64")
    return data


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
