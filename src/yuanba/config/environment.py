"""The one typed reader of the environment. Every variable it reads is listed in docs/reference/settings.md."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Of each web process: one that waits for a shared commit costs nothing. Each may hold a connection, and so may the cast
# lane's writers; a pool that is smaller than that makes pages wait for each other.
THREADS = 16


class BadEnvironment(Exception):
    """An environment variable cannot be used; the message names it and says what it may be."""


@dataclass(frozen=True)
class Environment:
    """Typed access to YUANBA_* variables. Raises BadEnvironment, naming the variable."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        raw = self.values.get(name, "").strip().lower()
        if raw == "":
            return default
        if raw in {"1", "true", "yes", "on"}:
            return True
        if raw in {"0", "false", "no", "off"}:
            return False
        raise BadEnvironment(f"{name}={raw!r}: expected yes or no")

    def number(self, name: str, default: int) -> int:
        raw = self.values.get(name, "").strip()
        if raw == "":
            return default
        if not raw.isdigit():
            raise BadEnvironment(f"{name}={raw!r}: expected a whole number")
        return int(raw)

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        raw = self.values.get(name, "")
        return [word.strip() for word in raw.split(",") if word.strip()] or list(default)

    def path(self, name: str, default: Path) -> Path:
        raw = self.values.get(name, "")
        return Path(raw).expanduser().resolve() if raw else default

    def database(self, name: str, default: Path) -> dict[str, object]:
        """The Django database entry for a URL: sqlite:///FILE (the embedded default) or postgresql://USER:PW@HOST:PORT/NAME."""
        raw = self.values.get(name, "")
        if not raw:
            return sqlite(default)
        parts = urlsplit(raw)
        if parts.scheme == "sqlite":
            return sqlite(Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path)))
        if parts.scheme in {"postgres", "postgresql"}:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(parts.hostname or ""),
                "PORT": str(parts.port or ""),
                # A cursor on the server is planned for its first rows (nested loops) and breaks behind PgBouncer.
                "DISABLE_SERVER_SIDE_CURSORS": True,
                "CONN_HEALTH_CHECKS": True,  # a database that was started anew is noticed before a page is lost
                "OPTIONS": {"pool": {"min_size": 1, "max_size": THREADS + 4, "timeout": 10}},
            }
        raise BadEnvironment(f"{name}: expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME")


def sqlite(file: Path) -> dict[str, object]:
    """SQLite as a durable server database: WAL, a flush at every commit, write locks taken at BEGIN.

    Each thread keeps its connection: opening the file and its pragmas anew cost more than most pages.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
    }
