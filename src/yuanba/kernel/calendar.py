"""Local days and working days. The work calendar is given its table: next year is unknown until it is announced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Source: all of mainland China keeps one time, UTC+8 without summer time since 1992.
SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class YearUnknown(Exception):
    """The holidays of `year` are not in the table (the State Council announces them each autumn)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the work calendar of {year} is not known")
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are working days, from `first_year` to `last_year`, both inclusive.

    `days` holds the announced exceptions (or every day, if you have them): True is a working day, such as a make-up
    Saturday, False a day off. A day that is not in it is a working day from Monday to Friday.
    Source: 全国年节及纪念日放假办法 and the yearly 国务院办公厅关于部分节假日安排的通知.
    """

    days: Mapping[date, bool] = field(repr=False)
    first_year: int
    last_year: int

    def is_workday(self, day: date) -> bool:
        """Raises YearUnknown outside the years of the table."""
        if not self.first_year <= day.year <= self.last_year:
            raise YearUnknown(day.year)
        return self.days.get(day, day.weekday() < SATURDAY)

    def add_workdays(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`, which itself does not count; `day` for 0. Raises YearUnknown.

        Source: Civil Code (民法典) art. 201: the day on which a period begins is not counted.
        """
        assert number >= 0, "count forwards"
        left = number
        while left:
            day += ONE_DAY
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """The working days after `start` up to and including `end` (0 if end <= start). Raises YearUnknown."""
        span = max((end - start).days, 0)
        return sum(self.is_workday(start + timedelta(days=offset)) for offset in range(1, span + 1))


def local_date(now: datetime) -> date:
    """The day in Asia/Shanghai at an aware instant."""
    assert now.tzinfo is not None, "instants are aware"
    return now.astimezone(SHANGHAI).date()


def day_start(day: date) -> datetime:
    """Midnight in Asia/Shanghai at which `day` begins, as an aware instant."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def day_end(day: date) -> datetime:
    """The first instant that no longer belongs to `day`: the start of the next one."""
    return day_start(day + ONE_DAY)
