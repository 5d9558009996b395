"""The dated rows that deadlines come from: what holds on a day, and what was decided for later."""

from datetime import date

from django.db.models import Q

from yuanba.cases import template
from yuanba.cases.models import LevelTerm, WorkHours
from yuanba.kernel.worktime import OfficeHours


def terms_from(on: date) -> tuple[LevelTerm, ...]:
    """The deadlines of all classes and levels that hold on that day or later, the earlier first. One query."""
    rows = LevelTerm.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on))
    return tuple(rows.order_by("term_class", "level", "from_date"))


def hours_from(on: date) -> tuple[WorkHours, ...]:
    """The office hours that hold on that day or later, the earlier first. One query."""
    return tuple(WorkHours.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on)).order_by("from_date"))


def day_minutes(on: date) -> int:
    """How many minutes a working day has on that day. One query."""
    rows = WorkHours.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on)
    row = rows.order_by("-from_date").first()
    return OfficeHours.read(row.spans if row else template.read()["hours"]["spans"]).day_minutes
