"""Drawing lots that anybody can repeat: the pool's hash is published first, then a later public draw names the seed."""

import hashlib
from collections.abc import Sequence


def draw(pool: Sequence[str], k: int, seed: str) -> list[str]:
    """The `k` items of the pool with the smallest SHA-256(seed ‖ 0x00 ‖ item), smallest first, whatever their order.

    Raises ValueError if k exceeds the pool or an item stands twice (it would draw twice).
    """
    _check(pool)
    if not 0 <= k <= len(pool):
        raise ValueError(f"cannot draw {k} of {len(pool)}")
    prefix = seed.encode() + b"\x00"
    return sorted(pool, key=lambda item: hashlib.sha256(prefix + item.encode()).digest())[:k]


def pool_hash(pool: Sequence[str]) -> str:
    """The SHA-256, in hex, of the items one per line in byte order (`LC_ALL=C sort pool.txt | sha256sum`)."""
    _check(pool)
    lines = sorted(item.encode() + b"\n" for item in pool)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _check(pool: Sequence[str]) -> None:
    if len(set(pool)) != len(pool):
        raise ValueError("an item stands twice in the pool")
    if any("\n" in item for item in pool):
        raise ValueError("an item holds a line break")
