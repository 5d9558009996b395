"""Many rows in few statements: INSERTs of plain values for those places where a hundred thousand rows are written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

# Source: sqlite.org/limits.html: 32,766 variables in one statement; PostgreSQL's 65,535 leave more room.
VARIABLES = 30_000


def inserts(
    table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, ending: str = ""
) -> Iterator[tuple[str, list[Any]]]:
    """The statements that insert the rows, in order, each with its values; `ending` like "ON CONFLICT DO NOTHING".

    Values go to the database as they are: whoever calls has prepared dates and instants for it.
    """
    place = "(" + ", ".join(["%s"] * len(columns)) + ")"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 -- names of ours
    stream = iter(rows)
    while batch := list(islice(stream, VARIABLES // len(columns))):
        sql = head + ", ".join([place] * len(batch)) + (f" {ending}" if ending else "")
        yield sql, [value for row in batch for value in row]
