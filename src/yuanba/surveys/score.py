"""Scores from counts of marks: exact fractions and integers, so that anyone recomputes them. Pure.

A mark is one answer to a scored question; all scored questions of a form have one scale low..high. The score of a
target is the mean of all its marks, and the same as points, 0..100. The interval is the normal one at 95 %: the
variance of the marks over the number of sheets, since the marks of one sheet hang together. What is told in whole
numbers is 1/10000 (`_e4`), rounded down, the half width with the integer square root: as in the bundle that awards
publish (docs/reference/award-bundle.md, SURVEY), where the scale begins at 1.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from yuanba.surveys.questions import MULTI, SCALE, SINGLE, Question

E4 = 10_000
Z_PERCENT = 196  # Source: the normal quantile 1.96 of a 95 % interval, in hundredths.
POINTS = 100


@dataclass(frozen=True)
class Score:
    """`n` sheets of `invited` gave `marks` marks. `mean` (in marks) and `points` (0..100) are None below the sample,
    which is INSUFFICIENT and never zero; the ends of the interval are 0 then."""

    n: int
    invited: int
    marks: int
    rate_e4: int
    mean: Fraction | None
    points: Fraction | None
    low_e4: int
    high_e4: int

    @property
    def state(self) -> str:
        return "INSUFFICIENT" if self.mean is None else "OK"


def score(
    counts: Mapping[str, Sequence[int]], *, n: int, invited: int, min_sample: int, low: int = 1, high: int = 5
) -> Score:
    """The score of one target. `counts` maps a question to how often low, low + 1, … high was given."""
    rate = n * E4 // invited if invited else 0
    pairs = [(value, count) for row in counts.values() for value, count in enumerate(row, start=low)]
    marks = sum(count for _, count in pairs)
    if n < min_sample or not marks:
        return Score(n, invited, marks, rate, None, None, 0, 0)
    first = sum(value * count for value, count in pairs)
    second = sum(value * value * count for value, count in pairs)
    mean = Fraction(first, marks)
    middle = first * E4 // marks
    half = _half_width(n, marks, first, second) if marks > 1 else high * E4
    bounds = max(middle - half, low * E4), min(middle + half, high * E4)
    return Score(n, invited, marks, rate, mean, (mean - low) * POINTS / (high - low), *bounds)


def _half_width(n: int, marks: int, first: int, second: int) -> int:
    """1.96 · sqrt(variance / n) in 1/10000, rounded down; the variance is (N·S2 - S1²) / (N·(N - 1))."""
    scaled = Z_PERCENT**2 * E4 * (marks * second - first * first)
    return isqrt(scaled // (marks * (marks - 1) * n))


def count_marks(answers: Sequence[Mapping[str, Any]], questions: Sequence[Question]) -> dict[str, list[int]]:
    """How often low, low + 1, … high was given to each scored question."""
    found = {one.key: [0] * (one.high - one.low + 1) for one in questions if one.scored}
    lows = {one.key: one.low for one in questions}
    for values in answers:
        for key, counts in found.items():
            if key in values:
                counts[values[key] - lows[key]] += 1
    return found


def has_mark(values: Mapping[str, Any], questions: Sequence[Question]) -> bool:
    """True if the sheet judged this target at all: only such sheets are its n."""
    return any(one.scored and one.key in values for one in questions)


def histograms(answers: Sequence[Mapping[str, Any]], questions: Sequence[Question]) -> dict[str, dict[str, int]]:
    """Counts per question and value of what is not scored; texts are never counted or shown."""
    asked = [one.key for one in questions if one.kind in (SCALE, SINGLE, MULTI) and not one.scored]
    found: dict[str, Counter[str]] = {key: Counter() for key in asked}
    for values in answers:
        for key, counts in found.items():
            value = values.get(key)
            if value is not None:
                counts.update(str(one) for one in (value if isinstance(value, list) else [value]))
    return {key: dict(sorted(counts.items())) for key, counts in found.items()}


def document(
    answers: Sequence[Mapping[str, Any]], questions: Sequence[Question], *, invited: int, min_sample: int
) -> dict[str, Any]:
    """One target's result with all that it follows from, or the bare numbers if the sample is too small to be shown.

    Questions of which none is scored (the general ones) have histograms only, from `min_sample` answers on.
    """
    scored = [one for one in questions if one.scored]
    if not scored:
        is_shown = len(answers) >= min_sample
        plain: dict[str, Any] = {"n": len(answers), "invited": invited, "state": "OK" if is_shown else "INSUFFICIENT"}
        return plain | ({"histograms": histograms(answers, questions)} if is_shown else {})
    judged = [values for values in answers if has_mark(values, scored)]
    marks = count_marks(judged, scored)
    scale = {"low": scored[0].low, "high": scored[0].high}
    made = score(marks, n=len(judged), invited=invited, min_sample=min_sample, **scale)
    told: dict[str, Any] = {"n": made.n, "invited": made.invited, "rate_e4": made.rate_e4, "state": made.state}
    if made.mean is None or made.points is None:
        return told
    return told | {
        "marks": marks,
        "mean": [made.mean.numerator, made.mean.denominator],
        "points": [made.points.numerator, made.points.denominator],
        "low_e4": made.low_e4,
        "high_e4": made.high_e4,
        "histograms": histograms(judged, questions),
    }
