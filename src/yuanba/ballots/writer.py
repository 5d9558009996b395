"""The one statement that stores papers: inserted only where everything that was true at preparation still holds.

It takes many papers at once, so that the cast lane's writer can commit a group; each row stands or falls by itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import psycopg
from django.db import connection, transaction

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
# PostgreSQL does both, and the transaction around them, in one statement that it plans once for a connection.
INSERT_TOGETHER = """
WITH given AS MATERIALIZED (SELECT * FROM {source}),
stored AS ({insert}),
seen AS (
  INSERT INTO ballots_votesignal (ballot_id, code, address_hash, device_hash, account_age_days, minute)
  SELECT ballot_id, code, address_hash, device_hash, account_age_days, minute
  FROM given JOIN stored USING (roll_row_id, attempt)
)
SELECT roll_row_id, attempt FROM stored
"""
SECONDS_A_MINUTE = 60

Seen = tuple[Prepared, Signals, bytes]  # a paper, how it came in, and the salt of its ballot's hashes


def insert(papers: Sequence[Prepared], *, on_paper: bool = False) -> set[tuple[int, int]]:
    """The (roll row, attempt) of those papers that are now stored; the others met a conflict or a change. One statement.

    A phone's paper needs the ballot OPEN; a sheet of the paper channel, received before the closing time (its
    `cast_at`), may still be keyed while the ballot is CLOSED. The caller holds a transaction.
    """
    if not papers:
        return set()
    sql = _insert_from(_rows_of(COLUMNS, connection.vendor), on_paper=on_paper)
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps([_values(paper) for paper in _in_order(papers)])])
        return {(int(roll_row_id), int(attempt)) for roll_row_id, attempt in cursor.fetchall()}


def insert_signals(seen: Sequence[Seen]) -> None:
    """How each of these papers came in is stored, hashed with the ballot's salt, apart from the papers. One statement."""
    with connection.cursor() as cursor:
        values = json.dumps([_signal_values(*one) for one in seen])
        cursor.execute(INSERT_SIGNALS.format(source=_rows_of(SIGNAL_COLUMNS, connection.vendor)), [values])


def commit(seen: Sequence[Seen]) -> set[tuple[int, int]]:
    """As `insert` for papers from phones, with how each came in, durable on return. Call outside a transaction."""
    if connection.vendor == "postgresql":
        return _commit_in_one_statement(seen)
    with transaction.atomic():
        stored = insert([paper for paper, _, _ in seen])
        written = [one for one in seen if (one[0].roll_row_id, one[0].attempt) in stored]
        if written:
            insert_signals(written)
        return stored


def _commit_in_one_statement(seen: Sequence[Seen]) -> set[tuple[int, int]]:
    by_paper = {id(paper): (signals, salt) for paper, signals, salt in seen}
    values = [
        _values(paper) | _signal_values(paper, *by_paper[id(paper)]) for paper in _in_order([one[0] for one in seen])
    ]
    connection.ensure_connection()
    connection.connection.prepare_threshold = 0  # Django's own cursors bind in the client and never prepare
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_together(), [json.dumps(values)], prepare=True)
        return set(cursor.fetchall())


@cache
def _together() -> str:
    columns = dict(COLUMNS) | dict(SIGNAL_COLUMNS)
    return INSERT_TOGETHER.format(
        source=_rows_of(tuple(columns.items()), "postgresql"), insert=_insert_from("given AS v", on_paper=False)
    )


def _insert_from(source: str, *, on_paper: bool) -> str:
    open_states = (states.OPEN, states.CLOSED) if on_paper else (states.OPEN,)
    return INSERT.format(
        source=source,
        states=", ".join(f"'{state}'" for state in open_states),
        lock="FOR SHARE OF b, r" if connection.vendor == "postgresql" else "",
    )


def _in_order(papers: Sequence[Prepared]) -> list[Prepared]:
    """Two groups that lock in one order cannot wait for each other in a circle."""
    return sorted(papers, key=lambda paper: (paper.ballot_id, paper.roll_row_id, paper.attempt))


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


def _signal_values(paper: Prepared, signals: Signals, salt: bytes) -> dict[str, Any]:
    return {
        "ballot_id": paper.ballot_id,
        "code": paper.code,
        "address_hash": sealing.signal_hash(salt, "address", signals.address),
        "device_hash": sealing.signal_hash(salt, "device", signals.device),
        "account_age_days": max(signals.account_age_days, 0),
        "minute": int(paper.cast_at.timestamp()) // SECONDS_A_MINUTE,
    }


def _instant(at: datetime) -> Any:
    """The instant as this database stores it."""
    field = Ballot._meta.get_field("opens_at")
    return field.get_db_prep_value(at, connection=connection)
