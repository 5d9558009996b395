"""kill -9 of application, sequencer and database while votes come in: no vote that was acknowledged is lost."""

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from tests import serving

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]
ON_SQLITE = (("web",), ("web", "sequencer"), ("web",), ("sequencer",), ("web",))
ON_POSTGRESQL = (("database",), ("web",), ("database", "sequencer"), ("web",), ("database",))
CYCLES = 5
CROWD = 8  # voters who send at once
PER_COMPOUND = 20
PAUSE_SECONDS = 0.03
OPTIONS = ("entry:A1", "entry:A2", "entry:A3")


class Cluster:
    """A PostgreSQL of this test's own with durable commits, that can be killed with all its processes."""

    def __init__(self, folder: Path) -> None:
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.data, self.port = folder / "data", serving.free_port()
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-U", "yuanba", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql://yuanba@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1 -c max_connections=100"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "-o", options, "start")

    def kill(self) -> None:
        """Every process of the cluster is gone at once, as when the power fails."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        family = [postmaster, *children_of(postmaster)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))

    def end(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [*self.user, str(self.bin / program), "-D", str(self.data), *words]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def until(holds, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


@pytest.fixture
def cluster(tmp_path_factory) -> Iterator[Cluster | None]:
    """A cluster where the suite runs on PostgreSQL; on SQLite the application is the database."""
    if connection.vendor != "postgresql":
        yield None
        return
    folder = Path(f"/tmp/yuanba-killed-{os.getpid()}")
    folder.mkdir(mode=0o700)
    made = Cluster(folder)
    yield made
    made.end()
    shutil.rmtree(folder, ignore_errors=True)


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


class Crowd:
    """Voters who send their sheets until somebody dies: `acknowledged` holds the choice of each who got an answer."""

    def __init__(self, port: int, tickets: list[str]) -> None:
        self.port, self.tickets = port, tickets
        self.acknowledged: set[int] = set()

    def sheet(self, voter: int, other: int = 0) -> list[tuple[str, str]]:
        return [("ticket", self.tickets[voter]), ("item.persons", OPTIONS[(voter + other) % len(OPTIONS)])]

    def status(self, voter: int, other: int = 0) -> int:
        """What the server answers to the voter's sheet (or to another one); 0 if nobody answers."""
        try:
            return serving.send(self.port, self.sheet(voter, other))
        except (OSError, http.client.HTTPException):
            return 0

    def vote(self, voter: int) -> bool:
        """Whether the vote was acknowledged."""
        stands = self.status(voter) == 302
        if stands:
            self.acknowledged.add(voter)
        return stands

    def rush(self, voters: list[int], meanwhile) -> None:
        """All of them vote, so many at once, and `meanwhile` happens."""

        def one_after_another(mine: list[int]) -> None:
            for voter in mine:
                self.vote(voter)
                time.sleep(PAUSE_SECONDS)

        threads = [threading.Thread(target=one_after_another, args=(voters[n::CROWD],)) for n in range(CROWD)]
        for thread in threads:
            thread.start()
        meanwhile()
        for thread in threads:
            thread.join(serving.SECONDS)
            assert not thread.is_alive(), "a voter still waits"


class Deployment:
    """Web process and sequencer, and the database where it is a program of its own; each can be struck down."""

    def __init__(self, environment: dict[str, str], cluster: Cluster | None) -> None:
        self.environment, self.cluster, self.port = environment, cluster, serving.free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stand_up()

    def stand_up(self) -> None:
        """Whoever is down is started again."""
        if "web" not in self.running:
            self.running["web"] = serving.web(self.environment, self.port)
        if "sequencer" not in self.running:
            command = [sys.executable, "-m", "yuanba", "sequence", "--every", "0.05"]
            self.running["sequencer"] = subprocess.Popen(command, env=self.environment, start_new_session=True)

    def strike(self, victims: tuple[str, ...]) -> None:
        if "database" in victims and self.cluster:
            self.cluster.kill()
            self.cluster.start()
        for name in {"web", "sequencer"} & {*victims}:
            kill(self.running.pop(name))

    def end(self) -> None:
        for process in self.running.values():
            kill(process)


@pytest.fixture
def deployment(cluster, tmp_path) -> Iterator[Deployment]:
    environment = serving.environment(tmp_path, cluster.address if cluster else "")
    facts = serving.told(environment, "prepare", str(PER_COMPOUND))
    made = Deployment(environment, cluster)
    made.tickets = facts["tickets"]
    yield made
    made.end()


def test_no_acknowledged_vote_is_lost_whoever_is_killed(deployment) -> None:
    crowd, chance = Crowd(deployment.port, deployment.tickets), random.Random(11)
    share = len(crowd.tickets) // CYCLES
    killed = ON_POSTGRESQL if deployment.cluster else ON_SQLITE
    for cycle, victims in enumerate(killed):

        def strike(victims: tuple[str, ...] = victims) -> None:
            time.sleep(chance.uniform(0.02, 0.12))
            deployment.strike(victims)

        voters = list(range(cycle * share, (cycle + 1) * share))
        crowd.rush(voters, strike)
        deployment.stand_up()
        before = sorted(crowd.acknowledged & {*voters})
        for voter in voters:  # a lost answer is asked for again with the same sheet; another sheet is refused
            until(lambda voter=voter: crowd.vote(voter))
        assert [crowd.status(voter, other=1) for voter in before[:3]] == [409] * len(before[:3])
    found = serving.told(deployment.environment, "check")
    assert (found["holds"], found["code"]) == (True, "")
    wanted = sorted(OPTIONS[voter % len(OPTIONS)] for voter in range(share * CYCLES))
    assert sorted(json.loads(paper)["persons"][0] for paper in found["papers"]) == wanted
    assert found["logged"] == found["signals"] == share * CYCLES
