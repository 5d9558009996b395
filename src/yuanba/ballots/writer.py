"""The one statement that stores papers: inserted only where everything that was true at preparation still holds.

It takes many papers at once, so that the cast lane's writer can commit a group; each row stands or falls by itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from yuanba.ballots import sealing, states
from yuanba.ballots.casting import Prepared, Signals
from yuanba.ballots.models import Ballot

# Many papers come as one value, a JSON array: a value for each of their columns would take longer to bind than to store.
COLUMNS = (
    ("ballot_id", "bigint"),
    ("roll_row_id", "bigint"),
    ("epoch", "bigint"),
    ("attempt", "bigint"),
    ("choices", "text"),
    ("salt", "text"),
    ("commitment", "text"),
    ("leaf_hash", "text"),
    ("previous", "text"),
    ("channel", "text"),
    ("cast_at", "timestamp with time zone"),
    ("revision", "bigint"),
)
SIGNAL_COLUMNS = (
    ("ballot_id", "bigint"),
    ("code", "text"),
    ("address_hash", "text"),
    ("device_hash", "text"),
    ("account_age_days", "bigint"),
    ("minute", "bigint"),
)
# The share lock is on the ballot first, then on the roll row: closing takes the ballot exclusively, and whoever waits
# for it holds no roll row yet. SQLite knows no row locks and needs none: its transactions are IMMEDIATE.
INSERT = """
INSERT INTO ballots_paper (ballot_id, roll_row_id, epoch, attempt, choices, salt, commitment, leaf_hash, previous,
                           channel, cast_at, state)
SELECT b.id, r.id, v.epoch, v.attempt, v.choices, v.salt, v.commitment, v.leaf_hash, v.previous, v.channel, v.cast_at,
       'VALID'
FROM {source}
JOIN ballots_rollrow r ON r.id = v.roll_row_id AND r.ballot_id = v.ballot_id AND r.epoch = v.epoch
JOIN ballots_ballot b ON b.id = v.ballot_id
WHERE b.state IN ({states}) AND b.opens_at <= v.cast_at AND v.cast_at < b.closes_at AND b.revision = v.revision
  AND (v.attempt = 0 OR b.revotes_allowed)
{lock}
ON CONFLICT DO NOTHING
RETURNING roll_row_id, attempt
"""
INSERT_SIGNALS = """
INSERT INTO ballots_votesignal (ballot_id, code, address_hash, device_hash, account_age_days, minute)
SELECT ballot_id, code, address_hash, device_hash, account_age_days, minute FROM {source}
"""
SECONDS_A_MINUTE = 60


def insert(papers: Sequence[Prepared], *, on_paper: bool = False) -> set[tuple[int, int]]:
    """The (roll row, attempt) of those papers that are now stored; the others met a conflict or a change. One statement.

    A phone's paper needs the ballot OPEN; a sheet of the paper channel, received before the closing time (its
    `cast_at`), may still be keyed while the ballot is CLOSED. The caller holds a transaction.
    """
    if not papers:
        return set()
    on_postgresql = connection.vendor == "postgresql"
    open_states = (states.OPEN, states.CLOSED) if on_paper else (states.OPEN,)
    sql = INSERT.format(
        source=_rows_of(COLUMNS, connection.vendor),
        states=", ".join(f"'{state}'" for state in open_states),
        lock="FOR SHARE OF b, r" if on_postgresql else "",
    )
    # Two groups that lock in one order cannot wait for each other in a circle.
    ordered = sorted(papers, key=lambda paper: (paper.ballot_id, paper.roll_row_id, paper.attempt))
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps([_values(paper) for paper in ordered])])
        return {(int(roll_row_id), int(attempt)) for roll_row_id, attempt in cursor.fetchall()}


def insert_signals(seen: Sequence[tuple[Prepared, Signals, bytes]]) -> None:
    """How each of these papers came in is stored, hashed with the ballot's salt, apart from the papers. One statement."""
    rows = [
        {
            "ballot_id": paper.ballot_id,
            "code": paper.code,
            "address_hash": sealing.signal_hash(salt, "address", signals.address),
            "device_hash": sealing.signal_hash(salt, "device", signals.device),
            "account_age_days": max(signals.account_age_days, 0),
            "minute": int(paper.cast_at.timestamp()) // SECONDS_A_MINUTE,
        }
        for paper, signals, salt in seen
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SIGNALS.format(source=_rows_of(SIGNAL_COLUMNS, connection.vendor)), [json.dumps(rows)])


@cache
def _rows_of(columns: tuple[tuple[str, str], ...], vendor: str) -> str:
    """The JSON array of the statement's one value as the rows `v` with these columns."""
    if vendor == "postgresql":
        kinds = ", ".join(f"{name} {kind}" for name, kind in columns)
        return f"json_to_recordset(CAST(%s AS json)) AS v({kinds})"
    fields = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name, _ in columns)
    return f"(SELECT {fields} FROM json_each(%s)) AS v"  # noqa: S608 -- names of ours


def _values(paper: Prepared) -> dict[str, Any]:
    return {
        "ballot_id": paper.ballot_id,
        "roll_row_id": paper.roll_row_id,
        "epoch": paper.epoch,
        "attempt": paper.attempt,
        "choices": paper.choices,
        "salt": paper.salt,
        "commitment": paper.commitment,
        "leaf_hash": paper.leaf_hash,
        "previous": paper.previous,
        "channel": paper.channel,
        "cast_at": str(_instant(paper.cast_at)),
        "revision": paper.revision,
    }


def _instant(at: datetime) -> Any:
    """The instant as this database stores it."""
    field = Ballot._meta.get_field("opens_at")
    return field.get_db_prep_value(at, connection=connection)
