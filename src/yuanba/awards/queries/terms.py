"""Deadlines in working days. A year whose holidays are not announced gives None, never a guess."""

from datetime import date, datetime

from yuanba.awards.models import Entry
from yuanba.awards.pinned import playbook_of
from yuanba.kernel.calendar import YearUnknown, local_date
from yuanba.places import queries as places


def workdays_after(day: date, number: int) -> date | None:
    """The `number`-th working day after a day; None if the calendar of that year is unknown."""
    try:
        return places.calendar().add_workdays(day, number)
    except YearUnknown:
        return None


def appeal_until(entry: Entry, told_at: datetime) -> date | None:
    """The last day on which an appeal is taken, `workdays` of the playbook after the notice. Source: announcement: screening."""
    return workdays_after(local_date(told_at), playbook_of(entry.campaign).appeals.workdays)
