"""Proofs that the papers of a ballot reached a voter: kept before the close only, since afterwards they could decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.ballots import rules
from yuanba.ballots.actions.steps import locked, note, require_desk
from yuanba.ballots.models import Delivery, RollRow
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "the rule of procedure that lets the silent count asks for proof"


@dataclass(frozen=True)
class Delivered:
    """The papers reached the voter of this row on that day, in this way (a Delivery.Way)."""

    roll_row_id: int
    way: str
    day: date


@transaction.atomic
def keep_deliveries(
    *, ballot_id: int, delivered: Sequence[Delivered], file_id: int, actor: Actor, now: datetime
) -> int:
    """Each of these rows has its proof, all with the same file (the signed list, the operator's report); how many are new.

    A row that has one keeps it. All or nothing.
    Raises Refused: ballots.not_permitted, .silence_counts_nothing, those of rules.may_vote_now, .no_proof_file,
    .not_on_roll, .way_unknown, .delivery_day.
    """
    ballot = locked(ballot_id)
    require_desk(ballot, actor, now)
    require(rules.counts_silence(ballot))
    require(rules.may_vote_now(ballot, now))
    proof = chosen([file_id]).get(file_id)
    if proof is None:
        raise Refused(no("ballots.no_proof_file", SOURCE))
    ids = {one.roll_row_id for one in delivered}
    known = set(RollRow.objects.filter(ballot=ballot, pk__in=ids).values_list("pk", flat=True))
    if known != ids:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    first, last = local_date(ballot.drafted_at), local_date(now)
    for one in delivered:
        if one.way not in Delivery.Way.values:
            raise Refused(no("ballots.way_unknown", SOURCE))
        if not first <= one.day <= last:
            raise Refused(no("ballots.delivery_day", SOURCE, day=one.day, first=first, last=last))
    has_one = set(Delivery.objects.filter(roll_row__in=ids).values_list("roll_row_id", flat=True))
    fresh = {one.roll_row_id: one for one in delivered if one.roll_row_id not in has_one}
    Delivery.objects.bulk_create(
        Delivery(
            ballot=ballot,
            roll_row_id=one.roll_row_id,
            way=one.way,
            day=one.day,
            file_id=proof.pk,
            file_hash=proof.sha256,
            keyed_by=actor.id,
            keyed_at=now,
        )
        for one in fresh.values()
    )
    note(ballot, "keep_deliveries", actor=actor, now=now, detail={"rows": len(fresh), "proof": proof.sha256})
    return len(fresh)
