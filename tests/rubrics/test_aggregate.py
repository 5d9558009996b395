"""Aggregation of score sheets: worked examples by hand, and what median polish must keep."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuanba.kernel.verdict import Refused
from yuanba.rubrics.aggregate import connected, severity_model, trimmed_mean, weighted_total, weighted_totals

F = Fraction


def test_weighted_total_by_hand() -> None:
    """40 % of 8 + 30 % of 9 + 30 % of 6 = 7.7 points of 10."""
    assert weighted_total({"effect": 8, "benefit": 9, "model": 6}, {"effect": 40, "benefit": 30, "model": 30}) == F(
        "7.7"
    )


def test_weights_may_be_fractions() -> None:
    assert weighted_total({"a": 6, "b": 9}, {"a": F(1, 3), "b": F(1, 6)}) == 7


def test_a_skipped_criterion_is_never_zero() -> None:
    with pytest.raises(Refused) as caught:
        weighted_totals({("J1", "E1"): {"a": 6}}, {"a": 50, "b": 50})
    assert (caught.value.verdict.code, dict(caught.value.verdict.facts)) == ("rubrics.skipped_criterion", {"keys": "b"})


def test_trimmed_mean_by_hand() -> None:
    assert trimmed_mean([10, 8, 7, 8, 1]) == F(23, 3)
    assert trimmed_mean([F(1, 2)] * 5) == F(1, 2)


def test_trimmed_mean_needs_five() -> None:
    with pytest.raises(Refused) as caught:
        trimmed_mean([1, 2, 3, 4])
    assert caught.value.verdict.code == "rubrics.too_few_scores"
    assert trimmed_mean([1, 2, 4, 4], least=4) == 3


def test_severity_by_hand() -> None:
    """Strict S scores 2 below A and B on every entry: severity 2, and the entries come out as A and B see them."""
    scores = {}
    for entry, score in {"E1": 8, "E2": 6, "E3": 9}.items():
        scores |= {("A", entry): score, ("B", entry): score, ("S", entry): score - 2}
    model = severity_model(scores)
    assert model.scores == {"E1": 8, "E2": 6, "E3": 9}
    assert {juror: one.severity for juror, one in model.jurors.items()} == {"A": 0, "B": 0, "S": 2}
    assert {one.spread for one in model.jurors.values()} == {0}
    assert {one.agreement for one in model.jurors.values()} == {1}


def test_severity_helps_whoever_met_the_strict_juror() -> None:
    """E1 was read by A and S, E2 by A and B; the shared E3 links all. Raw means would put E1 behind E2."""
    model = severity_model(
        {("A", "E1"): 8, ("S", "E1"): 5, ("A", "E2"): 7, ("B", "E2"): 7,
         ("A", "E3"): 6, ("B", "E3"): 6, ("S", "E3"): 3}
    )  # fmt: skip
    assert model.jurors["S"].severity == 3
    assert model.scores == {"E1": 8, "E2": 7, "E3": 6}


def test_one_extreme_score_does_not_move_an_entry() -> None:
    scores = {(juror, entry): 7 for juror in "ABCDE" for entry in ("E1", "E2", "E3")}
    scores["E", "E1"] = 100
    model = severity_model(scores)
    assert model.scores["E1"] == 7
    assert model.jurors["E"].spread == 31


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [([("A", "E1"), ("B", "E2")], 2), ([("A", "E1"), ("A", "E2"), ("B", "E3"), ("C", "E3")], 2), ([], 0)],
)
def test_severity_is_refused_where_jurors_share_nothing(pairs: list[tuple[str, str]], groups: int) -> None:
    verdict = connected(pairs)
    assert (verdict.code, verdict.facts["groups"]) == ("rubrics.disconnected", groups)
    with pytest.raises(Refused):
        severity_model(dict.fromkeys(pairs, 5))


def test_jurors_linked_through_others_are_connected() -> None:
    assert connected([("A", "E1"), ("B", "E1"), ("B", "E2"), ("C", "E2")])


def test_a_juror_and_an_entry_of_one_name_are_two() -> None:
    assert not connected([("X", "Y"), ("Y", "X")])


@st.composite
def sheets(draw: st.DrawFn) -> dict[tuple[str, str], Fraction]:
    """A connected table: juror J0 reads everything, the others some."""
    entries = [f"E{at}" for at in range(draw(st.integers(1, 6)))]
    pairs = [("J0", entry) for entry in entries]
    for at in range(1, draw(st.integers(1, 6))):
        pairs += [(f"J{at}", entry) for entry in draw(st.lists(st.sampled_from(entries), min_size=1, unique=True))]
    return {pair: F(draw(st.integers(0, 1000)), draw(st.sampled_from([1, 10, 3]))) for pair in pairs}


@settings(max_examples=150, deadline=None)
@given(sheets(), st.integers(-50, 50))
def test_moving_every_score_moves_every_entry(scores: dict[tuple[str, str], Fraction], step: int) -> None:
    before, after = severity_model(scores), severity_model({pair: raw + step for pair, raw in scores.items()})
    assert after.scores == {entry: score + step for entry, score in before.scores.items()}
    assert after.jurors == before.jurors


@settings(max_examples=150, deadline=None)
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_changes_nothing(scores: dict[tuple[str, str], Fraction], random: object) -> None:
    pairs = list(scores)
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert severity_model({pair: scores[pair] for pair in pairs}) == severity_model(scores)


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_the_middle_juror_has_no_severity_and_shares_lie_between_0_and_1(
    scores: dict[tuple[str, str], Fraction],
) -> None:
    model = severity_model(scores)
    ordered = sorted(one.severity for one in model.jurors.values())
    half = len(ordered) // 2
    assert (ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2) == 0
    assert all(0 <= one.agreement <= 1 and one.spread >= 0 for one in model.jurors.values())
    assert sum(one.count for one in model.jurors.values()) == len(scores)
    assert model.sweeps <= 10


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=6), st.lists(st.integers(0, 9), min_size=3, max_size=7))
def test_a_purely_additive_table_is_found_exactly(merits: list[int], strictness: list[int]) -> None:
    table = {(f"J{j}", f"E{e}"): merit - hard for e, merit in enumerate(merits) for j, hard in enumerate(strictness)}
    model = severity_model(table)
    assert all(one.spread == 0 for one in model.jurors.values())
    shift = {model.scores[f"E{e}"] - merit for e, merit in enumerate(merits)}
    assert len(shift) == 1
