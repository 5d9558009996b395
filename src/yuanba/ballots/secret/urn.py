"""The urn: takes secret papers from anybody, lets them wait in memory, writes them in shuffled batches, then acknowledges.

It knows no person and no cookie and keeps no address and no time. What it writes is ordered by the papers' own keys.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any

from yuanba.audit import notes
from yuanba.ballots.secret import papers, published, stores
from yuanba.ballots.secret.papers import PROMISE, Paper, Terms

SLOW = timedelta(hours=1)
FEWEST = 5  # of a batch that is written before the close: fewer could be told apart by the hour
SCHEMA = """
CREATE TABLE IF NOT EXISTS ballot (name TEXT PRIMARY KEY, manifest BLOB NOT NULL, revoked TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS paper (ballot TEXT, key TEXT, hash TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (ballot, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batch (ballot TEXT, number INTEGER, hashes TEXT NOT NULL,
    PRIMARY KEY (ballot, number)) WITHOUT ROWID;
"""
Answer = tuple[int, dict[str, Any]]


class Waiting:
    """The papers of one ballot that are not written yet, by their keys, and since when the first of them waits."""

    def __init__(self, now: datetime) -> None:
        self.since = now
        self.papers: dict[str, Paper] = {}


class Urn:
    """One process, one object. `fetch` asks the platform; `shuffle` is chance, unless a test says otherwise."""

    def __init__(
        self,
        folder: Path,
        *,
        register_key: str,
        fetch: stores.Fetch,
        shuffle: Callable[[list[str]], None] | None = None,
    ) -> None:
        self.register_key, self.fetch = register_key, fetch
        self._shuffle = shuffle or SystemRandom().shuffle
        self._store = stores.connect(folder / "urn.sqlite3", SCHEMA)
        self._key = notes.load_or_create_key(folder / "statements.ed25519")
        self._terms: dict[str, Terms] = {}
        self._revoked: dict[str, frozenset[str]] = {}
        self._waiting: dict[str, Waiting] = {}

    def offer(self) -> dict[str, str]:
        """What a manifest says of this urn, besides its address."""
        return {"statements": base64.b64encode(notes.public_bytes(self._key)).decode()}

    def knows(self, ballot: str) -> bool:
        return ballot in self._terms

    def learn(self, ballot: str, now: datetime) -> None:
        """The ballot's terms are known, from the file or from the platform. Raises OSError, NotPublished, ValueError."""
        row = self._one("SELECT manifest, revoked FROM ballot WHERE name = ?", ballot)
        if row is None:
            number = int(ballot.removeprefix("ballot:"))
            answer = json.loads(self.fetch(f"/secret/{number}/manifest.json"))
            on = published.read(answer, register_key=self.register_key, ballot=ballot)
            if papers.plain64(self.offer()["statements"]) != on.urn_key:
                raise published.NotPublished("the manifest names another urn")
            if now < on.casts_from:
                self._terms[ballot] = on  # what was given back is asked when the votes begin
                return
            revoked = self.fetch(f"/secret/{number}/revoked.json").decode()
            row = (answer["manifest"].encode(), json.dumps(sorted(json.loads(revoked))))
            self._store.execute("INSERT OR IGNORE INTO ballot VALUES (?, ?, ?)", (ballot, *row))
        self._terms[ballot] = papers.terms(row[0])
        self._revoked[ballot] = frozenset(json.loads(row[1]))

    def is_ready(self, ballot: str, now: datetime) -> bool:
        """False while `learn` has to be called before a paper can be looked at."""
        on = self._terms.get(ballot)
        return on is not None and (ballot in self._revoked or now < on.casts_from)

    def cast(self, body: bytes, now: datetime) -> Answer:
        """What the sender of this paper is told. The ballot's terms are known. Nothing is kept of a paper refused."""
        on = self._terms[ballot_of(body)]
        if not on.casts_from <= now < on.closes_at:
            known = self._written(on, body) if now >= on.closes_at else None
            return known or (403, {"error": "early" if now < on.casts_from else "closed"})
        try:
            paper = papers.read(body, on)
        except papers.BadPaper as bad:
            return 400, {"error": bad.code}
        if paper.key_hash in self._revoked[on.ballot]:
            return 403, {"error": "revoked"}
        waiting = self._waiting.setdefault(on.ballot, Waiting(now))
        before = waiting.papers.get(paper.key_hash)
        row = self._one("SELECT hash FROM paper WHERE ballot = ? AND key = ?", on.ballot, paper.key_hash)
        held = before.hash if before is not None else row[0] if row is not None else ""
        if held and held != paper.hash:
            return 409, {"error": "other_paper"}
        if not held:
            if not waiting.papers:
                waiting.since = now
            waiting.papers[paper.key_hash] = paper
            self.due(now)
        return self.look(on.ballot, paper.key_hash)

    def look(self, ballot: str, key_hash: str) -> Answer:
        """How the paper of this key fares."""
        row = self._one("SELECT hash FROM paper WHERE ballot = ? AND key = ?", ballot, key_hash)
        if row is not None:
            return 200, self._acknowledged(self._terms[ballot], row[0])
        waits = ballot in self._waiting and key_hash in self._waiting[ballot].papers
        return (202, {"state": "waiting"}) if waits else (200, {"state": "unknown"})

    def due(self, now: datetime) -> int:
        """Every batch that is large enough, or old enough, or over, is written; how many papers that were."""
        written = 0
        for ballot, waiting in self._waiting.items():
            on, count = self._terms[ballot], len(waiting.papers)
            is_slow = count >= FEWEST and now >= waiting.since + SLOW
            if count and (count >= on.batch or is_slow or now >= on.closes_at):
                written += self._write(on, waiting)
        return written

    def stop(self) -> int:
        """What waits is written if it is enough to be mixed; phones send the rest again."""
        return sum(
            self._write(self._terms[ballot], waiting)
            for ballot, waiting in self._waiting.items()
            if len(waiting.papers) >= FEWEST
        )

    def _write(self, on: Terms, waiting: Waiting) -> int:
        """The waiting papers are in the file, in one transaction; only now may anybody be told."""
        batch = list(waiting.papers.values())
        hashes = [paper.hash for paper in batch]
        self._shuffle(hashes)
        ordered = sorted(batch, key=lambda paper: paper.key_hash)
        with self._store:
            self._store.execute("BEGIN IMMEDIATE")
            rows = ((on.ballot, paper.key_hash, paper.hash, paper.body) for paper in ordered)
            self._store.executemany("INSERT INTO paper VALUES (?, ?, ?, ?)", rows)
            (number,) = self._one("SELECT COUNT(*) FROM batch WHERE ballot = ?", on.ballot)
            self._store.execute("INSERT INTO batch VALUES (?, ?, ?)", (on.ballot, number, json.dumps(hashes)))
        waiting.papers.clear()
        self._empty_log()
        return len(batch)

    def _empty_log(self) -> None:
        """The write-ahead log is folded into the file, unless somebody (a backup) reads it: voters never wait for that."""
        self._store.execute("PRAGMA busy_timeout=0")
        self._store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._store.execute(f"PRAGMA {stores.PATIENCE}")

    def batch(self, ballot: str, number: int) -> list[str] | None:
        """The hashes of a written batch in their shuffled order; None if there is none (yet)."""
        row = self._one("SELECT hashes FROM batch WHERE ballot = ? AND number = ?", ballot, number)
        return None if row is None else list(json.loads(row[0]))

    def closed(self, ballot: str, now: datetime) -> dict[str, Any] | None:
        """After the close, with nothing waiting: how many papers there are, signed; None before."""
        on = self._terms[ballot]
        if now < on.closes_at:
            return None
        self.due(now)
        (count,) = self._one("SELECT COUNT(*) FROM paper WHERE ballot = ?", ballot)
        told = {"ballot": ballot, "kind": "urn", "manifest": on.manifest_hash.hex(), "papers": count}
        return papers.stated(self._key, told)

    def papers(self, ballot: str) -> Iterator[bytes]:
        """Every written paper, in the order of the keys."""
        for (body,) in self._store.execute("SELECT body FROM paper WHERE ballot = ? ORDER BY key", (ballot,)):
            yield body

    def _written(self, on: Terms, body: bytes) -> Answer | None:
        """The acknowledgement of a paper that was written before the close; None for any other."""
        try:
            paper = papers.read(body, on)
        except papers.BadPaper:
            return None
        self.due(on.closes_at)
        row = self._one("SELECT hash FROM paper WHERE ballot = ? AND key = ?", on.ballot, paper.key_hash)
        return (200, self._acknowledged(on, paper.hash)) if row is not None and row[0] == paper.hash else None

    def _acknowledged(self, on: Terms, paper_hash: str) -> dict[str, Any]:
        leaf = papers.leaf_hash(on.ballot, paper_hash)
        promise = {"ballot": on.ballot, "include_by": on.closes_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "leaf": leaf}
        receipt = papers.stated(self._key, promise, PROMISE) | {"key": self.offer()["statements"]}
        return {"leaf": leaf, "receipt": receipt, "state": "written"}

    def _one(self, sql: str, *values: object) -> Any:
        return self._store.execute(sql, values).fetchone()


def ballot_of(body: bytes) -> str:
    """The ballot that a paper says it is for; "" if it says nothing readable."""
    try:
        document: Mapping[str, Any] = json.loads(body)
        name = document["ballot"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    is_name = isinstance(name, str) and name.startswith("ballot:") and name[7:].isdecimal() and len(name) < 27
    return name if is_name else ""
