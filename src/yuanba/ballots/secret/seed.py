"""From one seed to everything a voter needs: the key of the vote, the randomiser, salts and blinding factors.

The phone does this in its own program; here it serves simulations, vectors, and the desk where an unused token is given back.
"""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from yuanba.ballots.secret import hpke, rsabssa
from yuanba.ballots.secret.shamir import PRIME as ORDER

ISSUERS = (1, 2)
INFO = b"yuanba-secret/1 "
KEY_BYTES = 48  # 128 bits more than the order has: no number is more likely than another
FACTOR_BYTES = 272  # 128 bits more than the modulus has


@dataclass(frozen=True)
class Voice:
    """What a seed gives in one ballot: the private key, and by issuer what the request for a token is made of."""

    manifest_hash: bytes
    private: ec.EllipticCurvePrivateKey
    key: bytes
    randomiser: bytes
    salts: dict[int, bytes]
    factors: dict[int, int]

    def prepared(self, issuer: int) -> bytes:
        """R and the token message: what is signed."""
        return self.randomiser + token_message(issuer, self.manifest_hash, self.key)

    def blinded(self, issuer: int, modulus: bytes) -> bytes:
        message = self.prepared(issuer)
        return rsabssa.blind(modulus, message, salt=self.salts[issuer], factor=self.factors[issuer])

    def token(self, issuer: int, modulus: bytes, answer: bytes) -> bytes:
        """The token, checked. Raises rsabssa.BadMessage if the issuer's answer does not make one."""
        return rsabssa.finalize(modulus, self.prepared(issuer), answer, factor=self.factors[issuer])


def token_message(issuer: int, manifest_hash: bytes, key: bytes) -> bytes:
    return b"yuanba-token/1\x00" + issuer.to_bytes(1) + manifest_hash + key


def voice(seed: bytes, manifest_hash: bytes, moduli: dict[int, bytes]) -> Voice:
    """All that follows from the seed for this ballot. `moduli` by number of the issuer."""
    number = int.from_bytes(okm(seed, manifest_hash, b"key", KEY_BYTES)) % (ORDER - 1) + 1
    private = ec.derive_private_key(number, hpke.CURVE)
    factors = {
        issuer: int.from_bytes(okm(seed, manifest_hash, b"blinding %d" % issuer, FACTOR_BYTES))
        % (int.from_bytes(moduli[issuer]) - 1)
        + 1
        for issuer in ISSUERS
    }
    return Voice(
        manifest_hash,
        private,
        hpke.point(private),
        okm(seed, manifest_hash, b"randomiser", rsabssa.RANDOMISER_BYTES),
        {issuer: okm(seed, manifest_hash, b"salt %d" % issuer, rsabssa.SALT_BYTES) for issuer in ISSUERS},
        factors,
    )


def okm(seed: bytes, salt: bytes, label: bytes, length: int) -> bytes:
    """HKDF-SHA256 of RFC 5869."""
    prk = hmac.digest(salt, seed, hashlib.sha256)
    found, block, count = b"", b"", 0
    while len(found) < length:
        count += 1
        block = hmac.digest(prk, block + INFO + label + count.to_bytes(1), hashlib.sha256)
        found += block
    return found[:length]
