"""The beats that every action on a call shares."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.queries import account_of
from yuanba.proposals import rules, states
from yuanba.proposals.models import Call, CallItem, CallStep, Proposal

REASON_LENGTH = 300
TABLES = {Call: states.CALL, CallItem: states.ITEM, Proposal: states.PROPOSAL}


def locked(call_id: int) -> Call:
    """The call, exclusively until the transaction ends. Raises Refused("proposals.missing")."""
    call = Call.objects.select_for_update().filter(pk=call_id).first()
    if call is None:
        raise Refused(no("proposals.missing", call=call_id))
    return call


def move_on(
    row: Call | CallItem | Proposal, verb: str, *, call: Call, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """The row is in the next state and saved; step and audit event say so. Raises Refused."""
    source, row.state = row.state, TABLES[type(row)].step(row.state, verb)
    row.save()
    CallStep.objects.create(
        call=call,
        subject=str(row),
        verb=verb,
        source=source,
        target=row.state,
        actor=actor.id,
        at=now,
        reason=reason[:REASON_LENGTH],
    )
    note(call, verb, actor=actor, now=now, subject=str(row))


def note(
    call: Call,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    subject: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """The audit log tells of an act on this call."""
    record(
        verb=f"proposals.{verb}",
        subject=subject or str(call),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=call.territory_id,
    )


def reasoned(text: str, length: int = REASON_LENGTH) -> str:
    """The reason in one line. Raises Refused: proposals.reason_missing, .personal_numbers."""
    reason = clean(text)[:length]
    if not reason:
        raise Refused(no("proposals.reason_missing", rules.SOURCE))
    require(rules.impersonal(reason))
    return reason


def tell(proposal: Proposal, kind: str, words: tuple[str, str], now: datetime, **more: Any) -> None:
    """Whoever handed the proposal in is told, if there is an account."""
    account = account_of(proposal.person_id)
    if account is None:
        return
    zh, en = words
    facts = {"title": proposal.title, "number": proposal.number, "days": rules.APPEAL_DAYS, **more}
    enqueue(
        channel="inapp",
        address="",
        person_ref=f"account:{account.pk}",
        kind=f"proposal.{kind}",
        text_zh=zh.format(**facts),
        text_en=en.format(**facts),
        now=now,
        params={"proposal": proposal.pk},
    )
