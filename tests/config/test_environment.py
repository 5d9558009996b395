"""The environment is read through one typed reader, which names the variable that is wrong."""

from pathlib import Path

import pytest

from yuanba.config.environment import BadEnvironment, Environment


def test_a_flag_that_is_neither_yes_nor_no_is_named() -> None:
    with pytest.raises(BadEnvironment, match="YUANBA_X='maybe'"):
        Environment({"YUANBA_X": "maybe"}).flag("YUANBA_X")


def test_a_postgresql_url_keeps_percent_encoded_passwords() -> None:
    entry = Environment({"D": "postgresql://u:p%40ss@db:5433/name"}).database("D", Path("x"))
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["NAME"]) == (
        "u", "p@ss", "db", "5433", "name",
    )  # fmt: skip


def test_sqlite_takes_its_write_lock_at_begin_and_flushes() -> None:
    entry = Environment({}).database("D", Path("/x/y.sqlite3"))
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert "synchronous=FULL" in entry["OPTIONS"]["init_command"]  # type: ignore[index]


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(BadEnvironment, match="expected sqlite"):
        Environment({"D": "mysql://x"}).database("D", Path("x"))
