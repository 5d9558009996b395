"""Secrets as people write them: lines of 13 signs of Crockford's alphabet, each line with a check sign.

The check finds every single wrong sign of a line and every two that were swapped, and says in which line.
Source: docs/reference/secret-ballots.md, "As text" and "Shares".
"""

import hashlib
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
LINE = 13
SKIPPED = " -\n\r\t\u3000"
SEED_BYTES, SHARE_BYTES, TAG_BYTES = 32, 40, 6
SEED_QR, SHARE_QR = "YUANBA-SEED:1:", "YUANBA-SHARE:1:"


class BadCode(ValueError):
    """The text cannot be read; `line` (from 1) says where, 0 if signs are missing or too many."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Share:
    """The share `y` of trustee `x`, and the tag that names the key it belongs to."""

    x: int
    y: int
    tag: bytes


def written(data: bytes) -> str:
    """The signs without blanks: for every line of 13 one check sign."""
    spare = -len(data) * 8 % (LINE * 5)
    number = int.from_bytes(data) << spare
    count = (len(data) * 8 + spare) // 5
    values = [number >> 5 * (count - 1 - at) & 31 for at in range(count)]
    lines = (values[at : at + LINE] for at in range(0, count, LINE))
    return "".join(ALPHABET[value] for line in lines for value in [*line, _check(line)])


def shown(text: str) -> list[str]:
    """The same in lines to print, 4, 5 and 5 signs apart."""
    lines = (text[at : at + LINE + 1] for at in range(0, len(text), LINE + 1))
    return [f"{line[:4]}-{line[4:9]}-{line[9:]}" for line in lines]


def read(text: str, length: int) -> bytes:
    """The `length` bytes that were written. Raises BadCode."""
    signs = [sign for sign in text.upper() if sign not in SKIPPED]
    spare = -length * 8 % (LINE * 5)
    count = (length * 8 + spare) // (LINE * 5)
    for at, sign in enumerate(signs):
        if sign not in VALUES:
            raise BadCode(min(at // (LINE + 1) + 1, count))
    if len(signs) != count * (LINE + 1):
        raise BadCode(0)
    number = 0
    for line in range(count):
        *values, check = (VALUES[sign] for sign in signs[line * (LINE + 1) : (line + 1) * (LINE + 1)])
        if _check(values) != check:
            raise BadCode(line + 1)
        for value in values:
            number = number << 5 | value
    if number & (1 << spare) - 1:
        raise BadCode(count)
    return (number >> spare).to_bytes(length)


def share_text(share: Share) -> str:
    return written(b"\x01" + share.x.to_bytes(1) + share.y.to_bytes(32) + share.tag)


def read_share(text: str) -> Share:
    """The share of this text, or of its QR. Raises BadCode."""
    data = read(text.rpartition(":")[2], SHARE_BYTES)
    if data[0] != 1:
        raise BadCode(1)
    return Share(data[1], int.from_bytes(data[2:34]), data[34:])


def read_seed(text: str) -> bytes:
    """The seed of this text, or of its QR. Raises BadCode."""
    return read(text.rpartition(":")[2], SEED_BYTES)


def share_tag(sealing: bytes, x: int, y: int) -> bytes:
    told = b"yuanba-share/1\x00" + sealing + x.to_bytes(1) + y.to_bytes(32)
    return hashlib.sha256(told).digest()[:TAG_BYTES]


def share_hash(x: int, y: int) -> str:
    """What the manifest says of a share."""
    return hashlib.sha256(x.to_bytes(1) + y.to_bytes(32)).hexdigest()


def _check(values: list[int]) -> int:
    """a·v0 + a²·v1 + … in GF(32), a = 2, polynomial x⁵ + x² + 1."""
    total, power = 0, 1
    for value in values:
        power = _times(power, 2)
        total ^= _times(power, value)
    return total


def _times(a: int, b: int) -> int:
    found = 0
    while b:
        if b & 1:
            found ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return found
