"""Deadlines of cases: minutes of office hours, by the wall clock for what is urgent. Numbers are dated rows; see below.

While the days of a year are not announced, Monday to Friday count as its working days and the deadline is unofficial.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yuanba.cases.models import Case, LevelTerm
from yuanba.kernel import worktime
from yuanba.kernel.calendar import WorkCalendar, YearUnknown

Level = LevelTerm.Level
LEVELS: tuple[str, ...] = (Level.GRID, Level.BUILDING, Level.CLUSTER, Level.COMMITTEE)
FIRST_YEAR, LAST_YEAR = 1, 9998

# How long silence may last after an answer, and after an end the case can still be taken up again. Both our own.
SILENCE_DAYS = 7
REOPEN_DAYS = 30
# How long a case may wait at a time, with its reason; it may wait again. Our own.
MOST_WAITING = timedelta(days=60)
# When names, numbers, texts and photos of an ended case are forgotten. Our own, after 个人信息保护法 art. 19: no longer
# than the purpose needs; two years hold two annual reviews.
KEEP = timedelta(days=730)


@dataclass(frozen=True)
class Clock:
    """Counts the minutes of a kind of case. `minutes` is what each level has."""

    calendar: WorkCalendar
    hours: worktime.OfficeHours
    by_wall: bool
    minutes: Mapping[str, int]

    def add(self, start: datetime, minutes: int) -> tuple[datetime, bool]:
        """The instant after so many minutes, and whether every year on the way is announced."""
        if self.by_wall:
            return start + minutes * worktime.MINUTE, True
        try:
            return worktime.add(self.calendar, self.hours, start, minutes), True
        except YearUnknown:
            return worktime.add(_assumed(self.calendar), self.hours, start, minutes), False

    def between(self, start: datetime, end: datetime) -> int:
        """The minutes from `start` to `end` that count; 0 if it is over."""
        if self.by_wall:
            return max(-((start - end) // worktime.MINUTE), 0)
        try:
            return worktime.between(self.calendar, self.hours, start, end)
        except YearUnknown:
            return worktime.between(_assumed(self.calendar), self.hours, start, end)

    def from_level(self, level: str) -> int:
        """The minutes of this level and of all above it."""
        return sum(self.minutes[one] for one in LEVELS[LEVELS.index(level) :])


def _assumed(calendar: WorkCalendar) -> WorkCalendar:
    return replace(calendar, first_year=FIRST_YEAR, last_year=LAST_YEAR)


def level_above(case: Case) -> str:
    """The next level that there is for this place; "" above the last one.

    A case without a building skips the building, one whose building is in no cluster skips the cluster.
    """
    for level in LEVELS[LEVELS.index(case.level) + 1 :]:
        if level == Level.BUILDING and case.building_id is None:
            continue
        if level == Level.CLUSTER and (case.building is None or case.building.cluster_id is None):
            continue
        return level
    return ""


def start_level(case: Case, clock: Clock, start: datetime) -> None:
    """The level's deadline runs from `start`, but never beyond that of the whole answer. Not saved."""
    due, official = clock.add(start, clock.minutes[case.level])
    case.due_at = due if case.limit_at is None else min(due, max(case.limit_at, start))
    case.clock_at = case.due_at
    case.minutes_left = case.limit_left = None
    case.due_official = case.due_official and official


def start_whole(case: Case, clock: Clock, start: datetime) -> None:
    """The deadline of the whole answer runs from `start`, and that of the level. Not saved."""
    case.limit_at, case.due_official = clock.add(start, clock.from_level(case.level))
    start_level(case, clock, start)
    case.first_due_at = case.first_due_at or case.due_at


def stand_still(case: Case, clock: Clock, now: datetime, until: datetime) -> None:
    """Nothing runs until then; what is left is remembered. Not saved."""
    assert case.due_at is not None and case.limit_at is not None, "a running case is due"
    case.minutes_left = clock.between(now, case.due_at)
    case.limit_left = clock.between(now, case.limit_at)
    case.due_at, case.clock_at = None, until


def run_on(case: Case, clock: Clock, now: datetime) -> None:
    """What was left runs again. Not saved."""
    case.limit_at, official = clock.add(now, case.limit_left or 0)
    case.due_at, sure = clock.add(now, case.minutes_left or 0)
    case.due_official = official and sure
    case.clock_at = case.due_at
    case.minutes_left = case.limit_left = None


def stop(case: Case, clock_at: datetime | None) -> None:
    """No deadline runs; the clock looks at it again at `clock_at`. Not saved."""
    case.due_at = None
    case.minutes_left = case.limit_left = None
    case.waiting_for = ""
    case.clock_at = clock_at
