"""Taking files in, erasing them, and sweeping up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from yuanba.files import blobs, images, inspection, queries, rules
from yuanba.files.kinds import IMAGES, sniff
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require


@dataclass(frozen=True)
class Swept:
    """What one sweep removed: files whose term was over, blobs that nobody refers to, scratch files."""

    files: int
    blobs: int
    scratch: int


def store(  # noqa: PLR0913  an upload is what it is: eight facts, all by name
    *,
    content: Any,
    name: str,
    kinds: Collection[str] | None,
    limit_bytes: int,
    visibility: str,
    actor: Actor,
    now: datetime,
    keep_until: date | None = None,
) -> StoredFile:
    """The file is kept under its hash: sniffed, judged, images written anew without EXIF, its personal numbers counted.

    `content` is bytes, an upload, or a readable binary stream; it is read in pieces and never whole. `kinds` are like
    {"pdf", "jpeg"}, None for all we know. `keep_until` is the last day on which it is kept.
    Everything slow happens before the one insert: call it before you lock anything, SQLite has one writer.
    Raises Refused: files.empty, too_large, kind_refused, executable, script, macro, bomb, encrypted, active_content,
    image_too_large, unsafe_archive, unreadable.
    """
    with blobs.spool(content, limit_bytes) as received:
        kind = sniff(received.path)
        require(rules.may_store(kind, kinds))
        with blobs.beside(received) as scratch:
            kept = _rewritten(received, scratch, kind)
            findings = queries.earlier_findings(received.sha256, kind) or inspection.findings(kept.path, kind)
            blobs.place(kept)
        return StoredFile.objects.create(
            sha256=kept.sha256,
            received_sha256=received.sha256,
            size=kept.size,
            kind=kind,
            name=rules.stored_name(name, kind),
            visibility=StoredFile.Visibility(visibility),
            uploader=actor.id,
            uploaded_at=now,
            keep_until_date=keep_until,
            findings=findings,
        )


def blur(*, file_id: int, spots: Sequence[images.Spot], visibility: str, actor: Actor, now: datetime) -> StoredFile:
    """A copy of the picture exists in which the spots cannot be recognised; the original stays as it was.

    Whether that copy may be seen by whom is for the subject to decide. The term of the original holds for it too.
    Raises Refused: files.kind_refused, files.erased, files.nothing_blurred.
    """
    original = StoredFile.objects.get(pk=file_id)
    require(queries.is_there(original))
    require(rules.may_store(original.kind, IMAGES))
    with blobs.scratch() as target:
        images.blur(blobs.path_of(original.sha256), target, original.kind, spots)
        with target.open("rb") as stream:
            return store(
                content=stream,
                name=original.name,
                kinds={original.kind},
                limit_bytes=images_limit(original.size),
                visibility=visibility,
                actor=actor,
                now=now,
                keep_until=original.keep_until_date,
            )


def images_limit(size: int) -> int:
    """A copy may grow where the original was pressed harder, but not without bounds."""
    return size * 4 + blobs.MEBIBYTE


def _rewritten(received: blobs.Spooled, scratch: Path, kind: str) -> blobs.Spooled:
    if kind not in IMAGES:
        return received
    images.rewrite(received.path, scratch, kind)
    return blobs.measured(scratch)


@transaction.atomic
def publish(*, file_ids: Collection[int]) -> int:
    """Anybody may see these files from now on; how many were not public before. Whether they may become so, and that
    they did, is for the subject to decide and to record. Erased ones stay as they are."""
    rows = queries.live().filter(pk__in=list(file_ids)).exclude(visibility=StoredFile.Visibility.PUBLIC)
    return rows.update(visibility=StoredFile.Visibility.PUBLIC)


@transaction.atomic
def erase(*, file_id: int, actor: Actor, now: datetime) -> StoredFile:
    """The content, the name and the findings are gone for good; the row stays as proof with its hash. Again: no change.

    Whether it may is decided by the subject that the file belongs to, which also records it. Bytes that another file
    shares stay; those placed within the last hour go with the next sweep.
    """
    stored = StoredFile.objects.select_for_update().get(pk=file_id)
    if stored.erased_at is None:
        stored.erased_at, stored.name, stored.findings = now, f"erased.{stored.kind}", {}
        stored.save(update_fields=["erased_at", "name", "findings"])
        transaction.on_commit(partial(_discard_unneeded, stored.sha256))
    return stored


def _discard_unneeded(sha256: str) -> bool:
    return not queries.is_needed(sha256) and blobs.discard(sha256)


def sweep(*, actor: Actor, now: datetime) -> Swept:
    """Files past their term are erased; blobs and scratch files that nobody needs are gone. Called by the tick."""
    overdue = list(queries.overdue(local_date(now)).values_list("pk", flat=True))
    for file_id in overdue:
        erase(file_id=file_id, actor=actor, now=now)
    discarded = sum(_discard_unneeded(sha256) for sha256 in list(blobs.old_blobs()))
    return Swept(len(overdue), discarded, blobs.clear_scratch())
