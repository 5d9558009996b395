"""Secret ballots: the verifier over a whole bundle, an urn's checks and an issuer's signatures."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.deployment import Deployment
from bench.row import Row, fixed
from bench.rows.log import MOST_VERIFY_SECONDS, verified

if TYPE_CHECKING:
    from bench.__main__ import Sizes


def run(sizes: "Sizes") -> list[Row]:
    votes = sizes.of(20_000, 2_000)
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        seen = Deployment(Path(folder) / "here").inside("secret", votes=votes, folder=str(bundle))
        seconds = verified(bundle)
    return [
        fixed(f"verify.py, {votes:,} secret papers", seconds, "s", MOST_VERIFY_SECONDS, "two tokens, signature, seal"),
        Row("urn: papers checked", seen["checked"], "papers/CPU-s"),
        Row("issuer: messages signed", seen["signed"], "signatures/CPU-s"),
    ]
