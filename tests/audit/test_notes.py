import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yuanba.audit import notes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = notes.public_bytes(KEY)
HEAD = notes.Head("yuanba.example/audit", 3, bytes(32))


def test_checkpoint_has_the_c2sp_form() -> None:
    note = notes.sign(notes.checkpoint_text(HEAD), "yuanba.example/audit", KEY)
    lines = note.split("\n")
    assert lines[:4] == ["yuanba.example/audit", "3", base64.b64encode(bytes(32)).decode(), ""]
    assert lines[4].startswith("— yuanba.example/audit ")
    signature = base64.b64decode(lines[4].split(" ")[2])
    assert len(signature) == 4 + 64
    KEY.public_key().verify(signature[4:], "\n".join(lines[:3]).encode() + b"\n")
    assert notes.open_checkpoint(note, "yuanba.example/audit", PUBLIC) == HEAD


def test_known_signed_note_opens() -> None:
    # Source: the documentation of golang.org/x/mod/sumdb/note: key and note of PeterNeumann.
    vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public = base64.b64decode(vkey.split("+", 2)[2])[1:]
    assert notes.verifier_key("PeterNeumann", public) == vkey
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert notes._holds(text, line, "PeterNeumann", public)
    assert not notes._holds(text + "x", line, "PeterNeumann", public)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n3\n", "\n4\n"),
        lambda note: note.replace("— yuanba.example/audit", "— other"),
        lambda note: note.rpartition("— ")[0],
        lambda note: note[:-20] + "\n",
        lambda note: "",
    ],
)
def test_forged_notes_are_refused(change) -> None:
    note = notes.sign(notes.checkpoint_text(HEAD), "yuanba.example/audit", KEY)
    with pytest.raises(notes.BadNote):
        notes.open_checkpoint(change(note), "yuanba.example/audit", PUBLIC)


def test_witness_signatures_are_skipped() -> None:
    note = notes.sign(notes.checkpoint_text(HEAD), "yuanba.example/audit", KEY)
    other = notes.sign(notes.checkpoint_text(HEAD), "witness", Ed25519PrivateKey.generate()).split("\n\n")[1]
    assert notes.open_checkpoint(note + other, "yuanba.example/audit", PUBLIC) == HEAD


def test_key_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "audit.ed25519"
    first = notes.public_bytes(notes.load_or_create_key(file))
    assert notes.public_bytes(notes.load_or_create_key(file)) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    notes._create_key(file)
    assert notes.public_bytes(notes.load_or_create_key(file)) == first
