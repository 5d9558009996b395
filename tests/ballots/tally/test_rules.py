"""Each rule by examples that were published or computed by hand."""

from fractions import Fraction

import pytest

from tests.ballots.tally.made import DRAW, counted, item, papers, rule
from yuanba.ballots.tally import CountItem, CountPaper, Roll, pool_hash, problem, tally, undecided

# The capital of Tennessee, https://en.wikipedia.org/wiki/Schulze_method and .../Instant-runoff_voting
TENNESSEE = ((42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM"))
# Schulze (2011), example 1: 45 voters, five options.
SCHULZE = (
    *((5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED")),
    *((7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC")),
)


def test_run_off_of_tennessee_goes_to_knoxville() -> None:
    found = counted(rule("ranked-irv"), "MNCK", *TENNESSEE)
    assert found["chosen"] == ["K"]
    assert [row["out"] for row in found["rounds"]] == [["C"], ["N"], []]
    assert found["rounds"][2]["votes"] == {"M": 42, "K": 58}


def test_schulze_of_tennessee_goes_to_nashville() -> None:
    found = counted(rule("ranked-schulze"), "MNCK", *TENNESSEE)
    assert (found["chosen"], found["places"]) == (["N"], [["N"], ["C"], ["K"], ["M"]])


def test_schulze_example_of_the_paper() -> None:
    found = counted(rule("ranked-schulze"), "ABCDE", *SCHULZE)
    assert found["places"] == [["E"], ["A"], ["C"], ["B"], ["D"]]
    assert found["duels"]["A"] == {"B": 20, "C": 26, "D": 30, "E": 22}
    assert found["strongest"]["E"] == {"A": 25, "B": 28, "C": 28, "D": 31}


def test_options_that_cannot_rise_go_out_together_and_without_a_tie() -> None:
    found = counted(rule("ranked-irv"), "ABCDE", (5, "ABCDE"), (4, "BACDE"), (1, "CBADE"), (1, "DBACE"))
    assert found["rounds"][0]["out"] == ["E"]
    assert found["rounds"][1]["out"] == ["C", "D"]
    assert found["chosen"] == ["B"]


def test_exhausted_papers_no_longer_count() -> None:
    loose = rule("ranked-irv", truncated="allowed")
    found = counted(loose, "ABC", (4, "A"), (3, "B"), (2, "C"))
    assert [row["exhausted"] for row in found["rounds"]] == [0, 2]
    assert found["chosen"] == ["A"]  # 4 of the 7 that still count


def test_run_off_tie_stays_undecided_until_the_draw() -> None:
    piles = ((3, "ABC"), (2, "BAC"), (2, "CAB"))
    assert counted(rule("ranked-irv"), "ABC", *piles)["tie"]["undecided"] == ["B", "C"]
    waits = counted(rule("ranked-irv", tie=DRAW), "ABC", *piles)
    assert (waits["chosen"], waits["tie"]["pool"]) == ([], pool_hash(item("ABC")))
    drawn = counted(rule("ranked-irv", tie=DRAW), "ABC", *piles, seed="03 09 14 22 27 31 + 08")
    assert drawn["rounds"][0]["tie"]["decided_by"] == "draw"
    assert drawn["chosen"] == ["A"]


def test_withdrawn_options_are_read_over() -> None:
    found = counted(rule("ranked-irv"), "ABC", (3, "CBA"), (2, "ABC"), withdrawn="C")
    assert (found["withdrawn"], found["rounds"][0]["votes"], found["chosen"]) == ({"C": 3}, {"A": 2, "B": 3}, ["B"])


def test_committee_takes_the_most_votes_and_names_the_tie_at_the_edge() -> None:
    piles = ((3, "AB"), (2, "AC"), (1, "BD"), (2, "CD"))
    plain = counted(rule("committee", seats=3), "ABCD", *piles)
    assert (plain["votes"], plain["chosen"]) == ({"A": 5, "B": 4, "C": 4, "D": 3}, ["A", "B", "C"])
    two = counted(rule("committee", seats=2), "ABCD", *piles)
    assert two["chosen"] == ["A"]
    assert two["tie"] == {"among": ["B", "C"], "places": 1, "decided_by": "", "undecided": ["B", "C"]}
    drawn = counted(rule("committee", seats=2, tie=DRAW), "ABCD", *piles, seed="7")
    assert len(drawn["chosen"]) == 2
    assert drawn["tie"]["decided_by"] == "draw"


def test_area_breaks_a_tie_where_the_manifest_says_so() -> None:
    cast = papers((2, "A"), area_cm2=900_000) + papers((2, "B"), area_cm2=900_001)
    cast = [
        one if one.choices["q"] == ("A",) else type(one)(f"b{one.code}", 0, one.choices, 1, 900_001) for one in cast
    ]
    by_area = rule("approval", tie={"steps": ["area_cm2"]})
    found = tally(by_area, [item("AB")], cast, Roll(4, 4, 3_600_002, by_area=True))["items"][0]
    assert found["area_cm2"]["votes"] == {"A": 1_800_000, "B": 1_800_002}
    assert (found["chosen"], found["tie"]["decided_by"]) == (["B"], "area_cm2")


def test_greedy_funds_by_votes_and_passes_over_what_no_longer_fits() -> None:
    costs = {"A": 600, "B": 500, "C": 300, "D": 100}
    found = counted(
        rule("budget-greedy", budget_fen=1000, cost_fen=costs), "ABCD", (5, "A"), (4, "B"), (3, "C"), (1, "D")
    )
    assert (found["chosen"], found["spent_fen"]) == (["A", "C", "D"], 1000)


def test_greedy_asks_the_tie_rule_only_where_the_order_matters() -> None:
    costs = {"A": 600, "B": 500, "C": 100}
    plain = rule("budget-greedy", budget_fen=1200, cost_fen=costs)
    assert counted(plain, "ABC", (2, "AB"), (1, "C"))["chosen"] == ["A", "B", "C"]
    tight = rule("budget-greedy", budget_fen=1000, cost_fen=costs)
    found = counted(tight, "ABC", (2, "AB"), (1, "C"))
    assert (found["chosen"], found["tie"]["undecided"]) == ([], ["A", "B"])
    cheap = rule("budget-greedy", budget_fen=1000, cost_fen=costs, tie={"steps": ["lower-cost"]})
    assert counted(cheap, "ABC", (2, "AB"), (1, "C"))["chosen"] == ["B", "C"]


def test_equal_shares_by_hand() -> None:
    """Ten voters share 1,000: 100 each. A has six backers, B four; greedy would buy A1, A2 and nothing for the four.

    A1 (300, six backers) costs each 50; then A2 (300) again 50, their purses are empty. B (400, four backers) takes
    100 of each of the four. A3 finds no money. Everything is spent in the first run.
    """
    costs = {"1": 300, "2": 300, "3": 300, "B": 400}
    shares = rule(
        "budget-equal-shares",
        budget_fen=1000,
        cost_fen=costs,
        step_fen=1,
        tie={"steps": ["lower-cost", "draw"], "draw": "x"},
    )
    found = counted(shares, "123B", (6, "123"), (4, "B"), seed="1")
    assert found["runs"] == 1
    assert found["share"] == "100/1"
    assert sorted(row["pays"] for row in found["rounds"]) == ["100/1", "50/1", "50/1"]
    assert "B" in found["chosen"]
    assert (found["spent_fen"], found["completed"]) == (1000, [])


def test_equal_shares_starts_again_with_more_until_the_budget_is_used() -> None:
    """Four voters share 100: 25 each. Y (30, two backers) costs each 15; X (60, the two others) needs 30 each.

    70 are left and X would fit, so all start again with 5 more: now both are bought for 90, and nothing else is asked.
    """
    costs = {"X": 60, "Y": 30, "Z": 10}
    shares = rule("budget-equal-shares", budget_fen=100, cost_fen=costs, step_fen=5)
    found = counted(shares, "XYZ", (2, "X"), (2, "Y"))
    assert (found["runs"], found["share"], found["spent_fen"]) == (2, "30/1", 90)
    assert sorted(found["chosen"]) == ["X", "Y"]


def test_equal_shares_stops_before_the_budget_and_fills_up_by_votes() -> None:
    """Three voters share 99: 33 each. P (60) has two backers, Q (60) one, R (39) all three but R is bought first.

    R costs each 13, which leaves 20: P would need 30. With 10 more P costs 30 of the 30 left: 99 spent.
    """
    costs = {"P": 60, "Q": 60, "R": 39}
    shares = rule("budget-equal-shares", budget_fen=99, cost_fen=costs, step_fen=10)
    found = counted(shares, "PQR", (2, "PR"), (1, "QR"))
    assert [row["option"] for row in found["rounds"]] == ["R", "P"]
    assert (found["runs"], found["share"], found["spent_fen"], found["completed"]) == (2, "43/1", 99, [])


def test_blank_papers_take_part_and_choose_nothing() -> None:
    for key in ("approval", "ranked-irv", "ranked-schulze"):
        found = counted(rule(key), "AB", (3, ""))
        assert (found["blank"], found["chosen"], found["tie"]) == (3, [], {})


def test_items_of_one_sheet_are_counted_by_their_own_rules() -> None:
    yes = CountItem("covenant", 1, ("agree", "against"), rule=rule("yes-no-abstain"))
    cast = papers((2, "A"))
    found = tally(rule("committee"), [item("AB"), yes], cast, Roll(2, 2, 0))["items"]
    assert [(one.get("rule"), one["blank"]) for one in found] == [(None, 0), ("yes-no-abstain", 2)]
    assert not undecided(tally(rule("committee"), [item("AB")], cast, Roll(2, 2, 0)))


YES_NO = CountItem("q", 1, ("agree", "against", "abstain"))
MONEY = {"budget_fen": 10, "cost_fen": {"A": 5, "B": 6}}


@pytest.mark.parametrize(
    ("asked", "document", "code"),
    [
        (item("AB"), {"id": "approval", "version": 2, "source": "x"}, "ballots.rule_unknown"),
        (item("AB"), {"id": "approval", "version": True, "source": "x"}, "ballots.rule_unknown"),
        (item("AB"), rule("approval", tie={"steps": ["coin"]}), "ballots.tie_rule_unknown"),
        (item("AB"), rule("approval", tie={"steps": ["draw"]}), "ballots.tie_rule_unknown"),
        (item("AB"), rule("approval", threshold={"assent": "0.5"}), "ballots.threshold_unreadable"),
        (item("AB"), rule("ranked-irv", threshold={"assent": "1/2"}), "ballots.threshold_unreadable"),
        (CountItem("q", 1, ("agree", "abstain")), rule("yes-no-abstain"), "ballots.not_yes_no"),
        (item("AB"), rule("committee", seats=3), "ballots.seats_out_of_range"),
        (CountItem("q", 1, ("A", "B")), rule("ranked-irv"), "ballots.ranking_needs_all"),
        (item("AB"), rule("budget-greedy", budget_fen=10, cost_fen={"A": 5}), "ballots.budget_incomplete"),
        (item("AB"), rule("budget-equal-shares", **MONEY, step_fen=0), "ballots.step_out_of_range"),
        (YES_NO, rule("yes-no-abstain"), None),
        (item("AB"), rule("budget-equal-shares", **MONEY, step_fen=1), None),
    ],
)
def test_a_rule_that_cannot_count_the_item_is_named_before_the_ballot(asked, document, code) -> None:
    wrong = problem(asked, document)
    assert (wrong and wrong[0]) == code


def test_equal_shares_by_area_grow_by_the_step_for_each_hundred_square_metres() -> None:
    """Three homes of 100 m² and a shop of 300 m² share 1,200 fen: 2 fen for each m², a home 200, the shop 600.

    The playground (500) is wanted by the homes, the shed (660) by the shop alone, which misses 60 at first. Each run gives
    10 fen more for each 100 m²: a home 10, the shop 30; after two more runs the shop can pay for its shed.
    """
    costs = {"A": 500, "B": 660}
    cast = [CountPaper(f"h{one}", 0, {"q": ("A",)}, 1, 1_000_000) for one in range(3)]
    cast.append(CountPaper("shop", 0, {"q": ("B",)}, 1, 3_000_000))
    roll = Roll(4, 4, 6_000_000, by_area=True)
    shares = rule("budget-equal-shares", budget_fen=1200, cost_fen=costs, step_fen=10)
    found = tally(shares | {"version": 2}, [item("AB")], cast, roll)["items"][0]["area_cm2"]
    assert (found["chosen"], found["runs"], found["completed"], found["spent_fen"]) == (["A", "B"], 3, [], 1160)
    assert Fraction(found["share"]) * 10_000 == Fraction(22, 10) and found["voters"] == 6_000_000
    first = tally(shares, [item("AB")], cast, roll)["items"][0]["area_cm2"]
    assert first["runs"] == 2, "version 1 gives the step to each cm²"
