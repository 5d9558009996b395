"""Files that people hand in: stored at once, each with its own answer, so that one bad file costs nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yuanba.awards.playbook import Material
from yuanba.files import actions as files
from yuanba.files.models import StoredFile
from yuanba.kernel.verdict import Refused, Verdict
from yuanba.web import clock
from yuanba.web.awards.applicant_labels import FILE_KINDS, PERSONAL
from yuanba.web.refusals import explain

MIB = 1024 * 1024
ACCEPT = {
    "pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "jpeg": "image/jpeg", "png": "image/png", "mp4": "video/mp4",
    "mp3": "audio/mpeg", "txt": ".txt", "zip": ".zip", "eml": ".eml",
}  # fmt: skip
SCAN_KINDS = ("pdf", "jpeg", "png")
SCAN_MIB = 20


@dataclass(frozen=True)
class Problem:
    """A file that was not taken, and why."""

    name: str
    why: str
    next_step: str


def store(
    request: HttpRequest, upload: Any, kinds: Iterable[str], max_mib: int, visibility: str = "STAFF"
) -> StoredFile | Problem:
    """The stored file, or why it was not taken, in words."""
    try:
        return files.store(
            content=upload,
            name=upload.name or "",
            kinds=set(kinds),
            limit_bytes=max_mib * MIB,
            visibility=visibility,
            actor=request.actor,  # type: ignore[attr-defined]
            now=clock.now(),
        )
    except Refused as refused:
        return told(refused.verdict, upload.name)


def told(verdict: Verdict, name: str | None) -> Problem:
    """A refusal of one file, in words."""
    why = explain(verdict)
    return Problem(name or "", why.rule, why.next_step)


def accept(kinds: Iterable[str]) -> str:
    """For the accept attribute: on a phone it offers the camera where pictures are taken."""
    return ",".join(ACCEPT[kind] for kind in kinds if kind in ACCEPT)


def taken(line: Material) -> str:
    """ "PDF, Word (.docx); up to 3 files, 20 MB each"."""
    kinds = _(", ").join(str(FILE_KINDS[kind]) for kind in line.kinds)
    facts = {"kinds": kinds, "files": line.max_files, "mib": line.max_mib}
    if line.max_files == 1:
        return _("%(kinds)s; one file, up to %(mib)s MB") % facts
    return _("%(kinds)s; up to %(files)s files, %(mib)s MB each") % facts


def warning(kinds: Iterable[str]) -> str:
    """What the scanner saw in a file, for a person; "" if nothing."""
    seen = _(", ").join(str(PERSONAL.get(kind, kind)) for kind in kinds)
    return _("The file may show %(seen)s. Please cover it, unless it is needed.") % {"seen": seen} if seen else ""


def personal(stored: StoredFile) -> list[str]:
    return sorted({str(found["kind"]) for found in stored.findings.get("personal", [])})


def size_text(size: int) -> str:
    """ "1.4 MB" or "87 KB"."""
    if size >= MIB:
        return f"{size // MIB}.{size % MIB * 10 // MIB} MB"
    return f"{max(1, size // 1024)} KB"
