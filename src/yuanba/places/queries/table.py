"""What the deployment keeps in tables: the work calendar, and numbers with the day they hold from."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from yuanba.kernel.calendar import WorkCalendar
from yuanba.places.models import (
    CalendarDay,
    CalendarYear,
    Parameter,
)
from yuanba.places.queries.tree import current

_NEAR = """
SELECT year, CAST(NULL AS date), CAST(NULL AS boolean) FROM places_calendaryear
UNION ALL
SELECT CAST(NULL AS integer), date, is_workday FROM places_calendarday WHERE date BETWEEN %s AND %s
"""


def calendar() -> WorkCalendar:
    """The work calendar of the table. Its years are those announced without a gap up to the last one. Two queries."""
    years = CalendarYear.objects.values_list("year", flat=True)
    return _of(years, dict(CalendarDay.objects.values_list("date", "is_workday")))


def calendar_between(first: date, last: date) -> WorkCalendar:
    """As `calendar`, with the moved days from `first` to `last` only: for a deadline that is near. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [first.isoformat(), last.isoformat()])
        rows = cursor.fetchall()
    days = {_day(day): bool(works) for _, day, works in rows if day is not None}
    return _of((year for year, _, _ in rows if year is not None), days)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _of(announced: Iterable[int], days: dict[date, bool]) -> WorkCalendar:
    years = sorted(announced, reverse=True)
    if not years:
        return WorkCalendar({}, 1, 0)
    first = last = years[0]
    for year in years[1:]:
        if year != first - 1:
            break
        first = year
    return WorkCalendar(days, first, last)


def parameter(key: str, on: date) -> Parameter | None:
    """The dated number valid on that day, with its source; None if nobody set one."""
    return Parameter.objects.filter(current(on), key=key).order_by("-from_date").first()
