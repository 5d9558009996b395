"""Reading the bodies of a place: what they rest on, who sits in them, what they lack; and who is asked first for a place."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from yuanba.people.models import Appointment, ForceUnit, Organisation, ServiceOrgan
from yuanba.people.standing import RULES, missing
from yuanba.places.models import Building, GridPlace
from yuanba.places.queries import current

KINDS = tuple(RULES)


def bodies_in(territory_ids: Collection[int], on: date, kinds: Collection[str] = KINDS) -> QuerySet[Organisation]:
    """The bodies of these kinds that exist in these territories on that day, with their papers; organs after the rest."""
    standing = Q(ended_date__isnull=True) | Q(ended_date__gt=on)
    rows = Organisation.objects.filter(standing, territory_id__in=territory_ids, kind__in=kinds)
    begun = Q(founded_date__isnull=True) | Q(founded_date__lte=on)
    return rows.filter(begun).select_related("charter__building", "organ").order_by("kind", "pk")


@dataclass(frozen=True)
class Sitting:
    """One seat of a body. `capacity` is "" where nobody said as what; a party member whose consent ended is a resident."""

    appointment_id: int
    person_id: int
    name: str
    phone: str
    post: str
    is_lead: bool
    capacity: str
    source_unit: str
    duty: str
    relay_line: str
    from_date: date
    to_date: date | None


def sittings(organisation_ids: Collection[int], on: date) -> dict[int, tuple[Sitting, ...]]:
    """Who sits in each of the bodies on that day or will, leads first. One query."""
    rows = Appointment.objects.filter(current(on) | Q(from_date__gt=on), organisation_id__in=organisation_ids)
    found: dict[int, list[Sitting]] = {}
    for body, one in sittings_of(rows, lambda row: row.organisation_id):
        found.setdefault(body, []).append(one)
    return {pk: tuple(sorted(some, key=lambda one: not one.is_lead)) for pk, some in found.items()}


def sittings_of(rows: QuerySet[Appointment], key: Callable[[Appointment], int]) -> Iterator[tuple[int, Sitting]]:
    """Each appointment as a seat, with the key that the caller wants it under. One query."""
    for row in rows.select_related("person", "organisation", "seat__consent").order_by("pk"):
        rule = RULES.get(row.organisation.kind)
        seat = getattr(row, "seat", None)
        yield (
            key(row),
            Sitting(
                row.pk,
                row.person_id,
                row.person.name,
                row.person.phone,
                row.post,
                rule is not None and row.post == rule.lead_post,
                _capacity(row),
                seat.source_unit if seat else "",
                seat.duty if seat else "",
                row.relay_line,
                row.from_date,
                row.to_date,
            ),
        )


def _capacity(row: Appointment) -> str:
    seat = getattr(row, "seat", None)
    if seat is None:
        return ""
    ended = seat.consent is not None and seat.consent.withdrawn_at is not None
    return "RESIDENT" if ended else str(seat.capacity)


@dataclass(frozen=True)
class Lack:
    """What a body should have and has not: nobody leads it, or nobody of one of these groups sits in it. A hint."""

    no_lead: bool
    missing: tuple[frozenset[str], ...]

    def __bool__(self) -> bool:
        return self.no_lead or bool(self.missing)


def lack_of(kind: str, sitting: Collection[Sitting]) -> Lack:
    """What the body of this kind lacks with these seats."""
    if kind not in RULES:
        return Lack(False, ())
    no_lead = kind != Organisation.Kind.TASK_FORCE and not any(one.is_lead for one in sitting)
    return Lack(no_lead, missing(kind, {one.capacity for one in sitting}))


def organs_of(committee_ids: Collection[int], on: date) -> QuerySet[ServiceOrgan]:
    """The organs of the committees that exist on that day, in the order of their founding."""
    standing = Q(organisation__ended_date__isnull=True) | Q(organisation__ended_date__gt=on)
    rows = ServiceOrgan.objects.filter(standing, committee_id__in=committee_ids)
    return rows.select_related("organisation__charter").order_by("pk")


def body(organisation_id: int) -> Organisation | None:
    """A body of these kinds, also one that ended, with its paper."""
    rows = Organisation.objects.filter(pk=organisation_id, kind__in=KINDS)
    return rows.select_related("charter__building", "organ__committee", "parent").first()


def units_of(force_id: int) -> QuerySet[ForceUnit]:
    """The units of a task force, the lead first, then those that left; their tasks come with them."""
    rows = ForceUnit.objects.filter(force_id=force_id).select_related("liaison__person")
    return rows.prefetch_related("tasks").order_by("to_date", "-is_lead", "pk")


def own_bodies(person_id: int, on: date) -> QuerySet[Organisation]:
    """The bodies of these kinds in which the person sits on that day."""
    serving = Appointment.objects.filter(current(on), person_id=person_id).values("organisation_id")
    return Organisation.objects.filter(pk__in=serving, kind__in=KINDS).order_by("name", "pk")


@dataclass(frozen=True)
class Responsible:
    """Who is asked first at each level of response for one place: ids of persons, leads first; nobody serves: empty.

    `organ_id` is the organisation of the service organ with the key that was asked for, None if there is none.
    """

    grid: tuple[int, ...] = ()
    building: tuple[int, ...] = ()
    cluster: tuple[int, ...] = ()
    committee: tuple[int, ...] = ()
    organ: tuple[int, ...] = ()
    organ_id: int | None = None
    committee_id: int | None = None

    def first(self) -> tuple[str, tuple[int, ...]]:
        """The lowest level at which somebody serves: ("GRID", persons); ("", ()) if nobody does."""
        levels = (("GRID", self.grid), ("BUILDING", self.building), ("CLUSTER", self.cluster),
                  ("COMMITTEE", self.organ or self.committee))  # fmt: skip
        return next(((level, people) for level, people in levels if people), ("", ()))


def responsible(
    compound_id: int, on: date, *, building_id: int | None = None, premises_id: int | None = None, organ_key: str = ""
) -> Responsible:
    """Which grid worker, building lead, cluster lead, committee and organ answer for this place now. One query.

    Without premises, the grids are those in which homes or shops of the building lie; without a building, no grid.
    """
    found: dict[str, list[int]] = {}
    bodies: dict[str, int] = {}
    rows = _in_bodies(compound_id, on).union(_in_field(on, building_id, premises_id), all=True)
    for _pk, person, post, body, kind, key in sorted(rows, key=lambda row: row[0] or 0):
        level = LEVEL_OF_POST.get(post) or LEVEL_OF_KIND[kind]
        if level == "organ" and key != organ_key:
            continue
        if level in LEVEL_OF_KIND.values():
            bodies[level] = body
        if person is not None:
            people = found.setdefault(level, [])
            people.insert(0, person) if post in LEADING else people.append(person)
    told = {level: tuple(dict.fromkeys(people)) for level, people in found.items()}
    return Responsible(**told, organ_id=bodies.get("organ"), committee_id=bodies.get("committee"))


LEVEL_OF_POST = {
    "GRID_WORKER": "grid",
    "BUILDING_LEAD": "building",
    "CLUSTER_LEAD": "cluster",
    "SPECIAL_CHAIR": "committee",
    "SPECIAL_MEMBER": "committee",
    "ORGAN_LEAD": "organ",
    "ORGAN_MEMBER": "organ",
}
LEVEL_OF_KIND = {"SPECIAL_COMMITTEE": "committee", "SERVICE_ORGAN": "organ"}
LEADING = frozenset({"SPECIAL_CHAIR", "ORGAN_LEAD"})
Line = tuple[int | None, int | None, str, int, str, str]  # appointment, person, post, body, kind of body, key of organ


def _in_bodies(compound_id: int, on: date) -> QuerySet[Organisation, Line]:
    """The committee and the organs of the compound, with whoever serves in them; also those without anybody."""
    serving = FilteredRelation(
        "appointments",
        condition=Q(appointments__from_date__lte=on)
        & (Q(appointments__to_date__isnull=True) | Q(appointments__to_date__gt=on)),
    )
    rows = bodies_in([compound_id], on, tuple(LEVEL_OF_KIND)).select_related(None).order_by()
    rows = rows.annotate(
        serving=serving, post=Coalesce("serving__post", Value("")), organ_key=Coalesce("organ__key", Value(""))
    )
    return rows.values_list("serving__pk", "serving__person_id", "post", "pk", "kind", "organ_key")


def _in_field(on: date, building_id: int | None, premises_id: int | None) -> QuerySet[Appointment, Line]:
    """Grid workers, building leads and cluster leads of the place."""
    rows = Appointment.objects.filter(current(on))
    if premises_id is not None:
        grids = GridPlace.objects.filter(current(on), premises_id=premises_id)
        houses = Building.objects.filter(entrances__premises=premises_id)
    else:
        grids = GridPlace.objects.filter(current(on), premises__entrance__building_id=building_id or 0)
        houses = Building.objects.filter(pk=building_id or 0)
    rows = rows.filter(
        Q(post="GRID_WORKER", grid__in=grids.values("grid_id"))
        | Q(post="BUILDING_LEAD", building__in=houses.values("pk"))
        | Q(post="CLUSTER_LEAD", cluster__in=houses.filter(cluster__isnull=False).values("cluster_id"))
    )
    return rows.annotate(kind=Value(""), organ_key=Value("")).values_list(
        "pk", "person_id", "post", "organisation_id", "kind", "organ_key"
    )
