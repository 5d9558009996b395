"""The verifier: says yes to what the program publishes, and no to every copy in which anything was changed."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verify import campaigns
from yuanba import verify as verifier
from yuanba.awards.bundle import BundleError, Inputs, compute, files, write
from yuanba.awards.bundle.writing import document
from yuanba.verify import main, verify

NUMBER = re.compile(rb"\d+")
CAMPAIGNS = {"huayang": campaigns.huayang, "rounds": campaigns.rounds, "light": campaigns.light, "tied": campaigns.tied}


@pytest.fixture(scope="module")
def bundles() -> dict[str, dict[str, bytes]]:
    return {name: files(make()) for name, make in CAMPAIGNS.items()}


def put(content: dict[str, bytes], folder: Path) -> Path:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def resealed(content: dict[str, bytes]) -> dict[str, bytes]:
    """The same files as a forger would publish them, with new hashes in the manifest and a new ROOT."""
    manifest = json.loads(content["manifest.json"])
    for name in manifest["files"]:
        manifest["files"][name] = {"bytes": len(content[name]), "sha256": verifier._sha(content[name])}
    sealed = {**content, "manifest.json": document(manifest)}
    return {**sealed, "ROOT": verifier._sha(sealed["manifest.json"]).encode() + b"\n"}


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_published_bundle_is_right(name: str, bundles: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    assert verify(put(bundles[name], tmp_path)) == []


@pytest.mark.parametrize("seed", range(1, 13))
def test_other_huayang_campaigns_are_right(seed: int, tmp_path: Path) -> None:
    assert verify(put(files(campaigns.huayang(seed, voters=12)), tmp_path)) == []


@pytest.mark.parametrize(("seed", "count"), [(1, 80), (2, 22), (5, 9), (9, 55), (11, 1)])
def test_other_campaigns_in_rounds_are_right(seed: int, count: int, tmp_path: Path) -> None:
    assert verify(put(files(campaigns.rounds(seed, count)), tmp_path)) == []


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_every_changed_number_of_every_file_is_refused(
    name: str, bundles: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Hashes alone catch these: each file's numbers, one after the other (the first 60 and every 97th after them)."""
    content = bundles[name]
    folder = put(content, tmp_path)
    for file, data in content.items():
        spots = list(NUMBER.finditer(data))
        for at, spot in enumerate(spots):
            if at < 60 or at % 97 == 0:
                other = str((int(spot[0]) + 1) % 10 ** len(spot[0])).encode().rjust(len(spot[0]), b"0")
                (folder / file).write_bytes(data[: spot.start()] + other + data[spot.end() :])
                assert verify(folder) != [], f"{file}: {spot[0]!r} became {other!r}"
        (folder / file).write_bytes(data)
    assert verify(folder) == []


def numbers(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The places of all whole numbers and all fractions in a document."""
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in numbers(item, (*path, key))]
    if isinstance(value, list):
        return [place for key, item in enumerate(value) for place in numbers(item, (*path, key))]
    is_number = isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d+/\d+", value))
    return [path] if is_number else []


def raised(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    above, _, below = value.partition("/")
    return f"{int(above) + int(below)}/{below}"


def forged(content: dict[str, bytes], file: str, line: int, place: tuple[str | int, ...]) -> dict[str, bytes]:
    rows = [json.loads(row) for row in content[file].splitlines()]
    holder = rows[line]
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = raised(holder[place[-1]])
    return resealed({**content, file: b"".join(document(row) for row in rows)})


RESULTS = ["scores.jsonl", "shortlist.jsonl", "ranking.jsonl", "winners.json", "tally.json", "panels.jsonl"]


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_forger_who_seals_anew_is_caught_by_recomputing(
    name: str, bundles: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Each number of each result is recomputed from the facts: hashes that fit do not help."""
    content, tried = bundles[name], 0
    folder = put(content, tmp_path)
    for file in content:
        if Path(file).name not in RESULTS:
            continue
        spots = [(at, place) for at, row in enumerate(content[file].splitlines()) for place in numbers(json.loads(row))]
        for line, place in spots[:12] + spots[12::149]:
            if place[-1] == "area_cm2" and "participation" in place:
                continue  # published nowhere else
            put(forged(content, file, line, place), folder)
            assert verify(folder) != [], f"{file} line {line + 1}: {place}"
            tried += 1
    assert tried > 15


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("stages/vote/papers.jsonl", ("heads",)),
        ("stages/vote/papers.jsonl", ("attempt",)),
        ("stages/vote/ballot.json", ("items", 0, "choose")),
        ("stages/vote/ballot.json", ("roll", "rows")),
        ("stages/survey/answers.jsonl", ("n",)),
        ("stages/survey/answers.jsonl", ("invited",)),
        ("playbook.json", ("categories", 0, "quota")),
        ("playbook.json", ("stages", 3, "weight")),
        ("totals.json", ("entries",)),
        ("totals.json", ("stages", 2, "in")),
        ("totals.json", ("amount_fen",)),
        ("notices.jsonl", ("number",)),
    ],
)
def test_a_forged_fact_contradicts_the_others(
    file: str, place: tuple[str | int, ...], bundles: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    rows = [json.loads(row) for row in bundles["huayang"][file].splitlines()]
    line = next(at for at, row in enumerate(rows) if place in numbers(row) and _counts(row))
    assert verify(put(forged(bundles["huayang"], file, line, place), tmp_path)) != []


def _counts(row: dict[str, Any]) -> bool:
    """Not one of the rows that nothing rests on: a voided paper, an unopened one, answers that are not shown."""
    return row.get("void_reason", "") == "" and ("attempt" not in row or "choices" in row)


def test_an_altered_manifest_number_is_caught_even_when_sealed_anew(
    bundles: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    for name in ("entries", "awards", "amount_fen"):
        manifest = json.loads(bundles["huayang"]["manifest.json"])
        manifest[name] += 1
        content = resealed({**bundles["huayang"], "manifest.json": document(manifest)})
        assert verify(put(content, tmp_path)) != []


def test_the_announced_root_binds_everything(bundles: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    folder = put(bundles["light"], tmp_path)
    root = bundles["light"]["ROOT"].decode().strip()
    assert verify(folder, root) == []
    assert verify(folder, "0" * 64) != []


def more_points(rows: list[Any]) -> None:
    """One sheet alone might be the highest, which a trimmed mean leaves out anyway: all sheets of one entry."""
    for row in rows:
        if row["entry"] == "HY-0001":
            row["scores"] = {key: min(points + 1, 10) for key, points in row["scores"].items()}


def better_mark(rows: list[Any]) -> None:
    row = next(row for row in rows if row["vectors"])
    vector = next(vector for vector in row["vectors"] if not vector.endswith("5"))
    better = vector[:-1] + "5"
    row["vectors"][better] = row["vectors"].get(better, 0) + row["vectors"].pop(vector)


def drop_winner(rows: list[Any]) -> None:
    rows[0]["categories"]["person"]["winners"].pop()


def swap_places(rows: list[Any]) -> None:
    rows[0]["entry"], rows[1]["entry"] = rows[1]["entry"], rows[0]["entry"]


def drop_row(rows: list[Any]) -> None:
    rows.pop()


def recuse(rows: list[Any]) -> None:
    rows[0]["recusals"].append({"juror": "J3", "entry": "HY-0001", "kind": "DECLARED"})


def other_draw(rows: list[Any]) -> None:
    rows[0]["draw"]["result"].reverse()


def other_pool(rows: list[Any]) -> None:
    rows[0]["draw"]["pool"].append("person:999")


def skip_criterion(rows: list[Any]) -> None:
    rows[0]["scores"].popitem()


def other_choice(rows: list[Any]) -> None:
    rows[3]["choices"] = {"person": [], "collective": [], "case": []}


def twice(rows: list[Any]) -> None:
    rows.append(rows[-1])


def short_notice(rows: list[Any]) -> None:
    rows[0]["workdays"].pop()


def no_objection(rows: list[Any]) -> None:
    rows[0]["upheld"] = []


@pytest.mark.parametrize(
    ("file", "forge"),
    [
        ("winners.json", drop_winner),
        ("ranking.jsonl", swap_places),
        ("ranking.jsonl", drop_row),
        ("stages/jury/panels.jsonl", recuse),
        ("stages/jury/panels.jsonl", other_draw),
        ("stages/jury/panels.jsonl", other_pool),
        ("stages/jury/sheets.jsonl", skip_criterion),
        ("stages/jury/sheets.jsonl", more_points),
        ("stages/jury/sheets.jsonl", twice),
        ("stages/jury/sheets.jsonl", drop_row),
        ("stages/vote/papers.jsonl", other_choice),
        ("stages/vote/papers.jsonl", twice),
        ("stages/vote/papers.jsonl", drop_row),
        ("stages/survey/answers.jsonl", drop_row),
        ("stages/survey/answers.jsonl", better_mark),
        ("entries.jsonl", drop_row),
        ("notices.jsonl", short_notice),
        ("notices.jsonl", no_objection),
    ],
)
def test_a_forged_row_is_refused_even_when_sealed_anew(
    file: str, forge: Callable[[list[Any]], None], bundles: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    rows = [json.loads(row) for row in bundles["huayang"][file].splitlines()]
    forge(rows)
    content = resealed({**bundles["huayang"], file: b"".join(document(row) for row in rows)})
    assert verify(put(content, tmp_path)) != []


def test_files_that_are_missing_or_too_many_are_refused(bundles: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    for name in bundles["light"]:
        folder = put({key: data for key, data in bundles["light"].items() if key != name}, tmp_path / name)
        assert verify(folder) != []
    assert verify(put({**bundles["light"], "extra.txt": b"1"}, tmp_path / "extra")) != []


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"{}", b"[1]\n", b'{"a":1.5}\n', b'{"b":1, "a":2}\n', b"\xff\n", b"{" * 5000 + b"\n"]
)
def test_damaged_files_are_refused_in_words(data: bytes, bundles: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    for file in bundles["light"]:
        content = {**bundles["light"], file: data}
        if file not in ("manifest.json", "ROOT"):
            content = resealed(content)
        problems = verify(put(content, tmp_path))
        assert problems != []
        assert all(isinstance(problem, str) for problem in problems)
    assert verify(tmp_path / "ROOT") != []
    assert verify(tmp_path / "nowhere") != []


def test_zip_and_folder_are_one_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = campaigns.light()
    root = write(inputs, tmp_path / "bundle.zip")
    assert root == write(inputs, tmp_path / "bundle")
    assert main([str(tmp_path / "bundle.zip"), root]) == 0
    assert main([str(tmp_path / "bundle")]) == 0
    assert root in capsys.readouterr().out
    first = (tmp_path / "bundle.zip").read_bytes()
    write(inputs, tmp_path / "bundle.zip")
    assert (tmp_path / "bundle.zip").read_bytes() == first


def test_main_prints_the_first_difference(
    bundles: dict[str, dict[str, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(forged(bundles["huayang"], "ranking.jsonl", 0, ("place",)), tmp_path)
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out.startswith("REFUSED 核对不符: ranking.jsonl [1]: place: published 2, recomputed 1")
    assert main([]) == 2


def test_a_file_twice_in_an_archive_is_refused(tmp_path: Path) -> None:
    write(campaigns.light(), tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("winners.json", b"{}\n")
    assert verify(tmp_path / "bundle.zip") != []


def test_the_verifier_stands_alone(tmp_path: Path) -> None:
    """Copied somewhere else and run without our package it does the same."""
    source = Path(verifier.__file__)
    assert re.findall(r"^(?:from|import) yuanba", source.read_text(encoding="utf-8"), re.MULTILINE) == []
    shutil.copy(source, tmp_path / "check.py")
    write(campaigns.huayang(), tmp_path / "bundle")
    command = [sys.executable, "-I", str(tmp_path / "check.py"), str(tmp_path / "bundle")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_bundle_holds_no_personal_data(bundles: dict[str, dict[str, bytes]]) -> None:
    for content in bundles.values():
        for name, data in content.items():
            if name not in ("manifest.json", "ROOT") and not name.endswith("papers.jsonl"):
                assert re.findall(rb"(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])", data) == [], name
                assert re.findall(rb"(?<![0-9a-f])\d{17}[\dXx](?![0-9a-f])", data) == [], name


def test_facts_that_do_not_fit_make_no_bundle() -> None:
    inputs = campaigns.light()
    row = inputs.entries[0]
    for wrong in (
        [*inputs.entries, row],
        [type(row)(**{**vars(row), "entry": "王小明"}), *inputs.entries[1:]],
        [type(row)(**{**vars(row), "out_stage": "comment"}), *inputs.entries[1:]],
    ):
        with pytest.raises(BundleError):
            files(Inputs(**{**vars(inputs), "entries": wrong}))


def test_the_made_up_campaign_has_every_turn() -> None:
    """So that the tests above mean something: winners change without the vote somewhere, a tie, a gap, an objection."""
    results = compute(campaigns.huayang())
    assert any(row.reason == "objection" for row in results.rankings["person"].rows)
    assert None in results.stages["survey"].raw.values()
    assert results.awards > 10
    assert sum(compute(campaigns.rounds(5, 9)).rankings["compound"].empty.values()) > 0
    assert any(compute(campaigns.huayang(seed)).without_vote["person"].changed for seed in range(1, 13))
    assert {row.tie for row in compute(campaigns.tied()).rankings["compound"].rows} == {"", "lot"}
