"""A backup brings everything back, and never overwrites or trusts a damaged archive."""

import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from yuanba.config import archive

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def deployment(folder: Path) -> dict[str, Any]:
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "secret_key").write_text("s" * 64)
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "cd").write_bytes(b"proof")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "yuanba.sqlite3")}
    with closing(sqlite3.connect(database["NAME"])) as connection:
        connection.execute("create table entry (serial text)")
        connection.execute("insert into entry values ('HY21-0001')")
        connection.commit()
    return database


def elsewhere(folder: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "yuanba.sqlite3")}


def test_restore_brings_back_database_files_and_keys(tmp_path: Path) -> None:
    database = deployment(tmp_path / "old")
    archive.backup(target=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old", now=NOW)

    archive.restore(source=tmp_path / "a.tar", database=elsewhere(tmp_path / "new"), data_dir=tmp_path / "new")

    with closing(sqlite3.connect(tmp_path / "new" / "yuanba.sqlite3")) as connection:
        assert connection.execute("select serial from entry").fetchall() == [("HY21-0001",)]
    assert (tmp_path / "new" / "files" / "ab" / "cd").read_bytes() == b"proof"
    assert (tmp_path / "new" / "keys" / "secret_key").read_text() == "s" * 64
    assert (tmp_path / "new" / "keys" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_archive_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    database = deployment(tmp_path / "old")
    archive.backup(target=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old", now=NOW)
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600


def test_restore_never_overwrites(tmp_path: Path) -> None:
    database = deployment(tmp_path / "old")
    archive.backup(target=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old", now=NOW)
    with pytest.raises(archive.ArchiveRefused, match="exists"):
        archive.restore(source=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old")
    with pytest.raises(archive.ArchiveRefused, match="exists already"):
        archive.backup(target=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old", now=NOW)


def test_a_damaged_archive_is_refused_and_leaves_no_database(tmp_path: Path) -> None:
    database = deployment(tmp_path / "old")
    archive.backup(target=tmp_path / "a.tar", database=database, data_dir=tmp_path / "old", now=NOW)
    content = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "b.tar").write_bytes(content.replace(b"proof", b"proov"))

    with pytest.raises(archive.ArchiveRefused, match="damaged"):
        archive.restore(source=tmp_path / "b.tar", database=elsewhere(tmp_path / "new"), data_dir=tmp_path / "new")
    assert not (tmp_path / "new" / "yuanba.sqlite3").exists()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("<html>")
    with pytest.raises(archive.ArchiveRefused, match="not a backup"):
        archive.restore(source=tmp_path / "a.tar", database=elsewhere(tmp_path / "new"), data_dir=tmp_path / "new")


def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        archive.add_bytes(tar, "../evil", b"x")
    with pytest.raises(archive.ArchiveRefused, match="not a backup"):
        archive.restore(source=tmp_path / "a.tar", database=elsewhere(tmp_path / "new"), data_dir=tmp_path / "new")
    assert not (tmp_path / "evil").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.addfile(link)
    with pytest.raises(archive.ArchiveRefused, match="no plain file"):
        archive.restore(source=tmp_path / "a.tar", database=elsewhere(tmp_path / "new"), data_dir=tmp_path / "new")
