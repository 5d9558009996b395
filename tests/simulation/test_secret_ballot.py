"""A simulated secret ballot: everybody acknowledged is logged and counted, and the bundle verifies."""

import pytest

from yuanba.simulation.secretly import simulate
from yuanba.verify import verify


@pytest.mark.django_db
def test_simulated_secret_ballot(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    report = simulate(dwellings=16, seed=5, turnout=80, bundle_file=tmp_path / "bundle.zip", tell=lambda line: None)
    came = report["participation"]["heads"]
    votes = report["outcome"]["motto"]["votes"]
    assert came[0] == sum(votes.values()) == report["acknowledged"] + report["on_paper"] <= came[1]
    assert report["acknowledged"] == report["logged"] == report["tokens"]["given"] - report["tokens"]["not_used"] > 0
    assert verify(report["bundle"]) == []
