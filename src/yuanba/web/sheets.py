"""Spreadsheets out: no cell is ever a formula, and the first row says who took the list out, when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from yuanba.audit import actions as audit
from yuanba.web import clock, dates

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767  # characters. Source: Excel specifications and limits
ROW_LIMIT = 1_000_000  # a sheet ends at 1,048,576 rows


def cell(sheet: Any, value: Any) -> Any:
    """A cell that shows `value` and computes nothing, whatever its text begins with."""
    if value is None or isinstance(value, (bool, int)):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, datetime):
        return WriteOnlyCell(sheet, dates.local(value).replace(tzinfo=None))
    if isinstance(value, date):
        made = WriteOnlyCell(sheet, datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a sheet knows no zones
        made.number_format = "yyyy-mm-dd"
        return made
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:CELL_LIMIT]
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        made.quotePrefix = True  # stays text when somebody edits the cell or saves the sheet as CSV
    return made


def heading(sheet: Any, text: str) -> Any:
    made = cell(sheet, text)
    made.font = Font(bold=True)
    return made


def watermark(request: HttpRequest) -> str:
    """Who, when, and what it may be used for. Source: C-019."""
    who = request.session.get("label") or _("a visitor")
    when = dates.moment(clock.now())
    return _("Taken out by %(who)s, %(when)s. For this work only; do not pass on.") % {"who": who, "when": when}


def response(request: HttpRequest, key: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """The list as a download; written row by row, so that a long one needs no memory. Leaves a row in the audit."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=key[:31])
    sheet.freeze_panes = "A3"
    sheet.append([cell(sheet, watermark(request))])
    sheet.append([heading(sheet, head) for head in heads])
    count = 0
    for row in rows:
        if count == ROW_LIMIT:
            break
        sheet.append([cell(sheet, value) for value in row])
        count += 1
    now = clock.now()
    audit.record(verb="exported", subject=f"table:{key}", actor=request.actor, now=now, detail={"rows": count})  # type: ignore[attr-defined]
    file = NamedTemporaryFile(suffix=".xlsx", dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed by the response
    book.save(file)
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=f"{key}-{dates.local(now):%Y%m%d-%H%M}.xlsx", content_type=XLSX
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
