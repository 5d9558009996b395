"""A secret paper: how it is made, and what is asked of one before it is taken; and signed statements about counts."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from yuanba.ballots.secret import hpke, rsabssa
from yuanba.ballots.secret.seed import ISSUERS, Voice, token_message
from yuanba.ballots.secret.shamir import PRIME as ORDER
from yuanba.kernel import canonical, merkle

LIMIT_BYTES = 16_384
CAST, STATEMENT, SEAL = b"yuanba-cast/1\x00", b"yuanba-statement/1\x00", b"yuanba-seal/1\x00"
PERMIT = b"yuanba-permit/1\x00"  # what the platform asks of an issuer
PROMISE = b""  # a receipt is signed as those of level N are
NAMES = {"ballot", "key", "randomiser", "sealed", "signature", "tokens"}
HEX = re.compile("[0-9a-f]{64}")
HALF = (ORDER - 1) // 2
_SHA = ec.ECDSA(hashes.SHA256())


class BadPaper(ValueError):
    """A paper that is not taken; the code is what the urn answers."""

    @property
    def code(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Terms:
    """What a manifest says about its secret ballot."""

    ballot: str
    manifest_hash: bytes
    opens_at: datetime
    tokens_until: datetime
    casts_from: datetime
    closes_at: datetime
    batch: int
    padded: int
    moduli: dict[int, bytes]
    statement_keys: dict[int, bytes]
    urn_key: bytes
    sealing: bytes
    roll_root: str
    roll_rows: int
    register_key: str
    issuer_keys: dict[int, rsa.RSAPublicKey] = field(repr=False, compare=False)

    @property
    def number(self) -> int:
        return int(self.ballot.removeprefix("ballot:"))


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper whose form, tokens and signature hold. `body` is its bytes."""

    body: bytes
    key: bytes
    sealed: bytes

    @property
    def key_hash(self) -> str:
        return hashlib.sha256(self.key).hexdigest()

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def terms(manifest: bytes) -> Terms:
    """The terms of a manifest. Raises ValueError if it is none of level S, or its keys are not as the format says."""
    document = canonical.decode(manifest)
    if document.get("level") != "S" or document["secret"]["format"] != 1:
        raise ValueError("not a secret ballot of this format")
    secret = document["secret"]
    moduli = {number: plain64(one["key"]) for number, one in enumerate(secret["issuers"], 1)}
    if tuple(moduli) != ISSUERS or moduli[1] == moduli[2]:
        raise ValueError("not two issuers")
    sealing = plain64(secret["sealing"])
    hpke.public_key(sealing)
    return Terms(
        ballot=document["ballot"],
        manifest_hash=hashlib.sha256(manifest).digest(),
        opens_at=_instant(document["opens_at"]),
        tokens_until=_instant(secret["tokens_until"]),
        casts_from=_instant(secret["casts_from"]),
        closes_at=_instant(document["closes_at"]),
        batch=secret["batch"],
        padded=secret["padded"],
        moduli=moduli,
        statement_keys={number: plain64(one["statements"]) for number, one in enumerate(secret["issuers"], 1)},
        urn_key=plain64(secret["urn"]["statements"]),
        sealing=sealing,
        roll_root=document["roll"]["root"],
        roll_rows=document["roll"]["rows"],
        register_key=document["keys"]["log"],
        issuer_keys={number: rsabssa.public_key(modulus) for number, modulus in moduli.items()},
    )


# ---------------------------------------------------------------- the phone's side, for simulations and vectors


def sealed_choices(on: Terms, key: bytes, choices: Mapping[str, Sequence[str]]) -> bytes:
    """The choices, padded and sealed to the ballot, bound to the voter's key."""
    plaintext = pad(canonical.encode({item: list(chosen) for item, chosen in choices.items()}), on.padded)
    return hpke.seal(on.sealing, plaintext, info=SEAL + on.manifest_hash, aad=key)


def make(on: Terms, own: Voice, tokens: Mapping[int, bytes], sealed: bytes) -> bytes:
    """The paper's bytes, signed with the key of the vote, s low."""
    document = {
        "ballot": on.ballot,
        "key": base64.b64encode(own.key).decode(),
        "randomiser": own.randomiser.hex(),
        "sealed": base64.b64encode(sealed).decode(),
        "tokens": [base64.b64encode(tokens[issuer]).decode() for issuer in ISSUERS],
    }
    r, s = decode_dss_signature(own.private.sign(CAST + canonical.encode(document), _SHA))
    signature = r.to_bytes(32) + min(s, ORDER - s).to_bytes(32)
    return canonical.encode(document | {"signature": base64.b64encode(signature).decode()})


def pad(data: bytes, length: int) -> bytes:
    assert len(data) + 2 <= length, "the manifest's own length is the longest sheet's"
    return len(data).to_bytes(2) + data + bytes(length - 2 - len(data))


def unpad(data: bytes) -> bytes:
    """What was padded. Raises ValueError."""
    end = 2 + int.from_bytes(data[:2])
    if end > len(data) or any(data[end:]):
        raise ValueError("not padded with zeros")
    return data[2:end]


# ---------------------------------------------------------------- the urn's side


def read(body: bytes, on: Terms) -> Paper:
    """The paper, if everything about it holds. Raises BadPaper: form, sealed, key, token_1, token_2, signature."""
    document = _document(body)
    if document["ballot"] != on.ballot:
        raise BadPaper("form")
    key, sealed = _binary(document["key"], "key"), _binary(document["sealed"], "sealed")
    if len(sealed) != hpke.POINT_BYTES + on.padded + hpke.TAG_BYTES:
        raise BadPaper("sealed")
    try:
        public = hpke.public_key(key)
    except ValueError:
        raise BadPaper("key") from None
    randomiser = bytes.fromhex(document["randomiser"])
    for issuer, token in zip(ISSUERS, document["tokens"], strict=True):
        message = randomiser + token_message(issuer, on.manifest_hash, key)
        data = _binary(token, f"token_{issuer}")
        if len(data) != rsabssa.BYTES or not rsabssa.verifies(on.issuer_keys[issuer], message, data):
            raise BadPaper(f"token_{issuer}")
    signature = _binary(document.pop("signature"), "signature")
    if not _signed(public, signature, CAST + canonical.encode(document)):
        raise BadPaper("signature")
    return Paper(body, key, sealed)


def _document(body: bytes) -> dict[str, Any]:
    """The fields of a paper, each of its type. Raises BadPaper("form")."""
    try:
        document = canonical.decode(body)
    except canonical.NotCanonical:
        raise BadPaper("form") from None
    if len(body) > LIMIT_BYTES or not isinstance(document, dict) or set(document) != NAMES:
        raise BadPaper("form")
    texts = [document[name] for name in NAMES - {"tokens"}]
    if isinstance(document["tokens"], list):
        texts += document["tokens"]
    if len(texts) != len(NAMES) + 1 or not all(isinstance(text, str) for text in texts):
        raise BadPaper("form")
    if not HEX.fullmatch(document["randomiser"]):
        raise BadPaper("form")
    return document


def _signed(public: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if len(signature) != 64 or not 0 < r < ORDER or not 0 < s <= HALF:
        return False
    try:
        public.verify(encode_dss_signature(r, s), message, _SHA)
    except InvalidSignature:
        return False
    return True


def leaf(ballot: str, paper_hash: str) -> bytes:
    """The leaf of a paper in the ballot's log."""
    return canonical.encode({"ballot": ballot, "kind": "sealed", "paper": paper_hash})


def leaf_hash(ballot: str, paper_hash: str) -> str:
    return merkle.leaf_hash(leaf(ballot, paper_hash)).hex()


# ---------------------------------------------------------------- statements and spelling


def stated(key: Ed25519PrivateKey, told: Mapping[str, Any], purpose: bytes = STATEMENT) -> dict[str, Any]:
    """The statement with its signature."""
    signature = key.sign(purpose + canonical.encode(dict(told)))
    return {**told, "signature": base64.b64encode(signature).decode()}


def is_stated(public: bytes, statement: Mapping[str, Any], purpose: bytes = STATEMENT) -> bool:
    """Whether this key signed it."""
    told = {name: value for name, value in statement.items() if name != "signature"}
    try:
        data = plain64(statement["signature"])
        Ed25519PublicKey.from_public_bytes(public).verify(data, purpose + canonical.encode(told))
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def plain64(text: str) -> bytes:
    """Base64 in its one spelling. Raises ValueError."""
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("Base64 in another spelling")
    return data


def _binary(text: str, name: str) -> bytes:
    try:
        return plain64(text)
    except (ValueError, binascii.Error):
        raise BadPaper(name) from None


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
