"""Reading persons: masked by default, and seen only by those whose place they belong to."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Verdict, require
from yuanba.people import rules
from yuanba.people.models import Appointment, Honour, Ownership, Person, Relation, Residence, Verification
from yuanba.places.models import Premises
from yuanba.places.queries import compound_ids, current, lineage, names_at, premises_label

# Asked at every door: as a query set, its three parts take longer to write down than to answer.
_PLACES = """
SELECT p.compound_id FROM people_ownership o JOIN places_premises p ON p.id = o.premises_id
WHERE o.person_id = %s AND o.from_date <= %s AND (o.to_date IS NULL OR o.to_date > %s)
UNION
SELECT p.compound_id FROM people_residence r JOIN places_premises p ON p.id = r.premises_id
WHERE r.person_id = %s AND r.from_date <= %s AND (r.to_date IS NULL OR r.to_date > %s)
UNION
SELECT territory_id FROM people_appointment
WHERE person_id = %s AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
"""
_DOOR = re.compile("[室号户]$")
_BUILDING = re.compile("号楼|[幢座]")
_STROKE = re.compile("[-－–—/.]")
_NUMBER = re.compile("[0-9A-Za-z]+")


@dataclass(frozen=True)
class MaskedPerson:
    """A person as others see them: 王** and 138****0001."""

    id: int
    name: str
    phone: str


def masked_person(person: Person) -> MaskedPerson:
    return MaskedPerson(person.pk, mask_name(person.name), mask_mobile(person.phone) if person.phone else "")


def masked_persons(person_ids: Iterable[int]) -> dict[int, MaskedPerson]:
    """As masked_person, for many; one query."""
    rows = Person.objects.filter(pk__in=set(person_ids))
    return {row.pk: masked_person(row) for row in rows}


def person_places(person_id: int, on: date) -> set[int]:
    """The compounds in which the person owns or lives, and the places of its appointments, on that day. One query."""
    day = on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [person_id, day, day] * 3)
        return {row[0] for row in cursor.fetchall()}


def last_places(person_id: int) -> set[int]:
    """Every territory in which the person ever owned, lived or served, also what ended: who is erased has no other."""
    owned = Ownership.objects.filter(person_id=person_id).values_list("premises__compound_id", flat=True)
    lived = Residence.objects.filter(person_id=person_id).values_list("premises__compound_id", flat=True)
    served = Appointment.objects.filter(person_id=person_id).values_list("territory_id", flat=True)
    return {*owned, *lived, *served}


def person_lineages(person_id: int, on: date) -> list[tuple[int, ...]]:
    """The lineage of each of the person's places."""
    return [lineage(place, on) for place in sorted(person_places(person_id, on))]


def service_lineages(person_id: int, on: date) -> list[tuple[int, ...]]:
    """The lineage of each place in which the person is appointed, from that day on."""
    served = Appointment.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), person_id=person_id)
    return [lineage(place, on) for place in sorted(set(served.values_list("territory_id", flat=True)))]


def persons_within(places: Collection[int], on: date) -> QuerySet[Person]:
    """Whoever owns, lives or serves in one of these territories on that day; a sub-query, nothing is read."""
    owned = Ownership.objects.filter(current(on), premises__compound__in=places)
    lived = Residence.objects.filter(current(on), premises__compound__in=places)
    served = Appointment.objects.filter(current(on), territory__in=places)
    rows = (owned, lived, served)
    return Person.objects.filter(reduce(or_, (Q(pk__in=one.values("person_id")) for one in rows)))


def may_see_person(actor: Actor, person_id: int, now: datetime) -> Verdict:
    """Whether the actor may see this person at all (masked): oneself, or a person of a place one is appointed over."""
    if actor.person_id == person_id or rules.is_system(actor):
        return rules.may_see_person(actor, person_id, ())
    return rules.may_see_person(actor, person_id, person_lineages(person_id, local_date(now)))


@dataclass(frozen=True)
class RollRow:
    """A masked line of the roll for the desk: who, where, in what role, and whether an account claims it already."""

    person: MaskedPerson
    premises_id: int
    premises: str
    role: str
    is_verified: bool
    compound: str = ""


def search_roll(
    *,
    actor: Actor,
    territory_id: int,
    now: datetime,
    name: str = "",
    premises: str = "",
    within: int | None = None,
    limit: int = 50,
) -> tuple[RollRow, ...]:
    """Masked rows of the roll of a place, by full name or by premises, for its community workers.

    Premises as people write them: "3栋1单元402", "3-1-402", "402室". `within` leaves only the compounds of that place too.

    Raises Refused(people.not_allowed). A search without a word finds nobody: the roll is not for browsing.
    """
    on = local_date(now)
    require(rules.holds(actor, "people.verify", lineage(territory_id, on)))
    name, premises = clean(name), clean(premises).replace(" ", "")
    if not name and not premises:
        return ()
    compounds = compound_ids(territory_id, on)
    if within is not None and within != territory_id:
        compounds &= compound_ids(within, on)
    inside = Q(premises__compound__in=compounds) & current(on) & Q(person__isnull=False)
    if name:
        inside &= Q(person__name=name)
    found: list[tuple[Person, Premises, str]] = []
    for role, rows in (("OWNER", Ownership.objects), ("RESIDENT", Residence.objects)):
        matching = rows.filter(inside).select_related("person", "premises__entrance__building")
        if premises:
            matching = matching.filter(premises__number__in=_numbers(premises))
        for row in matching.order_by("premises_id", "person_id")[: limit * 4]:
            place = row.premises
            label = f"{place.entrance.building.name}{place.entrance.name}{place.number}"
            if row.person is not None and (not premises or _is_meant(premises, label)):
                found.append((row.person, place, role))
    return _rows(found[:limit], on)


def _is_meant(premises: str, label: str) -> bool:
    """The label ends so, or the text is its last numbers with a stroke between them: 3-1-402 is 3栋1单元402."""
    spoken, home = _plain(premises), _plain(label)
    if home.endswith(spoken) and not (spoken[:1].isdigit() and home.removesuffix(spoken)[-1:].isdigit()):
        return True
    said = _STROKE.split(spoken)
    return len(said) > 1 and all(said) and _NUMBER.findall(home)[-len(said) :] == said


def _numbers(premises: str) -> list[str]:
    """The ends of the text that may be a door number, with and without 室 or 号 behind it."""
    return [text[start:] for text in {premises, _DOOR.sub("", premises)} for start in range(len(text))]


def _plain(home: str) -> str:
    """A home without what people write one way or the other: blanks, 幢 or 号楼 for 栋, 室 or 号 behind the door."""
    return _DOOR.sub("", _BUILDING.sub("栋", home.replace(" ", "")))


def _rows(found: list[tuple[Person, Premises, str]], on: date) -> tuple[RollRow, ...]:
    labels = premises_label(place.pk for _, place, _ in found)
    names = names_at([place.compound_id for _, place, _ in found], on)
    people = {person.pk for person, _, _ in found}
    verified = set(
        Verification.objects.filter(person__in=people, ended_at__isnull=True).values_list("person_id", flat=True)
    )
    return tuple(
        RollRow(
            masked_person(person),
            place.pk,
            labels[place.pk],
            role,
            person.pk in verified,
            names.get(place.compound_id, ""),
        )
        for person, place, role in found
    )


def are_related(person_id: int, other_id: int) -> bool:
    """True if either declared the other a relative."""
    pair = Q(person_id=person_id, relative_id=other_id) | Q(person_id=other_id, relative_id=person_id)
    return Relation.objects.filter(pair).exists()


def relatives_of(person_id: int) -> set[int]:
    rows = Relation.objects.filter(Q(person_id=person_id) | Q(relative_id=person_id))
    return {one for pair in rows.values_list("person_id", "relative_id") for one in pair} - {person_id}


def organisations_of(person_id: int, on: date) -> set[int]:
    """The bodies to which the person is appointed on that day."""
    rows = Appointment.objects.filter(current(on), person_id=person_id)
    return set(rows.values_list("organisation_id", flat=True))


def compounds_of(person_id: int, on: date) -> set[int]:
    """The compounds in which the person owns or lives on that day."""
    owned = Ownership.objects.filter(current(on), person_id=person_id)
    lived = Residence.objects.filter(current(on), person_id=person_id)
    return {
        *owned.values_list("premises__compound_id", flat=True),
        *lived.values_list("premises__compound_id", flat=True),
    }


def honour_places(honour: Honour, on: date) -> set[int]:
    """The territories in which an honour is kept: the holder's own."""
    if honour.territory_id is not None:
        return {honour.territory_id}
    if honour.organisation is not None:
        return {honour.organisation.territory_id}
    return person_places(honour.person_id or 0, on)


def relations_of(person_id: int) -> QuerySet[Relation]:
    """What the person declared of relatives, newest first."""
    return Relation.objects.filter(person_id=person_id).select_related("relative").order_by("-declared_at", "-pk")


def known_person(name: str, phone: str) -> Person | None:
    """The person with exactly this name and number; None if nobody or more than one has both."""
    rows = list(Person.objects.filter(name=clean(name), phone=phone, erased_at__isnull=True)[:2])
    return rows[0] if len(rows) == 1 and phone else None


def honours_of(
    *,
    territory_id: int | None = None,
    organisation_id: int | None = None,
    person_id: int | None = None,
    also_revoked: bool = False,
) -> QuerySet[Honour]:
    """The honours of one holder, newest first (R-006); those that were revoked only where it is asked."""
    holder = {"territory": territory_id, "organisation": organisation_id, "person": person_id}
    rows = Honour.objects.all() if also_revoked else Honour.objects.filter(revoked_at__isnull=True)
    for name, pk in holder.items():
        rows = rows.filter(**({f"{name}__isnull": True} if pk is None else {f"{name}_id": pk}))
    return rows.order_by("-year", "pk")
