"""Committees of a compound: which is in office, its term, and who sits on it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yuanba.assemblies.models import Candidate, Seat
from yuanba.people.models import Organisation, OrganisationTerm
from yuanba.places.queries import current

COMMITTEES = (Organisation.Kind.OWNERS_COMMITTEE, Organisation.Kind.COURTYARD_COMMITTEE)


@dataclass(frozen=True)
class InOffice:
    """A committee with the term that runs and its seats in order: chair, vice chairs, members, then alternates."""

    body: Organisation
    term: OrganisationTerm
    seats: tuple[Seat, ...]

    @property
    def sitting(self) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if one.title != Seat.Title.ALTERNATE)

    @property
    def is_courtyard(self) -> bool:
        return bool(self.body.kind == Organisation.Kind.COURTYARD_COMMITTEE)


ORDER = {Seat.Title.CHAIR: 0, Seat.Title.VICE_CHAIR: 1, Seat.Title.MEMBER: 2, Seat.Title.ALTERNATE: 3}


def bodies(territory_id: int, on: date, kinds: Iterable[str] = COMMITTEES) -> QuerySet[Organisation]:
    """The committees of exactly this place that stand on that day."""
    rows = Organisation.objects.filter(territory_id=territory_id, kind__in=list(kinds))
    return rows.filter(Q(ended_date__isnull=True) | Q(ended_date__gt=on)).order_by("kind", "pk")


def owners_committee(territory_id: int, on: date) -> Organisation | None:
    """The owners' committee in office: it stands, and a term of it runs."""
    rows = bodies(territory_id, on, [Organisation.Kind.OWNERS_COMMITTEE])
    return rows.filter(terms__in=OrganisationTerm.objects.filter(current(on))).first()


def running_term(body_id: int, on: date) -> OrganisationTerm | None:
    return OrganisationTerm.objects.filter(current(on), organisation_id=body_id).order_by("-number").first()


def seats_of(term_id: int, on: date) -> tuple[Seat, ...]:
    """Who sits on that day, with persons, in order. One query."""
    rows = Seat.objects.filter(current(on), term_id=term_id).select_related("person")
    return tuple(sorted(rows, key=lambda one: (ORDER[Seat.Title(one.title)], one.rank, one.pk)))


def in_office(body_id: int, on: date) -> InOffice | None:
    """The committee with its term and seats; None where no term runs. Three queries."""
    body = Organisation.objects.filter(pk=body_id, kind__in=list(COMMITTEES)).first()
    row = running_term(body_id, on) if body is not None else None
    return InOffice(body, row, seats_of(row.pk, on)) if body is not None and row is not None else None


def committees_in(territory_ids: Iterable[int], on: date) -> dict[int, Organisation]:
    """The committee in office of each compound that has one; an owners' committee goes first. One query."""
    rows = Organisation.objects.filter(
        Q(ended_date__isnull=True) | Q(ended_date__gt=on),
        territory_id__in=set(territory_ids),
        kind__in=list(COMMITTEES),
        terms__in=OrganisationTerm.objects.filter(current(on)),
    )
    return {row.territory_id: row for row in rows.order_by("kind", "pk")}


def all_in_office(on: date, territory_ids: Collection[int] | None = None) -> list[Organisation]:
    """Every committee of a compound whose term runs (of these places), by name. One query."""
    rows = Organisation.objects.filter(
        Q(ended_date__isnull=True) | Q(ended_date__gt=on),
        kind__in=list(COMMITTEES),
        pk__in=Seat.objects.filter(current(on)).values("term__organisation_id"),
        terms__in=OrganisationTerm.objects.filter(current(on)),
    )
    if territory_ids is not None:
        rows = rows.filter(territory_id__in=set(territory_ids))
    return list(rows.order_by("name", "pk"))


def recused(body_id: int, on: date) -> set[int]:
    """The persons who sit and must stay out of matters of the property company: employed there, or relatives."""
    term = running_term(body_id, on)
    if term is None:
        return set()
    ties = [Candidate.Tie.EMPLOYED, Candidate.Tie.RELATIVE]
    return set(Seat.objects.filter(current(on), term=term, tie__in=ties).values_list("person_id", flat=True))
