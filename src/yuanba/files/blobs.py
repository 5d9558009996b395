"""Bytes under their hash: FILES_DIR/ab/cd/abcd…; written once, whole and flushed, never overwritten."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from yuanba.kernel.verdict import Refused, no

CHUNK = 1 << 16
# A blob that nobody refers to may belong to a transaction that has not ended; after this long it does not.
GRACE_SECONDS = 3600


MEBIBYTE = 1 << 20  # what people and phones call a MB


@dataclass(frozen=True)
class Spooled:
    """Bytes that were taken in, in a file of their own, with their hash and size."""

    path: Path
    sha256: str
    size: int


@contextmanager
def spool(content: Any, limit_bytes: int) -> Iterator[Spooled]:
    """The content lies in a temporary file while the block runs; `content` is bytes, an upload, or a readable stream.

    Raises Refused(files.too_large) as soon as the limit is passed, Refused(files.empty) for nothing.
    """
    announced = len(content) if isinstance(content, bytes) else getattr(content, "size", None)
    if isinstance(announced, int) and announced > limit_bytes:
        raise _too_large(limit_bytes)
    with scratch() as path:
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as target:
            for chunk in _chunks(content):
                size += len(chunk)
                if size > limit_bytes:
                    raise _too_large(limit_bytes)
                digest.update(chunk)
                target.write(chunk)
        if size == 0:
            raise Refused(no("files.empty", ""))
        yield Spooled(path, digest.hexdigest(), size)


@contextmanager
def beside(spooled: Spooled) -> Iterator[Path]:
    """A second scratch file, for what is made from the first."""
    with scratch() as path:
        yield path


def measured(path: Path) -> Spooled:
    """A file with its hash and size, read in pieces."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Spooled(path, digest, path.stat().st_size)


def path_of(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256[2:4] / sha256


def place(spooled: Spooled) -> None:
    """The blob stands under its hash, flushed to the disk; if it stood there already it counts as fresh again."""
    target = path_of(spooled.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _lock():
        if target.exists():
            os.utime(target)
            return
        handle = os.open(spooled.path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        spooled.path.chmod(0o440)
        spooled.path.rename(target)
        _flush_folder(target.parent)


def discard(sha256: str, *, grace_seconds: int = GRACE_SECONDS) -> bool:
    """The blob is gone, unless it was placed within the grace; whether it went. The caller knows that no row needs it."""
    target = path_of(sha256)
    with _lock():
        if not target.exists() or time.time() - target.stat().st_mtime < grace_seconds:
            return False
        target.unlink()
        return True


def old_blobs() -> Iterator[str]:
    """The hashes of blobs beyond their grace."""
    for path in _folder().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if time.time() - path.stat().st_mtime >= GRACE_SECONDS:
            yield path.name


def clear_scratch() -> int:
    """Scratch files that a killed process left behind are gone; how many."""
    cleared = 0
    for path in (_folder() / "incoming").glob("*"):
        if time.time() - path.stat().st_mtime >= GRACE_SECONDS:
            path.unlink(missing_ok=True)
            cleared += 1
    return cleared


def _folder() -> Path:
    return Path(settings.FILES_DIR)


def _chunks(content: Any) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif hasattr(content, "chunks"):
        yield from content.chunks(CHUNK)
    else:
        while chunk := content.read(CHUNK):
            yield chunk


def _too_large(limit_bytes: int) -> Refused:
    tenths = limit_bytes * 10 // MEBIBYTE
    limit_mb = str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
    return Refused(no("files.too_large", "", limit_bytes=limit_bytes, limit_mb=limit_mb))


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty file beside the blobs, gone afterwards."""
    folder = _folder() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _lock() -> Iterator[None]:
    """One process at a time places or discards; the lock dies with its process."""
    with (_folder() / ".lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
