"""Two hundred requests of one voter at once, over HTTP, against the server that deployments run: one paper."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from yuanba.config.verbs.serve import children

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[3]
REQUESTS = 200
START_SECONDS = 60


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A deployment of its own: a new SQLite file, or the test database on PostgreSQL."""
    made = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "yuanba.config.settings",
        "YUANBA_MODE": "development",
        "YUANBA_DATA_DIR": str(tmp_path / "data"),
    }
    made.pop("YUANBA_DATABASE_URL", None)
    if connection.vendor == "postgresql":
        own = connection.settings_dict
        login = f"{quote(own['USER'])}:{quote(own['PASSWORD'])}@{own['HOST']}:{own['PORT'] or 5432}"
        made["YUANBA_DATABASE_URL"] = f"postgresql://{login}/{own['NAME']}"
    (tmp_path / "data").mkdir()
    return made


def told(verb: str, environment: dict[str, str]) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.web.ballots.served", verb]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def server(environment) -> Iterator[tuple[int, dict[str, object]]]:
    """The web process of `yuanba serve` on a free port of this machine, with a ballot open: (port, facts)."""
    facts = told("prepare", environment)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(children("127.0.0.1", port, None, 15)[0].command, env=environment, cwd=ROOT)
    try:
        wait_for(port, process)
        yield port, facts
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def send(port: int, fields: list[tuple[str, str]]) -> int:
    """One POST to /cast; its status."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        browser.request("POST", "/cast", urlencode(fields), kind)
        answer = browser.getresponse()
        answer.read()
        return answer.status
    finally:
        browser.close()


def test_two_hundred_requests_of_one_voter_give_one_paper(server, environment) -> None:
    port, facts = server
    ticket = ("ticket", str(facts["ticket"]))
    sheets = {
        "entry:A1": [ticket, ("item.persons", "entry:A1")],
        "entry:A2": [ticket, ("item.persons", "entry:A2")],
    }
    asked = [name for _ in range(REQUESTS // 2) for name in sheets]
    with ThreadPoolExecutor(REQUESTS) as crowd:
        answers = list(crowd.map(lambda name: (name, send(port, sheets[name])), asked))
    counted = told("count", environment)
    assert len(counted["papers"]) == 1
    assert counted["signals"] == 1
    winner = json.loads(counted["papers"][0])["persons"][0]
    # The same sheet again is the same receipt; the other one is told that a sheet is in.
    assert Counter(answers) == {
        (winner, 302): REQUESTS // 2,
        (next(n for n in sheets if n != winner), 409): REQUESTS // 2,
    }
