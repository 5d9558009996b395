"""Passed or not passed, with the exact numbers, from counts, roll and threshold. Whole numbers decide, never a quotient.

A threshold is a document of the manifest, so that nobody needs our table of laws to recount:
{"row": "...", "source": "...", "participation": "2/3" or "", "assent": ">1/2" or "3/4", "of": "participants" or "all"}.
A share is "at least" unless it begins with ">". Both hold by every measure that the roll weighs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yuanba.ballots.tally.model import AREA, HEADS, Roll, Weight

PARTICIPANTS, ALL = "participants", "all"
SHARE = re.compile(r"(>?)([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Turnout:
    """What a threshold is held against: the roll, who came, and the silent whom a rule of procedure lets count."""

    roll: Roll
    came: Weight
    silent: Weight | None = None
    silent_join: bool = False  # they join the majority; else they only count as taking part

    @property
    def measures(self) -> tuple[str, ...]:
        return (HEADS, AREA) if self.roll.by_area else (HEADS,)


def decide(
    threshold: Mapping[str, Any], turnout: Turnout, agreed: Weight, *, against: Weight | None = None
) -> dict[str, Any]:
    """Whether it passed, every comparison with its numbers, and by how much those fail that fail.

    `against` is given where there is a majority that the silent may join.
    """
    joins = turnout.silent is not None and turnout.silent_join and against is not None
    side = _majority(turnout, agreed, against) if joins and against is not None else ""
    rows = []
    for measure in turnout.measures:
        silent = turnout.silent.of(measure) if turnout.silent is not None else 0
        came = turnout.came.of(measure) + silent
        whole = _size(turnout.roll, measure)
        if threshold["participation"]:
            rows.append(_row("participation", measure, threshold["participation"], whole, came))
        base = came if threshold["of"] == PARTICIPANTS else whole
        for_it = agreed.of(measure) + (silent if side == "agree" else 0)
        rows.append(_row("assent", measure, threshold["assent"], base, for_it))
    failed = [row for row in rows if row["short"]]
    document = {
        "passed": int(not failed),
        "row": threshold["row"],
        "source": threshold["source"],
        "comparisons": rows,
        "failed": [f"{row['what']}.{row['measure']}" for row in failed],
    }
    if joins:
        document["silent_joined"] = side
    return document


def needed(share: str, whole: int) -> int:
    """The least whole number that satisfies the share of `whole`; at least 1, since nothing passes by nobody.

    "2/3" of 6 is 4, of 7 is 5; ">1/2" of 6 is 4, of 7 is 4. Raises ValueError for what is no share.
    """
    strict, part = read_share(share)
    product = part * whole
    floor = product.numerator // product.denominator
    if strict or floor < product:
        floor += 1
    return max(floor, 1)


def read_share(share: str) -> tuple[bool, Fraction]:
    """ ">1/2" is (True, 1/2), "2/3" is (False, 2/3). Raises ValueError."""
    found = SHARE.fullmatch(share)
    if found is None or int(found[2]) > int(found[3]):
        raise ValueError(f"no share: {share[:20]}")
    return bool(found[1]), Fraction(int(found[2]), int(found[3]))


def readable(threshold: Mapping[str, Any]) -> bool:
    """Whether every part of a threshold says what it should."""
    try:
        for share in (threshold["assent"], threshold["participation"]):
            if share or share is threshold["assent"]:
                read_share(share)
        return threshold["of"] in (PARTICIPANTS, ALL) and bool(threshold["row"]) and bool(threshold["source"])
    except (KeyError, ValueError, TypeError):
        return False


def _row(what: str, measure: str, share: str, base: int, got: int) -> dict[str, Any]:
    least = needed(share, base)
    return {
        "what": what,
        "measure": measure,
        "share": share,
        "of": base,
        "needed": least,
        "got": got,
        "short": max(least - got, 0),
    }


def _size(roll: Roll, measure: str) -> int:
    return roll.heads if measure == HEADS else roll.area_cm2


def _majority(turnout: Turnout, agreed: Weight, against: Weight) -> str:
    """The side that has more by every measure: "agree", "against", or "" where the measures disagree or are equal."""
    more = {measure: agreed.of(measure) - against.of(measure) for measure in turnout.measures}
    if all(value > 0 for value in more.values()):
        return "agree"
    return "against" if all(value < 0 for value in more.values()) else ""
