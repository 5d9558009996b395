"""Shamir's shares over the integers modulo a prime, exactly: any k give the secret back, fewer tell nothing of it."""

import secrets
from collections.abc import Mapping

# The order of P-256: a private key is such a number, and nothing is rounded or reduced.
PRIME = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
MOST = 255  # trustees; their number is one byte


def split(secret: int, k: int, n: int) -> dict[int, int]:
    """The shares {x: y} for x from 1 to n: points of a random polynomial of degree k - 1 through (0, secret)."""
    assert 0 < secret < PRIME, "a private key"
    assert 1 <= k <= n <= MOST, "k of n"
    polynomial = [secret] + [secrets.randbelow(PRIME) for _ in range(k - 1)]
    return {x: _at(polynomial, x) for x in range(1, n + 1)}


def combine(shares: Mapping[int, int]) -> int:
    """The value at 0 of the polynomial through these points: the secret, if they are k right ones."""
    total = 0
    for x, y in shares.items():
        top = bottom = 1
        for other in shares:
            if other != x:
                top = top * other % PRIME
                bottom = bottom * (other - x) % PRIME
        total += y * top * pow(bottom, -1, PRIME)
    return total % PRIME


def _at(polynomial: list[int], x: int) -> int:
    value = 0
    for coefficient in reversed(polynomial):
        value = (value * x + coefficient) % PRIME
    return value
