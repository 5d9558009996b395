"""Scores by hand-computed examples and by invariants."""

from fractions import Fraction
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from yuanba.awards.survey_score import survey_score
from yuanba.surveys import score
from yuanba.surveys.questions import Question

CARE = Question("care", "SCALE", 1, 5, scored=True)
CLEAN = Question("clean", "SCALE", 1, 5, scored=True)
YEARS = Question("years", "SINGLE", options=("new", "old"))
SAID = Question("said", "TEXT")


def test_worked_example() -> None:
    """Five sheets give 5, 5, 4, 4, 2: mean 4; variance (0 + 1 + 1 + 0 + 0 + 4) / 4 = 1.5; 1.96·√(1.5/5) = 1.0735."""
    made = score.score({"care": [0, 1, 0, 2, 2]}, n=5, invited=20, min_sample=5)
    assert (made.state, made.mean, made.points, made.marks) == ("OK", 4, 75, 5)
    assert (made.low_e4, made.high_e4, made.rate_e4) == (29_265, 50_000, 2_500)


def test_below_the_sample_is_insufficient_and_never_zero() -> None:
    made = score.score({"care": [4, 0, 0, 0, 0]}, n=4, invited=10, min_sample=5)
    assert (made.state, made.mean, made.points, made.rate_e4) == ("INSUFFICIENT", None, None, 4_000)
    assert score.score({}, n=9, invited=0, min_sample=5).state == "INSUFFICIENT"
    worst = score.score({"care": [5, 0, 0, 0, 0]}, n=5, invited=10, min_sample=5)
    assert (worst.state, worst.points) == ("OK", 0)


def test_one_mark_says_nothing_of_the_spread() -> None:
    made = score.score({"care": [0, 0, 1, 0, 0]}, n=1, invited=10, min_sample=1)
    assert (made.low_e4, made.high_e4) == (10_000, 50_000)


counts = st.dictionaries(
    st.sampled_from(["care", "clean"]), st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1
)


@given(counts, st.integers(1, 60))
def test_interval_holds_the_mean_and_agrees_with_floating_point(marks: dict, n: int) -> None:
    made = score.score(marks, n=n, invited=100, min_sample=1)
    values = [value for row in marks.values() for value, count in enumerate(row, start=1) for _ in range(count)]
    if not values:
        assert made.state == "INSUFFICIENT"
        return
    assert made.mean == Fraction(sum(values), len(values))
    assert made.low_e4 <= made.mean * 10_000 and made.high_e4 + 1 > made.mean * 10_000
    if len(values) > 1:
        mean = sum(values) / len(values)
        half = 1.96 * sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1) / n)
        assert abs(made.low_e4 - max(mean - half, 1) * 10_000) <= 3
        assert abs(made.high_e4 - min(mean + half, 5) * 10_000) <= 3


answers = st.lists(
    st.fixed_dictionaries(
        {}, optional={"care": st.integers(1, 5), "clean": st.integers(1, 5), "years": st.sampled_from(["new", "old"])}
    ),
    max_size=30,
)


@given(answers, st.randoms(use_true_random=False))
def test_document_is_independent_of_order_and_recomputed_from_its_marks(said: list, random) -> None:
    questions = [CARE, CLEAN, YEARS, SAID]
    made = score.document(said, questions, invited=50, min_sample=5)
    shuffled = list(said)
    random.shuffle(shuffled)
    assert made == score.document(shuffled, questions, invited=50, min_sample=5)
    if made["state"] == "OK":
        again = score.score(made["marks"], n=made["n"], invited=50, min_sample=5)
        assert [again.mean.numerator, again.mean.denominator] == made["mean"]
        assert (again.low_e4, again.high_e4, again.rate_e4) == (made["low_e4"], made["high_e4"], made["rate_e4"])
    else:
        assert set(made) == {"n", "invited", "rate_e4", "state"}


def test_sheets_without_a_mark_are_not_its_n() -> None:
    made = score.document([{"said": "好"}, {"care": 5}], [CARE, SAID], invited=9, min_sample=1)
    assert (made["n"], made["histograms"]) == (1, {})


def test_histograms_count_choices_but_no_texts_and_only_from_the_sample_on() -> None:
    uses = Question("uses", "MULTI", options=("park", "hall"))
    said = [{"uses": ["hall", "park"], "said": "好"}, {"uses": ["park"], "years": "new"}]
    made = score.document(said, [uses, YEARS, SAID], invited=9, min_sample=2)
    assert made["histograms"] == {"uses": {"hall": 1, "park": 2}, "years": {"new": 1}}
    few = score.document(said, [uses, YEARS, SAID], invited=9, min_sample=3)
    assert few == {"n": 2, "invited": 9, "state": "INSUFFICIENT"}


@given(counts, st.integers(1, 60))
def test_score_is_the_one_that_the_award_bundle_recomputes(marks: dict, n: int) -> None:
    made = score.score(marks, n=n, invited=100, min_sample=3)
    bundled = survey_score(marks, n, 100, 3)
    told = (bundled.mean, bundled.low_e4, bundled.high_e4, bundled.rate_e4)
    assert (made.mean, made.low_e4, made.high_e4, made.rate_e4) == told
