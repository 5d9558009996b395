"""The official tally of the city's system beside ours: are its lines readable, do its sums add up, where do they differ.

One line is one number by both measures: how large the roll is, how many came, and for each item how many chose each
option or nothing. Where several crosses are allowed (committees, approval, budgets) an option's line counts its crosses;
where options are ranked it counts its first places. Nothing is corrected: a tally with a wrong line is refused with
every wrong line and its reason.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuanba.ballots.tally.model import AREA, HEADS, CountItem, Roll
from yuanba.ballots.tally.rules import is_ranked

ROLL, CAME, BLANK = "roll", "came", "blank"
CM2_PER_M2 = 10_000
WHOLE = re.compile(r"[0-9]{1,12}")
SQUARE = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))?")  # m², to the cm²
Sums = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read: item "" for `roll` and `came`; `what` is one of these, `blank`, or an option."""

    number: int
    item: str
    what: str
    heads: str
    area_m2: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a line (0: the tally as a whole) cannot stand. Codes: official.unreadable_heads, .unreadable_area,
    .unknown_line, .twice, .missing, .more_than_roll, .sum_differs, .more_than_filled, .too_many_crosses,
    .too_few_crosses."""

    line: int
    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Official:
    """A tally whose lines can be read and whose sums add up: {(item, what): {"heads", "area_cm2"}}."""

    sums: Sums


def check(lines: Sequence[Line], items: Sequence[CountItem]) -> tuple[Official | None, list[Wrong]]:
    """The tally, or None and every reason why not, in the order of the lines.

    Nobody came who is not on the roll. Where each has one cross, or options are ranked, the options and the blank sheets
    are together exactly those who came, by heads and by area. Where each has several crosses, no option has more than
    filled the item in, and all crosses together are at least as many as these and at most `choose` times as many.
    """
    known = _known(items)
    sums, wrong, where = _read(lines, known)
    wrong += [
        Wrong(0, "official.missing", {"item": item, "what": what}) for item, what in known if (item, what) not in where
    ]
    if not wrong:
        wrong += _too_many(sums, where)
        for item in items:
            wrong += (_added if is_one_each(item) else _within)(item, sums, where)
    wrong.sort(key=lambda one: (one.line or len(lines) + 1, one.code))
    return (None, wrong) if wrong else (Official(sums), [])


def differences(
    official: Official, ours: Mapping[str, Any], roll: Roll, items: Sequence[CountItem]
) -> list[dict[str, Any]]:
    """Where the official tally and our result say another number; empty if they agree in everything that both say."""
    one_each = {item.key for item in items if is_one_each(item)}
    mine: Sums = {("", ROLL): {HEADS: roll.heads, AREA: roll.area_cm2}}
    came = ours["participation"]
    mine["", CAME] = {HEADS: came["heads"], AREA: came["area_cm2"]}
    for item in ours["items"]:
        for option, heads in (item["votes"] | item["withdrawn"]).items():
            part = item.get(AREA, {})
            area = {**part.get("votes", {}), **part.get("withdrawn", {})}.get(option, 0)
            mine[item["key"], option] = {HEADS: heads, AREA: area}
        options = [key for key in mine if key[0] == item["key"]]
        rest = {
            measure: mine["", CAME][measure] - sum(mine[key][measure] for key in options) for measure in (HEADS, AREA)
        }
        # With several crosses our result says how many sheets are blank, and not what they weigh.
        mine[item["key"], BLANK] = rest if item["key"] in one_each else {HEADS: item["blank"]}
    found = []
    for key, theirs in official.sums.items():
        for measure in (HEADS, AREA):
            if measure in mine[key] and theirs[measure] != mine[key][measure]:
                numbers = {"official": theirs[measure], "ours": mine[key][measure]}
                found.append({"item": key[0], "what": key[1], "measure": measure, **numbers})
    return found


def _known(items: Iterable[CountItem]) -> list[tuple[str, str]]:
    return [("", ROLL), ("", CAME), *((item.key, what) for item in items for what in (*item.options, BLANK))]


def _read(
    lines: Iterable[Line], known: Sequence[tuple[str, str]]
) -> tuple[Sums, list[Wrong], dict[tuple[str, str], int]]:
    """The numbers, what is wrong with single lines, and on which line each stands."""
    sums: Sums = {}
    wrong: list[Wrong] = []
    where: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.item, line.what)
        if key not in known:
            wrong.append(Wrong(line.number, "official.unknown_line", {"item": line.item, "what": line.what[:40]}))
            continue
        if key in where:
            wrong.append(
                Wrong(line.number, "official.twice", {"item": line.item, "what": line.what, "first": where[key]})
            )
            continue
        where[key] = line.number
        heads, area = _whole(line.heads), _square(line.area_m2)
        if heads is None:
            wrong.append(Wrong(line.number, "official.unreadable_heads", {"text": line.heads[:40]}))
        if area is None:
            wrong.append(Wrong(line.number, "official.unreadable_area", {"text": line.area_m2[:40]}))
        sums[key] = {HEADS: heads or 0, AREA: area or 0}
    return sums, wrong, where


def _too_many(sums: Sums, where: Mapping[tuple[str, str], int]) -> list[Wrong]:
    came, roll = sums["", CAME], sums["", ROLL]
    return [
        Wrong(
            where["", CAME],
            "official.more_than_roll",
            {"measure": measure, "came": came[measure], "roll": roll[measure]},
        )
        for measure in (HEADS, AREA)
        if came[measure] > roll[measure]
    ]


def _added(item: CountItem, sums: Sums, where: Mapping[tuple[str, str], int]) -> list[Wrong]:
    """The item's sums beside those who came; the reason stands at its last line, where a sum is looked for."""
    keys = [(item.key, what) for what in (*item.options, BLANK)]
    last = max(where[key] for key in keys)
    found = []
    for measure in (HEADS, AREA):
        total, came = sum(sums[key][measure] for key in keys), sums["", CAME][measure]
        if total != came:
            facts: dict[str, str | int] = {"item": item.key, "measure": measure, "sum": total, "came": came}
            found.append(Wrong(last, "official.sum_differs", facts))
    return found


def is_one_each(item: CountItem) -> bool:
    """Whether every sheet that is not blank counts for exactly one line of the item."""
    return item.choose == 1 or is_ranked(item.rule)


def _within(item: CountItem, sums: Sums, where: Mapping[tuple[str, str], int]) -> list[Wrong]:
    """The crosses of an item that allows several, beside those who filled it in."""
    keys = [(item.key, option) for option in item.options]
    last = max(where[key] for key in [*keys, (item.key, BLANK)])
    found = []
    for measure in (HEADS, AREA):
        filled, total = (
            sums["", CAME][measure] - sums[item.key, BLANK][measure],
            sum(sums[key][measure] for key in keys),
        )
        facts: dict[str, str | int] = {"item": item.key, "measure": measure, "sum": total, "came": max(filled, 0)}
        found += [
            Wrong(where[key], "official.more_than_filled", facts | {"sum": sums[key][measure]})
            for key in keys
            if sums[key][measure] > max(filled, 0)
        ]
        if filled < 0 or total > filled * item.choose:
            found.append(Wrong(last, "official.too_many_crosses", facts | {"most": item.choose}))
        elif total < filled:
            found.append(Wrong(last, "official.too_few_crosses", facts))
    return found


def _whole(text: str) -> int | None:
    found = WHOLE.fullmatch(text.strip().replace(",", ""))
    return int(found[0]) if found else None


def _square(text: str) -> int | None:
    """ "92.5" m² as 925,000 cm²; None for what is no such number."""
    found = SQUARE.fullmatch(text.strip().replace(",", ""))
    if found is None:
        return None
    return int(found[1]) * CM2_PER_M2 + int((found[2] or "").ljust(4, "0"))
