"""The bundle of a published ballot: everything that anyone needs to check and recount it, without a name.

The format is bundle_format.txt, or secret_format.txt at level S, which stands in every bundle as FORMAT.md. Files are
written piece by piece: a subdistrict's papers need no more memory than a compound's. The same ballot gives the same
bytes whenever it is packed, but for what witnesses signed since: `signed_by_witnesses` changes with it.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from yuanba.audit import logs, witnesses
from yuanba.audit.models import Checkpoint
from yuanba.ballots import queries, sealing
from yuanba.ballots.models import Ballot, BallotResult
from yuanba.kernel import canonical

PAGE = Path(__file__).parent / "bundle_format.txt"
SECRET_PAGE = Path(__file__).parent / "secret_format.txt"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CHUNK = 5000


def write(ballot: Ballot, target: Path, *, full: bool) -> Path:
    """The bundle stands at `target`, a .zip, whole or not at all; `full` opens the papers whoever the voters are.

    Raises Refused("ballots.not_published").
    """
    queries.public_result(ballot.pk)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, pieces in files(ballot, full=full):
                info = zipfile.ZipInfo(file, ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as member:
                    for piece in _joined(pieces):
                        member.write(piece)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def files(ballot: Ballot, *, full: bool) -> Iterator[tuple[str, Iterable[bytes]]]:
    """(name, lines or pieces) of every file, in the order of their names."""
    is_secret = ballot.level == "S"
    is_open = full or queries.opens_to_everybody(ballot)
    final, register, opening = _heads(ballot)
    yield "FORMAT.md", [(SECRET_PAGE if is_secret else PAGE).read_bytes()]
    yield "checkpoints/ballot", [witnesses.with_cosignatures(final).encode()]
    yield "checkpoints/register", [witnesses.with_cosignatures(register).encode()]
    yield "checkpoints/register-opening", [opening.note.encode()]
    yield "checkpoints/register.json", [_register(ballot, register, opening) + b"\n"]
    yield "checkpoints/witnesses", (f"{key}\n".encode() for key in witnesses.named())
    if is_open and queries.counts_silence(ballot):
        yield "deliveries.jsonl", queries.delivery_lines(ballot)
    yield "entries.jsonl", (body + b"\n" for index, body in queries.log_leaves(ballot.pk) if index)
    if is_secret:
        yield "key.json", [canonical.encode({"key": ballot.sealed.key}) + b"\n"]
    yield "manifest.json", [ballot.manifest.encode() + b"\n"]
    if is_open and not is_secret:
        yield "openings.jsonl", queries.openings(ballot.pk)
    yield "result.json", [BallotResult.objects.get(pk=ballot.pk).document.encode() + b"\n"]
    if is_open:
        yield "roll.jsonl", queries.roll_lines(ballot)
    if is_secret:
        yield "sealed/papers.jsonl", queries.sealed_lines(ballot)
        yield "sealed/sheets.jsonl", [ballot.sealed.sheets.encode()]
    yield "statements.jsonl", _statements(ballot)


def signed_by_witnesses(ballot: Ballot) -> str:
    """A short mark of all that witnesses signed about this ballot until now."""
    final, register, _opening = _heads(ballot)
    signed = [witnesses.with_cosignatures(final), witnesses.with_cosignatures(register), *witnesses.named()]
    return hashlib.sha256("\n".join(signed).encode() + b"".join(_statements(ballot))).hexdigest()[:12]


def _anchors(ballot: Ballot) -> list[tuple[int, str]]:
    """Where the register tells of this ballot: manifest, last root, result."""
    own = logs.beginning_with(logs.REGISTER, f'{{"ballot":"{ballot}",')
    final = logs.beginning_with(logs.REGISTER, f'{{"kind":"final","log":"{sealing.log_name(ballot.pk)}",')
    return sorted(own + final)


def _heads(ballot: Ballot) -> tuple[Checkpoint, Checkpoint, Checkpoint]:
    """The last head of the ballot's log, and the register's first heads that know the result and the manifest."""
    anchors = _anchors(ballot)
    final = queries.head(ballot.pk)
    register = logs.covering(logs.REGISTER, anchors[-1][0] + 1)
    opening = logs.covering(logs.REGISTER, anchors[0][0] + 1)
    assert final is not None and register is not None and opening is not None, "a counted ballot is in the register"
    return final, register, opening


def _register(ballot: Ballot, register: Checkpoint, opening: Checkpoint) -> bytes:
    way = logs.consistency(logs.REGISTER, opening.size, register.size)
    rows = [
        {
            "entry": canonical.decode(body.encode()),
            "index": index,
            "path": [one.hex() for one in logs.inclusion(index, register).hashes],
        }
        for index, body in _anchors(ballot)
    ]
    return canonical.encode({"consistency": [one.hex() for one in way], "entries": rows})


def _statements(ballot: Ballot) -> Iterator[bytes]:
    for one in witnesses.statements(sealing.log_name(ballot.pk)):
        yield canonical.encode({"line": one.line, "statement": canonical.decode(one.body.encode())}) + b"\n"


def _joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    stream = iter(lines)
    while batch := list(islice(stream, CHUNK)):
        yield b"".join(batch)
