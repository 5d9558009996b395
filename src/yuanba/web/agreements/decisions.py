"""The ballots by which a text may have been decided: those with a public result in its place."""

from yuanba.ballots import states
from yuanba.ballots.models import Ballot
from yuanba.web.sent import whole

MOST = 10


def known_ballots(territory_id: int) -> list[tuple[str, str]]:
    """(reference, title) of the last published ballots of exactly this place."""
    rows = Ballot.objects.filter(territory_id=territory_id, state=states.PUBLISHED).order_by("-closes_at")[:MOST]
    return [(str(row), row.title) for row in rows]


def ballot_of(reference: str) -> int | None:
    """The number of the ballot that a decision's reference names; None if it was a meeting."""
    name, _colon, number = reference.partition(":")
    return whole(number) if name == "ballot" else None
