"""A call from its draft to the day on which nothing more is taken."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.ballots import actions as ballots
from yuanba.ballots.queries import due_to_close, due_to_open
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.proposals import rules, states
from yuanba.proposals.actions.steps import locked, move_on, note, reasoned
from yuanba.proposals.models import Call, CallItem, CallStep
from yuanba.publicity import actions as publicity
from yuanba.publicity import states as notices

CLOCK = system("tick")
log = logging.getLogger("yuanba.proposals")


@dataclass(frozen=True)
class CallOrder:
    """What is asked for ({"LOGO": 2}: kind and the least number on the shortlist), where, by when, on which terms."""

    territory_id: int
    title: str
    about: str
    terms: str
    contact_line: str
    opens_at: datetime
    closes_at: datetime
    items: dict[str, int]
    rule: str = Call.Rule.APPROVAL
    comment_days: int = 5  # working days; our own, as for the lists of awards


@transaction.atomic
def draft_call(*, order: CallOrder, actor: Actor, now: datetime) -> Call:
    """A call that only its makers see.

    Raises Refused: proposals.not_permitted, .call_incomplete, .nothing_asked, .window_empty, .personal_numbers.
    """
    require(rules.holds(actor, rules.ORGANISE, order.territory_id, now))
    _check(order)
    call = Call.objects.create(made_at=now, made_by=actor.id, **_columns(order))
    _write_items(call, order)
    CallStep.objects.create(call=call, subject=str(call), verb="draft", target=states.DRAFT, actor=actor.id, at=now)
    note(call, "draft", actor=actor, now=now)
    return call


@transaction.atomic
def redraft_call(*, call_id: int, order: CallOrder, actor: Actor, now: datetime) -> Call:
    """The draft asks for something else. What was announced stands. Raises Refused: proposals.announced_stands, …"""
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(rules.holds(actor, rules.ORGANISE, order.territory_id, now))
    if call.state != states.DRAFT:
        raise Refused(no("proposals.announced_stands", rules.SOURCE, state=call.state))
    _check(order)
    for name, value in _columns(order).items():
        setattr(call, name, value)
    call.save()
    call.items.all().delete()
    _write_items(call, order)
    note(call, "redraft", actor=actor, now=now)
    return call


@transaction.atomic
def announce(*, call_id: int, actor: Actor, now: datetime) -> Call:
    """Everybody reads the call; proposals are taken from its opening on. Raises Refused: proposals.over, …"""
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "announce"))
    if now >= call.closes_at:
        raise Refused(no("proposals.over", rules.SOURCE, closes=call.closes_at.isoformat()))
    call.announced_at = now
    move_on(call, "announce", call=call, actor=actor, now=now)
    return call


@transaction.atomic
def extend(*, call_id: int, closes_at: datetime, reason: str, actor: Actor, now: datetime) -> Call:
    """Proposals are taken until later, for a reason that everybody reads: usually that too few came in.

    Raises Refused: proposals.reason_missing, .extends_backwards, call.no_such_move.
    """
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "extend"))
    said = reasoned(reason)
    if closes_at <= max(now, call.closes_at):
        raise Refused(no("proposals.extends_backwards", rules.SOURCE, closes=call.closes_at.isoformat()))
    call.closes_at = closes_at
    move_on(call, "extend", call=call, actor=actor, now=now, reason=said)
    return call


@transaction.atomic
def close_collecting(*, call_id: int, actor: Actor, now: datetime) -> Call:
    """Nothing more is taken; what came in is screened. Raises Refused: proposals.still_open, call.no_such_move."""
    call = locked(call_id)
    if actor.id != CLOCK.id:
        require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "close_collecting"))
    if now < call.closes_at:
        raise Refused(no("proposals.still_open", rules.SOURCE, closes=call.closes_at.isoformat()))
    move_on(call, "close_collecting", call=call, actor=actor, now=now)
    return call


@transaction.atomic
def withdraw_call(*, call_id: int, reason: str, actor: Actor, now: datetime) -> Call:
    """The call is over without a result; if it was public it stays readable, with the reason, and so does its notice."""
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "withdraw_call"))
    call.closing_reason = reasoned(reason)
    if call.notice is not None and call.notice.state in notices.RUNNING:
        behalf = rules.on_behalf(actor, call)
        publicity.withdraw_notice(notice_id=call.notice.pk, reason=call.closing_reason, actor=behalf, now=now)
    move_on(call, "withdraw_call", call=call, actor=actor, now=now, reason=call.closing_reason)
    return call


def close_due(now: datetime) -> int:
    """Every call whose time is over takes nothing more, and its ballot opens and closes as announced; how many moved."""
    over = Call.objects.filter(state=states.COLLECTING, closes_at__lte=now).order_by("pk")
    ids = list(over.values_list("pk", flat=True))
    for call_id in ids:
        close_collecting(call_id=call_id, actor=CLOCK, now=now)
    moved = len(ids)
    due: list[tuple[Callable[..., object], int]]
    due = [(ballots.open_ballot, one.pk) for one in due_to_open(now).filter(ordered_by__startswith="call:")]
    due += [(ballots.close, one.pk) for one in due_to_close(now).filter(ordered_by__startswith="call:")]
    for act, ballot_id in due:
        try:
            act(ballot_id=ballot_id, actor=CLOCK, now=now)
            moved += 1
        except Refused as refused:
            log.warning("ballot %d waits for its organiser: %s", ballot_id, refused.verdict.code)
    return moved


def _check(order: CallOrder) -> None:
    texts: Sequence[str] = (order.title, order.about, order.terms, order.contact_line)
    if not all(clean(one) for one in texts) or order.comment_days < 1:
        raise Refused(no("proposals.call_incomplete", rules.SOURCE))
    if not order.items or not set(order.items) <= set(CallItem.Kind.values) or min(order.items.values()) < 1:
        raise Refused(no("proposals.nothing_asked", rules.SOURCE))
    if order.closes_at <= order.opens_at:
        raise Refused(no("proposals.window_empty", rules.SOURCE))
    require(rules.impersonal("\n".join(texts)))


def _columns(order: CallOrder) -> dict[str, object]:
    return {
        "territory_id": order.territory_id,
        "title": clean(order.title),
        "about": clean_lines(order.about),
        "terms": clean_lines(order.terms),
        "contact_line": clean(order.contact_line),
        "opens_at": order.opens_at,
        "closes_at": order.closes_at,
        "comment_days": order.comment_days,
        "rule": order.rule,
    }


def _write_items(call: Call, order: CallOrder) -> None:
    CallItem.objects.bulk_create(
        CallItem(call=call, kind=kind, least=least) for kind, least in sorted(order.items.items())
    )
