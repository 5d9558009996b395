"""How far a roll has come, in per cent of its step. Kept in a small file, not in a row.

The import is one transaction: a row would show nothing before its end, and on SQLite no other connection may write
meanwhile. Whoever lost the file (another machine, a full disk) sees long work without a number, and nothing else.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

READING = "READING"  # the workbook's rows are understood
CHECKING = "CHECKING"  # they are compared with the roll that stands
WRITING = "WRITING"  # what changed is written
EVERY = 1000  # rows between two words about it

Tell = Callable[[str, int], None]
"""tell(step, percent of the step, 0 to 100)."""


def silent(step: str, percent: int) -> None:
    """Nobody is told."""


def part(done: int, total: int) -> int:
    """`done` of `total` in whole per cent, 0 to 100; 100 of nothing is all."""
    return min(100, done * 100 // total) if total > 0 else 100


def writer(job_id: int) -> Tell:
    """What long work tells of a job is kept until `forget`; only changes are written."""
    last: list[tuple[str, int]] = []
    file = _file(job_id)

    def tell(step: str, percent: int) -> None:
        if last == [(step, percent)]:
            return
        last[:] = [(step, percent)]
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.write_text(f"{step} {percent}", encoding="ascii")
            fresh.replace(file)

    return tell


def read(job_id: int) -> tuple[str, int] | None:
    """The step and its per cent; None if nothing is known."""
    try:
        step, _, percent = _file(job_id).read_text(encoding="ascii").partition(" ")
    except (OSError, UnicodeDecodeError):
        return None
    return (step, int(percent)) if step in (READING, CHECKING, WRITING) and percent.isdecimal() else None


def forget(job_id: int) -> None:
    """Nothing is kept about the job's progress."""
    with contextlib.suppress(OSError):
        _file(job_id).unlink(missing_ok=True)


def _file(job_id: int) -> Path:
    return Path(settings.DATA_DIR) / "progress" / f"roll-{job_id}"
