"""Leaf 0 of a ballot: what was voted on, by whom, by which rule, under which keys. Pure."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from yuanba.ballots import electorates
from yuanba.ballots.models import Ballot, BallotSecret, Option, SecretBallot
from yuanba.kernel import canonical
from yuanba.kernel.calendar import local_date

FORMAT = 2
SECRET_FORMAT = 1
# Source: our own choice; a compound's ballot has twenty votes within an evening.
SECRET_BATCH = 20


def build(
    ballot: Ballot,
    secret: BallotSecret,
    options: Iterable[Option],
    *,
    log_key: str,
    sealed: SecretBallot | None = None,
) -> bytes:
    """The canonical bytes of the manifest. Ids and keys only: no title, no name. Raises canonical.NotCanonical.

    `log_key` is the C2SP verifier key of the ballot's log: its heads and the receipts are signed with it. An item shows
    a rule only where it has one of its own. `sealed` holds the keys of a secret ballot that opens.
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
            **_who(ballot),
            "terms": [row.told() for row in terms_of(ballot)],
            "rule": dict(ballot.rule),
            "items": list(items.values()),
            "roll": {
                "date": ballot.roll_date.isoformat() if ballot.roll_date else "",
                "root": ballot.roll_root,
                "rows": ballot.roll_rows,
                "heads": ballot.roll_heads,
                "area_cm2": ballot.roll_area_cm2,
            },
            "opening": _opening(ballot),
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
        | ({} if sealed is None else {"secret": _secret(ballot, sealed)})
    )


def _opening(ballot: Ballot) -> str:
    if ballot.level == "S":
        return "SEALED"
    return "TOTALS" if ballot.electorate == Ballot.Electorate.OWNERS else "EVERY_PAPER"


def _secret(ballot: Ballot, sealed: SecretBallot) -> dict[str, Any]:
    """Times and keys of level S. Source: docs/reference/secret-ballots.md, "Manifest"."""
    return {
        "format": SECRET_FORMAT,
        "strict": int(sealed.is_strict),
        "tokens_until": utc(sealed.casts_from if sealed.is_strict else ballot.closes_at),
        "casts_from": utc(sealed.casts_from),
        "batch": SECRET_BATCH,
        "padded": sealed.padded,
        "issuers": sealed.issuers,
        "urn": sealed.urn,
        "sealing": sealed.sealing,
        "trustees": {"k": sealed.needed, "n": sealed.trustees, "shares": sealed.share_hashes},
    }


def terms_of(ballot: Ballot) -> tuple[electorates.Term, ...]:
    """The rules for this ballot's electorate on the day of its opening."""
    body_kind = ballot.body.kind if ballot.body is not None else ""
    found = electorates.terms(ballot.electorate, ballot.kind, local_date(ballot.opens_at), body_kind=body_kind)
    # A token is the voter's own: nobody can vote secretly for another.
    return found if ballot.level == "N" else tuple(row for row in found if row.what != electorates.PROXIES)


def _who(ballot: Ballot) -> dict[str, Any]:
    """Which body, or whose list of those present with the hash of the signed sheet."""
    if ballot.body_id is not None:
        return {"body": ballot.body_id}
    if ballot.meeting is not None:
        return {"meeting": {"meeting": str(ballot.meeting), "sheet": ballot.meeting.sheet_hash}}
    return {}


def _commitment(key: str) -> str:
    """A key can be shown later to be the one that was used."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
