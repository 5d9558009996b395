"""Founding, renaming, moving, merging, splitting and ending territories. Ids stay; names, codes, parents are dated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.models import Building, Compound, Overlay, Premises, Territory, TerritoryChange, TerritoryVersion
from yuanba.places.queries import covers, current, lineage
from yuanba.places.rules import change_in_order, code_well_formed, is_system, may_edit_tree, may_hang

Change = TerritoryChange.Kind


@dataclass(frozen=True)
class Part:
    """One heir of a split: its name and code, the children that come to lie in it, and a compound's buildings."""

    name: str
    code: str = ""
    children: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()


@transaction.atomic
def found(  # noqa: PLR0913 - keyword-only: the facts of a founding
    *,
    kind: str,
    name: str,
    from_date: date,
    basis: str,
    actor: Actor,
    now: datetime,
    parent_id: int | None = None,
    code: str = "",
) -> Territory:
    """A new territory exists from `from_date`, with its card if it is a compound.

    Raises Refused: places.not_allowed, places.name_missing, places.code_malformed, places.code_taken,
    places.parent_missing, places.wrong_parent.
    """
    parent = _parent(parent_id, from_date)
    _require_may(actor, parent_id, from_date)
    require(may_hang(kind, parent.kind if parent else None))
    territory = _create(kind, _Facts(name, code, parent_id), from_date)
    _note(Change.FOUND, [], [territory], effective_date=from_date, basis=basis, actor=actor, now=now)
    return territory


@transaction.atomic
def rename(
    *,
    territory_id: int,
    name: str,
    from_date: date,
    basis: str,
    actor: Actor,
    now: datetime,
    code: str | None = None,
) -> Territory:
    """The territory bears a new name (and code, if given) from `from_date` on.

    Raises Refused: places.not_allowed, places.unknown, places.ended, places.before_last_change, places.code_taken…
    """
    territory, version = _open(territory_id)
    _require_may(actor, territory_id, from_date)
    facts = _Facts(name, version.code if code is None else code, version.parent_id)
    _supersede(version, facts, from_date)
    _note(Change.RENAME, [territory], [territory], effective_date=from_date, basis=basis, actor=actor, now=now)
    return territory


@transaction.atomic
def move(*, territory_id: int, parent_id: int, from_date: date, basis: str, actor: Actor, now: datetime) -> Territory:
    """The territory lies in another parent from `from_date` on. The actor must hold both places.

    Raises Refused: places.not_allowed, places.wrong_parent, places.circular, places.parent_missing…
    """
    territory, version = _open(territory_id)
    parent = _parent(parent_id, from_date)
    _require_may(actor, territory_id, from_date)
    _require_may(actor, parent_id, from_date)
    require(may_hang(territory.kind, parent.kind if parent else None))
    if covers(territory_id, parent_id, from_date):
        raise Refused(no("places.circular", "which place lies in which"))
    _supersede(version, _Facts(version.name, version.code, parent_id), from_date)
    _note(Change.MOVE, [territory], [territory], effective_date=from_date, basis=basis, actor=actor, now=now)
    return territory


@transaction.atomic
def merge(
    *,
    territory_ids: Sequence[int],
    name: str,
    from_date: date,
    basis: str,
    actor: Actor,
    now: datetime,
    code: str = "",
) -> Territory:
    """The territories end; a new one of their kind, in the first one's parent, takes over their children and overlays.

    The old ids stay and resolve to the new one. A merged compound's premises are found through it.
    Raises Refused: places.merge_needs_two, places.kinds_differ, places.not_allowed, places.ended…
    """
    opened = [_open(one) for one in sorted(set(territory_ids))]
    if len(opened) < len(("one", "other")):
        raise Refused(no("places.merge_needs_two", "places merge, split and end on a day"))
    if len({territory.kind for territory, _ in opened}) > 1:
        raise Refused(no("places.kinds_differ", "places merge, split and end on a day"))
    for territory, _ in opened:
        _require_may(actor, territory.pk, from_date)
    first = next(version for _, version in opened if version.territory_id == territory_ids[0])
    for territory, version in opened:
        _end(territory, version, from_date)
    heir = _create(opened[0][0].kind, _Facts(name, code, first.parent_id), from_date)
    for territory, _ in opened:
        _adopt(territory.pk, heir.pk, from_date)
        _hand_overlays(territory.pk, [heir.pk], from_date)
    old = [territory for territory, _ in opened]
    _note(Change.MERGE, old, [heir], effective_date=from_date, basis=basis, actor=actor, now=now)
    return heir


@transaction.atomic
def split(
    *, territory_id: int, parts: Sequence[Part], from_date: date, basis: str, actor: Actor, now: datetime
) -> list[Territory]:
    """The territory ends; one heir per part stands in its place. Every child, every building goes to exactly one part.

    Raises Refused: places.split_needs_two, places.split_incomplete (with how many are unassigned or assigned twice)…
    """
    territory, version = _open(territory_id)
    _require_may(actor, territory_id, from_date)
    if len(parts) < len(("one", "other")):
        raise Refused(no("places.split_needs_two", "places merge, split and end on a day"))
    children = TerritoryVersion.objects.filter(parent_id=territory_id, to_date__isnull=True)
    _require_shared_out(set(children.values_list("territory_id", flat=True)), [part.children for part in parts])
    buildings = Building.objects.filter(compound_id=territory_id)
    _require_shared_out(set(buildings.values_list("pk", flat=True)), [part.buildings for part in parts])
    _end(territory, version, from_date)
    heirs = [_create(territory.kind, _Facts(part.name, part.code, version.parent_id), from_date) for part in parts]
    for heir, part in zip(heirs, parts, strict=True):
        _adopt(territory_id, heir.pk, from_date, only=part.children)
        Building.objects.filter(pk__in=part.buildings).update(compound_id=heir.pk, phase=None, cluster=None)
        Premises.objects.filter(entrance__building__in=part.buildings).update(compound_id=heir.pk)
    _hand_overlays(territory_id, [heir.pk for heir in heirs], from_date)
    _note(Change.SPLIT, [territory], heirs, effective_date=from_date, basis=basis, actor=actor, now=now)
    return heirs


@transaction.atomic
def end(*, territory_id: int, from_date: date, basis: str, actor: Actor, now: datetime) -> Territory:
    """The territory no longer exists from `from_date` on; nobody takes its place.

    Raises Refused: places.has_children, places.ended, places.not_allowed, places.before_last_change.
    """
    territory, version = _open(territory_id)
    _require_may(actor, territory_id, from_date)
    if TerritoryVersion.objects.filter(current(from_date), parent_id=territory_id).exists():
        raise Refused(no("places.has_children", "places merge, split and end on a day"))
    _end(territory, version, from_date)
    _note(Change.END, [territory], [], effective_date=from_date, basis=basis, actor=actor, now=now)
    return territory


@transaction.atomic
def add_overlay(*, area_id: int, territory_id: int, from_date: date, actor: Actor, now: datetime) -> Overlay:
    """A functional area manages the territory besides its statutory parent from `from_date` on.

    Raises Refused: places.not_functional_area, places.overlay_exists, places.not_allowed.
    """
    area, _ = _open(area_id)
    territory, _ = _open(territory_id)
    _require_may(actor, territory_id, from_date)
    if area.kind != Territory.Kind.FUNCTIONAL_AREA or territory.kind == Territory.Kind.FUNCTIONAL_AREA:
        raise Refused(no("places.not_functional_area", "a functional area lies over other places"))
    if Overlay.objects.filter(area_id=area_id, territory_id=territory_id, to_date__isnull=True).exists():
        raise Refused(no("places.overlay_exists", "a functional area lies over other places"))
    row = Overlay.objects.create(area=area, territory=territory, from_date=from_date)
    record(
        verb="overlay_added",
        subject=str(territory),
        actor=actor,
        now=now,
        detail={"area": area_id},
        territory_id=territory_id,
    )
    return row


@transaction.atomic
def end_overlay(*, overlay_id: int, to_date: date, actor: Actor, now: datetime) -> Overlay:
    """The functional area no longer manages the territory from `to_date` on. Raises Refused: places.overlay_ended…"""
    row = Overlay.objects.select_for_update().get(pk=overlay_id)
    _require_may(actor, row.territory_id, to_date)
    if row.to_date is not None:
        raise Refused(no("places.overlay_ended", "a functional area lies over other places", to_date=row.to_date))
    require(change_in_order(row.from_date, to_date))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    record(
        verb="overlay_ended",
        subject=f"territory:{row.territory_id}",
        actor=actor,
        now=now,
        detail={"area": row.area_id},
        territory_id=row.territory_id,
    )
    return row


# ---------------------------------------------------------------- the steps that they share


@dataclass(frozen=True)
class _Facts:
    name: str
    code: str
    parent_id: int | None


def _open(territory_id: int) -> tuple[Territory, TerritoryVersion]:
    territory = Territory.objects.select_for_update().filter(pk=territory_id).first()
    if territory is None:
        raise Refused(no("places.unknown", "only places that stand on that day", territory=territory_id))
    version = TerritoryVersion.objects.filter(territory_id=territory_id, to_date__isnull=True).first()
    if version is None:
        raise Refused(no("places.ended", "only places that stand on that day", territory=territory_id))
    return territory, version


def _parent(parent_id: int | None, on: date) -> Territory | None:
    if parent_id is None:
        return None
    parent = Territory.objects.filter(pk=parent_id).first()
    if parent is None or not TerritoryVersion.objects.filter(current(on), territory_id=parent_id).exists():
        raise Refused(no("places.parent_missing", "which place lies in which", parent=parent_id, on=on))
    return parent


def _require_may(actor: Actor, territory_id: int | None, on: date) -> None:
    reach = () if territory_id is None or is_system(actor) else lineage(territory_id, on)
    require(may_edit_tree(actor, reach))


def _insert(territory_id: int, facts: _Facts, from_date: date) -> TerritoryVersion:
    name = clean(facts.name)
    if not name:
        raise Refused(no("places.name_missing", "a place has a name"))
    require(code_well_formed(facts.code))
    try:
        with transaction.atomic():
            return TerritoryVersion.objects.create(
                territory_id=territory_id, name=name, code=facts.code, parent_id=facts.parent_id, from_date=from_date
            )
    except IntegrityError as error:
        raise Refused(no("places.code_taken", "one code per place", value=facts.code)) from error


def _create(kind: str, facts: _Facts, from_date: date) -> Territory:
    territory = Territory.objects.create(kind=kind)
    _insert(territory.pk, facts, from_date)
    if kind == Territory.Kind.COMPOUND:
        Compound.objects.create(territory=territory)
    return territory


def _supersede(version: TerritoryVersion, facts: _Facts, from_date: date) -> TerritoryVersion:
    require(change_in_order(version.from_date, from_date))
    version.to_date = from_date
    version.save(update_fields=["to_date"])
    return _insert(version.territory_id, facts, from_date)


def _end(territory: Territory, version: TerritoryVersion, to_date: date) -> None:
    require(change_in_order(version.from_date, to_date))
    version.to_date = to_date
    version.save(update_fields=["to_date"])
    Overlay.objects.filter(area_id=territory.pk, to_date__isnull=True, from_date__lt=to_date).update(to_date=to_date)


def _adopt(old_id: int, new_id: int, from_date: date, only: tuple[int, ...] | None = None) -> None:
    children = TerritoryVersion.objects.filter(parent_id=old_id, to_date__isnull=True)
    if only is not None:
        children = children.filter(territory_id__in=only)
    for version in children.order_by("territory_id"):
        _supersede(version, _Facts(version.name, version.code, new_id), from_date)


def _hand_overlays(old_id: int, heirs: list[int], from_date: date) -> None:
    rows = Overlay.objects.filter(territory_id=old_id, to_date__isnull=True, from_date__lt=from_date)
    areas = list(rows.values_list("area_id", flat=True))
    rows.update(to_date=from_date)
    for area_id in areas:
        for heir_id in heirs:
            Overlay.objects.get_or_create(
                area_id=area_id, territory_id=heir_id, to_date=None, defaults={"from_date": from_date}
            )


def _require_shared_out(all_ids: set[int], shares: list[tuple[int, ...]]) -> None:
    given = [one for share in shares for one in share]
    missing, twice, foreign = all_ids - set(given), len(given) - len(set(given)), set(given) - all_ids
    if missing or twice or foreign:
        left = {"missing": len(missing), "twice": twice, "foreign": len(foreign)}
        raise Refused(no("places.split_incomplete", "places merge, split and end on a day", **left))


def _note(kind: str, before: list[Territory], after: list[Territory], **facts: Any) -> None:
    actor, now = facts["actor"], facts["now"]
    change = TerritoryChange.objects.create(
        kind=kind,
        effective_date=facts["effective_date"],
        basis=clean(facts["basis"]),
        recorded_at=now,
        recorded_by=actor.id,
    )
    change.predecessors.add(*before)
    change.successors.add(*after)
    one = (after or before)[0]
    detail = {"before": [territory.pk for territory in before], "after": [territory.pk for territory in after]}
    record(verb=kind.lower(), subject=str(one), actor=actor, now=now, detail=detail, territory_id=one.pk)
