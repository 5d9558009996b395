"""From score sheets to one score per subject: exact, deterministic, and simple enough to recompute by hand.

Pure: no Django. Scores are whole numbers or Fractions; nothing is rounded anywhere. Jurors and entries are opaque texts.

The additive model says: raw score = score of the entry - severity of the juror + noise. It is fitted by median polish:

1. start with every residual equal to the raw score;
2. one sweep: take from each entry's residuals their median, then from each juror's residuals their median;
3. sweep until a sweep changes nothing, 10 times at most; a juror's severity is minus the sum of the medians taken;
4. shift all severities by one constant so that their median is 0, then round each to 1/1000 of a point, halves away
   from 0 (medians creep towards their limit, and what is left of the creeping must not part equal entries);
5. an entry's score is the median of (raw score + severity of the juror) over the jurors who read it.

The median of an even number of values is the mean of the two in the middle.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TypeVar

from yuanba.kernel.verdict import YES, Refused, Verdict, no, require

Score = int | Fraction
Key = TypeVar("Key", bound=Hashable)
TRIMMED_LEAST = 5  # Source: announcement: the panel; a trimmed mean needs a panel of five.
# Source: ours. Median polish settles in two to five sweeps; the limit is declared so that all recounts stop alike.
SWEEPS = 10
GRAIN = 1000  # Source: ours, declared: severities are whole thousandths of a point.


def weighted_total(scores: Mapping[str, int], weights: Mapping[str, Score]) -> Fraction:
    """The weighted mean of one sheet, on the sheet's own scale. Raises Refused (rubrics.skipped_criterion) for a gap."""
    return weighted_totals({"": scores}, weights)[""]


def weighted_totals(sheets: Mapping[Key, Mapping[str, int]], weights: Mapping[str, Score]) -> dict[Key, Fraction]:
    """The weighted mean of each sheet. A skipped criterion is never zero: raises Refused (rubrics.skipped_criterion)."""
    unit = lcm(*(Fraction(weight).denominator for weight in weights.values()))
    whole = [(key, int(weight * unit)) for key, weight in weights.items()]
    divisor = sum(weight for _, weight in whole)
    assert divisor > 0, "a sheet weighs something"
    known: dict[int, Fraction] = {}  # few totals are different, and making a Fraction is the dear part
    totals: dict[Key, Fraction] = {}
    for sheet, scores in sheets.items():
        try:
            total = sum([weight * scores[key] for key, weight in whole])
        except KeyError:
            missing = ", ".join(sorted(weights.keys() - scores.keys()))
            raise Refused(no("rubrics.skipped_criterion", source="announcement: the panel", keys=missing)) from None
        if total not in known:
            known[total] = Fraction(total, divisor)
        totals[sheet] = known[total]
    return totals


def trimmed_mean(scores: Sequence[Score], least: int = TRIMMED_LEAST) -> Fraction:
    """The mean without one highest and one lowest. Raises Refused (rubrics.too_few_scores) below `least`, or below 3."""
    needed = max(least, 3)
    if len(scores) < needed:
        raise Refused(no("rubrics.too_few_scores", source="announcement: the panel", count=len(scores), least=needed))
    rest = sum((Fraction(score) for score in scores), Fraction(0)) - min(scores) - max(scores)
    return rest / (len(scores) - 2)


def connected(pairs: Iterable[tuple[str, str]]) -> Verdict:
    """Yes if every juror is linked to every other through entries that jurors share; `pairs` are (juror, entry).

    Without such links a strict juror cannot be told from weak entries, so no adjustment is allowed.
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for juror, entry in pairs:
        parent[root(("juror", juror))] = root(("entry", entry))
    groups = len({root(node) for node in parent})
    if groups == 1:
        return YES
    return no("rubrics.disconnected", source="announcement: the panel", groups=groups)


@dataclass(frozen=True)
class JurorDiagnosis:
    """How one juror scored, for the chair: never published with a name.

    severity: points below the others (negative: above). spread: mean distance from the entries' scores once the
    severity is taken out. agreement: share of the juror's entries that stand on the same side of the middle as in the
    panel's scores, both middles taken over the entries that the juror read.
    """

    juror: str
    count: int
    severity: Fraction
    spread: Fraction
    agreement: Fraction


@dataclass(frozen=True)
class SeverityModel:
    """The fitted model: score per entry, diagnosis per juror, and how many sweeps it took."""

    scores: dict[str, Fraction]
    jurors: dict[str, JurorDiagnosis]
    sweeps: int


def severity_model(scores: Mapping[tuple[str, str], Score], sweeps: int = SWEEPS) -> SeverityModel:
    """The additive model of (juror, entry) -> raw score by median polish, exactly.

    Raises Refused (rubrics.disconnected) where jurors share too little to be compared, or nothing is scored.
    """
    require(connected(scores))
    table = _Table(scores, sweeps)
    taken = table.polish(sweeps)
    return SeverityModel(table.entry_scores(), table.diagnoses(), taken)


class _Table:
    """The scores as whole numbers of one small unit, so fine that no median on the way needs a fraction."""

    def __init__(self, scores: Mapping[tuple[str, str], Score], sweeps: int) -> None:
        exact = [Fraction(score) if isinstance(score, int) else score for score in scores.values()]
        self.unit = lcm(GRAIN, *{score.denominator for score in exact}) << (
            2 * sweeps + 2
        )  # each median may halve once
        whole = {score: score.numerator * (self.unit // score.denominator) for score in set(exact)}
        self.raw = [whole[score] for score in exact]
        self.jurors: dict[str, list[int]] = {}
        self.entries: dict[str, list[int]] = {}
        self.entry_of: list[str] = []
        for cell, (juror, entry) in enumerate(scores):
            self.jurors.setdefault(juror, []).append(cell)
            self.entries.setdefault(entry, []).append(cell)
            self.entry_of.append(entry)
        self.severity = dict.fromkeys(self.jurors, 0)
        self.adjusted: list[int] = list(self.raw)
        self.score: dict[str, int] = {}

    def polish(self, sweeps: int) -> int:
        """Fits severities and scores; returns how many sweeps changed something."""
        rest = list(self.raw)
        taken = 0
        for _ in range(sweeps):
            moved = [_take(rest, cells) for cells in self.entries.values()]
            for juror, cells in self.jurors.items():
                step = _take(rest, cells)
                self.severity[juror] -= step
                moved.append(step)
            if not any(moved):
                break
            taken += 1
        middle = _median(self.severity.values())
        for juror, cells in self.jurors.items():
            self.severity[juror] = self._rounded(self.severity[juror] - middle)
            for cell in cells:
                self.adjusted[cell] += self.severity[juror]
        self.score = {entry: _median([self.adjusted[cell] for cell in cells]) for entry, cells in self.entries.items()}
        return taken

    def _rounded(self, severity: int) -> int:
        thousandths = (2 * GRAIN * abs(severity) + self.unit) // (2 * self.unit) * (self.unit // GRAIN)
        return thousandths if severity >= 0 else -thousandths

    def entry_scores(self) -> dict[str, Fraction]:
        return {entry: Fraction(score, self.unit) for entry, score in self.score.items()}

    def diagnoses(self) -> dict[str, JurorDiagnosis]:
        return {juror: self._diagnosis(juror, cells) for juror, cells in self.jurors.items()}

    def _diagnosis(self, juror: str, cells: list[int]) -> JurorDiagnosis:
        given = [2 * self.raw[cell] for cell in cells]
        agreed = [2 * self.score[self.entry_of[cell]] for cell in cells]
        middle_given, middle_agreed = _median(given), _median(agreed)
        same = sum(
            _side(one, middle_given) == _side(other, middle_agreed) for one, other in zip(given, agreed, strict=True)
        )
        away = sum(abs(self.adjusted[cell] - self.score[self.entry_of[cell]]) for cell in cells)
        count = len(cells)
        return JurorDiagnosis(
            juror,
            count,
            Fraction(self.severity[juror], self.unit),
            Fraction(away, self.unit * count),
            Fraction(same, count),
        )


def _take(rest: list[int], cells: list[int]) -> int:
    """Takes the median of these cells out of each of them, and returns it."""
    step = _median([rest[cell] for cell in cells])
    if step:
        for cell in cells:
            rest[cell] -= step
    return step


def _median(values: Iterable[int]) -> int:
    """The middle value, or the mean of the two in the middle; the unit is fine enough for it to be whole."""
    ordered = sorted(values)
    half, odd = divmod(len(ordered), 2)
    if odd:
        return ordered[half]
    both = ordered[half - 1] + ordered[half]
    assert both % 2 == 0, "the unit halves as often as there are medians"
    return both // 2


def _side(value: int, middle: int) -> int:
    return (value > middle) - (value < middle)
