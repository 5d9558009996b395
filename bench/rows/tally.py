"""Counting a million papers by each kind of rule, equal shares, and the verifier's recount, in CPU-seconds."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.deployment import Deployment
from bench.row import Row, fixed

if TYPE_CHECKING:
    from bench.__main__ import Sizes

LIMITS = {"yes-no-abstain": 2.0, "approval": 2.0, "ranked-irv": 10.0, "ranked-schulze": 10.0}  # CPU-seconds a million
MOST_SHARES = 10.0
MOST_RECOUNT = 10.0


def run(sizes: "Sizes") -> list[Row]:
    papers, recounted = sizes.of(1_000_000, 100_000), sizes.of(300_000, 30_000)
    with tempfile.TemporaryDirectory() as folder:
        seen = Deployment(Path(folder)).inside("tally", papers=papers, recounted=recounted)
    rows = []
    for key, most in LIMITS.items():
        note = "10 options" if most > LIMITS["approval"] else ""
        rows.append(fixed(f"tally {papers:,} papers, {key}, by heads", seen[key]["heads"], "CPU-s", most, note))
        rows.append(fixed(f"tally {papers:,} papers, {key}, by heads and area", seen[key]["both"], "CPU-s", most))
        rows.append(
            fixed(f"verify.py: count of {recounted:,} papers, {key}", seen[key]["recount"], "CPU-s", MOST_RECOUNT)
        )
    shares = seen["budget-equal-shares"]
    note = f"{shares['runs']} runs of Add1, {shares['chosen']} projects funded"
    name = "equal shares, 5,000 voters x 50 projects"
    rows.append(fixed(f"tally {name}", shares["heads"], "CPU-s", MOST_SHARES, note))
    rows.append(Row(f"verify.py: count of {name}", shares["recount"], "CPU-s"))
    return rows
