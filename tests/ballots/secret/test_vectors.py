"""The vectors from which a phone's side is written: our own side makes the same of them, and refuses the same."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from yuanba.ballots.secret import codes, hpke, papers, published, shamir
from yuanba.ballots.secret.seed import ISSUERS, voice

GIVEN = json.loads((Path(__file__).parent / "vectors" / "own.json").read_text())
MANIFEST = GIVEN["published"]["manifest"].encode()
ON = papers.terms(MANIFEST)


def test_a_published_manifest_is_believed() -> None:
    found = published.read(GIVEN["published"], register_key=GIVEN["register_key"], ballot="ballot:12")
    assert found == ON and found.manifest_hash.hex() == GIVEN["manifest_hash"]


@pytest.mark.parametrize("case", GIVEN["refused_publications"], ids=lambda case: case["why"])
def test_a_manifest_that_is_not_published_as_it_should_be_is_refused(case: dict) -> None:
    with pytest.raises(published.NotPublished):
        published.read(case["answer"], register_key=GIVEN["register_key"], ballot="ballot:12")


@pytest.mark.parametrize("voter", GIVEN["voters"], ids=lambda voter: voter["choices"])
def test_a_seed_gives_the_same_token_again(voter: dict) -> None:
    mine = voice(codes.read_seed(voter["seed_qr"]), ON.manifest_hash, ON.moduli)
    assert (mine.key.hex(), mine.randomiser.hex()) == (voter["key"], voter["randomiser"])
    for place, issuer in enumerate(ISSUERS):
        modulus = ON.moduli[issuer]
        assert mine.prepared(issuer).hex() == voter["messages"][place]
        assert mine.blinded(issuer, modulus).hex() == voter["blinded"][place]
        token = mine.token(issuer, modulus, bytes.fromhex(voter["signatures"][place]))
        assert token.hex() == voter["tokens"][place]
    own = ec.derive_private_key(int(voter["ephemeral"], 16), ec.SECP256R1())
    plaintext, info = bytes.fromhex(voter["plaintext"]), papers.SEAL + ON.manifest_hash
    assert hpke.seal(ON.sealing, plaintext, info=info, aad=mine.key, ephemeral=own).hex() == voter["sealed"]
    paper = papers.read(voter["paper"].encode(), ON)
    private = ec.derive_private_key(int(GIVEN["private"]["sealing"], 16), ec.SECP256R1())
    assert papers.unpad(hpke.open_sealed(private, paper.sealed, info=info, aad=paper.key)) == voter["choices"].encode()
    assert (paper.key_hash, papers.leaf_hash(ON.ballot, paper.hash)) == (voter["key_hash"], voter["leaf_hash"])


@pytest.mark.parametrize("case", GIVEN["refused_papers"], ids=lambda case: case["why"])
def test_a_paper_that_does_not_hold_is_refused(case: dict) -> None:
    with pytest.raises(papers.BadPaper) as caught:
        papers.read(case["paper"].encode(), ON)
    assert caught.value.code == case["code"]


def test_codes_and_shares_are_read_as_they_were_written() -> None:
    for one in GIVEN["codes"]:
        assert codes.read("\n".join(one["lines"]), len(one["bytes"]) // 2).hex() == one["bytes"]
    for one in GIVEN["refused_codes"]:
        with pytest.raises(codes.BadCode) as caught:
            codes.read(one["text"], 32)
        assert caught.value.line == one["line"]
    shares = [codes.read_share(one["text"]) for one in GIVEN["shares"]]
    assert [codes.share_hash(one.x, one.y) for one in shares] == [one["hash"] for one in GIVEN["shares"]]
    assert format(shamir.combine({one.x: one.y for one in shares[1:]}), "064x") == GIVEN["private"]["sealing"]
