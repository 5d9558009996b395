"""Rankings: instant run-off and the Schulze method, for one winner.

A paper ranks options, best first. Where the rule lets a ranking stop early, what is left out stands below everything
ranked and equal among itself. Withdrawn options are read over.
Sources: instant run-off as the Scottish and Australian single-seat counts do it, one exclusion at a time;
M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method", Social Choice and Welfare 36 (2011), with winning votes as the strength of a link.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from yuanba.ballots.tally.model import Answer, CountItem, Weights
from yuanba.ballots.tally.plain import parted
from yuanba.ballots.tally.ties import TieRule

FIRST_ROUND = "first-round"
Piles = dict[str, dict[Answer, int]]


def irv(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> dict[str, Any]:
    """Rounds until one option has more than half of what still counts; else the option with fewest goes out.

    Several go out together if all of them with everything they hold stay below the next one: their order is idle.
    """
    first = _first(item, weights)
    piles = _piles(item, weights)
    exhausted = sum(weight for answer, weight in weights.items() if answer and not _left(answer, item.withdrawn))
    document: dict[str, Any] = {**parted(item, first), "rounds": [], "chosen": [], "tie": {}}
    while piles:
        held = {option: sum(pile.values()) for option, pile in piles.items()}
        row: dict[str, Any] = {"votes": held, "exhausted": exhausted, "out": [], "tie": {}}
        document["rounds"].append(row)
        lead = max(held.values())
        if not lead:
            break
        if lead * 2 > sum(held.values()):
            document["chosen"] = [option for option in held if held[option] == lead]
            break
        out, row["tie"] = _last(held, first, ties)
        if not out:
            document["tie"] = row["tie"]
            break
        row["out"] = out
        exhausted += _move(piles, out)
    return document


def _last(held: Mapping[str, int], first: Mapping[str, int], ties: TieRule) -> tuple[list[str], dict[str, Any]]:
    """Who goes out; nobody, and the tie, if the rule does not decide it."""
    least = min(held.values())
    last = [option for option in held if held[option] == least]
    rest = [votes for votes in held.values() if votes > least]
    if len(last) == 1 or (rest and least * len(last) < min(rest)):
        return last, {}
    keep = len(last) - 1
    picked = ties.pick(last, keep, {FIRST_ROUND: lambda option: -first[option]})
    told = ties.told(picked, last, keep)
    return ([] if picked.tied else [one for one in last if one not in picked.chosen]), told


def _piles(item: CountItem, weights: Weights) -> Piles:
    """Each standing option with the rankings that it leads."""
    piles: Piles = {option: {} for option in item.standing}
    for answer, weight in weights.items():
        left = _left(answer, item.withdrawn)
        if left:
            pile = piles[left[0]]
            pile[left] = pile.get(left, 0) + weight
    return piles


def _move(piles: Piles, out: Iterable[str]) -> int:
    """The piles of those who go out are dealt to whoever comes next on each paper; returns what names nobody more."""
    gone = [piles.pop(option) for option in out]
    exhausted = 0
    for pile in gone:
        for answer, weight in pile.items():
            for place, option in enumerate(answer):
                if option in piles:
                    left = answer[place:]
                    target = piles[option]
                    target[left] = target.get(left, 0) + weight
                    break
            else:
                exhausted += weight
    return exhausted


def schulze(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> dict[str, Any]:
    """The option that nobody beats along the strongest chain of pairwise majorities."""
    options = item.standing
    duels = _duels(item, weights)
    strong = {(a, b): duels[a, b] if duels[a, b] > duels[b, a] else 0 for a in options for b in options if a != b}
    for by in options:
        for a in options:
            for b in options:
                if len({a, b, by}) == len("aby"):
                    strong[a, b] = max(strong[a, b], min(strong[a, by], strong[by, b]))
    places, left = [], list(options)
    while left:
        best = [a for a in left if all(strong[a, b] >= strong[b, a] for b in left if b != a)]
        places.append(best)
        left = [option for option in left if option not in best]
    document = {
        **parted(item, _first(item, weights)),
        "duels": _square(options, duels),
        "strongest": _square(options, strong),
        "places": places,
    }
    if not any(duels.values()):
        return document | {"chosen": [], "tie": {}}
    picked = ties.pick(places[0], 1, {})
    return document | {"chosen": list(picked.chosen), "tie": ties.told(picked, places[0], 1)}


def _duels(item: CountItem, weights: Weights) -> dict[tuple[str, str], int]:
    """How much ranks a above b, for every pair.

    A ranking is read as its steps (what was ranked before, what comes now): 10 options have 10 x 2^9 of them, however
    many papers there are.
    """
    bit = {option: 1 << place for place, option in enumerate(item.options)}
    gone = sum(bit[option] for option in item.withdrawn)
    steps: Counter[int] = Counter()
    shift = len(item.options)
    for answer, weight in weights.items():
        before = gone
        for option in answer:
            now = bit[option]
            if not before & now:
                steps[before << shift | now] += weight
                before |= now
    duels = {(a, b): 0 for a in item.standing for b in item.standing if a != b}
    for step, weight in steps.items():
        before, now = step >> shift, step & ((1 << shift) - 1)
        winner = item.options[now.bit_length() - 1]
        for option in item.standing:
            if option != winner and not before & bit[option]:
                duels[winner, option] += weight
    return duels


def _square(options: Collection[str], pairs: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    return {a: {b: pairs[a, b] for b in options if b != a} for a in options}


def _first(item: CountItem, weights: Weights) -> dict[str, int]:
    """First preferences; a paper whose first option was withdrawn counts here for that one, and is shown apart."""
    votes = dict.fromkeys(item.options, 0)
    for answer, weight in weights.items():
        if answer:
            votes[answer[0]] += weight
    return votes


def _left(answer: Answer, withdrawn: frozenset[str]) -> Answer:
    return tuple(option for option in answer if option not in withdrawn) if withdrawn else answer
