"""What a thief of all disks can read: a database file with its write-ahead log, dumps, backups; and in which order."""

import itertools
import os
import re
import sqlite3
import subprocess
import tarfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yuanba.config import archive

PAGE_BYTES, SHORT_HEADER, LONG_HEADER = 8192, 24, 40  # of PostgreSQL's write-ahead log
HEX_RUN = re.compile(rb"[0-9a-f]{64,}")
THIEVES = itertools.count()


def order_in(data: bytes, wanted: Collection[str]) -> list[str]:
    """The hashes (64 hex digits each) in the order in which they first stand in the bytes."""
    known, first = {one.encode() for one in wanted}, {}
    for run in HEX_RUN.finditer(data):
        text = run[0]
        for at in range(len(text) - 63):
            if (one := text[at : at + 64]) in known and one not in first:
                first[one] = run.start() + at
    return [one.decode() for one in sorted(first, key=first.__getitem__)]


def words_in(data: bytes, words: Collection[str]) -> list[str]:
    """The same for any words: those that are there, in the order of their first places."""
    found = {word: data.find(word.encode()) for word in words}
    return sorted((word for word in words if found[word] >= 0), key=found.__getitem__)


@contextmanager
def on_disk(folder: Path) -> Iterator[Path | None]:
    """On SQLite the test's tables move into a file with a write-ahead log that nothing empties; PostgreSQL has both."""
    if connection.vendor == "postgresql":
        yield None
        return
    kept, name = connection.connection, connection.settings_dict["NAME"]
    file = folder / "platform.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        kept.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
        yield file
    finally:
        connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = kept, name


class WriteAheadLog:
    """Everything that the platform's database wrote ahead since this object was made."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        if file is None:  # a slot that ends with this connection: nothing is thrown away before it was read
            name = f"thief_{os.getpid()}_{next(THIEVES)}"
            _one(f"SELECT pg_create_physical_replication_slot('{name}', true, true) IS NOT NULL")
            self.start = self._now()

    def read(self) -> bytes:
        if self.file is not None:
            return self.file.with_name(self.file.name + "-wal").read_bytes()
        size = _one("SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'")
        line = _one("SELECT timeline_id FROM pg_control_checkpoint()")
        numbers = range(self.start // size, self._now() // size + 1)
        return b"".join(self._segment(line, number, 0x100000000 // size) for number in numbers)

    @staticmethod
    def _segment(line: int, number: int, per: int) -> bytes:
        """One segment without the headers of its pages, so that a word across two pages is whole."""
        name = f"{line:08X}{number // per:08X}{number % per:08X}"
        data = bytes(_one(f"SELECT pg_read_binary_file('pg_wal/{name}')"))
        pages = range(0, len(data), PAGE_BYTES)
        return b"".join(data[at + (SHORT_HEADER if at else LONG_HEADER) : at + PAGE_BYTES] for at in pages)

    @staticmethod
    def _now() -> int:
        return int(_one("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"))


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


class KeepsLog:
    """An urn's file, of whose write-ahead log a thief takes a copy each time before it is emptied."""

    def __init__(self, store: sqlite3.Connection, file: Path) -> None:
        self._store, self._wal, self.taken = store, file.with_name(file.name + "-wal"), b""

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if "wal_checkpoint" in sql:
            self.taken += self._wal.read_bytes()
        return self._store.execute(sql, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __enter__(self) -> object:
        return self._store.__enter__()

    def __exit__(self, *why: Any) -> object:
        return self._store.__exit__(*why)


def backup(folder: Path, name: str) -> bytes:
    """What stands in the program's own backup of this moment, in its order; a compressed dump is unfolded."""
    target = folder / f"{name}.tar"
    archive.backup(target=target, database=connection.settings_dict, data_dir=settings.DATA_DIR, now=datetime.now(UTC))
    if connection.vendor != "postgresql":
        return target.read_bytes()
    with tarfile.open(target) as tar:
        archive.unpack(tar, folder / name)
    unfold = ["pg_restore", "--file=-", str(folder / name / "database.dump")]
    return subprocess.run(unfold, capture_output=True, check=True).stdout


def dump() -> bytes:
    """What `pg_dump` prints, or on SQLite its shell's `.dump`."""
    if connection.vendor == "postgresql":
        return archive.postgresql(connection.settings_dict, "pg_dump", "--format=plain")
    return "\n".join(connection.connection.iterdump()).encode()


def tables_that_say(words: Collection[str]) -> set[str]:
    """The tables in which any of these words stands, in any column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor])
            if any(word in text for word in words):
                found.add(table)
    return found
