"""A whole campaign by simulation, and its bundle verified. `--slow` takes Huayang's real size, which has a limit."""

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.deployment import ROOT, Crashed, Deployment, deployment
from bench.row import Row, fixed

if TYPE_CHECKING:
    from bench.__main__ import Sizes

PLAYBOOK = "playbooks/awards/huayang-2021.toml"
USUAL = ("300", "20000", "10")  # entries, residents, turnout in per cent: what `yuanba simulate award` does by itself
SMALL = ("60", "2000", "10")
WHOLE = ("3000", "600000", "5")  # Source: the issue: Huayang's real population
MOST_SECONDS = 600


def run(sizes: "Sizes") -> list[Row]:
    rows: list[Row] = []
    for size in [SMALL if sizes.quick else USUAL, *([WHOLE] if sizes.slow else [])]:
        with deployment() as place:
            rows += _simulated(place, size)
    return rows


def _simulated(place: Deployment, size: tuple[str, str, str]) -> list[Row]:
    """The command as people give it; it makes its own throw-away database."""
    entries, residents, turnout = size
    bundle = str(place.folder / "bundle")
    words = ["--seed", "7", "--entries", entries, "--residents", residents, "--turnout", turnout, "--bundle", bundle]
    report = json.loads(place.python("yuanba", "simulate", "award", PLAYBOOK, *words, "--json").stdout)
    if report["awards"]["total"] != 65 and size != SMALL:  # Source: seed 000: 65 awards
        raise Crashed(f"{report['awards']['total']} awards instead of 65")
    name = f"simulation of {entries} entries, {residents} residents, {turnout} %"
    seconds = report["seconds"]
    first = fixed(f"{name}: time", seconds, "s", MOST_SECONDS) if size == WHOLE else Row(f"{name}: time", seconds, "s")
    return [first, Row(f"{name}: peak memory", report["peak_mib"], "MiB"), _verified(bundle, entries)]


def _verified(bundle: str, entries: str) -> Row:
    """The bundle recomputed by the one file that needs nothing else."""
    started = time.monotonic()
    words = [sys.executable, str(ROOT / "src" / "yuanba" / "verify.py"), bundle]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Crashed(f"verify: {done.stdout[-300:]}{done.stderr[-300:]}")
    return Row(f"verify the bundle of {entries} entries", time.monotonic() - started, "s")
