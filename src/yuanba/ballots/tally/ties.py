"""Ties: never broken silently. The manifest names the steps; what they leave equal stays undecided, and says so.

A tie rule is {"steps": [...], "draw": "the public draw whose numbers are the seed"}; no steps means "undecided".
The pool of a draw is fixed before the seed is known: all options of the item, under the hash that `pool_hash` gives.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yuanba.ballots.tally.model import CountItem
from yuanba.kernel import canonical

DRAW = "draw"
Key = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Picked:
    """Who takes the places: `chosen` for sure, `tied` are equal for the `places` that are left (nobody if all is clear).

    `step` is the last step that had to decide, "" if none was needed.
    """

    chosen: tuple[str, ...]
    tied: tuple[str, ...] = ()
    places: int = 0
    step: str = ""


@dataclass(frozen=True, slots=True)
class TieRule:
    """The steps of the manifest, and the seed of the draw, "" as long as it is not known."""

    item: CountItem
    steps: tuple[str, ...]
    seed: str = ""

    def pick(self, options: Iterable[str], places: int, keys: Mapping[str, Key]) -> Picked:
        """Which of these equal options take the places; `keys` gives for each step what is smaller for the better."""
        left, used = sorted(options), ""
        chosen: list[str] = []
        if places >= len(left):
            return Picked(tuple(left))
        for step in self.steps:
            key = self._lot if step == DRAW else keys[step]
            if step == DRAW and not self.seed:
                break
            edge = sorted(map(key, left))[places - len(chosen) - 1]
            better = [option for option in left if key(option) < edge]
            equal = [option for option in left if key(option) == edge]
            used = step if len(better) + len(equal) < len(left) else used
            chosen, left = chosen + better, equal
            if len(left) == places - len(chosen):
                return Picked(tuple(sorted(chosen + left)), step=used)
        return Picked(tuple(sorted(chosen)), tuple(left), places - len(chosen), used)

    def told(self, picked: Picked, among: Iterable[str], places: int) -> dict[str, Any]:
        """The tie as the result tells it: who was equal, for how many places, what decided; {} if there was none."""
        if not picked.tied and not picked.step:
            return {}
        document: dict[str, Any] = {
            "among": sorted(among),
            "places": places,
            "decided_by": "" if picked.tied else picked.step,
            "undecided": list(picked.tied),
        }
        if DRAW in self.steps:
            document["pool"] = pool_hash(self.item)
        return document

    def _lot(self, option: str) -> int:
        return int(hashlib.sha256(f"{self.seed}\0{self.item.key}\0{option}".encode()).hexdigest(), 16)


def tie_rule(item: CountItem, rule: Mapping[str, Any], seed: str) -> TieRule:
    return TieRule(item, tuple(rule.get("tie", {}).get("steps", ())), seed)


def pool_hash(item: CountItem) -> str:
    """What is announced before the draw: SHA-256 over the item's key and its options in alphabetical order."""
    return hashlib.sha256(canonical.encode({"item": item.key, "options": sorted(item.options)})).hexdigest()
