"""A simulated secret ballot: everybody acknowledged is logged and counted, and the bundle verifies."""

from datetime import timedelta

import pytest

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot
from yuanba.simulation import secret_shown
from yuanba.simulation.invent import Inventor
from yuanba.simulation.secretly import START, simulate
from yuanba.simulation.world import CompoundPlan, build
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


@pytest.mark.django_db
def test_demonstration_shows_an_open_secret_ballot_where_the_services_are_named(tmp_path, settings) -> None:
    settings.DATA_DIR, settings.ISSUERS = tmp_path, ["http://127.0.0.1:1", "http://127.0.0.1:2"]
    world = build([CompoundPlan("院子", 0, 24, 0, 1)], Inventor(7, phones=24), START)
    now = START + timedelta(days=40)
    settings.URN = ""
    secret_shown.show(world, now)
    assert not Ballot.objects.exists()
    settings.URN = "https://urn.example"
    secret_shown.show(world, now)
    ballot = Ballot.objects.get()
    assert (ballot.state, ballot.level, queries.secret_state(ballot).written) == ("OPEN", "S", 20)
