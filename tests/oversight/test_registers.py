from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.oversight import registers
from yuanba.oversight.models import ComplianceRecord, RecordKind
from yuanba.people.models import Organisation

DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))


def test_the_pure_names_are_the_models_own() -> None:
    assert set(ComplianceRecord.Severity.values) == set(registers.SEVERITIES)
    assert set(registers.APPLICABLE) == set(Organisation.Kind.values)
    assert set().union(*registers.APPLICABLE.values()) == set(RecordKind.values)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2021, 10, 9), 24, date(2019, 10, 9)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
        (date(2021, 3, 31), 1, date(2021, 2, 28)),
        (date(2021, 1, 31), 1, date(2020, 12, 31)),
        (date(2021, 12, 31), 0, date(2021, 12, 31)),
    ],
)
def test_months_before(day: date, months: int, earlier: date) -> None:
    assert registers.months_before(day, months) == earlier


@given(DAYS, st.integers(0, 60))
def test_months_before_stays_in_its_month(day: date, months: int) -> None:
    earlier = registers.months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day == day.day or (earlier + timedelta(days=1)).day == 1


@given(DAYS, st.integers(0, 40), st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=5))
def test_covered_means_every_day(since: date, length: int, spans: list[tuple[date, int]]) -> None:
    until = since + timedelta(days=length)
    periods = [(first, first + timedelta(days=days)) for first, days in spans]
    every = all(
        any(first <= since + timedelta(days=offset) <= last for first, last in periods) for offset in range(length + 1)
    )
    assert registers.is_covered(since, until, periods) == every


def test_larger_incidents_are_at_least_serious() -> None:
    assert [registers.at_least(one, "SERIOUS") for one in registers.SEVERITIES] == [False, False, True, True, True]
