"""The roll as of a day: who may vote or answer, with heads and area, from the dated rows of ownership and residence."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet

from yuanba.people.models import Appointment, OrganisationTerm, Ownership, Residence
from yuanba.people.queries.likeness import counted_as_one
from yuanba.places.models import Premises, PremisesArea
from yuanba.places.queries import compound_ids, current

Electorate = Literal["RESIDENTS", "OWNERS", "HOUSEHOLDS"]

# Source: Civil Code (民法典) art. 17-18: whoever is 18 is an adult and acts for himself.
ADULT_YEARS = 18
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One voter of a roll. `key` is stable between rolls: "person:12", "organisation:3", "joint:4+9", "premises:5"
    and "undelivered:2" (nobody known may act), "household:77".

    `person_id` is set where the voter is one person; `voters` are the persons who may act for the entry, one of whom
    does (co-owners, a household). `area_cm2` is the exclusive area of all premises of the entry (0 where areas do not
    count), `premises_id` the first of them; `unmeasured` counts those among an owner's premises whose area nobody knows.
    """

    key: str
    person_id: int | None
    heads: int
    area_cm2: int
    premises_id: int | None  # None where a place does not matter: a body's members, those present at a meeting
    others: tuple[int, ...] = ()
    unmeasured: int = 0

    @property
    def voters(self) -> tuple[int, ...]:
        return self.others if self.person_id is None else (self.person_id,)


def roll_at(on: date, electorate: Electorate, territory_id: int, *, entrances: Collection[int] = ()) -> list[RollEntry]:
    """The roll of a territory on a day, ordered by person or premises. A constant number of queries.

    RESIDENTS: each adult who lives in a dwelling there or owns one (an owner, tenant or family member), once.
    OWNERS: each different set of owners of dwellings or shops, one head and the sum of their areas; co-owners are
    one voter and choose who acts, and so is an owner whom the keeper of the roll found under two entries. A developer
    is one head for all it has not sold; what is sold but handed over only later ("handed_over_date") is the
    developer's too. A dead owner's estate and premises without a known owner weigh like any other, but nobody acts for
    them. HOUSEHOLDS: each dwelling with somebody in it, else with its owners; one head. `entrances` leaves only the
    owners of premises in these stairwells, with their areas there (OWNERS alone).
    A person without a birth month counts as adult; elsewhere the dead and the erased are left out.
    Source of heads: 最高人民法院 建筑物区分所有权解释 (法释〔2009〕7号, amended by 法释〔2020〕17号) art. 9; of areas: art. 8.
    """
    compounds = compound_ids(territory_id, on)
    if electorate == "RESIDENTS":
        return _residents(on, compounds)
    if electorate == "OWNERS":
        return _owners(on, compounds, entrances)
    if electorate == "HOUSEHOLDS":
        return _households(on, compounds)
    raise ValueError(f"no such electorate: {electorate}")


def committee_at(on: date, organisation_id: int) -> list[RollEntry]:
    """The members of a body on a day, one head each: whoever is appointed to it then. Three queries.

    Nobody where the body has terms of office and none of them covers the day: its time is over.
    """
    known = OrganisationTerm.objects.filter(organisation_id=organisation_id)
    if known.exists() and not known.filter(current(on)).exists():
        return []
    members = Appointment.objects.filter(current(on), can_vote(on), organisation_id=organisation_id)
    people = members.order_by("person_id").values_list("person_id", flat=True).distinct()
    return [RollEntry(f"person:{person}", person, 1, 0, None) for person in people]


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


def owner_keys(on: date, territory_id: int, *, entrances: Collection[int] = ()) -> dict[int, str]:
    """premises -> the key of the owners' entry that speaks for it: the second home of an owner finds its voter."""
    compounds = compound_ids(territory_id, on)
    sets, _, developers = _owner_sets(on, compounds)
    return {
        pk: key
        for owners, rows in _owned_together(on, compounds, sets, developers, entrances).items()
        for key in (_key_of(owners),)
        for pk in rows
    }


Owner = tuple[int | None, int | None]  # a person or an organisation
DEVELOPER = "DEVELOPER"


def _owners(on: date, compounds: set[int], entrances: Collection[int]) -> list[RollEntry]:
    """One entry for each different set of owners: nobody's area is left out of what two thirds are taken of."""
    areas = dict(
        PremisesArea.objects.filter(current(on), premises__compound_id__in=compounds)
        .values_list("premises_id", "exclusive_area_cm2")
        .iterator(CHUNK)
    )
    sets, able, developers = _owner_sets(on, compounds)
    owned = _owned_together(on, compounds, sets, developers, entrances)
    entries = [_owner_entry(owners, rows, areas, able) for owners, rows in owned.items()]
    return sorted(entries, key=lambda entry: entry.premises_id or 0)


def _owned_together(
    on: date,
    compounds: set[int],
    sets: dict[int, list[Owner]],
    developers: dict[int, set[int]],
    entrances: Collection[int],
) -> dict[tuple[Owner, ...] | str, list[int]]:
    """The premises of each different set of owners; what is sold but not handed over is the developer's."""
    owned: dict[tuple[Owner, ...] | str, list[int]] = {}
    premises = Premises.objects.filter(compound_id__in=compounds).order_by("pk")
    if entrances:
        premises = premises.filter(entrance_id__in=entrances)
    for pk, compound, handed_over in premises.values_list("pk", "compound_id", "handed_over_date").iterator(CHUNK):
        owners: tuple[Owner, ...] | str = tuple(sets.get(pk, ())) or f"premises:{pk}"
        if handed_over is not None and handed_over > on:
            own = developers.get(compound, set())
            owners = ((None, min(own)),) if len(own) == 1 else f"undelivered:{compound}"
        owned.setdefault(owners, []).append(pk)
    return owned


def _key_of(owners: tuple[Owner, ...] | str) -> str:
    """The key of a set of owners."""
    if isinstance(owners, str):
        return owners
    if len(owners) > 1:
        return "joint:" + "+".join(str(person) if person else f"o{organisation}" for person, organisation in owners)
    person, organisation = owners[0]
    return f"person:{person}" if person else f"organisation:{organisation}"


def _owner_sets(on: date, compounds: set[int]) -> tuple[dict[int, list[Owner]], set[int], dict[int, set[int]]]:
    """The owners of each of the premises, the persons among them who are alive and known, the developers by compound."""
    sets: dict[int, list[Owner]] = {}
    able: set[int] = set()
    developers: dict[int, set[int]] = {}
    rows = _owned(on, compounds).order_by("premises_id", "person_id", "organisation_id").values_list(
        "premises_id", "premises__compound_id", "person_id", "organisation_id",
        "person__died_date", "person__erased_at", "organisation__kind",
    )  # fmt: skip
    twice = counted_as_one()
    for premises, compound, person, organisation, died, erased, kind in rows.iterator(CHUNK):
        same: list[Owner] = [(one, None) for one in twice.get(person or 0, ())] or [(person, organisation)]
        known = sets.setdefault(premises, [])
        known += [one for one in same if one not in known]
        if person is not None and (died is None or died > on) and erased is None:
            able.add(person)
        if kind == DEVELOPER:
            developers.setdefault(compound, set()).add(organisation)
    for premises in {one for one, owners in sets.items() if twice and any(person in twice for person, _ in owners)}:
        sets[premises].sort(key=_in_order)
    return sets, able, developers


def _in_order(owner: Owner) -> tuple[int, int, int]:
    """Persons by id, then organisations by id."""
    person, organisation = owner
    return (0, person, 0) if person is not None else (1, 0, organisation or 0)


def _owner_entry(
    owners: tuple[Owner, ...] | str, premises: list[int], areas: dict[int, int], able: set[int]
) -> RollEntry:
    area, unmeasured = sum(areas.get(one, 0) for one in premises), sum(one not in areas for one in premises)
    key = _key_of(owners)
    if isinstance(owners, str):  # nobody known owns it: it weighs, and nobody can act
        return RollEntry(key, None, 1, area, premises[0], (), unmeasured)
    persons = tuple(person for person, _ in owners if person in able)
    if len(owners) > 1:
        return RollEntry(key, None, 1, area, premises[0], persons, unmeasured)
    person = owners[0][0]
    return RollEntry(key, person if person in able else None, 1, area, premises[0], (), unmeasured)


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
