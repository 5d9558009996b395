"""The roll as of a day: who may vote or answer, with heads and area, from the dated rows of ownership and residence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from yuanba.people.models import Ownership, Residence
from yuanba.places.models import Premises, PremisesArea
from yuanba.places.queries import compound_ids, current

Electorate = Literal["RESIDENTS", "OWNERS", "HOUSEHOLDS"]

# Source: Civil Code (民法典) art. 17-18: whoever is 18 is an adult and acts for himself.
ADULT_YEARS = 18
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One voter of a roll. `key` is stable between rolls: "person:12", "organisation:3", "joint:4+9", "household:77".

    `person_id` is set where the voter is one person; `voters` are the persons who may act for the entry, one of whom
    does (co-owners, a household). `area_cm2` is the exclusive area of all premises of the entry (0 where areas do not
    count), `premises_id` the first of them.
    """

    key: str
    person_id: int | None
    heads: int
    area_cm2: int
    premises_id: int
    others: tuple[int, ...] = ()

    @property
    def voters(self) -> tuple[int, ...]:
        return self.others if self.person_id is None else (self.person_id,)


def roll_at(on: date, electorate: Electorate, territory_id: int) -> list[RollEntry]:
    """The roll of a territory on a day, ordered by person or premises. A constant number of queries.

    RESIDENTS: each adult who lives in a dwelling there or owns one (an owner, tenant or family member), once.
    OWNERS: each different set of owners of dwellings or shops, one head and the sum of their areas; co-owners are
    one voter and choose who acts. HOUSEHOLDS: each dwelling with somebody in it, else with its owners; one head.
    A person without a birth month counts as adult; the dead and the erased are left out.
    Source of heads: 最高人民法院 法释〔2020〕17号 建筑物区分所有权解释 art. 9; of areas: art. 8.
    """
    compounds = compound_ids(territory_id, on)
    if electorate == "RESIDENTS":
        return _residents(on, compounds)
    if electorate == "OWNERS":
        return _owners(on, compounds)
    if electorate == "HOUSEHOLDS":
        return _households(on, compounds)
    raise ValueError(f"no such electorate: {electorate}")


def can_vote(on: date) -> Q:
    """Persons who are alive, known and of age on that day."""
    adult_since = f"{on.year - ADULT_YEARS:04d}-{on.month:02d}"
    of_age = Q(person__birth_month="") | Q(person__birth_month__lte=adult_since)
    alive = Q(person__died_date__isnull=True) | Q(person__died_date__gt=on)
    return of_age & alive & Q(person__erased_at__isnull=True)


def _living(on: date, compounds: set[int]) -> QuerySet[Residence]:
    rows = Residence.objects.filter(current(on), can_vote(on), premises__compound_id__in=compounds)
    return rows.filter(premises__kind=Premises.Kind.DWELLING)


def _owned(on: date, compounds: set[int]) -> QuerySet[Ownership]:
    return Ownership.objects.filter(current(on), premises__compound_id__in=compounds)


def _pairs(rows: QuerySet[Residence] | QuerySet[Ownership]) -> Iterator[tuple[int, int]]:
    return rows.order_by("person_id", "premises_id").values_list("person_id", "premises_id").iterator(CHUNK)


def _residents(on: date, compounds: set[int]) -> list[RollEntry]:
    homes: dict[int, int] = {}
    for person_id, premises_id in _pairs(_living(on, compounds)):
        homes.setdefault(person_id, premises_id)
    dwellings = _owned(on, compounds).filter(can_vote(on), premises__kind=Premises.Kind.DWELLING)
    for person_id, premises_id in _pairs(dwellings.filter(person__isnull=False)):
        homes.setdefault(person_id, premises_id)
    return [RollEntry(f"person:{person}", person, 1, 0, homes[person]) for person in sorted(homes)]


def _owners(on: date, compounds: set[int]) -> list[RollEntry]:
    living = Q(person__isnull=True) | can_vote_or_own(on)
    rows = _owned(on, compounds).filter(living).order_by("premises_id", "person_id", "organisation_id")
    sets: dict[int, list[tuple[int | None, int | None]]] = {}
    for premises_id, person_id, organisation_id in rows.values_list(
        "premises_id", "person_id", "organisation_id"
    ).iterator(CHUNK):
        sets.setdefault(premises_id, []).append((person_id, organisation_id))
    areas = dict(
        PremisesArea.objects.filter(current(on), premises__compound_id__in=compounds)
        .values_list("premises_id", "exclusive_area_cm2")
        .iterator(CHUNK)
    )
    owned: dict[tuple[tuple[int | None, int | None], ...], list[int]] = {}
    for premises_id, owners in sets.items():
        owned.setdefault(tuple(owners), []).append(premises_id)
    entries = [_owner_entry(owners, premises, areas) for owners, premises in owned.items()]
    return sorted(entries, key=lambda entry: entry.premises_id)


def can_vote_or_own(on: date) -> Q:
    """Owners that are alive and known; a minor owns too, and a guardian acts."""
    return (Q(person__died_date__isnull=True) | Q(person__died_date__gt=on)) & Q(person__erased_at__isnull=True)


def _owner_entry(
    owners: tuple[tuple[int | None, int | None], ...], premises: list[int], areas: dict[int, int]
) -> RollEntry:
    area = sum(areas.get(one, 0) for one in premises)
    persons = tuple(person for person, _ in owners if person is not None)
    if len(owners) > 1:
        key = "joint:" + "+".join(str(person) if person else f"o{organisation}" for person, organisation in owners)
        return RollEntry(key, None, 1, area, premises[0], persons)
    person, organisation = owners[0]
    key = f"person:{person}" if person else f"organisation:{organisation}"
    return RollEntry(key, person, 1, area, premises[0])


def _households(on: date, compounds: set[int]) -> list[RollEntry]:
    homes: dict[int, list[int]] = {}
    for person_id, premises_id in _pairs(_living(on, compounds)):
        homes.setdefault(premises_id, []).append(person_id)
    dwellings = _owned(on, compounds).filter(can_vote(on), person__isnull=False, premises__kind=Premises.Kind.DWELLING)
    owners: dict[int, list[int]] = {}
    for person_id, premises_id in _pairs(dwellings):
        if premises_id not in homes:
            owners.setdefault(premises_id, []).append(person_id)
    homes |= owners
    return [RollEntry(f"household:{one}", None, 1, 0, one, tuple(homes[one])) for one in sorted(homes)]
