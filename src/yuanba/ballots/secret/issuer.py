"""An issuer of tokens: signs one blinded message for each voter of a frozen roll, with a key made for that ballot alone.

It knows codes, never persons, and never sees a token. It believes nobody: what it is asked comes with the platform's
signature, keys and times from the manifest in the signed register, and the roll from its root in that manifest.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from yuanba.audit import notes
from yuanba.ballots.secret import papers, published, rsabssa, stores
from yuanba.ballots.secret.papers import PERMIT, Terms
from yuanba.ballots.secret.seed import voice
from yuanba.kernel import merkle

SCHEMA = """
CREATE TABLE IF NOT EXISTS ballot (name TEXT PRIMARY KEY, manifest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS roll (ballot TEXT, code TEXT, PRIMARY KEY (ballot, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS issued (ballot TEXT, code TEXT, blinded BLOB NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY (ballot, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revoked (ballot TEXT, key TEXT, code TEXT NOT NULL, PRIMARY KEY (ballot, key)) WITHOUT ROWID;
"""


class IssuerRefuses(Exception):
    """The code is what the issuer answers: permit, manifest, roll, time, message, conflict, seed."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class Issuer:
    """Answers permits. `folder` holds its keys and its file; `register_key` is the deployment's, known from elsewhere."""

    def __init__(self, folder: Path, *, name: str, register_key: str, fetch: stores.Fetch) -> None:
        self.folder, self.name, self.register_key, self.fetch = folder, name, register_key, fetch
        self._store = stores.connect(folder / "issuer.sqlite3", SCHEMA)
        self._statements = notes.load_or_create_key(folder / "statements.ed25519")
        self._terms: dict[str, Terms] = {}
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        self._turn = threading.RLock()

    def ask(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The answer to a permit of kind offer, token, void or statement. Raises IssuerRefuses."""
        public = base64.b64decode(self.register_key.split("+", 2)[2])[1:]
        if not papers.is_stated(public, permit, PERMIT):
            raise IssuerRefuses("permit")
        kinds = {"offer": self._offer, "token": self._token, "void": self._void, "statement": self._statement}
        try:
            answer = kinds[permit["kind"]]
            with self._turn:
                return answer(permit, now)
        except (KeyError, TypeError, ValueError) as error:
            raise IssuerRefuses("permit") from error

    def _offer(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """What the manifest will say of this issuer; its key for the ballot is made at the first asking."""
        modulus = rsabssa.modulus_of(self._key(permit["ballot"]))
        statements = base64.b64encode(notes.public_bytes(self._statements)).decode()
        return {"key": base64.b64encode(modulus).decode(), "name": self.name, "statements": statements}

    def _token(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        on = self._known(permit)
        if not on.opens_at <= now < on.tokens_until:
            raise IssuerRefuses("time")
        ballot, code, blinded = on.ballot, permit["code"], papers.plain64(permit["blinded"])
        if self._one("SELECT 1 FROM roll WHERE ballot = ? AND code = ?", ballot, code) is None:
            raise IssuerRefuses("roll")
        before = self._one("SELECT blinded, signature FROM issued WHERE ballot = ? AND code = ?", ballot, code)
        if before is None:
            try:
                before = (blinded, rsabssa.blind_sign(self._key(ballot), blinded))
            except rsabssa.BadMessage:
                raise IssuerRefuses("message") from None
            self._store.execute("INSERT INTO issued VALUES (?, ?, ?, ?)", (ballot, code, *before))
        if before[0] != blinded:
            raise IssuerRefuses("conflict")
        return {"signature": base64.b64encode(before[1]).decode()}

    def _void(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """An unused token is given back with its seed, before any vote is cast: its key is named as revoked."""
        on = self._known(permit)
        if now >= on.casts_from:
            raise IssuerRefuses("time")
        mine = voice(bytes.fromhex(permit["seed"]), on.manifest_hash, on.moduli)
        key = hashlib.sha256(mine.key).hexdigest()
        if self._one("SELECT 1 FROM revoked WHERE ballot = ? AND key = ?", on.ballot, key) is None:
            row = self._one("SELECT blinded FROM issued WHERE ballot = ? AND code = ?", on.ballot, permit["code"])
            if row is not None and row[0] != mine.blinded(self._number(on), on.moduli[self._number(on)]):
                raise IssuerRefuses("seed")
            with self._store:
                self._store.execute("BEGIN IMMEDIATE")
                self._store.execute("DELETE FROM issued WHERE ballot = ? AND code = ?", (on.ballot, permit["code"]))
                self._store.execute("INSERT INTO revoked VALUES (?, ?, ?)", (on.ballot, key, permit["code"]))
        return {"key": key}

    def _statement(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """After the close: how many tokens, signed. Nothing is issued any more, so that it is always the same."""
        on = self._known(permit)
        if now < on.closes_at:
            raise IssuerRefuses("time")
        live = self._one("SELECT COUNT(*) FROM issued WHERE ballot = ?", on.ballot)
        revoked = self._store.execute("SELECT key FROM revoked WHERE ballot = ? ORDER BY key", (on.ballot,)).fetchall()
        told = {
            "ballot": on.ballot,
            "issued": (live or (0,))[0] + len(revoked),
            "issuer": self._number(on),
            "kind": "issued",
            "manifest": on.manifest_hash.hex(),
            "revoked": [key for (key,) in revoked],
        }
        return papers.stated(self._statements, told)

    def _number(self, on: Terms) -> int:
        """Whether we are the first or the second issuer of a ballot. Raises IssuerRefuses if neither is ours."""
        modulus = rsabssa.modulus_of(self._key(on.ballot))
        for number, other in on.moduli.items():
            if modulus == other:
                return number
        raise IssuerRefuses("manifest")

    def _known(self, permit: Mapping[str, Any]) -> Terms:
        """The terms of the ballot, with its roll, read once and never again. Raises IssuerRefuses."""
        name = str(permit["ballot"])
        if name not in self._terms:
            row = self._one("SELECT manifest FROM ballot WHERE name = ?", name)
            self._terms[name] = papers.terms(row[0]) if row is not None else self._learned(name)
        on = self._terms[name]
        if permit["issuer"] != self._number(on):
            raise IssuerRefuses("permit")
        return on

    def _learned(self, name: str) -> Terms:
        """A ballot seen for the first time: its manifest is in the register, the roll has its root, our key is in it."""
        number = int(name.removeprefix("ballot:"))
        try:
            answer = json.loads(self.fetch(f"/secret/{number}/manifest.json"))
            on = published.read(answer, register_key=self.register_key, ballot=name)
        except (OSError, ValueError) as error:  # not there, or not published as it should be
            raise IssuerRefuses("manifest") from error
        self._number(on)
        codes, tree = [], merkle.Frontier()
        for line in self.fetch(f"/secret/{number}/roll.jsonl").splitlines():
            tree.append(merkle.leaf_hash(line))
            codes.append((name, json.loads(line)["code"]))
        if tree.root().hex() != on.roll_root or len(codes) != on.roll_rows:
            raise IssuerRefuses("roll")
        with self._store:
            self._store.execute("BEGIN IMMEDIATE")
            self._store.executemany("INSERT OR IGNORE INTO roll VALUES (?, ?)", codes)
            self._store.execute("INSERT OR IGNORE INTO ballot VALUES (?, ?)", (name, answer["manifest"].encode()))
        return on

    def _key(self, ballot: str) -> rsa.RSAPrivateKey:
        """The ballot's own key, made once, readable by its owner only."""
        if ballot not in self._keys:
            file = self.folder / f"ballot-{int(ballot.removeprefix('ballot:'))}.pem"
            if not file.exists():
                _write_once(file, rsabssa.generate())
            key = load_pem_private_key(file.read_bytes(), None)
            assert isinstance(key, rsa.RSAPrivateKey), file.name
            self._keys[ballot] = key
        return self._keys[ballot]

    def _one(self, sql: str, *values: object) -> Any:
        return self._store.execute(sql, values).fetchone()


def _write_once(file: Path, key: rsa.RSAPrivateKey) -> None:
    """The key stands in the file whole, or not at all; the first one stays."""
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    if not file.exists():
        fresh.rename(file)
