"""Files for and from other programs: read back by pabutools and votelib; an official tally line by line."""

import io

import votelib.io.blt
from pabutools.election import Cost_Sat
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.rules import method_of_equal_shares

from tests.ballots.tally.made import item, papers, rule
from yuanba.ballots.tally import CountItem, Roll, tally
from yuanba.ballots.tally.export import ABOUT, blt, pabulib
from yuanba.ballots.tally.official import Line, check, differences

YES_NO = CountItem("q", 1, ("agree", "against", "abstain"))


def test_pabutools_reads_our_file_and_funds_the_same() -> None:
    shares = rule("budget-equal-shares", budget_fen=1000, cost_fen={"A": 500, "B": 490, "C": 300, "D": 1}, step_fen=1)
    cast = papers((6, "AB"), (1, "A"), (4, "C"), (1, "D"), (2, ""))
    asked = item("ABCD", withdrawn="D")
    found = tally(shares, [asked], cast, Roll(14, 14, 0))["items"][0]
    names = {"A": '儿童乐园; "大"\n滑梯', "B": "健身角", "C": "车棚"}
    about = dict.fromkeys(ABOUT, "x")
    text = pabulib(asked, shares, cast, about=about, names=names, chosen=found["chosen"])
    instance, profile = parse_pabulib_from_string(text)
    assert (instance.budget_limit, profile.num_ballots(), len(instance)) == (1000, 11, 3)
    assert '1;500;7;"儿童乐园; ""大"" 滑梯";1' in text
    again = method_of_equal_shares(instance, profile, Cost_Sat, voter_budget_increment=1)
    assert {"ABC"[int(one.name) - 1] for one in again} == {row["option"] for row in found["rounds"]}


def test_votelib_reads_our_rankings() -> None:
    cast = papers((2, "ABC"), (1, "CA"), (1, ""))
    text = blt(item("ABC", withdrawn="B"), cast, title='标志 "一"', names={"A": "鹤"})
    assert text == '3 1\n-2\n2 1 2 3 0\n1 3 1 0\n0\n"鹤"\n"B"\n"C"\n"标志 \'一\'"\n'
    votes, seats, candidates, title = votelib.io.blt.load(io.StringIO(text.replace("-2\n", "")))
    assert (seats, len(candidates), title, sorted(votes.values())) == (1, 3, "标志 '一'", [1, 2])


def official(**changes: tuple[str, str]) -> list[Line]:
    """Nine owners of 90.5 m² each; four agree, two are against, one abstains, one is blank: eight came."""
    said = {
        "roll": ("9", "814.5"),
        "came": ("8", "724"),
        "agree": ("4", "362"),
        "against": ("2", "181.0000"),
        "abstain": ("1", "90.5"),
        "blank": ("1", "90.50"),
    } | changes
    return [
        Line(number, "" if what in ("roll", "came") else "q", what, *numbers)
        for number, (what, numbers) in enumerate(said.items(), start=2)
    ]


def test_official_tally_that_adds_up_is_compared_with_ours() -> None:
    found, wrong = check(official(), [YES_NO])
    assert not wrong
    assert found is not None
    cast = papers((4, "1"), (2, "2"), (1, "3"), (1, ""), area_cm2=905_000)
    names = dict(zip("123", YES_NO.options, strict=True))
    cast = [type(one)(one.code, 0, {"q": [names[key] for key in one.choices["q"]]}, 1, 905_000) for one in cast]
    roll = Roll(9, 9, 9 * 905_000, by_area=True)
    ours = tally(rule("yes-no-abstain"), [YES_NO], cast, roll)
    assert differences(found, ours, roll, [YES_NO]) == []
    other, _ = check(official(agree=("3", "362"), against=("3", "181")), [YES_NO])
    assert other is not None
    assert differences(other, ours, roll, [YES_NO]) == [
        {"item": "q", "what": "agree", "measure": "heads", "official": 3, "ours": 4},
        {"item": "q", "what": "against", "measure": "heads", "official": 3, "ours": 2},
    ]


def test_official_tally_is_refused_line_by_line() -> None:
    def codes(lines: list[Line]) -> list[tuple[int, str]]:
        found, wrong = check(lines, [YES_NO])
        assert found is None
        return [(one.line, one.code.removeprefix("official.")) for one in wrong]

    assert codes(official(agree=("5", "362"))) == [(7, "sum_differs")]
    assert codes(official(agree=("4", "362.0001"))) == [(7, "sum_differs")]
    assert codes(official(came=("10", "724"))) == [(3, "more_than_roll"), (7, "sum_differs")]
    assert codes(official(agree=("四", "362"), blank=("1", "90.50001"))) == [
        (4, "unreadable_heads"),
        (7, "unreadable_area"),
    ]
    assert codes(official(swan=("1", "1"))) == [(8, "unknown_line")]
    assert codes([*official(), official()[2]]) == [(4, "twice")]
    assert codes(official()[:-1]) == [(0, "missing")]


FLAT = 905_000  # cm² of every owner


def weighed(count: dict, asked: CountItem, *rows: tuple[int, str]) -> tuple[CountItem, dict, Roll]:
    """The item with its rule, our result by heads and area, and the roll of nine."""
    cast = papers(*rows, area_cm2=FLAT)
    cast = [type(one)(one.code, 0, one.choices, 1, FLAT) for one in cast]
    roll = Roll(9, 9, 9 * FLAT, by_area=True)
    return CountItem(asked.key, asked.choose, asked.options, rule=count), tally(count, [asked], cast, roll), roll


def held(asked: CountItem, came: int, **votes: int) -> list[Line]:
    """A tally in which everybody owns the same, so that areas follow from heads."""
    said = {"roll": 9, "came": came} | votes
    return [
        Line(number, "" if what in ("roll", "came") else asked.key, what, str(heads), str(heads * 90.5))
        for number, (what, heads) in enumerate(said.items(), start=2)
    ]


def test_several_crosses_need_not_add_up_and_cannot_be_more_than_were_possible() -> None:
    committee = rule("approval", seats=2)
    asked, ours, roll = weighed(committee, CountItem("q", 2, ("A", "B", "C")), (4, "AB"), (2, "A"), (1, "C"), (1, ""))
    found, wrong = check(held(asked, 8, A=6, B=4, C=1, blank=1), [asked])
    assert not wrong and found is not None
    assert differences(found, ours, roll, [asked]) == []
    other, _ = check(held(asked, 8, A=6, B=5, C=1, blank=2), [asked])
    assert other is not None
    assert [(one["what"], one["measure"]) for one in differences(other, ours, roll, [asked])] == [
        ("B", "heads"),
        ("B", "area_cm2"),
        ("blank", "heads"),
    ], "what our result does not say is not compared"

    def codes(**votes: int) -> set[tuple[int, str]]:
        return {(one.line, one.code.removeprefix("official.")) for one in check(held(asked, 8, **votes), [asked])[1]}

    assert codes(A=8, B=1, C=1, blank=1) == {(4, "more_than_filled")}
    assert codes(A=7, B=7, C=1, blank=1) == {(7, "too_many_crosses")}
    assert codes(A=3, B=2, C=1, blank=1) == {(7, "too_few_crosses")}
    assert codes(A=0, B=0, C=0, blank=9) == {(7, "too_many_crosses")}
    assert codes(A=0, B=0, C=0, blank=8) == set()


def test_a_ranking_is_held_against_its_first_places_and_a_budget_against_its_crosses() -> None:
    for kind in ("ranked-irv", "ranked-schulze"):
        count = rule(kind, truncated="allowed")
        asked, ours, roll = weighed(count, item("ABC"), (4, "ABC"), (2, "CB"), (1, "B"), (1, ""))
        found, wrong = check(held(asked, 8, A=4, B=1, C=2, blank=1), [asked])
        assert not wrong and found is not None and differences(found, ours, roll, [asked]) == []
        assert [one.code for one in check(held(asked, 8, A=4, B=2, C=2, blank=1), [asked])[1]] == [
            "official.sum_differs",
            "official.sum_differs",
        ]
    money = rule("budget-greedy", budget_fen=800, cost_fen={"A": 500, "B": 300, "C": 900})
    asked, ours, roll = weighed(money, item("ABC"), (5, "AB"), (2, "C"), (1, ""))
    found, wrong = check(held(asked, 8, A=5, B=5, C=2, blank=1), [asked])
    assert not wrong and found is not None and differences(found, ours, roll, [asked]) == []
