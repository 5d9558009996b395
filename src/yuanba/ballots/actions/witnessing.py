"""Witnesses who counted a published ballot again, from its full edition."""

import re
from datetime import datetime

from yuanba.audit import witnesses
from yuanba.ballots import queries, states
from yuanba.ballots.models import Ballot
from yuanba.kernel.verdict import Verdict, no

SOURCE = "a statement is about a published ballot"
LOG = re.compile(r"ballot:([1-9][0-9]{0,17})")


def hear_statement(*, log: str, text: str, now: datetime) -> Verdict:
    """A witness's statement that this ballot's result recounts is kept, once for each witness, if it holds.

    `text` is two lines: the canonical statement, and the witness's signature line. Codes: ballots.not_published, and
    those of `audit.witnesses.hear`.
    """
    found = LOG.fullmatch(log)
    ballot = Ballot.objects.filter(pk=int(found[1])).first() if found else None
    if ballot is None or ballot.state != states.PUBLISHED:
        return no("ballots.not_published", SOURCE)
    return witnesses.hear(log=log, text=text, expected=queries.statement(ballot.pk), now=now)
