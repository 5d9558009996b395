"""The log: papers placed a second, proofs from a million leaves, and the verifier over a whole subdistrict's papers."""

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.deployment import Crashed, databases, deployment
from bench.row import Row, fixed

if TYPE_CHECKING:
    from bench.__main__ import Sizes

LEAVES_A_SECOND = 20_000
MOST_PROOF_MS = 1
MOST_VERIFY_SECONDS = 10
VERIFIER = Path(__file__).resolve().parents[2] / "verify.py"


def run(sizes: "Sizes") -> list[Row]:
    voters, leaves = sizes.of(300_000, 10_000), sizes.of(1_000_000, 100_000)
    rows: list[Row] = []
    for cluster in databases(sizes.postgresql):
        with deployment(cluster) as here:
            ballot = here.inside("log", do="ballot", voters=voters)["ballot"]
            placed = here.inside("log", do="sequence")
            rate = placed["placed"] / placed["seconds"]
            rows.append(Row(f"sequencer, {voters:,} papers, {here.kind}", rate, "papers/s", LEAVES_A_SECOND, ">= 1"))
            proofs = here.inside("log", do="proofs", leaves=leaves)
            name = f"at {leaves:,} leaves, {here.kind}"
            rows.append(fixed(f"inclusion proof {name}", proofs["inclusion_ms"], "ms", MOST_PROOF_MS))
            rows.append(Row(f"consistency proof {name}", proofs["consistency_ms"], "ms"))
            rows.append(Row(f"leaves appended, {name}", proofs["appended"], "leaves/s", LEAVES_A_SECOND, ">= 1"))
            if cluster == "":
                file = here.folder / "bundle.zip"
                packed = here.inside("log", do="bundle", ballot=ballot, file=str(file))
                note = f"{file.stat().st_size / 1e6:.0f} MB, packed in {packed['seconds']:.0f} s"
                seconds = verified(file)
                rows.append(fixed(f"verify.py, {voters:,} papers", seconds, "s", MOST_VERIFY_SECONDS, note))
    return rows


def verified(file: Path) -> float:
    """Seconds by the clock until the verifier has accepted the bundle, start included."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, str(VERIFIER), str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Crashed(f"verify.py: {done.stdout}{done.stderr}")
    return time.monotonic() - began
