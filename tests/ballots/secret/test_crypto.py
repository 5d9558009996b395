"""Tokens, seals, shares and codes: official vectors, our own, and what is refused."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from yuanba.ballots.secret import codes, hpke, rsabssa, shamir

VECTORS = Path(__file__).parent / "vectors"


def vector(name: str) -> dict:
    return json.loads((VECTORS / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsabssa.generate()


def test_blind_signatures_are_those_of_rfc_9474() -> None:
    given = vector("rfc9474")
    p, q = int(given["p"], 16), int(given["q"], 16)
    n = p * q
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, n)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    modulus, factor = n.to_bytes(512), pow(int(given["inv"], 16), -1, n)
    message = bytes.fromhex(given["msg_prefix"] + given["msg"])
    blinded = rsabssa.blind(modulus, message, salt=bytes.fromhex(given["salt"]), factor=factor)
    assert blinded.hex() == given["blinded_msg"]
    answer = rsabssa.blind_sign(numbers.private_key(), blinded)
    assert answer.hex() == given["blind_sig"]
    assert rsabssa.finalize(modulus, message, answer, factor=factor).hex() == given["sig"]


def test_seals_are_those_of_rfc_9180() -> None:
    given = vector("rfc9180")
    one = given["encryptions"][0]
    own = ec.derive_private_key(int(given["skEm"], 16), ec.SECP256R1())
    terms = {"info": bytes.fromhex(given["info"]), "aad": bytes.fromhex(one["aad"])}
    sealed = hpke.seal(bytes.fromhex(given["pkRm"]), bytes.fromhex(one["pt"]), ephemeral=own, **terms)
    assert sealed.hex() == given["enc"] + one["ct"]
    private = ec.derive_private_key(int(given["skRm"], 16), ec.SECP256R1())
    assert hpke.open_sealed(private, sealed, **terms).hex() == one["pt"]
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x02" + sealed[1:], sealed[:64], b""):
        with pytest.raises(hpke.CannotOpen):
            hpke.open_sealed(private, broken, **terms)
    with pytest.raises(hpke.CannotOpen):
        hpke.open_sealed(private, sealed, info=terms["info"], aad=b"another voter's key")


def test_an_issuer_refuses_what_is_no_blinded_message(key: rsa.RSAPrivateKey) -> None:
    n = int.from_bytes(rsabssa.modulus_of(key))
    wrong = [0, 1, n - 1, n, n + 2, key.private_numbers().p]
    for number in wrong:
        with pytest.raises(rsabssa.BadMessage):
            rsabssa.blind_sign(key, number.to_bytes(256))
    for length in (0, 255, 257, 512):
        with pytest.raises(rsabssa.BadMessage):
            rsabssa.blind_sign(key, bytes(length - 1) + b"\x02" if length else b"")


def test_a_client_refuses_an_answer_that_makes_no_token(key: rsa.RSAPrivateKey) -> None:
    modulus = rsabssa.modulus_of(key)
    blinded = rsabssa.blind(modulus, b"message", salt=bytes(48), factor=7)
    answer = rsabssa.blind_sign(key, blinded)
    token = rsabssa.finalize(modulus, b"message", answer, factor=7)
    assert rsabssa.verifies(rsabssa.public_key(modulus), b"message", token)
    others = [rsabssa.blind_sign(rsabssa.generate(), b"\0" + blinded[1:]), answer[:-1], bytes(256), blinded]
    for other in others:
        with pytest.raises(rsabssa.BadMessage):
            rsabssa.finalize(modulus, b"message", other, factor=7)
    for modulus_like in (modulus[:-1], bytes(256), modulus[:-1] + b"\x02", b"\0" + modulus):
        with pytest.raises(rsabssa.BadMessage):
            rsabssa.public_key(modulus_like)


def test_any_k_shares_give_the_secret_and_no_other_do() -> None:
    secret = 2**200 + 12345
    shares = shamir.split(secret, 3, 5)
    for chosen in ([1, 2, 3], [5, 3, 1], [2, 4, 5], [1, 2, 3, 4, 5]):
        assert shamir.combine({x: shares[x] for x in chosen}) == secret
    assert shamir.combine({x: shares[x] for x in (1, 2)}) != secret
    assert shamir.combine({1: shares[1], 2: shares[2], 3: shares[3] + 1}) != secret
    assert shamir.combine(shamir.split(shamir.PRIME - 1, 1, 1)) == shamir.PRIME - 1


def test_a_written_code_names_the_line_of_a_mistake() -> None:
    data = bytes(range(200, 232))
    text = codes.written(data)
    assert len(text) == 56 and codes.read(" ".join(codes.shown(text)).lower(), 32) == data
    assert codes.read(text.replace("1", "l").replace("0", "o"), 32) == data
    for place, sign in enumerate(text):
        for other in codes.ALPHABET.replace(sign, ""):
            with pytest.raises(codes.BadCode) as caught:
                codes.read(text[:place] + other + text[place + 1 :], 32)
            assert caught.value.line == place // 14 + 1
    for a, b in ((0, 1), (3, 12), (16, 20)):
        signs = list(text)
        signs[a], signs[b] = signs[b], signs[a]
        if signs[a] != signs[b]:
            with pytest.raises(codes.BadCode):
                codes.read("".join(signs), 32)
    for broken in ("", text[:-1], text + "0", text[:-1] + "U"):
        with pytest.raises(codes.BadCode):
            codes.read(broken, 32)


def test_a_share_is_written_and_read_back() -> None:
    share = codes.Share(3, 2**255 + 7, codes.share_tag(b"key", 3, 2**255 + 7))
    text = codes.share_text(share)
    assert len(text) == 70
    assert codes.read_share(text) == codes.read_share(f"YUANBA-SHARE:1:12:{text}") == share
