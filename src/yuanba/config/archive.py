"""Backups: database, files and keys in one archive with a manifest of digests; restored only into an empty deployment.

An archive is a .tar: `manifest.json` first, then `database.sqlite3` or `database.dump`, then `files/…` and `keys/…`.
It holds the keys: whoever has the archive can read everything. Keep it as you keep the deployment.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from yuanba import __version__

FORMAT = 1
MANIFEST = "manifest.json"


class ArchiveRefused(Exception):
    """The archive cannot be written or brought back; the message says why and what to do."""


def backup(*, target: Path, database: dict[str, Any], data_dir: Path, now: datetime) -> dict[str, Any]:
    """`target` is a complete archive of the deployment, consistent as of one moment of its database. Returns the manifest.

    Files are content-addressed and never change, so that files copied after the database can only be too many.
    Raises ArchiveRefused if `target` exists or the database tool fails.
    """
    if target.exists():
        raise ArchiveRefused(f"{target} exists already; choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = dump_database(database, Path(folder))
        members = [(dump.name, dump), *kept_files(data_dir)]
        manifest = {
            "format": FORMAT,
            "yuanba": __version__,
            "written_at": now.isoformat(),
            "members": {name: {"bytes": path.stat().st_size, "sha256": digest(path)} for name, path in members},
        }
        partial = Path(folder) / "archive"
        with tarfile.open(partial, "w") as tar:
            add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
            for name, path in members:
                tar.add(path, name, recursive=False)
        partial.chmod(0o600)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(target)
    return manifest


def restore(*, source: Path, database: dict[str, Any], data_dir: Path) -> dict[str, Any]:
    """The deployment is what the archive holds. Raises ArchiveRefused if it is damaged or something is here already."""
    if not source.is_file():
        raise ArchiveRefused(f"{source} is not there.")
    refuse_if_in_use(database, data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir) as folder:
        unpacked = Path(folder)
        try:
            with tarfile.open(source) as tar:
                unpack(tar, unpacked)
            manifest: dict[str, Any] = json.loads((unpacked / MANIFEST).read_text())
        except (tarfile.TarError, OSError, ValueError) as error:
            raise ArchiveRefused(f"{source} is not a backup of Yuanba, or is damaged: {error}") from error
        check(manifest, unpacked)
        for part in ("files", "keys"):
            if (unpacked / part).is_dir():
                shutil.copytree(unpacked / part, data_dir / part, dirs_exist_ok=True)
        load_database(database, unpacked)
    for key in (data_dir / "keys").glob("*"):
        key.chmod(0o600)
    return manifest


def unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """The archive's members stand below `folder`: plain files only, none outside it. Raises tarfile.TarError.

    By hand, because the Python of a bare Debian 12 (3.11.2) has no extraction filters yet.
    """
    for member in tar:
        target = (folder / member.name).resolve()
        source = tar.extractfile(member) if member.isreg() else None
        if source is None or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(f"{member.name} is no plain file inside the archive")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("xb") as file:
            shutil.copyfileobj(source, file)
        target.chmod(0o600)


def check(manifest: dict[str, Any], unpacked: Path) -> None:
    if manifest.get("format") != FORMAT:
        raise ArchiveRefused(f"This archive has format {manifest.get('format')}; this version reads {FORMAT}.")
    for name, expected in manifest["members"].items():
        path = unpacked / name
        if not path.is_file() or digest(path) != expected["sha256"]:
            raise ArchiveRefused(f"{name} in the archive is missing or damaged. Nothing was brought back.")


def refuse_if_in_use(database: dict[str, Any], data_dir: Path) -> None:
    """Raises ArchiveRefused unless the deployment is empty: no database tables, no files, no keys but the fresh one."""
    if is_sqlite(database):
        if Path(database["NAME"]).exists():
            raise ArchiveRefused(f"{database['NAME']} exists. Move it away first; restore never overwrites.")
    elif (
        postgresql(database, "psql", "-tAc", "select count(*) from pg_tables where schemaname='public'").strip() != b"0"
    ):
        raise ArchiveRefused("The database has tables already. Restore into an empty database.")
    if any(path.is_file() for path in (data_dir / "files").rglob("*")):
        raise ArchiveRefused(f"{data_dir / 'files'} is not empty. Restore into an empty data folder.")


def is_sqlite(database: dict[str, Any]) -> bool:
    return "sqlite" in str(database["ENGINE"])


def dump_database(database: dict[str, Any], folder: Path) -> Path:
    if is_sqlite(database):
        dump = folder / "database.sqlite3"
        with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(dump)) as copy:
            source.backup(copy)
        return dump
    dump = folder / "database.dump"
    dump.write_bytes(postgresql(database, "pg_dump", "--format=custom", "--no-owner"))
    return dump


def load_database(database: dict[str, Any], folder: Path) -> None:
    if is_sqlite(database):
        name = folder / "database.sqlite3"
        if not name.is_file():
            raise ArchiveRefused("This archive comes from PostgreSQL; set YUANBA_DATABASE_URL to an empty one.")
        shutil.copyfile(name, database["NAME"])
        return
    if not (folder / "database.dump").is_file():
        raise ArchiveRefused("This archive comes from SQLite; unset YUANBA_DATABASE_URL.")
    postgresql(
        database, "pg_restore", "--no-owner", "--exit-on-error", "-d", database["NAME"], folder / "database.dump"
    )


def postgresql(database: dict[str, Any], tool: str, *words: str | Path) -> bytes:
    """What a PostgreSQL client tool printed for this database. Raises ArchiveRefused with what it complained about."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    surroundings = os.environ | {names[key]: str(database[key]) for key in names if database.get(key)}
    program = shutil.which(tool)
    if program is None:
        raise ArchiveRefused(f"{tool} is not installed; it comes with Debian's postgresql-client.")
    done = subprocess.run([program, *words], env=surroundings, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ArchiveRefused(f"{tool}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def kept_files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    for part in ("keys", "files"):
        for path in sorted((data_dir / part).rglob("*")):
            if path.is_file():
                yield str(path.relative_to(data_dir)), path


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
