"""The stand-alone verifier of published bundles: recomputes awards, ballots and figures from the files alone.

One file, Python 3.9 or later, no code of the program that it checks, and the standard library only; where the package
`cryptography` is there, signatures are checked too. Usage:

    python verify.py BUNDLE [ROOT]      (a folder or a .zip; ROOT is the hash that the organiser announced;
                                         of a ballot also a receipt or a signed head that you kept, as a file)

It prints the first difference and exits 1, or says what was checked and exits 0. Formats: docs/reference/award-bundle.md,
docs/reference/cases-bundle.md and the FORMAT.md in every bundle of a ballot; names in capitals below are sections of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import multiprocessing
import re
import sys
import unicodedata
import zipfile
from datetime import UTC, datetime
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import Any

try:
    import tomllib
except ImportError:  # before Python 3.11 the hash alone binds the text of the playbook
    tomllib = None  # type: ignore[assignment]

try:
    from cryptography.exceptions import InvalidSignature, InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:  # everything but signatures is checked without it, and nothing of a secret ballot
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

FORMAT = "yuanba-award-bundle/1"
LIMIT_BYTES = 2**30  # all files together; nothing of ours comes near, an archive bomb does
Rows = list[dict[str, Any]]


class Broken(Exception):
    """The bundle cannot be read any further."""


class Bundle:
    """The files of a bundle, their hashes checked, and the list of what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.problems: list[str] = []
        self.files = self._read(path)

    def _read(self, path: Path) -> dict[str, bytes]:
        if path.is_dir():
            found = sorted(item for item in path.rglob("*") if not item.is_dir())
            if sum(item.stat().st_size for item in found) > LIMIT_BYTES:
                raise Broken("the bundle is too large")
            return {item.relative_to(path).as_posix(): item.read_bytes() for item in found}
        try:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                if sum(info.file_size for info in infos) > LIMIT_BYTES or len({i.filename for i in infos}) < len(infos):
                    raise Broken("the archive is too large or holds a file twice")
                return {info.filename: archive.read(info) for info in infos}
        except (OSError, zipfile.BadZipFile, EOFError, RuntimeError) as error:
            raise Broken(f"{path.name} is neither a folder nor a readable .zip: {error}") from None

    def same(self, where: str, published: Any, recomputed: Any) -> None:
        """Notes the first place where what was published differs from what comes out."""
        if type(published) is type(recomputed):
            if isinstance(published, dict):
                for key in sorted({*published, *recomputed}):
                    self.same(f"{where}: {key}", published.get(key, "(absent)"), recomputed.get(key, "(absent)"))
                return
            if isinstance(published, list) and len(published) == len(recomputed):
                for at, one in enumerate(published):
                    self.same(f"{where} [{at + 1}]", one, recomputed[at])
                return
            if published == recomputed:
                return
        self.problems.append(f"{where}: published {_short(published)}, recomputed {_short(recomputed)}")

    def must(self, holds: bool, problem: str) -> None:
        if not holds:
            self.problems.append(problem)

    def text(self, name: str) -> bytes:
        if name not in self.files:
            raise Broken(f"{name} is missing")
        return self.files[name]

    def one(self, name: str) -> Any:
        """The only document of a file."""
        rows = self.rows(name)
        if len(rows) != 1:
            raise Broken(f"{name} holds {len(rows)} documents, not one")
        return rows[0]

    def rows(self, name: str) -> Rows:
        """The documents of a file, one per line. Raises Broken for bytes that are not canonical."""
        rows = []
        for number, line in enumerate(self.text(name).split(b"\n")[:-1], start=1):
            try:
                value = json.loads(line.decode("utf-8"), parse_float=_no, parse_constant=_no)
            except (ValueError, RecursionError) as error:
                raise Broken(f"{name} line {number} cannot be read: {error}") from None
            if canonical(value) != line:
                raise Broken(f"{name} line {number} is not in canonical form")
            rows.append(value)
        return rows


def canonical(value: Any) -> bytes:
    """CANONICAL: names sorted, no blanks, UTF-8."""
    return WRITER.encode(value).encode("utf-8", "replace")


def _no(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")


WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
READER = json.JSONDecoder(parse_float=_no, parse_constant=_no)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 120 else text[:117] + "..."


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _middle(values: Any) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return Fraction(ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2)


# ---------------------------------------------------------------- HASHES


def check_hashes(bundle: Bundle, root: str, form: str = FORMAT) -> None:
    """ROOT binds manifest.json, manifest.json binds every other file, and there is no file besides."""
    own = _sha(bundle.text("manifest.json"))
    bundle.must(bundle.text("ROOT") == own.encode() + b"\n", "ROOT is not the hash of manifest.json")
    bundle.must(root in ("", own), f"the announced root is {root}, this bundle's is {own}")
    manifest = bundle.one("manifest.json")
    bundle.must(manifest["format"] == form, f"format {manifest['format']} is not {form}")
    present = {
        name: {"bytes": len(data), "sha256": _sha(data)}
        for name, data in bundle.files.items()
        if name not in ("ROOT", "manifest.json")
    }
    bundle.same("manifest.json: files", manifest["files"], present)
    if bundle.problems:
        raise Broken("a file is not the one that was published")


def check_playbook(bundle: Bundle, book: dict[str, Any]) -> None:
    """playbook.json says what playbook.toml says, and both bear the hash in the manifest."""
    source = bundle.text("playbook.toml")
    for where, found in (
        ("manifest.json", bundle.one("manifest.json")["playbook_sha256"]),
        ("playbook.json", book["sha256"]),
    ):
        bundle.same(f"{where}: hash of playbook.toml", found, _sha(source))
    if tomllib is not None:
        told = _overlap(tomllib.loads(source.decode().lstrip("\ufeff")), book)
        bundle.same("playbook.toml against playbook.json", *told)


def _overlap(source: Any, public: Any) -> tuple[Any, Any]:
    """Both documents in one spelling, cut down to what the source says: the public one adds defaults."""
    if isinstance(source, dict) and isinstance(public, dict):
        pairs = {key: _overlap(value, public.get(key)) for key, value in source.items()}
        return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}
    if isinstance(source, list) and isinstance(public, list) and len(source) == len(public):
        both = [_overlap(value, public[at]) for at, value in enumerate(source)]
        return [pair[0] for pair in both], [pair[1] for pair in both]
    if isinstance(source, str):
        return unicodedata.normalize("NFC", source).strip(), public
    if isinstance(source, bool):
        return int(source), public
    return source if isinstance(source, (int, list, dict)) else str(source), public


# ---------------------------------------------------------------- STAGES


class Campaign:
    """The facts of a bundle: who took part where, and the raw scores of every stage as they are recomputed."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.book = bundle.one("playbook.json")
        self.stages = {stage["key"]: stage for stage in self.book["stages"]}
        self.order = {key: at for at, key in enumerate(self.stages)}
        self.entries = {row["entry"]: row for row in bundle.rows("entries.jsonl")}
        self.scores: dict[str, dict[str, Fraction | None]] = {}
        manifest = bundle.one("manifest.json")
        self.seed = manifest["lot"]["seed"]

    def check_entries(self) -> None:
        rows = self.bundle.rows("entries.jsonl")
        kinds = {one["key"]: {kind["key"] for kind in one["kinds"]} or {""} for one in self.book["categories"]}
        self.bundle.must(len(rows) == len(self.entries), "entries.jsonl: a code stands twice")
        self.bundle.same("entries.jsonl: numbers", [row["submitted"] for row in rows], list(range(1, len(rows) + 1)))
        for row in rows:
            known = row["kind"] in kinds.get(row["category"], ()) and row["out_stage"] in ("", *self.stages)
            self.bundle.must(known, f"entries.jsonl: {row['entry']} has an unknown category, sub-kind or stage")

    def within(self, stage: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            row for row in self.entries.values() if not stage["categories"] or row["category"] in stage["categories"]
        ]

    def left_at(self, row: dict[str, Any]) -> int:
        return self.order.get(row["out_stage"], len(self.order))

    def candidates(self, stage: dict[str, Any]) -> dict[str, dict[str, Any]]:
        here = self.order[stage["key"]]
        stays = (row for row in self.within(stage) if self.left_at(row) + (row["out_reason"] == "shortlist") > here)
        return {row["entry"]: row for row in stays}

    def check_stage(self, stage: dict[str, Any]) -> None:
        recount = {"SURVEY": survey, "VOTE": vote, "JURY": jury}[stage["kind"]]
        rows = recount(self, stage, f"stages/{stage['key']}/")
        self.scores[stage["key"]] = {entry: raw for entry, (raw, _) in rows.items()}
        expected = []
        for entry in sorted(rows):
            raw, told = rows[entry]
            state = {"state": "INSUFFICIENT"} if raw is None else {"state": "SCORED", "raw": _ratio(raw)}
            expected.append({"entry": entry, "category": self.entries[entry]["category"], **state, **told})
        name = f"stages/{stage['key']}/scores.jsonl"
        self.bundle.same(name, self.bundle.rows(name), expected)


def survey(campaign: Campaign, stage: dict[str, Any], folder: str) -> dict[str, Any]:
    """SURVEY: the mean over people of their mean marks as 0..100, its interval, the response; few are insufficient."""
    answers = {row["entry"]: row for row in campaign.bundle.rows(folder + "answers.jsonl")}
    campaign.bundle.must(answers.keys() <= campaign.candidates(stage).keys(), f"{folder}answers.jsonl: not a candidate")
    found: dict[str, Any] = {}
    for entry in campaign.candidates(stage):
        row = answers.get(entry, {"n": 0, "invited": 0, "vectors": {}})
        n, where = row["n"], f"{folder}answers.jsonl: {entry}"
        response = int(Fraction(n * 10000, row["invited"]) + Fraction(1, 2)) if row["invited"] else 0
        told = {"n": n, "invited": row["invited"], "response_centi": response}
        campaign.bundle.must(0 <= n <= row["invited"] or not n, f"{where}: more answers than invited")
        if n < stage["min_sample"]:
            campaign.bundle.must(not row["vectors"], f"{where}: answers below the minimum sample are shown")
            found[entry] = (None, told)
            continue
        campaign.bundle.same(f"{where}: answers", sum(row["vectors"].values()), n)
        people = [(_person(stage, marks, where), count) for marks, count in row["vectors"].items()]
        mean = sum((score * count for score, count in people), Fraction(0)) / n
        low, high = _wilson(mean / 100, n)
        centi = int(mean * 100 + Fraction(1, 2))
        found[entry] = (mean, {**told, "score_centi": centi, "low_centi": low, "high_centi": high})
    return found


def _person(stage: dict[str, Any], marks: str, where: str) -> Fraction:
    """The mean of one person's marks, the worst being 0 and the best 100."""
    given = [int(mark) for mark in marks.split(",") if mark != "-"]
    if (
        not given
        or marks.count(",") + 1 != len(stage["questions"])
        or not 1 <= min(given) <= max(given) <= stage["scale_max"]
    ):
        raise Broken(f"{where}: {marks} is no answer")
    return Fraction(sum(100 * (mark - 1) for mark in given), (stage["scale_max"] - 1) * len(given))


def _wilson(share: Fraction, n: int) -> tuple[int, int]:
    """Both ends in 1/10000, rounded outwards: (2np + z^2 -+ z sqrt(z^2 + 4np(1-p))) / 2(n + z^2) with z = 1.96."""
    z = Fraction(196, 100)
    under = (z * z + 4 * n * share * (1 - share)) * z * z * 10000 * 10000 / (2 * (n + z * z)) ** 2
    whole = -(-under.numerator // under.denominator)
    root = isqrt(whole)
    half = root + (root * root < whole)
    middle = (2 * n * share + z * z) / (2 * (n + z * z)) * 10000
    below, above = middle.numerator // middle.denominator, -(-middle.numerator // middle.denominator)
    return max(below - half, 0), min(above + half, 10000)


def vote(campaign: Campaign, stage: dict[str, Any], folder: str) -> dict[str, Any]:
    """VOTE: every commitment and leaf, one standing paper per code, and the tally from the papers."""
    candidates = campaign.candidates(stage)
    if folder + "ballot.json" not in campaign.bundle.files:
        return {entry: (Fraction(0), {}) for entry in candidates}
    bundle, ballot = campaign.bundle, campaign.bundle.one(folder + "ballot.json")
    papers, published = bundle.rows(folder + "papers.jsonl"), bundle.one(folder + "tally.json")
    options, items = bundle.one(folder + "options.json"), {item["key"]: item for item in ballot["items"]}
    for key, item in items.items():
        bundle.same(f"{folder}ballot.json: choose in {key}", item["choose"], stage["choose"].get(key))
        bundle.must(set(item["options"]) <= options.keys(), f"{folder}options.json: an option stands for nothing")
    standing = _standing(bundle, ballot, papers, folder)
    valid = [paper for paper in standing if not paper["void_reason"]]
    counts = {key: dict.fromkeys(item["options"], 0) for key, item in items.items()}
    for paper in valid:
        _count(bundle, paper, items, counts, f"{folder}papers.jsonl: {paper['code']}")
    voided = [paper["void_reason"] for paper in standing if paper["void_reason"]]
    withdrawn = {option for item in published["items"] for option in item["withdrawn"]}
    bundle.must(
        not {options.get(one) for one in withdrawn} & candidates.keys(), f"{folder}tally.json: withdrawn, yet ranked"
    )
    recount = {
        "rule": ballot["rule"]["id"],
        "roll": {name: ballot["roll"][name] for name in ("rows", "heads", "area_cm2")},
        "participation": {
            "papers": len(valid),
            "heads": sum(paper["heads"] for paper in valid),
            "area_cm2": published["participation"]["area_cm2"],  # areas would name flats; bound by hash only
            "on_paper": sum(paper["channel"] == "PAPER" for paper in valid),
        },
        "voided": {reason: voided.count(reason) for reason in voided},
        "items": [_item(key, items[key], counts[key], valid, withdrawn) for key in items],
    }
    bundle.same(folder + "tally.json", published, recount)
    bundle.must(len(standing) <= ballot["roll"]["rows"], f"{folder}papers.jsonl: more papers than the roll has rows")
    votes = dict.fromkeys(candidates, 0)
    for option, count in (pair for item in counts.values() for pair in item.items()):
        if options[option] in votes:
            votes[options[option]] += count
    return {entry: (Fraction(count), {}) for entry, count in votes.items()}


def _standing(bundle: Bundle, ballot: dict[str, Any], papers: Rows, folder: str) -> Rows:
    """The last attempt of each code; each earlier one unopened and named by the next. Checks commitments and leaves."""
    last: dict[str, dict[str, Any]] = {}
    for paper in papers:
        where = f"{folder}papers.jsonl: {paper['code']}"
        before = last.get(paper["code"])
        chain = (before["attempt"] + 1, before["leaf_hash"]) if before else (0, "")
        bundle.must((paper["attempt"], paper["previous"]) == chain, f"{where}: attempts do not follow each other")
        leaf = {name: paper[name] for name in ("code", "commitment", "channel", "previous")}
        leaf["ballot"] = ballot["ballot"]
        if "paper" in paper:
            leaf["paper"] = paper["paper"]
        bundle.must(_sha(b"\x00" + canonical(leaf)) == paper["leaf_hash"], f"{where}: its leaf has another hash")
        if "choices" in paper:
            opened = _sha(bytes.fromhex(paper["salt"]) + canonical(paper["choices"]))
            bundle.must(opened == paper["commitment"], f"{where}: salt and choices do not open the commitment")
        last[paper["code"]] = paper
    bundle.must(
        all("choices" in paper for paper in last.values()), f"{folder}papers.jsonl: a counted paper is not opened"
    )
    return list(last.values())


def _count(bundle: Bundle, paper: dict[str, Any], items: dict[str, Any], counts: dict[str, Any], where: str) -> None:
    for key, chosen in paper.get("choices", {}).items():
        known = key in items and len(set(chosen)) == len(chosen) <= items[key]["choose"]
        if not known or not set(chosen) <= counts[key].keys():
            bundle.problems.append(f"{where}: an impossible choice in {key}")
            continue
        for option in chosen:
            counts[key][option] += paper["heads"]


def _item(key: str, item: dict[str, Any], counts: dict[str, int], valid: Rows, withdrawn: set[str]) -> dict[str, Any]:
    return {
        "key": key,
        "votes": {option: counts[option] for option in item["options"] if option not in withdrawn},
        "withdrawn": {option: counts[option] for option in item["options"] if option in withdrawn},
        "blank": sum(not paper.get("choices", {}).get(key) for paper in valid),
    }


def jury(campaign: Campaign, stage: dict[str, Any], folder: str) -> dict[str, Any]:
    """JURY: the draw, every sheet, and the trimmed mean or the severity model of each panel."""
    bundle, candidates = campaign.bundle, campaign.candidates(stage)
    found: dict[str, Any] = {entry: (None, {"sheets": 0}) for entry in candidates}
    panels = bundle.rows(folder + "panels.jsonl")
    judged = [category for panel in panels for category in panel["categories"]]
    bundle.must(len(set(judged)) == len(judged), f"{folder}panels.jsonl: two panels judge one category")
    sheets = bundle.rows(folder + "sheets.jsonl")
    bundle.must({one["panel"] for one in sheets} <= {one["panel"] for one in panels}, f"{folder}sheets.jsonl: no panel")
    for panel in panels:
        where = f"{folder}sheets.jsonl: panel {panel['panel']}"
        _check_draw(bundle, panel, f"{folder}panels.jsonl: draw of {panel['panel']}")
        own = {entry for entry, row in candidates.items() if row["category"] in panel["categories"]}
        totals: dict[str, dict[str, Fraction]] = {entry: {} for entry in own}
        for one in (sheet for sheet in sheets if sheet["panel"] == panel["panel"]):
            if one["entry"] not in own:
                continue  # withdrawn while the jury read
            total = _sheet(bundle, stage, panel, one, candidates[one["entry"]]["category"], where)
            bundle.must(
                one["juror"] not in totals[one["entry"]], f"{where}: {one['juror']} scored {one['entry']} twice"
            )
            totals[one["entry"]][one["juror"]] = total
        raw: dict[str, Fraction | None] = {}
        severities: dict[str, str] = {}
        if stage["method"] == "severity":
            adjusted, severities = _severity(totals, where)
            raw.update(adjusted)
        else:
            raw.update({entry: _trimmed(list(given.values())) for entry, given in totals.items()})
        bundle.same(f"{folder}panels.jsonl: severities of {panel['panel']}", panel["severities"], severities)
        found.update({entry: (raw.get(entry), {"sheets": len(given)}) for entry, given in totals.items()})
    return found


def _check_draw(bundle: Bundle, panel: dict[str, Any], where: str) -> None:
    """DRAW: the pool's hash, and the smallest SHA-256(seed, 0x00, item) first."""
    drawn = sum(juror["origin"] in ("DRAWN", "RESERVE") for juror in panel["jurors"])
    draw = panel.get("draw")
    if draw is None:
        bundle.must(not drawn, f"{where}: jurors were drawn, but no draw is shown")
        return
    pool, seed = draw["pool"], draw["seed"].encode() + b"\x00"
    lines = sorted(item.encode() + b"\n" for item in set(pool))
    bundle.same(f"{where}: pool_hash", draw["pool_hash"], _sha(b"".join(lines)))
    order = sorted(set(pool), key=lambda item: hashlib.sha256(seed + item.encode()).digest())
    bundle.same(f"{where}: result", draw["result"], order[: len(draw["result"])])
    bundle.must(drawn <= len(draw["result"]), f"{where}: more jurors than were drawn")


def _sheet(
    bundle: Bundle, stage: dict[str, Any], panel: dict[str, Any], sheet: dict[str, Any], category: str, where: str
) -> Fraction:
    who = f"{where}: {sheet['juror']} on {sheet['entry']}"
    weights = {
        item["key"]: item["weight"]
        for item in stage["rubric"]
        if not item["categories"] or category in item["categories"]
    }
    given = sheet["scores"]
    if given.keys() != weights.keys():
        raise Broken(f"{who}: not every criterion is scored, or one too many")
    bundle.must(all(0 <= points <= stage["scale_max"] for points in given.values()), f"{who}: outside the scale")
    bundle.must(sheet["juror"] in {one["juror"] for one in panel["jurors"]}, f"{who}: not a juror")
    recused = {(one["juror"], one["entry"]) for one in panel["recusals"]}
    bundle.must((sheet["juror"], sheet["entry"]) not in recused, f"{who}: scored in spite of a recusal")
    return Fraction(sum(weights[key] * given[key] for key in weights), sum(weights.values()))


def _trimmed(given: list[Fraction]) -> Fraction | None:
    """TRIMMED MEAN: without one highest and one lowest; fewer than five sheets are insufficient."""
    if len(given) < 5:
        return None
    return sum(sorted(given)[1:-1], Fraction(0)) / Fraction(len(given) - 2)


def _severity(totals: dict[str, dict[str, Fraction]], where: str) -> tuple[dict[str, Fraction], dict[str, str]]:
    """SEVERITY: median polish in ten sweeps at most, severities in whole 1/1000, entries by the adjusted median."""
    read = {entry: dict(given) for entry, given in totals.items() if given}
    jurors = sorted({juror for given in read.values() for juror in given})
    if not jurors:
        return {}, {}
    if not _linked(read):
        raise Broken(f"{where}: jurors who share no entries cannot be compared")
    mild = _polish(read, jurors)
    centre = _middle(mild.values())
    strict = {juror: _thousandths(centre - mild[juror]) for juror in jurors}
    raw = {entry: _middle(points + strict[juror] for juror, points in given.items()) for entry, given in read.items()}
    return raw, {juror: _ratio(strict[juror]) for juror in jurors}


def _polish(read: dict[str, dict[str, Fraction]], jurors: list[str]) -> dict[str, Fraction]:
    """The sum of the medians taken from each juror, entries before jurors in every sweep."""
    rest = {entry: dict(given) for entry, given in read.items()}
    mild = dict.fromkeys(jurors, Fraction(0))
    of = {juror: [entry for entry in read if juror in read[entry]] for juror in jurors}
    for _ in range(10):
        steps = []
        for given in rest.values():
            steps.append(_middle(given.values()))
            if steps[-1]:
                given.update({juror: left - steps[-1] for juror, left in given.items()})
        for juror in jurors:
            step = _middle(rest[entry][juror] for entry in of[juror])
            steps.append(step)
            mild[juror] += step
            for entry in of[juror] if step else ():
                rest[entry][juror] -= step
        if not any(steps):
            break
    return mild


def _linked(read: dict[str, dict[str, Fraction]]) -> bool:
    """Whether all jurors hang together through entries that they share."""
    left = dict(read)
    known: set[str] = set()
    grown = True
    while grown:
        near = [entry for entry, given in left.items() if not known or known & given.keys()]
        grown = bool(near)
        for entry in near[:1] if not known else near:
            known |= left.pop(entry).keys()
    return not left


def _thousandths(value: Fraction) -> Fraction:
    whole = int(abs(value) * 1000 + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 1000)


# ---------------------------------------------------------------- RANKING


def scaled(stage: dict[str, Any], raw: Fraction, every: list[Fraction]) -> Fraction:
    """NORMALISED: 0..100 by the ends of the scale, by the best, or by the range of the category."""
    top, bottom = max(every), min(every)
    if stage["normalise"] == "range":
        return (raw - bottom) * 100 / (top - bottom) if top > bottom else Fraction(100)
    if stage["normalise"] == "best" or stage["kind"] == "VOTE":
        return raw * 100 / top if top > 0 else Fraction(0)
    whole = Fraction(100 if stage["kind"] == "SURVEY" else stage["scale_max"])
    return min(max(raw * 100 / whole, Fraction(0)), Fraction(100))


class Ranker:
    """The ranking of one category: places, parts, ties, prizes."""

    def __init__(self, campaign: Campaign, category: str) -> None:
        self.campaign, self.category = campaign, category
        self.rule = campaign.book["ranking"]
        self.own = next(one for one in campaign.book["categories"] if one["key"] == category)
        passed = [s for s in campaign.stages.values() if not s["categories"] or category in s["categories"]]
        self.stages = [stage for stage in passed if stage["kind"] in ("SURVEY", "VOTE", "JURY")]
        override = {one["category"]: one["weights"] for one in self.rule["overrides"]}.get(category)
        weights = {s["key"]: s["weight"] if override is None else override.get(s["key"], 0) for s in self.stages}
        self.weights = {key: weight for key, weight in weights.items() if weight}
        self.tiers = [tier["key"] for tier in self.own["tiers"] for _ in range(tier["quota"])]
        self.kinds = {kind["key"]: kind["quota"] for kind in self.own["kinds"] if "quota" in kind}
        self.least = self.rule["least_score"]

    def without_vote(self) -> Ranker:
        other = Ranker(self.campaign, self.category)
        votes = {stage["key"] for stage in self.stages if stage["kind"] == "VOTE"}
        other.weights = {key: weight for key, weight in self.weights.items() if key not in votes} or self.weights
        return other

    def shortlister(self, stage: dict[str, Any], keep: int) -> Ranker:
        other = Ranker(self.campaign, self.category)
        keys = [one["key"] for one in self.stages]
        far = keys[: keys.index(stage["key"]) + 1] if stage["keep_by"] == "composite" else []
        so_far = {key: weight for key, weight in self.weights.items() if key in far}
        other.weights = so_far or {stage["key"]: 100}
        other.tiers, other.kinds, other.least = ["kept"] * keep, {}, 0
        return other

    def raw(self, stage: str, entry: str) -> Fraction | None:
        return self.campaign.scores.get(stage, {}).get(entry)

    def rows(self, people: dict[str, dict[str, Any]], barred: dict[str, str]) -> Rows:
        """What ranking.jsonl says of this category."""
        pools = {
            stage["key"]: [raw for raw in (self.raw(stage["key"], entry) for entry in people) if raw is not None]
            for stage in self.stages
        }
        ranked, unranked = [], []
        for entry, row in people.items():
            told = {"category": self.category, "entry": entry, "kind": row["kind"]}
            present = [key for key in self.weights if self.raw(key, entry) is not None]
            gaps = [key for key in self.weights if key not in present]
            reason = "no_score" if not present else ""
            if gaps and present and self.rule["missing"] == "unranked":
                reason = f"missing:{gaps[0]}"
            whole = 0 if reason else sum(self.weights[key] for key in present)
            parts, composite = self._parts(entry, pools, whole)
            if reason:
                unranked.append({**told, "parts": parts, "place": 0, "reason": reason})
            else:
                ranked.append(({**told, "parts": parts, "composite": _ratio(composite)}, self._order(composite, row)))
        ranked.sort(key=lambda pair: pair[1])
        rows = [{**row, "place": at + 1, "tie": self._tie(ranked, at)} for at, (row, _) in enumerate(ranked)]
        return self._prizes(rows, barred) + sorted(unranked, key=lambda row: str(row["entry"]))

    def _parts(self, entry: str, pools: dict[str, list[Fraction]], whole: int) -> tuple[Rows, Fraction]:
        parts, composite = [], Fraction(0)
        for stage in (one for one in self.stages if one["key"] in self.weights):
            key, raw = stage["key"], self.raw(stage["key"], entry)
            weight = Fraction(self.weights[key] * 100, whole) if whole and raw is not None else Fraction(0)
            part = {"stage": key, "weight": _ratio(weight), "contribution": "0/1"}
            if raw is not None:
                normalised = scaled(stage, raw, pools[key])
                composite += normalised * weight / 100
                part.update(
                    raw=_ratio(raw), normalised=_ratio(normalised), contribution=_ratio(normalised * weight / 100)
                )
            parts.append(part)
        return parts, composite

    def _order(self, composite: Fraction, row: dict[str, Any]) -> list[Any]:
        """What entries are sorted by: the composite, then the tie-break steps, each smaller for the better."""
        order: list[Any] = [(0, -composite)]
        for step in self.rule["tie_break"]:
            if step == "lot":
                number = hashlib.sha256(self.campaign.seed.encode() + b"\x00" + row["entry"].encode()).hexdigest()
                order.append((0, int(number, 16)))
            elif step == "earlier_submission":
                order.append((0, row["submitted"]))
            else:
                raw = self.raw(step.partition(":")[2], row["entry"])
                order.append((1, 0) if raw is None else (0, -raw))
        return order

    def _tie(self, ranked: list[Any], at: int) -> str:
        """The step that set a row apart from the one above, if their composites are equal."""
        if at == 0 or ranked[at][1][0] != ranked[at - 1][1][0]:
            return ""
        above, own = ranked[at - 1][1], ranked[at][1]
        steps = self.rule["tie_break"]
        step = next(
            (steps[number] for number in range(len(steps)) if above[number + 1] != own[number + 1]), "undecided"
        )
        self.campaign.bundle.must(step != "lot" or bool(self.campaign.seed), "a lot decided, but no seed is published")
        return str(step)

    def _prizes(self, rows: Rows, barred: dict[str, str]) -> Rows:
        shared, own, given = len(self.tiers) - sum(self.kinds.values()), dict(self.kinds), []
        taken = 0
        for row in rows:
            kept = row["kind"] in own
            tier, reason = "", "quota"
            if row["entry"] in barred:
                reason = barred[row["entry"]]
            elif self.least and Fraction(row["composite"]) < self.least and self.rule["method"] == "composite":
                reason = "least_score"
            elif (own[row["kind"]] if kept else shared) > 0:
                tier, reason = self.tiers[taken], ""
                taken += 1
                shared -= not kept
                if kept:
                    own[row["kind"]] -= 1
            elif kept and taken < len(self.tiers):
                reason = "kind_quota"
            given.append({**row, "tier": tier, "reason": reason})
        return given


# ---------------------------------------------------------------- RESULTS


def check_results(campaign: Campaign) -> None:
    """Shortlists, ranking, winners, totals and the numbers of the manifest."""
    bundle, rows, winners = campaign.bundle, [], {}
    for stage in campaign.stages.values():
        if stage["keep"]:
            _check_shortlist(campaign, stage)
    for category in (one["key"] for one in campaign.book["categories"]):
        ranker, last = Ranker(campaign, category), list(campaign.stages)[-1]
        people = {
            entry: row
            for entry, row in campaign.entries.items()
            if row["category"] == category and row["out_stage"] in ("", last)
        }
        barred = {entry: row["out_reason"] for entry, row in people.items() if row["out_stage"]}
        own = _decided(campaign, ranker, people, barred) if ranker.rule["method"] == "decision" else None
        found = own if own is not None else ranker.rows(people, barred)
        other = own if own is not None else ranker.without_vote().rows(people, barred)
        rows += found
        winners[category] = _winners(ranker, found, other)
    bundle.same("ranking.jsonl", bundle.rows("ranking.jsonl"), rows)
    numbers = {
        "awards": sum(len(one["winners"]) for one in winners.values()),
        "amount_fen": sum(one["amount_fen"] for one in winners.values()),
    }
    changed = sum(len(one["without_vote"]["lose"]) for one in winners.values())
    whole = {**numbers, "winners_changed_without_vote": changed, "categories": winners}
    bundle.same("winners.json", bundle.one("winners.json"), whole)
    manifest, title = bundle.one("manifest.json"), campaign.book["title"]
    bundle.same("manifest.json", manifest, {**manifest, **numbers, "entries": len(campaign.entries), "title": title})
    _check_totals(campaign, numbers)


def _check_shortlist(campaign: Campaign, stage: dict[str, Any]) -> None:
    expected = []
    for category, keep in stage["keep"].items():
        people = {entry: row for entry, row in campaign.candidates(stage).items() if row["category"] == category}
        rows = Ranker(campaign, category).shortlister(stage, keep).rows(people, {})
        expected += rows
        out = {row["entry"] for row in rows if not row.get("tier")}
        told = {entry for entry, row in people.items() if row["out_stage"] == stage["key"]}
        campaign.bundle.same(f"entries.jsonl: out by the shortlist of {stage['key']}", sorted(told), sorted(out))
    name = f"stages/{stage['key']}/shortlist.jsonl"
    campaign.bundle.same(name, campaign.bundle.rows(name), expected)


def _decided(campaign: Campaign, ranker: Ranker, people: dict[str, Any], barred: dict[str, str]) -> Rows:
    """DECISION: the order is the meeting's; quotas, tiers and barred entries are ours to check."""
    entries = campaign.bundle.one("decisions.json").get(ranker.category, [])
    if len(set(entries)) != len(entries) or not set(entries) <= people.keys():
        raise Broken(f"decisions.json: {ranker.category} names an entry twice, or one that is not there")
    told = {"category": ranker.category, "parts": [], "composite": "0/1", "tie": ""}
    rows = [{**told, "entry": e, "kind": people[e]["kind"], "place": at} for at, e in enumerate(entries, start=1)]
    return ranker._prizes(rows, barred)


def _winners(ranker: Ranker, rows: Rows, other: Rows) -> dict[str, Any]:
    won = [row for row in rows if row.get("tier")]
    here, there = {row["entry"] for row in won}, {row["entry"] for row in other if row.get("tier")}
    taken = [row["tier"] for row in won]
    tiers = ranker.own["tiers"]
    return {
        "winners": [{name: row[name] for name in ("entry", "place", "tier")} for row in won],
        "empty": {tier["key"]: tier["quota"] - taken.count(tier["key"]) for tier in tiers},
        "amount_fen": sum(tier["prize_yuan"] * 100 * taken.count(tier["key"]) for tier in tiers),
        "without_vote": {"lose": sorted(here - there), "gain": sorted(there - here)},
    }


def _check_totals(campaign: Campaign, numbers: dict[str, int]) -> None:
    bundle, entries = campaign.bundle, list(campaign.entries.values())
    published = bundle.one("totals.json")
    channels = [row["channel"] for row in entries]
    stages = []
    for at, (key, stage) in enumerate(campaign.stages.items()):
        came = [row for row in campaign.within(stage) if campaign.left_at(row) >= at]
        left = [row["out_reason"] for row in came if row["out_stage"] == key]
        told = {"stage": key, "in": len(came), "out": len(came) - len(left)}
        told["left"] = {reason: left.count(reason) for reason in left}
        refused = [one.get("refused") for one in published["stages"] if one["stage"] == key]
        stages.append({**told, "refused": refused[0] if refused else {}})  # never became entries; bound by hash only
    counts = {"entries": len(entries), "channels": {name: channels.count(name) for name in channels}}
    bundle.same("totals.json", published, {**counts, **numbers, "stages": stages})


def check_notices(campaign: Campaign) -> None:
    """NOTICES: as many different working days as the playbook asks, and whoever lost to an objection is named."""
    last = campaign.book["stages"][-1]["key"]
    rows = campaign.bundle.rows("notices.jsonl")
    for at, row in enumerate(rows, start=1):
        where, days = f"notices.jsonl: notice {row['number']}", row["workdays"]
        campaign.bundle.same(f"{where}: number", row["number"], at)
        enough = len(set(days)) == len(days) >= campaign.book["notice"]["workdays"] and days == sorted(days)
        campaign.bundle.must(enough, f"{where}: too few working days")
        campaign.bundle.must(row["objections"] >= len(row["upheld"]), f"{where}: more upheld than received")
    upheld = {entry for row in rows for entry in row["upheld"]}
    lost = {
        entry for entry, row in campaign.entries.items() if (row["out_stage"], row["out_reason"]) == (last, "objection")
    }
    campaign.bundle.must(
        upheld == lost, "notices.jsonl: the objections upheld are not the entries that left by objection"
    )
    won = campaign.bundle.one("winners.json")["awards"]
    campaign.bundle.must(bool(rows) or not won, "notices.jsonl: winners without a notice")


# ---------------------------------------------------------------- COUNTING


def recount(
    manifest: dict[str, Any], papers: Rows, withdrawn: set[str], seed: str = "", silent: Any = ()
) -> dict[str, Any]:
    """The result of a ballot from its manifest and its opened papers alone, by the rules named there.

    A paper is {"code", "attempt", "choices", "heads", "area_cm2", "channel", "void_reason"} and perhaps "proxy", a silent
    voter {"code", "heads", "area_cm2", "proof"}. `withdrawn` are option keys. Written from docs/reference/counting.md,
    not from the program that it checks: slow and plain where that one is quick. Raises Broken for a rule or a paper it
    cannot read.
    """
    last: dict[str, dict[str, Any]] = {}
    for paper in papers:
        if paper["code"] not in last or last[paper["code"]]["attempt"] < paper["attempt"]:
            last[paper["code"]] = paper
    valid = [paper for paper in last.values() if not paper["void_reason"]]
    voided = [paper["void_reason"] for paper in last.values() if paper["void_reason"]]
    rule, roll = manifest["rule"], manifest["roll"]
    came = {measure: sum(paper[measure] for paper in valid) for measure in MEASURES}
    terms = rule.get("silence") or {}
    quiet = {one["code"]: one for one in silent if one["proof"] and one["code"] not in last}
    quiet = quiet if terms.get("reference") else {}
    hall = {
        "roll": roll,
        "came": came,
        "measures": MEASURES if manifest["electorate"] == "OWNERS" else MEASURES[:1],
        "quiet": {measure: sum(one[measure] for one in quiet.values()) for measure in MEASURES},
        "join": terms.get("counts_as") == "majority",
    }
    found = {
        "rule": rule["id"],
        "roll": {name: roll[name] for name in ("rows", "heads", "area_cm2")},
        "participation": {
            "papers": len(valid),
            **came,
            "on_paper": sum(paper["channel"] == "PAPER" for paper in valid),
        },
        "voided": {reason: voided.count(reason) for reason in set(voided)},
        "items": [Item(item, rule, withdrawn, seed, hall).counted(valid) for item in manifest["items"]],
    }
    ways = {
        "by_proxy": sum(bool(paper.get("proxy")) for paper in valid),
        "in_hall": sum(paper["channel"] == "HALL" for paper in valid),
    }
    found["participation"].update({way: number for way, number in ways.items() if number})
    if seed and any("draw" in (one.get("rule") or rule).get("tie", {}).get("steps", []) for one in manifest["items"]):
        found["draw"] = seed
    if terms:
        named = {name: terms[name] for name in ("reference", "counts_as")}
        found["silence"] = {"rows": len(quiet), **hall["quiet"], **named}
    return found


MEASURES = ("heads", "area_cm2")
MOST_RUNS = 5000  # of equal shares, as the program allows
SHARE = re.compile(r">?[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")


class Item:
    """One item, its rule, and the sums of one measure at a time."""

    def __init__(self, item: dict[str, Any], rule: dict[str, Any], gone: set[str], seed: str, hall: Any) -> None:
        self.key, self.options, self.choose = item["key"], item["options"], item["choose"]
        self.own, self.rule = "rule" in item, item.get("rule") or rule
        self.gone = [option for option in self.options if option in gone]
        self.left = [option for option in self.options if option not in gone]
        self.seed, self.hall, self.is_area = seed, hall, False
        self.steps = self.rule.get("tie", {}).get("steps", [])
        self.check()

    def check(self) -> None:
        """Raises Broken for a rule that no ballot of ours can have; some of them would be counted for ever."""
        rule = self.rule
        costs = list(rule.get("cost_fen", {}).values())
        amounts = [rule[name] for name in ("budget_fen", "step_fen", "seats") if name in rule] + costs
        if any(type(amount) is not int or amount < 1 for amount in amounts):
            raise Broken(f"{self.key}: money, steps and seats are whole numbers above zero")
        if "step_fen" in rule and max(costs, default=0) > MOST_RUNS * rule["step_fen"]:
            raise Broken(f"{self.key}: the step is too small to be counted")
        shares = [rule["threshold"][name] for name in ("participation", "assent")] if rule.get("threshold") else []
        if any(share and not SHARE.fullmatch(share) for share in shares):
            raise Broken(f"{self.key}: a share of the threshold cannot be read")

    def counted(self, valid: Rows) -> dict[str, Any]:
        piles = self.piles(valid)
        name = (self.rule["id"], self.rule["version"])
        whole = {("choose-k", 1): self.crosses, ("yes-no-abstain", 1): self.yes_no}
        whole.update({("approval", 1): self.seats, ("committee", 1): self.seats})
        single = {("ranked-irv", 1): self.run_off, ("ranked-schulze", 1): self.schulze}
        single.update({("budget-greedy", 1): self.greedy, ("budget-equal-shares", 1): self.shares})
        single[("budget-equal-shares", 2)] = self.shares
        if name in whole:
            found = whole[name](piles)
        elif name in single:
            found = single[name](list(piles["heads"].items()))
            for measure in self.hall["measures"][1:]:
                self.is_area = True
                found[measure] = single[name](list(piles[measure].items()))
                found["agree"] = int(set(found["chosen"]) == set(found[measure]["chosen"]))
        else:
            raise Broken(f"{self.key}: no rule {name[0]} version {name[1]}")
        found.update(key=self.key, blank=piles["papers"].get((), 0))
        if self.own:
            found["rule"] = name[0]
        return dict(found)

    def piles(self, valid: Rows) -> dict[str, dict[tuple[str, ...], int]]:
        """Equal answers together, by papers, heads and area. Raises Broken for an answer that no sheet allows."""
        rows: dict[tuple[str, ...], list[int]] = {}
        for paper in valid:
            answer = tuple(paper["choices"].get(self.key, ()))
            row = rows.get(answer)
            if row is None:
                if not set(answer) <= set(self.options) or not len(set(answer)) == len(answer) <= self.choose:
                    raise Broken(f"{paper['code']}: an impossible choice in {self.key}")
                row = rows[answer] = [0, 0, 0]
            row[0] += 1
            row[1] += paper["heads"]
            row[2] += paper["area_cm2"]
        names = ("papers", *MEASURES)
        return {name: {answer: row[at] for answer, row in rows.items()} for at, name in enumerate(names)}

    # crosses

    def sums(self, pile: Any) -> dict[str, int]:
        return {option: sum(weight for answer, weight in pile if option in answer) for option in self.options}

    def split(self, votes: dict[str, int]) -> dict[str, Any]:
        return {
            "votes": {option: votes[option] for option in self.left},
            "withdrawn": {option: votes[option] for option in self.gone},
        }

    def crosses(self, piles: Any) -> dict[str, Any]:
        found = self.split(self.sums(piles["heads"].items()))
        for measure in self.hall["measures"][1:]:
            found[measure] = self.split(self.sums(piles[measure].items()))
        return found

    def yes_no(self, piles: Any) -> dict[str, Any]:
        found = self.crosses(piles)
        if self.rule.get("threshold"):
            votes = {measure: self.sums(piles[measure].items()) for measure in MEASURES}
            found["outcome"] = self.outcome(
                {measure: votes[measure]["agree"] for measure in MEASURES},
                {measure: votes[measure]["against"] for measure in MEASURES},
            )
            found["chosen"] = ["agree"] * found["outcome"]["passed"]
        return found

    def seats(self, piles: Any) -> dict[str, Any]:
        found, places = self.crosses(piles), self.rule.get("seats", 1)
        votes = {measure: self.sums(piles[measure].items()) for measure in MEASURES}
        order = votes[self.rule.get("order", "heads")]
        able = [option for option in self.left if order[option] > 0]
        if "threshold" in self.rule:
            found["outcomes"] = {
                option: self.outcome({measure: votes[measure][option] for measure in MEASURES}, None)
                for option in self.left
            }
            able = [option for option in able if found["outcomes"][option]["passed"]]
        able.sort(key=lambda option: -order[option])
        found.update(seats=places, chosen=able[:places], tie={})
        if len(able) > places:
            edge = order[able[places - 1]]
            sure = [option for option in able if order[option] > edge]
            equal = [option for option in able if order[option] == edge]
            keys = {measure: _falling(votes[measure]) for measure in MEASURES}
            won, found["tie"] = self.pick(equal, places - len(sure), keys)
            found["chosen"] = [option for option in able if option in sure or option in won]
        return found

    def outcome(self, agree: dict[str, int], against: dict[str, int] | None) -> dict[str, Any]:
        """Every comparison of the threshold; passed if none falls short."""
        terms, rows, side = self.rule["threshold"], [], ""
        joins = self.hall["join"] and against is not None
        if joins and against is not None:
            more = [agree[measure] - against[measure] for measure in self.hall["measures"]]
            side = "agree" if min(more) > 0 else "against" if max(more) < 0 else ""
        for measure in self.hall["measures"]:
            came = self.hall["came"][measure] + self.hall["quiet"][measure]
            whole = self.hall["roll"][measure]
            if terms["participation"]:
                rows.append(_compared("participation", measure, terms["participation"], whole, came))
            got = agree[measure] + (self.hall["quiet"][measure] if side == "agree" else 0)
            base = {"participants": came, "all": whole}[terms["of"]]
            rows.append(_compared("assent", measure, terms["assent"], base, got))
        failed = [f"{row['what']}.{row['measure']}" for row in rows if row["short"]]
        found = {"passed": int(not failed), "row": terms["row"], "source": terms["source"]}
        found.update(comparisons=rows, failed=failed)
        if joins:
            found["silent_joined"] = side
        return found

    # ties

    def pick(self, equal: list[str], places: int, keys: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """Who of equals takes the places by the steps of the manifest, and what the result tells of it."""
        if len(equal) <= places:
            return list(equal), {}
        known: list[Any] = []
        step, group, better = "", sorted(equal), []
        for name in self.steps:
            if name == "draw" and not self.seed:
                break
            known.append(self.lot if name == "draw" else keys[name])
            order = sorted(equal, key=lambda option: [key(option) for key in known])
            edge = [key(order[places - 1]) for key in known]
            better = [option for option in order if [key(option) for key in known] < edge]
            now = sorted(option for option in order if [key(option) for key in known] == edge)
            step, group = (name, now) if len(now) < len(group) else (step, group)
            if len(better) + len(group) == places:
                better, group = better + group, []
                break
        told = {"among": sorted(equal), "places": places, "decided_by": "" if group else step, "undecided": group}
        if "draw" in self.steps:
            told["pool"] = _sha(canonical({"item": self.key, "options": sorted(self.options)}))
        return better, told

    def lot(self, option: str) -> str:
        return _sha(f"{self.seed}\0{self.key}\0{option}".encode())

    # rankings

    def first(self, pile: Any) -> dict[str, int]:
        return {option: sum(weight for answer, weight in pile if answer[:1] == (option,)) for option in self.options}

    def run_off(self, pile: Any) -> dict[str, Any]:
        """Every round is counted anew from all papers."""
        first = self.first(pile)
        found = {**self.split(first), "rounds": [], "chosen": [], "tie": {}}
        running = list(self.left)
        cast = sum(weight for answer, weight in pile if answer)
        while running:
            held = dict.fromkeys(running, 0)
            for answer, weight in pile:
                for option in answer:
                    if option in held:
                        held[option] += weight
                        break
            row: dict[str, Any] = {"votes": held, "exhausted": cast - sum(held.values()), "out": [], "tie": {}}
            found["rounds"].append(row)
            best = max(held.values())
            if best == 0 or 2 * best > sum(held.values()):
                found["chosen"] = [option for option in running if best and held[option] == best]
                break
            row["out"], row["tie"] = self.fewest(held, first)
            if not row["out"]:
                found["tie"] = row["tie"]
                break
            running = [option for option in running if option not in row["out"]]
        return found

    def fewest(self, held: dict[str, int], first: dict[str, int]) -> tuple[list[str], dict[str, Any]]:
        few = min(held.values())
        last = [option for option in held if held[option] == few]
        above = [votes for votes in held.values() if votes != few]
        if len(last) == 1 or (above and sum(held[option] for option in last) < min(above)):
            return last, {}
        stay, told = self.pick(last, len(last) - 1, {"first-round": _falling(first)})
        return ([] if told["undecided"] else [option for option in last if option not in stay]), told

    def schulze(self, pile: Any) -> dict[str, Any]:
        """Whoever nobody beats along the strongest chain comes first, and so on with the rest."""
        duels = {a: {b: 0 for b in self.left if b != a} for a in self.left}
        for answer, weight in pile:
            place = {option: number for number, option in enumerate(answer)}
            for a in (option for option in answer if option in duels):
                for b in duels[a]:
                    duels[a][b] += weight if place[a] < place.get(b, len(answer)) else 0
        best = _strongest(duels)
        ranked, rest = [], list(self.left)
        while rest:
            top = [a for a in rest if not any(best[b][a] > best[a][b] for b in rest if b != a)]
            ranked.append(top)
            rest = [option for option in rest if option not in top]
        found = {**self.split(self.first(pile)), "duels": duels, "strongest": best, "places": ranked}
        found.update(chosen=[], tie={})
        if any(won for row in duels.values() for won in row.values()):
            found["chosen"], found["tie"] = self.pick(ranked[0], 1, {})
        return found

    # budgets

    def costs(self, votes: dict[str, int]) -> dict[str, int]:
        return {option: self.rule["cost_fen"][option] for option in self.left if votes[option]}

    def by_votes(self, funded: list[str], votes: dict[str, int]) -> tuple[list[str], dict[str, Any]]:
        """`funded` and whatever still fits, most votes first; nothing and the tie where nobody can say which."""
        costs, funded = self.costs(votes), list(funded)
        while True:
            money = self.rule["budget_fen"] - sum(costs[option] for option in funded)
            able = [option for option in costs if option not in funded and costs[option] <= money]
            if not able:
                return funded, {}
            most = max(votes[option] for option in able)
            able = [option for option in able if votes[option] == most]
            if sum(costs[option] for option in able) <= money:
                funded += able
                continue
            won, told = self.pick(able, 1, self.thrift(votes))
            if told and told["undecided"]:
                return [], told
            funded += won

    def thrift(self, votes: dict[str, int]) -> dict[str, Any]:
        return {"more-votes": _falling(votes), "lower-cost": self.rule["cost_fen"].__getitem__}

    def greedy(self, pile: Any) -> dict[str, Any]:
        votes = self.sums(pile)
        funded, tie = self.by_votes([], votes)
        spent = sum(self.rule["cost_fen"][option] for option in funded)
        return {
            **self.split(votes),
            "budget_fen": self.rule["budget_fen"],
            "chosen": funded,
            "spent_fen": spent,
            "tie": tie,
        }

    def shares(self, pile: Any) -> dict[str, Any]:
        """Equal shares, each run anew with the step more, until all is spent or too much is; then by votes."""
        votes, budget, rounds = self.sums(pile), self.rule["budget_fen"], []
        costs = self.costs(votes)
        backers = [([option for option in answer if option in costs], weight) for answer, weight in pile]
        voters = sum(weight for wish, weight in backers if wish)
        found = {**self.split(votes), "budget_fen": budget, "voters": voters, "runs": 0, "share": "0/1", "rounds": []}
        found.update(completed=[], chosen=[], spent_fen=0, tie={})
        is_square = self.is_area and self.rule["version"] == 2  # the step is for each 100 m², a share for each cm²
        step = Fraction(self.rule["step_fen"], 1_000_000 if is_square else 1)
        while voters and not (is_square and found["runs"] > MOST_RUNS):
            share = Fraction(budget, voters) + found["runs"] * step
            found["runs"] += 1
            bought, tie = self.run(backers, costs, votes, share)
            if tie:
                return {**found, "share": "0/1", "tie": tie}
            spent = sum(costs[option] for option, _ in bought)
            if spent > budget:
                break
            rounds, found["share"] = bought, _ratio(share)
            taken = {option for option, _ in bought}
            if all(option in taken or cost > budget - spent for option, cost in costs.items()):
                break
        shared = [option for option, _ in rounds]
        funded, tie = self.by_votes(shared, votes)
        if tie:
            return {**found, "share": "0/1", "tie": tie}
        found["rounds"] = [{"option": option, "pays": _ratio(pays)} for option, pays in rounds]
        found.update(chosen=funded, completed=funded[len(shared) :])
        return {**found, "spent_fen": sum(costs[option] for option in funded)}

    def run(self, backers: Any, costs: dict[str, int], votes: dict[str, int], share: Fraction) -> tuple[Any, Any]:
        """One run: always the project whose backers pay least per fen of its cost, with what they have left."""
        own = {option: [at for at, (wish, _) in enumerate(backers) if option in wish] for option in costs}
        unit, purse = share.denominator, [share.numerator] * len(backers)
        bought: list[tuple[str, Fraction]] = []
        left = dict(costs)
        while True:
            rates: dict[str, Fraction] = {}
            for option in sorted(left, key=lambda one: -votes[one]):
                if rates and Fraction(1, votes[option]) > min(rates.values()):
                    break  # not even with full purses
                rate = _rate(left[option], sorted((purse[at], backers[at][1]) for at in own[option]), unit)
                rates.update({} if rate is None else {option: rate})
            if not rates:
                return bought, {}
            chosen, tie = self.best(
                [option for option in costs if rates.get(option) == min(rates.values())], own, votes
            )
            if tie:
                return [], tie
            pays = rates[chosen] * left.pop(chosen)
            more = (pays * unit).denominator
            unit, purse = unit * more, [one * more for one in purse]
            for at in own[chosen]:
                purse[at] = max(purse[at] - int(pays * unit), 0)
            bought.append((chosen, pays))

    def best(self, equal: list[str], own: dict[str, list[int]], votes: dict[str, int]) -> tuple[str, Any]:
        """Of equals the first that shares no backer with another; else whom the tie rule picks, or the tie."""
        for option in equal:
            others = {at for other in equal if other != option for at in own[other]}
            if not others & set(own[option]):
                return option, {}
        won, told = self.pick(equal, 1, self.thrift(votes))
        return ("", told) if told["undecided"] else (won[0], {})


def _strongest(duels: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The strength of the strongest chain between any two, by relaxing every link until nothing changes."""
    links = {a: {b: won if won > duels[b][a] else 0 for b, won in row.items()} for a, row in duels.items()}
    best = {a: dict(row) for a, row in links.items()}
    chains = [(a, b, c) for a in links for b in links[a] for c in links[b] if c != a]
    changed = True
    while changed:
        changed = False
        for a, b, c in chains:
            through = min(best[a][b], links[b][c])
            if through > best[a][c]:
                best[a][c], changed = through, True
    return best


def _rate(cost: int, purses: Any, unit: int) -> Fraction | None:
    """What one fen of the cost takes from each who can pay; the poorest give all. None if they have too little."""
    due, by = cost * unit, sum(weight for _, weight in purses)
    for purse, weight in purses:
        if purse * by >= due:
            return Fraction(due, by * unit * cost)
        due, by = due - purse * weight, by - weight
    return None


def _falling(votes: dict[str, int]) -> Any:
    return lambda option: -votes[option]


def _compared(what: str, measure: str, share: str, base: int, got: int) -> dict[str, Any]:
    """One comparison: `got` of `base` against a share, "2/3" at least or ">1/2" more than; the least number counts."""
    top, _, bottom = share.lstrip(">").partition("/")
    least = base * int(top) // int(bottom)
    while least < 1 or least * int(bottom) < base * int(top) + (share[0] == ">"):
        least += 1
    row = {"what": what, "measure": measure, "share": share, "of": base, "needed": least, "got": got}
    return {**row, "short": max(least - got, 0)}


# ---------------------------------------------------------------- BALLOTS


BALLOT_FORMAT = "yuanba-ballot-bundle/1"
# SHA-256 of the FORMAT.md that this file was written from.
FORMAT_PAGE = "6c8ad6a06b54014a3f1899c94c2594f29364d382d5eaeb9ac1cbd0894d704a4d"
BALLOT_FILES = {
    "manifest.json",
    "entries.jsonl",
    "result.json",
    "FORMAT.md",
    "checkpoints/ballot",
    "checkpoints/register",
    "checkpoints/register-opening",
    "checkpoints/register.json",
    "checkpoints/witnesses",
    "statements.jsonl",
}
OPEN_FILES = {"roll.jsonl", "openings.jsonl"}
DELIVERIES = "deliveries.jsonl"
HEX = b"[0-9a-f]{64}"
LEAF = re.compile(
    rb'{"ballot":"(ballot:[0-9]+)","channel":"(PHONE)","code":"(%s)","commitment":"(%s)","previous":"(%s|)"}'
    % (HEX, HEX, HEX)
)
ROLL_ROW = re.compile(
    rb'{"area_cm2":(0|[1-9][0-9]{0,14}),"ballot":"(ballot:[0-9]+)","code":"(%s)","heads":(0|[1-9][0-9]{0,8})}' % HEX
)
CHANNELS = ("PHONE", "PAPER", "HALL")
PROXY = re.compile(r"[0-9a-f]{16}")
DELIVERY = re.compile(
    rb'{"code":"(%s)","day":"[0-9]{4}-[0-9]{2}-[0-9]{2}","file":"%s","way":"(SIGNED|SMS|REGISTERED)"}' % (HEX, HEX)
)
OPENING = re.compile(rb'{"choices":({.*}),"code":"(%s)","salt":"(%s)","void_reason":"([A-Z_]*)"}' % (HEX, HEX))
# Plain names without quotes, commas and backslashes, so that an answer can be cut at its commas; it ends in , or }.
CHOICE = re.compile(rb'"([ !#-+\--\[\]-~]+)":\[((?:"[ !#-+\--\[\]-~]+"(?:,"[ !#-+\--\[\]-~]+")*)?)\](?=[,}])')
Papers = dict[str, dict[str, Any]]


def check_ballot(bundle: Bundle, root: str) -> list[str]:
    """EVERY FILE of one ballot: log, heads, register, roll, openings, result. Returns what was proved, in sentences."""
    names = set(bundle.files)
    manifest = bundle.one("manifest.json")
    if manifest["format"] != 2 or manifest["level"] not in ("N", "S"):
        raise Broken("manifest.json: not a ballot of this format and level")
    if manifest["level"] == "S":
        return check_secret(bundle, manifest, root)
    is_open = "openings.jsonl" in names
    silence = bool((manifest["rule"].get("silence") or {}).get("reference"))
    expected = BALLOT_FILES | (OPEN_FILES if is_open else set()) | ({DELIVERIES} if is_open and silence else set())
    bundle.must(names == expected, f"files missing or too many: {', '.join(sorted(names ^ expected))}")
    bundle.must(_sha(bundle.text("FORMAT.md")) == FORMAT_PAGE, f"FORMAT.md is not the page of {BALLOT_FORMAT}")
    leaves = [hashlib.sha256(b"\x00" + bundle.text("manifest.json")[:-1]).digest()]
    papers, closing = _entries(bundle, manifest, leaves)
    size, own = len(leaves), _tree(leaves)
    if len(root) == 64:
        bundle.must(root == own.hex(), f"the announced root is {root}, this log's is {own.hex()}")
    elif root:
        _check_kept(bundle, manifest, leaves, Path(root))
    signed = _check_heads(bundle, manifest, size, own)
    bundle.must(len(papers) <= manifest["roll"]["rows"], "entries.jsonl: more voters than the roll has rows")
    told = _check_register(bundle, manifest, size, own)
    watched = _check_witnesses(bundle, manifest, size, own)
    if is_open:
        _check_open(bundle, manifest, papers, told, closing)
    else:
        _check_totals_only(bundle, manifest, papers)
    return [*_proved(manifest, is_open, signed, size, own, closing), *watched]


def _entries(bundle: Bundle, manifest: dict[str, Any], leaves: list[bytes]) -> tuple[Papers, dict[str, Any]]:
    """ENTRIES: the last leaf of each code, and the closing; `leaves` gets every leaf hash."""
    data = bundle.text("entries.jsonl")
    bundle.must(data.endswith(b"\n"), "entries.jsonl: the last line is cut")
    ballot, revotes = manifest["ballot"].encode(), manifest["revotes"]
    last: Papers = {}
    closing: dict[str, Any] = {}
    stands_for: dict[str, set[str]] = {}
    count = 0
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        where = f"entries.jsonl line {number}"
        leaf = hashlib.sha256(b"\x00" + line).digest()
        leaves.append(leaf)
        found = LEAF.fullmatch(line)
        if found:
            of, channel, code, commitment, previous = found.groups()
            row = {"channel": "PHONE", "commitment": commitment, "leaf": leaf.hex()}
            text, chain = code.decode(), previous.decode()
        else:
            value = _line(line, where)
            if "kind" in value:
                closing = _closing(bundle, manifest, value, closing, count, where)
                continue
            of, channel = value["ballot"].encode(), value["channel"].encode()
            row = _paper(bundle, value, leaf, stands_for, where)
            text, chain = value["code"], value["previous"]
        count += 1
        if of != ballot:
            bundle.problems.append(f"{where}: a leaf of {of.decode()}")
        if closing:
            closing["late"] = closing.get("late", 0) + 1
            bundle.must(channel == b"PAPER", f"{where}: a vote by phone behind the closing")
            bundle.must(closing["late"] <= closing["sheets"], f"{where}: more sheets than waited at the closing")
        before = last.get(text)
        if chain != (before["leaf"] if before else "") or (before and not revotes):
            bundle.problems.append(f"{where}: a second paper of one code, or a broken chain")
        last[text] = row
    ended = bool(closing) and closing["sheets"] == 0 and closing["line"] == len(leaves) - 1
    bundle.must(ended, "entries.jsonl: the log does not end with its closing")
    _check_proxies(bundle, manifest, stands_for)
    return last, closing


def _paper(
    bundle: Bundle, leaf: dict[str, Any], own: bytes, stands_for: dict[str, set[str]], where: str
) -> dict[str, Any]:
    """A paper names what its channel says besides, two different clerks, perhaps a proxy, and nothing else."""
    clerks = {"PAPER": ("paper", {"clerks", "scan", "serial"}), "HALL": ("hall", {"clerks", "meeting", "record"})}
    name, parts = clerks.get(leaf["channel"], ("", set()))
    plain = {"ballot", "channel", "code", "commitment", "previous"} | ({name} if name else set())
    if set(leaf) - {"proxy"} != plain or leaf["channel"] not in CHANNELS or (name and set(leaf[name]) != parts):
        raise Broken(f"{where} is not as the format says")
    bundle.must(not name or len(set(leaf[name]["clerks"])) == 2, f"{where}: not two different clerks")
    row = {"channel": leaf["channel"], "commitment": leaf["commitment"].encode(), "leaf": own.hex()}
    if "proxy" in leaf:
        bundle.must(PROXY.fullmatch(leaf["proxy"]) is not None, f"{where}: no pseudonym of a proxy")
        row["proxy"] = leaf["proxy"]
        stands_for.setdefault(leaf["proxy"], set()).add(leaf["code"])
    return row


def _check_proxies(bundle: Bundle, manifest: dict[str, Any], stands_for: dict[str, set[str]]) -> None:
    """PROXIES: only where a term allows them, and none stands for more voters than it says."""
    term = next((one for one in manifest.get("terms", []) if one["what"] == "proxies"), None)
    bundle.must(term is not None or not stands_for, "entries.jsonl: a proxy where no term allows one")
    for proxy, codes in stands_for.items():
        too_many = term is not None and 0 < term["number"] < len(codes)
        bundle.must(not too_many, f"entries.jsonl: the proxy {proxy} stands for {len(codes)} voters")


def _closing(
    bundle: Bundle, manifest: dict[str, Any], value: dict[str, Any], before: dict[str, Any], papers: int, where: str
) -> dict[str, Any]:
    """CLOSING: it counts the papers before it; nothing follows one that waits for no sheet."""
    bundle.must(
        value["kind"] == "closing" and value["ballot"] == manifest["ballot"], f"{where}: no closing of this ballot"
    )
    bundle.must(not before or before["sheets"] > 0, f"{where}: behind the last leaf")
    bundle.must(value["papers"] == papers, f"{where}: {value['papers']} papers said, {papers} there")
    bundle.must(value["at"] >= manifest["closes_at"], f"{where}: closed before its time")
    silence = bool((manifest["rule"].get("silence") or {}).get("reference"))
    bundle.must(
        ("deliveries" in value) == silence, f"{where}: deliveries are named where silence counts, and only there"
    )
    same = not before or before.get("deliveries") == value.get("deliveries")
    bundle.must(same, f"{where}: deliveries were added after the closing")
    return {**value, "line": int(where.rpartition(" ")[2])}


def _line(line: bytes, where: str) -> dict[str, Any]:
    """A line as a document, whose bytes must be the canonical ones."""
    try:
        value = READER.decode(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Broken(f"{where} cannot be read: {error}") from None
    if not isinstance(value, dict) or canonical(value) != line:
        raise Broken(f"{where} is not in canonical form")
    return value


def _tree(leaves: list[bytes]) -> bytes:
    """ROOT: the Merkle tree hash of RFC 6962 over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    row = leaves
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        row = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)] + odd
    return row[0]


def _plain64(text: str) -> bytes:
    """Base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Broken("Base64 in another spelling")
    return data


def _note(bundle: Bundle, name: str, text: bytes, key: str, log: str) -> tuple[int, bytes, bool]:
    """CHECKPOINTS: (size, root, whether the signature was checked) of a signed note of this log under the key."""
    body, _, signatures = text.decode().partition("\n\n")
    lines = body.split("\n")
    if len(lines) != 3 or lines[0] != log or not re.fullmatch("0|[1-9][0-9]*", lines[1]):
        raise Broken(f"{name}: not a head of {log}")
    public = _plain64(key.split("+", 2)[2])[1:]
    identity = hashlib.sha256(log.encode() + b"\n\x01" + public).digest()[:4]
    rows = signatures.split("\n")
    if rows.pop() or not all(re.fullmatch(r"— \S+ \S+", row) for row in rows):
        raise Broken(f"{name}: a line of it is no signature")
    ours = [row for row in rows if row.startswith(f"— {log} ")]
    if len(ours) != 1 or _plain64(ours[0].rpartition(" ")[2])[:4] != identity:
        raise Broken(f"{name}: it is not signed with the key of the manifest")
    good = _signed(public, _plain64(ours[0].rpartition(" ")[2])[4:], body.encode() + b"\n")
    bundle.must(good is not False, f"{name}: the signature does not hold")
    return int(lines[1]), _plain64(lines[2]), bool(good)


def _signed(public: bytes, signature: bytes, message: bytes) -> bool | None:
    """Whether an Ed25519 signature holds; None where the package `cryptography` is missing."""
    if Ed25519PublicKey is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _check_heads(bundle: Bundle, manifest: dict[str, Any], size: int, own: bytes) -> bool:
    """The signed head of the ballot's log is that of its entries."""
    key = manifest["keys"]["log"]
    name, identity, public = key.split("+", 2)
    told = hashlib.sha256(name.encode() + b"\n" + _plain64(public)).hexdigest()[:8]
    bundle.must(identity == told and _plain64(public)[:1] == b"\x01", "manifest.json: the log's key contradicts itself")
    bundle.must(name.endswith("/" + manifest["ballot"]), "manifest.json: the key of another log")
    head = _note(bundle, "checkpoints/ballot", bundle.text("checkpoints/ballot"), key, name)
    bundle.same("checkpoints/ballot: size", head[0], size)
    bundle.same("checkpoints/ballot: root", head[1].hex(), own.hex())
    return head[2]


def _check_register(bundle: Bundle, manifest: dict[str, Any], size: int, own: bytes) -> dict[str, Any]:
    """REGISTER: manifest, last root and result stand in the register, whose head at the opening begins the one now."""
    key = manifest["keys"]["log"]
    origin = key.split("+", 2)[0]
    log = origin.rpartition("/")[0] + "/register"
    first = _note(bundle, "checkpoints/register-opening", bundle.text("checkpoints/register-opening"), key, log)
    last = _note(bundle, "checkpoints/register", bundle.text("checkpoints/register"), key, log)
    told = bundle.one("checkpoints/register.json")
    way = [bytes.fromhex(one) for one in told["consistency"]]
    bundle.must(_begins(first, last, way), "checkpoints/register.json: the register was rewritten after the opening")
    found: dict[str, Any] = {}
    for row in told["entries"]:
        leaf = hashlib.sha256(b"\x00" + canonical(row["entry"])).digest()
        path = [bytes.fromhex(one) for one in row["path"]]
        kind = row["entry"]["kind"]
        bundle.must(
            _stands(leaf, row["index"], last[0], path, last[1]), f"checkpoints/register.json: {kind} is not there"
        )
        bundle.must(kind not in found, f"checkpoints/register.json: {kind} stands twice")
        found[kind] = row["entry"]
        if kind == "manifest":
            bundle.must(row["index"] < first[0], "checkpoints/register-opening: it does not know the manifest")
    bundle.must(set(found) == {"manifest", "final", "result"}, "checkpoints/register.json: entries missing or too many")
    about = {"ballot": manifest["ballot"], "kind": "manifest", "origin": origin}
    bundle.same("register: manifest", found["manifest"], {**about, "manifest": _sha(bundle.text("manifest.json")[:-1])})
    final = {"kind": "final", "log": manifest["ballot"], "origin": origin, "root": own.hex(), "size": size}
    bundle.same("register: last root", found["final"], final)
    result = found["result"]
    bundle.same("register: ballot", result["ballot"], manifest["ballot"])
    bundle.same("register: result", result["result"], _sha(bundle.text("result.json")[:-1]))
    return dict(result)


def _check_witnesses(bundle: Bundle, manifest: dict[str, Any], size: int, own: bytes) -> list[str]:
    """WITNESSES: every cosignature and statement is by a witness of the list, and holds. Returns who signed what."""
    keys: dict[str, bytes] = {}
    for line in bundle.text("checkpoints/witnesses").decode().split("\n")[:-1]:
        name, identity, coded = line.split("+", 2)
        data = _plain64(coded)
        if data[:1] != b"\x04" or hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] != identity:
            raise Broken("checkpoints/witnesses: a key contradicts itself")
        bundle.must(not keys or name > max(keys), "checkpoints/witnesses: names twice or in another order")
        keys[name] = data[1:]
    bundle.must(bundle.text("checkpoints/witnesses")[-1:] in (b"\n", b""), "checkpoints/witnesses: the end is cut")
    told = []
    for file in ("checkpoints/ballot", "checkpoints/register", "checkpoints/register-opening"):
        body, _, signatures = bundle.text(file).decode().partition("\n\n")
        lines = signatures.split("\n")
        bundle.must(lines.pop() == "" and len(lines) > 0, f"{file}: the end is cut")
        bundle.must(file != "checkpoints/register-opening" or len(lines) == 1, f"{file}: signed by too many")
        for name, time in _by_witnesses(bundle, keys, [(line, body) for line in lines[1:]], "cosignature/v1", file):
            told.append(f"cosigned by {name}: {file}, {time}. / 见证人 {name} 已联署。")
    expected = {
        "ballot": manifest["ballot"],
        "result": _sha(bundle.text("result.json")[:-1]),
        "root": own.hex(),
        "size": size,
    }
    rows = []
    for number, text in enumerate(bundle.text("statements.jsonl").split(b"\n")[:-1], start=1):
        row = _line(text, f"statements.jsonl line {number}")
        bundle.same(f"statements.jsonl line {number}", row, {"line": row["line"], "statement": expected})
        rows.append((row["line"], canonical(expected).decode()))
    bundle.must(bundle.text("statements.jsonl")[-1:] in (b"\n", b""), "statements.jsonl: the last line is cut")
    for name, time in _by_witnesses(bundle, keys, rows, "statement/v1", "statements.jsonl"):
        told.append(f"counted again in full by {name}, {time}. / 见证人 {name} 已用完整版重算，结果一致。")
    if told:
        told.append(
            "Compare the keys with those that the witnesses publish themselves. / 请与见证人自己公布的公钥比对。"
        )
    return told


def _by_witnesses(
    bundle: Bundle, keys: dict[str, bytes], lines: list[tuple[str, str]], kind: str, where: str
) -> list[tuple[str, str]]:
    """(name, when) of each signature line over its text; each is by another witness, in the order of their names."""
    found: list[tuple[str, str]] = []
    for line, body in lines:
        name, _, coded = line.removeprefix("— ").rpartition(" ")
        bundle.must(line == f"— {name} {coded}" and name in keys, f"{where}: signed by somebody who is no witness")
        bundle.must(not found or name > found[-1][0], f"{where}: a witness twice, or in another order")
        data, key = _plain64(coded), keys.get(name, b"")
        identity = hashlib.sha256(name.encode() + b"\n\x04" + key).digest()[:4]
        seconds = int.from_bytes(data[4:12], "big")
        good = _signed(key, data[12:], f"{kind}\ntime {seconds}\n{body}\n".encode())
        bundle.must(data[:4] == identity and len(data) == 76, f"{where}: not signed with the key of {name}")
        bundle.must(good is not False, f"{where}: the signature of {name} does not hold")
        found.append((name, datetime.fromtimestamp(min(seconds, 2**37), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
    return found


def _stands(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = hashlib.sha256(b"\x01" + other + node).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + other).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def _begins(first: tuple[int, bytes, bool], second: tuple[int, bytes, bool], path: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: the tree of the first head is the beginning of the second's."""
    if first[0] == second[0]:
        return first[1] == second[1] and not path
    if not 0 < first[0] < second[0] or not path:
        return False
    way = [first[1], *path] if first[0] & (first[0] - 1) == 0 else path
    place, last = first[0] - 1, second[0] - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = way[0]
    for other in way[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old = hashlib.sha256(b"\x01" + other + old).digest()
            new = hashlib.sha256(b"\x01" + other + new).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = hashlib.sha256(b"\x01" + new + other).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == (first[1], second[1])


def _check_kept(bundle: Bundle, manifest: dict[str, Any], leaves: list[bytes], file: Path) -> None:
    """KEPT: a receipt or an older head that somebody kept agrees with this log."""
    data, key = file.read_bytes(), manifest["keys"]["log"]
    promised = manifest["secret"]["urn"]["statements"] if manifest["level"] == "S" else key
    if data[:1] == b"{":
        receipt = _line(data.rstrip(b"\n"), file.name)
        promise = canonical({name: receipt[name] for name in ("ballot", "include_by", "leaf")})
        public = _plain64(promised) if promised != key else _plain64(key.split("+", 2)[2])[1:]
        good = _signed(public, _plain64(receipt["signature"]), promise)
        bundle.must(
            good is not False and receipt["key"] == promised, f"{file.name}: not a receipt of this ballot's log"
        )
        bundle.must(
            bytes.fromhex(receipt["leaf"]) in leaves, f"{file.name}: the paper of this receipt is not in the log"
        )
        return
    size, root, _ = _note(bundle, file.name, data, key, key.split("+", 2)[0])
    same = size <= len(leaves) and _tree(leaves[:size]) == root
    bundle.must(same, f"{file.name}: this head was signed, and the log of the bundle does not continue it")


def _check_open(
    bundle: Bundle, manifest: dict[str, Any], standing: Papers, told: dict[str, Any], closing: dict[str, Any]
) -> None:
    """ROLL, OPENINGS, RESULT: every voter is on the roll, every paper opens its commitment, and all are counted again."""
    weights = _roll(bundle, manifest)
    papers = []
    asked = {item["key"] for item in manifest["items"]}
    for where, choices, code, salt, reason in _openings(bundle):
        if choices[1].keys() != asked:
            bundle.problems.append(f"{where}: it answers other questions than were asked")
        leaf, weight = standing.get(code), weights.get(code)
        if leaf is None or weight is None:
            raise Broken(f"{where}: its code is not in the log, or not on the roll")
        opened = hashlib.sha256(bytes.fromhex(salt) + choices[0]).hexdigest().encode()
        if opened != leaf["commitment"]:
            bundle.problems.append(f"{where}: salt and choices do not open the commitment")
        papers.append(
            {
                "code": code,
                "attempt": 0,
                "choices": choices[1],
                "heads": weight[0],
                "area_cm2": weight[1],
                "channel": leaf["channel"],
                "proxy": leaf.get("proxy", ""),
                "void_reason": reason,
            }
        )
    codes = [paper["code"] for paper in papers]
    bundle.must(codes == sorted(set(codes)), "openings.jsonl: not in the order of the codes, or one stands twice")
    bundle.must(set(codes) == standing.keys(), "openings.jsonl: papers of the log are not opened")
    silent = _silent(bundle, weights, closing)
    again = recount(manifest, papers, set(told["withdrawn"]), told["seed"], silent)
    bundle.same("result.json", bundle.one("result.json"), again)


def _roll(bundle: Bundle, manifest: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """ROLL: heads and area by code; rows, sums and root are those of the manifest."""
    weights: dict[str, tuple[int, int]] = {}
    leaves = []
    lines = bundle.text("roll.jsonl").split(b"\n")
    bundle.must(lines.pop() == b"", "roll.jsonl: the last line is cut")
    for number, line in enumerate(lines, start=1):
        found = ROLL_ROW.fullmatch(line)
        if found is None or found[2].decode() != manifest["ballot"]:
            raise Broken(f"roll.jsonl line {number} is not as the format says")
        leaves.append(hashlib.sha256(b"\x00" + line).digest())
        weights[found[3].decode()] = (int(found[4]), int(found[1]))
    roll = manifest["roll"]
    bundle.must(
        len(weights) == len(leaves) and list(weights) == sorted(weights), "roll.jsonl: not in the order of the codes"
    )
    bundle.same("roll.jsonl: rows", len(weights), roll["rows"])
    bundle.same("roll.jsonl: heads", sum(heads for heads, _ in weights.values()), roll["heads"])
    bundle.same("roll.jsonl: area_cm2", sum(area for _, area in weights.values()), roll["area_cm2"])
    bundle.same("roll.jsonl: root", _tree(leaves).hex(), roll["root"])
    return weights


def _silent(bundle: Bundle, weights: dict[str, tuple[int, int]], closing: dict[str, Any]) -> Rows:
    """DELIVERIES: the voters of the roll whose papers were delivered with proof, as the closing has sealed them."""
    if "deliveries" not in closing:
        return []
    data = bundle.text(DELIVERIES)
    bundle.same("deliveries.jsonl: hash", _sha(data), closing["deliveries"])
    rows: Rows = []
    before = ""
    lines = data.split(b"\n")
    bundle.must(lines.pop() == b"", "deliveries.jsonl: the last line is cut")
    for number, line in enumerate(lines, start=1):
        found = DELIVERY.fullmatch(line)
        code = found[1].decode() if found else ""
        if found is None or code <= before or code not in weights:
            raise Broken(f"deliveries.jsonl line {number}: not as the format says, out of order, or not on the roll")
        heads, area = weights[code]
        rows.append({"code": code, "heads": heads, "area_cm2": area, "proof": found[2].decode()})
        before = code
    return rows


def _openings(bundle: Bundle) -> Any:
    """(where, (bytes of the choices, choices), code, salt, reason) of each line."""
    lines = bundle.text("openings.jsonl").split(b"\n")
    bundle.must(lines.pop() == b"", "openings.jsonl: the last line is cut")
    read: dict[bytes, list[str]] = {}  # many papers choose the same
    for number, line in enumerate(lines, start=1):
        where = f"openings.jsonl line {number}"
        found = OPENING.fullmatch(line)
        if found is None:
            raise Broken(f"{where} is not as the format says")
        choices = _choices(found[1], read)
        if choices is None:
            choices = _line(found[1], where)
        yield where, (found[1], choices), found[2].decode(), found[3].decode(), found[4].decode()


def _choices(text: bytes, read: dict[bytes, list[str]]) -> dict[str, list[str]] | None:
    """Choices in plain ASCII, quicker than any reader of JSON could check that they are canonical; None for others."""
    choices: dict[str, list[str]] = {}
    at, before = 1, b""
    while found := CHOICE.match(text, at):
        name, answer = found.groups()
        if name <= before:
            return None
        if answer not in read:
            read[answer] = [one.strip('"') for one in answer.decode().split(",")] if answer else []
        choices[name.decode()] = read[answer]
        at, before = found.end(), name
        if text[at : at + 1] == b"}":
            return choices if at + 1 == len(text) else None
        at += 1
    return None


def _check_totals_only(bundle: Bundle, manifest: dict[str, Any], standing: Papers) -> None:
    """TOTALS: what can be said of a result whose papers are not opened here."""
    result = bundle.one("result.json")
    bundle.must(manifest["opening"] == "TOTALS", "openings.jsonl is missing: this ballot is opened to everybody")
    bundle.same("result.json: rule", result["rule"], manifest["rule"]["id"])
    bundle.same("result.json: roll", result["roll"], {name: manifest["roll"][name] for name in result["roll"]})
    counted = result["participation"]["papers"] + sum(result["voided"].values())
    bundle.same("result.json: papers and voided papers", counted, len(standing))
    quiet = result.get("silence", {}).get("rows", 0)
    bundle.must(quiet + len(standing) <= manifest["roll"]["rows"], "result.json: more silent voters than are left")
    for measure in MEASURES:
        enough = result["participation"][measure] <= manifest["roll"][measure]
        bundle.must(enough, f"result.json: more {measure} took part than the roll has")


def _proved(
    manifest: dict[str, Any], is_open: bool, signed: bool, size: int, own: bytes, closing: dict[str, Any]
) -> list[str]:
    """What was checked, and what that proves, in both languages."""
    edition = "full edition, every paper opened / 全部公开版，每张票都能打开核对"
    meaning = "The result was counted again from every paper in the log. / 结果已按日志中的每张票重新计算。"
    if not is_open:
        edition = "totals edition, papers not opened / 合计公开版，不公开每张票"
        meaning = (
            "Proved: which papers are in the log, that each code voted once, and that roll, log and result were not changed. "
            "NOT proved here: that the result follows from the papers; owners and the supervising body recount the full "
            "edition. / 已证明票数、一码一票以及名册、日志、结果未被改动；结果与票面是否一致，须由业主或监督机构用完整版重算。"
        )
    unsigned = (
        ""
        if signed
        else "Signatures were NOT checked: install the package cryptography. / 未核对签名，请安装 cryptography。"
    )
    return [
        f"OK 核对无误: {manifest['ballot']}, {edition}",
        f"{closing['papers']} papers of {manifest['roll']['rows']} on the roll, {size} leaves, root {own.hex()}",
        meaning,
        *([] if signed else [unsigned]),
    ]


# ---------------------------------------------------------------- SECRET BALLOTS

# SHA-256 of the FORMAT.md of level S; section names in capitals below are its own.
SEALED_PAGE = "40cad352c43bd86289ececb33c7fdbdfaa52ec16e46aa518da0ffdae309f0198"
SECRET_FILES = BALLOT_FILES | {"key.json", "roll.jsonl", "sealed/papers.jsonl", "sealed/sheets.jsonl"}
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
MANY = 2000  # papers for which it is worth to start more processes
FORKED: dict[str, Any] = {}
B64 = b"[A-Za-z0-9+/]"
SEALED_LEAF = re.compile(rb'{"ballot":"(ballot:[0-9]+)","kind":"sealed","paper":"(%s)"}' % HEX)
PAPER = re.compile(
    rb'{"ballot":"(ballot:[0-9]+)","key":"(%s{87}=)","randomiser":"(%s)","sealed":"(%s+={0,2})"'
    rb'(,"signature":"(%s{86}==)"),"tokens":\["(%s{342}==)","(%s{342}==)"\]}' % (B64, HEX, B64, B64, B64, B64)
)
PSS: Any = None if Ed25519PublicKey is None else padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)
KEM, SUITE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x01"


def check_secret(bundle: Bundle, manifest: dict[str, Any], root: str) -> list[str]:
    """EVERY FILE of one secret ballot: log, heads, register, roll, papers, counts, opening, result."""
    if Ed25519PublicKey is None:
        raise Broken("a secret ballot needs the package cryptography / 不记名投票须先安装 cryptography 才能核对")
    names = set(bundle.files)
    bundle.must(names == SECRET_FILES, f"files missing or too many: {', '.join(sorted(names ^ SECRET_FILES))}")
    bundle.must(_sha(bundle.text("FORMAT.md")) == SEALED_PAGE, "FORMAT.md is not the page of yuanba-secret-bundle/1")
    terms = SecretTerms(bundle, manifest)
    leaves = [hashlib.sha256(b"\x00" + bundle.text("manifest.json")[:-1]).digest()]
    told = _secret_entries(bundle, manifest, leaves)
    size, own = len(leaves), _tree(leaves)
    if len(root) == 64:
        bundle.must(root == own.hex(), f"the announced root is {root}, this log's is {own.hex()}")
    elif root:
        _check_kept(bundle, manifest, leaves, Path(root))
    _check_heads(bundle, manifest, size, own)
    registered = _check_register(bundle, manifest, size, own)
    watched = _check_witnesses(bundle, manifest, size, own)
    _roll(bundle, manifest)
    gone = set(registered["withdrawn"])
    papers = _secret_papers(bundle, manifest, terms, told, gone)
    sheets = _sheets(bundle, manifest, told, gone)
    issued = _check_counts(bundle, manifest, terms, told, len(papers), len(sheets))
    again = recount(manifest, papers + sheets, gone, registered["seed"])
    bundle.same("result.json", bundle.one("result.json"), again)
    return [*_secret_proved(manifest, len(papers), len(sheets), issued, size, own), *watched]


class SecretTerms:
    """manifest.json: the keys and times of a secret ballot. Raises Broken for a key that is none."""

    def __init__(self, bundle: Bundle, manifest: dict[str, Any]) -> None:
        secret = manifest["secret"]
        if secret["format"] != 1 or manifest["opening"] != "SEALED" or manifest["electorate"] == "OWNERS":
            raise Broken("manifest.json: not a secret ballot of this format")
        self.hash = hashlib.sha256(bundle.text("manifest.json")[:-1]).digest()
        moduli = [int.from_bytes(_plain64(one["key"]), "big") for one in secret["issuers"]]
        if len(set(moduli)) != 2 or len(moduli) != 2 or any(n.bit_length() != 2048 or not n & 1 for n in moduli):
            raise Broken("manifest.json: not two issuers with keys of 2048 bits")
        self.issuers = [rsa.RSAPublicNumbers(65537, n).public_key() for n in moduli]
        self.padded = secret["padded"]
        times = [manifest["opens_at"], secret["casts_from"], secret["tokens_until"], manifest["closes_at"]]
        strict = times[0] < times[1] == times[2] < times[3]
        usual = times[0] == times[1] and times[2] == times[3]
        bundle.must(strict if secret["strict"] else usual, "manifest.json: times of tokens and votes")
        number = int(bundle.one("key.json")["key"], 16)
        if not 0 < number < ORDER:
            raise Broken("key.json: not a key")
        self.key = ec.derive_private_key(number, ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        bundle.must(self.point == _plain64(secret["sealing"]), "key.json: not the key of the manifest")
        bundle.same("key.json", bundle.one("key.json"), {"key": f"{number:064x}"})
        info = b"yuanba-seal/1\x00" + self.hash
        self.schedule = b"\x00" + _extract(SUITE, b"", b"psk_id_hash", b"") + _extract(SUITE, b"", b"info_hash", info)


def _secret_entries(bundle: Bundle, manifest: dict[str, Any], leaves: list[bytes]) -> dict[str, Any]:
    """ENTRIES: the hashes of papers, revoked keys, statements, the paper urn; `leaves` gets every leaf hash."""
    data, ballot = bundle.text("entries.jsonl"), manifest["ballot"]
    bundle.must(data.endswith(b"\n"), "entries.jsonl: the last line is cut")
    told: dict[str, Any] = {"sealed": [], "revoked": [], "urn": [], "issued": [], "sheets": [], "closing": []}
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        where = f"entries.jsonl line {number}"
        leaves.append(hashlib.sha256(b"\x00" + line).digest())
        bundle.must(not told["closing"], f"{where}: behind the closing")
        found = SEALED_LEAF.fullmatch(line)
        if found:
            bundle.must(found[1].decode() == ballot, f"{where}: a leaf of {found[1].decode()}")
            told["sealed"].append(found[2].decode())
            continue
        value = _line(line, where)
        if value["ballot"] != ballot or value["kind"] not in told or value["kind"] == "sealed":
            raise Broken(f"{where}: not a leaf of this ballot")
        told[value["kind"]].append(value)
    for kind, count in (("urn", (1,)), ("issued", (2,)), ("sheets", (0, 1)), ("closing", (1,))):
        if len(told[kind]) not in count:
            raise Broken(f"entries.jsonl: {len(told[kind])} leaves of kind {kind}")
    return told


def _secret_papers(
    bundle: Bundle, manifest: dict[str, Any], terms: SecretTerms, told: dict[str, Any], gone: set[str]
) -> Rows:
    """PAPERS and OPENING: every paper of the log is there, bears both tokens and its signature, and is opened."""
    lines = bundle.text("sealed/papers.jsonl").split(b"\n")
    bundle.must(lines.pop() == b"", "sealed/papers.jsonl: the last line is cut")
    sums = [_sha(line) for line in lines]
    bundle.must(sums == sorted(sums), "sealed/papers.jsonl: not in the order of the hashes")
    bundle.must(sums == sorted(told["sealed"]), "sealed/papers.jsonl: not the papers of the log")
    revoked = {row["key"] for row in told["revoked"]}
    bundle.must(len(revoked) == len(told["revoked"]), "entries.jsonl: a key is revoked twice")
    rows: Rows = []
    seen: set[str] = set()
    for number, (key, data) in enumerate(_each_paper(lines, manifest["ballot"], terms), start=1):
        where = f"sealed/papers.jsonl line {number}"
        code = _sha(key)
        if code in seen or code in revoked:
            raise Broken(f"{where}: a key that voted before, or whose token came back")
        seen.add(code)
        choices = None if data is None else _readable(data, manifest, gone)
        rows.append(_voter(code, choices, "PHONE"))
    return rows


def _each_paper(lines: list[bytes], ballot: str, terms: SecretTerms) -> Any:
    """(key, what was sealed) of every paper, in order; by all processors where there are many and the system can fork."""

    def one(at: int) -> tuple[bytes, bytes | None]:
        return _secret_paper(lines[at], f"sealed/papers.jsonl line {at + 1}", ballot, terms)

    if len(lines) < MANY or "fork" not in multiprocessing.get_all_start_methods():
        return map(one, range(len(lines)))
    FORKED["one"] = one  # the children have it without being sent it
    with multiprocessing.get_context("fork").Pool() as pool:
        return pool.map(_forked, range(len(lines)), chunksize=500)


def _forked(at: int) -> tuple[bytes, bytes | None]:
    found: tuple[bytes, bytes | None] = FORKED["one"](at)
    return found


def _voter(code: str, choices: dict[str, list[str]] | None, channel: str) -> dict[str, Any]:
    spoilt = "UNREADABLE" if choices is None else ""
    weight = {"heads": 1, "area_cm2": 0, "attempt": 0}
    return {"code": code, "choices": choices or {}, "channel": channel, "void_reason": spoilt, **weight}


def _secret_paper(line: bytes, where: str, ballot: str, terms: SecretTerms) -> tuple[bytes, bytes | None]:
    """The key of a paper and the bytes sealed in it, None if it does not open. Raises Broken if anything else is wrong."""
    found = PAPER.fullmatch(line)
    if found is None or found[1].decode() != ballot:
        raise Broken(f"{where} is not as the format says")
    key, sealed, signature, *tokens = (_plain64(found[at].decode()) for at in (2, 4, 6, 7, 8))
    if len(sealed) != 65 + terms.padded + 16:
        raise Broken(f"{where}: the sealed choices are too long or too short")
    randomiser = bytes.fromhex(found[3].decode())
    for issuer, token in enumerate(tokens, start=1):
        message = randomiser + b"yuanba-token/1\x00" + bytes([issuer]) + terms.hash + key
        try:
            terms.issuers[issuer - 1].verify(token, message, PSS, hashes.SHA384())
        except InvalidSignature:
            raise Broken(f"{where}: token {issuer} is none of its issuer") from None
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        if key[0] != 4 or not 0 < r < ORDER or not 0 < s <= (ORDER - 1) // 2:
            raise InvalidSignature
        signed = b"yuanba-cast/1\x00" + line[: found.start(5)] + line[found.end(5) :]
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise Broken(f"{where}: the signature does not hold") from None
    return key, _opened(sealed, key, terms)


def _opened(sealed: bytes, aad: bytes, terms: SecretTerms) -> bytes | None:
    """OPENING: what was sealed, without its padding; None if it does not open."""
    enc = sealed[:65]
    try:
        if enc[0] != 4:
            return None
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), enc)
        shared = _extract(KEM, b"", b"eae_prk", terms.key.exchange(ec.ECDH(), point))
        secret = _extract(SUITE, _expand(KEM, shared, b"shared_secret", enc + terms.point, 32), b"secret", b"")
        key = _expand(SUITE, secret, b"key", terms.schedule, 16)
        nonce = _expand(SUITE, secret, b"base_nonce", terms.schedule, 12)
        plain = AESGCM(key).decrypt(nonce, sealed[65:], aad)
    except (ValueError, InvalidTag):
        return None
    end = 2 + int.from_bytes(plain[:2], "big")
    return plain[2:end] if end <= len(plain) and not any(plain[end:]) else None


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labelled + b"\x01", "sha256")[:length]


def _readable(data: bytes, manifest: dict[str, Any], gone: set[str], on_paper: bool = False) -> Any:
    """OPENING: the choices that these bytes say, None if they are not such as the sheet allows."""
    try:
        choices = _line(data, "")
    except Broken:
        return None
    items = {item["key"]: item for item in manifest["items"]}
    if choices.keys() != items.keys():
        return None
    fits = all(_fits(chosen, items[key], manifest, gone, on_paper) for key, chosen in choices.items())
    return choices if fits else None


def _fits(chosen: Any, item: dict[str, Any], manifest: dict[str, Any], gone: set[str], on_paper: bool) -> bool:
    """OPENING: an answer that the item allows."""
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        return False
    known = set(chosen) <= set(item["options"]) and len(set(chosen)) == len(chosen) <= item["choose"]
    if not known or (len(chosen) < item["minimum"] and not on_paper):
        return False
    rule = item.get("rule") or manifest["rule"]
    if not rule["id"].startswith("ranked-"):
        return chosen == sorted(chosen)
    return rule.get("truncated") == "allowed" or not chosen or not set(item["options"]) - gone - set(chosen)


def _sheets(bundle: Bundle, manifest: dict[str, Any], told: dict[str, Any], gone: set[str]) -> Rows:
    """ENTRIES and OPENING: what stands on the sheets of the paper urn."""
    data = bundle.text("sealed/sheets.jsonl")
    lines = data.split(b"\n")
    bundle.must(lines.pop() == b"" and lines == sorted(lines), "sealed/sheets.jsonl: cut, or not in order")
    if not told["sheets"]:
        bundle.must(not lines, "sealed/sheets.jsonl: sheets that nobody counted")
        return []
    said = told["sheets"][0]
    bundle.same("entries.jsonl: the paper urn", said["sheets"], _sha(data))
    bundle.same("entries.jsonl: sheets found", said["found"], len(lines))
    bundle.must(len(set(said["clerks"])) == 2, "entries.jsonl: two clerks count the paper urn")
    rows = []
    for number, line in enumerate(lines, start=1):
        choices = _readable(line, manifest, gone, on_paper=True)
        if choices is None:
            raise Broken(f"sealed/sheets.jsonl line {number}: an impossible sheet")
        rows.append(_voter(f"sheet:{number}", choices, "PAPER"))
    return rows


def _check_counts(
    bundle: Bundle, manifest: dict[str, Any], terms: SecretTerms, told: dict[str, Any], papers: int, sheets: int
) -> int:
    """COUNTS: votes, tokens, voters; every statement signed. Returns the tokens of the issuer who gave fewer."""
    secret, hash_ = manifest["secret"], terms.hash.hex()
    urn, closing = told["urn"][0], told["closing"][0]
    about = {"ballot": manifest["ballot"], "kind": "urn", "manifest": hash_, "papers": papers}
    bundle.same("the urn's statement", urn, {**about, "signature": urn["signature"]})
    bundle.must(_stated(secret["urn"]["statements"], urn), "the urn's statement: the signature does not hold")
    at = {"at": closing["at"], "ballot": manifest["ballot"], "kind": "closing", "papers": papers, "sheets": 0}
    bundle.same("entries.jsonl: the closing", closing, at)
    bundle.must(closing["at"] >= manifest["closes_at"], "entries.jsonl: closed before its time")
    given = told["sheets"][0]["given"] if told["sheets"] else 0
    bundle.must(sheets <= given, "entries.jsonl: more sheets found than handed out")
    revoked = sorted(row["key"] for row in told["revoked"])
    live = []
    for number, said in enumerate(sorted(told["issued"], key=lambda one: int(one["issuer"])), start=1):
        where = f"the statement of issuer {number}"
        about = {"ballot": manifest["ballot"], "issuer": number, "kind": "issued", "manifest": hash_}
        about.update(issued=said["issued"], revoked=revoked, signature=said["signature"])
        bundle.same(where, said, about)
        key = secret["issuers"][number - 1]["statements"]
        bundle.must(_stated(key, said), f"{where}: the signature does not hold")
        live.append(said["issued"] - len(revoked))
        bundle.must(papers <= live[-1], f"{where}: {papers} votes were cast for {live[-1]} tokens")
        enough = live[-1] + given <= manifest["roll"]["rows"]
        bundle.must(enough, f"{where}: {live[-1]} tokens and {given} sheets, more than voters on the roll")
    return int(min(live))


def _stated(key: str, statement: dict[str, Any]) -> bool:
    told = {name: value for name, value in statement.items() if name != "signature"}
    message = b"yuanba-statement/1\x00" + canonical(told)
    return bool(_signed(_plain64(key), _plain64(statement["signature"]), message))


def _secret_proved(manifest: dict[str, Any], papers: int, sheets: int, issued: int, size: int, own: bytes) -> list[str]:
    rows, unused = manifest["roll"]["rows"], issued - papers
    return [
        f"OK 核对无误: {manifest['ballot']}, secret ballot, every paper opened / 不记名投票，每张票都已打开核对",
        f"{papers} votes by phone and {sheets} on paper of {rows} on the roll, {size} leaves, root {own.hex()}",
        f"{issued} tokens were given, {unused} of them not used: only both issuers together could have invented "
        f"votes, and no more than {unused}. / "
        f"共发凭证 {issued} 份，未用 {unused} 份；只有两家发证方串通才可能造票，最多 {unused} 张。",
        "Every vote bears the tokens of both issuers; the result was counted again from every vote. / "
        "每张票都有两家发证方的凭证，结果已按每张票重新计算。",
    ]


def verify(path: str | Path, root: str = "") -> list[str]:
    """What is wrong with a bundle, nothing if all is right. `root` is the announced hash, "" if none is at hand."""
    return _verified(path, root)[0]


def _verified(path: str | Path, root: str) -> tuple[list[str], list[str]]:
    """What is wrong, and what to say if nothing is."""
    problems: list[str] = []
    said: list[str] = []
    try:
        bundle = Bundle(Path(path))
        problems = bundle.problems
        if "checkpoints/ballot" in bundle.files:
            said = check_ballot(bundle, root)
        elif "cases.jsonl" in bundle.files:
            said = check_cases(bundle, root)
        else:
            said = check_award(bundle, root)
    except Broken as broken:
        problems.append(str(broken))
    except OSError as error:
        problems.append(f"a file cannot be read: {error}")
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, ZeroDivisionError, RecursionError) as error:
        problems.append(f"a file is not as the format says: {type(error).__name__}: {error}")
    return problems, said


def check_award(bundle: Bundle, root: str) -> list[str]:
    """EVERY FILE of an award. Returns what was recomputed, in sentences."""
    check_hashes(bundle, root)
    campaign = Campaign(bundle)
    check_playbook(bundle, campaign.book)
    campaign.check_entries()
    for stage in campaign.stages.values():
        if stage["kind"] in ("SURVEY", "VOTE", "JURY"):
            campaign.check_stage(stage)
    check_results(campaign)
    check_notices(campaign)
    manifest, own = bundle.one("manifest.json"), bundle.text("ROOT").decode().strip()
    return [
        f"OK 核对无误: {manifest['title']}",
        f"{manifest['awards']} awards, {manifest['amount_fen'] // 100} yuan, {manifest['entries']} entries, root {own}",
        "Recomputed: surveys, votes, juries, ranking, ties, winners, totals. / 测评、投票、评审、排名、获奖名单和合计均已重算。",
    ]


# ---------------------------------------------------------------- CASES

CASES_FORMAT = "yuanba-cases-bundle/1"
CASE_STATES = {"REPORTED", "ACCEPTED", "DISPATCHED", "IN_HAND", "WAITING", "ANSWERED", "CLOSED", "LAPSED"}
CASE_DOORS = {"", "VISITED", "NOBODY", "REFUSED", "APPOINTMENT", "EMPTY"}
DAY_OF_CHINA = 8 * 3600  # seconds that a day begins before the one of UTC


def check_cases(bundle: Bundle, root: str) -> list[str]:
    """EVERY FIGURE of a compound's cases. Returns what was recomputed, in sentences."""
    check_hashes(bundle, root, CASES_FORMAT)
    manifest = bundle.one("manifest.json")
    cases, doors = bundle.rows("cases.jsonl"), bundle.rows("doors.jsonl")
    for number, case in enumerate(cases, start=1):
        _fit_case(case, f"cases.jsonl line {number}", manifest)
    bundle.must(
        all(one["result"] in CASE_DOORS for one in doors), "doors.jsonl: a result that the format does not know"
    )
    bundle.same("figures.json", bundle.one("figures.json"), _figures(manifest, cases, doors))
    own = bundle.text("ROOT").decode().strip()
    first, last = manifest["period"]
    return [
        f"OK 核对无误: {manifest['place']}, {first} – {last}",
        f"{len(cases)} cases, {len(doors)} doors, root {own}",
        "Recomputed: every figure from every case. / 每个指标都按每一件诉求重新计算。",
    ]


def _fit_case(case: dict[str, Any], where: str, manifest: dict[str, Any]) -> None:
    """The line is one case of the period or of its base. Raises Broken."""
    known = case["state"] in CASE_STATES and 0 <= case["content"] <= case["said"]
    ended = case["closed_by"] in ("REPORTER", "CALL_BACK") if case["state"] == "CLOSED" else case["closed_by"] == ""
    day = _day(case["reported"])
    inside = any(first <= day <= last for first, last in (manifest["period"], manifest["base_period"]))
    if not (known and ended and inside):
        raise Broken(f"{where} is not a case of this place and time")


def _at(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str) -> str:
    at = datetime.fromisoformat(text).timestamp() + DAY_OF_CHINA
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _within(cases: Rows, period: list[str]) -> Rows:
    return [one for one in cases if period[0] <= _day(one["reported"]) <= period[1]]


def _figures(manifest: dict[str, Any], every: Rows, doors: Rows) -> dict[str, Any]:
    """DEFINITIONS: each figure as numerator and denominator."""
    period, now = manifest["period"], datetime.fromisoformat(manifest["as_of"])
    cases = _within(every, period)

    def share(top: Any, below: Any = lambda one: True) -> dict[str, Any]:
        base = [one for one in cases if below(one)]
        return {"numerator": sum(1 for one in base if top(one)), "denominator": len(base), "period": period}

    def closed(one: dict[str, Any]) -> bool:
        return bool(one["state"] == "CLOSED")

    def fixed(one: dict[str, Any]) -> bool:
        return closed(one) and one["outcome"] == "FIXED"

    def was_due(one: dict[str, Any]) -> bool:
        due = _at(one["first_due"])
        return bool(one["responded"]) or (due is not None and due <= now)

    def in_time(one: dict[str, Any]) -> bool:
        due, taken = _at(one["first_due"]), _at(one["responded"])
        return due is not None and taken is not None and taken <= due

    def settled(one: dict[str, Any]) -> bool:
        limit = _at(one["limit"])
        over = limit is not None and limit <= now
        return one["outcome"] != "NOT_OURS" and (over or one["state"] in ("ANSWERED", "CLOSED", "LAPSED"))

    found = {
        "response_rate": share(in_time, was_due),
        "resolution_rate": share(fixed, settled),
        "answered_share": share(lambda one: one["state"] in ("ANSWERED", "CLOSED", "LAPSED")),
        "closed_share": share(closed),
        "fixed_share": share(fixed),
        "confirmed_share": share(lambda one: closed(one) and one["closed_by"] == "REPORTER"),
        "lapsed_share": share(lambda one: one["state"] == "LAPSED"),
        "reopened_share": share(lambda one: one["reopened"] > 0),
        "repeat_rate": share(lambda one: one["repeat"] == 1),
        "escalated_share": share(lambda one: one["escalated"] > 0),
        "closed_in_grid": share(lambda one: one["level"] == "GRID" and not one["escalated"], closed),
        "satisfaction_rate": {
            "numerator": sum(one["content"] for one in cases),
            "denominator": sum(one["said"] for one in cases),
            "period": period,
        },
        "complaint_rate": _per_households(manifest, cases, period)
        | {"base": _per_households(manifest, _within(every, manifest["base_period"]), manifest["base_period"])},
    }
    if doors:
        due = [one for one in doors if one["result"] not in ("EMPTY", "REFUSED")]
        visited = sum(one["result"] == "VISITED" for one in due)
        found["screening_rate"] = {"numerator": visited, "denominator": len(due), "period": period}
    return found


def _per_households(manifest: dict[str, Any], cases: Rows, period: list[str]) -> dict[str, Any]:
    """Cases × 100 × 30.4375 days of a mean month, by households × days; the fraction as it stands, not shortened."""
    first, last = (datetime.fromisoformat(day) for day in period)
    exact = len(cases) * 100 * Fraction(36525, 1200)
    below = manifest["households"] * ((last - first).days + 1) * exact.denominator
    return {"numerator": exact.numerator, "denominator": below, "period": period}


def main(argv: list[str] | None = None) -> int:
    """Prints the first difference and returns 1, or says what was recomputed and returns 0; 2 for a wrong call."""
    arguments = sys.argv[1:] if argv is None else argv
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese shows the rest
    if not 1 <= len(arguments) <= 2 or arguments[0].startswith("-"):
        print(
            "usage: verify BUNDLE [ROOT]   folder or .zip, and the announced hash / 核对包(文件夹或 .zip)和公布的校验码"
        )
        return 2
    problems, said = _verified(arguments[0], arguments[1] if len(arguments) > 1 else "")
    if problems:
        print(f"REFUSED 核对不符: {problems[0]}")
        if len(problems) > 1:
            print(f"and {len(problems) - 1} more / 另有 {len(problems) - 1} 处")
        return 1
    print("\n".join(said))
    if len(arguments) == 1:
        print("Compare the root with the announced one. / 请与公布的校验码比对。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
