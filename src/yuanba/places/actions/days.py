"""The work calendar's table: what holiday notices announced, loaded from a library and editable by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import version

from chinese_calendar.constants import holidays, workdays
from django.db import transaction
from django.db.models import Q

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.lists import edits_for_all
from yuanba.places.models import CalendarDay, CalendarYear


@transaction.atomic
def load_calendar(*, actor: Actor, now: datetime) -> list[int]:
    """The table holds every year that the library knows and that it did not hold before; those years, ascending.

    Years already there are left alone: an office may have corrected them.
    """
    _require_may(actor, now)
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = sorted({day.year for day in holidays} - known)
    source = f"国务院办公厅部分节假日安排通知 (chinesecalendar {version('chinesecalendar')})"
    CalendarYear.objects.bulk_create([CalendarYear(year=year, source=source) for year in years])
    kept = set(CalendarDay.objects.values_list("date", flat=True))
    rows = [
        CalendarDay(date=day, is_workday=is_workday, source=source)
        for days, is_workday in ((holidays, False), (workdays, True))
        for day in sorted(days)
        if day.year in years and day not in kept
    ]
    CalendarDay.objects.bulk_create(rows, batch_size=300)
    if years:
        record(verb="calendar_loaded", subject="calendar", actor=actor, now=now, detail={"years": years})
    return years


@transaction.atomic
def set_day(*, day: date, is_workday: bool, source: str, actor: Actor, now: datetime) -> CalendarDay:
    """The day is, or is not, a working day, by the notice named. Raises Refused: places.source_missing…"""
    _require_may(actor, now)
    if not clean(source):
        raise Refused(no("places.source_missing", "the notice a day of work comes from"))
    row, _ = CalendarDay.objects.update_or_create(
        date=day, defaults={"is_workday": is_workday, "source": clean(source)}
    )
    record(
        verb="calendar_day_set",
        subject=str(row),
        actor=actor,
        now=now,
        detail={"is_workday": is_workday},
    )
    return row


@transaction.atomic
def announce_year(*, year: int, source: str, actor: Actor, now: datetime) -> CalendarYear:
    """The year's notice is known: deadlines may count its days. Enter its moved days first."""
    _require_may(actor, now)
    if not clean(source):
        raise Refused(no("places.source_missing", "the notice a day of work comes from"))
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": clean(source)})
    record(verb="calendar_year_announced", subject=str(row), actor=actor, now=now)
    return row


@transaction.atomic
def enter_notice(*, year: int, days: Mapping[date, bool], source: str, actor: Actor, now: datetime) -> CalendarYear:
    """The year is known, and its moved days are those of the notice: what was entered for the year before is replaced.

    `days` may name a day of the year before (a holiday over the new year); it is entered too. The log keeps what
    the table said until now. Raises Refused: places.source_missing, places.notice_empty, places.notice_other_year.
    """
    _require_may(actor, now)
    if not clean(source):
        raise Refused(no("places.source_missing", "the notice a day of work comes from"))
    if not days:
        raise Refused(no("places.notice_empty", "the notice of a year"))
    if not {day.year for day in days} <= {year - 1, year}:
        raise Refused(no("places.notice_other_year", "the notice of a year", year=year))
    kept = CalendarDay.objects.select_for_update().filter(date__year=year)
    before = {day.isoformat(): worked for day, worked in kept.values_list("date", "is_workday")}
    CalendarDay.objects.filter(Q(date__year=year) | Q(date__in=days)).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_workday=worked, source=clean(source)) for day, worked in sorted(days.items())
    )
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": clean(source)})
    entered = {day.isoformat(): worked for day, worked in sorted(days.items())}
    record(
        verb="calendar_notice_entered", subject=str(row), actor=actor, now=now,
        detail={"before": before, "days": entered},
    )  # fmt: skip
    return row


def _require_may(actor: Actor, now: datetime) -> None:
    """The calendar counts everywhere, so that it is kept from the top."""
    if not edits_for_all(actor, local_date(now)):
        require(no("places.not_for_all", "appointments", permission="places.edit"))
