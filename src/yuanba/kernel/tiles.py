"""A Merkle tree kept as tiles: 256 hashes wide and eight levels high, so that any proof reads a handful of them.

A tile at level 0 holds leaf hashes; each hash at level l+1 is the root of a full tile at level l. Everything here is
about positions and bytes; where tiles are kept is the caller's affair.
Source: https://c2sp.org/tlog-tiles ("Merkle Tree"), RFC 6962 section 2.1.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from yuanba.kernel.merkle import EMPTY_ROOT, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH_BYTES = 32
FULL_BYTES = WIDTH * HASH_BYTES
KEPT = 256  # tiles remembered with their rows, of 16 KB each

# (level, number) of a tile; its hashes one behind the other.
Place = tuple[int, int]
Tiles = Mapping[Place, bytes]


@dataclass(frozen=True, slots=True)
class Span:
    """The leaves [start, end) of a tree; `start` is a multiple of the power of two that covers the span."""

    start: int
    end: int

    def nodes(self) -> Iterator[tuple[int, int]]:
        """The complete subtrees that make up the span, from left to right, as (height, number at that height)."""
        start = self.start
        while start < self.end:
            height = (self.end - start).bit_length() - 1
            yield height, start >> height
            start += 1 << height


def right_edge(size: int) -> list[Place]:
    """The partial tiles of a tree of `size` leaves: those that the next leaves go on writing."""
    return [
        (level, (size >> HEIGHT * level) // WIDTH)
        for level in range((size.bit_length() + HEIGHT - 1) // HEIGHT)
        if (size >> HEIGHT * level) % WIDTH
    ]


def extended(size: int, edge: Tiles, leaves: Sequence[bytes]) -> dict[Place, bytes]:
    """The tiles that are new or longer when `leaves` follow a tree of `size`, given its right edge."""
    changed: dict[Place, bytes] = {}
    hashes, level, count = leaves, 0, size
    while hashes:
        complete: list[bytes] = []
        number, width = divmod(count, WIDTH)
        tile = bytearray(edge[level, number] if width else b"")
        assert len(tile) == width * HASH_BYTES, "the edge is not that of this tree"
        at = 0
        while at < len(hashes):
            part = hashes[at : at + WIDTH - width]
            tile += b"".join(part)
            at, width = at + len(part), width + len(part)
            changed[level, number] = bytes(tile)
            if width == WIDTH:
                complete.append(subtree(tile, 0, WIDTH))
                number, width, tile = number + 1, 0, bytearray()
        hashes, level, count = complete, level + 1, count >> HEIGHT
    return changed


def subtree(tile: bytes | bytearray, first: int, count: int) -> bytes:
    """The root over `count` hashes of a tile from the `first` on; `count` is a power of two that divides `first`."""
    height = count.bit_length() - 1
    at = (first >> height) * HASH_BYTES
    return _rows(bytes(tile))[height][at : at + HASH_BYTES]


@lru_cache(maxsize=KEPT)
def _rows(tile: bytes) -> tuple[bytes, ...]:
    """A tile and the rows of complete subtrees above it. The upper tiles of a tree are asked for in every proof."""
    rows, width = [tile], len(tile) // HASH_BYTES
    while width > 1:
        width >>= 1
        below = rows[-1]  # pair by pair; node_hash, without cutting a pair in two only to join it again
        pairs = [below[at : at + 2 * HASH_BYTES] for at in range(0, width * 2 * HASH_BYTES, 2 * HASH_BYTES)]
        rows.append(b"".join([sha256(b"\x01" + pair).digest() for pair in pairs]))
    return tuple(rows)


def inclusion_spans(index: int, size: int) -> list[Span]:
    """What the proof of leaf `index` in the tree of `size` leaves lists, lowest first. Raises IndexError."""
    if not 0 <= index < size:
        raise IndexError(index)
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """What the proof lists that the tree of `first` leaves begins the tree of `second`. Raises IndexError."""
    if not 0 <= first <= second:
        raise IndexError(first)
    if first in (0, second):
        return []
    spans: list[Span] = []
    start, end, is_whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        spans.append(Span(start, end))
    return spans[::-1]


def needed(spans: Iterable[Span]) -> set[Place]:
    """The tiles from which `fold` computes these spans."""
    return {_place(height, number)[0] for span in spans for height, number in span.nodes()}


def fold(span: Span, tiles: Tiles) -> bytes:
    """The Merkle tree hash of a span. Raises KeyError for a tile that is not there, ValueError for one too short."""
    hashes = [_node(height, number, tiles) for height, number in span.nodes()]
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def root_of(size: int, read: Callable[[set[Place]], Tiles]) -> bytes:
    """The root of the first `size` leaves; `read` is asked once for all tiles that it takes."""
    whole = Span(0, size)
    return fold(whole, read(needed([whole])))


def _node(height: int, number: int, tiles: Tiles) -> bytes:
    place, first, count = _place(height, number)
    tile = tiles[place]
    if len(tile) < (first + count) * HASH_BYTES:
        raise ValueError(f"tile {place} holds {len(tile)} bytes only")
    return subtree(tile, first, count)


def _place(height: int, number: int) -> tuple[Place, int, int]:
    """The tile of a complete subtree, and which of its hashes lie below it."""
    level, above = divmod(height, HEIGHT)
    tile, first = divmod(number << above, WIDTH)
    return (level, tile), first, 1 << above


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
