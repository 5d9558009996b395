"""A PostgreSQL of the bench's own with a slow disk: durable commits, each flush of its log taking so much longer."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.deployment import Crashed
from bench.server import free_port

SHIM = Path(__file__).with_name("slow_flush.c")


def can_be_slow() -> bool:
    """True where there is a C compiler: the delay is a library of ten lines before the system's own."""
    return shutil.which("cc") is not None


@contextmanager
def slow_cluster(microseconds: int) -> Iterator[str]:
    """The address of a new cluster; gone afterwards. Raises Crashed."""
    folder = Path(tempfile.mkdtemp(prefix="yuanba-slow-"))
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    shim, data, port = folder / "slow_flush.so", folder / "data", free_port()
    words = ["cc", "-shared", "-fPIC", "-O2", "-o", str(shim), str(SHIM), "-ldl"]
    subprocess.run(words, check=True)
    folder.chmod(0o755)
    as_postgres = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    slow = ["env", f"LD_PRELOAD={shim}", f"YUANBA_FLUSH_US={microseconds}"]

    def run(*command: str, before: list[str] | None = None) -> None:
        done = subprocess.run([*as_postgres, *(before or []), *command], cwd="/", capture_output=True, check=False)
        if done.returncode:
            raise Crashed(f"{Path(command[0]).name}: {done.stderr.decode()[-300:]}")

    pg_ctl = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c wal_sync_method=fdatasync"
    run(str(programs / "initdb"), "-D", str(data), "-U", "yuanba", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    try:
        run(*pg_ctl, "-o", options, "start", before=slow)
        yield f"postgresql://yuanba@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*as_postgres, *pg_ctl, "-m", "immediate", "stop"], cwd="/", capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)
