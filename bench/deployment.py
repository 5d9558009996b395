"""Throw-away deployments: a folder, a database, and processes that run in it with the project's real settings."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
DAY_SECONDS = 24 * 3600


class Crashed(RuntimeError):
    """A measured process ended with an error."""


class Deployment:
    """A data folder and a database, with the environment that makes Yuanba use them."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url
        self.env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "YUANBA_MODE": "production",
            "YUANBA_DATA_DIR": str(folder),
            "YUANBA_DATABASE_URL": url,
            "YUANBA_LOG_LEVEL": "WARNING",
        }

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.url else "SQLite"

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs `python -m WORDS…` in the deployment to its end; standard error goes to the terminal. Raises Crashed."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise Crashed(f"{' '.join(words[:2])} ended with {done.returncode}")
        return done

    def migrate(self) -> "Deployment":
        self.python("yuanba", "migrate", "--quiet")
        return self

    def inside(self, module: str, **values: Any) -> dict[str, Any]:
        """What `bench.inside.MODULE` answers: one JSON object, its last line."""
        answer = self.python(f"bench.inside.{module}", json.dumps(values))
        return dict(json.loads(answer.stdout.strip().splitlines()[-1]))


@contextmanager
def deployment(postgresql: str = "") -> Iterator[Deployment]:
    """A migrated, empty deployment: on SQLite, or in a new database of the cluster at `postgresql`. Gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yuanba-bench-"))
    name = f"yuanba_bench_{secrets.token_hex(4)}"
    try:
        if postgresql:
            command(postgresql, f"CREATE DATABASE {name}")
        yield Deployment(folder, named(postgresql, name) if postgresql else "").migrate()
    finally:
        if postgresql:
            command(postgresql, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copy_of(original: Deployment, postgresql: str) -> Iterator[Deployment]:
    """The same deployment once more, with a copy of its database."""
    name = f"yuanba_bench_{secrets.token_hex(4)}"
    source = urlsplit(original.url).path.lstrip("/")
    try:
        command(postgresql, f"CREATE DATABASE {name} TEMPLATE {source}")
        yield Deployment(original.folder, named(postgresql, name))
    finally:
        command(postgresql, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def named(postgresql: str, name: str) -> str:
    return urlunsplit(urlsplit(postgresql)._replace(path=f"/{name}"))


def command(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)  # type: ignore[arg-type]


def databases(postgresql: str) -> list[str]:
    """Where a row runs on both: SQLite, and PostgreSQL if there is a cluster."""
    return ["", postgresql] if postgresql else [""]
