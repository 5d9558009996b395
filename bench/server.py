"""The web processes of a deployment, started as `yuanba serve` starts them, on a free port."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench.deployment import ROOT, Crashed, Deployment

PATIENCE_SECONDS = 60


@contextmanager
def serving(deployment: Deployment, *, workers: int = 2) -> Iterator[str]:
    """The address of the running server; ended afterwards."""
    port = free_port()
    words = [sys.executable, "-m", "bench.inside.serve", str(port), str(workers)]
    process = subprocess.Popen(words, env=deployment.env, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when every worker has had time to answer once. Raises Crashed."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise Crashed(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise Crashed("the server does not answer")
