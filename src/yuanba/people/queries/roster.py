"""The roster of a community: who serves each grid, how many people each worker serves; and what compounds lack."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from yuanba.kernel.verdict import Verdict
from yuanba.people.models import Appointment, Organisation, Residence
from yuanba.people.queries.standing import Sitting, sittings_of
from yuanba.places.models import Building, BuildingCluster, GridPlace, Premises
from yuanba.places.queries import current, grid_sizes, lineage

LEADS = ("BUILDING_LEAD", "CLUSTER_LEAD")
COMMITTEES = ("OWNERS_COMMITTEE", "COURTYARD_COMMITTEE")


@dataclass(frozen=True)
class GridLine:
    """A lowest grid: its size and warning, the people who live in it by the roll, and who serves it.

    `per_worker` is people ÷ workers; None where nobody serves.
    """

    grid_id: int
    name: str
    level: str
    members: int
    size: Verdict
    people: int
    workers: tuple[Sitting, ...]

    @property
    def per_worker(self) -> Fraction | None:
        return Fraction(self.people, len(self.workers)) if self.workers else None


def grid_roster(community_id: int, on: date) -> tuple[GridLine, ...]:
    """Every micro and dedicated grid with who serves it (R-042), by name. Seven queries, whatever the number."""
    sizes = grid_sizes(community_id, on)
    living = Residence.objects.filter(
        current(on), current(on, "premises__grid_places__"), premises__grid_places__grid__community_id=community_id
    )
    people = dict(living.values_list("premises__grid_places__grid_id").annotate(Count("person_id", distinct=True)))
    serving: dict[int, list[Sitting]] = {}
    rows = Appointment.objects.filter(current(on), post="GRID_WORKER", grid__community_id=community_id)
    for grid_id, one in sittings_of(rows, lambda row: row.grid_id or 0):
        serving.setdefault(grid_id, []).append(one)
    return tuple(
        GridLine(
            size.grid_id,
            size.name,
            size.level,
            size.members,
            size.verdict,
            people.get(size.grid_id, 0),
            tuple(serving.get(size.grid_id, ())),
        )
        for size in sizes
    )


@dataclass(frozen=True)
class Server:
    """Somebody who serves a part of a compound: the grid, building or cluster by name, and the public contact line."""

    appointment_id: int
    person_id: int
    name: str
    post: str
    part: str
    relay_line: str
    from_date: date
    to_date: date | None


def serving_in(compound_id: int, on: date) -> tuple[Server, ...]:
    """Grid workers, building leads and cluster leads of a compound on that day. One query."""
    grids = GridPlace.objects.filter(current(on), premises__compound_id=compound_id).values("grid_id")
    leads = Q(post__in=LEADS, territory_id=compound_id)
    rows = Appointment.objects.filter(current(on)).filter(leads | Q(post="GRID_WORKER", grid__in=grids))
    return tuple(map(_server, _with_parts(rows)))


def _with_parts(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    found = rows.select_related("person", "building", "cluster", "grid")
    return found.order_by("-post", Length("building__name"), "building__name", Length("grid__name"), "grid__name", "pk")


def _server(row: Appointment) -> Server:
    part = next((part.name for part in (row.building, row.cluster, row.grid) if part), "")
    return Server(row.pk, row.person_id, row.person.name, row.post, part, row.relay_line, row.from_date, row.to_date)


@dataclass(frozen=True)
class CompoundLeads:
    """The buildings of a compound, (id, name, leads), and its cluster leads; `has_clusters` whether there are clusters."""

    buildings: tuple[tuple[int, str, tuple[Server, ...]], ...]
    clusters: tuple[Server, ...]
    has_clusters: bool

    @property
    def bare(self) -> int:
        """How many buildings nobody leads."""
        return sum(1 for _pk, _name, leads in self.buildings if not leads)


def leads_in(compound_ids: Collection[int], on: date) -> dict[int, CompoundLeads]:
    """The leads of each of these compounds. Three queries, whatever their number."""
    houses = Building.objects.filter(compound_id__in=compound_ids).order_by(Length("name"), "name", "pk")
    rows = Appointment.objects.filter(current(on), post__in=LEADS, territory_id__in=compound_ids)
    of_building: dict[int, list[Server]] = {}
    of_cluster: dict[int, list[Server]] = {}
    for row in _with_parts(rows):
        if row.building_id is not None:
            of_building.setdefault(row.building_id, []).append(_server(row))
        elif row.post == "CLUSTER_LEAD":
            of_cluster.setdefault(row.territory_id, []).append(_server(row))
    clustered = set(BuildingCluster.objects.filter(compound_id__in=compound_ids).values_list("compound_id", flat=True))
    buildings: dict[int, list[tuple[int, str, tuple[Server, ...]]]] = {}
    for house in houses:
        found = buildings.setdefault(house.compound_id, [])
        found.append((house.pk, house.name, tuple(of_building.get(house.pk, ()))))
    return {
        pk: CompoundLeads(tuple(buildings.get(pk, ())), tuple(of_cluster.get(pk, ())), pk in clustered)
        for pk in compound_ids
    }


OFFICES = ("RESIDENTS_COMMITTEE", "SUBDISTRICT_OFFICE")


def offices_over(territory_id: int, on: date) -> list[Organisation]:
    """The residents' committee and the subdistrict office over a place, nearest first. Two queries."""
    near = {place: number for number, place in enumerate(lineage(territory_id, on))}
    standing = Q(ended_date__isnull=True) | Q(ended_date__gt=on)
    rows = Organisation.objects.filter(standing, territory_id__in=near, kind__in=OFFICES)
    return sorted(rows, key=lambda row: (near[row.territory_id], OFFICES.index(row.kind), row.pk))


def office_of(territory_id: int, on: date) -> Organisation | None:
    """The body in whose name people serve there."""
    return next(iter(offices_over(territory_id, on)), None)


def duty_line(territory_id: int, on: date) -> tuple[str, str]:
    """Who can always be called about a place, and the number; ("", "") if no office has entered one."""
    found = (row for row in offices_over(territory_id, on) if row.role_line)
    return next(((row.name, row.role_line) for row in found), ("", ""))


@dataclass(frozen=True)
class Gaps:
    """What the register knows of how a compound is organised on a day (R-194). Counts, and whether something stands.

    What stands above (the company's contract) is asked where the page is made.
    """

    compound_id: int
    has_branch: bool
    has_committee: bool
    has_special_committee: bool
    homes: int  # dwellings and shops
    outside_grids: int  # of those, in no micro or dedicated grid
    grids: int  # lowest grids in which something of the compound lies
    grids_unserved: int  # of those, without a worker
    buildings: int
    buildings_without_lead: int


def gaps_of(compound_ids: Collection[int], on: date) -> dict[int, Gaps]:
    """The gaps of each of these compounds. Six queries, whatever their number."""
    ids = sorted(set(compound_ids))
    standing: dict[int, set[str]] = {}
    bodies = Organisation.objects.filter(
        Q(ended_date__isnull=True) | Q(ended_date__gt=on), territory_id__in=ids,
        kind__in=["PARTY_ORGANISATION", "SPECIAL_COMMITTEE", *COMMITTEES],
    )  # fmt: skip
    for place, kind in bodies.values_list("territory_id", "kind"):
        standing.setdefault(place, set()).add(kind)
    homes = _homes(ids, on)
    grids = _grids(ids, on)
    leads = Appointment.objects.filter(current(on), post="BUILDING_LEAD", building=OuterRef("pk"))
    houses: dict[int, tuple[int, int]] = {}
    rows = Building.objects.filter(compound_id__in=ids).annotate(led=Exists(leads)).values_list("compound_id", "led")
    for place, led in rows:
        number, bare = houses.get(place, (0, 0))
        houses[place] = (number + 1, bare + (not led))
    return {
        pk: Gaps(
            pk,
            "PARTY_ORGANISATION" in standing.get(pk, ()),
            bool(set(COMMITTEES) & standing.get(pk, set())),
            "SPECIAL_COMMITTEE" in standing.get(pk, ()),
            *homes.get(pk, (0, 0)),
            *grids.get(pk, (0, 0)),
            *houses.get(pk, (0, 0)),
        )
        for pk in ids
    }


def _homes(ids: list[int], on: date) -> dict[int, tuple[int, int]]:
    """For each compound its dwellings and shops, and how many of them lie in no grid."""
    placed = GridPlace.objects.filter(current(on), premises=OuterRef("pk"))
    rows = Premises.objects.filter(compound_id__in=ids).annotate(placed=Exists(placed))
    counted = rows.values_list("compound_id").annotate(number=Count("pk"), outside=Count("pk", filter=Q(placed=False)))
    return {pk: (number, outside) for pk, number, outside in counted}


def _grids(ids: list[int], on: date) -> dict[int, tuple[int, int]]:
    """For each compound the grids in which something of it lies, and how many of them nobody serves."""
    pairs = GridPlace.objects.filter(current(on), premises__compound_id__in=ids)
    serving = Appointment.objects.filter(current(on), post="GRID_WORKER", grid__isnull=False)
    served = set(serving.values_list("grid_id", flat=True))
    found: dict[int, set[int]] = {}
    for place, grid in pairs.values_list("premises__compound_id", "grid_id").distinct():
        found.setdefault(place, set()).add(grid)
    return {place: (len(grids), len(grids - served)) for place, grids in found.items()}
