"""Reading a ballot's log: its entries, where a paper stands, and whether rows and log still agree."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from yuanba.audit import logs, proofs, witnesses
from yuanba.audit.models import Checkpoint
from yuanba.ballots import sealing, states
from yuanba.ballots.models import Ballot, BallotResult, LoggedPaper, Paper, PaperDetail
from yuanba.kernel import canonical, merkle
from yuanba.kernel.verdict import YES, Verdict, no

CHUNK = 5000
SOURCE = "the ballot's log"


@dataclass(frozen=True)
class Logged:
    """A paper in its log: leaf `index`, which is also its number among the papers, from 1, as the manifest is leaf 0.

    `proof` leads from the leaf to the newest signed head; `holds` says that it was walked, and arrived.
    """

    index: int
    size: int
    proof: proofs.Proof
    holds: bool


def logged(ballot_id: int, leaf_hash: str) -> Logged | None:
    """Where the paper with this leaf hash stands, with its proof; None if it has no place (yet). Four queries."""
    row = LoggedPaper.objects.filter(ballot_id=ballot_id, leaf_hash=leaf_hash).first()
    head = logs.latest(sealing.log_name(ballot_id))
    if row is None or head is None or row.index >= head.size:
        return None
    proof = replace(logs.inclusion(row.index, head), checkpoint=witnesses.with_cosignatures(head))
    root, leaf = bytes.fromhex(head.root_hash), bytes.fromhex(leaf_hash)
    holds = merkle.verify_inclusion(leaf, row.index, head.size, proof.hashes, root)
    return Logged(row.index, head.size, proof, holds)


def head(ballot_id: int) -> Checkpoint | None:
    """The newest signed head of the ballot's log."""
    return logs.latest(sealing.log_name(ballot_id))


def statement(ballot_id: int) -> str:
    """What is true to state of a published ballot: its log with so many leaves and this root led to this result."""
    found = head(ballot_id)
    result = BallotResult.objects.get(pk=ballot_id).document
    assert found is not None, "a published ballot has a head"
    return canonical.encode(
        {
            "ballot": sealing.log_name(ballot_id),
            "result": hashlib.sha256(result.encode()).hexdigest(),
            "root": found.root_hash,
            "size": found.size,
        }
    ).decode()


def log_leaves(ballot_id: int) -> Iterator[tuple[int, bytes]]:
    """(index, canonical bytes) of every leaf of the ballot's log, in order, made from the rows as they are now."""
    # Plain columns: a subdistrict's papers take a quarter of the time that they take as objects.
    fields = ("index", "paper__roll_row__code", "paper__commitment", "paper__channel", "paper__previous")
    besides = ("paper__sheet__leaf", "paper__detail__leaf")
    rows = LoggedPaper.objects.filter(ballot_id=ballot_id).order_by("index")
    papers = ((row[0], _leaf(ballot_id, *row[1:])) for row in rows.values_list(*fields, *besides).iterator(CHUNK))
    return _merged(logs.entries(sealing.log_name(ballot_id)), papers)


def _leaf(
    ballot_id: int,
    code: str,
    commitment: str,
    channel: str,
    previous: str,
    paper: dict[str, Any] | None,
    detail: dict[str, Any] | None,
) -> bytes:
    return sealing.leaf_bytes(
        ballot_id=ballot_id,
        code=code,
        commitment=commitment,
        channel=channel,
        previous=previous,
        besides=_besides(channel, paper, detail),
    )


def _besides(channel: str, paper: dict[str, Any] | None, detail: dict[str, Any] | None) -> dict[str, Any]:
    """What a leaf says besides: the sheet of a PAPER; the hall, the proxy."""
    return ({"paper": paper} if channel == Paper.Channel.PAPER else {}) | (detail or {})


def openings(ballot_id: int) -> Iterator[bytes]:
    """The canonical line of each code's last paper: choices, code, salt, and why it was voided, if it was."""
    fields = ("roll_row__code", "choices", "salt", "state", "voiding__case__kind")
    rows = Paper.objects.filter(ballot_id=ballot_id).order_by("roll_row__code", "attempt").values_list(*fields)
    held: tuple[str, ...] | None = None
    for row in rows.iterator(CHUNK):
        if held is not None and held[0] != row[0]:
            yield _opening(*held)
        held = row
    if held is not None:
        yield _opening(*held)


def _opening(code: str, choices: str, salt: str, state: str, kind: str | None) -> bytes:
    reason = kind or "" if state == states.VOIDED else ""
    return f'{{"choices":{choices},"code":"{code}","salt":"{salt}","void_reason":"{reason}"}}\n'.encode()


def leaf_of(paper: Paper) -> bytes:
    """The bytes of a paper's leaf, from its row, its roll row and its sheet."""
    sheet = paper.sheet.leaf if paper.channel == Paper.Channel.PAPER else None
    detail = PaperDetail.objects.filter(paper=paper).values_list("leaf", flat=True).first()
    return _leaf(paper.ballot_id, paper.roll_row.code, paper.commitment, paper.channel, paper.previous, sheet, detail)


def check_log(ballot_id: int, known: tuple[str, ...] = ()) -> Verdict:
    """Yes if manifest, papers, places, tiles and signed heads of a ballot agree; otherwise what differs first.

    Codes: those of audit.logs.check; ballots.log_leaf_differs, .log_paper_removed, .log_paper_inserted,
    .log_choice_differs, .log_manifest_differs. Reads every paper once, in constant memory.
    """
    name = sealing.log_name(ballot_id)
    whole = logs.check(name, known)
    if not whole:
        return whole
    ballot, size = Ballot.objects.get(pk=ballot_id), logs.size_of(name)
    found = _check_manifest(ballot, size)
    if found is None:
        found = _check_leaves(ballot_id, name, size)
    if found is None and logs.final([name]):
        found = _check_surplus(ballot_id)
    return YES if found is None else found


def _check_manifest(ballot: Ballot, size: int) -> Verdict | None:
    if not size:
        return None
    digest = hashlib.sha256(ballot.manifest.encode()).hexdigest()
    first = next(iter(logs.entries(sealing.log_name(ballot.pk), 0, 1)), (0, ""))
    if first[1] != ballot.manifest or digest != ballot.manifest_hash:
        return no("ballots.log_manifest_differs", SOURCE, ballot=ballot.pk)
    return None


def _check_leaves(ballot_id: int, name: str, size: int) -> Verdict | None:
    """Every leaf, made anew from the rows, is the one in the log, and opens to the choices that are stored."""
    number, hashes, place = -1, b"", -1
    for place, (index, body) in enumerate(log_leaves(ballot_id)):
        if index != place or index >= size:
            return no("ballots.log_paper_removed", SOURCE, ballot=ballot_id, index=place)
        if index >> 8 != number:
            number = index >> 8
            hashes = logs.tile(name, 0, number) or b""
        if merkle.leaf_hash(body) != hashes[(index & 255) * 32 :][:32]:
            return no("ballots.log_leaf_differs", SOURCE, ballot=ballot_id, index=index)
    if place + 1 < size:
        return no("ballots.log_paper_removed", SOURCE, ballot=ballot_id, index=place + 1)
    rows = LoggedPaper.objects.filter(ballot_id=ballot_id).order_by("index")
    fields = ("index", "paper__salt", "paper__choices", "paper__commitment")
    for index, salt, choices, commitment in rows.values_list(*fields).iterator(CHUNK):
        if sealing.commitment_of(salt, choices) != commitment:
            return no("ballots.log_choice_differs", SOURCE, ballot=ballot_id, index=index)
    return None


def _check_surplus(ballot_id: int) -> Verdict | None:
    surplus = Paper.objects.filter(ballot_id=ballot_id, logged__isnull=True).count()
    return no("ballots.log_paper_inserted", SOURCE, ballot=ballot_id, papers=surplus) if surplus else None


def _merged(kept: Iterator[tuple[int, str]], papers: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Both, by index."""
    paper = next(papers, None)
    for index, body in kept:
        while paper is not None and paper[0] < index:
            yield paper
            paper = next(papers, None)
        yield index, body.encode()
    while paper is not None:
        yield paper
        paper = next(papers, None)
