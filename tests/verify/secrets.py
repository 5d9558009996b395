"""A secret ballot's bundle without a database: keys, papers, log, register, as many voters as wanted."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from tests.ballots.secret import given
from yuanba.audit import notes
from yuanba.ballots import bundle
from yuanba.ballots.secret import hpke, papers
from yuanba.ballots.secret.seed import ISSUERS, Voice, token_message
from yuanba.kernel import canonical, merkle
from yuanba.verify import recount

BALLOT = "ballot:12"
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)


def quick_paper(own: given.Keys, on: papers.Terms, choices: dict) -> bytes:
    """A paper whose tokens were signed without blinding: the same bytes, made faster."""
    private = ec.generate_private_key(ec.SECP256R1())
    mine = Voice(on.manifest_hash, private, hpke.point(private), os.urandom(32), {}, {})
    tokens = {
        issuer: own.issuers[issuer].sign(
            mine.randomiser + token_message(issuer, on.manifest_hash, mine.key), _PSS, hashes.SHA384()
        )
        for issuer in ISSUERS
    }
    return papers.make(on, mine, tokens, papers.sealed_choices(on, mine.key, choices))


class Election:
    """All that a bundle is made of; `write` lays it down. Tests change something in between."""

    def __init__(self, voters: int, *, rows: int = 0, own: given.Keys | None = None) -> None:
        self.own = own or given.keys()
        self.rows = rows or voters + 3
        self.document = given.document(self.own)
        codes = sorted(hashlib.sha256(b"%d" % at).hexdigest() for at in range(self.rows))
        self.roll = [canonical.encode({"area_cm2": 0, "ballot": BALLOT, "code": code, "heads": 1}) for code in codes]
        root = merkle.root([merkle.leaf_hash(line) for line in self.roll]).hex()
        self.document["roll"] = {**self.document["roll"], "root": root, "rows": self.rows, "heads": self.rows}
        self.document["rule"] = {"id": "approval", "version": 1, "source": "here", "seats": 1}
        self.manifest = canonical.encode(self.document)
        self.on = papers.terms(self.manifest)
        self.bodies = [quick_paper(self.own, self.on, self.choice(at)) for at in range(voters)]
        self.sheets: list[bytes] = []
        self.given = 0
        self.issued = dict.fromkeys(ISSUERS, voters + 1)
        self.revoked: list[str] = []
        self.said: dict[str, object] = {}

    @staticmethod
    def choice(at: int) -> dict:
        return {"q1": [("agree", "agree", "against", "abstain")[at % 4]] if at % 7 else []}

    def statements(self) -> list[dict]:
        hash_ = self.on.manifest_hash.hex()
        urn = {"ballot": BALLOT, "kind": "urn", "manifest": hash_, "papers": len(self.bodies)}
        found = [papers.stated(self.own.urn, urn | self.said)]
        for issuer in ISSUERS:
            told = {"ballot": BALLOT, "issued": self.issued[issuer], "issuer": issuer, "kind": "issued"}
            told |= {"manifest": hash_, "revoked": sorted(self.revoked)}
            found.append(papers.stated(self.own.statements[issuer], told))
        return found

    def entries(self) -> list[bytes]:
        found = [papers.leaf(BALLOT, hashlib.sha256(body).hexdigest()) for body in self.bodies]
        found += [canonical.encode({"ballot": BALLOT, "key": key, "kind": "revoked"}) for key in self.revoked]
        found += [canonical.encode(one) for one in self.statements()]
        if self.given:
            text = b"".join(line + b"\n" for line in sorted(self.sheets))
            told = {"ballot": BALLOT, "clerks": ["a" * 64, "b" * 64], "found": len(self.sheets), "given": self.given}
            found.append(canonical.encode({**told, "kind": "sheets", "sheets": hashlib.sha256(text).hexdigest()}))
        closing = {"at": self.document["closes_at"], "ballot": BALLOT, "kind": "closing"}
        return [*found, canonical.encode({**closing, "papers": len(self.bodies), "sheets": 0})]

    def result(self) -> dict:
        rows = [self._row(str(at), self.choice(at), "PHONE") for at in range(len(self.bodies))]
        rows += [self._row(f"s{at}", json.loads(line), "PAPER") for at, line in enumerate(self.sheets)]
        return recount(self.document, rows, set(), "")

    @staticmethod
    def _row(code: str, choices: dict, channel: str) -> dict:
        weight = {"heads": 1, "area_cm2": 0, "attempt": 0, "void_reason": ""}
        return {"code": code, "choices": choices, "channel": channel, **weight}

    def write(self, folder: Path) -> Path:
        entries, result = self.entries(), canonical.encode(self.result())
        leaves = [merkle.leaf_hash(line) for line in [self.manifest, *entries]]
        name = self.on.register_key.split("+", 2)[0]
        register = name.rpartition("/")[0] + "/register"
        told = [
            {
                "ballot": BALLOT,
                "kind": "manifest",
                "manifest": hashlib.sha256(self.manifest).hexdigest(),
                "origin": name,
            },
            {"kind": "final", "log": BALLOT, "origin": name, "root": merkle.root(leaves).hex(), "size": len(leaves)},
            {
                "ballot": BALLOT,
                "kind": "result",
                "result": hashlib.sha256(result).hexdigest(),
                "seed": "",
                "withdrawn": [],
            },
        ]
        log = [merkle.leaf_hash(canonical.encode(one)) for one in told]
        proof = {
            "consistency": [one.hex() for one in merkle.consistency_proof(log, 1)],
            "entries": [
                {"entry": one, "index": at, "path": [h.hex() for h in merkle.inclusion_proof(log, at)]}
                for at, one in enumerate(told)
            ],
        }
        key = format(self.own.sealing.private_numbers().private_value, "064x")
        files = {
            "FORMAT.md": bundle.SECRET_PAGE.read_bytes(),
            "manifest.json": self.manifest + b"\n",
            "entries.jsonl": _lines(entries),
            "checkpoints/ballot": self._head(name, leaves),
            "checkpoints/register": self._head(register, log),
            "checkpoints/register-opening": self._head(register, log[:1]),
            "checkpoints/register.json": canonical.encode(proof) + b"\n",
            "checkpoints/witnesses": b"",
            "statements.jsonl": b"",
            "key.json": canonical.encode({"key": key}) + b"\n",
            "result.json": result + b"\n",
            "roll.jsonl": _lines(self.roll),
            "sealed/papers.jsonl": _lines(sorted(self.bodies, key=lambda body: hashlib.sha256(body).hexdigest())),
            "sealed/sheets.jsonl": _lines(sorted(self.sheets)),
        }
        for file, data in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        return folder

    def _head(self, name: str, leaves: list[bytes]) -> bytes:
        head = notes.Head(name, len(leaves), merkle.root(leaves))
        return notes.sign(notes.checkpoint_text(head), name, self.own.log).encode()


def _lines(rows: list[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in rows)


def changed_numbers(text: bytes, most: int, pick: Callable[[int], int]) -> list[bytes]:
    """Copies of a file in which one digit is another one, at most so many, spread over the file."""
    places = [at for at, sign in enumerate(text) if chr(sign).isdigit()]
    step = max(1, len(places) // most)
    chosen = [places[at] for at in range(0, len(places), step)][:most]
    return [text[:at] + b"%d" % ((text[at] - 48 + 1 + pick(at) % 9) % 10) + text[at + 1 :] for at in chosen]
