"""Who may change places, and what must hold of them."""

from collections.abc import Collection
from datetime import date

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.places.models import CompoundFact, Territory

Kind = Territory.Kind
# A territory hangs under one of a smaller rank; levels may be left out (a compound straight under a subdistrict).
RANK: dict[str, int] = {
    Kind.COUNTRY: 0,
    Kind.PROVINCE: 1,
    Kind.CITY: 2,
    Kind.DISTRICT: 3,
    Kind.SUBDISTRICT: 4,
    Kind.TOWN: 4,
    Kind.COMMUNITY: 5,
    Kind.COMPOUND: 6,
}
# Source: 国家统计局 统计用区划代码: 12 digits, of which offices write the leading 2, 4, 6 or 9 alone.
CODE_LENGTHS = frozenset({2, 4, 6, 9, 12})

# Source: N-028: a micro-grid of 30 to 100 households or shops.
MICRO_GRID_LOW = 30
MICRO_GRID_HIGH = 100
MICRO_GRID_SOURCE = "微网实格：30—100 户"

# The nine facts of R-004: unit, smallest and largest value in it. HANDED_OVER and USE are words.
FACT_UNITS: dict[str, str] = {
    CompoundFact.Key.HANDED_OVER: "month",
    CompoundFact.Key.FLOOR_AREA: "cm2",
    CompoundFact.Key.BUILDINGS: "buildings",
    CompoundFact.Key.GREENING_RATE: "percent",
    CompoundFact.Key.FLOOR_AREA_RATIO: "ratio",
    CompoundFact.Key.USE: "word",
    CompoundFact.Key.SHOPS: "shops",
    CompoundFact.Key.HOUSEHOLDS: "households",
    CompoundFact.Key.OCCUPANCY_RATE: "percent",
}
USES = frozenset({"RESIDENTIAL", "MIXED"})
PERCENT = 100


def is_system(actor: Actor) -> bool:
    """True for a command or the clock: nobody's account, and no session could have made it."""
    return actor.account_id is None and actor.id.startswith("system:")


def may_edit_tree(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Territory is edited by whoever holds places.edit over it; the first root by a command only."""
    return _holds(actor, "places.edit", lineage)


def may_edit_card(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Cards, assets, milestones, clusters and grids are kept by the community's workers (R-004, R-005, R-009, R-041)."""
    if actor.holds("places.edit", lineage):
        return YES
    return _holds(actor, "places.card", lineage)


def may_enter_premises(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Premises come with the imported roll of whoever keeps it there."""
    if actor.holds("places.edit", lineage):
        return YES
    return _holds(actor, "people.import_roll", lineage)


def _holds(actor: Actor, permission: str, lineage: Collection[int]) -> Verdict:
    if is_system(actor) or actor.holds(permission, lineage):
        return YES
    return no("places.not_allowed", "appointments", permission=permission)


def may_hang(kind: str, parent_kind: str | None) -> Verdict:
    """A territory lies in one of a higher level; functional areas are exempt, being no statutory division (R-001)."""
    if parent_kind is None or Kind.FUNCTIONAL_AREA in (kind, parent_kind) or RANK[parent_kind] < RANK[kind]:
        return YES
    return no("places.wrong_parent", "which place lies in which", kind=kind, parent_kind=parent_kind)


def code_well_formed(code: str) -> Verdict:
    """Digits of one of the usual lengths, or nothing: compounds and functional areas have no code."""
    if code == "" or (code.isascii() and code.isdigit() and len(code) in CODE_LENGTHS):
        return YES
    return no("places.code_malformed", "the statistical codes of places", value=code)


def change_in_order(last_from: date, from_date: date) -> Verdict:
    """A change takes effect after the one before it."""
    if from_date > last_from:
        return YES
    return no("places.before_last_change", "dated rows", last=last_from, from_date=from_date)


def fact_well_formed(key: str, value: str) -> Verdict:
    """The value is written as its key wants it: a month, a use, or a plain decimal that is not negative."""
    if key not in FACT_UNITS:
        return no("places.fact_unknown", "the card of the compound", key=key)
    if key == CompoundFact.Key.HANDED_OVER:
        good = is_month(value)
    elif key == CompoundFact.Key.USE:
        good = value in USES
    else:
        good = _decimal_fits(key, value)
    return YES if good else no("places.fact_malformed", "the card of the compound", key=key, value=value)


def is_month(text: str) -> bool:
    year, dash, month = text.partition("-")
    plain = text.isascii() and year.isdigit() and month.isdigit()
    return bool(plain and dash) and len(text) == len("2007-03") and 1 <= int(month) <= len("JFMAMJJASOND")


def _decimal_fits(key: str, value: str) -> bool:
    whole, dot, rest = value.partition(".")
    if not (value.isascii() and whole.isdigit() and (not dot or rest.isdigit())):
        return False
    if FACT_UNITS[key] == "percent":
        return int(whole) < PERCENT or (int(whole) == PERCENT and not rest.strip("0"))
    return FACT_UNITS[key] == "ratio" or not dot


def micro_grid_size(members: int, low: int, high: int, source: str) -> Verdict:
    """A warning, never a block: whether a micro-grid's households and shops lie within [low, high]."""
    if low <= members <= high:
        return YES
    return no("places.micro_grid_size", source, members=members, low=low, high=high)
