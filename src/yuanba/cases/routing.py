"""Which organ a new case belongs to: the dated rules of the deployment read for one place (the choice is in `routes`)."""

from dataclasses import dataclass
from datetime import date

from yuanba.cases.models import Category, RoutingRule
from yuanba.cases.routes import Route, Rule, Spot
from yuanba.cases.routes import route as chosen

ABOVE = 4  # compound, community, subdistrict, district: rules of wider places than these hold nowhere
# Written out: built by the ORM it takes longer than asking. Plain SQL:1999, the same words on both databases.
_NEAR = """
WITH RECURSIVE up(id, depth) AS (
    SELECT CAST(%s AS bigint), 0
    UNION
    SELECT v.parent_id, up.depth + 1 FROM up JOIN places_territoryversion v ON v.territory_id = up.id
    WHERE v.parent_id IS NOT NULL AND v.from_date <= %s AND (v.to_date IS NULL OR v.to_date > %s) AND up.depth < %s
)
SELECT r.*, up.depth FROM cases_routingrule r LEFT JOIN up ON up.id = r.territory_id
WHERE r.category_id = %s AND r.from_date <= %s AND (r.to_date IS NULL OR r.to_date > %s)
AND (up.id IS NOT NULL OR r.territory_id IS NULL)
"""


@dataclass(frozen=True)
class Place:
    """Where a case is. The compound or community, and what is known of building, stairwell, door and grid."""

    territory_id: int
    building_id: int | None = None
    cluster_id: int | None = None
    entrance_id: int | None = None
    premises_id: int | None = None
    grid_id: int | None = None


def route(category: Category, place: Place, on: date) -> Route:
    """The organ for a new case on that day, and a handler if the rule names one. One query."""
    rows = _rules_near(category.pk, place, on)
    lineage = {row.depth: row.territory_id for row in rows if row.depth is not None}  # type: ignore[attr-defined]
    width = 1 + max(lineage, default=-1)
    spot = Spot(tuple(lineage.get(depth) or 0 for depth in range(width)), place.cluster_id, place.building_id)
    return chosen(map(as_rule, rows), category_id=category.pk, own_organ=category.organ, spot=spot, on=on)


def as_rule(row: RoutingRule) -> Rule:
    """The stored rule as `routes` knows it."""
    return Rule(
        id=row.pk,
        category_id=row.category_id,
        organ=row.organ,
        from_date=row.from_date,
        to_date=row.to_date,
        handler_ref=row.handler_ref,
        territory_id=row.territory_id,
        cluster_id=row.cluster_id,
        building_id=row.building_id,
    )


def _rules_near(category_id: int, place: Place, on: date) -> "list[RoutingRule]":
    """The rules of the category for the place or an area above it, each with the `depth` of its territory."""
    day = on.isoformat()
    return list(RoutingRule.objects.raw(_NEAR, [place.territory_id, day, day, ABOVE - 1, category_id, day, day]))
