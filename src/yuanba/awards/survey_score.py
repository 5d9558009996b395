"""The satisfaction score of one candidate from counts of marks: exact mean, whole-number interval, never zero for few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

E4 = 10_000  # results for reading are whole 1/10000
Z_PERCENT = 196  # Source: the normal quantile 1.96 of a 95 % interval, in hundredths.


@dataclass(frozen=True)
class SurveyScore:
    """`mean` is None below the minimum sample. low and high bound a 95 % interval, rate is n of invited, all in 1/10000.

    The interval counts sheets, not marks, as the sample: the marks of one sheet hang together.
    """

    mean: Fraction | None
    n: int
    invited: int
    marks: int
    low_e4: int
    high_e4: int
    rate_e4: int


def survey_score(counts: Mapping[str, Sequence[int]], n: int, invited: int, min_sample: int) -> SurveyScore:
    """The mean of all marks given. `counts` maps a question to how often 1, 2, 3… was given; `n` counts sheets."""
    rate = n * E4 // invited if invited else 0
    pairs = [(value, count) for row in counts.values() for value, count in enumerate(row, start=1)]
    marks = sum(count for _, count in pairs)
    if n < min_sample or not marks:
        return SurveyScore(None, n, invited, marks, 0, 0, rate)
    first = sum(value * count for value, count in pairs)
    second = sum(value * value * count for value, count in pairs)
    highest = max(len(row) for row in counts.values())
    middle = first * E4 // marks
    half = _half_width(n, marks, first, second) if marks > 1 else highest * E4
    low, high = max(middle - half, E4), min(middle + half, highest * E4)
    return SurveyScore(Fraction(first, marks), n, invited, marks, low, high, rate)


def _half_width(n: int, marks: int, first: int, second: int) -> int:
    """1.96 x sqrt(variance / n) in 1/10000, rounded down; the variance of the marks is (N*S2 - S1^2) / (N*(N-1))."""
    scaled = Z_PERCENT**2 * E4 * (marks * second - first * first)
    return isqrt(scaled // (marks * (marks - 1) * n))
