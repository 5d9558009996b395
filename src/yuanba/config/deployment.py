"""What a deployment keeps on disk beside its database: the data folder, its keys, its files."""

import os
import secrets
from pathlib import Path

SECRET_KEY_FILE = Path("keys") / "secret_key"


def prepare(data_dir: Path) -> None:
    """The data folder exists, readable by its owner only, with a secret key of its own (64 random bytes, mode 0600)."""
    data_dir.mkdir(parents=True, exist_ok=True)
    keys = data_dir / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    (data_dir / "files").mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(data_dir / SECRET_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))


def secret_key(data_dir: Path, given: str, fallback: str) -> str:
    """The secret key: the one given in the environment, else the deployment's own, else `fallback` (checks refuse it)."""
    if given:
        return given
    try:
        return (data_dir / SECRET_KEY_FILE).read_text().strip() or fallback
    except FileNotFoundError:
        return fallback
