"""Photos and voice notes of reporters: taken in before anything is locked, in kinds that every phone can send."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from yuanba.cases.rules import SOURCE
from yuanba.files import actions as files
from yuanba.files.kinds import IMAGES, SOUNDS
from yuanba.files.queries import taken_since
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no, require
from yuanba.web.cases.public.forms import ToldForm

PHOTO_BYTES = 15 * 1024 * 1024  # what a phone takes at its best setting
VOICE_BYTES = 10 * 1024 * 1024  # an hour of speech
MOST_A_DAY = 60  # files of one resident; twenty reports with three each. Our own
A_DAY = timedelta(days=1)
# An upload that was never sent along with a report goes too; longer than any case is kept after its end.
KEEP = timedelta(days=4 * 365)

# What phones hand over when asked for it: an iPhone turns its own form into JPEG.
ACCEPT_PHOTO = "image/jpeg,image/png,image/webp"
ACCEPT_VOICE = "audio/*"
VOICE_KINDS = SOUNDS | {"mp4"}  # some recorders write sound alone into a film's box


def taken(request: HttpRequest, form: ToldForm, now: datetime) -> tuple[int, ...]:
    """The ids of everything that came along, with what waits from an earlier sending.

    Raises Refused: cases.too_many_uploads, and as files.store.
    """
    ids = form.kept_ids()
    if form.cleaned_data["photos"] or form.cleaned_data["voice"]:
        require(may_upload(request, now))
    for photo in form.cleaned_data["photos"]:
        ids.append(_stored(photo, IMAGES, PHOTO_BYTES, request, now))
    voice = form.cleaned_data["voice"]
    if voice:
        ids.append(_stored(voice, VOICE_KINDS, VOICE_BYTES, request, now))
    return tuple(dict.fromkeys(ids))


def may_upload(request: HttpRequest, now: datetime) -> Verdict:
    """Residents hand in so much a day and no more, whether anything came of it or not; staff work for many."""
    if request.user.is_staff_account or taken_since(request.actor.id, now - A_DAY) < MOST_A_DAY:
        return YES
    return no("cases.too_many_uploads", SOURCE, most=MOST_A_DAY)


def _stored(upload: object, kinds: frozenset[str], limit: int, request: HttpRequest, now: datetime) -> int:
    kept = files.store(
        content=upload, name=upload.name, kinds=kinds, limit_bytes=limit, visibility="PRIVATE",
        actor=request.actor, now=now, keep_until=local_date(now) + KEEP,
    )  # fmt: skip
    return kept.pk
