"""The bundle of a ballot recomputes, and every copy in which one number was changed is refused."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ballots import given
from yuanba import verify
from yuanba.audit import cosignatures, witnesses
from yuanba.ballots import actions, bundle, queries
from yuanba.ballots.models import Ballot, Paper
from yuanba.kernel import canonical

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def published(voters: int = 4, **changes: object) -> Ballot:
    """A ballot with votes by phone, one of them sheet of paper keyed after the close, published."""
    here = given.place(voters)
    ballot = given.opened(here, **changes)
    for person in here.voters[:-1]:
        given.cast(given.ticket(ballot, person), persons=["entry:1", "entry:2"])
    actions.sequence_once(given.DURING)
    serial = given.received(ballot, here.voters[-1], here)
    given.closed(ballot)
    for clerk in (here.clerk(), here.clerk()):
        actions.key_paper(serial=serial, choices={"persons": ["entry:1"]}, actor=clerk, now=given.CLOSES)
    given.published(ballot, here)
    ballot.refresh_from_db()
    return ballot


def unpacked(ballot: Ballot, folder: Path, *, full: bool = False) -> Path:
    archive = bundle.write(ballot, folder / "bundle.zip", full=full)
    target = folder / "bundle"
    shutil.unpack_archive(archive, target)
    return target


def test_the_bundle_of_a_ballot_recomputes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ballot = published()
    folder = unpacked(ballot, tmp_path)
    assert verify.verify(folder) == []
    assert verify.verify(tmp_path / "bundle.zip", queries.head(ballot.pk).root_hash) == []
    assert verify.verify(folder, "0" * 64)
    assert verify.main([str(folder)]) == 0
    said = capsys.readouterr().out
    assert "full edition" in said and "4 papers of 4" in said and "NOT checked" not in said
    assert sorted(file.name for file in folder.iterdir()) == [
        "FORMAT.md", "checkpoints", "entries.jsonl", "manifest.json", "openings.jsonl", "result.json", "roll.jsonl",
        "statements.jsonl",
    ]  # fmt: skip


def test_the_same_ballot_is_the_same_bytes(tmp_path: Path) -> None:
    ballot = published()
    first, second = (bundle.write(ballot, tmp_path / name, full=False) for name in ("a.zip", "b.zip"))
    assert first.read_bytes() == second.read_bytes()


def test_the_verifier_at_the_root_of_the_repository(tmp_path: Path) -> None:
    folder = unpacked(published(2), tmp_path)
    command = [sys.executable, "-I", str(ROOT / "verify.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "result.json").write_text("{}\n")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """An unpacked bundle whose register two witnesses cosigned, and one of them counted again."""
    ballot = published(2)
    keys = {name: Ed25519PrivateKey.generate() for name in ("a.example/w", "b.example/w")}
    log, final = f"ballot:{ballot.pk}", queries.head(ballot.pk)
    for name, key in keys.items():
        witnesses.name(key=cosignatures.verifier_key(name, key), now=given.CLOSES)
        line = cosignatures.cosign(final.note, name, key, given.CLOSES)
        assert witnesses.collect(log=log, text=f"{final.size}\n{line}\n", now=given.CLOSES)
    body = queries.statement(ballot.pk)
    line = cosignatures.state(body, "a.example/w", keys["a.example/w"], given.CLOSES)
    assert not actions.hear_statement(log=log, text=f"{body.replace('1', '2')}\n{line}\n", now=given.CLOSES)
    assert actions.hear_statement(log=log, text=f"{body}\n{line}\n", now=given.CLOSES)
    return unpacked(ballot, tmp_path)


def test_what_witnesses_signed_is_told(watched: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main([str(watched)]) == 0
    said = capsys.readouterr().out
    assert said.count("cosigned by") == 2 and said.count("counted again in full by a.example/w") == 1


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("checkpoints/witnesses", lambda text: text.partition("\n")[2]),  # somebody who is no witness
        ("checkpoints/witnesses", lambda text: "\n".join(reversed(text.split("\n")[:-1])) + "\n"),
        ("checkpoints/witnesses", lambda text: text[:-1]),
        ("checkpoints/ballot", lambda text: text + text.split("\n")[-2] + "\n"),  # a witness twice
        ("checkpoints/ballot", lambda text: text.replace("— b.example", "— a.example")),
        ("checkpoints/ballot", lambda text: text[:-1]),
        ("checkpoints/register-opening", lambda text: text + "— a.example/w AAAA\n"),
        ("checkpoints/register", lambda text: text + "— a.example/w AAAA\n"),
        ("statements.jsonl", lambda text: text * 2),
        ("statements.jsonl", lambda text: text.replace("a.example", "b.example")),
        ("statements.jsonl", lambda text: re.sub(r'"size":\d+', '"size":1', text)),
        ("statements.jsonl", lambda text: text[:-1]),
    ],
)
def test_a_changed_signature_of_a_witness_is_refused(watched: Path, file: str, change) -> None:
    path = watched / file
    path.write_text(change(path.read_text()))
    assert verify.verify(watched)


def changed_numbers(data: str):
    """The text with one number of it changed, for every number in it."""
    for found in re.finditer(r"\d+", data):
        other = str(int(found[0][0]) + 1 if found[0][0] != "9" else 8) + found[0][1:]
        yield data[: found.start()] + other + data[found.end() :]


def test_every_copy_with_one_number_changed_is_refused(tmp_path: Path) -> None:
    folder = unpacked(published(3), tmp_path)
    assert verify.verify(folder) == []
    count = 0
    for file in sorted(item for item in folder.rglob("*") if item.is_file()):
        original = file.read_text(encoding="utf-8")
        for text in changed_numbers(original):
            file.write_text(text, encoding="utf-8")
            assert verify.verify(folder), f"{file.name}: {text[:200]}"
            count += 1
        file.write_text(original, encoding="utf-8")
    assert verify.verify(folder) == []
    assert count > 300


def owners(tmp_path: Path) -> tuple[Ballot, Path, Path]:
    """A ballot weighed by area, in its public edition and in its full one."""
    from tests import factories

    here = given.place(0)
    people = []
    entrance = factories.EntranceFactory(building__compound=here.compound)
    for _ in range(3):
        premises = factories.PremisesFactory(entrance=entrance)
        people.append(factories.OwnershipFactory(premises=premises).person)
    ballot = given.opened(here, electorate="OWNERS")
    for person in people:
        given.cast(given.ticket(ballot, person))
    given.published(given.closed(ballot), here)
    ballot.refresh_from_db()
    return ballot, unpacked(ballot, tmp_path / "public"), unpacked(ballot, tmp_path / "full", full=True)


def test_the_totals_edition_of_owners_says_what_it_proves(tmp_path: Path, capsys) -> None:
    for name in ("public", "full"):
        (tmp_path / name).mkdir()
    _, public, full = owners(tmp_path)
    assert not (public / "openings.jsonl").exists() and not (public / "roll.jsonl").exists()
    assert verify.main([str(public)]) == 0
    assert "NOT proved here" in capsys.readouterr().out
    assert verify.main([str(full)]) == 0
    assert "counted again" in capsys.readouterr().out
    for file in sorted(item for item in public.rglob("*") if item.is_file()):
        original = file.read_text(encoding="utf-8")
        for text in changed_numbers(original):
            file.write_text(text, encoding="utf-8")
            assert verify.verify(public), f"{file.name}: {text[:200]}"
        file.write_text(original, encoding="utf-8")
    # Openings taken out of a ballot that opens every paper are missed.
    (tmp_path / "other").mkdir()
    other = unpacked(published(2), tmp_path / "other")
    (other / "openings.jsonl").unlink()
    (other / "roll.jsonl").unlink()
    assert verify.verify(other)


def test_a_kept_receipt_and_a_kept_head_are_held_against_the_log(tmp_path: Path) -> None:
    here = given.place(2)
    ballot = given.opened(here)
    receipt = given.cast(given.ticket(ballot, here.voters[0])).receipt
    actions.sequence_once(given.DURING)
    kept = queries.head(ballot.pk).note
    given.cast(given.ticket(ballot, here.voters[1]))
    given.published(given.closed(ballot), here)
    ballot.refresh_from_db()
    folder = unpacked(ballot, tmp_path)
    (tmp_path / "receipt.json").write_text(receipt + "\n")
    (tmp_path / "head").write_text(kept)
    assert verify.verify(folder, str(tmp_path / "receipt.json")) == []
    assert verify.verify(folder, str(tmp_path / "head")) == []
    told = json.loads(receipt)
    for change in ({"leaf": "0" * 64}, {"include_by": "2030-01-01T00:00:00Z"}, {"ballot": "ballot:9"}):
        (tmp_path / "receipt.json").write_bytes(canonical.encode(told | change))
        assert verify.verify(folder, str(tmp_path / "receipt.json"))
    (tmp_path / "head").write_text(kept.replace("\n2\n", "\n1\n"))
    assert verify.verify(folder, str(tmp_path / "head"))
    assert verify.verify(folder, str(tmp_path / "nothing"))


def rewritten(folder: Path, name: str, change) -> None:
    file = folder / name
    lines = file.read_bytes().split(b"\n")[:-1]
    file.write_bytes(b"".join(line + b"\n" for line in change(lines)))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("entries.jsonl", lambda lines: lines[1:]),
        ("entries.jsonl", lambda lines: lines[::-1]),
        ("entries.jsonl", lambda lines: [lines[0], *lines]),
        ("entries.jsonl", lambda lines: lines[:-1]),
        ("entries.jsonl", lambda lines: [*lines, lines[-1]]),
        ("openings.jsonl", lambda lines: lines[1:]),
        ("openings.jsonl", lambda lines: [lines[0], *lines]),
        ("openings.jsonl", lambda lines: [lines[0].replace(b"entry:1", b"entry:3"), *lines[1:]]),
        ("openings.jsonl", lambda lines: [lines[0].replace(b'reason":""', b'reason":"RING"'), *lines[1:]]),
        ("openings.jsonl", lambda lines: [lines[0].replace(b'{"choices":{', b'{"choices":{"persons":[],'), *lines[1:]]),
        ("roll.jsonl", lambda lines: lines[1:]),
        ("roll.jsonl", lambda lines: lines[::-1]),
        ("manifest.json", lambda lines: [lines[0].replace(b'"choose":2', b'"choose": 2')]),
        ("manifest.json", lambda lines: [lines[0], lines[0]]),
        ("result.json", lambda lines: [lines[0].replace(b'"rule"', b'"rule" ')]),
        ("checkpoints/ballot", lambda lines: lines[:3]),
        ("checkpoints/register", lambda lines: [*lines, lines[-1]]),
    ],
)
def test_rows_put_in_taken_out_moved_or_rewritten_are_refused(tmp_path: Path, name: str, change) -> None:
    folder = unpacked(published(3), tmp_path)
    rewritten(folder, name, change)
    assert verify.verify(folder)


def test_files_too_many_or_missing_are_refused(tmp_path: Path) -> None:
    folder = unpacked(published(2), tmp_path)
    (folder / "more.json").write_text("{}\n")
    assert verify.verify(folder)
    (folder / "more.json").unlink()
    (folder / "roll.jsonl").unlink()
    assert verify.verify(folder)


def test_without_cryptography_it_says_that_signatures_were_not_checked(tmp_path, capsys, monkeypatch) -> None:
    folder = unpacked(published(2), tmp_path)
    monkeypatch.setattr(verify, "Ed25519PublicKey", None)
    assert verify.main([str(folder)]) == 0
    assert "Signatures were NOT checked" in capsys.readouterr().out


def test_the_page_of_the_format_is_the_one_the_verifier_knows() -> None:
    assert verify._sha(bundle.PAGE.read_bytes()) == verify.FORMAT_PAGE
    assert verify.BALLOT_FORMAT in bundle.PAGE.read_text(encoding="utf-8").splitlines()[0]


def test_no_name_and_no_salt_of_an_earlier_paper_is_in_the_bundle(tmp_path: Path) -> None:
    here = given.place(1)
    ballot = given.opened(here, revotes_allowed=True)
    given.cast(given.ticket(ballot, here.voters[0]))
    given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:3"])
    given.published(given.closed(ballot), here)
    ballot.refresh_from_db()
    archive = bundle.write(ballot, tmp_path / "bundle.zip", full=True)
    with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist()).decode()
    first, second = Paper.objects.order_by("attempt")
    assert second.salt in everything and first.salt not in everything
    assert here.voters[0].name not in everything
    assert verify.verify(archive) == []
