"""A hotline's list is read by its headings; a line that slid, lost digits or stands twice is refused by itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from yuanba.cases import hotline_file
from yuanba.cases.hotline_places import Found, Known, find
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.roll_guard import BadRollFile

NOW = datetime(2026, 5, 8, 4, 0, tzinfo=UTC)
HEAD = ["序号", "工单编号", "来电时间", "来电人", "联系电话", "诉求类别", "事发地址", "诉求内容", "办结期限"]
CALLED = datetime(2026, 5, 7, 9, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
GOOD = [
    1,
    "CD2026050700123",
    CALLED,
    "王先生",
    "13800000001",
    "漏水",
    "花城小区3栋",
    "三楼楼道漏水，地面很滑",
    "2026-05-14",
]


def book(*rows: Sequence[Any], head: Sequence[Any] = HEAD) -> bytes:
    made = Workbook()
    made.active.append(["12345热线工单台账（2026年5月）"])
    made.active.append(list(head))
    for row in rows:
        made.active.append(list(row))
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(**cells: Any) -> list[Any]:
    names = {
        name: place
        for place, name in enumerate(("no", "number", "at", "name", "phone", "kind", "place", "text", "due"))
    }
    row = list(GOOD)
    for name, value in cells.items():
        row[names[name]] = value
    return row


def test_a_line_is_read_as_it_was_told() -> None:
    found = hotline_file.read(book(GOOD, [None] * 9, ["合计", 1]), NOW)
    assert found.problems == []
    (order,) = found.orders
    assert (order.row, order.number, order.name, order.phone) == (3, "CD2026050700123", "王先生", "13800000001")
    assert order.called_at == datetime(2026, 5, 7, 9, 30, tzinfo=SHANGHAI)
    assert order.due_at == datetime(2026, 5, 14, 23, 59, tzinfo=SHANGHAI)
    assert (order.category, order.place, order.text) == ("漏水", "花城小区3栋", "三楼楼道漏水，地面很滑")


def test_dates_and_phones_as_people_write_them() -> None:
    rows = [
        changed(number="A-00001", at="2026年5月7日9时30分", phone="138****0001"),
        changed(number=20260507001, at="2026/5/7 9:30", phone="028-8500 0000", due=date(2026, 5, 14)),
        changed(number="A-00003", at="２０２６-05-07 09:30:15", phone=13800000002.0, due=None, kind=None),
    ]
    found = hotline_file.read(book(*rows), NOW)
    assert found.problems == []
    assert [order.phone for order in found.orders] == ["", "028-85000000", "13800000002"]
    assert [order.number for order in found.orders] == ["A-00001", "20260507001", "A-00003"]
    assert {order.called_at.hour for order in found.orders} == {9}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ([*GOOD[1:], ""], "B", "hotline.shifted"),  # the first cell was deleted, all others slid to the left
        ([1, *GOOD], "B", "hotline.shifted"),  # one was put in
        (GOOD[:3] + GOOD[4:], "H", "hotline.shifted"),  # the name is missing, the rest slid
        (changed(number=2026050700123456.0), "B", "hotline.number_rounded"),
        (changed(number="13800000001"), "B", "hotline.number"),
        (changed(at="昨天上午"), "C", "hotline.called_at"),
        (changed(at="2026-02-30"), "C", "hotline.called_at"),
        (changed(at=CALLED.replace(day=9)), "C", "hotline.future"),
        (changed(phone="王先生家里"), "E", "hotline.phone"),
        (changed(text="王先生"), "H", "hotline.text"),
        (changed(text=None), "H", "hotline.text_missing"),
        (changed(text="漏" * 2_001), "H", "hotline.text_too_long"),
        (changed(due="尽快"), "I", "hotline.due"),
        (changed(text="=1+1"), "", "hotline.formula"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_right_is_refused_by_itself(row: list[Any], column: str, code: str) -> None:
    found = hotline_file.read(book(row, changed(number="CD-GOOD-0001")), NOW)
    assert [(one.row, one.column, one.code) for one in found.problems] == [(3, column, code)]
    assert [order.number for order in found.orders] == ["CD-GOOD-0001"]


def test_a_number_that_stands_twice_is_taken_once() -> None:
    found = hotline_file.read(book(GOOD, GOOD), NOW)
    assert len(found.orders) == 1
    assert [(one.row, one.code, one.value) for one in found.problems] == [(4, "hotline.twice", "3")]


def test_columns_are_pointed_out_where_the_headings_say_nothing() -> None:
    content = book(["x", "CD-0001", "2026-05-07 08:00", "三楼楼道漏水了"], head=["甲", "乙", "丙", "丁"])
    found = hotline_file.read(content, NOW)
    assert (found.orders, found.columns) == ([], {})
    pointed = hotline_file.read(content, NOW, {"number": 1, "called_at": 2, "text": 3})
    assert [order.text for order in pointed.orders] == ["三楼楼道漏水了"]


def test_what_is_no_workbook_says_so() -> None:
    for content in (b"", b"%PDF-1.7", b"<html><table>", book(GOOD)[:200]):
        with pytest.raises(BadRollFile):
            hotline_file.read(content, NOW)


def test_the_place_is_the_longest_name_that_is_said() -> None:
    known = [
        Known(1, "花城小区", (("3栋", 31), ("13栋", 41))),
        Known(2, "新花城小区"),
        Known(3, "长堤苑"),
        Known(4, "长堤苑"),
    ]
    assert find(known, "示范街道新花城小区 2栋", "漏水") == Found(2)
    assert find(known, "花城小区3号楼1单元", "") == Found(1, 31)
    assert find(known, "", "我住花城小区13幢，楼道灯不亮") == Found(1, 41)
    assert find(known, "长堤苑5栋", "漏水") is None
    assert find(known, "人民南路", "路灯坏了") is None
