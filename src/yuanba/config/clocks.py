"""Whether this machine's clock agrees with the database's: votes are taken and closed by the clocks of several machines."""

from datetime import datetime, timedelta

from django.db import connection

# Source: our practice; NTP holds machines of one office within milliseconds, and a vote's minute matters to nobody more.
MOST = timedelta(seconds=2)


class Skewed(RuntimeError):
    """The two clocks differ by more than MOST."""


def agree(now: datetime) -> timedelta:
    """By how much this machine is ahead of the database's; nothing on SQLite, which is this machine. Raises Skewed."""
    if connection.vendor != "postgresql":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    ahead: timedelta = now - there
    if abs(ahead) > MOST:
        seconds = ahead.total_seconds()
        raise Skewed(f"this machine's clock differs from the database's by {seconds:+.0f} s: set both by NTP")
    return ahead
