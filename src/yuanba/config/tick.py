"""The ordered list of timed duties. Each is safe to do twice, and one that fails does not hold up the others."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

logger = logging.getLogger("yuanba.tick")


@dataclass(frozen=True)
class Duty:
    """Something to do whenever it is due; `do(now)` finds out itself what is."""

    name: str
    do: Callable[[datetime], object]


DUTIES: tuple[Duty, ...] = ()


def round_of_duties(now: datetime) -> list[str]:
    """Every duty has been tried once, in order. Returns a line for each that failed; the details are in the log."""
    failures = []
    for duty in DUTIES:
        try:
            duty.do(now)
        except Exception as error:
            logger.exception("duty %s failed", duty.name)
            failures.append(f"{duty.name}: {error!r}")
    return failures
