"""A deployment of its own for a test: its web process on a free port, and requests to the cast lane."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from yuanba.config.verbs.serve import children

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
SECONDS = 200


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """What its processes are given: a folder of its own, and a database's address or an SQLite file."""
    made = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "yuanba.config.settings",
        "YUANBA_MODE": "development",
        "YUANBA_DATA_DIR": str(folder / "data"),
        "YUANBA_DATABASE_URL": database,
    }
    (folder / "data").mkdir(exist_ok=True)
    return made


def told(environment: dict[str, str], *words: str) -> dict[str, object]:
    """What tests.web.ballots.served answers, as a process of the deployment."""
    command = [sys.executable, "-m", "tests.web.ballots.served", *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def web(environment: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    """The web process of `yuanba serve`, answering, in a process group of its own."""
    command = children("127.0.0.1", port, None, 15)[0].command
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        wait_for(port, process)
    except BaseException:
        process.kill()
        raise
    return process


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def send(port: int, fields: list[tuple[str, str]]) -> int:
    """One POST to /cast; its status."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        browser.request("POST", "/cast", urlencode(fields), kind)
        answer = browser.getresponse()
        answer.read()
        return answer.status
    finally:
        browser.close()
