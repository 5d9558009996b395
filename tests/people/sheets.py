"""Workbooks as property offices make them, built for tests."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl

from yuanba.people import roll_file
from yuanba.people.roll_rows import RollFile

DAY = date(2026, 11, 1)
HEAD = ("楼栋", "单元", "房号", "建筑面积(㎡)", "业主姓名", "业主电话")


def workbook(
    *sheets: tuple[str, Sequence[Sequence[Any]]], merge: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    """The bytes of an .xlsx with these sheets; `merge` are ranges of the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def roll(*rows: Sequence[Any], head: Sequence[str] = HEAD, merge: Sequence[str] = ()) -> bytes:
    return workbook(("名册", [head, *rows]), merge=merge)


def read(*rows: Sequence[Any], head: Sequence[str] = HEAD, merge: Sequence[str] = ()) -> RollFile:
    return roll_file.read(roll(*rows, head=head, merge=merge), DAY)


def codes(found: RollFile) -> list[tuple[int, str, str]]:
    """Row, column and code of every problem, in order."""
    return [(one.row, one.column, one.code) for one in found.problems.in_order()]
