"""Keyed hashes and sealed values: what is compared is hashed, what must be read again is encrypted."""

import hashlib
import hmac
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from yuanba.kernel.identifiers import compact
from yuanba.kernel.normal import clean

KEY_BYTES = 32
NONCE_BYTES = 12  # Source: NIST SP 800-38D 8.2.1: 96-bit nonces
# Letters and digits that nobody mistakes for each other in print: no 0 O 1 I L, no U V, no 2 Z, no 5 S, no 8 B.
LETTER_ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LETTER_LENGTH = 14  # 23^14 = 2^63


class Unreadable(Exception):
    """A sealed value was damaged, moved to another row, or sealed with another key."""


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), b"yuanba.people." + purpose.encode(), hashlib.sha256)


def keyed_hash(purpose: str, text: str) -> str:
    """HMAC-SHA256 of a text under this deployment's key for a purpose, in hex: equal texts can be matched, not read."""
    return hmac.digest(_derived(settings.SECRET_KEY, purpose), text.encode(), hashlib.sha256).hex()


def same(one: str, other: str) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def roll_key(*, name: str, id_number: str = "", phone: str = "", place: str = "") -> str:
    """What tells two namesakes apart: by ID number if the roll has one, else name and phone, else name and premises."""
    if id_number:
        return keyed_hash("roll", "id:" + compact(id_number))
    if phone:
        return keyed_hash("roll", f"phone:{clean(name)}\n{phone}")
    return keyed_hash("roll", f"place:{clean(name)}\n{place}")


def six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def letter_code() -> str:
    """A fresh code for a sealed letter, 63 bits in an alphabet that is read aloud without mistakes."""
    return "".join(secrets.choice(LETTER_ALPHABET) for _ in range(LETTER_LENGTH))


def letter_text(code: str) -> str:
    """The code as it is typed: upper case, without blanks and hyphens."""
    return compact(code)


def seal(value: bytes, context: str) -> bytes:
    """The value encrypted with the deployment's key and bound to `context` ("account:12"). AES-256-GCM."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_box_key()).encrypt(nonce, value, context.encode())


def unseal(sealed: bytes | memoryview, context: str) -> bytes:
    """The value again. Raises Unreadable."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_box_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise Unreadable(context) from error


def _box_key() -> bytes:
    file = Path(settings.DATA_DIR) / "keys" / "people_box"
    if not file.exists():
        _create_key(file)
    return file.read_bytes()


def _create_key(file: Path) -> None:
    """The file holds a fresh key, for its owner only; of two that start at once the first one's key stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(os.urandom(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
