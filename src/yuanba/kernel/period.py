"""Half-open periods [start, end) of days or of instants; an open end is None."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

Moment = TypeVar("Moment", date, datetime)


@dataclass(frozen=True)
class Period(Generic[Moment]):
    """[start, end): `start` belongs to it, `end` does not; `end` None means open. Raises ValueError if end <= start."""

    start: Moment
    end: Moment | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    def __contains__(self, moment: Moment) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)

    def overlaps(self, other: "Period[Moment]") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)
