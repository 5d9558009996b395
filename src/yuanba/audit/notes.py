"""Signed notes and checkpoints in the C2SP formats, so that other people's tools can check ours.

Source: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint (Ed25519, signature type 0x01).
"""

import base64
import binascii
import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

ED25519 = b"\x01"
KEY_ID_BYTES = 4


class BadNote(ValueError):
    """The text is no signed note, or no signature of the expected key on it holds."""


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: the log's name, its size, and its root."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(head: Head) -> str:
    """The text that is signed: three lines, each ended by a line feed."""
    return f"{head.origin}\n{head.size}\n{_b64(head.root)}\n"


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The signed note: the text, an empty line, and one signature line of `name`."""
    assert text.endswith("\n"), "the text of a note ends with a line feed"
    public = public_bytes(key)
    return f"{text}\n— {name} {_b64(key_id(name, public) + key.sign(text.encode()))}\n"


def open_checkpoint(note: str, name: str, public: bytes) -> Head:
    """The head in a note that `name` signed with this key; other signatures are skipped. Raises BadNote."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = [line for line in signatures.splitlines() if line.startswith(f"— {name} ")]
    if not any(_holds(text, line, name, public) for line in lines):
        raise BadNote(f"no good signature of {name}")
    try:
        origin, size, root, *_extensions = text.splitlines()
        return Head(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise BadNote("no checkpoint") from error


@lru_cache(maxsize=256)  # every receipt names it
def verifier_key(name: str, public: bytes) -> str:
    """The public key as C2SP tools read it: NAME+KEYID+BASE64, to be published wherever a checkpoint is."""
    return f"{name}+{key_id(name, public).hex()}+{_b64(ED25519 + public)}"


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def load_or_create_key(file: Path) -> Ed25519PrivateKey:
    """The key kept in `file` (its 32 bytes, for the owner only); made on first use, also if two start at once."""
    if not file.exists():
        _create_key(file)
    return Ed25519PrivateKey.from_private_bytes(file.read_bytes())


def _create_key(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    # mkstemp makes 0600 files; a hard link appears whole or not at all, and the first one stays.
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(fresh)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _holds(text: str, line: str, name: str, public: bytes) -> bool:
    try:
        signature = base64.b64decode(line.rpartition(" ")[2], validate=True)
        if signature[:KEY_ID_BYTES] != key_id(name, public):
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(signature[KEY_ID_BYTES:], text.encode())
    except (binascii.Error, InvalidSignature):
        return False
    return True


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
