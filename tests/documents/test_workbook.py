from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from yuanba.documents import workbook


def opened(**changes: Any) -> Any:
    content: dict[str, Any] = {"name": "奖金", "watermark": "王** 导出", "heads": ["名称"], "rows": []}
    return openpyxl.load_workbook(BytesIO(workbook.workbook(**{**content, **changes}))).active


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=HYPERLINK('http://x.example')"])
def test_text_is_never_a_formula(text: str) -> None:
    cell = opened(rows=[[text]])["A3"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_watermark_and_heads_come_first() -> None:
    sheet = opened(heads=["名称", "金额"], rows=[["甲", 1]])
    assert [[cell.value for cell in row] for row in sheet] == [["王** 导出", None], ["名称", "金额"], ["甲", 1]]
    assert sheet.freeze_panes == "A3"


def test_amounts_are_exact_numbers_of_yuan() -> None:
    raw = workbook.workbook(name="x", watermark="", heads=["a"], rows=[[workbook.Amount(39_000_001)]])
    cell = openpyxl.load_workbook(BytesIO(raw)).active["A3"]  # type: ignore[union-attr]
    assert (str(cell.value), cell.number_format) == ("390000.01", "#,##0.00")


def test_days_and_instants_are_real_dates() -> None:
    sheet = opened(rows=[[date(2021, 12, 3), datetime(2021, 12, 3, 16, 30, tzinfo=UTC)]])
    assert sheet["A3"].is_date and sheet["A3"].value == datetime.fromisoformat("2021-12-03")
    assert sheet["B3"].value == datetime.fromisoformat("2021-12-04T00:30")  # as clocks show it in Chengdu


def test_long_numbers_keep_every_digit() -> None:
    sheet = opened(rows=[[10**17 + 1, Decimal("NaN"), Decimal("1.50"), True, None]])
    assert sheet["A3"].value == "100000000000000001"
    assert [sheet[f"{letter}3"].value for letter in "BCD"] == ["NaN", Decimal("1.50"), True]


def test_unprintable_and_endless_text_is_kept_within_what_a_cell_holds() -> None:
    sheet = opened(rows=[["a\x00b" + "长" * 40_000, "𠮷𬱖"]])
    assert len(sheet["A3"].value) == workbook.CELL_LIMIT and sheet["A3"].value.startswith("ab长")
    assert sheet["B3"].value == "𠮷𬱖"


@pytest.mark.parametrize(("name", "kept"), [("a[b]:c*?/\\d", "a b  c    d"), ("", "Sheet"), ("长" * 40, "长" * 31)])
def test_sheet_names_are_ones_that_excel_takes(name: str, kept: str) -> None:
    assert workbook.sheet_name(name) == kept


def test_widths_follow_the_head_unless_given() -> None:
    sheet = opened(heads=["小区名称", "x"], widths=[30])
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (30, workbook.NARROWEST)
