"""The verifier in JavaScript says the same as verify.py, of bundles that hold and of every way to break one.

It was written from the format page and counting.md alone; both see the same bundles here, in one run of node.
"""

import base64
import copy
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.ballots.given import OPENS
from tests.verify import forge
from tests.verify.elections import counted, election
from tests.verify.test_ballot import changed_numbers, owners, published
from yuanba import verify
from yuanba.ballots import bundle, queries, receipts
from yuanba.ballots.models import Paper
from yuanba.kernel import canonical

ROOT = Path(__file__).resolve().parents[2]
AGREE = ROOT / "tests" / "verify" / "agree.mjs"
EACH_RULE = 8  # elections 0 to 7 are one of every rule
Order = dict[str, Any]

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "@noble").is_dir(), reason="npm ci has not run"
)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def whole(files: forge.Files) -> Order:
    return {"base": {name: b64(data) for name, data in files.items()}}


def node(orders: Iterable[Order]) -> list[str]:
    """What the verifier in JavaScript says of each: "" or what is wrong."""
    text = "".join(json.dumps(order) + "\n" for order in orders)
    done = subprocess.run(["node", str(AGREE)], input=text, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def unpack(files: forge.Files, folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


Copy = dict[str, bytes | None]


def agree(files: forge.Files, copies: list[Copy], folder: Path) -> None:
    """`files` hold, and both refuse every copy, which says what is another in it; None is a file taken out."""
    patches = [{name: None if data is None else b64(data) for name, data in one.items()} for one in copies]
    said = node([whole(files)] + [{"patch": patch} for patch in patches])
    assert said[0] == ""
    unpack(files, folder)
    assert verify.verify(folder) == []
    differ = []
    for one, answer in zip(copies, said[1:], strict=True):
        unpack({name: data for name, data in one.items() if data is not None}, folder)
        for name in (name for name, data in one.items() if data is None):
            (folder / name).unlink()
        if not answer or answer.startswith("CRASH") or not verify.verify(folder):
            differ.append((answer, {name: data and data[:400] for name, data in one.items()}))
        for name in one.keys() - files.keys():
            (folder / name).unlink()
        unpack({name: files[name] for name in one if name in files}, folder)
    assert differ == []


def test_every_rule_counts_as_the_program_does() -> None:
    examples = [election(number) for number in range(300)]
    for example, answer in zip(examples, node({"election": one} for one in examples), strict=True):
        assert answer == canonical.encode(counted(example)).decode(), example


def test_bundles_of_every_rule_and_edition_hold(tmp_path: Path) -> None:
    made = [forge.Made(election(number), number) for number in range(3 * EACH_RULE)]
    bundles = [
        one.files(full=full) for one in made for full in (True, False) if full or one.manifest["opening"] == "TOTALS"
    ]
    assert len(bundles) > len(made)
    assert node([{"zip": b64(forge.zipped(files))} for files in bundles]) == [""] * len(bundles)
    for number, files in enumerate(bundles):
        assert verify.verify(unpack(files, tmp_path / str(number))) == []


LINES = [
    ("entries.jsonl", lambda lines: lines[1:]),
    ("entries.jsonl", lambda lines: lines[::-1]),
    ("entries.jsonl", lambda lines: [lines[0], *lines]),
    ("entries.jsonl", lambda lines: [lines[1], lines[0], *lines[2:]]),
    ("entries.jsonl", lambda lines: lines[:-1]),
    ("entries.jsonl", lambda lines: [*lines, lines[-1]]),
    ("entries.jsonl", lambda lines: [*lines[:-1], lines[-1][:-9]]),
    ("openings.jsonl", lambda lines: lines[1:]),
    ("openings.jsonl", lambda lines: [*lines, lines[-1]]),
    ("openings.jsonl", lambda lines: [lines[1], lines[0], *lines[2:]]),
    ("openings.jsonl", lambda lines: [lines[0].replace(b'reason":""', b'reason":"RING"'), *lines[1:]]),
    ("openings.jsonl", lambda lines: [lines[0].replace(b'{"q":', b'{"q":[],"q":'), *lines[1:]]),
    ("openings.jsonl", lambda lines: [lines[0].replace(b'{"choices"', b'{"choices":{},"choices"'), *lines[1:]]),
    ("roll.jsonl", lambda lines: lines[1:]),
    ("roll.jsonl", lambda lines: lines[::-1]),
    ("roll.jsonl", lambda lines: [line.replace(b'"heads":1', b'"heads":1.0') for line in lines]),
    ("manifest.json", lambda lines: [lines[0].replace(b'"format":2', b'"format":2.0')]),
    ("manifest.json", lambda lines: [lines[0].replace(b'"format":2', b'"format": 2')]),
    ("manifest.json", lambda lines: [lines[0].replace(b'"format":2', b'"format":2,"format":2')]),
    ("manifest.json", lambda lines: [lines[0].replace("规约".encode(), b"\\u89c4\\u7ea6")]),
    ("manifest.json", lambda lines: [lines[0].replace("规约".encode(), "e\u0301".encode())]),
    ("manifest.json", lambda lines: [lines[0].replace("规约".encode(), b"\\ud800")]),
    ("manifest.json", lambda lines: [lines[0].replace("规约".encode(), b"\xed\xa0\x80")]),
    ("manifest.json", lambda lines: [lines[0], lines[0]]),
    ("manifest.json", lambda lines: [b"\xef\xbb\xbf" + lines[0]]),
    ("result.json", lambda lines: [lines[0].replace(b'"rule"', b'"rule" ')]),
    ("result.json", lambda lines: [lines[0].replace(b'"voided":{}', b'"voided":null')]),
    ("result.json", lambda lines: [b"[" * 2000 + b"]" * 2000]),
    ("result.json", lambda lines: []),
    ("checkpoints/ballot", lambda lines: lines[:3]),
    ("checkpoints/ballot", lambda lines: [*lines, b""]),
    ("checkpoints/register", lambda lines: [*lines, lines[-1]]),
    ("checkpoints/register", lambda lines: [lines[0], b"0" + lines[1], *lines[2:]]),
    ("checkpoints/register", lambda lines: [lines[0], lines[1], lines[2][:-2] + b"==", *lines[3:]]),
    ("checkpoints/ballot", lambda lines: [*lines[:5], lines[6], lines[5]]),
    ("checkpoints/ballot", lambda lines: [*lines[:4], *lines[5:], lines[4]]),
    ("checkpoints/ballot", lambda lines: [*lines[:6], lines[6].replace(b"b.example", b"c.example")]),
    ("checkpoints/witnesses", lambda lines: lines[:1]),
    ("checkpoints/witnesses", lambda lines: lines[::-1]),
    ("statements.jsonl", lambda lines: [lines[0], lines[0]]),
    ("checkpoints/register.json", lambda lines: [lines[0].replace(b'"consistency":[', b'"consistency":["00",')]),
]  # fmt: skip


def test_copies_with_one_number_or_line_changed_are_refused_by_both(tmp_path: Path) -> None:
    files = forge.Made(election(EACH_RULE), EACH_RULE).files()
    copies: list[Copy] = []
    for name, data in sorted(files.items()):
        numbers = list(changed_numbers(data.decode()))
        copies += [{name: text.encode()} for text in numbers[:: max(1, len(numbers) // 25)]]
        copies += [{name: data[:-1]}, {name: data + b"\n"}, {name: None}]
    for name, change in LINES:
        data = b"".join(row + b"\n" for row in change(files[name].split(b"\n")[:-1]))
        assert data != files[name], name
        copies.append({name: data})
    agree(files, [*copies, {"more.json": b"{}\n"}, {"openings.jsonl": None, "roll.jsonl": None}], tmp_path)


FORGED: dict[str, Callable[[forge.Made], Any]] = {
    "an option twice": lambda made: made.reopened(0, {"q": ["A", "A"]}),
    "an option not on the sheet": lambda made: made.reopened(0, {"q": ["Z"]}),
    "options out of order": lambda made: made.reopened(0, {"q": ["B", "A"]}),
    "too many options": lambda made: made.manifest["items"][0].update(choose=1),
    "no answer": lambda made: made.reopened(0, {}),
    "an answer to a question not asked": lambda made: made.reopened(0, {"q": ["A"], "z": []}),
    "an answer that is no list": lambda made: made.reopened(0, {"q": "A"}),
    "a voter who is not on the roll": lambda made: (made.roll.pop(), made.counted_roll()),
    "a voter twice on the roll": lambda made: (made.roll.append(made.roll[-1]), made.counted_roll()),
    "a roll out of order": lambda made: (made.roll.reverse(), made.counted_roll()),
    "more heads than the roll has": lambda made: made.manifest["roll"].update(heads=99),
    "a roll with another area": lambda made: made.manifest["roll"].update(area_cm2=99),
    "a paper more": lambda made: made.entries.insert(0, made.entries[0]),
    "a second paper where none is allowed": lambda made: made.manifest.update(revotes=0),
    "a paper behind the close": lambda made: made.entries.append(made.entries.pop(0)),
    "no close": lambda made: made.entries.pop(),
    "a close too early": lambda made: made.entries[-1].update(at="2026-11-09T09:59:59Z"),
    "a close over fewer papers": lambda made: made.entries[-1].update(papers=1),
    "a close that waits": lambda made: made.entries[-1].update(sheets=1),
    "a paper of another ballot": lambda made: made.entries[0].update(ballot="ballot:8"),
    "a channel that is none": lambda made: made.entries[0].update(channel="RADIO"),
    "a proxy where no term allows one": lambda made: made.manifest.update(terms=[]),
    "a proxy for too many": lambda made: made.manifest["terms"][0].update(number=1),
    "a proxy with a name": lambda made: made.entries[0].update(proxy="wang"),
    "a hand that one clerk keyed": lambda made: with_hall(made)["hall"].update(clerks=["c1", "c1"]),
    "a hand without its record": lambda made: with_hall(made)["hall"].pop("record"),
    "a phone with a hall": lambda made: with_hall(made).update(channel="PHONE"),
    "deliveries where silence counts nothing": lambda made: made.entries[-1].update(deliveries="0" * 64),
    "a rule that is none": lambda made: made.manifest["rule"].update(version=2),
    "another winner": lambda made: setattr(made, "result", made.count() | {"rule": "none"}),
    "a level that is none": lambda made: made.manifest.update(level="X"),
    "papers missing from what is open": lambda made: made.openings.pop(),
    "a withdrawn option": lambda made: setattr(made, "result", made.count()) or setattr(made, "withdrawn", ["C"]),
}  # fmt: skip


def with_hall(made: forge.Made) -> dict[str, Any]:
    return next(entry for entry in made.entries if "hall" in entry)


def test_proofs_of_delivery_are_sealed_by_the_closing(tmp_path: Path) -> None:
    silent = next(number for number in range(99) if forge.Made(election(number), number).deliveries)
    true = forge.Made(election(silent), silent)
    files = true.files()
    data = files["deliveries.jsonl"]
    copies: list[Copy] = [
        {"deliveries.jsonl": one} for one in (None, b"", data + data, data.replace(b"SIGNED", b"SMS"))
    ]
    unsealed = copy.deepcopy(true)
    unsealed.entries[-1].pop("deliveries")
    stranger = copy.deepcopy(true)
    stranger.deliveries[0]["code"] = "0" * 64
    stranger.entries[-1]["deliveries"] = forge.sha(forge.jsonl(stranger.deliveries))
    for made in (unsealed, stranger):
        made.result = true.count()
        copies.append(dict(made.files()))
    agree(files, copies, tmp_path)


def test_lies_that_are_signed_well_are_refused_by_both(tmp_path: Path) -> None:
    revoted = next(
        number
        for number in range(0, 999, EACH_RULE)
        if any(paper["attempt"] for paper in election(number)["papers"])
        and not election(number)["withdrawn"]
        and "silence" not in election(number)["manifest"]["rule"]
        and sum("hall" in entry for entry in forge.Made(election(number), number).entries) > 1
    )
    true = forge.Made(election(revoted), revoted)
    copies: list[Copy] = []
    for what, lie in FORGED.items():
        made = copy.deepcopy(true)
        if what not in ("another winner", "a withdrawn option"):
            made.result = true.count()
        lie(made)
        copies.append(dict(made.files()) | {})
    agree(true.files(), copies, tmp_path)


def test_archives_that_are_damaged_are_refused_by_both(tmp_path: Path) -> None:
    good = forge.Made(election(EACH_RULE), EACH_RULE).files()
    whole_archive = forge.zipped(good)
    middle = len(whole_archive) // 3
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = forge.zipped(good, lambda archive: archive.writestr("result.json", good["result.json"]))
    archives = [
        whole_archive[:-30],
        whole_archive[:middle],
        whole_archive[:middle] + bytes([whole_archive[middle] ^ 1]) + whole_archive[middle + 1 :],
        twice,
        forge.zipped({f"bundle/{name}": data for name, data in good.items()}),
        forge.zipped(good | {"../more": b""}),
        b"PK\x05\x06" + b"\0" * 18,
        b"nothing at all",
    ]
    said = node([{"zip": b64(data)} for data in archives])
    file = tmp_path / "bundle.zip"
    for number, (data, answer) in enumerate(zip(archives, said, strict=True)):
        file.write_bytes(data)
        assert answer and not answer.startswith("CRASH"), (number, answer)
        assert verify.verify(file), (number, answer)


@pytest.mark.django_db
def test_bundles_of_the_real_actions_hold_and_so_does_what_voters_kept(tmp_path: Path) -> None:
    ballot = published(3, revotes_allowed=True)
    archive = bundle.write(ballot, tmp_path / "bundle.zip", full=False)
    head = queries.head(ballot.pk)
    receipt = receipts.issue(ballot_id=ballot.pk, leaf_hash=Paper.objects.first().leaf_hash, cast_at=OPENS)
    kept = [
        head.root_hash.encode(),
        head.note.encode(),
        receipt.encode() + b"\n",
        b"0" * 64,
        head.note.replace(f"\n{head.size}\n", f"\n{head.size - 1}\n").encode(),
        canonical.encode(json.loads(receipt) | {"leaf": "0" * 64}),
        canonical.encode(json.loads(receipt) | {"include_by": "2030-01-01T00:00:00Z"}),
        b"nothing",
    ]
    data = b64(archive.read_bytes())
    said = node([{"zip": data}, *({"zip": data, "kept": b64(one)} for one in kept)])
    assert [not answer for answer in said] == [True] * 4 + [False] * 5
    for name in ("public", "full"):
        (tmp_path / name).mkdir()
    owners(tmp_path)
    archives = [tmp_path / name / "bundle.zip" for name in ("public", "full")]
    assert node([{"zip": b64(one.read_bytes())} for one in archives]) == ["", ""]
