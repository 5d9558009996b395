"""The beats that every action on a ballot shares: find and lock it, ask who may, move it, record the move."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.ballots import queries, rules
from yuanba.ballots.models import Ballot, BallotStep
from yuanba.ballots.states import BALLOT
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.places.queries import lineage


def locked(ballot_id: int) -> Ballot:
    """The ballot, exclusively until the transaction ends. Raises Refused("ballots.no_such_ballot")."""
    ballot = Ballot.objects.select_for_update(of=("self",)).filter(pk=ballot_id).first()
    if ballot is None:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    return ballot


def lineage_of(ballot: Ballot, now: datetime) -> tuple[int, ...]:
    return lineage(ballot.territory_id, local_date(now))


def require_desk(ballot: Ballot, actor: Actor, now: datetime) -> None:
    """Passes for clerks of the ballot's place, above it, or of a part of it. Raises Refused("ballots.not_permitted")."""
    if not queries.looked_after_by(actor, now, [rules.PAPER]).filter(pk=ballot.pk).exists():
        raise Refused(no("ballots.not_permitted", rules.POSTS_SOURCE, permission=rules.PAPER))


def move_on(
    ballot: Ballot, verb: str, *, actor: Actor, now: datetime, reason: str = "", detail: dict[str, Any] | None = None
) -> None:
    """The ballot is in the next state, and step and audit event say so. Raises Refused("ballot.no_such_move")."""
    source = ballot.state
    ballot.state = BALLOT.step(source, verb)
    ballot.save()
    BallotStep.objects.create(
        ballot=ballot, verb=verb, source=source, target=ballot.state, actor=actor.id, at=now, reason=reason
    )
    note(ballot, verb, actor=actor, now=now, detail=detail)


def note(ballot: Ballot, verb: str, *, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """The audit log tells of an act on this ballot; ids, codes and counts only."""
    record(
        verb=f"ballots.{verb}",
        subject=str(ballot),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=ballot.territory_id,
    )
