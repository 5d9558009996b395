"""The verifier's own count agrees with the program's, on papers that hypothesis invents; ties and edges among them."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.elections import election
from yuanba import verify
from yuanba.ballots.tally import RULES, CountItem, CountPaper, Roll, Silent, law, problem, tally, undecided

OPTIONS = ("A", "B", "C", "D", "E")
YES_NO = ("agree", "against", "abstain")
SEED = "03 09 14 22 27 31 + 08"
BY_VOTES = ("heads", "area_cm2", "draw")
BY_MONEY = ("more-votes", "lower-cost", "draw")
ROWS = [row.threshold() for row in law.LAW]


def ties(draw: Any, steps: tuple[str, ...]) -> dict[str, Any]:
    some = st.lists(st.sampled_from(steps), unique=True, max_size=len(steps))
    named = draw(st.one_of(some, st.permutations(steps)))
    return {"tie": {"steps": named} | ({"draw": "双色球"} if "draw" in named else {})} if named else {}


@st.composite
def rules(draw: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A rule document and the options of the item that it counts."""
    name = draw(st.sampled_from(sorted({key for key, _ in RULES})))
    rule: dict[str, Any] = {"id": name, "version": 1, "source": "x"}
    if name == "yes-no-abstain":
        if draw(st.booleans()):
            rule["threshold"] = draw(st.sampled_from(ROWS))
        return rule, YES_NO
    if name in ("approval", "committee"):
        rule |= ties(draw, BY_VOTES) | {"seats": draw(st.integers(1, 4)), "order": draw(st.sampled_from(BY_VOTES[:2]))}
        if draw(st.booleans()):
            rule["threshold"] = draw(st.sampled_from(ROWS))
    if name.startswith("ranked"):
        rule |= ties(draw, ("first-round", "draw") if name == "ranked-irv" else ("draw",))
        rule["truncated"] = "allowed"
    if name.startswith("budget"):
        costs = draw(st.lists(st.integers(1, 30), min_size=len(OPTIONS), max_size=len(OPTIONS)))
        rule |= ties(draw, BY_MONEY) | {
            "budget_fen": draw(st.integers(1, 80)),
            "cost_fen": dict(zip(OPTIONS, costs, strict=True)),
        }
        if name == "budget-equal-shares":
            rule["step_fen"] = draw(st.integers(1, 7))
    return rule, OPTIONS


@st.composite
def ballots(draw: Any) -> tuple[dict[str, Any], list[dict[str, Any]], set[str], str, list[dict[str, Any]]]:
    """A manifest, papers with revotes and voided ones, withdrawn options, a seed or none, silent voters."""
    rule, options = draw(rules())
    ranked = rule["id"].startswith("ranked")
    choose = 1 if options == YES_NO else len(options)
    answers = st.lists(st.sampled_from(options), unique=True, max_size=choose)
    paper = st.fixed_dictionaries(
        {
            "code": st.sampled_from([f"{n:02}" for n in range(25)]),
            "attempt": st.sampled_from([0, 0, 0, 1]),
            "choices": answers.map(lambda found: {"q": found if ranked else sorted(found)}),
            "heads": st.just(1),
            "area_cm2": st.sampled_from([1, 100, 899_999, 900_000, 900_001]),
            "channel": st.sampled_from(["PHONE", "PAPER"]),
            "void_reason": st.sampled_from([""] * 6 + ["RING"]),
        }
    )
    papers = draw(
        st.lists(
            paper,
            min_size=draw(st.sampled_from([0, 8, 16])),
            max_size=30,
            unique_by=lambda one: (one["code"], one["attempt"]),
        )
    )
    silent = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "code": st.sampled_from([f"s{n}" for n in range(5)] + ["00", "01"]),
                    "heads": st.just(1),
                    "area_cm2": st.integers(1, 10**6),
                    "proof": st.sampled_from(["", "letter 7"]),
                }
            ),
            max_size=5,
            unique_by=lambda one: one["code"],
        )
    )
    if draw(st.booleans()):
        rule["silence"] = {"reference": "议事规则", "counts_as": draw(st.sampled_from(["majority", "present"]))}
    manifest = {
        "rule": rule,
        "electorate": draw(st.sampled_from(["OWNERS", "RESIDENTS"])),
        "items": [{"key": "q", "choose": choose, "minimum": 0, "options": list(options)}],
        "roll": {"rows": 30, "heads": draw(st.integers(1, 20)), "area_cm2": draw(st.integers(1, 10**7))},
    }
    withdrawn = draw(st.sets(st.sampled_from(options), max_size=2)) if options == OPTIONS else set()
    return manifest, papers, withdrawn, draw(st.sampled_from(["", SEED, SEED])), silent


def program(
    manifest: dict[str, Any], papers: list[dict[str, Any]], withdrawn: set[str], seed: str = "", silent: Any = ()
) -> dict[str, Any]:
    items = [
        CountItem(item["key"], item["choose"], tuple(item["options"]), frozenset(withdrawn), item.get("rule", {}))
        for item in manifest["items"]
    ]
    for item in items:
        assert problem(item, item.rule or manifest["rule"]) is None
    roll = Roll(**manifest["roll"], by_area=manifest["electorate"] == "OWNERS")
    voters = [Silent(**one) for one in silent]
    return tally(manifest["rule"], items, [CountPaper(**one) for one in papers], roll, seed=seed, silent=voters)


@given(ballots(), st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None)
def test_both_counts_agree_whatever_the_order_of_the_papers(ballot: Any, random: Any) -> None:
    manifest, papers, withdrawn, seed, silent = ballot
    found = program(manifest, papers, withdrawn, seed, silent)
    assert verify.recount(manifest, papers, withdrawn, seed, silent) == found
    json.dumps(found)
    random.shuffle(papers)
    assert program(manifest, papers, withdrawn, seed, silent) == found
    if "draw" in manifest["rule"].get("tie", {}).get("steps", ()) and seed:
        assert not undecided(found)  # the draw leaves nothing open


@pytest.mark.parametrize("beside", [-100, -1, 0, 1, 100])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_both_agree_on_the_edge_of_every_threshold(row: dict[str, str], beside: int) -> None:
    """Twelve owners of 90 m²; the area of one of them lies `beside` the round number."""
    rule = {"id": "yes-no-abstain", "version": 1, "source": "x", "threshold": row}
    manifest = {
        "rule": rule,
        "electorate": "OWNERS",
        "items": [{"key": "q", "choose": 1, "minimum": 0, "options": list(YES_NO)}],
        "roll": {"rows": 12, "heads": 12, "area_cm2": 12 * 900_000},
    }
    for came in (7, 8, 9, 12):
        for agree in range(came + 1):
            papers = [
                {"code": f"{n:02}", "attempt": 0, "choices": {"q": ["agree" if n < agree else "against"]}, "heads": 1,
                 "area_cm2": 900_000 + beside * (n == 0), "channel": "PHONE", "void_reason": ""}
                for n in range(came)
            ]  # fmt: skip
            assert verify.recount(manifest, papers, set()) == program(manifest, papers, set())


@pytest.mark.parametrize(
    "change",
    [
        {"step_fen": 0},
        {"step_fen": 1, "cost_fen": dict.fromkeys(OPTIONS, 5001)},
        {"cost_fen": dict.fromkeys(OPTIONS, -1)},
        {"budget_fen": True},
        {"threshold": {"participation": "", "assent": "-1/2", "of": "all", "row": "x", "source": "x"}},
    ],
)
def test_recount_does_not_count_for_ever_what_no_ballot_of_ours_says(change: dict[str, Any]) -> None:
    terms = {"budget_fen": 100, "cost_fen": dict.fromkeys(OPTIONS, 60), "step_fen": 1}
    manifest = {
        "rule": {"id": "budget-equal-shares", "version": 1, "source": "x"} | terms | change,
        "electorate": "RESIDENTS",
        "items": [{"key": "q", "choose": 5, "minimum": 0, "options": list(OPTIONS)}],
        "roll": {"rows": 1, "heads": 1, "area_cm2": 0},
    }
    with pytest.raises(verify.Broken):
        verify.recount(manifest, [], set())


def test_recount_refuses_a_rule_and_a_choice_that_it_does_not_know() -> None:
    manifest: dict[str, Any] = {
        "rule": {"id": "approval", "version": 1, "source": "x"},
        "electorate": "RESIDENTS",
        "items": [{"key": "q", "choose": 2, "minimum": 0, "options": ["A", "B"]}],
        "roll": {"rows": 1, "heads": 1, "area_cm2": 0},
    }
    paper = {"code": "a", "attempt": 0, "heads": 1, "area_cm2": 0, "channel": "PHONE", "void_reason": ""}
    for choice in (["C"], ["A", "A"]):
        with pytest.raises(verify.Broken, match="impossible choice"):
            verify.recount(manifest, [paper | {"choices": {"q": choice}}], set())
    other = copy.deepcopy(manifest)
    other["rule"]["version"] = 2
    with pytest.raises(verify.Broken, match="no rule"):
        verify.recount(other, [], set())


def test_a_budget_by_area_is_counted_alike_with_its_step_for_each_hundred_square_metres() -> None:
    """Every election of that rule among the first three hundred, homes of 90 m²."""
    made = [election(number) for number in range(300)]
    squares = [one for one in made if one["manifest"]["rule"]["version"] == 2]
    assert len(squares) > 10
    for one in squares:
        found = verify.recount(one["manifest"], one["papers"], set(one["withdrawn"]), one["seed"], one["silent"])
        assert found == program(one["manifest"], one["papers"], set(one["withdrawn"]), one["seed"], one["silent"])
