"""Points with a label: made, given a fresh label when the old one was torn off or copied, ended."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.actions.card import require_may
from yuanba.places.models import Building, Compound, QrPoint
from yuanba.places.points import NewPoint
from yuanba.places.rules import change_in_order

NAME_LENGTH = 60
MOST_POINTS = 3000  # of one compound. Source: our own: an estate of 4,000 dwellings has about 600


@transaction.atomic
def make_points(
    *, compound_id: int, rows: Sequence[NewPoint], from_date: date, actor: Actor, now: datetime
) -> list[QrPoint]:
    """Every row's point exists and can be printed; those that existed are left as they are. Returns the new ones.

    Raises Refused: places.not_allowed, places.point_name, places.point_too_many, places.point_elsewhere.
    """
    Compound.objects.select_for_update().get(pk=compound_id)
    require_may(actor, compound_id, now)
    open_points = QrPoint.objects.filter(compound_id=compound_id, to_date__isnull=True)
    known = set(open_points.values_list("kind", "name"))
    wanted: dict[tuple[str, str], NewPoint] = {}
    for row in rows:
        name = clean(row.name)
        if not name or len(name) > NAME_LENGTH:
            raise Refused(no("places.point_name", "one label, one thing", most=NAME_LENGTH))
        if (row.kind, name) not in known:
            wanted.setdefault((row.kind, name), row)
    if len(known) + len(wanted) > MOST_POINTS:
        raise Refused(no("places.point_too_many", "one label, one thing", most=MOST_POINTS))
    _require_inside(compound_id, {row.building_id for row in wanted.values() if row.building_id})
    made = QrPoint.objects.bulk_create(
        [
            QrPoint(
                compound_id=compound_id,
                kind=QrPoint.Kind(kind),
                name=name,
                building_id=row.building_id,
                entrance_id=row.entrance_id,
                premises_id=row.premises_id,
                from_date=from_date,
            )
            for (kind, name), row in wanted.items()
        ],
        batch_size=500,
    )
    if made:
        record(
            verb="qr_points_made",
            subject=f"territory:{compound_id}",
            actor=actor,
            now=now,
            detail={"points": len(made)},
            territory_id=compound_id,
        )
    return made


@transaction.atomic
def replace_label(*, point_id: int, version: int, actor: Actor, now: datetime) -> QrPoint:
    """The point has a fresh label; codes of the old one answer that they were replaced. `version` is the one replaced:
    asking twice replaces once.

    Raises Refused: places.not_allowed, places.point_ended.
    """
    point = _locked(point_id, actor, now)
    if point.version == version:
        point.version += 1
        point.save(update_fields=["version"])
        record(
            verb="qr_label_replaced",
            subject=str(point),
            actor=actor,
            now=now,
            detail={"version": point.version},
            territory_id=point.compound_id,
        )
    return point


@transaction.atomic
def end_point(*, point_id: int, reason: str, to_date: date, actor: Actor, now: datetime) -> QrPoint:
    """The point carries no label from `to_date` on; whoever scans an old one learns why.

    Raises Refused: places.not_allowed, places.point_ended, places.before_last_change.
    """
    point = _locked(point_id, actor, now)
    if to_date != point.from_date:
        require(change_in_order(point.from_date, to_date))
    point.to_date, point.end_reason = to_date, QrPoint.End(reason)
    point.save(update_fields=["to_date", "end_reason"])
    record(
        verb="qr_point_ended",
        subject=str(point),
        actor=actor,
        now=now,
        detail={"reason": reason},
        territory_id=point.compound_id,
    )
    return point


def _locked(point_id: int, actor: Actor, now: datetime) -> QrPoint:
    point = QrPoint.objects.select_for_update().get(pk=point_id)
    require_may(actor, point.compound_id, now)
    if point.to_date is not None:
        raise Refused(no("places.point_ended", "one label, one thing", to_date=point.to_date))
    return point


def _require_inside(compound_id: int, building_ids: set[int]) -> None:
    if Building.objects.filter(pk__in=building_ids, compound_id=compound_id).count() != len(building_ids):
        raise Refused(no("places.point_elsewhere", "one label, one thing"))
