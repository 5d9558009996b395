"""Reading the logs: their names, heads, entries and proofs, and whether what is stored still is what was signed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from yuanba.audit import notes, proofs
from yuanba.audit.models import Checkpoint, Log, LogEntry, Tile
from yuanba.kernel import merkle, tiles
from yuanba.kernel.verdict import YES, Verdict, no

AUDIT = "audit"
REGISTER = "register"
SOURCE = "the signed heads of the log"


def origin(log: str) -> str:
    """The name under which a log's heads are signed (C2SP: the address of its files, without the scheme)."""
    base = settings.AUDIT_ORIGIN
    return str(base) if log == AUDIT else f"{base.removesuffix('/audit')}/logs/{log}"


def signing_key() -> Ed25519PrivateKey:
    """The deployment's key for the heads of all its logs, made on first use under DATA_DIR/keys."""
    return _key(f"{settings.DATA_DIR}/keys/audit.ed25519")


@cache
def _key(file: str) -> Ed25519PrivateKey:
    return notes.load_or_create_key(Path(file))


def public_key() -> bytes:
    return notes.public_bytes(signing_key())


def verifier_key(log: str) -> str:
    """The public half, as C2SP tools read it for this log."""
    return notes.verifier_key(origin(log), public_key())


def latest(log: str) -> Checkpoint | None:
    """The newest signed head of a log."""
    return Checkpoint.objects.filter(log__name=log).order_by("-size").first()


def covering(log: str, size: int) -> Checkpoint | None:
    """The first signed head that holds at least `size` leaves."""
    return Checkpoint.objects.filter(log__name=log, size__gte=size).order_by("size").first()


def size_of(log: str) -> int:
    """How many leaves a log has; 0 where there is none."""
    return Log.objects.filter(name=log).values_list("size", flat=True).first() or 0


def final(names: Iterable[str]) -> set[str]:
    """Those of the logs that take nothing more."""
    return set(Log.objects.filter(name__in=list(names), is_final=True).values_list("name", flat=True))


def entries(log: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """(index, canonical text) of the leaves of [start, end) that the log itself keeps, in order."""
    rows = LogEntry.objects.filter(log__name=log, index__gte=start).order_by("index")
    if end is not None:
        rows = rows.filter(index__lt=end)
    return rows.values_list("index", "body").iterator(2000)


def beginning_with(log: str, beginning: str) -> list[tuple[int, str]]:
    """(index, canonical text) of the entries whose text begins so, in order. Reads all entries of the log."""
    rows = LogEntry.objects.filter(log__name=log, body__startswith=beginning).order_by("index")
    return list(rows.values_list("index", "body"))


def tile(log: str, level: int, number: int) -> bytes | None:
    """The hashes of a tile, as many as there are now."""
    row = Tile.objects.filter(log__name=log, level=level, number=number).values_list("hashes", flat=True).first()
    return None if row is None else bytes(row)


def inclusion(index: int, checkpoint: Checkpoint) -> proofs.Proof:
    """The proof that leaf `index` of a log stands under this signed head of it. One query. Raises IndexError."""
    path = _folded(checkpoint.log_id, tiles.inclusion_spans(index, checkpoint.size))
    return proofs.Proof(index, tuple(path), checkpoint.note)


def consistency(log: str, first: int, second: int) -> list[bytes]:
    """The hashes that show the tree of `first` leaves to begin the tree of `second`. Raises IndexError, KeyError."""
    row = Log.objects.get(name=log)
    if second > row.size:
        raise IndexError(second)
    return _folded(row.pk, tiles.consistency_spans(first, second))


def _folded(log_id: int, spans: Sequence[tiles.Span]) -> list[bytes]:
    found = read(log_id, tiles.needed(spans))
    return [tiles.fold(span, found) for span in spans]


def read(log_id: int, places: Collection[tiles.Place]) -> dict[tiles.Place, bytes]:
    """Those of the tiles that are there, in one query."""
    if not places:
        return {}
    # Plain SQL: building the same question as objects takes longer than answering it and computing the proof.
    rows = "SELECT level, number, hashes FROM audit_tile WHERE log_id = %s AND level = %s AND number IN ({})"
    parts, values = [], []
    for level in {level for level, _ in places}:
        numbers = [number for at, number in places if at == level]
        parts.append(rows.format(", ".join(["%s"] * len(numbers))))
        values += [log_id, level, *numbers]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}


def check(log: str, known: Sequence[str] = ()) -> Verdict:
    """Yes if tiles, entries, frontier and signed heads of a log agree; otherwise what differs.

    `known` holds signed notes that were kept elsewhere. Reads every tile once. Codes: audit.checkpoint_bad,
    audit.removed, audit.inserted, audit.tile_differs, audit.history_differs, audit.entry_differs.
    """
    try:
        signed = dict(heads(log, known))
    except notes.BadNote as error:
        return no("audit.checkpoint_bad", SOURCE, log=log, why=str(error))
    row = Log.objects.filter(name=log).first() or Log(name=log)
    found = _check_tiles(row, signed)
    if found is None:  # a refusal is false: "or" would pass over it
        found = _check_entries(row)
    return YES if found is None else found


def heads(log: str, known: Sequence[str] = ()) -> Iterator[tuple[int, bytes]]:
    """(size, root) of every signed head stored or given. Raises BadNote for one that is not ours, or a fork."""
    public, name = public_key(), origin(log)
    seen: dict[int, bytes] = {}
    rows = Checkpoint.objects.filter(log__name=log).order_by("size").values_list("size", "root_hash", "note")
    for size, root_hash, note in rows.iterator():
        head = notes.open_checkpoint(note, name, public)
        if (head.origin, head.size, head.root.hex()) != (name, size, root_hash):
            raise notes.BadNote(f"row and note of checkpoint {size} differ")
        seen[size] = head.root
    for note in known:
        head = notes.open_checkpoint(note, name, public)
        if head.origin != name:
            raise notes.BadNote(f"a head of {head.origin}")
        if seen.setdefault(head.size, head.root) != head.root:
            raise notes.BadNote(f"two heads of size {head.size}")
    yield from seen.items()


def _check_tiles(row: Log, signed: dict[int, bytes]) -> Verdict | None:
    """Tiles of every level cover the tree, each hash above is the root of a tile below, and the heads are its roots.

    Leaves that a sequencer adds meanwhile are left out.
    """
    if row.size != max(row.size, *signed, 0) or (row.size and row.size not in signed):
        return no("audit.removed", SOURCE, log=row.name, sequence=row.size)
    frontier, below = merkle.Frontier(), b""
    for level in range((row.size.bit_length() + tiles.HEIGHT - 1) // tiles.HEIGHT):
        roots, seen = bytearray(), 0
        for seen, hashes in enumerate(_cut_tiles(row, level), start=1):
            if level and hashes != below[(seen - 1) * tiles.FULL_BYTES :][: len(hashes)]:
                return _differs(row, level, seen - 1)
            if level == 0 and not _grow(frontier, hashes, signed):
                return no("audit.history_differs", SOURCE, log=row.name, after=0, up_to=frontier.size)
            roots += _root_if_full(hashes)
        if seen < _tiles_at(row.size, level):
            return _differs(row, level, seen)
        below = bytes(roots)
    return _check_end(row, frontier)


def _differs(row: Log, level: int, number: int) -> Verdict:
    return no("audit.tile_differs", SOURCE, log=row.name, level=level, number=number)


def _root_if_full(hashes: bytes) -> bytes:
    return tiles.subtree(hashes, 0, tiles.WIDTH) if len(hashes) == tiles.FULL_BYTES else b""


def _tiles_at(size: int, level: int) -> int:
    return -(-(size >> tiles.HEIGHT * level) // tiles.WIDTH)


def _cut_tiles(row: Log, level: int) -> Iterator[bytes]:
    """The tiles of a level for the tree of row.size, as far as they follow each other and are long enough."""
    count = row.size >> tiles.HEIGHT * level
    rows = Tile.objects.filter(log_id=row.pk, level=level, number__lt=_tiles_at(row.size, level)).order_by("number")
    for place, (number, hashes) in enumerate(rows.values_list("number", "hashes").iterator(200)):
        length = min(tiles.WIDTH, count - place * tiles.WIDTH) * tiles.HASH_BYTES
        if number != place or len(hashes) < length:
            return
        yield bytes(hashes[:length])


def _check_end(row: Log, frontier: merkle.Frontier) -> Verdict | None:
    """The frontier is that of the leaves, and no tile is there, nor longer, that a tree of this size has not.

    A log that has grown meanwhile is left alone.
    """
    if row.frontier != [node.hex() for node in frontier.nodes]:
        return no("audit.history_differs", SOURCE, log=row.name, after=0, up_to=row.size)
    levels = range((row.size.bit_length() + tiles.HEIGHT - 1) // tiles.HEIGHT)
    expected = sum(_tiles_at(row.size, level) for level in levels)
    edge = read(row.pk, tiles.right_edge(row.size))
    surplus = [
        place
        for place, hashes in edge.items()
        if len(hashes) != (row.size >> tiles.HEIGHT * place[0]) % tiles.WIDTH * tiles.HASH_BYTES
    ]
    if Tile.objects.filter(log_id=row.pk).count() == expected and not surplus:
        return None
    if size_of(row.name) != row.size:
        return None
    return no("audit.inserted", SOURCE, log=row.name, sequence=row.size)


def _grow(frontier: merkle.Frontier, hashes: bytes, signed: dict[int, bytes]) -> bool:
    for at in range(0, len(hashes), tiles.HASH_BYTES):
        frontier.append(hashes[at : at + tiles.HASH_BYTES])
        if frontier.size in signed and signed[frontier.size] != frontier.root():
            return False
    return True


def _check_entries(row: Log) -> Verdict | None:
    """Every entry that the log keeps hashes to its leaf, and none stands behind the end."""
    number, hashes = -1, b""
    for index, body in entries(row.name):
        if index >= row.size:
            return no("audit.inserted", SOURCE, log=row.name, sequence=index)
        if index // tiles.WIDTH != number:
            number = index // tiles.WIDTH
            hashes = tile(row.name, 0, number) or b""
        at = index % tiles.WIDTH * tiles.HASH_BYTES
        if merkle.leaf_hash(body.encode()) != hashes[at : at + tiles.HASH_BYTES]:
            return no("audit.entry_differs", SOURCE, log=row.name, sequence=index)
    if row.name == REGISTER and LogEntry.objects.filter(log_id=row.pk).count() != row.size:
        return no("audit.removed", SOURCE, log=row.name, sequence=row.size)
    return None
