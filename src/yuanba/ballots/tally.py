"""Counting: pure, exact integers, and the same whatever the order of the papers. Nothing here reads the database.

A rule is a function of (items, papers) named in RULES by the id that the manifest carries. The rules of owners'
assemblies, rankings and budgets join this table; what they are given does not change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CHOOSE_K = "choose-k"


@dataclass(frozen=True, slots=True)
class CountItem:
    """An item to count: its options in the order of the manifest, and those that were withdrawn."""

    key: str
    choose: int
    options: tuple[str, ...]
    withdrawn: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Roll:
    rows: int
    heads: int
    area_cm2: int


def standing(papers: Iterable[CountPaper]) -> list[CountPaper]:
    """The last attempt of each voter, voided or not, in the order of the codes: an earlier attempt never revives."""
    last: dict[str, CountPaper] = {}
    for paper in papers:
        kept = last.get(paper.code)
        if kept is None or kept.attempt < paper.attempt:
            last[paper.code] = paper
    return [last[code] for code in sorted(last)]


def tally(rule_id: str, items: Sequence[CountItem], papers: Iterable[CountPaper], roll: Roll) -> dict[str, Any]:
    """The result as a document of strings and integers: participation, voided papers by reason, one entry per item.

    Participation counts valid papers only and stands per sheet; an item's counts follow the rule.
    Raises KeyError for a rule that nobody wrote.
    """
    count_item = RULES[rule_id]
    last = standing(papers)
    valid = [paper for paper in last if not paper.void_reason]
    voided = Counter(paper.void_reason for paper in last if paper.void_reason)
    return {
        "rule": rule_id,
        "roll": {"rows": roll.rows, "heads": roll.heads, "area_cm2": roll.area_cm2},
        "participation": {
            "papers": len(valid),
            "heads": sum(paper.heads for paper in valid),
            "area_cm2": sum(paper.area_cm2 for paper in valid),
            "on_paper": sum(paper.channel == "PAPER" for paper in valid),
        },
        "voided": dict(sorted(voided.items())),
        "items": [count_item(item, valid) for item in items],
    }


def choose_k(item: CountItem, papers: Sequence[CountPaper]) -> dict[str, Any]:
    """Heads per option, each of up to k choices counting fully; withdrawn options are shown apart and win nothing."""
    votes: Counter[str] = Counter()
    blank = 0
    for paper in papers:
        chosen = paper.choices.get(item.key, ())
        assert len(chosen) <= item.choose, f"{item.key}: a paper with more than {item.choose} choices was stored"
        blank += not chosen
        for option in chosen:
            votes[option] += paper.heads
    return {
        "key": item.key,
        "votes": {option: votes[option] for option in item.options if option not in item.withdrawn},
        "withdrawn": {option: votes[option] for option in item.options if option in item.withdrawn},
        "blank": blank,
    }


RULES: dict[str, Callable[[CountItem, Sequence[CountPaper]], dict[str, Any]]] = {CHOOSE_K: choose_k}
