"""Buildings, entrances and premises in bulk: what an imported roll enters, at a constant number of queries per thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from yuanba.audit.actions import record
from yuanba.kernel import many
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require
from yuanba.places.models import Building, Compound, Entrance, Premises, PremisesArea
from yuanba.places.queries import PremisesKey, PremisesState, lineage, premises_of
from yuanba.places.rules import is_system, may_enter_premises

BATCH = 2000
# Plain SQL for what comes by the hundred thousand: as objects the same rows take three times as long.
PREMISES = ("entrance_id", "kind", "number", "compound_id", "handed_over_date")
AREA = ("premises_id", "exclusive_area_cm2", "from_date")


@dataclass(frozen=True, slots=True)
class PremisesRow:
    """Premises as a roll tells of them. `area_cm2` and `handed_over_date` None: the roll does not say."""

    key: PremisesKey
    kind: str
    area_cm2: int | None
    handed_over_date: date | None = None


@transaction.atomic
def enter_premises(
    *, compound_id: int, rows: Iterable[PremisesRow], as_of_date: date, actor: Actor, now: datetime
) -> dict[PremisesKey, int]:
    """Every row's building, entrance and premises exist, with its area from `as_of_date` on; the ids of all premises.

    A changed area ends the old dated row; one that began on the same day is corrected. Repeating changes nothing.
    Raises Refused: places.not_allowed.
    """
    Compound.objects.select_for_update().get(pk=compound_id)
    require(may_enter_premises(actor, () if is_system(actor) else lineage(compound_id, local_date(now))))
    known = premises_of(compound_id)
    wanted = {row.key: row for row in rows}
    new = [row for key, row in wanted.items() if key not in known]
    ids = {key: state.id for key, state in known.items()}
    ids.update(_create_premises(compound_id, new))
    changed = [(row, known[key]) for key, row in wanted.items() if key in known]
    _update_premises(changed)
    fresh = [(ids[row.key], row.area_cm2) for row in new if row.area_cm2 is not None]
    moved = _change_areas(changed, as_of_date)
    since = as_of_date.isoformat()
    _insert(PremisesArea, AREA, ((pk, area, since) for pk, area in fresh + moved))
    if new or moved:
        detail = {"new": len(new), "areas_changed": len(moved)}
        record(
            verb="premises_entered",
            subject=f"territory:{compound_id}",
            actor=actor,
            now=now,
            detail=detail,
            territory_id=compound_id,
        )
    return ids


def _create_premises(compound_id: int, rows: list[PremisesRow]) -> dict[PremisesKey, int]:
    if not rows:
        return {}
    buildings = dict(Building.objects.filter(compound_id=compound_id).values_list("name", "pk"))
    missing = dict.fromkeys(row.key[0] for row in rows if row.key[0] not in buildings)
    made = Building.objects.bulk_create([Building(compound_id=compound_id, name=name) for name in missing], BATCH)
    buildings.update({row.name: row.pk for row in made})
    entrances = {
        (building, name): pk
        for building, name, pk in Entrance.objects.filter(building__compound_id=compound_id).values_list(
            "building__name", "name", "pk"
        )
    }
    absent = dict.fromkeys(row.key[:2] for row in rows if row.key[:2] not in entrances)
    doors = Entrance.objects.bulk_create(
        [Entrance(building_id=buildings[building], name=name) for building, name in absent], BATCH
    )
    entrances.update({key: door.pk for key, door in zip(absent, doors, strict=True)})
    doors_of = {pk: key for key, pk in entrances.items()}
    _insert(Premises, PREMISES, (_premises(row, entrances[row.key[:2]], compound_id) for row in rows))
    known = Premises.objects.filter(compound_id=compound_id).values_list("pk", "entrance_id", "number")
    return {(*doors_of[entrance], number): pk for pk, entrance, number in known.iterator(BATCH)}


def _premises(row: PremisesRow, entrance_id: int, compound_id: int) -> tuple[Any, ...]:
    """The columns of PREMISES."""
    handed_over = row.handed_over_date.isoformat() if row.handed_over_date else None
    return entrance_id, row.kind, row.key[2], compound_id, handed_over


def _insert(model: type[Premises] | type[PremisesArea], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        many.insert(cursor, model._meta.db_table, columns, rows)


def _update_premises(pairs: list[tuple[PremisesRow, PremisesState]]) -> None:
    different = [
        Premises(pk=state.id, kind=row.kind, handed_over_date=row.handed_over_date or state.handed_over_date)
        for row, state in pairs
        if row.kind != state.kind or row.handed_over_date not in (None, state.handed_over_date)
    ]
    Premises.objects.bulk_update(different, ["kind", "handed_over_date"], batch_size=200)


def _change_areas(pairs: list[tuple[PremisesRow, PremisesState]], as_of_date: date) -> list[tuple[int, int]]:
    """Ends the areas that changed; the (premises, area) rows that begin instead."""
    moved: list[tuple[int, int]] = []
    ending: list[int] = []
    for row, state in pairs:
        if row.area_cm2 is None or row.area_cm2 == state.area_cm2:
            continue
        if state.area_from is not None and state.area_from >= as_of_date:
            PremisesArea.objects.filter(premises_id=state.id, to_date__isnull=True).update(
                exclusive_area_cm2=row.area_cm2
            )
            continue
        ending.append(state.id)
        moved.append((state.id, row.area_cm2))
    for start in range(0, len(ending), BATCH):
        rows = PremisesArea.objects.filter(premises_id__in=ending[start : start + BATCH], to_date__isnull=True)
        rows.update(to_date=as_of_date)
    return moved
