"""Many rows in few statements: plain values for those places where a hundred thousand rows are written."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

# Source: sqlite.org/limits.html: 32,766 variables in one statement.
VARIABLES = 30_000
SKIP_KNOWN = "ON CONFLICT DO NOTHING"


def insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, skip_known: bool = False
) -> None:
    """The rows are in the table, in order; with `skip_known` but for those that a unique constraint knows already.

    `cursor` is Django's; the caller holds a transaction. Values go to the database as they are: whoever calls has
    prepared dates and instants for it. PostgreSQL takes them by COPY, a quarter of the work of binding each.
    """
    if cursor.db.vendor == "postgresql":
        _copy(cursor, table, columns, rows, skip_known=skip_known)
        return
    place = "(" + ", ".join(["%s"] * len(columns)) + ")"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 -- names of ours
    stream = iter(rows)
    while batch := list(islice(stream, VARIABLES // len(columns))):
        sql = head + ", ".join([place] * len(batch)) + (f" {SKIP_KNOWN}" if skip_known else "")
        cursor.execute(sql, [value for row in batch for value in row])


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, skip_known: bool) -> None:
    names = ", ".join(columns)
    target = table
    if skip_known:  # COPY knows no conflicts: the rows wait in a table of this transaction
        target = f"many_{table}"
        cursor.execute(f"CREATE TEMPORARY TABLE {target} ON COMMIT DROP AS SELECT {names} FROM {table} WHERE false")  # noqa: S608
    with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    if skip_known:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} {SKIP_KNOWN}")  # noqa: S608
        cursor.execute(f"DROP TABLE {target}")
