"""A long download is asked for again by the worker: the same page, the same account, the same doors.

A page that gives a file asks `later` first. A short one gets None and answers at once; a long one gets the way to the
progress page, and the worker calls the page again with `request.export` set. What the account may no longer see by then
is refused then. Anybody may press twice: it is one export.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from yuanba.files import actions as files
from yuanba.files import exports
from yuanba.files.models import Export
from yuanba.kernel.verdict import Refused
from yuanba.messaging import actions as messaging
from yuanba.web import clock
from yuanba.web.exports import texts
from yuanba.web.exports.asking import AskedAgain

logger = logging.getLogger("yuanba.exports")
Row = TypeVar("Row")
# Our own choice: what a page makes while somebody waits; more goes to the worker.
LONG_ROWS = 5_000
TELL_EVERY = 1_000  # rows
LARGEST = 2_000_000_000  # bytes


def later(request: HttpRequest, total: int, name: str, *, limit: int = LONG_ROWS) -> HttpResponse | None:
    """The way to the progress page if the download has more than `limit` rows (pages, entries); None if it is short."""
    if total <= limit or getattr(request, "export", None) is not None or not request.user.is_authenticated:
        return None
    facts = {
        "label": request.session.get("label", ""),
        "second_factor": bool(request.session.get("second_factor")),
        "language": translation.get_language() or "",
        "host": request.get_host(),
        "secure": request.is_secure(),
    }
    ordered = exports.order(
        address=request.get_full_path(),
        name=name,
        total=total,
        facts=facts,
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    make.enqueue(ordered.pk)
    return HttpResponseRedirect(reverse("exports:job", args=[ordered.pk]))


def counted(request: HttpRequest, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows; of a long download the progress page hears how many have gone by."""
    export: Export | None = getattr(request, "export", None)
    for number, row in enumerate(rows, start=1):
        if export is not None and number % TELL_EVERY == 0:
            exports.tell(export, number)
        yield row


@task()
def make(export_id: int) -> None:
    """The export's file is there, or the export says why not. May run twice."""
    run(export_id, clock.now())


def run(export_id: int, now: datetime) -> Export | None:
    """As `make`. Whoever ordered it is told how it ended."""
    export = exports.begin(export_id)
    if export is None:
        return None
    try:
        ended = _made(export, now)
    except Refused as refused:
        ended = exports.fail(export, refused.verdict.code, now)
    except Exception:
        logger.exception("export %s failed", export.pk)
        ended = exports.fail(export, "", now)
    _tell(ended, now)
    return ended


def _made(export: Export, now: datetime) -> Export:
    """The page was asked again, and what it gave is kept."""
    request = AskedAgain(export, now)
    match = request.resolver_match
    assert match is not None, "the address is a page's"
    with translation.override(request.LANGUAGE_CODE):
        answer = match.func(request, *match.args, **match.kwargs)
    return _kept(export, answer, request.actor, now)


def _tell(export: Export, now: datetime) -> None:
    is_done = export.state == Export.State.DONE
    words = texts.ready(export.name, exports.KEEP_DAYS) if is_done else texts.failed(export.name)
    messaging.enqueue(
        channel="inapp",
        address="",
        person_ref=export.owner,
        kind="export_ended",
        text_zh=words[0],
        text_en=words[1],
        now=now,
    )


def _kept(export: Export, answer: HttpResponseBase, actor: Any, now: datetime) -> Export:
    """What the page gave, as a file of its owner for a week."""
    name = _name_of(answer)
    if answer.status_code != 200 or not name:
        answer.close()
        return exports.fail(export, "", now)
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as scratch:
        for piece in answer:  # type: ignore[attr-defined]
            scratch.write(piece)
        answer.close()
        scratch.seek(0)
        stored = files.store(
            content=scratch,
            name=name,
            kinds=None,
            limit_bytes=LARGEST,
            visibility="PRIVATE",
            actor=actor,
            now=now,
            keep_until=exports.keep_until(now),
        )
    return exports.finish(export, stored, now)


def _name_of(answer: HttpResponseBase) -> str:
    """The name of an attachment; "" of a page that is none."""
    _kind, _, rest = answer.headers.get("Content-Disposition", "").partition("filename=")
    return rest.strip().strip('"')
