"""Counting: pure, exact integers and fractions, and the same whatever the order of the papers. No Django here.

`tally` turns papers into a document of strings and integers. RULES holds the counting rules by id and version,
`outcome` says passed or not with the exact numbers, `law` names the thresholds of the law by date.
The verifier (src/yuanba/verify.py) counts all of it a second time, from the manifest alone, sharing no line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yuanba.ballots.tally import law
from yuanba.ballots.tally.model import (
    Answers,
    CountItem,
    CountPaper,
    Roll,
    Silent,
    Weight,
    answers,
    standing,
    weigh,
)
from yuanba.ballots.tally.outcome import Turnout
from yuanba.ballots.tally.rules import (
    CHOOSE_K,
    MAJORITY,
    RULES,
    is_ranked,
    name_of,
    problem,
    silence_problem,
    wants_all,
)
from yuanba.ballots.tally.ties import DRAW, pool_hash, tie_rule

__all__ = [
    "CHOOSE_K",
    "RULES",
    "Answers",
    "CountItem",
    "CountPaper",
    "Roll",
    "Silent",
    "Turnout",
    "Weight",
    "is_ranked",
    "law",
    "name_of",
    "pool_hash",
    "problem",
    "silence_problem",
    "standing",
    "tally",
    "undecided",
    "wants_all",
]


def tally(
    rule: Mapping[str, Any],
    items: Sequence[CountItem],
    papers: Iterable[CountPaper],
    roll: Roll,
    *,
    seed: str = "",
    silent: Iterable[Silent] = (),
) -> dict[str, Any]:
    """The result as a document of strings and integers: participation, voided papers by reason, one entry per item.

    Participation counts valid papers only and stands per sheet; an item's counts follow its own rule, else `rule`.
    `seed` is the number of the named public draw, "" before it is known. `silent` are voters without a paper; they
    count for nothing unless `rule` has {"silence": {"reference", "counts_as"}} and their delivery is proved.
    Raises KeyError for a rule that nobody wrote.
    """
    last = standing(papers)
    valid = [paper for paper in last if not paper.void_reason]
    voided = Counter(paper.void_reason for paper in last if paper.void_reason)
    came = weigh(valid)
    joined, quiet = _silence(rule, last, silent)
    turnout = Turnout(roll, came, quiet, rule.get("silence", {}).get("counts_as") == MAJORITY)
    document = {
        "rule": str(rule["id"]),
        "roll": {"rows": roll.rows, "heads": roll.heads, "area_cm2": roll.area_cm2},
        "participation": {
            "papers": came.papers,
            "heads": came.heads,
            "area_cm2": came.area_cm2,
            "on_paper": sum(paper.channel == "PAPER" for paper in valid),
            **_ways(valid),
        },
        "voided": dict(sorted(voided.items())),
        "items": [_item(item, rule, valid, turnout, seed) for item in items],
    }
    if "silence" in rule:
        document["silence"] = joined
    if seed and any(DRAW in (item.rule or rule).get("tie", {}).get("steps", ()) for item in items):
        document["draw"] = seed
    return document


def _ways(valid: Sequence[CountPaper]) -> dict[str, int]:
    """Sheets from a hall and from proxies, where there are any: most ballots have neither."""
    ways = {
        "by_proxy": sum(paper.by_proxy for paper in valid),
        "in_hall": sum(paper.channel == "HALL" for paper in valid),
    }
    return {way: number for way, number in ways.items() if number}


def undecided(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The ties of a result that no step decided: item, measure and the tie; empty if everything is decided."""
    found = []
    for item in document["items"]:
        for measure, part in (("heads", item), ("area_cm2", item.get("area_cm2", {}))):
            tie = part.get("tie") or {}
            if tie.get("undecided"):
                found.append({"item": item["key"], "measure": measure, "tie": tie})
    return found


def _item(
    item: CountItem, rule: Mapping[str, Any], valid: Sequence[CountPaper], turnout: Turnout, seed: str
) -> dict[str, Any]:
    own = item.rule or rule
    found = answers(item, valid)
    counted = RULES[name_of(own)].count(item, found, own, tie_rule(item, own, seed), turnout)
    document = {"key": item.key, **counted, "blank": found.papers.get((), 0)}
    if item.rule:
        document["rule"] = str(own["id"])
    return document


def _silence(
    rule: Mapping[str, Any], last: Sequence[CountPaper], silent: Iterable[Silent]
) -> tuple[dict[str, Any], Weight | None]:
    """The silent who count, as the result tells of them and as a weight; None where no rule of procedure is named."""
    terms = rule.get("silence", {})
    if not terms.get("reference"):
        return {}, None
    cast = {paper.code for paper in last}
    counted = {one.code: one for one in silent if one.proof and one.code not in cast}
    heads, area = sum(one.heads for one in counted.values()), sum(one.area_cm2 for one in counted.values())
    told = {"rows": len(counted), "heads": heads, "area_cm2": area}
    return told | {"reference": terms["reference"], "counts_as": terms["counts_as"]}, Weight(len(counted), heads, area)
