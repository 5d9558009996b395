"""Long work of ballots: packing the bundle of a published ballot, before anybody asks for it. May run twice."""

from datetime import datetime, timedelta

from django_tasks import task

from yuanba.ballots import packing, states
from yuanba.ballots.models import Ballot

# Asked for at most once in this time, and for so many ballots by one tick: packing takes seconds, a queue minutes.
AGAIN = timedelta(minutes=15)
AT_A_TIME = 10
_ASKED: dict[tuple[int, bool], datetime] = {}


@task()
def pack(ballot_id: int, full: bool) -> None:
    """The bundle is there, with all that witnesses have signed until now."""
    ballot = Ballot.objects.get(pk=ballot_id)
    if ballot.state == states.PUBLISHED:
        packing.pack(ballot, full=full)


def ask_for(ballot: Ballot, *, full: bool, now: datetime) -> bool:
    """The worker packs it soon; False if this process asked for it a moment ago."""
    key = (ballot.pk, full)
    asked = _ASKED.get(key)
    if asked is not None and now - asked < AGAIN:
        return False
    _ASKED[key] = now
    pack.enqueue(ballot.pk, full)
    return True


def pack_due(now: datetime) -> int:
    """Large ballots that were published and have no bundle yet are packed by the worker; how many were asked for."""
    rows = Ballot.objects.filter(state=states.PUBLISHED, roll_rows__gt=packing.AT_ONCE).order_by("-pk")
    asked = 0
    for ballot in rows.only("pk", "state")[:AT_A_TIME]:
        for full in (False, True):
            if packing.ready(ballot, full=full) is None:
                asked += ask_for(ballot, full=full, now=now)
    return asked
