"""Which compound and building a hotline's words about a place mean, as far as they say it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yuanba.people.roll_cells import building as plain_building

FEWEST_SIGNS = 2  # of a name; shorter ones stand in any sentence
_BUILDING = re.compile(r"(?<![0-9A-Za-z])([0-9]{1,3}|[A-Za-z])(?:号楼|栋|幢|座|#)")


@dataclass(frozen=True)
class Known:
    """A compound with its buildings by name."""

    territory_id: int
    name: str
    buildings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Found:
    """Where it is; no building where the words name none, or none of this compound."""

    territory_id: int
    building_id: int | None = None


def find(known: Sequence[Known], place: str, text: str) -> Found | None:
    """The compound that the place names, else the text; the longest name wins, of two alike neither does."""
    for words in (place, text):
        short = re.sub(r"\s", "", words)
        named = [one for one in known if len(one.name) >= FEWEST_SIGNS and one.name in short]
        longest = max((len(one.name) for one in named), default=0)
        best = [one for one in named if len(one.name) == longest]
        if len(best) == 1:
            return Found(best[0].territory_id, _building(best[0], short))
        if best:
            return None
    return None


def _building(compound: Known, short: str) -> int | None:
    after = short.split(compound.name, 1)[1]
    said = _BUILDING.search(after)
    if said is None:
        return None
    wanted = plain_building(said.group())
    return next((key for name, key in compound.buildings if plain_building(name) == wanted), None)
