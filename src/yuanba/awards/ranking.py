"""From stage scores to places, prizes and empty places: exact arithmetic, every step shown. Pure, no Django.

normalised = 0..100 by the stage's rule; contribution = normalised x weight / weights counted; composite = their sum.
Where scores are equal the declared tie-break steps decide, and the row says which one did.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from yuanba.awards.playbook import JurySettings, Playbook, Stage, SurveySettings, VoteSettings

LOT = "lot"
EARLIER = "earlier_submission"
Standing = tuple[int, int | Fraction]
NOBODY: Mapping[str, str] = MappingProxyType({})


class SeedNeeded(ValueError):
    """Raised when the lot must decide and no public seed is known yet; names the entries that are tied."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        super().__init__("the lot needs a public seed for " + ", ".join(entries))
        self.entries = entries


@dataclass(frozen=True)
class StageRule:
    """How one stage's raw scores become 0..100: its key and kind, the ends of its scale, scale | best | range."""

    key: str
    kind: str
    low: int
    high: int
    normalise: str


@dataclass(frozen=True)
class TierRule:
    """Places with one prize."""

    key: str
    quota: int
    prize_fen: int


@dataclass(frozen=True)
class CategoryRule:
    """All that ranking a category needs. `kinds` maps a sub-kind to its own places, None where it shares the rest."""

    category: str
    quota: int
    tiers: tuple[TierRule, ...]
    kinds: Mapping[str, int | None]
    stages: tuple[StageRule, ...]
    weights: Mapping[str, int]
    missing: str
    tie_break: tuple[str, ...]
    least_score: int = 0


@dataclass(frozen=True)
class Candidate:
    """One entry: its public code, sub-kind ("" without), order of submission, raw score per stage (None: insufficient)."""

    entry: str
    kind: str
    submitted: int
    scores: Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Part:
    """One stage's share of the composite. `weight` is the per cent actually counted after reweighing."""

    stage: str
    raw: Fraction | None
    normalised: Fraction | None
    weight: Fraction
    contribution: Fraction


@dataclass(frozen=True)
class Row:
    """One ranked entry. `tie` is the step that set it apart from the entry above; `tier` is "" without a prize.

    `reason` says why there is no prize: quota, kind_quota, least_score, or why the entry is barred; "" with one.
    """

    entry: str
    kind: str
    place: int
    composite: Fraction
    parts: tuple[Part, ...]
    tie: str = ""
    tier: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Unranked:
    """An entry without a place, and why: missing:STAGE, or no_score."""

    entry: str
    kind: str
    reason: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CategoryRanking:
    """The result of one category; `empty` counts unfilled places per tier."""

    category: str
    rows: tuple[Row, ...]
    unranked: tuple[Unranked, ...]
    empty: Mapping[str, int]
    amount_fen: int

    @property
    def winners(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.tier)


def rule_for(playbook: Playbook, category_key: str) -> CategoryRule:
    """The rule of a category as its playbook declares it."""
    category = playbook.category(category_key)
    return CategoryRule(
        category=category.key,
        quota=category.quota,
        tiers=tuple(TierRule(tier.key, tier.quota, tier.prize_fen) for tier in category.tiers),
        kinds={kind.key: kind.quota for kind in category.kinds},
        stages=tuple(stage_rule(stage) for stage in playbook.stages_for(category_key) if stage.scored),
        weights=playbook.weights_for(category_key),
        missing=playbook.ranking.missing,
        tie_break=playbook.ranking.tie_break,
        least_score=playbook.ranking.least_score,
    )


def stage_rule(stage: Stage) -> StageRule:
    """How a scored stage's raw scores become 0..100. A survey's score is 0..100 by itself, points run from 0."""
    settings = stage.settings
    assert isinstance(settings, SurveySettings | VoteSettings | JurySettings), "only scored stages have scores"
    high = 0
    if isinstance(settings, SurveySettings):
        high = 100
    elif isinstance(settings, JurySettings):
        high = settings.scale_max
    return StageRule(stage.key, stage.kind, 0, high, settings.normalise)


def normaliser(rule: StageRule, scores: Iterable[Fraction]) -> Callable[[Fraction], Fraction]:
    """The function from a raw score of the stage to 0..100, given all raw scores of the category.

    scale: (raw - low) x 100 / (high - low), kept within 0..100 (an adjusted score may leave the scale).
    best: raw x 100 / best raw, 0 where the best is 0. range: worst 0, best 100; all 100 where all are equal.
    A vote has no scale of its own: `scale` means `best` there.
    """
    known = list(scores)
    top, bottom = max(known, default=Fraction(0)), min(known, default=Fraction(0))
    if rule.normalise == "range":
        if top == bottom:
            return lambda raw: Fraction(100)
        return lambda raw: (raw - bottom) * 100 / (top - bottom)
    if rule.normalise == "best" or rule.high <= rule.low:
        return lambda raw: raw * 100 / top if top > 0 else Fraction(0)
    span = rule.high - rule.low
    return lambda raw: min(max((raw - rule.low) * 100 / span, Fraction(0)), Fraction(100))


def rank(
    rule: CategoryRule,
    candidates: Sequence[Candidate],
    seed: str | None = None,
    barred: Mapping[str, str] = NOBODY,
) -> CategoryRanking:
    """Everybody's place, breakdown and prize; `barred` entries (entry -> reason) keep their place but take no prize.

    Raises SeedNeeded when only the lot can part a tie and `seed` is None.
    """
    scored, unranked = _composites(rule, candidates)
    rows = _places(rule, scored, seed)
    return _prizes(rule, rows, unranked, barred)


def decided(
    rule: CategoryRule, entries: Sequence[tuple[str, str]], barred: Mapping[str, str] = NOBODY
) -> CategoryRanking:
    """The ranking of a category whose places a body decided: (entry, sub-kind) in its order. Quotas hold all the same."""
    rows = [Row(entry, kind, at, Fraction(0), ()) for at, (entry, kind) in enumerate(entries, start=1)]
    return _prizes(replace(rule, least_score=0), rows, (), barred)


def shortlist(
    rule: CategoryRule, candidates: Sequence[Candidate], stage: str, keep: int, *, by: str = "stage",
    seed: str | None = None,
) -> CategoryRanking:  # fmt: skip
    """The ranking after a stage, its first `keep` rows with tier "kept": by that stage alone, or by the composite so far.

    The composite so far counts the weights of the stages up to this one. Raises SeedNeeded as `rank` does.
    """
    keys = [one.key for one in rule.stages]
    weights = {stage: 100}
    if by == "composite":
        so_far = keys[: keys.index(stage) + 1]
        weights = {key: weight for key, weight in rule.weights.items() if key in so_far} or weights
    kept = (TierRule("kept", keep, 0),)
    return rank(replace(rule, quota=keep, tiers=kept, kinds={}, weights=weights, least_score=0), candidates, seed)


def without(rule: CategoryRule, stage_kind: str = "VOTE") -> CategoryRule:
    """The same rule with the stages of a kind at weight 0, so that the others share the whole.

    Unchanged where nothing else would be left.
    """
    dropped = {stage.key for stage in rule.stages if stage.kind == stage_kind}
    weights = {key: weight for key, weight in rule.weights.items() if key not in dropped}
    return replace(rule, weights=weights or rule.weights)


@dataclass(frozen=True)
class Difference:
    """Who wins only in the first ranking, who only in the second, and who changes tier."""

    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    other_tier: tuple[str, ...]

    @property
    def changed(self) -> int:
        return len(self.only_first)


def difference(first: CategoryRanking, second: CategoryRanking) -> Difference:
    """How the winners of two rankings differ."""
    one = {row.entry: row.tier for row in first.winners}
    other = {row.entry: row.tier for row in second.winners}
    return Difference(
        tuple(entry for entry in one if entry not in other),
        tuple(entry for entry in other if entry not in one),
        tuple(entry for entry in one if entry in other and one[entry] != other[entry]),
    )


def lot(seed: str, entry: str) -> bytes:
    """An entry's number in the draw by a public seed: the smallest comes first. The same hash as kernel.draw."""
    return hashlib.sha256(seed.encode() + b"\x00" + entry.encode()).digest()


@dataclass(frozen=True)
class _Scored:
    candidate: Candidate
    parts: tuple[Part, ...]
    composite: Fraction


def _composites(rule: CategoryRule, candidates: Sequence[Candidate]) -> tuple[list[_Scored], tuple[Unranked, ...]]:
    normalisers = {
        stage.key: normaliser(stage, _known(candidate.scores.get(stage.key) for candidate in candidates))
        for stage in rule.stages
    }
    counted = [stage.key for stage in rule.stages if rule.weights.get(stage.key)]
    scored: list[_Scored] = []
    unranked: list[Unranked] = []
    for candidate in candidates:
        present = [key for key in counted if candidate.scores.get(key) is not None]
        reason = _missing(rule, counted, present)
        whole = sum(rule.weights[key] for key in present) if not reason else 0
        parts = tuple(_part(rule, key, candidate, normalisers[key], whole) for key in counted)
        if reason:
            unranked.append(Unranked(candidate.entry, candidate.kind, reason, parts))
        else:
            composite = sum((part.contribution for part in parts), Fraction(0))
            scored.append(_Scored(candidate, parts, composite))
    return scored, tuple(sorted(unranked, key=lambda row: row.entry))


def _known(scores: Iterable[Fraction | None]) -> Iterable[Fraction]:
    return (score for score in scores if score is not None)


def _missing(rule: CategoryRule, counted: Collection[str], present: Collection[str]) -> str:
    """Why an entry cannot be ranked, or "". Reweighing needs one score at least."""
    if not present:
        return "no_score"
    absent = [key for key in counted if key not in present]
    return f"missing:{absent[0]}" if absent and rule.missing == "unranked" else ""


def _part(
    rule: CategoryRule, key: str, candidate: Candidate, to_hundred: Callable[[Fraction], Fraction], whole: int
) -> Part:
    raw = candidate.scores.get(key)
    if raw is None:
        return Part(key, None, None, Fraction(0), Fraction(0))
    normalised = to_hundred(raw)
    if not whole:
        return Part(key, raw, normalised, Fraction(0), Fraction(0))
    weight = Fraction(rule.weights[key] * 100, whole)
    return Part(key, raw, normalised, weight, normalised * weight / 100)


def _places(rule: CategoryRule, scored: list[_Scored], seed: str | None) -> list[Row]:
    """Rows in order. Groups of equal composites are parted step by step."""
    groups: dict[Fraction, list[_Scored]] = {}
    for one in scored:
        groups.setdefault(one.composite, []).append(one)
    rows: list[Row] = []
    for composite in sorted(groups, reverse=True):
        for one, tie in _parted(groups[composite], rule.tie_break, seed):
            candidate = one.candidate
            rows.append(Row(candidate.entry, candidate.kind, len(rows) + 1, composite, one.parts, tie))
    return rows


def _parted(group: list[_Scored], steps: tuple[str, ...], seed: str | None) -> list[tuple[_Scored, str]]:
    """The group in order, each with the step that set it apart from the one before ("" for the first)."""
    if len(group) == 1:
        return [(group[0], "")]
    step, later = steps[0], steps[1:]
    if step == LOT and seed is None:
        raise SeedNeeded(tuple(sorted(one.candidate.entry for one in group)))
    buckets: dict[Standing, list[_Scored]] = {}
    for one in group:
        buckets.setdefault(_standing(one.candidate, step, seed or ""), []).append(one)
    ordered: list[tuple[_Scored, str]] = []
    for standing in sorted(buckets):
        for one, tie in _parted(buckets[standing], later, seed):
            ordered.append((one, tie or (step if ordered else "")))
    return ordered


def _standing(candidate: Candidate, step: str, seed: str) -> Standing:
    """Where a candidate stands in one step; smaller is better. A missing stage score stands last."""
    if step == LOT:
        return (0, int.from_bytes(lot(seed, candidate.entry), "big"))
    if step == EARLIER:
        return (0, candidate.submitted)
    raw = candidate.scores.get(step.removeprefix("stage:"))
    return (1, 0) if raw is None else (0, -raw)


def _prizes(
    rule: CategoryRule, rows: list[Row], unranked: tuple[Unranked, ...], barred: Mapping[str, str]
) -> CategoryRanking:
    """Places go down the list: to a sub-kind's own places first, the rest shared, each winner in the highest open tier."""
    shared = rule.quota - sum(quota or 0 for quota in rule.kinds.values())
    left = {kind: quota for kind, quota in rule.kinds.items() if quota is not None}
    tiers = [tier.key for tier in rule.tiers for _ in range(tier.quota)]
    given: list[Row] = []
    taken = 0
    for row in rows:
        own = row.kind in left
        if row.entry in barred:
            given.append(replace(row, reason=barred[row.entry]))
        elif row.composite < rule.least_score:
            given.append(replace(row, reason="least_score"))
        elif (left[row.kind] if own else shared) <= 0:
            given.append(replace(row, reason="kind_quota" if own and taken < rule.quota else "quota"))
        else:
            given.append(replace(row, tier=tiers[taken]))
            taken += 1
            if own:
                left[row.kind] -= 1
            else:
                shared -= 1
    open_tiers = tiers[taken:]
    empty = {tier.key: open_tiers.count(tier.key) for tier in rule.tiers}
    amount = sum(tier.prize_fen * (tier.quota - empty[tier.key]) for tier in rule.tiers)
    return CategoryRanking(rule.category, tuple(given), unranked, empty, amount)
