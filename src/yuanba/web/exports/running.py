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
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation
from django_tasks import task

from yuanba.files import actions as files
from yuanba.files import exports
from yuanba.files.models import Export
from yuanba.kernel.verdict import YES, Refused
from yuanba.people.models import Account
from yuanba.people.queries import actor_for
from yuanba.web import clock

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
    """As `make`."""
    export = exports.begin(export_id)
    if export is None:
        return None
    try:
        request = asked_again(export, now)
        match = resolve(request.path)
        with translation.override(export.facts.get("language") or settings.LANGUAGE_CODE):
            answer = match.func(request, *match.args, **match.kwargs)
        return _kept(export, answer, request.actor, now)  # type: ignore[attr-defined]
    except Refused as refused:
        return exports.fail(export, refused.verdict.code, now)
    except Exception:
        logger.exception("export %s failed", export.pk)
        return exports.fail(export, "", now)


def asked_again(export: Export, now: datetime) -> HttpRequest:
    """The page's request as its account sent it, without its browser."""
    facts: dict[str, Any] = export.facts
    factory = RequestFactory(SERVER_NAME=str(facts.get("host", "localhost")).partition(":")[0])
    request = factory.get(export.address, secure=bool(facts.get("secure")))
    account = Account.objects.get(pk=int(export.owner.removeprefix("account:")), is_active=True)
    request.user = account  # type: ignore[assignment]
    request.actor = actor_for(account, now)  # type: ignore[attr-defined]
    request.session = {"label": facts.get("label", ""), "second_factor": bool(facts.get("second_factor"))}  # type: ignore[assignment]
    request.signed_out = YES  # type: ignore[attr-defined]
    request.export = export  # type: ignore[attr-defined]
    return request


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
