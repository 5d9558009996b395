"""When a message is tried again, when it is given up, and who may read it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from yuanba.kernel.verdict import YES, Verdict, no

# After attempt n the next one follows this much later; after the last the message is given up.
# Source: our own choice: gateways that are down come back within minutes or a day; a sixth try has never helped.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
ATTEMPTS = len(BACK_OFF)

# Our own: a year is long enough to look up what one was told; what it told of stays with its subject (PIPL 19).
KEEP = timedelta(days=365)


def next_due(now: datetime, attempt: int) -> datetime:
    """When to try again after attempt number `attempt` (from 1), should it fail or its sender die."""
    return now + BACK_OFF[min(attempt, ATTEMPTS) - 1]


def may_read(person_ref: str, person_refs: Collection[str]) -> Verdict:
    """`message.not_yours` unless the message is addressed to one of the reader's references."""
    if person_ref in person_refs:
        return YES
    return no("message.not_yours", "PIPL 10")
