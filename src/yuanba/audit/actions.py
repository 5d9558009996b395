"""Writing the audit log: record, seal, and erase details whose term is over. There is no other way to change it."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from yuanba.audit import leaves, notes, queries, rules
from yuanba.audit.models import AuditDetail, AuditEvent, Checkpoint, Sequencer
from yuanba.kernel.actor import Actor
from yuanba.kernel.merkle import Frontier
from yuanba.kernel.verdict import require

# One transaction seals at most so many events: the lock stays short, and a bulk update stays below SQLite's variables.
BATCH = 500


@transaction.atomic(savepoint=False)  # in an action it stands or falls with it: no savepoint, two statements less
def record(
    *,
    verb: str,
    subject: str,
    actor: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
    territory_id: int | None = None,
) -> AuditEvent:
    """An event stands in the log, in the caller's transaction: it is there if and only if what it tells of is.

    `subject` is like "entry:12"; `detail` holds ids, codes and counts, never names or text.
    Raises canonical.NotCanonical for a float in it.
    """
    salt, body = secrets.token_hex(16), leaves.plain(detail or {})
    columns: dict[str, Any] = {
        "at": now,
        "verb": verb,
        "subject": subject,
        "actor": actor.id,
        "territory_id": territory_id,
        "detail_hash": leaves.detail_hash(salt, body) if body else "",
    }
    event = AuditEvent.objects.create(**columns, leaf_hash=leaves.leaf(columns))
    if body:
        AuditDetail.objects.create(event=event, salt=salt, body=body)
    return event


def seal(now: datetime) -> int:
    """Every event that was committed before has its place in the log, under a signed checkpoint; how many were new.

    Each batch and its checkpoint are one transaction under the sequencer's row lock: a second sequencer waits, and a
    killed one leaves either a sealed batch or none of it.
    """
    Sequencer.objects.get_or_create(name=queries.LOG)
    total = 0
    while sealed := _seal_batch(now):
        total += sealed
    return total


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    sequencer = Sequencer.objects.select_for_update().get(name=queries.LOG)
    batch = list(queries.unsealed()[:BATCH])
    if not batch:
        return 0
    frontier = Frontier(sequencer.size, [bytes.fromhex(node) for node in sequencer.frontier])
    for event in batch:
        event.sequence = frontier.size
        frontier.append(bytes.fromhex(event.leaf_hash))
    AuditEvent.objects.bulk_update(batch, ["sequence"])
    sequencer.size, sequencer.frontier = frontier.size, [node.hex() for node in frontier.nodes]
    sequencer.save(update_fields=["size", "frontier"])
    _sign_head(frontier, now)
    return len(batch)


def _sign_head(frontier: Frontier, now: datetime) -> None:
    head = notes.Head(settings.AUDIT_ORIGIN, frontier.size, frontier.root())
    note = notes.sign(notes.checkpoint_text(head), settings.AUDIT_ORIGIN, queries.signing_key())
    Checkpoint.objects.create(size=head.size, root_hash=head.root.hex(), note=note, at=now)


@transaction.atomic
def erase_details(*, actor: Actor, now: datetime, keep_days: int | None = None) -> int:
    """Details older than the term are gone; events, leaves and checkpoints stay valid. How many were erased.

    `keep_days` defaults to settings.AUDIT_KEEP_DAYS.
    Raises Refused(audit.retention_too_short) below the lawful minimum.
    """
    days = settings.AUDIT_KEEP_DAYS if keep_days is None else keep_days
    require(rules.may_keep_for(days))
    old = AuditDetail.objects.filter(event__at__lt=rules.erasable_before(now, days))
    erased, _ = old.delete()
    if erased:
        record(verb="audit.erase_details", subject="log:audit", actor=actor, now=now, detail={"erased": erased})
    return erased
