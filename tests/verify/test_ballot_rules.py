"""Ballots under every rule, through the real actions to a bundle that recomputes; another result in it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import DRAW, rule
from tests.verify.test_ballot import unpacked
from yuanba import verify
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel import canonical
from yuanba.places.models import Premises

pytestmark = pytest.mark.django_db
SEED = "03 09 14 22 27 31 + 08"
COSTS = {"a": 500, "b": 400, "c": 300}
OWNERS = law.LAW[0].threshold()
VOTES = (["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"], ["a", "c", "b"])  # as rankings: b and c are equal last
RULES: list[tuple[dict[str, Any], str]] = [
    (rule("approval", seats=2, tie=DRAW), "RESIDENTS"),
    (rule("committee", seats=2, threshold=OWNERS), "OWNERS"),
    (rule("ranked-irv", tie=DRAW), "RESIDENTS"),
    (rule("ranked-schulze", tie=DRAW), "OWNERS"),
    (rule("budget-greedy", budget_fen=900, cost_fen=COSTS, tie=DRAW), "RESIDENTS"),
    (rule("budget-equal-shares", budget_fen=900, cost_fen=COSTS, step_fen=7, tie=DRAW), "OWNERS"),
]


def published(terms: dict[str, Any], electorate: str) -> Ballot:
    here = given.place(len(VOTES))
    for home, owner in zip(Premises.objects.order_by("pk"), here.voters, strict=True):
        factories.OwnershipFactory(premises=home, person=owner)
    options = tuple(actions.NewOption(key) for key in COSTS)
    ballot = given.opened(here, items=(actions.NewItem("q", 3, options),), rule=terms, electorate=electorate)
    for number, (voter, keys) in enumerate(zip(here.voters, VOTES, strict=True)):
        whole = terms["id"].startswith("ranked")
        given.cast(given.ticket(ballot, voter), q=keys if whole else keys[: 1 + number % 2])
    given.closed(ballot)
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES, seed=SEED)
    actions.publish(ballot_id=ballot.pk, actor=here.organiser(), now=given.CLOSES)
    ballot.refresh_from_db()
    return ballot


@pytest.mark.parametrize(("terms", "electorate"), RULES, ids=lambda value: str(value["id"]) if "id" in value else value)
def test_bundle_of_every_rule_recomputes_and_another_winner_is_refused(
    tmp_path: Path, terms: dict[str, Any], electorate: str
) -> None:
    folder = unpacked(published(terms, electorate), tmp_path, full=True)
    assert verify.verify(folder) == []
    file = folder / "result.json"
    result = json.loads(file.read_text())
    item = result["items"][0]
    item["chosen"] = item["chosen"][1:] if item["chosen"] else ["a"]
    file.write_bytes(canonical.encode(result) + b"\n")
    assert verify.verify(folder)
