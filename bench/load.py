"""Load from wrk: prepared requests over kept-alive connections, and the percentiles of what came back."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.deployment import Crashed

LUA = Path(__file__).resolve().parent / "lua" / "prepared.lua"
CONNECTIONS = 32


@dataclass(frozen=True)
class Load:
    """What one run saw. Times are milliseconds; `failed` counts answers from 400 up and broken connections."""

    per_second: float
    requests: int
    failed: int
    p50: float
    p95: float
    p99: float


def available() -> bool:
    return shutil.which("wrk") is not None


def requests(address: str, path: str, seconds: int, *, connections: int = CONNECTIONS, cookie: str = "") -> Load:
    """The same GET again and again."""
    return _wrk(address, seconds, connections, ["get", path, cookie])


def posts(address: str, path: str, file: Path, seconds: int, *, start: int = 0, repeat: bool = False) -> Load:
    """One POST per line of the file (cookie, tab, body) from line `start` on; from the beginning again with `repeat`.

    Without `repeat` every line is sent at most once.
    """
    return _wrk(address, seconds, CONNECTIONS, ["post", path, str(file), str(start), "repeat" if repeat else "once"])


def _wrk(address: str, seconds: int, connections: int, words: list[str]) -> Load:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(LUA), address, "--", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Crashed(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    seen = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    return Load(**seen)
