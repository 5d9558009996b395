"""Scores by hand-computed examples and by invariants."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.surveys import score
from yuanba.surveys.questions import Question

CARE = Question("care", "SCALE", 1, 5, scored=True)
CLEAN = Question("clean", "SCALE", 0, 10, scored=True)
YEARS = Question("years", "SINGLE", options=("new", "old"))
SAID = Question("said", "TEXT")


def test_worked_example() -> None:
    """Care 5 of 1..5 is 100 points, clean 5 of 0..10 is 50: this resident gives 75."""
    assert score.person_score({"care": 5, "clean": 5}, [CARE, CLEAN]) == 75
    assert score.person_score({"care": 2}, [CARE, CLEAN]) == 25
    assert score.person_score({}, [CARE, CLEAN]) is None


def test_below_the_sample_is_insufficient_and_never_zero() -> None:
    made = score.estimate([Fraction(0)] * 4, invited=10, min_sample=5)
    assert (made.state, made.mean, made.score_centi, made.response_centi) == ("INSUFFICIENT", None, None, 4000)
    assert score.estimate([], invited=0, min_sample=0).state == "INSUFFICIENT"
    assert score.estimate([Fraction(0)] * 5, invited=10, min_sample=5).score_centi == 0


def test_interval_is_wilsons() -> None:
    """20 of 40: 0.5 within 0.3520 and 0.6480, as every table of Wilson's interval says."""
    assert score.wilson(Fraction(1, 2), 40) == (3519, 6481)
    low, high = score.wilson(Fraction(1), 10)
    assert (low, high) == (7224, 10000)


@given(st.integers(0, 400), st.integers(1, 400))
def test_interval_holds_the_share_and_agrees_with_floating_point(part: int, n: int) -> None:
    share = Fraction(min(part, n), n)
    low, high = score.wilson(share, n)
    assert 0 <= low <= share * 10_000 <= high <= 10_000
    z, p = 1.96, float(share)
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert abs(low - max(centre - half, 0) * 10_000) <= 2
    assert abs(high - min(centre + half, 1) * 10_000) <= 2


@given(st.fractions(min_value=0, max_value=10**9))
def test_ceil_sqrt_is_the_smallest(value: Fraction) -> None:
    root = score.ceil_sqrt(value)
    assert root * root >= value
    assert root == 0 or (root - 1) ** 2 < value


answers = st.lists(
    st.fixed_dictionaries(
        {}, optional={"care": st.integers(1, 5), "clean": st.integers(0, 10), "years": st.sampled_from(["new", "old"])}
    ),
    max_size=30,
)


@given(answers, st.randoms(use_true_random=False))
def test_document_is_independent_of_order_and_recomputed_from_its_vectors(given_answers: list, random) -> None:
    questions = [CARE, CLEAN, YEARS, SAID]
    made = score.document(given_answers, questions, invited=50, min_sample=5)
    shuffled = list(given_answers)
    random.shuffle(shuffled)
    assert made == score.document(shuffled, questions, invited=50, min_sample=5)
    if made["state"] == "OK":
        again = score.estimate(score.scores_of(made["vectors"], [CARE, CLEAN]), invited=50, min_sample=5)
        assert [again.mean.numerator, again.mean.denominator] == made["mean"]
        assert (again.n, again.low_centi, again.high_centi) == (made["n"], made["low_centi"], made["high_centi"])
    else:
        assert set(made) == {"n", "invited", "response_centi", "state"}


@pytest.mark.parametrize("vectors", [{"5": 1}, {"6,1": 1}, {"5,11": 1}, {"-,-": 1}, {"5,1": 0}, {"a,1": 1}])
def test_impossible_vectors_are_refused(vectors: dict) -> None:
    with pytest.raises(ValueError):
        score.scores_of(vectors, [CARE, CLEAN])


def test_histograms_count_choices_but_no_texts() -> None:
    uses = Question("uses", "MULTI", options=("park", "hall"))
    said = [{"care": 5, "uses": ["hall", "park"], "said": "好"}, {"uses": ["park"], "years": "new"}]
    assert score.histograms(said, [CARE, uses, YEARS, SAID]) == {
        "care": {"5": 1},
        "uses": {"hall": 1, "park": 2},
        "years": {"new": 1},
    }
