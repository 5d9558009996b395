"""How a sheet becomes bytes: voter codes, tickets, salts, commitments, leaves, roll leaves. Pure functions.

Source: docs/reference/ballots.md, "Bytes and logs" and "Level N".
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from yuanba.kernel import canonical, merkle
from yuanba.kernel.verdict import Refused, no

TICKET_SOURCE = "ballots, level N, 1"
# Source: docs/reference/ballots.md, level N, 1: at most 15 minutes.
TICKET_LIFE = timedelta(minutes=15)
# Longer than any ticket of ours, so that a huge string costs nothing.
TICKET_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to cast one sheet: this roll row, at this epoch, as this attempt, until `expires` (seconds since 1970)."""

    ballot_id: int
    roll_row_id: int
    code: str
    epoch: int
    attempt: int
    previous: str  # the leaf hash that a revote replaces, "" for attempt 0
    expires: int
    proxy: str = ""  # the pseudonym of the proxy who may cast it; "" where the voter does

    def written(self, key: bytes) -> str:
        """The ticket as text that only the holder of `key` can make: base64url(canonical bytes).HMAC."""
        payload = canonical.encode(
            {
                "a": self.attempt,
                "b": self.ballot_id,
                "c": self.code,
                "d": self.proxy,
                "e": self.epoch,
                "p": self.previous,
                "r": self.roll_row_id,
                "x": self.expires,
            }
        )
        return f"{base64.urlsafe_b64encode(payload).decode('ascii')}.{_mac(key, b'ticket', payload)}"


def ticket_ballot(text: str) -> int:
    """The ballot that a ticket claims to be for; nothing is proved yet. Raises Refused("ballots.ticket_invalid")."""
    return int(_claims(text)["b"])


def ticket_row(text: str) -> int:
    """The roll row that a ticket claims to be for; nothing is proved. Raises Refused("ballots.ticket_invalid")."""
    return int(_claims(text)["r"])


def read_ticket(text: str, key: bytes, now: datetime) -> Ticket:
    """The ticket, if `key` made it and it has not run out. Raises Refused ballots.ticket_invalid, .ticket_expired."""
    claims = _claims(text)
    payload, _, mac = text.partition(".")
    if not hmac.compare_digest(_mac(key, b"ticket", base64.urlsafe_b64decode(payload)).encode(), mac.encode()):
        raise Refused(no("ballots.ticket_invalid", TICKET_SOURCE))
    ticket = Ticket(
        ballot_id=claims["b"],
        roll_row_id=claims["r"],
        code=claims["c"],
        epoch=claims["e"],
        attempt=claims["a"],
        previous=claims["p"],
        expires=claims["x"],
        proxy=claims["d"],
    )
    if now.timestamp() >= ticket.expires:
        raise Refused(no("ballots.ticket_expired", TICKET_SOURCE, minutes=int(TICKET_LIFE.total_seconds()) // 60))
    return ticket


@lru_cache(maxsize=256)  # asked three times of every vote
def _claims(text: str) -> dict[str, Any]:
    """What the ticket says, to be read only. Raises Refused("ballots.ticket_invalid")."""
    try:
        if len(text) > TICKET_LIMIT or not text.isascii():
            raise ValueError
        claims = json.loads(base64.b64decode(text.partition(".")[0], altchars=b"-_", validate=True))
        numbers = all(isinstance(claims[name], int) for name in "aberx")
        words = all(isinstance(claims[name], str) for name in "cdp")
        if not (numbers and words and len(claims) == len("abcdeprx")):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise Refused(no("ballots.ticket_invalid", TICKET_SOURCE)) from error
    return dict(claims)


def voter_code(code_key: bytes, entry_key: str) -> str:
    """The pseudonym of a roll entry ("person:12") in one ballot: HMAC(code key, roll entry)."""
    return _mac(code_key, b"code", entry_key.encode())


def order_key(code: str, option_key: str) -> bytes:
    """What a voter's sheet is sorted by: every voter sees another order, the same at every look, never by popularity."""
    return hashlib.sha256(f"{code}\0{option_key}".encode()).digest()


def signal_hash(salt: bytes, kind: str, value: str) -> str:
    """An address or a device that can be compared within one ballot while its salt lives; "" stays ""."""
    return _mac(salt, kind.encode(), value.encode())[:32] if value else ""


def clerk_code(code_key: bytes, clerk: str) -> str:
    """The pseudonym of a clerk in the leaves of one ballot."""
    return _mac(code_key, b"clerk", clerk.encode())[:16]


def proxy_code(code_key: bytes, proxy_key: str) -> str:
    """The pseudonym of a proxy in the leaves of one ballot."""
    return _mac(code_key, b"proxy", proxy_key.encode())[:16]


def salt_of(ballot_key: bytes, roll_row_id: int, attempt: int) -> str:
    """HMAC(ballot key, roll row ‖ attempt): an identical retry has the identical salt, hence leaf and receipt."""
    return _mac(ballot_key, b"salt", f"{roll_row_id}:{attempt}".encode())


def choices_text(choices: Mapping[str, Sequence[str]]) -> str:
    """Canonical choices, as `casting.check_choices` has put them in order: sorted, or in the order of a ranking."""
    return canonical.encode({item: list(options) for item, options in choices.items()}).decode()


def choices_of(text: str) -> dict[str, list[str]]:
    """The choices that `choices_text` wrote. Raises canonical.NotCanonical for any other spelling."""
    return dict(canonical.decode(text.encode()))


def commitment_of(salt: str, choices: str) -> str:
    """SHA-256(salt ‖ canonical choices), the salt as its 32 bytes."""
    return hashlib.sha256(bytes.fromhex(salt) + choices.encode()).hexdigest()


def leaf_bytes(
    *, ballot_id: int, code: str, commitment: str, channel: str, previous: str, besides: Mapping[str, Any] | None = None
) -> bytes:
    """What the log keeps of a paper; `besides` holds `paper` (serial, scan hash, clerk codes), `hall` or `proxy`."""
    leaf: dict[str, Any] = {
        "ballot": f"ballot:{ballot_id}",
        "channel": channel,
        "code": code,
        "commitment": commitment,
        "previous": previous,
    }
    return canonical.encode(leaf | dict(besides or {}))


def log_name(ballot_id: int) -> str:
    """The name of a ballot's log."""
    return f"ballot:{ballot_id}"


def leaf_hash(leaf: bytes) -> str:
    return merkle.leaf_hash(leaf).hex()


def roll_leaf(ballot_id: int, code: str, heads: int, area_cm2: int) -> bytes:
    """The leaf hash of one roll row. Rows stand in the order of their codes, which tells nothing about persons."""
    row = {"area_cm2": area_cm2, "ballot": f"ballot:{ballot_id}", "code": code, "heads": heads}
    return merkle.leaf_hash(canonical.encode(row))


def _mac(key: bytes, purpose: bytes, message: bytes) -> str:
    return hmac.new(key, purpose + b"\0" + message, hashlib.sha256).hexdigest()
