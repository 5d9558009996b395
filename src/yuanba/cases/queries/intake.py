"""What a new case needs to know, in as few questions as the database allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from yuanba.cases.models import Case, Category, LevelTerm, Report, WorkHours
from yuanba.cases.routing import Place
from yuanba.cases.terms import LEVELS, Clock
from yuanba.kernel.calendar import local_date
from yuanba.kernel.worktime import OfficeHours
from yuanba.places.models import Building, Entrance, GridPlace, Premises, QrPoint, Territory
from yuanba.places.queries import calendar_between, current

AHEAD = timedelta(days=90)  # how far moved days are read: longer than any deadline with its holidays
BACK = timedelta(days=14)


@dataclass(frozen=True)
class Intake:
    """A category with everything around one report: who sent the same key, how much was sent today, the place."""

    category: Category
    prior_case_id: int | None
    sent_today: int
    place: Place | None  # None: the parts do not lie in one another
    place_kind: str
    minutes: dict[str, int]
    hours: str


def intake(
    *,
    category: str,
    where: Place,
    client_key: str,
    actor_id: str,
    now: datetime,
    point_id: int | None = None,
) -> Intake | None:
    """None if there is no such category. One query."""
    on = local_date(now)
    row = _with_terms(Category.objects.filter(key=category), now)
    row = row.annotate(
        prior=Subquery(Report.objects.filter(client_key=client_key).values("case_id")[:1]),
        sent=Coalesce(_count(Report.objects.filter(account_ref=actor_id, joined_at__gt=now - timedelta(days=1))), 0),
        place_kind=Subquery(Territory.objects.filter(pk=where.territory_id).values("kind")[:1]),
        in_point=Subquery(QrPoint.objects.filter(pk=point_id or 0).values("compound_id")[:1]),
    )
    row = _of_place(row, where)
    found = row.annotate(
        grid_id=Subquery(_grids(where).filter(current(on), grid__to_date__isnull=True).values("grid_id")[:1])
    ).first()
    return None if found is None else _intake(found, where, has_point=point_id is not None)


def clock_for(category: Category, now: datetime, *, back_to: datetime | None = None) -> Clock:
    """The clock of a category as it counts today. Two queries."""
    row = _with_terms(Category.objects.filter(pk=category.pk), now).get()
    return clock_of(category, _minutes(row), _hours(row), now, back_to)


def clock_of(
    category: Category, minutes: dict[str, int], hours: str, now: datetime, back_to: datetime | None = None
) -> Clock:
    """A clock from what was read before; one query for the calendar, none for what is urgent."""
    start = min(now, back_to or now)
    calendar = calendar_between(local_date(start - BACK), local_date(now + AHEAD))
    return Clock(calendar, OfficeHours.read(hours), category.urgent, minutes)


def _with_terms(rows: QuerySet[Category], now: datetime) -> "QuerySet[Any]":
    on = local_date(now)
    of_class = LevelTerm.objects.filter(current(on), term_class=OuterRef("term_class")).order_by("-from_date")
    minutes = {f"m_{level}": Subquery(of_class.filter(level=level).values("minutes")[:1]) for level in LEVELS}
    hours = WorkHours.objects.filter(current(on)).order_by("-from_date").values("spans")[:1]
    annotated: QuerySet[Any] = rows.annotate(hours_spans=Subquery(hours), **minutes)
    return annotated


def _minutes(row: Any) -> dict[str, int]:
    return {level: getattr(row, f"m_{level}") for level in LEVELS}


def _hours(row: Any) -> str:
    return str(row.hours_spans)


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n"))


def _of_place(row: "QuerySet[Any]", where: Place) -> "QuerySet[Any]":
    """The row with where the narrowest given part of the place lies."""
    rows: QuerySet[Any]
    if where.premises_id is not None:
        rows, up = Premises.objects.filter(pk=where.premises_id), ("compound_id", "entrance_id", "entrance__building")
    elif where.entrance_id is not None:
        rows, up = Entrance.objects.filter(pk=where.entrance_id), ("building__compound_id", "pk", "building")
    else:
        rows, up = Building.objects.filter(pk=where.building_id or 0), ("compound_id", "", "")
    compound, entrance, building = up
    placed: QuerySet[Any] = row.annotate(
        in_compound=Subquery(rows.values(compound)[:1]),
        in_entrance=Subquery(rows.values(entrance)[:1]) if entrance else Value(None, BigIntegerField()),
        in_building=Subquery(rows.values(f"{building}_id" if building else "pk")[:1]),
        in_cluster=Subquery(rows.values(f"{building}__cluster_id" if building else "cluster_id")[:1]),
    )
    return placed


def _grids(where: Place) -> QuerySet[GridPlace]:
    rows = GridPlace.objects.order_by("premises_id")
    if where.premises_id is not None:
        return rows.filter(premises_id=where.premises_id)
    if where.entrance_id is not None:
        return rows.filter(premises__entrance_id=where.entrance_id)
    if where.building_id is not None:
        return rows.filter(premises__entrance__building_id=where.building_id)
    return rows.none()


def _intake(row: Any, where: Place, *, has_point: bool) -> Intake:
    asked = where.premises_id is not None or where.entrance_id is not None or where.building_id is not None
    fits = not asked or (
        row.in_compound == where.territory_id
        and where.building_id in (None, row.in_building)
        and where.entrance_id in (None, row.in_entrance)
    )
    fits = fits and (not has_point or row.in_point == where.territory_id)
    place = Place(where.territory_id)
    if asked and fits:
        place = Place(
            where.territory_id, row.in_building, row.in_cluster, row.in_entrance, where.premises_id, row.grid_id
        )
    return Intake(row, row.prior, row.sent, place if fits else None, row.place_kind or "", _minutes(row), _hours(row))


def reported_before(source: str, external_refs: Iterable[str]) -> dict[str, Case]:
    """The cases that carry these numbers of another system, by number. One query."""
    rows = Case.objects.filter(source=source, external_ref__in=set(external_refs))
    return {row.external_ref: row for row in rows}
