"""How long the log is kept in full."""

from datetime import datetime, timedelta

from yuanba.kernel.verdict import YES, Verdict, no

# Source: 网络安全法 (2025 amendment) art. 23: network logs are kept for at least six months; C-010.
MINIMUM_DAYS = 180
LAW = "Cybersecurity Law 23"


def may_keep_for(days: int) -> Verdict:
    """Whether details may be erased after so many days: `audit.retention_too_short` below the lawful minimum."""
    if days < MINIMUM_DAYS:
        return no("audit.retention_too_short", LAW, days=days, minimum=MINIMUM_DAYS)
    return YES


def erasable_before(now: datetime, days: int) -> datetime:
    """Details of events before this instant have outlived their term."""
    return now - timedelta(days=days)
