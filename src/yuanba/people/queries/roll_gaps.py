"""What is wrong with the roll of owners of a place: to be mended before a ballot freezes it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from yuanba.people.models import Ownership
from yuanba.people.name_variants import alike
from yuanba.places.models import Premises, PremisesArea
from yuanba.places.queries import compound_ids
from yuanba.places.queries.tree import current

Gap = Literal["AREA", "OWNER", "NAME", "DEAD", "TWICE"]
MOST = 50  # named of each kind; the number says how many there are


@dataclass(frozen=True, slots=True)
class RollGap:
    """How many premises lack it, and the first of them as people call them: "3栋1单元402".

    AREA: no exclusive area, so they weigh nothing. OWNER: nobody is entered, so nobody can vote for them.
    NAME: the owner has no name. DEAD: the owner has died, and the heirs are not entered.
    TWICE: perhaps one owner stands on the roll twice, which would be two heads (see owners_alike): a question, no answer.
    """

    kind: Gap
    number: int
    premises: tuple[str, ...]


def roll_gaps(on: date, territory_id: int) -> list[RollGap]:
    """The gaps of the owners' roll on that day, in a constant number of queries; empty where it is whole."""
    homes = Premises.objects.filter(compound_id__in=compound_ids(territory_id, on))
    owned = Ownership.objects.filter(current(on), premises=OuterRef("pk"))
    areas = PremisesArea.objects.filter(current(on), premises=OuterRef("pk"))
    found: list[RollGap] = []
    kinds: tuple[tuple[Gap, QuerySet[Premises]], ...] = (
        ("AREA", homes.filter(~Exists(areas))),
        ("OWNER", homes.filter(~Exists(owned))),
        ("NAME", homes.filter(Exists(owned.filter(person__name="", person__erased_at__isnull=True)))),
        ("DEAD", homes.filter(Exists(owned.filter(person__died_date__lte=on)))),
    )
    for kind, rows in kinds:
        number = rows.count()
        if number:
            found.append(RollGap(kind, number, _names(rows)))
    twice = owners_alike(on, territory_id)
    if twice:
        people = [person for group in twice for person in group]
        number = len(twice)
        found.append(RollGap("TWICE", number, _names(homes.filter(Exists(owned.filter(person__in=people))))))
    return found


def owners_alike(on: date, territory_id: int) -> list[tuple[int, ...]]:
    """Owners of a place who may be one person under two entries: the keeper of the roll says whether they are.

    One number and one name, however it is written; or one name written in two ways. The same name written the same way
    with two numbers is two people. Nobody is merged here. One query.
    """
    rows = Ownership.objects.filter(
        current(on), premises__compound_id__in=compound_ids(territory_id, on), person__erased_at__isnull=True
    )
    people = set(rows.filter(person__isnull=False).values_list("person_id", "person__name", "person__phone"))
    groups: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for person in people:
        if person[1]:
            groups[alike(person[1])].append(person)
    return sorted(tuple(sorted(pk for pk, _, _ in group)) for group in groups.values() if _may_be_one(group))


def _may_be_one(group: list[tuple[int, str, str]]) -> bool:
    phones = [phone for _, _, phone in group if phone]
    return len(group) > 1 and (len({name for _, name, _ in group}) > 1 or len(set(phones)) < len(phones))


def _names(rows: QuerySet[Premises]) -> tuple[str, ...]:
    fields = ("entrance__building__name", "entrance__name", "number")
    return tuple("".join(parts) for parts in rows.order_by("pk").values_list(*fields)[:MOST])
