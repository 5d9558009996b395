"""Dwellings and shops of a compound."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yuanba.places.models import Building, Entrance, Premises, PremisesArea, Territory

CHUNK = 5000
PremisesKey = tuple[str, str, str]
"""Building, entrance and number as the office writes them: ("3栋", "1单元", "402")."""


@dataclass(frozen=True, slots=True)
class PremisesState:
    """Premises as they stand open now: id, kind, exclusive area (None if unknown) and since when."""

    id: int
    kind: str
    area_cm2: int | None
    area_from: date | None
    handed_over_date: date | None


def premises_of(compound_id: int) -> dict[PremisesKey, PremisesState]:
    """Every dwelling and shop of a compound with its open area. Two queries, whatever their number."""
    open_areas = PremisesArea.objects.filter(premises__compound_id=compound_id, to_date__isnull=True)
    areas = {
        premises_id: (area, since)
        for premises_id, area, since in open_areas.values_list("premises_id", "exclusive_area_cm2", "from_date")
    }
    rows = Premises.objects.filter(compound_id=compound_id).values_list(
        "pk", "kind", "number", "entrance__name", "entrance__building__name", "handed_over_date"
    )
    return {
        (building, entrance, number): PremisesState(
            pk, kind, areas[pk][0] if pk in areas else None, areas[pk][1] if pk in areas else None, handed_over
        )
        for pk, kind, number, entrance, building, handed_over in rows.iterator(CHUNK)
    }


def premises_label(premises_ids: Iterable[int]) -> dict[int, str]:
    """ "3栋1单元402" for each; one query."""
    rows = Premises.objects.filter(pk__in=set(premises_ids)).values_list(
        "pk", "entrance__building__name", "entrance__name", "number"
    )
    return {pk: f"{building}{entrance}{number}" for pk, building, entrance, number in rows}


def parts_of(kind: str, pk: int) -> tuple[int, int | None, int | None, int | None] | None:
    """Compound (or territory), building, entrance and premises of one "territory", "building", "entrance" or "premises".

    None if there is no such place. One query. Raises KeyError for another kind.
    """
    rows, fields = {
        "territory": (Territory.objects, ("pk",)),
        "building": (Building.objects, ("compound_id", "pk")),
        "entrance": (Entrance.objects, ("building__compound_id", "building_id", "pk")),
        "premises": (Premises.objects, ("compound_id", "entrance__building_id", "entrance_id", "pk")),
    }[kind]
    found = rows.filter(pk=pk).values_list(*fields).first()
    return None if found is None else (*found, *[None] * (4 - len(found)))
