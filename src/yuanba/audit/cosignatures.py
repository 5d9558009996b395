"""What witnesses sign, with a time: that a head continues everything they saw, and that a result recounts.

Source: https://c2sp.org/tlog-cosignature (cosignature/v1, Ed25519, signature type 0x04). A statement is ours; it has the
same line, by the same key, over a message that begins with another word.
"""

import base64
import binascii
import hashlib
import struct
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yuanba.audit.notes import KEY_ID_BYTES, BadNote, public_bytes

KIND = b"\x04"
COSIGNATURE = "cosignature/v1"
STATEMENT = "statement/v1"
TIME_BYTES = 8
SIGNATURE_BYTES = 64


def verifier_key(name: str, key: Ed25519PrivateKey) -> str:
    """The witness's public key as C2SP tools read it, to be given to whoever runs the log."""
    public = public_bytes(key)
    return f"{name}+{_key_id(name, public).hex()}+{base64.b64encode(KIND + public).decode()}"


def read_key(text: str) -> tuple[str, bytes]:
    """(name, public key) of a verifier key of cosignatures. Raises BadNote."""
    try:
        name, identity, coded = text.strip().split("+", 2)
        data = base64.b64decode(coded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadNote("no verifier key") from error
    if not name or data[:1] != KIND or len(data) != 33 or _key_id(name, data[1:]).hex() != identity:
        raise BadNote("not a verifier key of cosignatures")
    return name, data[1:]


def cosign(note: str, name: str, key: Ed25519PrivateKey, now: datetime) -> str:
    """The cosignature line of `name` for a signed note."""
    return _line(COSIGNATURE, note.partition("\n\n")[0], name, key, now)


def opened(note: str, line: str, key: str) -> datetime:
    """When the witness with this verifier key cosigned the note with this line. Raises BadNote."""
    return _opened(COSIGNATURE, note.partition("\n\n")[0], line, key)


def state(body: str, name: str, key: Ed25519PrivateKey, now: datetime) -> str:
    """The line with which `name` states what the canonical `body` says: this result was recounted, and it holds."""
    return _line(STATEMENT, body, name, key, now)


def stated(body: str, line: str, key: str) -> datetime:
    """When the witness with this verifier key stated this. Raises BadNote."""
    return _opened(STATEMENT, body, line, key)


def _line(kind: str, body: str, name: str, key: Ed25519PrivateKey, now: datetime) -> str:
    time = int(now.timestamp())
    signature = key.sign(_message(kind, time, body))
    data = _key_id(name, public_bytes(key)) + struct.pack(">Q", time) + signature
    return f"— {name} {base64.b64encode(data).decode()}"


def _opened(kind: str, body: str, line: str, key: str) -> datetime:
    name, public = read_key(key)
    try:
        data = base64.b64decode(line.removeprefix(f"— {name} "), validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadNote(f"no cosignature of {name}") from error
    if len(data) != KEY_ID_BYTES + TIME_BYTES + SIGNATURE_BYTES or data[:KEY_ID_BYTES] != _key_id(name, public):
        raise BadNote(f"no cosignature of {name}")
    (time,) = struct.unpack(">Q", data[KEY_ID_BYTES : KEY_ID_BYTES + TIME_BYTES])
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(data[KEY_ID_BYTES + TIME_BYTES :], _message(kind, time, body))
        return datetime.fromtimestamp(time, UTC)
    except (InvalidSignature, ValueError, OverflowError) as error:
        raise BadNote(f"the cosignature of {name} does not hold") from error


def _message(kind: str, time: int, body: str) -> bytes:
    return f"{kind}\ntime {time}\n{body}\n".encode()


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + KIND + public).digest()[:KEY_ID_BYTES]
