"""Reading points with a label: what a scanned code means, and the list of a compound."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, Length

from yuanba.places import qr
from yuanba.places.models import Entrance, Premises, QrPoint

GOOD, REPLACED, ENDED, FORGED = "GOOD", "REPLACED", "ENDED", "FORGED"


@dataclass(frozen=True)
class Scan:
    """What a code says. `point` is None only if it is FORGED; a REPLACED or ENDED label still knows its place."""

    status: str
    point: QrPoint | None = None

    @property
    def is_good(self) -> bool:
        return self.status == GOOD


def scanned(text: str, on: date) -> Scan:
    """The point of a label as of a day. One query."""
    said = qr.read(text)
    if said is None:
        return Scan(FORGED)
    point = QrPoint.objects.select_related("building", "entrance", "premises").filter(pk=said[0]).first()
    if point is None or said[1] > point.version:
        return Scan(FORGED)
    if point.to_date is not None and point.to_date <= on:
        return Scan(ENDED, point)
    return Scan(GOOD if said[1] == point.version else REPLACED, point)


def points_of(compound_id: int) -> QuerySet[QrPoint]:
    """The points that carry a label now: by kind, then in the order in which one walks past the buildings."""
    rows = QrPoint.objects.filter(compound_id=compound_id, to_date__isnull=True)
    # What lies in no building comes first, on either database: no length is less than that of the shortest name.
    house = Coalesce("building__name", Value(""))
    return rows.order_by("kind", Length(house), house, Length("name"), "name", "pk")


def chosen_points(compound_id: int, point_ids: Iterable[int]) -> list[QrPoint]:
    """Those of the compound's points that were ticked, in the order of the list."""
    return list(points_of(compound_id).filter(pk__in=list(point_ids)))


@dataclass(frozen=True)
class NewPoint:
    """A point to be: `building_id`, `entrance_id`, `premises_id` say more closely where it is, as far as known."""

    kind: str
    name: str
    building_id: int | None = None
    entrance_id: int | None = None
    premises_id: int | None = None


def proposed(compound_id: int, kind: str) -> list[NewPoint]:
    """One point for each building, entrance or shop that the roll knows; of lifts and facilities it knows none."""
    if kind == QrPoint.Kind.SHOP:
        shops = Premises.objects.filter(compound_id=compound_id, kind=Premises.Kind.SHOP)
        rows = shops.select_related("entrance__building").order_by("entrance__building__name", "number", "pk")
        return [
            NewPoint(
                kind,
                f"{row.entrance.building.name}{row.entrance.name}{row.number}",
                row.entrance.building_id,
                row.entrance_id,
                row.pk,
            )
            for row in rows
        ]
    doors = Entrance.objects.filter(building__compound_id=compound_id).select_related("building")
    doors = doors.order_by(Length("building__name"), "building__name", Length("name"), "name", "pk")
    if kind == QrPoint.Kind.ENTRANCE:
        return [NewPoint(kind, f"{row.building.name}{row.name}", row.building_id, row.pk) for row in doors if row.name]
    if kind == QrPoint.Kind.BUILDING:
        return [NewPoint(kind, name, pk) for pk, name in {row.building_id: row.building.name for row in doors}.items()]
    return []
