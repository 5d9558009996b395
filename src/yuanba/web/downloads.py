"""Stored files out: never guessed, never run, pictures alone shown inside a page. The view has asked whether it may."""

from django.http import FileResponse

from yuanba.files.models import StoredFile
from yuanba.files.queries import open_content

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "zip": "application/zip",
}
PICTURES = {"jpeg", "png", "webp"}
SOUNDS = {"mp3", "m4a", "wav", "amr", "aac", "ogg"}
LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"


def _answer(stored: StoredFile, *, inline: bool) -> FileResponse:
    answer = FileResponse(
        open_content(stored),
        as_attachment=not inline,
        filename=stored.name,
        content_type=TYPES.get(stored.kind, "application/octet-stream"),
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = LOCKED
    public = stored.visibility == StoredFile.Visibility.PUBLIC
    answer.headers["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return answer


def attachment(stored: StoredFile) -> FileResponse:
    """The file as a download under the name it came with. Raises Refused(files.erased)."""
    return _answer(stored, inline=False)


def picture(stored: StoredFile) -> FileResponse:
    """A JPEG, PNG or WebP for the page itself; anything else is a download all the same."""
    return _answer(stored, inline=stored.kind in PICTURES)


def sound(stored: StoredFile) -> FileResponse:
    """A voice note for the player of the page; anything else is a download all the same."""
    return _answer(stored, inline=stored.kind in SOUNDS)
