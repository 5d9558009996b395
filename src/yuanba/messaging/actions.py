"""Telling people: put a message in the outbox, send what is due, mark it read, forget its secrets."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from yuanba.kernel import many
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging import gateways, queries, rules
from yuanba.messaging.models import Message
from yuanba.messaging.states import FAILED, MESSAGE, QUEUED, READ, SENT

FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True)
class Delivery:
    """What one run did: messages sent, to be tried again, and given up."""

    sent: int = 0
    again: int = 0
    failed: int = 0


def enqueue(  # noqa: PLR0913  a message is what it is: nine facts, all by name
    *,
    channel: str,
    address: str,
    person_ref: str,
    kind: str,
    text_zh: str,
    text_en: str,
    now: datetime,
    params: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    secret_until: datetime | None = None,
) -> Message:
    """A message stands in the outbox, by one statement in the caller's transaction; for the app it is in the inbox at once.

    `channel` is "inapp", "sms" or "email". With `secret_until` the text is forgotten at that instant, and the message
    is not sent after it. `params["language"]` "en" sends the English text by SMS or e-mail.
    Raises Refused(message.no_address) for SMS or e-mail without an address.
    """
    kept = Message.Channel(channel.upper())
    inapp = kept == Message.Channel.INAPP
    if not inapp and not address.strip():
        raise Refused(no("message.no_address", "", channel=channel))
    return Message.objects.create(
        channel=kept,
        address=address.strip(),
        person_ref=person_ref,
        kind=kind,
        text_zh=text_zh,
        text_en=text_en,
        params=params or {},
        created_at=now,
        due_at=due_at or now,
        sent_at=now if inapp else None,
        secret_until_at=secret_until,
        state=MESSAGE.step(QUEUED, "send") if inapp else QUEUED,
    )


COLUMNS = (
    "channel",
    "address",
    "person_ref",
    "kind",
    "text_zh",
    "text_en",
    "params",
    "created_at",
    "due_at",
    "sent_at",
)
REST = ("attempts", "problem", "state")


def enqueue_for_all(
    *,
    person_refs: Collection[str],
    kind: str,
    text_zh: str,
    text_en: str,
    now: datetime,
    params: dict[str, Any] | None = None,
) -> int:
    """The same message in the app for all of these; one statement for two thousand of them. How many."""
    at = connection.ops.adapt_datetimefield_value(now)
    kept = json.dumps(params or {})
    state = MESSAGE.step(QUEUED, "send")
    head = (Message.Channel.INAPP.value, "")
    tail = (kind, text_zh, text_en, kept, at, at, at, 0, "", state)
    rows = ((*head, reference, *tail) for reference in person_refs)
    with connection.cursor() as cursor:
        many.insert(cursor, Message._meta.db_table, (*COLUMNS, *REST), rows)
    return len(person_refs)


def enqueue_each(
    *, kind: str, told: Collection[tuple[str, str, str]], now: datetime, params: Collection[dict[str, Any]]
) -> int:
    """A message of its own in the app for each (person_ref, Chinese, English), with the params in the same order.

    One statement for some thousands. How many.
    """
    at = connection.ops.adapt_datetimefield_value(now)
    state = MESSAGE.step(QUEUED, "send")
    channel = Message.Channel.INAPP.value
    rows = (
        (channel, "", ref, kind, text_zh, text_en, json.dumps(more), at, at, at, 0, "", state)
        for (ref, text_zh, text_en), more in zip(told, params, strict=True)
    )
    with connection.cursor() as cursor:
        many.insert(cursor, Message._meta.db_table, (*COLUMNS, *REST), rows)
    return len(told)


def deliver(now: datetime, limit: int = 100) -> Delivery:
    """Up to `limit` due messages were handed to their gateways, each by one tick only.

    A message is claimed by a conditional update that also sets when it may be tried next: of two ticks one wins, and a
    tick that dies loses nothing. It is not one transaction on purpose: what was sent cannot be taken back.
    """
    results = [_send(message, now) for message in list(queries.due(now)[:limit]) if _claim(message, now)]
    return Delivery(results.count(SENT), results.count(QUEUED), results.count(FAILED))


def _claim(message: Message, now: datetime) -> bool:
    claimed = Message.objects.filter(pk=message.pk, state=QUEUED, attempts=message.attempts, due_at__lte=now).update(
        attempts=F("attempts") + 1, due_at=rules.next_due(now, message.attempts + 1)
    )
    message.attempts += 1
    return claimed == 1


def _send(message: Message, now: datetime) -> str:
    """The state of a claimed message after its gateway was asked."""
    if message.secret_until_at is not None and message.secret_until_at <= now:
        return _settle(message, "give_up", problem="expired")
    try:
        gateways.gateway_for(message.channel).send(_outgoing(message))
    except gateways.GatewayFailed as failure:
        if failure.again and message.attempts < rules.ATTEMPTS:
            Message.objects.filter(pk=message.pk).update(problem=failure.code[:80])
            return QUEUED
        return _settle(message, "give_up", problem=failure.code[:80])
    return _settle(message, "send", problem="", sent_at=now)


def _outgoing(message: Message) -> gateways.Outgoing:
    english = message.params.get("language") == "en" and message.text_en
    return gateways.Outgoing(
        key=f"message-{message.pk}",
        address=message.address,
        kind=message.kind,
        text=message.text_en if english else message.text_zh,
        params=message.params,
    )


def _settle(message: Message, verb: str, **changes: Any) -> str:
    target = MESSAGE.step(QUEUED, verb)
    Message.objects.filter(pk=message.pk, state=QUEUED).update(state=target, **changes)
    return target


@transaction.atomic
def mark_read(*, message_id: int, person_refs: Collection[str], now: datetime) -> Message:
    """The addressee has read it; reading it again changes nothing. Raises Refused(message.not_yours)."""
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise Refused(no("message.not_yours", "PIPL 10"))
    require(rules.may_read(message.person_ref, person_refs))
    if message.state != READ:
        message.state, message.read_at = MESSAGE.step(message.state, "read"), now
        message.save(update_fields=["state", "read_at"])
    return message


@transaction.atomic
def forget(now: datetime) -> int:
    """Secrets whose life is over are gone from the outbox, text and parameters; how many messages were emptied."""
    return (
        Message.objects.filter(secret_until_at__lte=now)
        .exclude(text_zh="", text_en="", params={})
        .update(text_zh="", text_en="", params={})
    )


def forget_old(now: datetime) -> int:
    """Messages that were sent or given up longer than rules.KEEP ago are gone, with address and text; how many.

    For the tick: looks at the oldest row first, and takes them away in parts.
    """
    before = now - rules.KEEP
    gone = 0
    while True:
        oldest = Message.objects.order_by("pk").exclude(state=QUEUED)[:FORGOTTEN_AT_ONCE]
        old = [pk for pk, made in oldest.values_list("pk", "created_at") if made < before]
        if not old:
            return gone
        gone += Message.objects.filter(pk__in=old).delete()[0]
