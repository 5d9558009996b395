"""Reading people: who acts, and who stands on the roll."""

from yuanba.people.queries.actors import (
    actor_for,
    appointments_at,
    grants_of,
    holders,
    posts_of,
    staff_accounts,
)
from yuanba.people.queries.roll import Electorate, RollEntry, roll_at

__all__ = [
    "Electorate",
    "RollEntry",
    "actor_for",
    "appointments_at",
    "grants_of",
    "holders",
    "posts_of",
    "roll_at",
    "staff_accounts",
]
