"""Our counts against two libraries that others wrote: votelib (MIT) and pabutools (GPL, in tests only).

A library that breaks ties by itself is asked only where our count found none.
"""

from collections import Counter
from random import Random
from typing import Any

import pytest
import votelib.convert
import votelib.evaluate.condorcet
import votelib.evaluate.core
import votelib.evaluate.sequential
from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from tests.ballots.tally.made import rule
from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally

OPTIONS = tuple("ABCDEF")
ROUNDS = 150


def counted(document: dict[str, Any], answers: list[tuple[str, ...]]) -> dict[str, Any]:
    papers = [CountPaper(str(number), 0, {"q": answer}) for number, answer in enumerate(answers)]
    item = CountItem("q", len(OPTIONS), OPTIONS)
    found: dict[str, Any] = tally(document, [item], papers, Roll(len(papers), len(papers), 0))["items"][0]
    return found


def rankings(random: Random, *, short: bool) -> list[tuple[str, ...]]:
    """Papers around a few opinions, so that rounds and cycles are not all alike."""
    opinions = [random.sample(OPTIONS, len(OPTIONS)) for _ in range(5)]
    return [
        tuple(random.choice(opinions)[: random.randint(1, len(OPTIONS)) if short else None])
        for _ in range(random.randint(20, 60))
    ]


@pytest.mark.parametrize("short", [False, True])
def test_run_off_agrees_with_votelib(short: bool) -> None:
    random, compared = Random(3), 0
    oracle = votelib.evaluate.sequential.TransferableVoteSelector(quota_function="droop")
    for _ in range(ROUNDS):
        papers = rankings(random, short=short)
        found = counted(rule("ranked-irv", truncated="allowed"), papers)
        if any(len(row["out"]) > 1 for row in found["rounds"]) or not found["chosen"]:
            continue  # votelib leaves a tie for the last place undecided, even where its order is idle
        assert oracle.evaluate(Counter(papers), 1) == found["chosen"]
        compared += 1
    assert compared > ROUNDS / 5


@pytest.mark.parametrize("short", [False, True])
def test_schulze_agrees_with_votelib(short: bool) -> None:
    random, compared = Random(4), 0
    convert = votelib.convert.RankedToCondorcetVotes(unranked_at_bottom=True)
    for _ in range(ROUNDS):
        papers = rankings(random, short=short)
        found = counted(rule("ranked-schulze", truncated="allowed"), papers)
        if any(len(place) > 1 for place in found["places"]):
            continue
        seen = votelib.evaluate.condorcet.Schulze().evaluate(convert.convert(Counter(papers)), len(OPTIONS))
        assert seen == [place[0] for place in found["places"]][: len(seen)]
        compared += 1
    assert compared > ROUNDS / 5


def test_approval_agrees_with_votelib() -> None:
    random, compared = Random(5), 0
    for _ in range(ROUNDS):
        papers = [tuple(sorted(random.sample(OPTIONS, random.randint(1, 4)))) for _ in range(random.randint(5, 40))]
        found = counted(rule("approval", seats=2), papers)
        votes = votelib.convert.ApprovalToSimpleVotes().convert(Counter(frozenset(paper) for paper in papers))
        assert {option: count for option, count in found["votes"].items() if count} == votes
        if not found["tie"]:
            seen = votelib.evaluate.core.Plurality().evaluate(votes, 2)
            assert sorted(seen) == sorted(found["chosen"])
            compared += 1
    assert compared > ROUNDS / 5


def budgets(random: Random) -> tuple[dict[str, Any], list[tuple[str, ...]], Instance, ApprovalProfile]:
    costs = {option: random.randint(10, 400) for option in OPTIONS}
    terms = {"budget_fen": random.randint(300, 900), "cost_fen": costs}
    papers = [tuple(sorted(random.sample(OPTIONS, random.randint(1, 4)))) for _ in range(random.randint(5, 40))]
    projects = {option: Project(option, cost) for option, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=terms["budget_fen"])
    profile = ApprovalProfile([ApprovalBallot(projects[option] for option in paper) for paper in papers], instance)
    return terms, papers, instance, profile


def test_greedy_agrees_with_pabutools() -> None:
    random, compared = Random(6), 0
    for _ in range(ROUNDS):
        terms, papers, instance, profile = budgets(random)
        found = counted(rule("budget-greedy", **terms), papers)
        if found["tie"]:
            continue
        seen = greedy_utilitarian_welfare(instance, profile, Cost_Sat)
        assert {one.name for one in seen if found["votes"][one.name]} == set(found["chosen"])
        compared += 1
    assert compared > ROUNDS / 5


@pytest.mark.parametrize("step", [1, 3])
def test_equal_shares_with_add1_and_completion_agree_with_pabutools(step: int) -> None:
    random, compared, grew, filled = Random(7), 0, 0, 0
    for _ in range(ROUNDS):
        terms, papers, instance, profile = budgets(random)
        found = counted(rule("budget-equal-shares", step_fen=step, **terms), papers)
        if found["tie"]:
            continue
        shares = method_of_equal_shares(instance, profile, Cost_Sat, voter_budget_increment=step)
        assert {one.name for one in shares} == {row["option"] for row in found["rounds"]}
        whole = greedy_utilitarian_welfare(instance, profile, Cost_Sat, initial_budget_allocation=shares)
        assert {one.name for one in whole if found["votes"][one.name]} == set(found["chosen"])
        compared, grew, filled = compared + 1, grew + (found["runs"] > 2), filled + bool(found["completed"])
    assert compared > ROUNDS / 2
    assert grew > ROUNDS / 5
    assert filled
