from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.calendar import WorkCalendar, YearUnknown, day_end, day_start, local_date

# National Day 2021: free from 1 to 7 October, the Saturdays/Sundays 26 September and 9 October were worked.
# Source: 国务院办公厅关于2021年部分节假日安排的通知 (国办发明电〔2020〕27号).
OCTOBER_2021 = {date(2021, 10, day): False for day in range(1, 8)} | {date(2021, 9, 26): True, date(2021, 10, 9): True}
CALENDAR = WorkCalendar(OCTOBER_2021, 2021, 2021)


def test_is_workday_knows_holidays_and_make_up_days() -> None:
    assert not CALENDAR.is_workday(date(2021, 10, 1))
    assert CALENDAR.is_workday(date(2021, 10, 9))
    assert CALENDAR.is_workday(date(2021, 10, 8))
    assert not CALENDAR.is_workday(date(2021, 10, 10))


def test_add_workdays_crosses_the_holiday() -> None:
    # Thursday 30 September + 5: Fri 8, Sat 9 (worked), Mon 11, Tue 12, Wed 13 October.
    assert CALENDAR.add_workdays(date(2021, 9, 30), 5) == date(2021, 10, 13)
    assert CALENDAR.add_workdays(date(2021, 9, 30), 0) == date(2021, 9, 30)


def test_unknown_year_says_so() -> None:
    with pytest.raises(YearUnknown) as caught:
        CALENDAR.add_workdays(date(2021, 12, 31), 1)
    assert caught.value.year == 2022


def test_local_date_turns_at_shanghai_midnight() -> None:
    assert local_date(datetime(2021, 10, 9, 15, 59, 59, tzinfo=UTC)) == date(2021, 10, 9)
    assert local_date(datetime(2021, 10, 9, 16, 0, tzinfo=UTC)) == date(2021, 10, 10)


def test_day_start_and_end_meet() -> None:
    assert day_end(date(2021, 10, 9)) == day_start(date(2021, 10, 10)) == datetime(2021, 10, 9, 16, tzinfo=UTC)


@given(st.dates(date(2021, 1, 1), date(2021, 6, 30)), st.integers(0, 60))
def test_adding_and_counting_agree(start: date, number: int) -> None:
    end = CALENDAR.add_workdays(start, number)
    assert CALENDAR.workdays_between(start, end) == number
    assert number == 0 or CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(end, start - timedelta(days=1)) == 0
