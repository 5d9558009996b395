"""Everything that changes a campaign, split by noun; a caller imports the noun and calls the verb."""

from yuanba.awards.actions import (
    appeals,
    attaching,
    campaigns,
    checks,
    comments,
    corrections,
    entries,
    exporting,
    intake,
    jury,
    lots,
    naming,
    prizes,
    reminders,
    results,
    screening,
    stages,
)
from yuanba.awards.actions.ticking import Advance, advance

__all__ = [
    "Advance",
    "advance",
    "appeals",
    "attaching",
    "campaigns",
    "checks",
    "comments",
    "corrections",
    "entries",
    "exporting",
    "intake",
    "jury",
    "lots",
    "naming",
    "prizes",
    "reminders",
    "results",
    "screening",
    "stages",
]
