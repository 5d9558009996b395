"""The one file in which a service keeps what it must not lose: SQLite, flushed at every commit.

Every table is WITHOUT ROWID: ordered by its key, with no number and no place that would tell in which order rows came.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

PATIENCE = "busy_timeout=20000"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", PATIENCE)
Fetch = Callable[[str], bytes]  # an address below the platform's; raises OSError


def connect(file: Path, schema: str) -> sqlite3.Connection:
    """The file with its tables, readable by its owner only; statements commit by themselves unless BEGIN is said."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(schema)
    return connection
