"""A simulated owners' ballot: the result equals a count that shares nothing with the program's, and the bundle verifies."""

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from yuanba import verify
from yuanba.ballots.models import Paper, RollMember
from yuanba.people.models import Ownership
from yuanba.places.models import PremisesArea
from yuanba.simulation.owning import simulate

pytestmark = pytest.mark.django_db


def counted_by_hand() -> tuple[dict[str, list[int]], dict[str, list[int]], list[int]]:
    """(votes, areas) of the first question as {answer: [heads, cm²]}, and the whole roll, from owners and papers alone."""
    owners, areas = defaultdict(set), {}
    for premises, person in Ownership.objects.values_list("premises_id", "person_id"):
        owners[premises].add(person)
    for premises, area in PremisesArea.objects.values_list("premises_id", "exclusive_area_cm2"):
        areas[premises] = area
    heads: dict[frozenset[int], int] = defaultdict(int)
    for premises, area in areas.items():
        heads[frozenset(owners[premises])] += area
    members = defaultdict(set)
    for row, person in RollMember.objects.values_list("roll_row_id", "person_id"):
        members[row].add(person)
    votes = {answer: [0, 0] for answer in ("agree", "against", "abstain")}
    for row, person, choices in Paper.objects.values_list("roll_row_id", "roll_row__person_id", "choices"):
        group = frozenset([person]) if person else frozenset(members[row])
        for answer in json.loads(choices)["q1"]:
            votes[answer][0] += 1
            votes[answer][1] += heads[group]
    came = [sum(one[measure] for one in votes.values()) for measure in (0, 1)]
    return votes, {"came": came}, [len(heads), sum(heads.values())]


@pytest.mark.parametrize(("seed", "turnout"), [(1, 90), (3, 66), (5, 40), (8, 100)])
def test_outcome_equals_an_independent_count(tmp_path: Path, seed: int, turnout: int) -> None:
    report = simulate(
        dwellings=60, seed=seed, turnout=turnout, bundle_file=tmp_path / "owners.zip", tell=lambda line: None
    )
    votes, came, whole = counted_by_hand()
    told = report["outcome"]["q1"]
    assert {key: [told["votes"][key], told["area_cm2"][key]] for key in votes} == votes
    assert report["participation"] == {
        "heads": [came["came"][0], whole[0]],
        "area_cm2": [came["came"][1], whole[1]],
    }
    enough = all(Fraction(came["came"][one], whole[one]) >= Fraction(2, 3) for one in (0, 1))
    more = all(Fraction(votes["agree"][one], came["came"][one]) > Fraction(1, 2) for one in (0, 1))
    assert told["passed"] == (enough and more)
    assert report["acknowledged"] == report["logged"] == came["came"][0]
    assert report["refused"]["second_paper_of_co_owners"] > 0
    assert verify.verify(report["bundle"]) == []
    assert whole[0] < len(set(PremisesArea.objects.values_list("premises_id"))), "somebody owns more than one"


def test_same_seed_gives_the_same_numbers(tmp_path: Path) -> None:
    report = simulate(dwellings=24, seed=3, turnout=80, bundle_file=tmp_path / "one.zip", tell=lambda line: None)
    assert report["participation"]["heads"] == [22, 25]
