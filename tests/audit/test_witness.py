"""A witness believes what continues what it saw, refuses rollbacks and forks with evidence, and cosigns the rest."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yuanba.audit import appending, cosignatures, logs, notes, watching, witnesses
from yuanba.audit.models import Checkpoint, Cosignature
from yuanba.kernel import merkle

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(1000)]
NAME = "ballot:7"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = cosignatures.verifier_key("neighbour.example/w", KEY)


def grow(*sizes: int) -> None:
    before = logs.size_of(NAME)
    for size in sizes:
        appending.append(log=NAME, leaves=LEAVES[before:size], now=NOW)
        before = size


def served(path: str) -> bytes:
    """What the site would answer."""
    if path == "checkpoint":
        head = logs.latest(NAME)
        assert head is not None
        return head.note.encode()
    _, level, rest = path.split("/", 2)
    number, _, width = rest.partition(".p/")
    tile = logs.tile(NAME, int(level), int(number.replace("x", "").replace("/", "")))
    assert tile is not None
    return tile[: int(width or 256) * 32]


def look(folder: Path, fetch=served) -> watching.Seen:
    return watching.look(origin=logs.origin(NAME), public=logs.public_key(), fetch=fetch, folder=folder)


def head_of(leaves: list[bytes]) -> str:
    name = logs.origin(NAME)
    head = notes.Head(name, len(leaves), merkle.root(leaves))
    return notes.sign(notes.checkpoint_text(head), name, logs.signing_key())


def test_a_witness_follows_a_log_that_only_grows(tmp_path: Path) -> None:
    for size in (1, 255, 256, 257, 700, 700):
        if logs.size_of(NAME) < size:
            grow(size)
        assert look(tmp_path).size == size
    assert watching.remembered(logs.origin(NAME), tmp_path).size == 700


@pytest.mark.parametrize("size", [299, 300, 600])
def test_a_rollback_and_a_fork_are_refused_and_kept_as_evidence(tmp_path: Path, size: int) -> None:
    grow(300)
    look(tmp_path)
    grow(600)
    forged = head_of([*LEAVES[:7], LEAVES[999], *LEAVES[8:size]])

    def fetch(path: str) -> bytes:
        return forged.encode() if path == "checkpoint" else served(path)

    with pytest.raises(watching.Misbehaved):
        look(tmp_path, fetch)
    assert watching.remembered(logs.origin(NAME), tmp_path).size == 300
    evidence = next(tmp_path.glob("*.evidence.json")).read_text()
    assert forged.split("\n")[2] in evidence
    assert look(tmp_path).size == 600  # an honest head later is still believed


def test_a_head_of_another_key_or_log_is_no_head(tmp_path: Path) -> None:
    grow(3)
    for note in (
        notes.sign(notes.checkpoint_text(notes.Head(logs.origin(NAME), 3, LEAVES[0])), logs.origin(NAME), KEY),
        notes.sign("other\n3\nAAAA\n", logs.origin(NAME), logs.signing_key()),
        "nonsense",
    ):
        with pytest.raises(notes.BadNote):
            look(tmp_path, lambda path, note=note: note.encode())
    assert watching.remembered(logs.origin(NAME), tmp_path) is None


def test_cosignatures_are_taken_in_from_known_witnesses_once() -> None:
    grow(3)
    note = logs.latest(NAME).note
    line = cosignatures.cosign(note, "neighbour.example/w", KEY, NOW)
    assert witnesses.collect(log=NAME, text=f"3\n{line}\n", now=NOW).code == "audit.witness_unknown"
    witnesses.name(key=WITNESS, now=NOW)
    for _ in range(2):
        assert witnesses.collect(log=NAME, text=f"3\n{line}\n", now=NOW)
    assert Cosignature.objects.count() == 1
    (one,) = witnesses.cosigned(NAME)
    assert (one.checkpoint.size, one.at, one.behind) == (3, NOW, 0)
    whole = witnesses.with_cosignatures(Checkpoint.objects.get(log__name=NAME))
    assert whole == note + line + "\n"
    assert notes.open_checkpoint(whole, logs.origin(NAME), logs.public_key()).size == 3
    grow(5)
    assert witnesses.cosigned(NAME)[0].behind == 2


def test_bad_cosignatures_are_not_kept() -> None:
    grow(3, 5)
    witnesses.name(key=WITNESS, now=NOW)
    note = Checkpoint.objects.get(log__name=NAME, size=3).note
    line = cosignatures.cosign(note, "neighbour.example/w", KEY, NOW)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = cosignatures.cosign(note, "neighbour.example/w", stranger, NOW)
    late = cosignatures.cosign(note, "neighbour.example/w", KEY, NOW + timedelta(hours=1))
    cases = {
        "": "audit.cosignature_unreadable",
        "three\n" + line: "audit.cosignature_unreadable",
        "9\n" + line: "audit.head_unknown",
        "5\n" + line: "audit.cosignature_bad",
        "3\n" + forged: "audit.cosignature_bad",
        "3\n" + late: "audit.cosignature_bad",
        "3\n" + line[:-8]: "audit.cosignature_bad",
    }
    for text, code in cases.items():
        assert witnesses.collect(log=NAME, text=text, now=NOW).code == code, text
    assert not Cosignature.objects.exists()


def test_a_witness_keeps_its_first_key() -> None:
    witnesses.name(key=WITNESS, now=NOW)
    other = cosignatures.verifier_key("neighbour.example/w", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(notes.BadNote):
        witnesses.name(key=other, now=NOW)
    for bad in ("", "a+b", WITNESS[:-4], WITNESS.replace("neighbour", "stranger"), logs.verifier_key(NAME)):
        with pytest.raises(notes.BadNote):
            witnesses.name(key=bad, now=NOW)


def test_the_example_of_the_specification_verifies() -> None:
    """The witness w1 of c2sp.org/tlog-cosignature; its key is not published there, so that only the shape is held."""
    note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    line = cosignatures.cosign(note, "w", KEY, datetime.fromtimestamp(1679315147, UTC))
    assert cosignatures._message("cosignature/v1", 1679315147, note.partition("\n\n")[0]).decode() == (
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )
    at = cosignatures.opened(note, line, cosignatures.verifier_key("w", KEY))
    assert at == datetime.fromtimestamp(1679315147, UTC)
