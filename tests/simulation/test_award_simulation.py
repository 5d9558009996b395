"""A simulated campaign ends with the places its playbook gives, catches what was planted, and verifies."""

import json
from pathlib import Path
from typing import Any

import pytest

from yuanba import verify
from yuanba.awards.playbook.reading import read
from yuanba.simulation.award import simulate

ROOT = Path(__file__).resolve().parents[2]
HUAYANG = ROOT / "playbooks" / "awards" / "huayang-2021.toml"
LIGHT = ROOT / "playbooks" / "awards" / "light.toml"

pytestmark = pytest.mark.django_db


def simulated(playbook: Path, bundle: Path, *, entries: int, residents: int, seed: int = 7) -> dict[str, Any]:
    return simulate(
        playbook=read(playbook.read_bytes()),
        seed=seed,
        entries=entries,
        residents=residents,
        turnout=10,
        bundle=bundle,
        tell=lambda line: None,
    )


def test_huayang_catches_what_was_planted_and_its_bundle_verifies(tmp_path: Path) -> None:
    report = simulated(HUAYANG, tmp_path / "bundle", entries=36, residents=700)

    assert report["caught"] == report["planted"]
    assert min(report["planted"].values()) > 0
    assert report["false_alarms"] == {"late": 0, "ineligible": 0, "duplicate": 0, "rigged": 0, "conflict": 0}
    assert report["awards"]["communication"] == {"count": 2, "amount_fen": 1_000_000, "empty": 0}
    assert list(report["stages"]) == [
        "registration", "materials", "screening", "survey", "vote", "jury", "publicity",
    ]  # fmt: skip
    assert report["stages"]["registration"]["refused"] == {"late": report["planted"]["late"]}
    assert report["stages"]["publicity"]["refused"] == {"objection": 1}
    assert verify.verify(str(tmp_path / "bundle")) == []
    json.dumps(report)


def test_a_campaign_with_few_people_still_ends_and_counts_empty_places(tmp_path: Path) -> None:
    report = simulated(LIGHT, tmp_path / "bundle", entries=4, residents=60, seed=2)

    places = report["awards"]["grid_worker"]
    assert places["count"] + places["empty"] == 5
    assert verify.verify(str(tmp_path / "bundle")) == []
