"""Reading the audit log, and checking that nobody changed it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yuanba.audit import leaves, logs, notes
from yuanba.audit.models import AuditDetail, AuditEvent, Checkpoint, Log
from yuanba.kernel.merkle import Frontier
from yuanba.kernel.verdict import YES, Verdict, no

SOURCE = "the log of acts"
_COLUMNS = ("sequence", "at", "verb", "subject", "actor", "territory_id", "detail_hash", "leaf_hash")


def events_about(subject: str) -> QuerySet[AuditEvent]:
    """Everything that was done to a subject ("entry:12"), oldest first, with its details while they are kept."""
    return AuditEvent.objects.filter(subject=subject).select_related("detail").order_by("id")


def events_by(actor: str) -> QuerySet[AuditEvent]:
    """Everything that an actor ("account:3") did, newest first."""
    return AuditEvent.objects.filter(actor=actor).select_related("detail").order_by("-id")


def events() -> QuerySet[AuditEvent]:
    """Everything that was done anywhere, for the audit administrator; order it and page it by id."""
    return AuditEvent.objects.select_related("detail")


def trail(
    territory_ids: Collection[int],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    verb: str = "",
) -> QuerySet[AuditEvent]:
    """What happened in these territories in [since, until), newest first; page it by id."""
    chosen = Q(territory_id__in=territory_ids)
    if since is not None:
        chosen &= Q(at__gte=since)
    if until is not None:
        chosen &= Q(at__lt=until)
    if verb:
        chosen &= Q(verb=verb)
    return AuditEvent.objects.filter(chosen).select_related("detail").order_by("-id")


def detail_of(event: AuditEvent) -> dict[str, Any] | None:
    """The detail of an event; empty if it never had one, None if its term is over and it was erased."""
    if not event.detail_hash:
        return {}
    detail: AuditDetail | None = getattr(event, "detail", None)
    return None if detail is None else dict(detail.body)


def latest_checkpoint() -> Checkpoint | None:
    return logs.latest(logs.AUDIT)


def unsealed() -> QuerySet[AuditEvent]:
    """Events that wait for the sequencer, in the order in which they will be sealed."""
    return AuditEvent.objects.filter(sequence__isnull=True).order_by("id")


def verifier_key() -> str:
    """The public half of the key that signs the log's heads, as C2SP tools read it."""
    return logs.verifier_key(logs.AUDIT)


def verify_chain(known: Sequence[str] = ()) -> Verdict:
    """Yes if every sealed event still is what was sealed; otherwise what differs and from which sequence on.

    `known` holds signed notes that were kept elsewhere (published, witnessed): without one, whoever owns the database
    and the key could cut the log's end off unseen. Codes: audit.removed, audit.altered, audit.detail_altered,
    audit.inserted, audit.history_differs, audit.checkpoint_bad. Reads every row once, in constant memory.
    """
    try:
        heads = dict(logs.heads(logs.AUDIT, known))
    except notes.BadNote as error:
        return no("audit.checkpoint_bad", SOURCE, why=str(error))
    # Heads are read before the size, the size before the rows: sealing may go on meanwhile and raises no alarm.
    log = Log.objects.filter(name=logs.AUDIT).first() or Log(name=logs.AUDIT, size=0, frontier=[])
    found = _walk(heads, log)
    if found is None:  # a refusal is false: "or" would pass over it
        found = _behind()
    if found is None:
        found = _details()
    return YES if found is None else found


def _walk(heads: dict[int, bytes], log: Log) -> Verdict | None:
    """The first difference between the rows, the signed heads and the frontier to go on from, or None."""
    frontier, proven = Frontier(), 0
    rows = AuditEvent.objects.filter(sequence__lt=log.size).order_by("sequence").values(*_COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        place = frontier.size
        if row["sequence"] != place:
            return no("audit.removed", SOURCE, sequence=place)
        if leaves.leaf(row) != row["leaf_hash"]:
            return no("audit.altered", SOURCE, sequence=place)
        frontier.append(bytes.fromhex(row["leaf_hash"]))
        if frontier.size in heads:
            if frontier.root() != heads[frontier.size]:
                return no("audit.history_differs", SOURCE, after=proven, up_to=frontier.size)
            proven = frontier.size
    if frontier.size < max(log.size, *heads, 0):
        return no("audit.removed", SOURCE, sequence=frontier.size)
    if log.frontier != [node.hex() for node in frontier.nodes]:
        return no("audit.history_differs", SOURCE, after=0, up_to=log.size)
    return None


def _behind() -> Verdict | None:
    """Nothing stands behind the place that the sequencer has reached; asked in one statement, since it moves on."""
    reached = Log.objects.filter(name=logs.AUDIT).values("size")[:1]
    beyond = AuditEvent.objects.filter(sequence__gte=Coalesce(Subquery(reached), 0)).order_by("sequence").first()
    return None if beyond is None else no("audit.inserted", SOURCE, sequence=beyond.sequence)


def _details() -> Verdict | None:
    """Every detail that is still kept hashes to what its event says."""
    rows = AuditDetail.objects.select_related("event").order_by("event_id")
    for row in rows.iterator(chunk_size=2000):
        if leaves.detail_hash(row.salt, row.body) != row.event.detail_hash:
            return no("audit.detail_altered", SOURCE, event=row.event_id)
    return None
