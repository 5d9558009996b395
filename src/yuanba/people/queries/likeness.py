"""Owners who may stand on the roll twice: which pairs are a question, what was answered, who counts as one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import QuerySet

from yuanba.people.models import Likeness, Ownership
from yuanba.people.name_variants import alike
from yuanba.places.queries.tree import current

Pair = tuple[int, int]  # two persons, the smaller id first


@dataclass(frozen=True, slots=True)
class AlikeOwner:
    """One of the two as the roll has them: the name as it is written, the number, what they own in these compounds."""

    person_id: int
    name: str
    phone: str
    premises: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two owners who may be one, and the last answer (None while it is a question)."""

    first: AlikeOwner
    second: AlikeOwner
    answer: Likeness | None

    @property
    def key(self) -> Pair:
        return self.first.person_id, self.second.person_id

    @property
    def is_one_number(self) -> bool:
        return bool(self.first.phone) and self.first.phone == self.second.phone


def alike_pairs(on: date, compounds: Collection[int]) -> list[AlikePair]:
    """The owners of these compounds who may be one person under two entries: the keeper of the roll says whether they are.

    One number and one name, however it is written; or one name written in two ways. The same name written the same way
    with two numbers is two people. Nobody is merged here. Unanswered pairs first. Two queries.
    """
    groups: dict[str, list[AlikeOwner]] = defaultdict(list)
    for one in _owners(on, compounds):
        groups[alike(one.name)].append(one)
    pairs = [pair for group in groups.values() for pair in combinations(group, 2) if _may_be_one(*pair)]
    said = last_answers({one.person_id for pair in pairs for one in pair})
    found = [AlikePair(first, second, said.get((first.person_id, second.person_id))) for first, second in pairs]
    return sorted(found, key=lambda pair: (pair.answer is not None, pair.key))


def _owners(on: date, compounds: Collection[int]) -> list[AlikeOwner]:
    """Every owner with a name, by id."""
    rows = Ownership.objects.filter(
        current(on), premises__compound_id__in=compounds, person__isnull=False, person__erased_at__isnull=True
    )
    fields = rows.exclude(person__name="").order_by("person_id", "premises_id")
    owned: dict[int, AlikeOwner] = {}
    homes: dict[int, list[int]] = defaultdict(list)
    for person_id, name, phone, premises_id in fields.values_list(
        "person_id", "person__name", "person__phone", "premises_id"
    ):
        homes[person_id].append(premises_id)
        owned[person_id] = AlikeOwner(person_id, name, phone, tuple(homes[person_id]))
    return list(owned.values())


def _may_be_one(first: AlikeOwner, second: AlikeOwner) -> bool:
    return first.name != second.name or (bool(first.phone) and first.phone == second.phone)


def last_answers(people: Collection[int] | None = None) -> dict[Pair, Likeness]:
    """The answer that counts for each pair, of these people or of everybody. One query, none for nobody."""
    rows = Likeness.objects.order_by("pk")
    if people is not None:
        rows = rows.filter(first__in=people, second__in=people) if people else rows.none()
    return {(row.first_id, row.second_id): row for row in rows}


def answers_about(first_id: int, second_id: int) -> QuerySet[Likeness]:
    """Everything that was said of a pair, newest first."""
    return Likeness.objects.filter(first=first_id, second=second_id).order_by("-pk")


def counted_as_one() -> dict[int, tuple[int, ...]]:
    """person -> everybody who counts as the same owner, the person included; only who was found twice. One query."""
    groups: dict[int, set[int]] = {}
    for (first, second), row in last_answers().items():
        if row.answer == Likeness.Answer.SAME:
            joined = groups.get(first, {first}) | groups.get(second, {second})
            groups |= dict.fromkeys(joined, joined)
    return {person: tuple(sorted(group)) for person, group in groups.items()}
