"""Lists as spreadsheets to take home: who took them out, when, and what the audit keeps of it."""

from collections.abc import Iterable, Sequence
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from yuanba.audit import actions as audit
from yuanba.documents import workbook
from yuanba.web import clock, dates
from yuanba.web.exports.running import counted


def watermark(request: HttpRequest) -> str:
    """Who, when, and what it may be used for. Source: C-019."""
    who = request.session.get("label") or _("a visitor")
    when = dates.moment(clock.now())
    return _("Taken out by %(who)s, %(when)s. For this work only; do not pass on.") % {"who": who, "when": when}


def response(request: HttpRequest, key: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The list as a download; written row by row, so that a long one needs no memory. Leaves a row in the audit."""
    now = clock.now()
    file = NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed by the response
    count = workbook.write(file, name=key, watermark=watermark(request), heads=heads, rows=counted(request, rows))
    audit.record(verb="exported", subject=f"table:{key}", actor=request.actor, now=now, detail={"rows": count})  # type: ignore[attr-defined]
    file.seek(0)
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=f"{key}-{dates.local(now):%Y%m%d-%H%M}.xlsx",
        content_type=workbook.CONTENT_TYPE,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
