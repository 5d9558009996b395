"""What stands in the code of a label: the point, which of its labels this is, and a seal that nobody else can make.

Whoever pastes a code of their own over ours cannot make one that this site takes for its own.
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings

SEAL_BYTES = 10  # 80 bits; guessing is bounded by the site's rate, and a hit would only name a place
_TOKEN = re.compile(r"([0-9]{1,12})\.([0-9]{1,4})\.([a-z2-7]{16})")


def token(point_id: int, version: int) -> str:
    """ "41.1.k3jq7x5mbn2a6vtd": digits, dots, small letters; stands in an address as it is."""
    said = f"{point_id}.{version}"
    return f"{said}.{_seal(said)}"


def read(text: str) -> tuple[int, int] | None:
    """The point and the version that a label names; None if its seal is not ours."""
    match = _TOKEN.fullmatch(text.strip().lower())
    if match is None:
        return None
    point, version, seal = match.groups()
    if not hmac.compare_digest(_seal(f"{point}.{version}"), seal):
        return None
    return int(point), int(version)


def _seal(said: str) -> str:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"yuanba.places.qr", hashlib.sha256)
    return base64.b32encode(hmac.digest(key, said.encode(), hashlib.sha256)[:SEAL_BYTES]).decode().lower()
