"""Leaf 0 of a ballot: what was voted on, by whom, by which rule, under which keys. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from yuanba.ballots.models import Ballot, BallotSecret, Option
from yuanba.kernel import canonical

FORMAT = 2


def build(ballot: Ballot, secret: BallotSecret, options: Iterable[Option], *, log_key: str) -> bytes:
    """The canonical bytes of the manifest. Ids and keys only: no title, no name. Raises canonical.NotCanonical.

    `log_key` is the C2SP verifier key of the ballot's log: its heads and the receipts are signed with it. An item shows
    a rule only where it has one of its own.
    """
    items: dict[str, dict[str, Any]] = {}
    for option in options:
        item = option.item
        if item.key not in items:
            own = {"rule": dict(item.rule)} if item.rule else {}
            items[item.key] = {"key": item.key, "choose": item.choose, "minimum": item.minimum, "options": []} | own
        items[item.key]["options"].append(option.key)
    return canonical.encode(
        {
            "format": FORMAT,
            "ballot": f"ballot:{ballot.pk}",
            "kind": ballot.kind,
            "territory": ballot.territory_id,
            "level": ballot.level,
            "electorate": ballot.electorate,
            "rule": dict(ballot.rule),
            "items": list(items.values()),
            "roll": {
                "date": ballot.roll_date.isoformat() if ballot.roll_date else "",
                "root": ballot.roll_root,
                "rows": ballot.roll_rows,
                "heads": ballot.roll_heads,
                "area_cm2": ballot.roll_area_cm2,
            },
            "opening": "TOTALS" if ballot.electorate == Ballot.Electorate.OWNERS else "EVERY_PAPER",
            "paper": ballot.paper_rule,
            "revotes": int(ballot.revotes_allowed),
            "keys": {
                "ballot": _commitment(secret.ballot_key),
                "code": _commitment(secret.code_key),
                "log": log_key,
            },
            "opens_at": utc(ballot.opens_at),
            "closes_at": utc(ballot.closes_at),
        }
    )


def _commitment(key: str) -> str:
    """A key can be shown later to be the one that was used."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
