"""Papers and items in few words."""

from collections.abc import Iterable, Mapping
from typing import Any

from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally

DRAW = {"steps": ["draw"], "draw": "双色球 2026-11-24"}


def rule(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "version": 1, "source": "a test", **more}


def papers(*piles: tuple[int, str], area_cm2: int = 0) -> list[CountPaper]:
    """(42, "MNCK") is 42 papers that say M, N, C, K in this order."""
    return [
        CountPaper(f"{pile}-{one}", 0, {"q": tuple(answer)}, area_cm2=area_cm2)
        for pile, (number, answer) in enumerate(piles)
        for one in range(number)
    ]


def item(options: str, withdrawn: Iterable[str] = ()) -> CountItem:
    return CountItem("q", len(options), tuple(options), frozenset(withdrawn))


def counted(
    document: Mapping[str, Any], options: str, *piles: tuple[int, str], seed: str = "", withdrawn: str = ""
) -> dict[str, Any]:
    """What the rule says of these piles."""
    cast = papers(*piles)
    roll = Roll(len(cast), len(cast), 0)
    found: dict[str, Any] = tally(document, [item(options, withdrawn)], cast, roll, seed=seed)["items"][0]
    return found
