"""Which organ a new case belongs to: the dated rules of the deployment read for one place (the choice is in `routes`)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case as When_
from django.db.models import IntegerField, Q, Value, When

from yuanba.cases.models import Category, RoutingRule
from yuanba.cases.routes import Route, Rule, Spot
from yuanba.cases.routes import route as chosen
from yuanba.places.models import TerritoryVersion
from yuanba.places.queries import current

ABOVE = 4  # compound, community, subdistrict, district: rules of wider places than these hold nowhere
FAR = ABOVE


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
    rows = list(_rules_near(category.pk, place, on))
    lineage = {depth: row.territory_id for row in rows if (depth := getattr(row, "depth", FAR)) < ABOVE}
    spot = Spot(tuple(lineage.get(depth, 0) or 0 for depth in range(ABOVE)), place.cluster_id, place.building_id)
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
    open_rows = TerritoryVersion.objects.filter(current(on))
    above = [open_rows.filter(territory_id=place.territory_id).values("parent_id")]
    while len(above) < ABOVE - 1:
        above.append(open_rows.filter(territory_id__in=above[-1]).values("parent_id"))
    where = [Q(territory_id=place.territory_id), *(Q(territory_id__in=ids) for ids in above)]
    depth = When_(
        *(When(one, then=Value(number)) for number, one in enumerate(where)),
        default=Value(FAR),
        output_field=IntegerField(),
    )
    rows = RoutingRule.objects.filter(current(on), category_id=category_id).annotate(depth=depth)
    return list(rows.filter(Q(depth__lt=FAR) | Q(territory_id__isnull=True)))
