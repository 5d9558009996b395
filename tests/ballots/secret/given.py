"""A secret ballot of one's own making: keys, a manifest, and its proof in a register; no database."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yuanba.audit import notes
from yuanba.ballots.secret import codes, hpke, papers, published, rsabssa, shamir
from yuanba.ballots.secret.seed import ISSUERS, Voice, voice
from yuanba.kernel import canonical, merkle

ITEMS = [{"key": "q1", "choose": 1, "minimum": 0, "options": ["agree", "against", "abstain"]}]
OPENS, CLOSES = datetime(2026, 5, 4, 1, tzinfo=UTC), datetime(2026, 5, 18, 1, tzinfo=UTC)


@dataclass
class Keys:
    """Every private key of a ballot."""

    issuers: dict[int, rsa.RSAPrivateKey]
    statements: dict[int, Ed25519PrivateKey]
    urn: Ed25519PrivateKey
    sealing: ec.EllipticCurvePrivateKey
    log: Ed25519PrivateKey
    shares: dict[int, int]


def keys() -> Keys:
    sealing = ec.generate_private_key(ec.SECP256R1())
    return Keys(
        {issuer: rsabssa.generate() for issuer in ISSUERS},
        {issuer: Ed25519PrivateKey.generate() for issuer in ISSUERS},
        Ed25519PrivateKey.generate(),
        sealing,
        Ed25519PrivateKey.generate(),
        shamir.split(sealing.private_numbers().private_value, 2, 3),
    )


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def document(own: Keys, *, number: int = 12, strict: bool = False, batch: int = 20) -> dict:
    casts = "2026-05-11T01:00:00Z" if strict else "2026-05-04T01:00:00Z"
    return {
        "format": 2,
        "ballot": f"ballot:{number}",
        "kind": "OPINION",
        "territory": 3,
        "level": "S",
        "electorate": "RESIDENTS",
        "rule": {"id": "yes-no-abstain", "version": 1, "source": "the announcement"},
        "items": ITEMS,
        "roll": {"date": "2026-05-04", "root": "ab" * 32, "rows": 40, "heads": 40, "area_cm2": 0},
        "opening": "SEALED",
        "paper": "FIRST_STANDS",
        "revotes": 0,
        "keys": {
            "ballot": "cd" * 32,
            "code": "ef" * 32,
            "log": notes.verifier_key(f"yuanba.example/logs/ballot:{number}", notes.public_bytes(own.log)),
        },
        "opens_at": "2026-05-04T01:00:00Z",
        "closes_at": "2026-05-18T01:00:00Z",
        "secret": {
            "format": 1,
            "strict": int(strict),
            "tokens_until": casts if strict else "2026-05-18T01:00:00Z",
            "casts_from": casts,
            "batch": batch,
            "padded": 64,
            "issuers": [
                {
                    "name": f"issuer {issuer}",
                    "key": b64(rsabssa.modulus_of(own.issuers[issuer])),
                    "statements": b64(notes.public_bytes(own.statements[issuer])),
                }
                for issuer in ISSUERS
            ],
            "urn": {"address": "https://urn.example", "statements": b64(notes.public_bytes(own.urn))},
            "sealing": b64(hpke.point(own.sealing)),
            "trustees": {"k": 2, "n": 3, "shares": [codes.share_hash(x, y) for x, y in own.shares.items()]},
        },
    }


def register_key(own: Keys) -> str:
    return notes.verifier_key("yuanba.example/logs/register", notes.public_bytes(own.log))


def answer(own: Keys, manifest: bytes) -> dict:
    """What `/secret/N/manifest.json` answers: the manifest is the third of five entries of the register."""
    leaves = [merkle.leaf_hash(b"other %d" % at) for at in range(5)]
    leaves[2] = merkle.leaf_hash(published.register_entry(manifest, papers.terms(manifest)))
    head = notes.Head("yuanba.example/logs/register", 5, merkle.root(leaves))
    return {
        "checkpoint": notes.sign(notes.checkpoint_text(head), "yuanba.example/logs/register", own.log),
        "index": 2,
        "manifest": manifest.decode(),
        "path": [one.hex() for one in merkle.inclusion_proof(leaves, 2)],
    }


def manifest(own: Keys, **said: object) -> bytes:
    return canonical.encode(document(own, **said))


def seed(number: int) -> bytes:
    return hashlib.sha256(b"seed %d" % number).digest()


def tokens(own: Keys, on: papers.Terms, mine: Voice) -> dict[int, bytes]:
    """Both tokens, asked for as a phone does."""
    answers = {
        issuer: rsabssa.blind_sign(own.issuers[issuer], mine.blinded(issuer, on.moduli[issuer])) for issuer in ISSUERS
    }
    return {issuer: mine.token(issuer, on.moduli[issuer], answers[issuer]) for issuer in ISSUERS}


def paper(own: Keys, on: papers.Terms, number: int, choices: dict | None = None) -> bytes:
    """The paper of the voter with this seed."""
    mine = voice(seed(number), on.manifest_hash, on.moduli)
    sealed = papers.sealed_choices(on, mine.key, choices or {"q1": ["agree"]})
    return papers.make(on, mine, tokens(own, on, mine), sealed)
