"""What a new case needs to know, in as few questions as the database allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from yuanba.cases.models import Case, Category, LevelTerm, WorkHours
from yuanba.cases.routing import Place
from yuanba.cases.terms import LEVELS, Clock
from yuanba.kernel.calendar import local_date
from yuanba.kernel.worktime import OfficeHours
from yuanba.places.queries import calendar_between, current

AHEAD = timedelta(days=90)  # how far moved days are read: longer than any deadline with its holidays
BACK = timedelta(days=14)
REPEAT_WITHIN = timedelta(days=90)  # our own: the same kind in the same building within a quarter


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
    is_repeat: bool


# One statement for everything, and written out: built by the ORM it takes longer than the whole rest of a report.
_INTAKE = """
SELECT c.*, {minutes},
  (SELECT h.spans FROM cases_workhours h WHERE {h_now} ORDER BY h.from_date DESC LIMIT 1) AS hours_spans,
  (SELECT r.case_id FROM cases_report r WHERE r.client_key = %(key)s) AS prior,
  (SELECT COUNT(*) FROM cases_report r WHERE r.account_ref = %(actor)s AND r.joined_at > %(yesterday)s) AS sent,
  (SELECT t.kind FROM places_territory t WHERE t.id = %(territory)s) AS place_kind,
  (SELECT q.compound_id FROM places_qrpoint q WHERE q.id = %(point)s) AS in_point,
  p.in_compound, p.in_entrance, p.in_building, p.in_cluster,
  {grid} AS grid_id,
  EXISTS (SELECT 1 FROM cases_case k WHERE k.territory_id = %(territory)s AND k.category_id = c.id
          AND k.created_at < %(now)s AND k.created_at >= %(quarter)s AND k.state <> 'MERGED'
          AND (k.building_id = p.in_building OR (k.building_id IS NULL AND p.in_building IS NULL))) AS repeats
FROM cases_category c LEFT JOIN ({place}) p ON 1 = 1
WHERE c.key = %(category)s
"""
_NOW = "{0}.from_date <= %(on)s AND ({0}.to_date IS NULL OR {0}.to_date > %(on)s)"
_MINUTES = (
    "(SELECT t.minutes FROM cases_levelterm t WHERE t.term_class = c.term_class AND t.level = '{level}' AND {now}"
    ' ORDER BY t.from_date DESC LIMIT 1) AS "m_{level}"'
)
_GRID = """(SELECT g.grid_id FROM places_gridplace g JOIN places_grid y ON y.id = g.grid_id
  JOIN places_premises d ON d.id = g.premises_id JOIN places_entrance e ON e.id = d.entrance_id
  WHERE {which} AND {g_now} AND y.to_date IS NULL ORDER BY g.premises_id LIMIT 1)"""
_UP = """SELECT b.compound_id AS in_compound, {entrance} AS in_entrance, b.id AS in_building, b.cluster_id AS in_cluster
FROM places_building b {joined} WHERE {which}"""
_ENTRANCE = "JOIN places_entrance e ON e.building_id = b.id"
# Narrowest part that was given → how the place is read, and which doors tell the grid.
_PARTS = {
    "premises": (
        _UP.format(
            entrance="e.id",
            joined=f"{_ENTRANCE} JOIN places_premises d ON d.entrance_id = e.id",
            which="d.id = %(premises)s",
        ),
        _GRID.format(which="d.id = %(premises)s", g_now=_NOW.format("g")),
    ),
    "entrance": (
        _UP.format(entrance="e.id", joined=_ENTRANCE, which="e.id = %(entrance)s"),
        _GRID.format(which="e.id = %(entrance)s", g_now=_NOW.format("g")),
    ),
    "building": (
        _UP.format(entrance="CAST(NULL AS bigint)", joined="", which="b.id = %(building)s"),
        _GRID.format(which="e.building_id = %(building)s", g_now=_NOW.format("g")),
    ),
}
_STATEMENTS = {
    part: _INTAKE.format(
        minutes=", ".join(_MINUTES.format(level=level, now=_NOW.format("t")) for level in LEVELS),
        h_now=_NOW.format("h"),
        place=place,
        grid=grid,
    )
    for part, (place, grid) in _PARTS.items()
}


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
    part = "building" if where.entrance_id is None else "entrance"
    adapt = connection.ops.adapt_datetimefield_value
    facts = {
        "category": category,
        "key": client_key,
        "actor": actor_id,
        "yesterday": adapt(now - timedelta(days=1)),
        "now": adapt(now),
        "quarter": adapt(now - REPEAT_WITHIN),
        "on": local_date(now).isoformat(),
        "territory": where.territory_id,
        "point": point_id or 0,
        "building": where.building_id or 0,
        "entrance": where.entrance_id or 0,
        "premises": where.premises_id or 0,
    }
    rows = Category.objects.raw(_STATEMENTS["premises" if where.premises_id is not None else part], facts)
    found = next(iter(rows), None)
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
    return Intake(
        row,
        row.prior,
        row.sent,
        place if fits else None,
        row.place_kind or "",
        _minutes(row),
        _hours(row),
        bool(row.repeats),
    )


def reported_before(source: str, external_refs: Iterable[str]) -> dict[str, Case]:
    """The cases that carry these numbers of another system, by number. One query."""
    rows = Case.objects.filter(source=source, external_ref__in=set(external_refs))
    return {row.external_ref: row for row in rows}
