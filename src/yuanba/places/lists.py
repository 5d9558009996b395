"""Reading places for pages: what lies over and in a territory, who was merged into what, and the calendar by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from yuanba.kernel.actor import Actor
from yuanba.places.models import (
    Building,
    BuildingCluster,
    CalendarDay,
    CalendarYear,
    Entrance,
    Grid,
    Overlay,
    Parameter,
    Phase,
    Territory,
    TerritoryChange,
    TerritoryVersion,
)
from yuanba.places.queries import current, names_at
from yuanba.places.rules import is_system


@dataclass(frozen=True)
class OverlayLine:
    """A functional area over a territory (or the other way round), by name."""

    id: int
    other_id: int
    other: str
    from_date: date


def overlays_over(territory_id: int, on: date) -> tuple[OverlayLine, ...]:
    """The functional areas that manage the territory on that day."""
    rows = list(Overlay.objects.filter(current(on), territory_id=territory_id).order_by("pk"))
    names = names_at([row.area_id for row in rows], on)
    return tuple(OverlayLine(row.pk, row.area_id, names.get(row.area_id, ""), row.from_date) for row in rows)


def overlaid_by(area_id: int, on: date) -> tuple[OverlayLine, ...]:
    """The territories that a functional area manages on that day."""
    rows = list(Overlay.objects.filter(current(on), area_id=area_id).order_by("pk"))
    names = names_at([row.territory_id for row in rows], on)
    return tuple(OverlayLine(row.pk, row.territory_id, names.get(row.territory_id, ""), row.from_date) for row in rows)


@dataclass(frozen=True)
class ChangeLine:
    """A change of the tree with the names that it concerned, as they were the day before and on the day."""

    kind: str
    effective_date: date
    basis: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def change_lines(changes: Iterable[TerritoryChange]) -> tuple[ChangeLine, ...]:
    """The changes with names, in the order given. Three queries, whatever their number."""
    rows = list(changes)
    ids = [row.pk for row in rows]
    before, after = _sides(ids, "predecessors"), _sides(ids, "successors")
    lines = []
    for row in rows:
        earlier = date.fromordinal(row.effective_date.toordinal() - 1)
        old, new = before.get(row.pk, []), after.get(row.pk, [])
        lines.append(
            ChangeLine(row.kind, row.effective_date, row.basis, _named(old, earlier), _named(new, row.effective_date))
        )
    return tuple(lines)


def _sides(change_ids: list[int], side: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    pairs = TerritoryChange.objects.filter(pk__in=change_ids, **{f"{side}__isnull": False})
    for change, territory in pairs.values_list("pk", side):
        found.setdefault(change, []).append(territory)
    return found


def _named(territory_ids: list[int], on: date) -> tuple[str, ...]:
    names = names_at(territory_ids, on) if territory_ids else {}
    return tuple(names.get(one, "") for one in territory_ids)


def territory(territory_id: int) -> Territory | None:
    return Territory.objects.filter(pk=territory_id).select_related("compound").first()


def phases_of(compound_id: int) -> QuerySet[Phase]:
    return Phase.objects.filter(compound_id=compound_id).order_by("name", "pk")


def clusters_of(compound_id: int) -> QuerySet[BuildingCluster]:
    return BuildingCluster.objects.filter(compound_id=compound_id).order_by("name", "pk")


def buildings_of(compound_id: int) -> QuerySet[Building]:
    """The buildings with phase, cluster, and how many dwellings and shops lie in each (`dwellings`, `shops`); 9栋 before 10栋."""
    inside = Count("entrances__premises", filter=Q(entrances__premises__kind="DWELLING"))
    shops = Count("entrances__premises", filter=Q(entrances__premises__kind="SHOP"))
    rows = Building.objects.filter(compound_id=compound_id).select_related("phase", "cluster")
    return rows.annotate(dwellings=inside, shops=shops).order_by(Length("name"), "name", "pk")


def building_names(compound_id: int) -> list[tuple[int, str, str]]:
    """(id, name, phase or else cluster) of each building, without counting what lies in it. One query."""
    rows = Building.objects.filter(compound_id=compound_id).order_by(Length("name"), "name", "pk")
    return [
        (pk, name, phase or cluster or "")
        for pk, name, phase, cluster in rows.values_list("pk", "name", "phase__name", "cluster__name")
    ]


def entrances_of(compound_id: int) -> QuerySet[Entrance]:
    """The entrances of the compound's buildings, in the order in which one walks past them."""
    rows = Entrance.objects.filter(building__compound_id=compound_id).select_related("building")
    return rows.order_by(Length("building__name"), "building__name", Length("name"), "name", "pk")


def grids_of(community_id: int, on: date) -> QuerySet[Grid]:
    """The grids of every level on that day, with their upper ones."""
    return Grid.objects.filter(current(on), community_id=community_id).select_related("parent").order_by("name", "pk")


def calendar_years() -> QuerySet[CalendarYear]:
    return CalendarYear.objects.order_by("-year")


def moved_days(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from the week's habit: workdays that are off, weekends that are worked."""
    return CalendarDay.objects.filter(date__year=year).order_by("date")


def parameter_history() -> dict[str, list[Parameter]]:
    """Every value that each parameter had, newest first, by key. One query."""
    found: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.order_by("key", "-from_date", "-pk"):
        found.setdefault(row.key, []).append(row)
    return found


def edits_for_all(actor: Actor, on: date) -> bool:
    """True for whoever keeps a territory that lies in no other, and for commands: what counts everywhere is theirs.

    The work calendar and the parameters hold in every place; whoever keeps one community may not move their deadlines.
    """
    if is_system(actor):
        return True
    own = actor.territories("places.edit")
    return TerritoryVersion.objects.filter(current(on), territory_id__in=own, parent__isnull=True).exists()
