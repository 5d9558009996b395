"""The clock of the pages: with `tick` and the command line the only place that reads the time."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant, aware. A demonstration may live in another week: YUANBA_CLOCK_SHIFT seconds away."""
    present = timezone.now()  # noqa: TID251 - this is the clock
    return present + settings.CLOCK_SHIFT if settings.DEMONSTRATION else present
