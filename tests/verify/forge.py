"""Whole bundles without a database, under a key of our own: true ones of any election, and lies that are signed well.

Whoever has the log's key can sign anything; a verifier has to see what no signature shows.
"""

import hashlib
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.verify.elections import counted
from yuanba.audit import cosignatures, notes
from yuanba.ballots.bundle import PAGE
from yuanba.kernel import canonical, merkle

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
WATCHED = datetime(2026, 11, 10, tzinfo=UTC)
LOG = "127.0.0.1/logs/ballot:7"
REGISTER = "127.0.0.1/logs/register"
CLOSES = "2026-11-09T10:00:00Z"
Files = dict[str, bytes]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def jsonl(rows: list[Any]) -> bytes:
    return b"".join(canonical.encode(row) + b"\n" for row in rows)


def signed(name: str, leaves: list[bytes]) -> bytes:
    text = notes.checkpoint_text(notes.Head(name, len(leaves), merkle.root(leaves)))
    return notes.sign(text, name, KEY).encode()


def number_of(code: str) -> int:
    return int("".join(sign for sign in code if sign.isdigit()) or 0)


class Made:
    """What goes into a bundle, as documents; a test may change any of them before `files()` signs it."""

    def __init__(self, election: dict[str, Any], number: int = 0) -> None:
        self.dice = random.Random(number)
        self.withdrawn = election["withdrawn"]
        self.seed = election["seed"]
        self.silent = election["silent"]
        voters = [*self.silent, *election["papers"]]
        codes = sorted({sha(one["code"].encode()): one["code"] for one in voters}.items())
        weights = {one["code"]: one["area_cm2"] for one in voters}
        is_owners = election["manifest"]["electorate"] == "OWNERS"
        self.roll = [
            {"ballot": "ballot:7", "code": code, "heads": 1, "area_cm2": weights[name] if is_owners else 0}
            for code, name in codes
        ]
        self.manifest: dict[str, Any] = {
            "ballot": "ballot:7",
            "closes_at": CLOSES,
            "electorate": election["manifest"]["electorate"],
            "format": 2,
            "items": election["manifest"]["items"],
            "keys": {"ballot": "0" * 64, "code": "1" * 64, "log": notes.verifier_key(LOG, notes.public_bytes(KEY))},
            "kind": "OPINION",
            "level": "N",
            "opening": "TOTALS" if is_owners else "EVERY_PAPER",
            "opens_at": "2026-11-02T01:00:00Z",
            "paper": "FIRST_STANDS",
            "revotes": 1,
            "rule": election["manifest"]["rule"],
            "terms": [{"number": 0, "row": "r", "source": "s", "what": "proxies"}],
            "territory": 1,
        }
        self.entries: list[dict[str, Any]] = []
        self.openings: list[dict[str, Any]] = []
        self.standing: list[dict[str, Any]] = []
        self._cast(election["papers"])
        self.result: dict[str, Any] | None = None
        self.watched = number % 2 == 0
        self.counted_roll()

    def _cast(self, papers: list[dict[str, Any]]) -> None:
        leaves: dict[str, str] = {}
        opened: dict[str, dict[str, Any]] = {}
        for paper in sorted(papers, key=lambda one: one["attempt"]):
            code = sha(paper["code"].encode())
            salt = self.dice.randbytes(32)
            entry = {
                "ballot": "ballot:7",
                "channel": paper["channel"],
                "code": code,
                "commitment": sha(salt + canonical.encode(paper["choices"])),
                "previous": leaves.get(code, ""),
            }
            if paper["channel"] == "PAPER":
                entry["paper"] = {"clerks": ["c1", "c2"], "scan": "ab" * 32, "serial": f"S{len(self.entries)}"}
            elif number_of(paper["code"]) % 4 == 1:
                entry |= {
                    "channel": "HALL",
                    "hall": {"clerks": ["c1", "c2"], "meeting": "meeting:1", "record": "cd" * 32},
                }
            if number_of(paper["code"]) % 3 == 1:
                entry["proxy"] = "0123456789abcdef"
            leaves[code] = merkle.leaf_hash(canonical.encode(entry)).hex()
            self.entries.append(entry)
            opened[code] = {
                "choices": paper["choices"],
                "code": code,
                "salt": salt.hex(),
                "void_reason": paper["void_reason"],
            }
        self.entries.append(
            {"at": CLOSES, "ballot": "ballot:7", "kind": "closing", "papers": len(self.entries), "sheets": 0}
        )
        self.openings = [opened[code] for code in sorted(opened)]
        self.deliveries = [
            {"code": row["code"], "day": "2026-11-03", "file": "ef" * 32, "way": "SIGNED"}
            for row in self.roll
            if row["code"] in {sha(one["code"].encode()) for one in self.silent if one["proof"]}
        ]
        if "silence" in self.manifest["rule"]:
            self.entries[-1]["deliveries"] = sha(jsonl(self.deliveries))

    def counted_roll(self) -> None:
        """The manifest's roll is that of `roll`."""
        leaves = [merkle.leaf_hash(canonical.encode(row)) for row in self.roll]
        self.manifest["roll"] = {
            "date": "2026-11-02",
            "root": merkle.root(leaves).hex(),
            "rows": len(self.roll),
            "heads": sum(row["heads"] for row in self.roll),
            "area_cm2": sum(row["area_cm2"] for row in self.roll),
        }

    def reopened(self, number: int, choices: dict[str, Any]) -> None:
        """The `number`-th opened paper says something else, and its commitment with it."""
        opened = self.openings[number]
        opened["choices"] = choices
        for entry in self.entries:
            if entry.get("code") == opened["code"]:
                sealed = entry
        sealed["commitment"] = sha(bytes.fromhex(opened["salt"]) + canonical.encode(choices))

    def count(self) -> dict[str, Any]:
        """What the program makes of the papers."""
        weights = {row["code"]: row for row in self.roll}
        stand = {entry["code"]: entry for entry in self.entries if "code" in entry}
        papers = [
            {
                "code": one["code"],
                "attempt": 0,
                "choices": one["choices"],
                "heads": weights[one["code"]]["heads"],
                "area_cm2": weights[one["code"]]["area_cm2"],
                "channel": stand[one["code"]]["channel"],
                "by_proxy": "proxy" in stand[one["code"]],
                "void_reason": one["void_reason"],
            }
            for one in self.openings
        ]
        roll = {name: self.manifest["roll"][name] for name in ("rows", "heads", "area_cm2")}
        return counted(
            {
                "manifest": self.manifest | {"roll": roll},
                "papers": papers,
                "withdrawn": self.withdrawn,
                "seed": self.seed,
                "silent": [
                    {
                        "code": one["code"],
                        **{name: weights[one["code"]][name] for name in ("heads", "area_cm2")},
                        "proof": "1",
                    }
                    for one in self.deliveries
                ],
            }
        )

    def files(self, *, full: bool = True) -> Files:
        """The bundle, signed."""
        manifest = canonical.encode(self.manifest)
        entries = jsonl(self.entries)
        result = canonical.encode(self.result if self.result is not None else self.count()) + b"\n"
        leaves = [merkle.leaf_hash(line) for line in [manifest, *entries.split(b"\n")[:-1]]]
        told = self.told(sha(manifest), merkle.root(leaves).hex(), len(leaves), sha(result[:-1]))
        register = [merkle.leaf_hash(canonical.encode(entry)) for entry in told]
        knows = {
            "consistency": [one.hex() for one in merkle.consistency_proof(register, 1)],
            "entries": [
                {"entry": entry, "index": at, "path": [one.hex() for one in merkle.inclusion_proof(register, at)]}
                for at, entry in enumerate(told)
            ],
        }
        files = {
            "FORMAT.md": PAGE.read_bytes(),
            "manifest.json": manifest + b"\n",
            "entries.jsonl": entries,
            "result.json": result,
            "checkpoints/ballot": signed(LOG, leaves),
            "checkpoints/register-opening": signed(REGISTER, register[:1]),
            "checkpoints/register": signed(REGISTER, register),
            "checkpoints/register.json": canonical.encode(knows) + b"\n",
            "checkpoints/witnesses": b"",
            "statements.jsonl": b"",
        }
        if self.watched:
            self.watch(files)
        if full:
            files |= {"roll.jsonl": jsonl(self.roll), "openings.jsonl": jsonl(self.openings)}
            files |= {"deliveries.jsonl": jsonl(self.deliveries)} if "silence" in self.manifest["rule"] else {}
        return files

    def watch(self, files: Files) -> None:
        """Two witnesses cosign the heads; the first has counted everything again."""
        names = ["a.example/w", "b.example/w"]
        keys = [cosignatures.verifier_key(name, WITNESS) for name in names]
        files["checkpoints/witnesses"] = "".join(f"{key}\n" for key in keys).encode()
        for file in ("checkpoints/ballot", "checkpoints/register"):
            note = files[file].decode()
            lines = [cosignatures.cosign(note, name, WITNESS, WATCHED) for name in names]
            files[file] = (note + "".join(f"{line}\n" for line in lines)).encode()
        log = notes.open_checkpoint(files["checkpoints/ballot"].decode(), LOG, notes.public_bytes(KEY))
        result = sha(files["result.json"][:-1])
        statement = {"ballot": "ballot:7", "result": result, "root": log.root.hex(), "size": log.size}
        line = cosignatures.state(canonical.encode(statement).decode(), names[0], WITNESS, WATCHED)
        files["statements.jsonl"] = jsonl([{"line": line, "statement": statement}])

    def told(self, manifest: str, root: str, size: int, result: str) -> list[dict[str, Any]]:
        """What the register says of this ballot."""
        return [
            {"ballot": "ballot:7", "kind": "manifest", "manifest": manifest, "origin": LOG},
            {"kind": "final", "log": "ballot:7", "origin": LOG, "root": root, "size": size},
            {
                "ballot": "ballot:7",
                "kind": "result",
                "result": result,
                "seed": self.seed,
                "withdrawn": self.withdrawn,
            },
        ]


def zipped(files: Mapping[str, bytes], change: Callable[[zipfile.ZipFile], None] = lambda _: None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        change(archive)
    return buffer.getvalue()
