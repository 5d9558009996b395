"""HPKE (RFC 9180) in base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

Composed from the package `cryptography`, whose own HPKE is newer than its oldest version that we allow.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT_BYTES = 65
TAG_BYTES = 16
KEM = b"KEM\x00\x10"
SUITE = b"HPKE\x00\x10\x00\x01\x00\x01"


class CannotOpen(ValueError):
    """Another key, other additional data, or other bytes than were sealed."""


def point(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> bytes:
    """The public key as 04, x, y."""
    public = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey) else key
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_key(data: bytes) -> ec.EllipticCurvePublicKey:
    """The point, on the curve. Raises ValueError; other spellings of a point than 04, x, y are refused."""
    if len(data) != POINT_BYTES or data[0] != 4:
        raise ValueError("not a point of P-256 as 04, x, y")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)


def seal(
    recipient: bytes, plaintext: bytes, *, info: bytes, aad: bytes, ephemeral: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """enc and ciphertext, one behind the other. `ephemeral` is for vectors only."""
    own = ephemeral or ec.generate_private_key(CURVE)
    enc = point(own)
    key, nonce = _schedule(own.exchange(ec.ECDH(), public_key(recipient)), enc + recipient, info)
    return enc + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_sealed(key: ec.EllipticCurvePrivateKey, sealed: bytes, *, info: bytes, aad: bytes) -> bytes:
    """The plaintext. Raises CannotOpen."""
    enc, ciphertext = sealed[:POINT_BYTES], sealed[POINT_BYTES:]
    try:
        shared = key.exchange(ec.ECDH(), public_key(enc))
        secret, nonce = _schedule(shared, enc + point(key), info)
        return AESGCM(secret).decrypt(nonce, ciphertext, aad)
    except (ValueError, InvalidTag) as error:
        raise CannotOpen(str(error)) from None


def _schedule(shared: bytes, context: bytes, info: bytes) -> tuple[bytes, bytes]:
    """4.1 and 5.1: key and nonce of the one message."""
    prk = _extract(KEM, b"", b"eae_prk", shared)
    secret = _extract(SUITE, _expand(KEM, prk, b"shared_secret", context, 32), b"secret", b"")
    terms = b"\x00" + _fixed(info)
    return _expand(SUITE, secret, b"key", terms, 16), _expand(SUITE, secret, b"base_nonce", terms, 12)


@lru_cache(maxsize=64)
def _fixed(info: bytes) -> bytes:
    return _extract(SUITE, b"", b"psk_id_hash", b"") + _extract(SUITE, b"", b"info_hash", info)


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256)


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labelled + b"\x01", hashlib.sha256)[:length]
