"""Where a case goes: the rule of the narrowest place that holds on a day, else the category's own organ. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rule:
    """Cases of a category go to an organ, and to a handler if one is named, in [from_date, to_date).

    A place is a building, a cluster of buildings, a territory with everything in it, or (all None) anywhere.
    """

    id: int
    category_id: int
    organ: str
    from_date: date
    to_date: date | None = None
    handler_ref: str = ""
    territory_id: int | None = None
    cluster_id: int | None = None
    building_id: int | None = None

    def holds(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on < self.to_date)


@dataclass(frozen=True)
class Spot:
    """Where something is: `lineage` from the compound upwards, its cluster and building if they are known."""

    lineage: tuple[int, ...]
    cluster_id: int | None = None
    building_id: int | None = None


@dataclass(frozen=True)
class Route:
    """To whom; `rule_id` is None where no rule spoke and the category's own organ gets it."""

    organ: str
    handler_ref: str = ""
    rule_id: int | None = None


BUILDING, CLUSTER, TERRITORY = 0, 1, 2


def narrowness(rule: Rule, spot: Spot) -> int | None:
    """How near the rule's place is to the spot, 0 the nearest; None if the spot does not lie in it."""
    if rule.building_id is not None:
        return BUILDING if rule.building_id == spot.building_id else None
    if rule.cluster_id is not None:
        return CLUSTER if rule.cluster_id == spot.cluster_id else None
    if rule.territory_id is not None:
        return TERRITORY + spot.lineage.index(rule.territory_id) if rule.territory_id in spot.lineage else None
    return TERRITORY + len(spot.lineage)


def route(rules: Iterable[Rule], *, category_id: int, own_organ: str, spot: Spot, on: date) -> Route:
    """The organ and handler for a case of the category at the spot on that day; of two alike the newer rule speaks."""
    best: tuple[tuple[int, int, int], Rule] | None = None
    for rule in rules:
        near = narrowness(rule, spot) if rule.category_id == category_id and rule.holds(on) else None
        if near is None:
            continue
        rank = (near, -rule.from_date.toordinal(), -rule.id)
        if best is None or rank < best[0]:
            best = (rank, rule)
    return Route(best[1].organ, best[1].handler_ref, best[1].id) if best else Route(own_organ)


@dataclass(frozen=True)
class Past:
    """A case that was reported before, as far as its way depends on it."""

    id: int
    category_id: int
    own_organ: str
    spot: Spot


@dataclass(frozen=True)
class Turn:
    """A case that another set of rules would send elsewhere."""

    id: int
    before: Route
    after: Route


def dry_run(cases: Iterable[Past], *, before: Sequence[Rule], after: Sequence[Rule], on: date) -> list[Turn]:
    """The cases that go elsewhere if `after` stands instead of `before` on that day, in the order given."""
    turns = []
    for case in cases:
        facts = {"category_id": case.category_id, "own_organ": case.own_organ, "spot": case.spot, "on": on}
        now, then = route(before, **facts), route(after, **facts)  # type: ignore[arg-type]
        if (now.organ, now.handler_ref) != (then.organ, then.handler_ref):
            turns.append(Turn(case.id, now, then))
    return turns
