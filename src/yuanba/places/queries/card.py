"""The card of a compound or community: facts, milestones, population, assets."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yuanba.places.models import (
    CommunityAsset,
    CompoundFact,
    Milestone,
    PopulationFigure,
)
from yuanba.places.rules import FACT_UNITS


@dataclass(frozen=True)
class CardFact:
    """One of the nine facts: its value in `unit` as of `as_of_date`; `value` "" while nobody recorded it."""

    key: str
    value: str
    unit: str
    as_of_date: date | None
    source: str
    is_computed: bool = False


def card(compound_id: int, on: date) -> tuple[CardFact, ...]:
    """The nine facts of R-004 as of a day, in their order; one query. people.queries.compound_card adds occupancy."""
    latest: dict[str, CompoundFact] = {}
    for fact in CompoundFact.objects.filter(compound_id=compound_id, as_of_date__lte=on).order_by("as_of_date"):
        latest[fact.key] = fact
    return tuple(
        CardFact(key, row.value, unit, row.as_of_date, row.source)
        if (row := latest.get(key))
        else CardFact(key, "", unit, None, "")
        for key, unit in FACT_UNITS.items()
    )


def milestones(territory_id: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(territory_id=territory_id).order_by("month", "pk")


def population(territory_id: int, on: date) -> PopulationFigure | None:
    """The newest figure known on that day; it carries its source and date, and is not shown without them (R-010)."""
    rows = PopulationFigure.objects.filter(territory_id=territory_id, as_of_date__lte=on)
    return rows.order_by("-as_of_date", "-pk").first()


def assets(territory_id: int, on: date) -> tuple[CommunityAsset, ...]:
    """The newest line of each kind and name known on that day, in order of kind and name (R-009)."""
    latest: dict[tuple[str, str], CommunityAsset] = {}
    rows = CommunityAsset.objects.filter(territory_id=territory_id, as_of_date__lte=on).order_by("as_of_date", "pk")
    for row in rows:
        latest[row.kind, row.name] = row
    return tuple(latest[key] for key in sorted(latest))
