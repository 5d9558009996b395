"""Serials that people copy by hand: a check character catches every wrong character and nearly every swapped pair.

Source: ISO 7064:2003, MOD 37,36 (a hybrid system for letters and digits; its check is a letter or digit too). A swap of
two neighbours escapes in 36 of the 22,680 combinations of a pair with what stands before it.
"""

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
M = len(ALPHABET)
# No 0/O, 1/I/L, 5/S, 2/Z: what a person reads aloud or types from a certificate.
READABLE = "34679ACDEFGHJKMNPQRTUVWXY"


def check_character(text: str) -> str:
    """The character that makes text + character valid; everything but letters and digits is passed over."""
    p = M
    for character in text.upper():
        if character in ALPHABET:
            p = (p + ALPHABET.index(character)) % M or M
            p = p * 2 % (M + 1)
    return ALPHABET[(1 - p) % M]


def serial(prefix: str, number: int) -> str:
    """ "HY2021" and 312 become "HY2021-00312-" and the check character."""
    body = f"{prefix}-{number:05d}"
    return f"{body}-{check_character(body)}"


def is_serial(text: str) -> bool:
    """True if the last character is the check of those before it."""
    body, _, last = text.strip().upper().rpartition("-")
    return bool(body) and len(last) == 1 and check_character(body) == last


def pseudonym(secret: str, subject: str, length: int = 8) -> str:
    """A name for the public files that nobody can turn back without the deployment's secret."""
    digest = hmac.new(secret.encode(), subject.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(length):
        number, index = divmod(number, len(READABLE))
        letters.append(READABLE[index])
    return "".join(letters)
