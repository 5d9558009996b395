"""Receipts, proofs, heads and tiles over HTTP: what the voter keeps, and what a stranger's program fetches."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests import given
from tests.signing import enter
from tests.web.ballots.given import cast, finished, opened
from yuanba import verify
from yuanba.audit import cosignatures, logs, notes, proofs, witnesses
from yuanba.audit.models import Checkpoint, Cosignature
from yuanba.ballots import actions, bundle
from yuanba.ballots.models import Ballot, Paper
from yuanba.config import cli
from yuanba.kernel import merkle
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def voted(client, world):
    """A voter who has cast, and the ballot."""
    ballot = opened(world)
    cast(world, ballot)
    enter(client, world.residents[0])
    return ballot


def test_receipt_page_says_when_the_sheet_is_in_the_record(client, voted) -> None:
    page = client.get(f"/ballots/{voted.pk}/receipt").content.decode()
    assert '<p data-proved role="status" hidden>' in page
    assert '<p data-unproved role="status">' in page
    actions.sequence_once(clock.now())
    page = client.get(f"/ballots/{voted.pk}/receipt").content.decode()
    assert '<p data-proved role="status">' in page
    assert "您的票已在公开记录中" in page
    assert '<p data-unproved role="status" hidden>' in page
    assert Paper.objects.first().salt not in page


def test_the_proof_of_a_leaf_is_for_anybody_and_holds(client, world, voted) -> None:
    leaf = Paper.objects.order_by("pk").first().leaf_hash
    client.logout()
    assert client.get(f"/ballots/{voted.pk}/proof/{leaf}").status_code == 404
    actions.sequence_once(clock.now())
    answer = client.get(f"/ballots/{voted.pk}/proof/{leaf}")
    assert answer["Content-Type"].startswith("text/plain")
    proof = proofs.parse(answer.content.decode())
    log = f"ballot:{voted.pk}"
    head = notes.open_checkpoint(proof.checkpoint, logs.origin(log), logs.public_key())
    assert merkle.verify_inclusion(bytes.fromhex(leaf), proof.index, head.size, proof.hashes, head.root)
    for other in ("0" * 64, "x", leaf.upper()):
        assert client.get(f"/ballots/{voted.pk}/proof/{other}").status_code == 404


def test_the_receipt_is_the_voters_own(client, world, voted) -> None:
    answer = client.get(f"/ballots/{voted.pk}/receipt.json")
    receipt = json.loads(answer.content)
    assert receipt["leaf"] in set(Paper.objects.values_list("leaf_hash", flat=True))
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"/ballots/{voted.pk}/receipt.svg").content.startswith(b"<")
    client.logout()
    assert client.get(f"/ballots/{voted.pk}/receipt.json").status_code == 302
    fresh = opened(world)
    enter(client, world.residents[0])
    assert client.get(f"/ballots/{fresh.pk}/receipt.json").status_code == 404


def test_heads_and_tiles_are_those_of_the_log(client, world, voted) -> None:
    actions.sequence_once(clock.now())
    log = f"ballot:{voted.pk}"
    note = client.get(f"/logs/{log}/checkpoint").content.decode()
    head = notes.open_checkpoint(note, logs.origin(log), logs.public_key())
    tile = client.get(f"/logs/{log}/tile/0/000.p/{head.size}").content
    assert merkle.root([tile[at : at + 32] for at in range(0, len(tile), 32)]) == head.root
    assert client.get("/logs/register/checkpoint").status_code == 200
    for missing in (
        "0/000",
        "0/000.p/9",
        "0/001.p/1",
        "1/000.p/1",
        "0/x000/000.p/9",
        "0/0",
        "99999999999/000",
        "0/" + "x999/" * 9 + "999",
    ):
        assert client.get(f"/logs/{log}/tile/{missing}").status_code == 404
    assert client.get("/logs/nothing/checkpoint").status_code == 404


def downloaded(client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_package_of_a_published_ballot_recomputes(client, world, tmp_path) -> None:
    ballot = opened(world)
    cast(world, ballot)
    assert client.get(f"/ballots/{ballot.pk}/bundle.zip").status_code == 403
    finished(world, ballot)
    page = client.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert f"/ballots/{ballot.pk}/bundle.zip" in page
    assert f"/ballots/{ballot.pk}/bundle-full.zip" not in page
    file = tmp_path / "downloaded.zip"
    file.write_bytes(downloaded(client, f"/ballots/{ballot.pk}/bundle.zip"))
    root = logs.latest(f"ballot:{ballot.pk}").root_hash
    assert root in page
    assert verify.verify(file, root) == []


def test_the_full_package_is_for_voters_and_organisers(client, world) -> None:
    ballot = opened(world)
    finished(world, ballot)
    Ballot.objects.filter(pk=ballot.pk).update(electorate="OWNERS")
    assert client.get(f"/ballots/{ballot.pk}/bundle-full.zip").status_code == 302
    enter(client, world.residents[0])
    assert downloaded(client, f"/ballots/{ballot.pk}/bundle-full.zip")
    ballot.roll.filter(person_id=world.residents[0].person_id).update(person=None)
    assert client.get(f"/ballots/{ballot.pk}/bundle-full.zip").status_code == 403
    assert downloaded(client, f"/ballots/{ballot.pk}/bundle.zip")


def test_nobody_watches_yet_and_then_somebody_does(client, world, voted) -> None:
    page = client.get("/witnesses").content.decode()
    assert logs.verifier_key(logs.REGISTER).split("+")[0] in page
    key = Ed25519PrivateKey.generate()
    witnesses.name(key=cosignatures.verifier_key("neighbour.example/w", key), now=clock.now())
    head = logs.latest(logs.REGISTER)
    line = cosignatures.cosign(head.note, "neighbour.example/w", key, clock.now())
    address = "/logs/register/cosignatures"
    assert client.post(address, "nonsense", content_type="text/plain").status_code == 403
    assert client.post(address, {"version": "1"}).status_code == 415
    assert client.post(address, f"{head.size}\n{line}\n", content_type="text/plain").status_code == 200
    page = client.get("/witnesses").content.decode()
    assert "neighbour.example/w" in page and head.root_hash in page
    assert line in client.get("/logs/register/checkpoint").content.decode()
    assert client.get("/witnesses/poster.pdf").status_code == 403
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert "/witnesses/poster.pdf" in client.get("/witnesses").content.decode()
    assert client.get("/witnesses/poster.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(("days", "told"), [(1, False), (3, True)])
def test_a_witness_three_days_behind_is_told_of(client, world, voted, days: int, told: bool) -> None:
    start = clock.now() - timedelta(days=days + 1)
    witnesses.name(key=cosignatures.verifier_key("slow.example/w", Ed25519PrivateKey.generate()), now=start)
    Checkpoint.objects.filter(log__name="register").update(at=clock.now() - timedelta(days=days))
    assert ("落后了" in client.get("/witnesses").content.decode()) is told


@pytest.mark.django_db(transaction=True)
def test_the_witness_command_watches_a_running_site(live_server, tmp_path, capsys) -> None:
    world = given.subdistrict(per_compound=2, now=clock.now())
    ballot = opened(world)
    folder = tmp_path / "witness"
    key = cosignatures.verifier_key("neighbour.example/w", notes.load_or_create_key(folder / "witness.ed25519"))
    witnesses.name(key=key, now=clock.now())
    words = ["witness", "--site", live_server.url, "--key", logs.verifier_key(logs.REGISTER)]
    words += [
        "--name",
        "neighbour.example/w",
        "--folder",
        str(folder),
        "--log",
        "register",
        "--log",
        f"ballot:{ballot.pk}",
    ]
    assert cli.main(words) == 0, capsys.readouterr()
    cast(world, ballot)
    actions.sequence_once(clock.now())
    finished(world, ballot)
    assert cli.main(words) == 0
    package = bundle.write(ballot, tmp_path / "full.zip", full=True)
    assert cli.main([*words, "--count", str(package)]) == 0, capsys.readouterr()
    watched = bundle.write(ballot, tmp_path / "watched.zip", full=False)
    assert verify.main([str(watched)]) == 0
    assert capsys.readouterr().out.count("neighbour.example/w") >= 3  # two heads, and counted again
    forged = tmp_path / "forged.zip"
    forged.write_bytes(b"PK")
    assert cli.main([*words, "--count", str(forged)]) == 1
    for log in ("register", f"ballot:{ballot.pk}"):
        (one,) = witnesses.cosigned(log)
        assert one.behind == 0
    # A head that was rolled back is refused, and the first one stays.
    Cosignature.objects.all().delete()
    Checkpoint.objects.filter(log__name="register", size__gt=1).delete()
    assert cli.main(words) == 1
    assert "rolled back" in capsys.readouterr().err
