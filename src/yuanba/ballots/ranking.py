"""Numbers written beside the options of a ranked question, and the order that they say. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.kernel.width import half_width

MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """`order`: the options that have a number, 1 first, as far as the order is clear; `twice`: the number that stands
    at two options, where it stops being clear, 0 if there is none."""

    order: tuple[str, ...]
    twice: int = 0


def read(numbers: Mapping[str, str]) -> Ranked:
    """The order that these numbers say. Options without a readable number are not ranked.

    Only the order counts: 1, 3, 7 is the same as 1, 2, 3. Two options with one number have no order, and what comes
    behind them has none either. Source: our own choice for skipped numbers (nobody meant to end there); that a doubled
    number ends a ranking is the rule of the counts in Ireland and Scotland.
    """
    placed: dict[int, list[str]] = {}
    for option, text in numbers.items():
        written = half_width(text).strip()
        if written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS and int(written):
            placed.setdefault(int(written), []).append(option)
    order: list[str] = []
    for number in sorted(placed):
        if len(placed[number]) > 1:
            return Ranked(tuple(order), number)
        order += placed[number]
    return Ranked(tuple(order))


def clear(item: str, found: Ranked) -> Verdict:
    """Whether the numbers of a question say an order to its end, so that nothing need be asked."""
    if not found.twice:
        return YES
    return no("ballots.rank_twice", "the announced sheet", item=item, number=found.twice)
