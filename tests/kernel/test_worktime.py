"""Office time: what is added is what lies between, and nothing counts while the office is closed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel import worktime
from yuanba.kernel.calendar import SHANGHAI, WorkCalendar, YearUnknown
from yuanba.kernel.worktime import OfficeHours

# Friday 20 November; the Saturday is worked, the Monday after is off.
CALENDAR = WorkCalendar({date(2026, 11, 21): True, date(2026, 11, 23): False}, 2026, 2026)
HOURS = OfficeHours.read("09:00-12:00 13:00-17:00")
FIRST = datetime(2026, 11, 1, tzinfo=SHANGHAI)
instants = st.integers(0, 30 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(20, 10), 60, at(20, 11)),
        (at(20, 11, 30), 60, at(20, 13, 30)),
        (at(20, 16, 30), 60, at(21, 9, 30)),  # the Saturday that is worked
        (at(21, 16, 30), 60, at(24, 9, 30)),  # Sunday, then the Monday off
        (at(22, 3), 420, at(24, 17)),
        (at(22, 3), 0, at(22, 3)),
    ],
)
def test_minutes_count_while_the_office_is_open(start, minutes, end) -> None:
    assert worktime.add(CALENDAR, HOURS, start, minutes) == end


@given(instants, st.integers(0, 3000))
def test_what_was_added_lies_between(start, minutes) -> None:
    end = worktime.add(CALENDAR, HOURS, start, minutes)
    assert end >= start
    assert worktime.between(CALENDAR, HOURS, start, end) == minutes


@given(instants, st.integers(0, 1500), st.integers(0, 1500))
def test_two_parts_are_the_whole(start, first, second) -> None:
    middle = worktime.add(CALENDAR, HOURS, start, first)
    assert worktime.add(CALENDAR, HOURS, middle, second) == worktime.add(CALENDAR, HOURS, start, first + second)


def test_year_without_holidays_is_unknown() -> None:
    with pytest.raises(YearUnknown):
        worktime.add(CALENDAR, HOURS, datetime(2026, 12, 31, 16, tzinfo=SHANGHAI), 120)


@pytest.mark.parametrize("text", ["", "9-12", "12:00-09:00", "09:00-12:00 11:00-17:00", "25:00-26:00"])
def test_hours_that_are_none(text) -> None:
    with pytest.raises(ValueError):
        OfficeHours.read(text)
