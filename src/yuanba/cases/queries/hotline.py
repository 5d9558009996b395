"""The register of hotline orders and their lists, and what a list is matched with."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from yuanba.cases import rules
from yuanba.cases.hotline_places import Known
from yuanba.cases.models import Category, HotlineList, HotlineOrder
from yuanba.cases.queries.lists import places_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.places.models import Building, Territory
from yuanba.places.queries import compound_ids, current, names_at, territories_of_kind

MOST_AT_ONCE = 500


def orders(actor: Actor, on: date) -> QuerySet[HotlineOrder]:
    """The register of the places whose desk the actor keeps."""
    rows = HotlineOrder.objects.filter(territory_id__in=places_of(actor, (rules.DESK,), on))
    return rows.select_related("case", "case__category")


def lists(actor: Actor, on: date) -> QuerySet[HotlineList]:
    return HotlineList.objects.filter(territory_id__in=places_of(actor, (rules.DESK,), on))


def numbers_known(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that are registered. One query for each 500."""
    asked = list(numbers)
    found: set[str] = set()
    for start in range(0, len(asked), MOST_AT_ONCE):
        rows = HotlineOrder.objects.filter(number__in=asked[start : start + MOST_AT_ONCE])
        found |= set(rows.values_list("number", flat=True))
    return found


def known_places(territory_id: int, on: date) -> tuple[list[Known], list[Known]]:
    """The compounds in a place with their buildings, and the communities, by name. Six queries."""
    ids = compound_ids(territory_id, on)
    communities = {one.id for one in territories_of_kind([Territory.Kind.COMMUNITY], territory_id, on)}
    buildings: dict[int, list[tuple[str, int]]] = {}
    for compound_id, name, pk in Building.objects.filter(compound_id__in=ids).values_list("compound_id", "name", "pk"):
        buildings.setdefault(compound_id, []).append((name, pk))
    names = sorted(names_at(ids | communities, on).items())
    return (
        [Known(one, name, tuple(buildings.get(one, ()))) for one, name in names if one in ids],
        [Known(one, name) for one, name in names if one in communities],
    )


def categories_by_name(on: date) -> dict[str, str]:
    """The key of each kind that holds on the day, by its Chinese name and by each word of name and hint ("渗水", "路灯")."""
    rows = list(Category.objects.filter(current(on)).order_by("position").values_list("key", "name", "hint"))
    found = {clean(name): key for key, name, _ in rows}
    for key, name, hint in rows:
        for part in (name, hint):
            for word in part.replace("、", "，").split("，"):
                found.setdefault(clean(word), key)
    found.pop("", None)
    return found
