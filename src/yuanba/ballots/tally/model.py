"""What counting is given: items, papers, the size of the roll; and the papers grouped by what they say.

Pure: no database, no floats. Nothing in this package depends on the order of the papers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[str, ...]
Weights = Mapping[Answer, int]
HEADS = "heads"
AREA = "area_cm2"


@dataclass(frozen=True, slots=True)
class CountItem:
    """An item to count: its options in the order of the manifest, and those that were withdrawn.

    `rule` is the item's own rule document; empty where the ballot's rule counts it.
    """

    key: str
    choose: int
    options: Answer
    withdrawn: frozenset[str] = frozenset()
    rule: Mapping[str, Any] = field(default_factory=dict)

    @property
    def standing(self) -> Answer:
        """The options that can win."""
        return tuple(option for option in self.options if option not in self.withdrawn)


@dataclass(frozen=True, slots=True)
class CountPaper:
    """A paper to count. `void_reason` is "" for a valid one; heads and area are those of its roll row."""

    code: str
    attempt: int
    choices: Mapping[str, Sequence[str]]
    heads: int = 1
    area_cm2: int = 0
    channel: str = "PHONE"
    void_reason: str = ""
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """The frozen roll. `by_area`: the electorate weighs, so that every count is made by heads and by area."""

    rows: int
    heads: int
    area_cm2: int
    by_area: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """A voter who let the ballot pass. `proof` names how the papers were delivered ("" if nobody can show it)."""

    code: str
    heads: int
    area_cm2: int
    proof: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much something weighs, by sheets, heads and cm²."""

    papers: int = 0
    heads: int = 0
    area_cm2: int = 0

    def of(self, measure: str) -> int:
        return self.heads if measure == HEADS else self.area_cm2


@dataclass(frozen=True, slots=True)
class Answers:
    """Every different answer to one item, and how much stands behind it."""

    papers: Weights
    heads: Weights
    area_cm2: Weights

    def by(self, measure: str) -> Weights:
        return self.heads if measure == HEADS else self.area_cm2


def standing(papers: Iterable[CountPaper]) -> list[CountPaper]:
    """The last attempt of each voter, voided or not: an earlier attempt never revives."""
    last: dict[str, CountPaper] = {}
    for paper in papers:
        kept = last.setdefault(paper.code, paper)
        if kept.attempt < paper.attempt:
            last[paper.code] = paper
    return list(last.values())


def answers(item: CountItem, papers: Sequence[CountPaper]) -> Answers:
    """The papers grouped by what they say to this item: however many there are, a rule reads each answer once."""
    key = item.key
    counts: dict[Answer, int] = {}
    heads: dict[Answer, int] = {}
    area: dict[Answer, int] = {}
    for paper in papers:
        answer = tuple(paper.choices.get(key, ()))
        if answer in counts:
            counts[answer] += 1
            heads[answer] += paper.heads
            area[answer] += paper.area_cm2
        else:
            counts[answer], heads[answer], area[answer] = 1, paper.heads, paper.area_cm2
    return Answers(counts, heads, area)


def weigh(papers: Sequence[CountPaper]) -> Weight:
    """What these papers weigh together."""
    return Weight(len(papers), sum(one.heads for one in papers), sum(one.area_cm2 for one in papers))
