"""Issuer and urn as processes know them: what they answer, what they refuse, what they lose when they are killed."""

import asyncio
import json
import shutil
import sqlite3
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ballots.secret import given
from yuanba.ballots.secret import papers, published, rsabssa
from yuanba.ballots.secret.issuer import Issuer, IssuerRefuses
from yuanba.ballots.secret.papers import PERMIT
from yuanba.ballots.secret.seed import voice
from yuanba.ballots.secret.serving import IssuerService, UrnService
from yuanba.ballots.secret.urn import FEWEST, SLOW, Urn
from yuanba.kernel import canonical, merkle

NOW = given.OPENS + timedelta(days=1)
OWN = given.keys()
CODES = [f"{number:064x}" for number in range(40)]
ROLL = [canonical.encode({"area_cm2": 0, "ballot": "ballot:12", "code": code, "heads": 1}) for code in CODES]


def served(answering: Coroutine[Any, Any, Any]) -> Any:
    """What the service answers, in a loop of its own: the browser's tests may have one running in this thread."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, answering).result()


class Site:
    """The platform's pages for one ballot, whose manifest names these services."""

    def __init__(self, **said: object) -> None:
        self.document = given.document(OWN, **said)
        root = merkle.root([merkle.leaf_hash(line) for line in ROLL]).hex()
        self.document["roll"] = {**self.document["roll"], "root": root, "rows": len(ROLL)}
        self.roll, self.revoked = ROLL, []

    @property
    def manifest(self) -> bytes:
        return canonical.encode(self.document)

    def fetch(self, path: str) -> bytes:
        if path.endswith("manifest.json"):
            return json.dumps(given.answer(OWN, self.manifest)).encode()
        if path.endswith("revoked.json"):
            return json.dumps(self.revoked).encode()
        return b"".join(line + b"\n" for line in self.roll)


@pytest.fixture
def site() -> Site:
    return Site()


def make_urn(folder: Path, site: Site) -> Urn:
    urn = Urn(folder, register_key=given.register_key(OWN), fetch=site.fetch)
    site.document["secret"]["urn"] = {"address": "https://urn.example", **urn.offer()}
    urn.learn("ballot:12", NOW)
    return urn


def permit(kind: str, **said: object) -> dict:
    return papers.stated(OWN.log, {"ballot": "ballot:12", "issuer": 1, "kind": kind, **said}, PERMIT)


def make_issuer(folder: Path, site: Site) -> Issuer:
    issuer = Issuer(folder, name="committee", register_key=given.register_key(OWN), fetch=site.fetch)
    site.document["secret"]["issuers"][0] = issuer.ask(permit("offer"), NOW)
    return issuer


def blinded(site: Site, number: int) -> str:
    on = papers.terms(site.manifest)
    mine = voice(given.seed(number), on.manifest_hash, on.moduli)
    return given.b64(mine.blinded(1, on.moduli[1]))


def refusal(issuer: Issuer, asked: dict, now=NOW) -> str:
    with pytest.raises(IssuerRefuses) as caught:
        issuer.ask(asked, now)
    return caught.value.code


def test_an_issuer_signs_one_message_for_each_voter(tmp_path, site) -> None:
    issuer = make_issuer(tmp_path, site)
    first = permit("token", blinded=blinded(site, 1), code=CODES[0])
    answer = issuer.ask(first, NOW)
    assert issuer.ask(first, NOW) == answer
    assert refusal(issuer, permit("token", blinded=blinded(site, 2), code=CODES[0])) == "conflict"
    again = Issuer(tmp_path, name="committee", register_key=given.register_key(OWN), fetch=site.fetch)
    assert again.ask(first, NOW) == answer, "after a restart too"
    assert refusal(again, permit("token", blinded=blinded(site, 2), code=CODES[0])) == "conflict"


def test_an_issuer_refuses_whatever_is_not_its_turn(tmp_path, site) -> None:
    issuer, one = make_issuer(tmp_path, site), blinded(site, 1)
    ask = {"blinded": one, "code": CODES[1]}
    n = int.from_bytes(papers.terms(site.manifest).moduli[1])
    for number in (0, 1, n - 1, n, n + 5):
        bad = given.b64(number.to_bytes(257 if number >= 1 << 2048 else 256))
        assert refusal(issuer, permit("token", **ask | {"blinded": bad})) == "message"
    for bad in (given.b64(bytes(255)), given.b64(bytes(257))):
        assert refusal(issuer, permit("token", **ask | {"blinded": bad})) == "message"
    assert refusal(issuer, permit("token", **ask | {"code": "f" * 64})) == "roll"
    assert refusal(issuer, permit("token", **ask | {"issuer": 2})) == "permit"
    assert refusal(issuer, permit("token", **ask), given.OPENS - timedelta(seconds=1)) == "time"
    assert refusal(issuer, permit("token", **ask), given.CLOSES) == "time"
    assert refusal(issuer, permit("statement"), NOW) == "time"
    forged = papers.stated(given.keys().log, {"ballot": "ballot:12", "issuer": 1, "kind": "token", **ask}, PERMIT)
    for asked in (forged, permit("token", **ask) | {"code": CODES[2]}, permit("else"), {"kind": "token"}, {}):
        assert refusal(issuer, asked) == "permit"
    assert refusal(issuer, permit("token", **ask | {"ballot": "ballot:13"})) == "manifest"


def test_an_issuer_believes_no_roll_and_no_manifest_but_the_published_ones(tmp_path, site) -> None:
    issuer = make_issuer(tmp_path, site)
    site.roll = [*ROLL[:-1], ROLL[0]]
    assert refusal(issuer, permit("token", blinded=blinded(site, 1), code=CODES[0])) == "roll"
    site.roll = ROLL
    other = Issuer(tmp_path / "other", name="x", register_key=given.register_key(given.keys()), fetch=site.fetch)
    site.document["secret"]["issuers"][1] = site.document["secret"]["issuers"][0]
    assert refusal(other, permit("token", blinded="", code=CODES[0])) == "permit"
    assert refusal(issuer, permit("token", blinded="", code=CODES[0])) == "manifest", "both issuers are one"


def test_the_same_token_two_hundred_times_at_once_is_one_paper(tmp_path, site) -> None:
    urn = make_urn(tmp_path, site)
    on = papers.terms(site.manifest)
    mine = voice(given.seed(1), on.manifest_hash, on.moduli)
    tokens = given.tokens(OWN, on, mine)
    bodies = [
        papers.make(on, mine, tokens, papers.sealed_choices(on, mine.key, {"q1": [it]})) for it in ("agree", "against")
    ]
    service = UrnService(urn, lambda: NOW)

    async def race() -> list[int]:
        calls = (service.answer("POST", "/cast", bodies[at % 2]) for at in range(200))
        return [status for status, _ in await asyncio.gather(*calls)]

    answers = served(race())
    assert sorted(set(answers)) == [202, 409] and answers.count(202) == 100
    urn.due(given.CLOSES)
    assert len(list(urn.papers("ballot:12"))) == 1


def test_two_hundred_requests_for_one_voter_get_one_token(tmp_path, site) -> None:
    issuer = make_issuer(tmp_path, site)
    asked = [permit("token", blinded=blinded(site, number), code=CODES[5]) for number in range(4)]

    def ask(at: int) -> str:
        try:
            return issuer.ask(asked[at % 4], NOW)["signature"]
        except IssuerRefuses as why:
            return why.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers.count("conflict") == 150 and len(set(answers)) == 2
    assert issuer.ask(permit("statement"), given.CLOSES)["issued"] == 1


def test_a_killed_urn_loses_nothing_that_it_acknowledged(tmp_path, site) -> None:
    """The folder as it is at the instant of the kill: what waits is gone, and the phone sends it again."""
    urn, on = make_urn(tmp_path / "urn", site), papers.terms(site.manifest)
    bodies = [given.paper(OWN, on, number) for number in range(23)]
    answers = [urn.cast(body, NOW) for body in bodies]
    assert [status for status, _ in answers] == [202] * 19 + [200] + [202] * 3
    told = [urn.cast(body, NOW) for body in bodies]
    assert [status for status, _ in told] == [200] * 20 + [202] * 3
    shutil.copytree(tmp_path / "urn", tmp_path / "after")  # nothing is closed, nothing is flushed by us
    after = Urn(tmp_path / "after", register_key=given.register_key(OWN), fetch=site.fetch)
    after.learn("ballot:12", NOW)
    found = [after.look("ballot:12", papers.read(body, on).key_hash) for body in bodies]
    assert found[:20] == told[:20]
    assert {said["state"] for _, said in found[20:]} == {"unknown"}
    assert [after.cast(body, NOW)[0] for body in bodies[20:]] == [202] * 3


def test_whoever_reads_the_urns_file_keeps_no_voter_waiting(tmp_path, site) -> None:
    """A backup that holds the file open used to stop every voter for twenty seconds at each batch."""
    urn, on = make_urn(tmp_path, site), papers.terms(site.manifest)
    bodies = [given.paper(OWN, on, number) for number in range(20)]
    with closing(sqlite3.connect(tmp_path / "urn.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM paper").fetchone()
        begun = time.monotonic()
        assert [urn.cast(body, NOW)[0] for body in bodies][-1] == 200
        assert time.monotonic() - begun < 15
    assert urn._store.execute("PRAGMA busy_timeout").fetchone() == (20_000,)


def test_few_wait_for_the_close_and_several_for_the_hour(tmp_path, site) -> None:
    urn, on = make_urn(tmp_path, site), papers.terms(site.manifest)
    bodies = [given.paper(OWN, on, number) for number in range(FEWEST)]
    for body in bodies[:-1]:
        urn.cast(body, NOW)
    assert urn.due(NOW + SLOW) == 0 and urn.stop() == 0, "fewer than five could be told apart"
    urn.cast(bodies[-1], NOW + SLOW)
    assert urn.due(NOW + SLOW) == 0 or urn.batch("ballot:12", 0) is not None
    assert len(urn.batch("ballot:12", 0)) == FEWEST
    last = given.paper(OWN, on, 50)
    assert urn.cast(last, given.CLOSES - timedelta(seconds=1))[0] == 202
    assert urn.closed("ballot:12", NOW) is None
    assert urn.closed("ballot:12", given.CLOSES)["papers"] == FEWEST + 1
    assert urn.cast(last, given.CLOSES)[0] == 200, "an answer that was lost is given again"
    assert urn.cast(given.paper(OWN, on, 51), given.CLOSES) == (403, {"error": "closed"})


def test_an_urn_serves_only_ballots_that_name_it(tmp_path, site) -> None:
    make_urn(tmp_path / "one", site)
    other = Urn(tmp_path / "other", register_key=given.register_key(OWN), fetch=site.fetch)
    with pytest.raises(published.NotPublished):
        other.learn("ballot:12", NOW)
    service = UrnService(other, lambda: NOW)
    for path, body in (("/cast", b'{"ballot":"ballot:12"}'), ("/papers/12/" + "a" * 64, b"")):
        assert served(service.answer("POST", path, body)) == (404, b'{"error":"no_ballot"}')
    for body in (b"", b"[", b"[]", b'{"ballot":7}', b'{"ballot":"ballot:x"}', b"\xff", b'{"ballot":"ballot:\xc2\xb2"}'):
        assert served(service.answer("POST", "/cast", body))[0] == 400


def test_the_services_keep_no_address_no_time_and_no_cookie(tmp_path, site) -> None:
    """Whatever a request brings along, the answer sets nothing, and the file says nothing of it."""
    urn, on = make_urn(tmp_path, site), papers.terms(site.manifest)
    sent: list[dict] = []

    async def call() -> None:
        async def receive() -> dict:
            return {"type": "http.request", "body": given.paper(OWN, on, 1)}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/cast", "client": ("203.0.113.77", 4711)}
        headers = [(b"cookie", b"sessionid=abcdef"), (b"x-forwarded-for", b"203.0.113.78")]
        await UrnService(urn, lambda: NOW)({**scope, "headers": headers}, receive, send)

    served(call())
    assert sent[0]["status"] == 202
    assert not {b"set-cookie"} & {name for name, _ in sent[0]["headers"]}
    urn.due(given.CLOSES)
    data = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for trace in (b"203.0.113", b"abcdef", b"2026-05-05"):
        assert trace not in data
    (columns,) = {tuple(row[1] for row in urn._store.execute("PRAGMA table_info(paper)"))}
    assert columns == ("ballot", "key", "hash", "body")


def test_an_issuer_over_http_answers_in_json(tmp_path, site) -> None:
    service = IssuerService(make_issuer(tmp_path, site), lambda: NOW)
    asked = permit("token", blinded=blinded(site, 3), code=CODES[3])
    status, body = served(service.answer("POST", "/ask", json.dumps(asked).encode()))
    assert status == 200 and len(papers.plain64(json.loads(body)["signature"])) == rsabssa.BYTES
    assert served(service.answer("POST", "/ask", b"{}")) == (409, b'{"error":"permit"}')
    assert served(service.answer("POST", "/ask", b"["))[0] == 400
    assert served(service.answer("GET", "/", b""))[0] == 404
