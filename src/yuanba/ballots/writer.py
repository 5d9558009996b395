"""The one statement that stores papers: inserted only where everything that was true at preparation still holds.

It takes many papers at once, so that the cast lane's writer can commit a group; each row stands or falls by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from yuanba.ballots import sealing, states
from yuanba.ballots.casting import Prepared, Signals
from yuanba.ballots.models import Ballot

# The share lock is on the ballot first, then on the roll row: closing takes the ballot exclusively, and whoever waits
# for it holds no roll row yet. SQLite knows no row locks and needs none: its transactions are IMMEDIATE.
INSERT = """
WITH v (ballot_id, roll_row_id, epoch, attempt, choices, salt, commitment, leaf_hash, previous, channel, cast_at,
        revision) AS (VALUES {rows})
INSERT INTO ballots_paper (ballot_id, roll_row_id, epoch, attempt, choices, salt, commitment, leaf_hash, previous,
                           channel, cast_at, state)
SELECT b.id, r.id, v.epoch, v.attempt, v.choices, v.salt, v.commitment, v.leaf_hash, v.previous, v.channel, v.cast_at,
       'VALID'
FROM v
JOIN ballots_rollrow r ON r.id = v.roll_row_id AND r.ballot_id = v.ballot_id AND r.epoch = v.epoch
JOIN ballots_ballot b ON b.id = v.ballot_id
WHERE b.state IN ({states}) AND b.opens_at <= v.cast_at AND v.cast_at < b.closes_at AND b.revision = v.revision
  AND (v.attempt = 0 OR b.revotes_allowed)
{lock}
ON CONFLICT DO NOTHING
RETURNING roll_row_id, attempt
"""
INSERT_SIGNALS = """
INSERT INTO ballots_votesignal (ballot_id, code, address_hash, device_hash, account_age_days, minute) VALUES
"""
SECONDS_A_MINUTE = 60
INTEGER, TEXT, INSTANT = "CAST(%s AS bigint)", "CAST(%s AS text)", "CAST(%s AS timestamp with time zone)"
ROW = (INTEGER,) * 4 + (TEXT,) * 6


def insert(papers: Sequence[Prepared], *, on_paper: bool = False) -> set[tuple[int, int]]:
    """The (roll row, attempt) of those papers that are now stored; the others met a conflict or a change. One statement.

    A phone's paper needs the ballot OPEN; a sheet of the paper channel, received before the closing time (its
    `cast_at`), may still be keyed while the ballot is CLOSED. The caller holds a transaction.
    """
    if not papers:
        return set()
    on_postgresql = connection.vendor == "postgresql"
    open_states = (states.OPEN, states.CLOSED) if on_paper else (states.OPEN,)
    row = "(" + ", ".join((*ROW, INSTANT if on_postgresql else "%s", INTEGER)) + ")"
    sql = INSERT.format(
        rows=", ".join([row] * len(papers)),
        states=", ".join(f"'{state}'" for state in open_states),
        lock="FOR SHARE OF b, r" if on_postgresql else "",
    )
    # Two groups that lock in one order cannot wait for each other in a circle.
    ordered = sorted(papers, key=lambda paper: (paper.ballot_id, paper.roll_row_id, paper.attempt))
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for paper in ordered for value in _values(paper)])
        return {(int(roll_row_id), int(attempt)) for roll_row_id, attempt in cursor.fetchall()}


def insert_signals(seen: Sequence[tuple[Prepared, Signals, bytes]]) -> None:
    """How each of these papers came in is stored, hashed with the ballot's salt, apart from the papers. One statement."""
    rows = [
        value
        for paper, signals, salt in seen
        for value in (
            paper.ballot_id,
            paper.code,
            sealing.signal_hash(salt, "address", signals.address),
            sealing.signal_hash(salt, "device", signals.device),
            max(signals.account_age_days, 0),
            int(paper.cast_at.timestamp()) // SECONDS_A_MINUTE,
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SIGNALS + ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(seen)), rows)


def _values(paper: Prepared) -> tuple[Any, ...]:
    return (
        paper.ballot_id,
        paper.roll_row_id,
        paper.epoch,
        paper.attempt,
        paper.choices,
        paper.salt,
        paper.commitment,
        paper.leaf_hash,
        paper.previous,
        paper.channel,
        _instant(paper.cast_at),
        paper.revision,
    )


def _instant(at: datetime) -> Any:
    """The instant as this database stores it."""
    field = Ballot._meta.get_field("opens_at")
    return field.get_db_prep_value(at, connection=connection)
