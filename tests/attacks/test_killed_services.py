"""kill -9 of the urn and of the issuers while a secret vote runs: whatever they acknowledged stands for ever.

The platform is played by this test: its pages, its permits, and its clock that fetches batches. Nothing here asks a
database; urn and issuers have files of their own.
"""

import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import serving
from tests.ballots.secret import given
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.papers import PERMIT
from yuanba.ballots.secret.seed import ISSUERS, voice
from yuanba.kernel import canonical, merkle

pytestmark = pytest.mark.server
VICTIMS = (("urn",), ("issuer-2",), ("urn", "issuer-1"), ("urn",), ("issuer-1", "issuer-2"), ("urn",))
EACH, CROWD, BATCH = 20, 6, 20  # voters who begin in each cycle, hands that send at once, papers of a batch
VOTERS = EACH * len(VICTIMS)
NAME = "ballot:12"
DURING, AFTER = given.OPENS + timedelta(days=1), given.CLOSES + timedelta(minutes=5)
CODES = [hashlib.sha256(b"voter %d" % number).hexdigest() for number in range(VOTERS)]
ROLL = [canonical.encode({"area_cm2": 0, "ballot": NAME, "code": code, "heads": 1}) for code in CODES]


class Platform(ThreadingHTTPServer):
    """The three pages that issuers and urn read."""

    def __init__(self, own: given.Keys) -> None:
        self.own, self.document = own, given.document(own)
        self.document["roll"] |= {"root": merkle.root([merkle.leaf_hash(line) for line in ROLL]).hex(), "rows": VOTERS}
        super().__init__(("127.0.0.1", 0), Pages)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def manifest(self) -> bytes:
        return canonical.encode(self.document)

    def page(self, path: str) -> bytes:
        if path.endswith("manifest.json"):
            return json.dumps(given.answer(self.own, self.manifest)).encode()
        return b"[]" if path.endswith("revoked.json") else b"".join(line + b"\n" for line in ROLL)


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.page(self.path))  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Services:
    """Urn and both issuers, each a process of its own with a folder of its own."""

    def __init__(self, folder: Path, platform: Platform) -> None:
        self.folder, self.now = folder, DURING
        self.site, self.key = f"http://127.0.0.1:{platform.server_port}", given.register_key(platform.own)
        self.ports = {name: serving.free_port() for name in ("urn", "issuer-1", "issuer-2")}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stand_up()

    def stand_up(self) -> None:
        """Whoever is down is started again with the same file."""
        fresh = [name for name in self.ports if name not in self.running]
        shift = int((self.now - datetime.now(UTC)).total_seconds())
        environment = {**os.environ, "PYTHONPATH": str(serving.ROOT / "src"), "YUANBA_CLOCK_SHIFT": str(shift)}
        for name in fresh:
            verb, port = name.partition("-")[0], str(self.ports[name])
            words = [sys.executable, "-m", "yuanba", verb, "--site", self.site, "--key", self.key, "--port", port]
            words += ["--folder", str(self.folder / name)] + (["--name", name] if verb == "issuer" else [])
            with (self.folder / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    words, env=environment, stdout=log, stderr=log, start_new_session=True
                )
        for name in fresh:
            serving.wait_for(self.ports[name], self.running[name])

    def strike(self, names: tuple[str, ...], how: int = signal.SIGKILL) -> None:
        for name in names:
            process = self.running.pop(name)
            os.killpg(process.pid, how)
            process.wait(20)

    def asked(self, name: str, path: str, body: bytes = b"") -> tuple[int, dict]:
        """The service's answer; (0, {}) if nobody answers."""
        browser = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=30)
        try:
            browser.request("POST" if body else "GET", path, body or None)
            answer = browser.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            browser.close()


class Election:
    """Voters with their phones: what each of them was acknowledged, and what the platform fetched."""

    def __init__(self, own: given.Keys, services: Services, on: papers.Terms) -> None:
        self.own, self.services, self.on = own, services, on
        self.voices = [voice(given.seed(number), on.manifest_hash, on.moduli) for number in range(VOTERS)]
        self.signatures: dict[tuple[int, int], str] = {}
        self.bodies: dict[int, bytes] = {}
        self.written: dict[int, dict] = {}
        self.batches: list[list[str]] = []

    def permit(self, kind: str, issuer: int, **said: object) -> bytes:
        told = {"ballot": NAME, "issuer": issuer, "kind": kind, **said}
        return json.dumps(papers.stated(self.own.log, told, PERMIT)).encode()

    def token(self, number: int, issuer: int) -> bool:
        """The issuer's answer, which is the same whenever it is given. False if it is silent."""
        blinded = given.b64(self.voices[number].blinded(issuer, self.on.moduli[issuer]))
        permit = self.permit("token", issuer, blinded=blinded, code=CODES[number])
        status, said = self.services.asked(f"issuer-{issuer}", "/ask", permit)
        assert status in (0, 200), said
        return bool(status) and self.signatures.setdefault((number, issuer), said["signature"]) == said["signature"]

    def paper(self, number: int) -> bytes:
        if number not in self.bodies:
            mine, on = self.voices[number], self.on
            found = {i: mine.token(i, on.moduli[i], papers.plain64(self.signatures[number, i])) for i in ISSUERS}
            sealed = papers.sealed_choices(on, mine.key, {"q1": [("agree", "against")[number % 2]]})
            self.bodies[number] = papers.make(on, mine, found, sealed)
        return self.bodies[number]

    def vote(self, number: int) -> bool:
        """One try of a phone that goes on where it stopped. True once the paper was taken, waiting or written."""
        if not all(self.token(number, issuer) for issuer in ISSUERS):
            return False
        status, said = self.services.asked("urn", "/cast", self.paper(number))
        assert status in (0, 200, 202, 503), said
        if status == 200:
            assert self.written.setdefault(number, said) == said, "an acknowledgement never changes"
        return status in (200, 202)

    def fetch(self) -> None:
        """As the platform's clock does: the next batches, each once; those from before are what they were."""
        while True:
            status, said = self.services.asked("urn", f"/batches/12/{len(self.batches)}")
            if status != 200:
                return
            self.batches.append(said["hashes"])

    def rush(self, voters: list[int], meanwhile) -> None:
        def hand(mine: list[int]) -> None:
            for number in mine:
                self.vote(number)
            self.fetch_if_first(mine)

        threads = [threading.Thread(target=hand, args=(voters[n::CROWD],)) for n in range(CROWD)]
        for thread in threads:
            thread.start()
        meanwhile()
        for thread in threads:
            thread.join(serving.SECONDS)
            assert not thread.is_alive(), "a voter still waits"

    def fetch_if_first(self, mine: list[int]) -> None:
        """One hand is the platform's clock."""
        if mine and mine[0] % CROWD == 0:
            self.fetch()


@pytest.fixture
def election(tmp_path) -> Iterator[Election]:
    own = given.keys()
    platform = Platform(own)
    services = Services(tmp_path, platform)
    offers = []
    for issuer in ISSUERS:
        told = {"ballot": NAME, "issuer": issuer, "kind": "offer"}
        permit = json.dumps(papers.stated(own.log, told, PERMIT)).encode()
        offers.append(services.asked(f"issuer-{issuer}", "/ask", permit)[1])
    urn = {"address": "https://urn.example", **services.asked("urn", "/offer")[1]}
    platform.document["secret"] |= {"issuers": offers, "urn": urn}
    yield Election(own, services, papers.terms(platform.manifest))
    services.strike(tuple(services.running))
    platform.shutdown()
    platform.server_close()


def test_whatever_urn_and_issuers_acknowledged_stands_whoever_is_killed(election) -> None:
    services, chance = election.services, random.Random(11)
    for cycle, victims in enumerate(VICTIMS):
        phones = [number for number in range((cycle + 1) * EACH) if number not in election.written]

        def strike(victims: tuple[str, ...] = victims) -> None:
            time.sleep(chance.uniform(0.05, 0.5))
            services.strike(victims)

        election.rush(phones, strike)
        services.stand_up()
        for number in phones:  # a phone goes on until it knows
            while not election.vote(number):
                time.sleep(0.05)
        for number, said in list(election.written.items()):
            key_hash = hashlib.sha256(election.voices[number].key).hexdigest()
            assert services.asked("urn", f"/papers/12/{key_hash}") == (200, said), "an acknowledged paper is gone"
    election.fetch()
    for number in range(VOTERS):  # whoever waited for a full batch has the acknowledgement now
        assert election.vote(number)
    assert len(election.written) == VOTERS
    hashes = {hashlib.sha256(body).hexdigest() for body in election.bodies.values()}
    assert {len(batch) for batch in election.batches} == {BATCH}
    assert sorted(one for batch in election.batches for one in batch) == sorted(hashes)
    that_the_statements_agree(election)
    that_nothing_was_printed(election, hashes)


def that_the_statements_agree(election: Election) -> None:
    """After the close, asked of processes that were killed once more."""
    services, on = election.services, election.on
    services.strike(tuple(services.running))
    services.now = AFTER
    services.stand_up()
    urn = services.asked("urn", "/closed/12")[1]["statement"]
    assert papers.is_stated(on.urn_key, urn) and urn["papers"] == VOTERS
    for issuer in ISSUERS:
        said = services.asked(f"issuer-{issuer}", "/ask", election.permit("statement", issuer))[1]
        assert papers.is_stated(on.statement_keys[issuer], said) and said["issued"] == VOTERS
    other = {**json.loads(election.bodies[0]), "randomiser": "0" * 64}
    assert services.asked("urn", "/cast", canonical.encode(other)) == (403, {"error": "closed"})


def that_nothing_was_printed(election: Election, hashes: set[str]) -> None:
    """What the processes wrote to their logs knows no paper, no key, no code, no address."""
    said = "".join(file.read_text() for file in election.services.folder.glob("*.log"))
    keys = [hashlib.sha256(one.key).hexdigest() for one in election.voices]
    assert [one for one in (*hashes, *keys, *CODES, "/cast", "/ask", "/papers") if one in said] == []
