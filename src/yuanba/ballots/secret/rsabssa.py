"""RSA blind signatures: RSABSSA-SHA384-PSS-Randomized of RFC 9474, for keys of 2048 bits and the exponent 65537.

Who signs does not see what; who asks can be sure that the answer is a signature. Section numbers are the RFC's.
"""

import hashlib
import math
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BITS = 2048
BYTES = BITS // 8
EXPONENT = 65537
HASH_BYTES = SALT_BYTES = 48  # SHA-384, and a salt as long (section 5)
RANDOMISER_BYTES = 32  # section 4.1
BLINDING_BITS = 64  # of the private exponents: more than any measurement can average out
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_BYTES)


class BadMessage(ValueError):
    """A blinded message, a signature or a key that this scheme does not know; the message says which."""


def public_key(modulus: bytes) -> rsa.RSAPublicKey:
    """The key of this modulus. Raises BadMessage unless it has exactly 2048 bits and is odd."""
    number = int.from_bytes(modulus)
    if len(modulus) != BYTES or number.bit_length() != BITS or not number & 1:
        raise BadMessage("not a modulus of 2048 bits")
    return rsa.RSAPublicNumbers(EXPONENT, number).public_key()


def modulus_of(key: rsa.RSAPrivateKey | rsa.RSAPublicKey) -> bytes:
    """The modulus as 256 bytes."""
    public = key.public_key() if isinstance(key, rsa.RSAPrivateKey) else key
    return public.public_numbers().n.to_bytes(public.key_size // 8)


def generate() -> rsa.RSAPrivateKey:
    """A new key."""
    return rsa.generate_private_key(EXPONENT, BITS)


def blind(modulus: bytes, message: bytes, *, salt: bytes, factor: int) -> bytes:
    """4.2: the blinded message. `message` is prepared (4.1), `factor` invertible modulo n. Raises BadMessage."""
    n = int.from_bytes(modulus)
    encoded = int.from_bytes(encode(message, salt, n.bit_length() - 1))
    if math.gcd(encoded, n) != 1 or not 0 < factor < n or math.gcd(factor, n) != 1:
        raise BadMessage("the message or the factor has no inverse")
    return (encoded * pow(factor, EXPONENT, n) % n).to_bytes(len(modulus))


def blind_sign(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """4.3: the blind signature, checked before it leaves. Raises BadMessage for a message outside 1 < z < n - 1.

    The base is multiplied with a fresh random number and the exponents are blinded, so that neither time nor power tells
    of key and message together; a fault of the machine (RFC 9474, 4.3, step 3) gives nothing away.
    """
    numbers = key.private_numbers()
    n, z = numbers.public_numbers.n, int.from_bytes(blinded)
    if len(blinded) * 8 != n.bit_length() or not 1 < z < n - 1 or math.gcd(z, n) != 1:
        raise BadMessage("not a blinded message of this key")
    cover = _unit(n)
    signed = _private(numbers, z * pow(cover, EXPONENT, n) % n) * pow(cover, -1, n) % n
    if pow(signed, EXPONENT, n) != z:
        raise ArithmeticError("the signature does not verify")
    return signed.to_bytes(len(blinded))


def finalize(modulus: bytes, message: bytes, blind_signature: bytes, *, factor: int) -> bytes:
    """4.4: the signature, which verifies. Raises BadMessage if what the issuer answered does not make one."""
    n = int.from_bytes(modulus)
    if len(blind_signature) != len(modulus):
        raise BadMessage("not a blind signature of this key")
    signature = (int.from_bytes(blind_signature) * pow(factor, -1, n) % n).to_bytes(len(modulus))
    key = rsa.RSAPublicNumbers(EXPONENT, n).public_key()
    if not verifies(key, message, signature):
        raise BadMessage("the issuer's answer is no signature of the message")
    return signature


def verifies(key: rsa.RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """4.5: RSASSA-PSS over the prepared message."""
    try:
        key.verify(signature, message, _PSS, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with SHA-384 for the hash and for the mask."""
    length = (bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH_BYTES - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, _mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017, B.2.1."""
    blocks = -(-length // HASH_BYTES)
    return b"".join(hashlib.sha384(seed + at.to_bytes(4)).digest() for at in range(blocks))[:length]


def _private(numbers: rsa.RSAPrivateNumbers, base: int) -> int:
    """base^d mod n by the Chinese remainder theorem, each exponent blinded and of a constant length."""
    p, q = numbers.p, numbers.q
    at_p = pow(base % p, numbers.dmp1 + _much() * (p - 1), p)
    at_q = pow(base % q, numbers.dmq1 + _much() * (q - 1), q)
    return int(at_q + q * ((at_p - at_q) * numbers.iqmp % p))


def _much() -> int:
    return secrets.randbits(BLINDING_BITS) | 1 << BLINDING_BITS


def _unit(n: int) -> int:
    while True:
        found = secrets.randbelow(n - 2) + 2
        if math.gcd(found, n) == 1:
            return found
