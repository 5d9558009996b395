"""What an audit event looks like as bytes. Whoever has the row can compute its leaf; whoever has not learns nothing."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yuanba.kernel import canonical, merkle
from yuanba.kernel.normal import clean, redact

# A detail holds ids, codes and counts; whatever is longer is a text, which has no place here.
LIMIT_TEXT = 200


def plain(value: Any) -> Any:
    """The value as canonical bytes know it: no None, booleans, dates or fractions; personal numbers masked.

    Raises canonical.NotCanonical for floats and other kinds.
    """
    if isinstance(value, dict):
        return {clean(str(name)): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    return _scalar(value)


def _scalar(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return int(value) if abs(value) < canonical.LIMIT_INTEGER else str(int(value))
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | Decimal | Fraction):
        return redact(clean(str(value)))[:LIMIT_TEXT]
    raise canonical.NotCanonical(f"{type(value).__name__} has no place in an audit detail")


def instant(at: datetime) -> str:
    """An aware instant in UTC with microseconds, one spelling only."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def detail_hash(salt: str, body: Any) -> str:
    """SHA-256, in hex, of salt ‖ canonical bytes: without the 128-bit salt nobody can guess small contents back."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical.encode(body)).hexdigest()


def leaf(event: Mapping[str, Any]) -> str:
    """The RFC 6962 leaf hash, in hex, of an event given by its columns."""
    record = {
        "actor": event["actor"],
        "at": instant(event["at"]),
        "detail": event["detail_hash"],
        "subject": event["subject"],
        "territory": "" if event["territory_id"] is None else event["territory_id"],
        "verb": event["verb"],
    }
    return merkle.leaf_hash(canonical.encode(record)).hex()
