"""The verifier on secret ballots: what holds is accepted, every copy with another number is refused, and every trick."""

import base64
import copy
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.ballots.secret import given
from tests.verify.secrets import Election, changed_numbers
from yuanba.ballots.secret import hpke, papers
from yuanba.ballots.secret.shamir import PRIME
from yuanba.kernel import canonical
from yuanba.verify import _verified, verify

OWN = given.keys()


@pytest.fixture(scope="module")
def held() -> Election:
    election = Election(12, rows=40, own=OWN)
    election.sheets = [canonical.encode({"q1": ["against"]}), canonical.encode({"q1": []})]
    election.given = 2
    return election


@pytest.fixture
def election(held) -> Election:
    return copy.copy(held)


@pytest.fixture(scope="module")
def good(held, tmp_path_factory) -> Path:
    return held.write(tmp_path_factory.mktemp("good"))


def refusal(election: Election, folder: Path) -> str:
    problems = verify(election.write(folder))
    assert problems, "accepted"
    return problems[0]


def test_a_secret_bundle_is_accepted_and_the_bound_is_told(good) -> None:
    problems, said = _verified(good, "")
    assert problems == []
    assert "12 votes by phone and 2 on paper of 40" in said[1] and "no more than 1" in said[2]


def test_every_copy_with_another_number_is_refused(good, tmp_path) -> None:
    tried = 0
    for file in sorted(path for path in good.rglob("*") if path.is_file()):
        name = file.relative_to(good).as_posix()
        for number, text in enumerate(changed_numbers(file.read_bytes(), 12, lambda at: at * 7)):
            folder = tmp_path / f"{name.replace('/', '-')}-{number}"
            shutil.copytree(good, folder)
            (folder / name).write_bytes(text)
            assert verify(folder), (name, number)
            shutil.rmtree(folder)
            tried += 1
    assert tried > 100


@pytest.mark.parametrize("missing", ["key.json", "sealed/papers.jsonl", "sealed/sheets.jsonl", "roll.jsonl"])
def test_a_missing_file_is_refused(good, tmp_path, missing) -> None:
    folder = shutil.copytree(good, tmp_path / "bundle")
    (folder / missing).unlink()
    assert verify(folder)


def test_minted_tokens_are_bounded_and_more_votes_than_tokens_are_refused(election, tmp_path) -> None:
    election.issued = {1: 11, 2: 13}
    assert "12 votes were cast for 11 tokens" in refusal(election, tmp_path / "cast")
    election.issued = {1: 13, 2: 39}
    assert "more than voters on the roll" in refusal(election, tmp_path / "roll")
    election.issued = {1: 13, 2: 13}
    election.revoked = ["ab" * 32, "cd" * 32]
    assert "12 votes were cast for 11 tokens" in refusal(election, tmp_path / "revoked")
    election.revoked = [hashlib.sha256(base64.b64decode(canonical.decode(election.bodies[0])["key"])).hexdigest()]
    assert "whose token came back" in refusal(election, tmp_path / "used")


def test_the_urns_count_and_the_paper_urn_are_checked(election, tmp_path) -> None:
    election.said = {"papers": 11}
    assert "the urn's statement: papers" in refusal(election, tmp_path / "urn")
    election.said, election.given, result = {}, 1, election.result()
    assert "more sheets found than handed out" in refusal(election, tmp_path / "sheets")
    election.given, election.sheets = 3, [*election.sheets, canonical.encode({"q1": ["agree", "against"]})]
    election.result = lambda: result  # type: ignore[method-assign]
    assert "an impossible sheet" in refusal(election, tmp_path / "crosses")


def body(election: Election, **changes: object) -> bytes:
    return canonical.encode({**canonical.decode(election.bodies[0]), **changes})


def test_papers_that_do_not_hold_are_refused(election, tmp_path) -> None:
    first, second = (canonical.decode(one) for one in election.bodies[:2])
    data = base64.b64decode(first["signature"])
    high = data[:32] + (PRIME - int.from_bytes(data[32:])).to_bytes(32)
    tricks = {
        "token 1": body(election, tokens=second["tokens"]),
        "token 2": body(election, tokens=[first["tokens"][0]] * 2),
        "signature": body(election, signature=base64.b64encode(high).decode()),
        "signature does": body(election, sealed=second["sealed"]),
        "voted before": election.bodies[1],
    }
    for why, trick in tricks.items():
        election.bodies = [trick, *election.bodies[1:]]
        assert why in refusal(election, tmp_path / why), why


def test_spoilt_papers_are_counted_as_such(election, tmp_path) -> None:
    """Whatever a voter seals, it stops nobody: it is voided, in the program's count and in the verifier's."""
    private, on = OWN, election.on
    spoilt = [b'{"q1":["nobody"]}', b'{"q1":["against","agree"]}', b'{"q1":"agree"}', b"{}", b'{"q1":[1]}', b"\xff"]
    made = []
    for number, text in enumerate(spoilt):
        mine = given.voice(given.seed(100 + number), on.manifest_hash, on.moduli)
        sealed = hpke.seal(on.sealing, papers.pad(text, on.padded), info=papers.SEAL + on.manifest_hash, aad=mine.key)
        made.append(papers.make(on, mine, given.tokens(private, on, mine), sealed))
    mine = given.voice(given.seed(99), on.manifest_hash, on.moduli)
    made.append(papers.make(on, mine, given.tokens(private, on, mine), os.urandom(65 + on.padded + 16)))
    result = election.result() | {"voided": {"UNREADABLE": len(made)}}
    election.bodies = [*election.bodies, *made]
    election.issued = dict.fromkeys((1, 2), len(election.bodies))
    election.result = lambda: result  # type: ignore[method-assign]
    assert verify(election.write(tmp_path / "spoilt")) == []


def test_a_receipt_of_the_urn_is_checked(election, good, tmp_path) -> None:
    leaf = papers.leaf_hash("ballot:12", hashlib.sha256(election.bodies[3]).hexdigest())
    promise = {"ballot": "ballot:12", "include_by": election.document["closes_at"], "leaf": leaf}
    receipt = papers.stated(OWN.urn, promise, papers.PROMISE) | {
        "key": election.document["secret"]["urn"]["statements"]
    }
    file = tmp_path / "receipt.json"
    file.write_bytes(canonical.encode(receipt))
    assert verify(good, str(file)) == []
    lost = papers.stated(OWN.urn, promise | {"leaf": "ab" * 32}, papers.PROMISE) | {"key": receipt["key"]}
    file.write_bytes(canonical.encode(lost))
    assert "not in the log" in verify(good, str(file))[0]
