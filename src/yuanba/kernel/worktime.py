"""Time that counts only while an office is open: spans of the day on the working days of a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from yuanba.kernel.calendar import ONE_DAY, SHANGHAI, WorkCalendar, local_date

MINUTE = timedelta(minutes=1)
NOTHING = timedelta()


@dataclass(frozen=True)
class OfficeHours:
    """The spans of a working day in local time, in order, none touching another."""

    spans: tuple[tuple[time, time], ...]

    @classmethod
    def read(cls, text: str) -> "OfficeHours":
        """ "09:00-12:00 13:00-17:00" as spans. Raises ValueError for anything else."""
        spans = []
        for part in text.split():
            start, _, end = part.partition("-")
            spans.append((time.fromisoformat(start), time.fromisoformat(end)))
        flat = [one for span in spans for one in span]
        if not flat or any(later <= earlier for earlier, later in pairwise(flat)):
            raise ValueError(text)
        return cls(tuple(spans))

    def on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for start, end in self.spans:
            yield datetime.combine(day, start, SHANGHAI), datetime.combine(day, end, SHANGHAI)

    @property
    def day_minutes(self) -> int:
        """How many minutes a working day has."""
        day = date(2000, 1, 1)
        return sum(int((end - start) / MINUTE) for start, end in self.on(day))


def open_spans(calendar: WorkCalendar, hours: OfficeHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What is open from `start` on, without an end. Raises YearUnknown beyond the calendar."""
    day = local_date(start)
    while True:
        if calendar.is_workday(day):
            for opens, closes in hours.on(day):
                if closes > start:
                    yield max(opens, start.astimezone(SHANGHAI)), closes
        day += ONE_DAY


def add(calendar: WorkCalendar, hours: OfficeHours, start: datetime, minutes: int) -> datetime:
    """The first instant at which so many minutes of office time have passed since `start`. Raises YearUnknown.

    For 0 minutes `start` itself.
    """
    assert minutes >= 0, "count forwards"
    left = minutes * MINUTE
    if not left:
        return start
    for opens, closes in open_spans(calendar, hours, start):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise AssertionError("there is always another day")


def between(calendar: WorkCalendar, hours: OfficeHours, start: datetime, end: datetime) -> int:
    """The whole minutes of office time from `start` to `end`, a begun one as a whole; 0 if end <= start.

    Raises YearUnknown.
    """
    if end <= start:
        return 0
    passed = NOTHING
    for opens, closes in open_spans(calendar, hours, start):
        if opens >= end:
            break
        passed += min(closes, end) - opens
    return -(-passed // MINUTE)
