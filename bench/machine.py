"""On what was measured."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import psycopg


def describe(postgresql: str) -> dict[str, Any]:
    """CPU, cores, memory, versions, the load before the first row, and whether PostgreSQL's commits are durable."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "postgresql": _postgresql(postgresql) if postgresql else "",
        "load_at_start": round(os.getloadavg()[0], 2),
        "commit": _commit(),
    }


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _postgresql(url: str) -> str:
    with psycopg.connect(url) as connection:
        version = connection.execute("SHOW server_version").fetchone()
        durable = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    assert version is not None
    if any(one is None or one[0] != "on" for one in durable):
        raise SystemExit("bench: the PostgreSQL cluster does not commit durably (fsync, synchronous_commit)")
    return f"{version[0]}, fsync and synchronous_commit on"


def _commit() -> str:
    answer = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip()
