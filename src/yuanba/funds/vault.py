"""Encrypting what payees entrust to us: AES-256-GCM under a key file of this deployment.

The key is in `DATA_DIR/keys/payees.key`, never in the database, so that a stolen database file alone opens nothing.
"""

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12  # Source: NIST SP 800-38D section 8.2.2, random 96-bit nonces


class CannotUnseal(Exception):
    """The sealed value was changed, belongs to another field, or was sealed under another key."""


def seal(text: str, label: str) -> bytes:
    """The text can only be read with the key file and for the same `label` ("payee-of-line:12/account")."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(_key()).encrypt(nonce, text.encode(), label.encode())


def unseal(sealed: bytes | memoryview, label: str) -> str:
    """The text that was sealed for this label. Raises CannotUnseal."""
    data = bytes(sealed)
    if data[:1] != VERSION:
        raise CannotUnseal(label)
    nonce, body = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES :]
    try:
        return AESGCM(_key()).decrypt(nonce, body, label.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal(label) from error


def key_file() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "payees.key"


def _key() -> bytes:
    path = key_file()
    try:
        return b64decode(path.read_bytes())
    except FileNotFoundError:
        return _made(path)


def _made(path: Path) -> bytes:
    """The key, written whole under another name first: whoever comes second reads the first one's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return b64decode(path.read_bytes())
