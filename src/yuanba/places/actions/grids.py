"""Grids of the 微网实格: drawn over dwellings and shops, every one of which lies in exactly one lowest grid (R-041)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.actions.card import require_may
from yuanba.places.models import Grid, GridPlace, Premises
from yuanba.places.queries import compound_ids, current
from yuanba.places.rules import change_in_order

Level = Grid.Level
# Source: N-028, "3+1": a community grid holds general grids, a general grid holds micro-grids; dedicated ones stand beside.
PARENT_LEVELS: dict[str, frozenset[str]] = {
    Level.COMMUNITY: frozenset(),
    Level.GENERAL: frozenset({Level.COMMUNITY}),
    Level.MICRO: frozenset({Level.GENERAL}),
    Level.DEDICATED: frozenset({Level.GENERAL, Level.COMMUNITY}),
}
LOWEST = frozenset({Level.MICRO, Level.DEDICATED})


@transaction.atomic
def draw_grid(
    *,
    community_id: int,
    level: str,
    name: str,
    from_date: date,
    actor: Actor,
    now: datetime,
    parent_id: int | None = None,
) -> Grid:
    """The community has this grid from `from_date` on.

    Raises Refused: places.not_allowed, places.grid_level, places.grid_parent, places.grid_name_taken.
    """
    require_may(actor, community_id, now)
    if level not in PARENT_LEVELS:
        raise Refused(no("places.grid_level", "grids and micro-grids", level=level))
    parent = None
    if parent_id is not None:
        parent = Grid.objects.filter(pk=parent_id, community_id=community_id, to_date__isnull=True).first()
    if (parent.level not in PARENT_LEVELS[level]) if parent else (parent_id or PARENT_LEVELS[level]):
        raise Refused(no("places.grid_parent", "grids and micro-grids", level=level))
    try:
        with transaction.atomic():
            row = Grid.objects.create(
                community_id=community_id, parent=parent, level=level, name=clean(name), from_date=from_date
            )
    except IntegrityError as error:
        raise Refused(no("places.grid_name_taken", "one name per grid")) from error
    record(verb="grid_drawn", subject=str(row), actor=actor, now=now, territory_id=community_id)
    return row


@transaction.atomic
def place_in_grid(*, grid_id: int, premises_ids: Collection[int], from_date: date, actor: Actor, now: datetime) -> int:
    """The premises lie in this grid from `from_date` on and in no other; how many were moved. Repeating changes nothing.

    Raises Refused: places.grid_not_lowest, places.grid_ended, places.other_community, places.before_last_change.
    """
    grid = Grid.objects.select_for_update().get(pk=grid_id)
    require_may(actor, grid.community_id, now)
    if grid.level not in LOWEST:
        raise Refused(no("places.grid_not_lowest", "a grid lies within one community", level=grid.level))
    if grid.to_date is not None:
        raise Refused(no("places.grid_ended", "a grid lies within one community", to_date=grid.to_date))
    _require_inside(grid, set(premises_ids), from_date)
    old = GridPlace.objects.filter(premises__in=premises_ids, to_date__isnull=True)
    staying = set(old.filter(grid=grid).values_list("premises_id", flat=True))
    leaving = old.exclude(grid=grid)
    for last in leaving.order_by("-from_date").values_list("from_date", flat=True)[:1]:
        require(change_in_order(last, from_date))
    leaving.update(to_date=from_date)
    coming = sorted(set(premises_ids) - staying)
    GridPlace.objects.bulk_create(
        [GridPlace(grid=grid, premises_id=one, from_date=from_date) for one in coming], batch_size=500
    )
    record(
        verb="grid_filled",
        subject=str(grid),
        actor=actor,
        now=now,
        detail={"premises": len(coming)},
        territory_id=grid.community_id,
    )
    return len(coming)


@transaction.atomic
def end_grid(*, grid_id: int, to_date: date, actor: Actor, now: datetime) -> Grid:
    """The grid ends and its premises leave it; they stand in the gap list until another grid takes them.

    Raises Refused: places.grid_ended, places.grid_has_children, places.before_last_change.
    """
    grid = Grid.objects.select_for_update().get(pk=grid_id)
    require_may(actor, grid.community_id, now)
    if grid.to_date is not None:
        raise Refused(no("places.grid_ended", "a grid lies within one community", to_date=grid.to_date))
    if grid.children.filter(current(to_date)).exists():
        raise Refused(no("places.grid_has_children", "a grid lies within one community"))
    require(change_in_order(grid.from_date, to_date))
    grid.to_date = to_date
    grid.save(update_fields=["to_date"])
    grid.places.filter(to_date__isnull=True, from_date__lt=to_date).update(to_date=to_date)
    record(verb="grid_ended", subject=str(grid), actor=actor, now=now, territory_id=grid.community_id)
    return grid


def _require_inside(grid: Grid, premises_ids: set[int], on: date) -> None:
    inside = Premises.objects.filter(pk__in=premises_ids, compound__in=compound_ids(grid.community_id, on)).count()
    if inside != len(premises_ids):
        raise Refused(
            no("places.other_community", "a grid lies within one community", outside=len(premises_ids) - inside)
        )
