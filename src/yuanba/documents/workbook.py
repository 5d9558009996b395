"""Spreadsheets out: no cell is ever a formula, amounts are exact, and the first row says who took the list out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767  # characters. Source: Excel specifications and limits
ROW_LIMIT = 1_000_000  # a sheet ends at 1,048,576 rows. Source: Excel specifications and limits
EXACT_DIGITS = 15  # Excel keeps no more digits of a number. Source: Excel specifications and limits
NAME_LIMIT = 31  # characters of a sheet's name. Source: Excel specifications and limits
NARROWEST, WIDEST = 8, 60  # characters
LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Amount:
    """Money in whole fen; the cell shows yuan with two decimals and computes as a number."""

    fen: int


def workbook(
    *,
    name: str,
    watermark: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[int] = (),
) -> bytes:
    """A sheet as bytes; see `write`."""
    out = BytesIO()
    write(out, name=name, watermark=watermark, heads=heads, rows=rows, widths=widths)
    return out.getvalue()


def write(
    out: BinaryIO,
    *,
    name: str,
    watermark: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[int] = (),
    timezone: tzinfo = LOCAL,
) -> int:
    """The sheet is in `out`, written row by row; returns how many rows of data it has (at most ROW_LIMIT).

    `watermark` says who took it out, when and for what (C-019). Rows hold text, int, bool, date, aware datetime
    (shown in `timezone`), Decimal, Amount or None; anything else becomes its text. `widths` are in characters; absent
    ones follow the head.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=sheet_name(name))
    sheet.freeze_panes = "A3"
    for place, head in enumerate(heads):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(head, widths[place : place + 1])
    sheet.append([cell(sheet, watermark)])
    sheet.append([_heading(sheet, head) for head in heads])
    count = 0
    for row in rows:
        if count == ROW_LIMIT:
            break
        sheet.append([cell(sheet, value, timezone) for value in row])
        count += 1
    book.save(out)
    return count


def cell(sheet: Any, value: Any, timezone: tzinfo = LOCAL) -> Any:
    """A cell that shows `value` and computes nothing, whatever its text begins with."""
    if value is None or isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, Amount):
        return _number(sheet, Decimal(value.fen).scaleb(-2), "#,##0.00")
    if isinstance(value, (int, Decimal)):
        return _number(sheet, value)
    if isinstance(value, date):
        return _moment(sheet, value, timezone)
    return _text(sheet, value)


def sheet_name(name: str) -> str:
    """The name without what Excel refuses in one, never empty."""
    kept = "".join(" " if char in "[]:*?/\\" else char for char in ILLEGAL_CHARACTERS_RE.sub("", name))
    return kept.strip("' ")[:NAME_LIMIT] or "Sheet"


def _number(sheet: Any, value: Any, shown_as: str = "") -> Any:
    """A number; one with more digits than Excel keeps (an account, a code) stays text, so that none is lost."""
    exact = Decimal(value)
    if not exact.is_finite() or len(exact.as_tuple().digits) > EXACT_DIGITS:
        return _text(sheet, value)
    made = WriteOnlyCell(sheet, value)
    if shown_as:
        made.number_format = shown_as
    return made


def _moment(sheet: Any, value: Any, timezone: tzinfo) -> Any:
    if isinstance(value, datetime):
        made = WriteOnlyCell(sheet, value.astimezone(timezone).replace(tzinfo=None))
        made.number_format = "yyyy-mm-dd hh:mm"
        return made
    made = WriteOnlyCell(sheet, value)
    made.number_format = "yyyy-mm-dd"
    return made


def _text(sheet: Any, value: object) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:CELL_LIMIT]
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        made.quotePrefix = True  # stays text when somebody edits the cell or saves the sheet as CSV
    return made


def _heading(sheet: Any, text: str) -> Any:
    made = _text(sheet, text)
    made.font = Font(bold=True)
    made.alignment = Alignment(vertical="center", wrap_text=True)
    return made


def _width(head: str, given: Sequence[int]) -> int:
    """A Chinese character takes two columns of a sheet's width."""
    wanted = given[0] if given else sum(1 if ord(char) < 0x2E80 else 2 for char in head) + 4
    return max(NARROWEST, min(WIDEST, wanted))
