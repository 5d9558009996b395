"""What is wrong with the roll of owners of a place: to be mended before a ballot freezes it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from yuanba.people.models import Ownership
from yuanba.people.queries.likeness import alike_pairs
from yuanba.places.models import Premises, PremisesArea
from yuanba.places.queries import compound_ids, premises_label
from yuanba.places.queries.tree import current

Gap = Literal["AREA", "OWNER", "NAME", "DEAD", "TWICE"]
MOST = 50  # named of each kind; the number says how many there are


@dataclass(frozen=True, slots=True)
class RollGap:
    """How many premises lack it, and the first of them as people call them: "3栋1单元402".

    AREA: no exclusive area, so they weigh nothing. OWNER: nobody is entered, so nobody can vote for them.
    NAME: the owner has no name. DEAD: the owner has died, and the heirs are not entered.
    TWICE: perhaps one owner stands on the roll twice, which would be two heads (see alike_pairs): pairs without an answer.
    """

    kind: Gap
    number: int
    premises: tuple[str, ...]


def roll_gaps(on: date, territory_id: int) -> list[RollGap]:
    """The gaps of the owners' roll on that day, in a constant number of queries; empty where it is whole."""
    compounds = compound_ids(territory_id, on)
    homes = Premises.objects.filter(compound_id__in=compounds)
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
    open_pairs = [pair for pair in alike_pairs(on, compounds) if pair.answer is None]
    if open_pairs:
        names = premises_label({pk for pair in open_pairs for one in (pair.first, pair.second) for pk in one.premises})
        found.append(RollGap("TWICE", len(open_pairs), tuple(names[pk] for pk in sorted(names))[:MOST]))
    return found


def _names(rows: QuerySet[Premises]) -> tuple[str, ...]:
    fields = ("entrance__building__name", "entrance__name", "number")
    return tuple("".join(parts) for parts in rows.order_by("pk").values_list(*fields)[:MOST])
