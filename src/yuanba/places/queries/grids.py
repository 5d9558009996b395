"""Micro-grids: their size, the band it should lie in, and what no grid covers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Length

from yuanba.kernel.verdict import YES, Verdict
from yuanba.places.models import (
    Grid,
    GridPlace,
    Premises,
)
from yuanba.places.queries.table import parameter
from yuanba.places.queries.tree import compound_ids, current
from yuanba.places.rules import MICRO_GRID_HIGH, MICRO_GRID_LOW, MICRO_GRID_SOURCE, micro_grid_size


@dataclass(frozen=True)
class GridSize:
    """A lowest grid with how many premises lie in it; `verdict` warns of a micro-grid outside the band (R-041)."""

    grid_id: int
    name: str
    level: str
    members: int
    verdict: Verdict


def micro_grid_band(on: date) -> tuple[int, int, str]:
    """The smallest and largest size of a micro-grid on that day, with the source of the two numbers."""
    low, high = parameter("micro_grid.low", on), parameter("micro_grid.high", on)
    source = next((row.source for row in (low, high) if row), MICRO_GRID_SOURCE)
    return (low.value if low else MICRO_GRID_LOW, high.value if high else MICRO_GRID_HIGH, source)


def grid_sizes(community_id: int, on: date) -> tuple[GridSize, ...]:
    """Every micro and dedicated grid of the community on that day with its size and warning, by name. Four queries."""
    low, high, source = micro_grid_band(on)
    lying = Count("places", filter=current(on, "places__"))
    rows = Grid.objects.filter(
        current(on), community_id=community_id, level__in=[Grid.Level.MICRO, Grid.Level.DEDICATED]
    ).annotate(members=lying)
    return tuple(
        GridSize(
            row.pk,
            row.name,
            row.level,
            row.members,
            micro_grid_size(row.members, low, high, source) if row.level == Grid.Level.MICRO else YES,
        )
        for row in rows.order_by(Length("name"), "name", "pk")
    )


def grid_gaps(community_id: int, on: date) -> QuerySet[Premises]:
    """The dwellings and shops of the community that lie in no micro or dedicated grid on that day."""
    placed = GridPlace.objects.filter(current(on), premises=OuterRef("pk"))
    rows = Premises.objects.filter(compound__in=compound_ids(community_id, on)).exclude(Exists(placed))
    return rows.select_related("entrance__building", "compound").order_by("compound_id", "entrance_id", "number")
