"""Reading stored files."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db.models import QuerySet

from yuanba.files import blobs, images
from yuanba.files.models import StoredFile
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require


def live() -> QuerySet[StoredFile]:
    """Files that were not erased."""
    return StoredFile.objects.filter(erased_at__isnull=True)


def chosen(file_ids: Collection[int]) -> dict[int, StoredFile]:
    """The files of these ids, by id; one query."""
    return StoredFile.objects.in_bulk(list(file_ids))


def is_there(stored: StoredFile) -> Verdict:
    """`files.erased` if its content is gone on purpose."""
    if stored.erased_at is not None:
        return no("files.erased", "PIPL 47", on=stored.erased_at.date())
    return YES


def open_content(stored: StoredFile) -> BinaryIO:
    """A stream of the bytes; close it. Raises Refused(files.erased), and FileNotFoundError if the disk lost it."""
    require(is_there(stored))
    return blobs.path_of(stored.sha256).open("rb")


def content(stored: StoredFile) -> bytes:
    """The bytes, whole. Raises as `open_content`."""
    with open_content(stored) as stream:
        return stream.read()


def verify(stored: StoredFile) -> Verdict:
    """Whether the bytes on the disk still have their hash: `files.lost`, `files.altered`, `files.erased`."""
    try:
        require(is_there(stored))
        found = blobs.measured(blobs.path_of(stored.sha256))
    except Refused as refused:
        return refused.verdict
    except FileNotFoundError:
        return no("files.lost", "", file=stored.pk)
    return YES if found.sha256 == stored.sha256 else no("files.altered", "", file=stored.pk)


def overdue(today: date) -> QuerySet[StoredFile]:
    """Files whose term is over."""
    return live().filter(keep_until_date__lt=today).order_by("id")


def earlier_findings(received_sha256: str, kind: str) -> dict[str, Any] | None:
    """What the scanner said of the same bytes before, if it came to an end then."""
    earlier = live().filter(received_sha256=received_sha256, kind=kind).first()
    if earlier is None or earlier.findings.get("unscanned") in {"time", "unreadable"}:
        return None
    return dict(earlier.findings)


def taken_since(uploader: str, since: datetime) -> int:
    """How many files this actor handed in after `since`, attached to something or not. One query."""
    return StoredFile.objects.filter(uploader=uploader, uploaded_at__gt=since).count()


def is_needed(sha256: str) -> bool:
    """Whether any file that was not erased lies in this blob."""
    return live().filter(sha256=sha256).exists()


def picture_size(stored: StoredFile) -> tuple[int, int]:
    """Width and height in pixels of a stored picture. Raises Refused(files.erased)."""
    require(is_there(stored))
    return images.size_of(blobs.path_of(stored.sha256), stored.kind)
