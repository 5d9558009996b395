"""Days and instants in people's words: with the weekday, with the hour, in the language of the page."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, pgettext

from yuanba.web import clock

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def _marked_for_translation() -> list[str]:  # the extractor needs to see each word
    return [
        gettext("Mon"),
        gettext("Tue"),
        gettext("Wed"),
        gettext("Thu"),
        gettext("Fri"),
        gettext("Sat"),
        gettext("Sun"),
    ]


def local(at: datetime) -> datetime:
    """The instant on the clock of the place."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))


def day(value: date | datetime, *, year: bool | None = None) -> str:
    """ "9月10日（周五）" or "Fri 10 September"; with the year unless it is the present one (or as `year` says)."""
    value = local(value).date() if isinstance(value, datetime) else value
    with_year = value.year != local(clock.now()).year if year is None else year
    pattern = (
        pgettext("a day with its year", "{weekday} {day} {month} {year}")
        if with_year
        else pgettext("a day of this year", "{weekday} {day} {month}")
    )
    return pattern.format(
        weekday=gettext(WEEKDAYS[value.weekday()]),
        day=value.day,
        month=MONTHS[value.month - 1],
        month_number=value.month,
        year=value.year,
    )


def hour(at: datetime) -> str:
    return f"{local(at):%H:%M}"


def moment(at: datetime) -> str:
    """ "9月10日（周五）18:00" or "Fri 10 September, 18:00"."""
    return pgettext("an instant", "{day}, {hour}").format(day=day(at), hour=hour(at))


def _last(value: date | datetime) -> tuple[str, str]:
    """The day and hour before which something is due; midnight reads as 24:00 of the day before."""
    if not isinstance(value, datetime):
        return day(value), "24:00"
    at = local(value)
    if (at.hour, at.minute) == (0, 0):
        return day(at.date() - timedelta(days=1)), "24:00"
    return day(at), hour(at)


def until(value: date | datetime) -> str:
    """ "10月9日（周六）24:00": the end of something, a moment that no longer belongs to it; a bare day means its end.

    Every closing goes through here or through `by`: people read "10 October 00:00" as the tenth.
    """
    last_day, last_hour = _last(value)
    return pgettext("an instant", "{day}, {hour}").format(day=last_day, hour=last_hour)


def last_day(value: date | datetime) -> str:
    """ "10月9日（周六）": the last day of something that ends then."""
    return _last(value)[0]


def by(value: date | datetime) -> str:
    """ "9月10日（周五）18:00 前" or "before 18:00 on Fri 10 September"; a bare day means its end."""
    last_day, last_hour = _last(value)
    return pgettext("a deadline", "before {hour} on {day}").format(day=last_day, hour=last_hour)


def after(value: date | datetime) -> str:
    """The same with "after": when something opens."""
    if isinstance(value, datetime):
        return pgettext("an opening", "from {hour} on {day}").format(day=day(value), hour=hour(value))
    return pgettext("an opening day", "from {day}").format(day=day(value))


def _both(start: date, end: date, year: bool | None = None) -> dict[str, str]:
    """Two days; where their years differ each says its own, so that nobody reads one year into the other."""
    first, last = (local(one).date() if isinstance(one, datetime) else one for one in (start, end))
    year = True if first.year != last.year else year
    return {"start": day(first, year=year), "end": day(last, year=year)}


def term(start: date, end: date, *, year: bool | None = None) -> str:
    """What hangs out from some hour of the first day to the very end of the last; `year` as in `day`."""
    return pgettext("a term on notice", "{start} to 24:00 on {end}").format(**_both(start, end, year))


def days(start: date, end: date) -> str:
    """Two days where the page says once that both are included."""
    return pgettext("two days", "{start} to {end}").format(**_both(start, end))


def span(start: date, end: date) -> str:
    """Two days, both included."""
    return pgettext("a span of days, both included", "{start} to {end}").format(**_both(start, end))
