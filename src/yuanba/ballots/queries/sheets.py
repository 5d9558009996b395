"""The sheet of a ballot: its questions with their rules, its options in the order in which somebody reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yuanba.ballots import sealing
from yuanba.ballots.models import Ballot, RollRow
from yuanba.ballots.queries.reading import options
from yuanba.ballots.tally import is_ranked, wants_all
from yuanba.ballots.tally.rules import EQUAL_SHARES, GREEDY, YES_NO

BUDGETS = frozenset({GREEDY, EQUAL_SHARES})


@dataclass(frozen=True)
class SheetOption:
    key: str
    label: str
    withdrawn: bool
    about: str = ""
    file_id: int | None = None


@dataclass(frozen=True)
class SheetItem:
    """A question; `rule` is the document that counts it, its own or the ballot's."""

    key: str
    label: str
    choose: int
    minimum: int
    options: tuple[SheetOption, ...]
    rule: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_yes_no(self) -> bool:
        return self.rule.get("id") == YES_NO

    @property
    def is_ranked(self) -> bool:
        return is_ranked(self.rule)

    @property
    def wants_all(self) -> bool:
        """Whether a ranking names every option, or none."""
        return wants_all(self.rule)

    @property
    def is_budget(self) -> bool:
        return self.rule.get("id") in BUDGETS


@dataclass(frozen=True)
class Sheet:
    """What a voter fills in; options in the voter's own order."""

    ballot: Ballot
    items: tuple[SheetItem, ...]


def sheet(ballot_id: int, roll_row: RollRow | None = None) -> Sheet:
    """The sheet in this voter's order: random, always the same, never by popularity; without a voter as drafted."""
    ballot = Ballot.objects.select_related("territory").get(pk=ballot_id)
    # Every voter reads this, and a sheet may name hundreds: plain columns, not objects.
    of_item = ("item__key", "item__label", "item__choose", "item__minimum", "item__rule")
    fields = (*of_item, "key", "label", "withdrawn_at", "about", "file_id")
    heads: dict[str, tuple[str, int, int, Mapping[str, Any]]] = {}
    grouped: dict[str, list[SheetOption]] = {}
    for item, label, choose, minimum, rule, key, name, gone, about, file_id in options(ballot_id).values_list(*fields):
        heads[item] = label, choose, minimum, rule or ballot.rule
        grouped.setdefault(item, []).append(SheetOption(key, name, gone is not None, about, file_id))
    items = []
    for key, (label, choose, minimum, rule) in heads.items():
        one = SheetItem(key, label, choose, minimum, tuple(grouped[key]), rule)
        items.append(one if roll_row is None or one.is_yes_no else _shuffled(one, roll_row.code))
    return Sheet(ballot, tuple(items))


def _shuffled(item: SheetItem, code: str) -> SheetItem:
    """The item in the voter's own order; agree, against and abstain never come here."""
    mixed = tuple(sorted(item.options, key=lambda one: sealing.order_key(code, one.key)))
    return SheetItem(item.key, item.label, item.choose, item.minimum, mixed, item.rule)
