"""The demonstration's dates: whatever day it is built on, no page of it contradicts another."""

from datetime import date

import pytest
from tests.awards.given_awards import HUAYANG

from yuanba.awards.playbook.reading import read
from yuanba.kernel.calendar import WorkCalendar
from yuanba.simulation import demonstration


def moved(monkeypatch, opens: date, calendar: WorkCalendar):
    """The last stage of the playbook when registration opens on that day."""
    monkeypatch.setattr(demonstration, "calendar", lambda: calendar)
    text = HUAYANG.read_text(encoding="utf-8")
    return read(demonstration.edition(text, read(text).stages[0].opens, opens)).stages[-1]


def test_notice_that_meets_a_holiday_closes_with_its_last_working_day(monkeypatch) -> None:
    plain = moved(monkeypatch, date(2021, 9, 10), WorkCalendar({}, 2021, 2021))
    assert (plain.opens, plain.closes) == (date(2021, 12, 6), date(2021, 12, 13))
    off = {date(2021, 12, day): False for day in range(7, 11)}
    assert moved(monkeypatch, date(2021, 9, 10), WorkCalendar(off, 2021, 2021)).closes == date(2021, 12, 17)


@pytest.mark.parametrize("opens", [date(2026, 11, 6), date(2026, 9, 11)])
def test_notice_of_a_year_without_calendar_has_room_for_the_longest_holiday(monkeypatch, opens: date) -> None:
    stage = moved(monkeypatch, opens, WorkCalendar({}, 2024, 2025))
    assert (stage.closes - stage.opens).days == 19
