"""Objections to the roll before the opening, and their answers; and what the clock does with ballots nobody ordered."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules
from yuanba.ballots.actions.lifecycle import close
from yuanba.ballots.actions.opening import open_ballot
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import Ballot, RollObjection
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

log = logging.getLogger("yuanba.ballots")
CLOCK = system("tick")
TEXT_LENGTH = 500


@transaction.atomic
def object_to_roll(*, ballot_id: int, text: str, actor: Actor, now: datetime) -> RollObjection:
    """The objection stands until it is answered; the same person has one open at a time.

    Raises Refused: ballots.not_verified, .roll_not_displayed, .objection_late, .reason_missing,
    .objection_open.
    """
    ballot = locked(ballot_id)
    require(rules.may_object_to_roll(ballot, now))
    if actor.person_id is None:
        raise Refused(no("ballots.not_verified", "whoever is confirmed objects"))
    said = clean(text)[:TEXT_LENGTH]
    if not said:
        raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    try:
        with transaction.atomic():
            row = RollObjection.objects.create(ballot=ballot, person_id=actor.person_id, text=said, raised_at=now)
    except IntegrityError as error:
        raise Refused(no("ballots.objection_open", "one objection at a time")) from error
    note(ballot, "object_to_roll", actor=actor, now=now, detail={"objection": row.pk})
    return row


@transaction.atomic
def answer_objection(*, objection_id: int, answer: str, actor: Actor, now: datetime) -> RollObjection:
    """The objection has its answer. The roll itself is corrected by whoever keeps it, before the opening freezes it.

    Raises Refused: ballots.no_such_objection, .not_permitted, .reason_missing, .objection_answered.
    """
    found = RollObjection.objects.filter(pk=objection_id).values_list("ballot_id", flat=True).first()
    if found is None:
        raise Refused(no("ballots.no_such_objection", objection=objection_id))
    ballot = locked(found)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    row = RollObjection.objects.get(pk=objection_id)
    if row.answered_at is not None:
        raise Refused(no("ballots.objection_answered", "an answer stands"))
    said = clean(answer)[:TEXT_LENGTH]
    if not said:
        raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    row.answer, row.answered_by, row.answered_at = said, actor.id, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    note(ballot, "answer_objection", actor=actor, now=now, detail={"objection": row.pk})
    return row


def open_and_close_due(now: datetime) -> int:
    """Every announced ballot that no campaign drives has opened and closed as announced; how many moved.

    One that is refused (nobody on its roll) waits for its organiser, whose page says why.
    """
    moved = 0
    due: list[tuple[Callable[..., Ballot], int]] = [
        (open_ballot, one.pk) for one in queries.due_to_open(now).filter(ordered_by="")
    ]
    due += [(close, one.pk) for one in queries.due_to_close(now).filter(ordered_by="")]
    for act, pk in due:
        try:
            act(ballot_id=pk, actor=CLOCK, now=now)
            moved += 1
        except Refused as refused:
            log.warning("ballot %d waits for its organiser: %s", pk, refused.verdict.code)
    return moved
