"""Writing the audit log: record, seal, and erase details whose term is over. There is no other way to change it."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from yuanba.audit import appending, leaves, logs, queries, rules
from yuanba.audit.models import AuditDetail, AuditEvent
from yuanba.kernel import many
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import require

# One transaction seals at most so many events: the lock stays short, and a bulk update stays below SQLite's variables.
BATCH = 500
# Every act of every subject comes by here: as objects, these two rows take more than twice as long.
_EVENT = """
INSERT INTO audit_auditevent (at, verb, subject, actor, territory_id, detail_hash, leaf_hash)
VALUES (%(at)s, %(verb)s, %(subject)s, %(actor)s, %(territory_id)s, %(detail_hash)s, %(leaf_hash)s) RETURNING id
"""
_DETAIL = "INSERT INTO audit_auditdetail (event_id, salt, body) VALUES (%s, %s, %s)"


@transaction.atomic(savepoint=False)  # in an action it stands or falls with it: no savepoint, two statements less
def record(
    *,
    verb: str,
    subject: str,
    actor: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
    territory_id: int | None = None,
) -> None:
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
    columns["leaf_hash"] = leaves.leaf(columns)
    columns["at"] = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_EVENT, columns)
        if body:
            cursor.execute(_DETAIL, [cursor.fetchone()[0], salt, json.dumps(body)])


@transaction.atomic(savepoint=False)
def record_each(*, verb: str, subjects: Sequence[tuple[str, int | None]], actor: Actor, now: datetime) -> None:
    """As `record` without details, for many subjects with their territories; one statement for some thousands."""
    at = connection.ops.adapt_datetimefield_value(now)
    rows = []
    for subject, territory_id in subjects:
        event: dict[str, Any] = {"at": now, "verb": verb, "subject": subject, "actor": actor.id, "detail_hash": ""}
        event["territory_id"] = territory_id
        rows.append((at, verb, subject, actor.id, territory_id, "", leaves.leaf(event)))
    columns = ("at", "verb", "subject", "actor", "territory_id", "detail_hash", "leaf_hash")
    with connection.cursor() as cursor:
        many.insert(cursor, AuditEvent._meta.db_table, columns, rows)


def seal(now: datetime) -> int:
    """Every event that was committed before has its place in the log, under a signed head that the register names.

    Returns how many were new. Each batch and its head are one transaction under the sequencer's lease: a second one
    waits, and a killed one leaves either a sealed batch or none of it.
    """
    total = 0
    while sealed := _seal_batch(now):
        total += sealed
    appending.anchor(log=logs.AUDIT, now=now)
    return total


@transaction.atomic
def _seal_batch(now: datetime) -> int:
    appending.lease()
    batch = list(queries.unsealed()[:BATCH])
    if not batch:
        return 0
    first = appending.append(log=logs.AUDIT, leaves=[bytes.fromhex(event.leaf_hash) for event in batch], now=now)
    for place, event in enumerate(batch):
        event.sequence = first + place
    AuditEvent.objects.bulk_update(batch, ["sequence"])
    return len(batch)


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
