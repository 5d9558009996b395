from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.period import Period

days = st.dates(date(2020, 1, 1), date(2020, 2, 1))
periods = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(1, 20),
)


def test_the_first_day_belongs_and_the_last_does_not() -> None:
    period = Period(date(2021, 9, 10), date(2021, 10, 10))
    assert date(2021, 9, 10) in period and date(2021, 10, 9) in period
    assert date(2021, 9, 9) not in period and date(2021, 10, 10) not in period
    assert date(2099, 1, 1) in Period(date(2021, 9, 10))


@pytest.mark.parametrize("end", [date(2021, 9, 10), date(2021, 9, 9)])
def test_a_period_ends_after_it_starts(end: date) -> None:
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2021, 9, 10), end)


@given(periods, periods)
def test_overlapping_means_sharing_a_day(one: Period[date], other: Period[date]) -> None:
    shared = any(
        date(2020, 1, 1) + timedelta(days=n) in one and date(2020, 1, 1) + timedelta(days=n) in other for n in range(60)
    )
    assert one.overlaps(other) == other.overlaps(one) == shared
