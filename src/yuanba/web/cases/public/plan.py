"""A drawn plan of a compound: its buildings as shapes in rows, each with what is open there. No map of anybody else.

Where a building stands is not recorded; the rows follow phases and numbers, as people count their way through.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yuanba.web import sent

WIDE, HIGH, GAP = 84, 68, 12  # one shape, in units of the drawing: a thumb of an old hand hits it
ACROSS = 4  # on a phone a fifth would no longer be read
HEAD = 22  # the line that names a phase or cluster

_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class House:
    """A building to be drawn; `group` names its phase or cluster, "" for none."""

    pk: int
    name: str
    group: str = ""


@dataclass(frozen=True)
class Shape:
    """One drawn building: corner, name and how many cases are open there; `mark` is the word that colour repeats."""

    pk: int
    name: str
    x: int
    y: int
    open: int

    @property
    def look(self) -> str:
        """The class of the shape: none, some, many (five or more)."""
        if not self.open:
            return "calm"
        return "busy" if self.open >= 5 else "some"


@dataclass(frozen=True)
class Heading:
    text: str
    y: int


@dataclass(frozen=True)
class Plan:
    """What is drawn; `width` and `height` make the view box."""

    shapes: tuple[Shape, ...]
    headings: tuple[Heading, ...]
    width: int
    height: int


def in_walking_order(name: str) -> list[tuple[int, int, str]]:
    """A key by which 2栋 comes before 10栋."""
    parts = [part for part in _NUMBERS.split(name) if part]
    numbers = [sent.whole(part) for part in parts]
    return [(1, 0, part) if number is None else (0, number, "") for part, number in zip(parts, numbers, strict=True)]


def drawn(houses: Iterable[House], open_by_house: Mapping[int, int]) -> Plan:
    """The plan of these buildings, group by group."""
    groups: dict[str, list[House]] = {}
    for house in sorted(houses, key=lambda one: (in_walking_order(one.group), in_walking_order(one.name))):
        groups.setdefault(house.group, []).append(house)
    shapes: list[Shape] = []
    headings: list[Heading] = []
    y = GAP
    for group, members in groups.items():
        if group:
            headings.append(Heading(group, y + HEAD - 8))
            y += HEAD
        for number, house in enumerate(members):
            row, column = divmod(number, ACROSS)
            x = GAP + column * (WIDE + GAP)
            shapes.append(Shape(house.pk, house.name, x, y + row * (HIGH + GAP), open_by_house.get(house.pk, 0)))
        y += -(-len(members) // ACROSS) * (HIGH + GAP)
    return Plan(tuple(shapes), tuple(headings), GAP + ACROSS * (WIDE + GAP), max(y, GAP))
