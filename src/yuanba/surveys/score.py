"""Scores from answers: exact fractions and integers, so that anyone recomputes them. Pure.

A scale answer v in low..high is worth 100·(v - low)/(high - low). One person's score of a target is the mean of the
scored questions that were answered; the target's score is the mean over persons. The interval is Wilson's for a share
of mean/100: a quantity between 0 and 1 varies at most like a share of the same mean, so it is never too narrow, and it
is not empty when all agree. All bounds are rounded outwards to 1/100 point with the integer square root.
Source: Wilson, JASA 22 (1927) 209-212; 95 % is declared in the announcement.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Any

from yuanba.surveys.questions import MULTI, SCALE, SINGLE, Question

Z = Fraction(49, 25)  # 1.96, two-sided 95 %
FULL = 100  # points
CENTI = 100  # hundredths of a point
SKIPPED = "-"


@dataclass(frozen=True)
class Estimate:
    """A target's score. Everything after `state` is None if the sample is INSUFFICIENT: that is never zero.

    `mean` is exact, 0..100; `score_centi`, `low_centi`, `high_centi` are hundredths of a point; `response_centi` is
    the share of the invited who answered, in hundredths of a per cent.
    """

    n: int
    invited: int
    response_centi: int
    state: str
    mean: Fraction | None = None
    score_centi: int | None = None
    low_centi: int | None = None
    high_centi: int | None = None


def person_score(values: Mapping[str, Any], questions: Sequence[Question]) -> Fraction | None:
    """One person's score of one target, 0..100; None if no scored question was answered."""
    points = [
        Fraction(FULL * (values[one.key] - one.low), one.high - one.low) for one in questions if one.key in values
    ]
    return sum(points, Fraction(0)) / len(points) if points else None


def estimate(scores: Iterable[Fraction], *, invited: int, min_sample: int) -> Estimate:
    """The score of a target from the scores that `invited` people may have given; "INSUFFICIENT" below `min_sample`."""
    given = list(scores)
    n = len(given)
    response = half_up(Fraction(n * FULL * CENTI, invited)) if invited else 0
    if n < max(min_sample, 1):
        return Estimate(n, invited, response, "INSUFFICIENT")
    mean = sum(given, Fraction(0)) / n
    low, high = wilson(mean / FULL, n)
    return Estimate(n, invited, response, "OK", mean, half_up(mean * CENTI), low, high)


def wilson(share: Fraction, n: int) -> tuple[int, int]:
    """The 95 % interval of a share of n, in 1/10,000, rounded outwards and kept within 0..10,000."""
    unit = FULL * CENTI
    square = Z * Z
    shrink = 1 + square / n
    centre = (share + square / (2 * n)) / shrink
    variance = (share * (1 - share) / n + square / (4 * n * n)) * square / (shrink * shrink)
    half = ceil_sqrt(variance * unit * unit)
    return max(floor(centre * unit) - half, 0), min(ceil(centre * unit) + half, unit)


def ceil_sqrt(value: Fraction) -> int:
    """The smallest integer whose square is at least `value`."""
    root = isqrt(value.numerator // value.denominator)
    return root if root * root * value.denominator >= value.numerator else root + 1


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def vectors(answers: Iterable[Mapping[str, Any]], questions: Sequence[Question]) -> dict[str, int]:
    """How often each combination of scored values came ("5,4,-"): all that is needed to recompute the score."""
    counts = Counter(",".join(str(values.get(one.key, SKIPPED)) for one in questions) for values in answers)
    return dict(sorted((vector, count) for vector, count in counts.items() if set(vector) - set(",-")))


def scores_of(vector_counts: Mapping[str, int], questions: Sequence[Question]) -> list[Fraction]:
    """The persons' scores behind published vectors. Raises ValueError for values that no answer can hold."""
    scores = []
    for vector, count in vector_counts.items():
        parts = vector.split(",")
        if len(parts) != len(questions) or count < 1:
            raise ValueError(f"not a vector of {len(questions)} questions: {vector}")
        values = {one.key: int(part) for one, part in zip(questions, parts, strict=True) if part != SKIPPED}
        if any(not one.low <= values.get(one.key, one.low) <= one.high for one in questions):
            raise ValueError(f"outside the scale: {vector}")
        score = person_score(values, questions)
        if score is None:
            raise ValueError("a vector without a value counts for nobody")
        scores += [score] * count
    return scores


def histograms(answers: Sequence[Mapping[str, Any]], questions: Sequence[Question]) -> dict[str, dict[str, int]]:
    """Counts per question and value; texts are never counted or shown."""
    found: dict[str, Counter[str]] = {one.key: Counter() for one in questions if one.kind in (SCALE, SINGLE, MULTI)}
    for values in answers:
        for key, counts in found.items():
            value = values.get(key)
            if value is not None:
                counts.update(str(one) for one in (value if isinstance(value, list) else [value]))
    return {key: dict(sorted(counts.items())) for key, counts in found.items()}


def document(
    answers: Sequence[Mapping[str, Any]], questions: Sequence[Question], *, invited: int, min_sample: int
) -> dict[str, Any]:
    """One target's result: the estimate, and its inputs unless the sample is too small to be shown.

    Questions of which none is scored (the general ones) have histograms only, from `min_sample` answers on.
    """
    scored = [one for one in questions if one.scored]
    if not scored:
        is_shown = len(answers) >= max(min_sample, 1)
        state = "OK" if is_shown else "INSUFFICIENT"
        plain: dict[str, Any] = {"n": len(answers), "invited": invited, "state": state}
        return plain | ({"histograms": histograms(answers, questions)} if is_shown else {})
    scores = [score for values in answers if (score := person_score(values, scored)) is not None]
    made = estimate(scores, invited=invited, min_sample=min_sample)
    shown: dict[str, Any] = {
        "n": made.n,
        "invited": made.invited,
        "response_centi": made.response_centi,
        "state": made.state,
    }
    if made.mean is None:
        return shown
    return shown | {
        "mean": [made.mean.numerator, made.mean.denominator],
        "score_centi": made.score_centi,
        "low_centi": made.low_centi,
        "high_centi": made.high_centi,
        "vectors": vectors(answers, scored),
        "histograms": histograms(answers, questions),
    }


def withheld(told: Mapping[str, Any]) -> dict[str, Any]:
    """A result that is not shown, since beside an earlier one it would tell of a few: no answer of it counts.

    `came` says how many there were.
    """
    if told["state"] != "OK":
        return dict(told)
    return {"n": 0, "invited": told["invited"], "response_centi": 0, "state": "ALIKE", "came": told["n"]}
