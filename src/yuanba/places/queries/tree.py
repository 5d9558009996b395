"""The tree of territory as it was on a day: ancestors, descendants, names, what became of what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from yuanba.places.models import (
    Overlay,
    Territory,
    TerritoryChange,
    TerritoryVersion,
)

# No real territory lies deeper than country..compound; the limit stops a damaged tree from looping.
MAX_DEPTH = 16


# Plain SQL:1999, the same words on SQLite and PostgreSQL; the ORM has no recursion.
_UP = """
WITH RECURSIVE up(id, depth) AS (
    SELECT id, 0 FROM places_territory WHERE id IN ({marks})
    UNION
    SELECT v.parent_id, up.depth + 1 FROM up JOIN places_territoryversion v ON v.territory_id = up.id
    WHERE v.parent_id IS NOT NULL AND v.from_date <= %s AND (v.to_date IS NULL OR v.to_date > %s) AND up.depth < %s
)
SELECT id, depth FROM up ORDER BY depth, id
"""

# The chain upwards, then (`over` 1) the functional areas over any of it: most lineages are this one statement.
_LINEAGE = (
    _UP.rpartition("SELECT id, depth")[0]  # noqa: S608 -- two constants
    + """
SELECT id, depth, 0 AS over_it FROM up
UNION
SELECT o.area_id, up.depth, 1 FROM up JOIN places_overlay o ON o.territory_id = up.id
WHERE o.from_date <= %s AND (o.to_date IS NULL OR o.to_date > %s)
ORDER BY over_it, depth, id
"""
)

_DOWN = """
WITH RECURSIVE down(id, depth) AS (
    SELECT id, 0 FROM places_territory WHERE id IN ({marks})
    UNION
    SELECT v.territory_id, down.depth + 1 FROM down JOIN places_territoryversion v ON v.parent_id = down.id
    WHERE v.from_date <= %s AND (v.to_date IS NULL OR v.to_date > %s) AND down.depth < %s
)
SELECT id, depth FROM down ORDER BY depth, id
"""


@dataclass(frozen=True)
class Node:
    """A territory as it was on a day."""

    id: int
    kind: str
    name: str
    code: str
    parent_id: int | None


def current(on: date, prefix: str = "") -> Q:
    """The rows whose period [from_date, to_date) holds `on`."""
    open_end = Q(**{f"{prefix}to_date__isnull": True}) | Q(**{f"{prefix}to_date__gt": on})
    return Q(**{f"{prefix}from_date__lte": on}) & open_end


_NAMES = """
SELECT territory_id, name, from_date <= %s FROM places_territoryversion
WHERE territory_id IN ({marks}) ORDER BY from_date DESC
"""


def _walk(sql: str, starts: Iterable[int], on: date) -> list[int]:
    ids = sorted(set(starts))
    if not ids:
        return []
    day = on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(marks=", ".join(["%s"] * len(ids))), [*ids, day, day, MAX_DEPTH])
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def lineage(territory_id: int, on: date) -> tuple[int, ...]:
    """The territory, its parent, … up to the root on that day, then the functional areas over any of them and theirs.

    An ended territory is followed by the lineages of its successors, so that whoever is appointed there reaches what
    was recorded under the old id. One query for most, at most six, whatever the size of the tree.
    """
    chain, areas = _chain_and_areas(territory_id, on)
    if len(chain) < 2:  # the root, or a territory that has ended
        heirs = successors(territory_id, on)
        if heirs != (territory_id,):
            chain = [*chain, *_walk(_UP, heirs, on)]
            over = Overlay.objects.filter(current(on), territory_id__in=chain)
            areas = list(over.values_list("area_id", flat=True))
    above = _walk(_UP, areas, on) if areas else []
    return tuple(dict.fromkeys([*chain, *above]))


def _chain_and_areas(territory_id: int, on: date) -> tuple[list[int], list[int]]:
    day = on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE.format(marks="%s"), [territory_id, day, day, MAX_DEPTH, day, day])
        rows = cursor.fetchall()
    return [one for one, _, over in rows if not over], [one for one, _, over in rows if over]


def descendants(territory_id: int, on: date) -> set[int]:
    """The territory and everything below it on that day; for a functional area also what it overlays. Two queries."""
    overlaid = Overlay.objects.filter(current(on), area_id=territory_id).values_list("territory_id", flat=True)
    return set(_walk(_DOWN, [territory_id, *overlaid], on))


def covers(territory_id: int, inner_id: int, on: date) -> bool:
    """True if `inner_id` is the territory or lies in it on that day, by statute or by overlay."""
    return territory_id in lineage(inner_id, on)


def version_at(territory_id: int, on: date) -> TerritoryVersion | None:
    """The row valid on that day; of an ended territory the last one before it, so that old ids stay resolvable."""
    rows = TerritoryVersion.objects.filter(territory_id=territory_id, from_date__lte=on)
    return rows.order_by("-from_date").first()


def name_at(territory_id: int, on: date) -> str:
    """The name on that day; of an ended territory its last name; before the founding its first; "" if unknown."""
    return names_at([territory_id], on).get(territory_id, "")


def names_at(territory_ids: Iterable[int], on: date) -> dict[int, str]:
    """As `name_at`, for many, with one query."""
    ids = sorted(set(territory_ids))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(marks=", ".join(["%s"] * len(ids))), [on.isoformat(), *ids])
        rows = cursor.fetchall()
    names: dict[int, str] = {}
    founded: set[int] = set()
    for territory_id, name, was_founded in rows:
        if territory_id not in founded:
            names[territory_id] = name
            if was_founded:
                founded.add(territory_id)
    return names


def full_name_at(territory_id: int, on: date, levels: int = 2) -> str:
    """The name behind those of its `levels - 1` nearest ancestors, as people say it: 长堤社区花城小区."""
    return spoken(_walk(_UP, [territory_id], on)[:levels], on)


def spoken(chain: Sequence[int], on: date) -> str:
    """The names of a territory and its ancestors, nearest first in `chain`, as people say them: 长堤社区花城小区."""
    names = names_at(chain, on)
    return "".join(names.get(one, "") for one in reversed(chain))


def tree_at(on: date) -> tuple[Node, ...]:
    """Every territory that existed on that day, in order of code, name and id. One query."""
    rows = TerritoryVersion.objects.filter(current(on)).select_related("territory")
    return tuple(
        Node(row.territory_id, row.territory.kind, row.name, row.code, row.parent_id)
        for row in rows.order_by("code", "name", "territory_id")
    )


def children_at(territory_id: int, on: date) -> tuple[Node, ...]:
    """The territories placed directly under this one on that day, in order of code, name and id. One query."""
    rows = TerritoryVersion.objects.filter(current(on), parent_id=territory_id).select_related("territory")
    return tuple(
        Node(row.territory_id, row.territory.kind, row.name, row.code, row.parent_id)
        for row in rows.order_by("code", "name", "territory_id")
    )


def territories_of_kind(kinds: Iterable[str], within: int, on: date) -> tuple[Node, ...]:
    """The territories of these kinds in `within` on that day, in order of code, name and id."""
    inside = descendants(within, on)
    return tuple(node for node in tree_at(on) if node.id in inside and node.kind in set(kinds))


def compound_ids(territory_id: int, on: date) -> set[int]:
    """The compounds in a territory on that day, with those that were merged into one of them: their premises live on."""
    inside = descendants(territory_id, on)
    found = set(Territory.objects.filter(pk__in=inside, kind=Territory.Kind.COMPOUND).values_list("pk", flat=True))
    grown = set(found)
    for _ in range(MAX_DEPTH):
        merged = TerritoryChange.objects.filter(
            kind=TerritoryChange.Kind.MERGE, successors__in=grown, effective_date__lte=on
        )
        older = set(merged.values_list("predecessors", flat=True)) - found
        if not older:
            break
        grown = older
        found |= older
    return found


def existed(territory_id: int, on: date) -> bool:
    return TerritoryVersion.objects.filter(current(on), territory_id=territory_id).exists()


def successors(territory_id: int, on: date) -> tuple[int, ...]:
    """The territories that stand on that day in place of this one: itself while it exists, else its heirs' heirs."""
    found: list[int] = []
    waiting = [territory_id]
    seen: set[int] = set()
    for _ in range(MAX_DEPTH):
        waiting = [one for one in waiting if one not in seen]
        if not waiting:
            break
        seen.update(waiting)
        alive = set(
            TerritoryVersion.objects.filter(current(on), territory_id__in=waiting).values_list(
                "territory_id", flat=True
            )
        )
        found += [one for one in waiting if one in alive]
        ended = [one for one in waiting if one not in alive]
        waiting = _heirs(ended, on) if ended else []
    return tuple(dict.fromkeys(found))


def _heirs(territory_ids: list[int], on: date) -> list[int]:
    changes = TerritoryChange.objects.filter(
        kind__in=[TerritoryChange.Kind.MERGE, TerritoryChange.Kind.SPLIT],
        predecessors__in=territory_ids,
        effective_date__lte=on,
    )
    return list(changes.order_by("pk").values_list("successors", flat=True).distinct())


def resolve_code(code: str, on: date) -> int | None:
    """The territory that bore this statistical code on that day, else the last one before it; None if there is none."""
    rows = TerritoryVersion.objects.filter(code=code, from_date__lte=on).order_by("-from_date", "-pk")
    row = rows.first() if code else None
    return row.territory_id if row else None


def history(territory_id: int) -> QuerySet[TerritoryChange]:
    """The changes that made, altered or ended a territory, oldest first."""
    rows = TerritoryChange.objects.filter(Q(predecessors=territory_id) | Q(successors=territory_id))
    return rows.distinct().order_by("effective_date", "pk")
