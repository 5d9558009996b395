"""The phone's side of a secret ballot, in JavaScript: it makes of the vectors what the page says, and we read its papers."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ballots.secret.test_vectors import GIVEN, ON
from yuanba.ballots.secret import papers

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "tests" / "ballots" / "secret" / "vectors.mjs"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "@noble").is_dir(), reason="npm ci has not run"
)


def test_the_phone_makes_of_the_vectors_what_the_page_says() -> None:
    done = subprocess.run(["node", str(SCRIPT), "papers"], capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(GIVEN["voters"]), lines
    for line, voter in zip(lines, GIVEN["voters"], strict=True):
        paper = papers.read(line.encode(), ON)
        assert paper.key_hash == voter["key_hash"]
        assert json.loads(line)["tokens"] == json.loads(voter["paper"])["tokens"]
