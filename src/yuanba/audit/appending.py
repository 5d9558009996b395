"""The one way in which any log grows: leaves, tiles, frontier and signed head in one transaction, under the lease."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yuanba.audit import logs, notes
from yuanba.audit.models import Checkpoint, Log, LogEntry, Tile
from yuanba.kernel import canonical, merkle, tiles


class LogIsFinal(RuntimeError):
    """A log that was closed takes nothing more; whoever appends has to have asked before."""


def lease() -> None:
    """The caller is the one sequencer until its transaction ends; another waits here. Whoever dies lets go."""
    _locked(logs.REGISTER)


@transaction.atomic(savepoint=False)
def append(*, log: str, leaves: Sequence[bytes], now: datetime, is_final: bool = False) -> int:
    """These leaf hashes stand at the end of the log, under a signed head; the index of the first.

    All or nothing, in the caller's transaction if there is one. Raises LogIsFinal.
    """
    lease()
    row = _locked(log)
    if row.is_final:
        raise LogIsFinal(log)
    first = row.size
    if leaves:
        _extend(row, leaves)
        _sign_head(row, now)
    row.is_final = is_final
    row.save(update_fields=["size", "frontier", "is_final"])
    return first


@transaction.atomic(savepoint=False)
def write(*, log: str, entries: Sequence[bytes], now: datetime, is_final: bool = False) -> int:
    """These entries (canonical bytes) are kept and stand at the end of the log; the index of the first.

    Raises LogIsFinal.
    """
    first = append(log=log, leaves=[merkle.leaf_hash(body) for body in entries], now=now, is_final=is_final)
    held = Log.objects.get(name=log)
    LogEntry.objects.bulk_create(
        LogEntry(log=held, index=first + place, body=body.decode()) for place, body in enumerate(entries)
    )
    return first


@transaction.atomic(savepoint=False)
def anchor(*, log: str, now: datetime) -> bool:
    """The register tells of the log's newest head; False if it did so before, or there is none."""
    lease()
    row = Log.objects.filter(name=log).first()
    head = logs.latest(log)
    if row is None or head is None or row.anchored >= head.size:
        return False
    told = {
        "kind": "final" if row.is_final else "head",
        "log": log,
        "origin": logs.origin(log),
        "root": head.root_hash,
        "size": head.size,
    }
    write(log=logs.REGISTER, entries=[canonical.encode(told)], now=now)
    row.anchored = head.size
    row.save(update_fields=["anchored"])
    return True


def _locked(log: str) -> Log:
    row = Log.objects.select_for_update().filter(name=log).first()
    if row is None:
        Log.objects.get_or_create(name=log)
        row = Log.objects.select_for_update().get(name=log)
    return row


def _extend(row: Log, leaves: Sequence[bytes]) -> None:
    """Tiles and frontier hold the new leaves."""
    edge = logs.read(row.pk, tiles.right_edge(row.size))
    changed = tiles.extended(row.size, edge, leaves)
    Tile.objects.bulk_create(
        [Tile(log=row, level=level, number=number, hashes=data) for (level, number), data in changed.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["log", "level", "number"],
        update_fields=["hashes"],
    )
    frontier = merkle.Frontier(row.size, [bytes.fromhex(node) for node in row.frontier])
    for leaf in leaves:
        frontier.append(leaf)
    row.size, row.frontier = frontier.size, [node.hex() for node in frontier.nodes]


def _sign_head(row: Log, now: datetime) -> None:
    frontier = merkle.Frontier(row.size, [bytes.fromhex(node) for node in row.frontier])
    name = logs.origin(row.name)
    head = notes.Head(name, row.size, frontier.root())
    note = notes.sign(notes.checkpoint_text(head), name, logs.signing_key())
    Checkpoint.objects.create(log=row, size=head.size, root_hash=head.root.hex(), note=note, at=now)
