"""Dwellings and shops of a compound."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yuanba.places.models import (
    Premises,
    PremisesArea,
)

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
