"""Writes vectors/own.json anew: python -m tests.ballots.secret.make_vectors (new keys every time, so only on purpose)."""

import base64
import contextlib
import copy
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from tests.ballots.secret import given
from yuanba.ballots.secret import codes, hpke, papers, rsabssa
from yuanba.ballots.secret.seed import ISSUERS, okm, voice
from yuanba.ballots.secret.shamir import PRIME as ORDER
from yuanba.kernel import canonical


def main() -> None:
    own = given.keys()
    manifest = given.manifest(own)
    on = papers.terms(manifest)
    answer = given.answer(own, manifest)
    made = [voter(own, on, number) for number in range(3)]
    found = {
        "about": "docs/reference/secret-ballots.md, step by step; binary values are hex unless the page says Base64",
        "register_key": given.register_key(own),
        "published": answer,
        "manifest_hash": on.manifest_hash.hex(),
        "private": {
            "issuers": [
                {name: format(getattr(own.issuers[one].private_numbers(), name), "x") for name in ("p", "q", "d")}
                for one in ISSUERS
            ],
            "sealing": format(own.sealing.private_numbers().private_value, "064x"),
        },
        "voters": made,
        "refused_publications": refused_publications(own, answer),
        "refused_papers": refused_papers(own, on),
        "codes": [
            {"bytes": data.hex(), "text": codes.written(data), "lines": codes.shown(codes.written(data))}
            for data in (bytes(32), bytes(range(32)), b"\xff" * 32, bytes(40), bytes(range(40)))
        ],
        "refused_codes": refused_codes(),
        "shares": [
            {"x": x, "y": format(y, "064x"), "hash": codes.share_hash(x, y), "text": share_text(on, x, y)}
            for x, y in own.shares.items()
        ],
    }
    target = Path(__file__).parent / "vectors" / "own.json"
    target.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def voter(own: given.Keys, on: papers.Terms, number: int) -> dict:
    seed = given.seed(number)
    mine = voice(seed, on.manifest_hash, on.moduli)
    choices = {"q1": [["agree"], ["against"], []][number]}
    ephemeral = ec.derive_private_key(1000 + number, ec.SECP256R1())
    plaintext = papers.pad(canonical.encode(choices), on.padded)
    info = papers.SEAL + on.manifest_hash
    sealed = hpke.seal(on.sealing, plaintext, info=info, aad=mine.key, ephemeral=ephemeral)
    tokens = given.tokens(own, on, mine)
    paper = papers.make(on, mine, tokens, sealed)
    blinded = {one: mine.blinded(one, on.moduli[one]) for one in ISSUERS}
    return {
        "seed": seed.hex(),
        "seed_text": codes.written(seed),
        "seed_qr": f"{codes.SEED_QR}{on.number}:{codes.written(seed)}",
        "okm": {
            label: okm(seed, on.manifest_hash, label.encode(), length).hex()
            for label, length in (("key", 48), ("randomiser", 32), ("salt 1", 48), ("blinding 2", 272))
        },
        "private": format(mine.private.private_numbers().private_value, "064x"),
        "key": mine.key.hex(),
        "randomiser": mine.randomiser.hex(),
        "salts": [mine.salts[one].hex() for one in ISSUERS],
        "factors": [format(mine.factors[one], "0512x") for one in ISSUERS],
        "messages": [mine.prepared(one).hex() for one in ISSUERS],
        "blinded": [blinded[one].hex() for one in ISSUERS],
        "signatures": [rsabssa.blind_sign(own.issuers[one], blinded[one]).hex() for one in ISSUERS],
        "tokens": [tokens[one].hex() for one in ISSUERS],
        "choices": canonical.encode(choices).decode(),
        "plaintext": plaintext.hex(),
        "ephemeral": format(1000 + number, "064x"),
        "sealed": sealed.hex(),
        "paper": paper.decode(),
        "key_hash": papers.read(paper, on).key_hash,
        "leaf": papers.leaf(on.ballot, papers.read(paper, on).hash).decode(),
        "leaf_hash": papers.leaf_hash(on.ballot, papers.read(paper, on).hash),
    }


def share_text(on: papers.Terms, x: int, y: int) -> str:
    return codes.share_text(codes.Share(x, y, codes.share_tag(on.sealing, x, y)))


def refused_publications(own: given.Keys, answer: dict) -> list[dict]:
    """Answers that a phone and an issuer refuse, each with the reason."""
    document = canonical.decode(answer["manifest"].encode())
    found = []

    def add(why: str, change: object, *, is_registered: bool = True) -> None:
        other = copy.deepcopy(document)
        change(other)
        body = canonical.encode(other)
        told = {**answer, "manifest": body.decode()}
        if is_registered:
            with contextlib.suppress(ValueError):  # of some not even the terms can be read
                told = given.answer(own, body)
        found.append({"why": why, "answer": told})

    marked = given.b64(rsabssa.modulus_of(rsabssa.generate()))
    add(
        "an issuer key for this voter alone",
        lambda it: it["secret"]["issuers"][1].update(key=marked),
        is_registered=False,
    )
    add(
        "another sealing key",
        lambda it: it["secret"].update(sealing=given.b64(hpke.point(ec.generate_private_key(ec.SECP256R1())))),
        is_registered=False,
    )
    add(
        "both issuers have one key", lambda it: it["secret"]["issuers"][1].update(key=it["secret"]["issuers"][0]["key"])
    )
    add("three issuers", lambda it: it["secret"]["issuers"].append(it["secret"]["issuers"][0]))
    add("one issuer", lambda it: it["secret"]["issuers"].pop())
    add(
        "a modulus of 2047 bits",
        lambda it: it["secret"]["issuers"][0].update(key=given.b64(b"\x7f" + bytes(254) + b"\x01")),
    )
    add("an even modulus", lambda it: it["secret"]["issuers"][0].update(key=given.b64(b"\xff" + bytes(255))))
    add("a modulus of 257 bytes", lambda it: it["secret"]["issuers"][0].update(key=given.b64(b"\xff" * 257)))
    add("a point off the curve", lambda it: it["secret"].update(sealing=given.b64(b"\x04" + bytes(63) + b"\x05")))
    add("another ballot", lambda it: it.update(ballot="ballot:13"))
    found.append({"why": "the index of another entry", "answer": {**answer, "index": 3}})
    found.append({"why": "a cut path", "answer": {**answer, "path": answer["path"][:-1]}})
    stranger = given.keys()
    body = answer["manifest"].encode()
    found.append({"why": "a register signed by another key", "answer": given.answer(stranger, body)})
    return found


def refused_papers(own: given.Keys, on: papers.Terms) -> list[dict]:
    """Papers that no urn and no verifier takes, each with the code of the first problem."""
    body = given.paper(own, on, 0)
    document = canonical.decode(body)
    other = canonical.decode(given.paper(own, on, 1))
    elsewhere = papers.terms(given.manifest(own, number=13))
    moved = canonical.decode(given.paper(own, elsewhere, 0))
    high = malleated(document["signature"])
    cases = [
        ("the tokens of another voter", "token_1", {"tokens": other["tokens"]}),
        ("only one issuer's token, twice", "token_2", {"tokens": [document["tokens"][0]] * 2}),
        ("one token", "form", {"tokens": document["tokens"][:1]}),
        ("tokens in the other order", "token_1", {"tokens": document["tokens"][::-1]}),
        (
            "the tokens of another ballot",
            "token_1",
            {name: moved[name] for name in ("key", "randomiser", "tokens", "signature")},
        ),
        ("the choices of another voter", "signature", {"sealed": other["sealed"]}),
        ("another randomiser", "token_1", {"randomiser": other["randomiser"]}),
        ("another key", "token_1", {"key": other["key"]}),
        ("a compressed key", "key", {"key": compressed(document["key"])}),
        ("a signature with high s", "signature", {"signature": high}),
        ("s = 0", "signature", {"signature": given.b64(base64.b64decode(document["signature"])[:32] + bytes(32))}),
        ("the signature of another paper", "signature", {"signature": other["signature"]}),
        (
            "a sealed message that is one byte longer",
            "sealed",
            {"sealed": given.b64(base64.b64decode(document["sealed"]) + b"\0")},
        ),
        ("another ballot named", "form", {"ballot": "ballot:13"}),
        ("a name too many", "form", {"extra": "1"}),
        ("Base64 without padding", "token_1", {"tokens": [document["tokens"][0].rstrip("="), document["tokens"][1]]}),
    ]
    found = [
        {"why": why, "code": code, "paper": canonical.encode({**document, **change}).decode()}
        for why, code, change in cases
    ]
    found.append({"why": "a blank in the bytes", "code": "form", "paper": body.decode().replace(":", ": ", 1)})
    found.append({"why": "a name twice", "code": "form", "paper": body.decode()[:-1] + ',"ballot":"ballot:12"}'})
    for one in found:
        try:
            papers.read(one["paper"].encode(), on)
        except papers.BadPaper as bad:
            assert bad.code == one["code"], (one["why"], bad.code)
        else:
            raise AssertionError(one["why"])
    return found


def malleated(text: str) -> str:
    data = base64.b64decode(text)
    s = int.from_bytes(data[32:])
    return given.b64(data[:32] + (ORDER - s).to_bytes(32))


def compressed(text: str) -> str:
    data = base64.b64decode(text)
    return given.b64(bytes([2 + (data[64] & 1)]) + data[1:33])


def refused_codes() -> list[dict]:
    text = codes.written(bytes(range(32)))
    return [
        {"why": "a wrong sign in line 2", "line": 2, "text": text[:15] + ("7" if text[15] != "7" else "8") + text[16:]},
        {"why": "two signs swapped in line 1", "line": 1, "text": text[0:3] + text[4] + text[3] + text[5:]},
        {"why": "one sign missing", "line": 0, "text": text[:-1]},
        {"why": "a sign outside the alphabet", "line": 1, "text": "U" + text[1:]},
    ]


if __name__ == "__main__":
    main()
