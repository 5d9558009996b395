"""Named logs: they only grow, anybody can check them, and nobody who owns the database changes them unseen."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.audit.test_actions import in_threads
from yuanba.audit import actions, appending, logs, notes, proofs
from yuanba.audit.models import Checkpoint, Log, LogEntry, Tile
from yuanba.kernel import canonical, merkle
from yuanba.kernel.verdict import YES

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(1000)]
NAME = "ballot:7"


def grown(*sizes: int) -> None:
    before = 0
    for size in sizes:
        appending.append(log=NAME, leaves=LEAVES[before:size], now=NOW + timedelta(seconds=size))
        before = size


@pytest.mark.django_db
def test_a_log_grows_and_proves_every_leaf_and_every_earlier_head() -> None:
    grown(1, 300, 700)
    assert logs.check(NAME) == YES
    head = logs.latest(NAME)
    assert head is not None and head.size == 700
    assert notes.open_checkpoint(head.note, logs.origin(NAME), logs.public_key()).root == merkle.root(LEAVES[:700])
    for index in (0, 255, 256, 699):
        proof = proofs.parse(logs.inclusion(index, head).text())
        assert merkle.verify_inclusion(LEAVES[index], proof.index, 700, proof.hashes, merkle.root(LEAVES[:700]))
        assert proof.checkpoint == head.note
    for first, second in ((1, 300), (300, 700), (1, 700), (257, 513)):
        way = logs.consistency(NAME, first, second)
        assert merkle.verify_consistency(first, second, merkle.root(LEAVES[:first]), merkle.root(LEAVES[:second]), way)
    with pytest.raises(IndexError):
        logs.consistency(NAME, 1, 701)
    with pytest.raises(IndexError):
        logs.inclusion(700, head)


@pytest.mark.django_db
def test_a_final_log_takes_nothing_more() -> None:
    grown(2)
    appending.write(log=NAME, entries=[canonical.encode({"kind": "closing"})], now=NOW, is_final=True)
    with pytest.raises(appending.LogIsFinal), transaction.atomic():
        appending.append(log=NAME, leaves=LEAVES[:1], now=NOW)
    assert logs.check(NAME) == YES
    assert list(logs.entries(NAME)) == [(2, '{"kind":"closing"}')]


@pytest.mark.django_db
def test_the_register_tells_of_each_head_once() -> None:
    grown(3)
    assert appending.anchor(log=NAME, now=NOW)
    assert not appending.anchor(log=NAME, now=NOW)
    appending.append(log=NAME, leaves=LEAVES[3:5], now=NOW)
    assert appending.anchor(log=NAME, now=NOW)
    told = [canonical.decode(body.encode()) for _, body in logs.entries(logs.REGISTER)]
    assert [(one["kind"], one["log"], one["size"]) for one in told] == [("head", NAME, 3), ("head", NAME, 5)]
    assert told[1]["root"] == merkle.root(LEAVES[:5]).hex()
    assert logs.check(logs.REGISTER) == YES
    assert not appending.anchor(log="ballot:8", now=NOW)


@pytest.mark.django_db
def test_sealing_anchors_the_audit_log() -> None:
    from tests.audit.test_actions import write

    write(3)
    actions.seal(NOW)
    ((_, body),) = logs.entries(logs.REGISTER)
    head = logs.latest(logs.AUDIT)
    assert head is not None
    assert canonical.decode(body.encode())["root"] == head.root_hash
    assert logs.check(logs.AUDIT) == YES


@pytest.mark.django_db
def test_a_sequencer_killed_before_its_head_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    grown(300)

    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(appending, "_sign_head", dies)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            appending.append(log=NAME, leaves=LEAVES[300:600], now=NOW)
    assert logs.size_of(NAME) == 300
    assert logs.check(NAME) == YES
    appending.append(log=NAME, leaves=LEAVES[300:600], now=NOW)
    assert logs.check(NAME) == YES


def tile_altered() -> None:
    tile = Tile.objects.get(log__name=NAME, level=0, number=0)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(32) + bytes(tile.hashes)[32:])


def tile_swapped() -> None:
    Tile.objects.filter(log__name=NAME, level=0, number=0).update(number=9)
    Tile.objects.filter(log__name=NAME, level=0, number=1).update(number=0)
    Tile.objects.filter(log__name=NAME, level=0, number=9).update(number=1)


def leaves_swapped() -> None:
    tile = Tile.objects.get(log__name=NAME, level=0, number=0)
    data = bytes(tile.hashes)
    Tile.objects.filter(pk=tile.pk).update(hashes=data[32:64] + data[:32] + data[64:])


def tile_deleted() -> None:
    Tile.objects.filter(log__name=NAME, level=0, number=1).delete()


def last_tile_deleted() -> None:
    Tile.objects.filter(log__name=NAME, level=0, number=2).delete()


def tile_cut() -> None:
    tile = Tile.objects.get(log__name=NAME, level=0, number=2)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(tile.hashes)[:-32])


def tile_lengthened() -> None:
    tile = Tile.objects.get(log__name=NAME, level=0, number=2)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(tile.hashes) + bytes(32))


def tile_inserted() -> None:
    Tile.objects.create(log=Log.objects.get(name=NAME), level=0, number=3, hashes=bytes(32))


def upper_tile_altered() -> None:
    Tile.objects.filter(log__name=NAME, level=1).update(hashes=bytes(64))


def upper_tile_deleted() -> None:
    Tile.objects.filter(log__name=NAME, level=1).delete()


def size_cut() -> None:
    Log.objects.filter(name=NAME).update(size=300, anchored=0)


def truncated() -> None:
    """Cut to an older head as cleverly as the owner of the database can: only a kept note tells."""
    keep = merkle.Frontier()
    for leaf in LEAVES[:300]:
        keep.append(leaf)
    Checkpoint.objects.filter(log__name=NAME, size__gt=300).delete()
    Log.objects.filter(name=NAME).update(size=300, frontier=[node.hex() for node in keep.nodes])
    Tile.objects.filter(log__name=NAME, number=2).delete()
    _, second = Tile.objects.filter(log__name=NAME, level=0).order_by("number")
    Tile.objects.filter(pk=second.pk).update(hashes=bytes(second.hashes)[: 44 * 32])
    upper = Tile.objects.get(log__name=NAME, level=1)
    Tile.objects.filter(pk=upper.pk).update(hashes=bytes(upper.hashes)[:32])


def checkpoint_altered() -> None:
    Checkpoint.objects.filter(log__name=NAME, size=600).update(root_hash="0" * 64)


def checkpoint_of_another_log() -> None:
    appending.append(log="ballot:8", leaves=LEAVES[5:605], now=NOW)
    other = Checkpoint.objects.get(log__name="ballot:8", size=600)
    Checkpoint.objects.filter(log__name=NAME, size=600).update(note=other.note, root_hash=other.root_hash)


def frontier_altered() -> None:
    Log.objects.filter(name=NAME).update(frontier=["0" * 64] * 4)


ATTACKS = [
    (tile_altered, {"audit.history_differs", "audit.tile_differs"}),
    (tile_swapped, {"audit.history_differs", "audit.tile_differs"}),
    (leaves_swapped, {"audit.history_differs", "audit.tile_differs"}),
    (tile_deleted, {"audit.tile_differs"}),
    (last_tile_deleted, {"audit.tile_differs"}),
    (tile_cut, {"audit.tile_differs"}),
    (tile_lengthened, {"audit.inserted"}),
    (tile_inserted, {"audit.inserted"}),
    (upper_tile_altered, {"audit.tile_differs"}),
    (upper_tile_deleted, {"audit.tile_differs"}),
    (size_cut, {"audit.removed"}),
    (checkpoint_altered, {"audit.checkpoint_bad"}),
    (checkpoint_of_another_log, {"audit.checkpoint_bad"}),
    (frontier_altered, {"audit.history_differs"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "codes"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_whoever_owns_the_database_changes_no_log_unseen(attack, codes: set[str]) -> None:
    grown(300, 600)
    assert logs.check(NAME) == YES
    attack()
    assert logs.check(NAME).code in codes


@pytest.mark.django_db
def test_a_cut_log_is_found_out_by_a_kept_note() -> None:
    grown(300, 600)
    kept = Checkpoint.objects.get(log__name=NAME, size=600).note
    truncated()
    assert logs.check(NAME) == YES
    assert logs.check(NAME, [kept]).code == "audit.removed"


@pytest.mark.django_db
def test_a_fork_is_found_out_by_a_kept_note() -> None:
    grown(300)
    head = notes.Head(logs.origin(NAME), 300, merkle.root(LEAVES[1:301]))
    fork = notes.sign(notes.checkpoint_text(head), logs.origin(NAME), logs.signing_key())
    assert logs.check(NAME, [fork]).code == "audit.checkpoint_bad"
    head = notes.Head(logs.origin(NAME), 299, merkle.root(LEAVES[1:300]))
    fork = notes.sign(notes.checkpoint_text(head), logs.origin(NAME), logs.signing_key())
    assert logs.check(NAME, [fork]).code == "audit.history_differs"


@pytest.mark.django_db
def test_entries_are_held_to_their_leaves() -> None:
    appending.write(log="register", entries=[b'{"kind":"a"}', b'{"kind":"b"}'], now=NOW)
    assert logs.check("register") == YES
    LogEntry.objects.filter(index=1).update(body='{"kind":"c"}')
    assert logs.check("register").code == "audit.entry_differs"
    LogEntry.objects.filter(index=1).delete()
    assert logs.check("register").code == "audit.removed"


def test_proof_text_is_what_c2sp_says() -> None:
    proof = proofs.Proof(7, (b"\x01" * 32,), "log\n8\nAAAA\n\n— log AAAA\n", b"more")
    text = proof.text()
    assert text.startswith("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 7\nAQEB")
    assert proofs.parse(text) == proof
    assert proofs.parse(proofs.Proof(0, (), "log\n1\nAAAA\n").text()).hashes == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\nindex 7\n",
        "c2sp.org/tlog-proof@v2\nindex 7\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 07\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex ７\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 7\nAAAA\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 7\nnot base64\n\nlog\n",
        "c2sp.org/tlog-proof@v1\n\nindex 7\n",
        "c2sp.org/tlog-proof@v1\nindex 7\n" + ("A" * 43 + "=\n") * 64 + "\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 7\n" + "A" * 43 + "=\r\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 7\n" + "A" * 70_000,
    ],
)
def test_broken_proofs_are_no_proofs(text: str) -> None:
    with pytest.raises(proofs.BadProof):
        proofs.parse(text)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_sequencers_at_once_make_one_log() -> None:
    def work() -> int:
        first = -1
        for _ in range(5):
            first = appending.append(log=NAME, leaves=LEAVES[:7], now=NOW)
            appending.anchor(log=NAME, now=NOW)
        return first

    results = in_threads(4, work)
    assert all(isinstance(one, int) for one in results), results
    assert logs.size_of(NAME) == 4 * 5 * 7
    assert logs.check(NAME) == YES
    assert logs.check(logs.REGISTER) == YES
