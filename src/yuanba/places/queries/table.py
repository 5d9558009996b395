"""What the deployment keeps in tables: the work calendar, and numbers with the day they hold from."""

from datetime import date

from yuanba.kernel.calendar import WorkCalendar
from yuanba.places.models import (
    CalendarDay,
    CalendarYear,
    Parameter,
)
from yuanba.places.queries.tree import current


def calendar() -> WorkCalendar:
    """The work calendar of the table. Its years are those announced without a gap up to the last one. Two queries."""
    years = sorted(CalendarYear.objects.values_list("year", flat=True), reverse=True)
    if not years:
        return WorkCalendar({}, 1, 0)
    first = last = years[0]
    for year in years[1:]:
        if year != first - 1:
            break
        first = year
    days = dict(CalendarDay.objects.values_list("date", "is_workday"))
    return WorkCalendar(days, first, last)


def parameter(key: str, on: date) -> Parameter | None:
    """The dated number valid on that day, with its source; None if nobody set one."""
    return Parameter.objects.filter(current(on), key=key).order_by("-from_date").first()
