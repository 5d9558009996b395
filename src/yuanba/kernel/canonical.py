"""Canonical bytes: the one way to write a value, so that everybody who hashes it gets the same hash.

RFC 8785 (JSON Canonicalization Scheme) restricted to what cannot be misread: strings in NFC, integers
within ±(2^53 - 1), arrays, objects. No floats, booleans, nulls, duplicate keys, and at most 65,535 bytes.
Source: docs/reference of ballots, "Bytes and logs"; RFC 8785 sections 3.2.2 and 3.2.3; RFC 7493 section 2.2 for 2^53.
"""

import json
import unicodedata
from json.encoder import encode_basestring
from typing import Any

LIMIT_BYTES = 65_535
LIMIT_INTEGER = 2**53
# Deeper than any record of ours, and far from Python's own limit of recursion.
LIMIT_DEPTH = 64


class NotCanonical(ValueError):
    """The value or the bytes have no canonical form; the message says why."""


def encode(value: Any) -> bytes:
    """The canonical bytes of str, int, list/tuple and dict values. Raises NotCanonical."""
    data = _write(value, 0).encode("utf-8")
    if len(data) > LIMIT_BYTES:
        raise NotCanonical(f"{len(data)} bytes, at most {LIMIT_BYTES}")
    return data


def decode(data: bytes) -> Any:
    """The value whose canonical bytes are exactly `data`. Raises NotCanonical, also for equivalent but other bytes."""
    if len(data) > LIMIT_BYTES:
        raise NotCanonical(f"{len(data)} bytes, at most {LIMIT_BYTES}")
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_float=_refuse_number, parse_constant=_refuse_number
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON in UTF-8: {type(error).__name__}") from error
    if encode(value) != data:
        raise NotCanonical("another spelling of the same value")
    return value


def _write(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _string(value)
    if depth > LIMIT_DEPTH:
        raise NotCanonical(f"nested deeper than {LIMIT_DEPTH}")
    if isinstance(value, dict):
        # Property names are sorted by UTF-16 code units, which differs from code points beyond the BMP.
        names = sorted(value, key=_utf16)
        return "{" + ",".join([f"{_string(name)}:{_write(value[name], depth + 1)}" for name in names]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([_write(item, depth + 1) for item in value]) + "]"
    if isinstance(value, int) and not isinstance(value, bool):
        return _integer(value)
    raise NotCanonical(f"{type(value).__name__} has no place here")


def _string(text: str) -> str:
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            raise NotCanonical("a string is not in NFC")
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise NotCanonical("a string holds half a surrogate pair")
    # json writes exactly the escapes of RFC 8785: \b \t \n \f \r \" \\ and \u00xx in lower case for other controls.
    return encode_basestring(text)


def _integer(number: int) -> str:
    if abs(number) >= LIMIT_INTEGER:
        raise NotCanonical("an integer reaches 2^53")
    return int.__repr__(number)


def _utf16(name: Any) -> bytes:
    if not isinstance(name, str):
        raise NotCanonical("a name is not a string")
    return name.encode("utf-16-be", "surrogatepass")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotCanonical("a name stands twice in an object")
    return value


def _refuse_number(text: str) -> Any:
    raise NotCanonical(f"{text[:20]} is not an integer")
