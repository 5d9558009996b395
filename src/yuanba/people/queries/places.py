"""What people add to places: occupancy on the compound card, building leads, and grid workers with their load."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Count
from django.db.models.functions import Length

from yuanba.people.models import Appointment, Residence
from yuanba.places.models import CompoundFact, Grid, Premises
from yuanba.places.queries import CardFact, card, compound_ids, current


def occupancy(compound_id: int, on: date) -> Fraction | None:
    """Dwellings with somebody living in them over all dwellings of the roll, on that day; None if the roll knows none.

    A roll without any resident says nothing of occupancy: None as well.
    """
    homes = Premises.objects.filter(compound__in=_with_merged(compound_id, on), kind=Premises.Kind.DWELLING)
    total = homes.count()
    lived = Residence.objects.filter(current(on), premises__in=homes).values("premises_id").distinct().count()
    return Fraction(lived, total) if total and lived else None


def compound_card(compound_id: int, on: date) -> tuple[CardFact, ...]:
    """The nine facts (R-004): recorded ones; households, shops and occupancy from the roll where it knows them.

    A computed rate is in per cent with one decimal, rounded half up, as of `on`. Five queries.
    """
    counts = dict(
        Premises.objects.filter(compound__in=_with_merged(compound_id, on))
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    rate = occupancy(compound_id, on)
    computed: dict[str, str] = {}
    if counts.get(Premises.Kind.DWELLING):
        computed[CompoundFact.Key.HOUSEHOLDS] = str(counts[Premises.Kind.DWELLING])
        computed[CompoundFact.Key.SHOPS] = str(counts.get(Premises.Kind.SHOP, 0))
    if rate is not None:
        tenths = (rate * 2000 + 1) // 2
        computed[CompoundFact.Key.OCCUPANCY_RATE] = f"{tenths // 10}.{tenths % 10}"
    return tuple(
        replace(fact, value=computed[fact.key], as_of_date=on, source="roll", is_computed=True)
        if fact.key in computed and (not fact.value or fact.key == CompoundFact.Key.OCCUPANCY_RATE)
        else fact
        for fact in card(compound_id, on)
    )


def _with_merged(compound_id: int, on: date) -> set[int]:
    return compound_ids(compound_id, on) | {compound_id}


@dataclass(frozen=True)
class LeadContact:
    """A building lead as the public sees one: surname, building, relay line, term (R-048)."""

    appointment_id: int
    person_id: int
    name: str
    building_id: int | None
    building: str
    relay_line: str
    from_date: date
    to_date: date | None


def building_leads(compound_id: int, on: date) -> tuple[LeadContact, ...]:
    """The building leads of a compound on that day; never a private number. One query."""
    rows = Appointment.objects.filter(current(on), post="BUILDING_LEAD", territory_id=compound_id)
    return tuple(
        LeadContact(
            row.pk,
            row.person_id,
            row.person.name,
            row.building_id,
            row.building.name if row.building else "",
            row.relay_line,
            row.from_date,
            row.to_date,
        )
        for row in rows.select_related("person", "building").order_by(Length("building__name"), "building__name", "pk")
    )


@dataclass(frozen=True)
class GridWorkers:
    """The roster of a community's grids with how many residents one worker serves (R-042)."""

    workers: int
    residents: int
    per_worker: Fraction | None
    appointments: tuple[Appointment, ...]


def grid_workers(community_id: int, on: date) -> GridWorkers:
    """The grid workers of the community on that day, and residents ÷ workers by the roll (each person once)."""
    grids = Grid.objects.filter(current(on), community_id=community_id)
    rows = Appointment.objects.filter(current(on), post="GRID_WORKER", territory_id=community_id)
    roster = tuple(rows.select_related("person", "grid").order_by("grid__name", "pk"))
    workers = len({row.person_id for row in roster if row.grid_id is None or row.grid_id in {g.pk for g in grids}})
    living = Residence.objects.filter(current(on), premises__compound__in=compound_ids(community_id, on))
    residents = living.values("person_id").distinct().count()
    return GridWorkers(workers, residents, Fraction(residents, workers) if workers else None, roster)
