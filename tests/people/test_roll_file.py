"""The reader on rolls as they really are: merged, full-width, half-typed, and files that are no rolls at all."""

import io
import zipfile
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.sheets import DAY, HEAD, codes, read, roll, workbook
from yuanba.people import roll_file, roll_guard


def keys(found):
    return [row.key for row in found.rows]


def test_plain_roll_is_read():
    found = read(("3栋", "1单元", "402", 89.5, "王小明", "13800000001"))
    (row,) = found.rows
    assert row.key == ("3栋", "1单元", "402")
    assert (row.kind, row.area_cm2) == ("DWELLING", 895_000)
    assert [(owner.name, owner.phone, owner.share) for owner in row.owners] == [("王小明", "13800000001", 1)]
    assert (row.residents, codes(found)) == (None, [])


def test_full_width_numbers_suffixes_and_floats_are_one_key():
    found = read(
        ("３栋", "１", "４０２室", "８９．５㎡", " 王小明 ", "＋86 138 0000 0001"),
        (4.0, 1.0, 402.0, "1,020.25 平方米", "李丽", 13800000002.0),
    )
    assert keys(found) == [("3栋", "1单元", "402"), ("4栋", "1单元", "402")]
    assert [row.area_cm2 for row in found.rows] == [895_000, 10_202_500]
    assert [row.owners[0].phone for row in found.rows] == ["13800000001", "13800000002"]


def test_merged_and_blank_cells_fill_down():
    found = read(
        ("3栋", "1单元", "101", 80, "甲", ""),
        (None, None, "102", 80, "乙", ""),
        (None, "2单元", "101", 80, "丙", ""),
        ("4栋", None, "101", 80, "丁", ""),
        merge=("A2:A4", "B2:B3"),
    )
    assert keys(found) == [
        ("3栋", "1单元", "101"),
        ("3栋", "1单元", "102"),
        ("3栋", "2单元", "101"),
        ("4栋", "", "101"),
    ]


def test_co_owners_in_one_cell_or_in_extra_rows():
    found = read(
        ("3栋", "1", "101", 80, "甲、乙", "13800000001、13800000002"),
        ("3栋", "1", "102", 80, "丙", "13800000003"),
        (None, None, None, None, "丁", "13800000004"),
        ("3栋", "1", "103", 80, "戊", ""),
        ("3栋", "1", "103", 80, "己", ""),
        merge=("C6:C7",),
    )
    assert [[(one.name, one.phone, one.share) for one in row.owners] for row in found.rows] == [
        [("甲", "13800000001", Fraction(1, 2)), ("乙", "13800000002", Fraction(1, 2))],
        [("丙", "13800000003", Fraction(1, 2)), ("丁", "13800000004", Fraction(1, 2))],
        [("戊", "", Fraction(1, 2)), ("己", "", Fraction(1, 2))],
    ]


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        (("50%", "50%"), [Fraction(1, 2)] * 2),
        (("1/3", "2/3"), [Fraction(1, 3), Fraction(2, 3)]),
        ((0.5, 0.5), [Fraction(1, 2)] * 2),
        ((70, 30), [Fraction(7, 10), Fraction(3, 10)]),
        (("共同共有", "共同共有"), [Fraction(1, 2)] * 2),
    ],
)
def test_shares_are_exact(said, shares):
    head = (*HEAD, "产权份额")
    found = read(("3栋", "1", "101", 80, "甲", "", said[0]), ("3栋", "1", "101", 80, "乙", "", said[1]), head=head)
    assert [owner.share for owner in found.rows[0].owners] == shares


def test_shares_that_do_not_add_up_are_an_error():
    found = read(("3栋", "1", "101", 80, "甲、乙", "", "30%、30%"), head=(*HEAD, "产权份额"))
    assert (found.rows, codes(found)) == ([], [(2, "", "people.roll_share_sum")])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2021年3月5日", date(2021, 3, 5)),
        ("2021-3-5", date(2021, 3, 5)),
        ("2021.03", date(2021, 3, 1)),
        ("20210305", date(2021, 3, 5)),
        (44260, date(2021, 3, 5)),
        ("44260", date(2021, 3, 5)),
        (date(2021, 3, 5), date(2021, 3, 5)),
        ("２０２１年３月", date(2021, 3, 1)),
        ("", None),
    ],
)
def test_dates_in_every_dress(said, expected):
    found = read(("3栋", "1", "101", 80, "甲", "", said), head=(*HEAD, "登记日期"))
    assert found.rows[0].owners[0].from_date == expected


@pytest.mark.parametrize(
    ("said", "code"), [("2021-02-30", "roll_date"), ("去年", "roll_date"), ("2027-01-01", "roll_date_future")]
)
def test_impossible_dates_are_errors_at_their_cell(said, code):
    found = read(("3栋", "1", "101", 80, "甲", "", said), head=(*HEAD, "登记日期"))
    assert (found.rows, codes(found)) == ([], [(2, "G", f"people.{code}")])
    assert said in found.problems.listed[0].message_zh


@pytest.mark.parametrize("said", ["八十", 0, -5, "89.5.1", 10_000_000])
def test_areas_that_cannot_be_are_errors(said):
    found = read(("3栋", "1", "101", said, "甲", ""))
    assert codes(found) == [(2, "D", "people.roll_area")]


def test_duplicates_are_ignored_and_conflicts_are_errors():
    found = read(
        ("3栋", "1", "101", 80, "甲", "13800000001"),
        ("3栋", "1", "101", 80, "甲", "13800000001"),
        ("3栋", "1", "102", 80, "乙", ""),
        ("3栋", "1", "102", 90, "乙", ""),
    )
    assert keys(found) == [("3栋", "1单元", "101")]
    assert codes(found) == [(3, "", "people.roll_duplicate"), (5, "D", "people.roll_conflict")]


def test_wrong_phone_is_a_warning_and_left_out():
    found = read(("3栋", "1", "101", 80, "甲", "028-12345678"))
    assert (found.rows[0].owners[0].phone, codes(found)) == ("", [(2, "F", "people.roll_phone")])


def test_id_number_is_read_but_shown_nowhere():
    number = "11010119900307" + "0011"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, number[:17], strict=True)) % 11]
    good = number[:17] + check
    head = (*HEAD, "身份证号")
    found = read(("3栋", "1", "101", 80, "甲", "", good), ("3栋", "1", "102", 80, "乙", "", "1101"), head=head)
    assert found.rows[0].owners[0].id_number == good
    assert good not in repr(found)
    assert codes(found) == [(3, "G", "people.roll_id_number")]


def test_residents_relations_and_states():
    head = (*HEAD, "入住人", "与业主关系", "入住情况")
    found = read(
        ("3栋", "1", "101", 80, "甲", "13800000001", "甲、甲妻", "配偶", ""),
        ("3栋", "1", "102", 80, "乙", "13800000002", "租客丙", "租户", ""),
        ("3栋", "1", "103", 80, "丁", "13800000003", "", "", "自住"),
        ("3栋", "1", "104", 80, "戊", "13800000004", "", "", "空置"),
        head=head,
    )
    assert [[(one.name, one.relation) for one in row.residents] for row in found.rows] == [
        [("甲", "OWNER"), ("甲妻", "FAMILY")],
        [("租客丙", "TENANT")],
        [("丁", "OWNER")],
        [],
    ]


def test_shops_parking_and_bodies():
    head = (*HEAD, "类型")
    found = read(
        ("", "", "S-12", 45.5, "某某置业有限公司", "", "商铺"),
        ("3栋", "", "车12", 12, "甲", "", "车位"),
        ("3栋", "1", "101", 80, "甲", "", "外星"),
        head=head,
    )
    (shop,) = found.rows
    assert (shop.key, shop.kind, shop.owners[0].is_body) == (("商铺", "", "S-12"), "SHOP", True)
    assert codes(found) == [(3, "", "people.roll_parking"), (4, "G", "people.roll_kind")]


def test_sheets_name_the_building_and_notes_are_passed_over():
    content = workbook(
        ("1栋", [("花城小区1栋",), (), ("单元", "房号", "业主姓名"), ("1", "101", "甲"), ("合计", "1", "")]),
        ("商铺", [("铺号", "业主"), ("8", "乙")]),
        ("填表说明", [("请认真填写",)]),
        ("旧表", [HEAD, ("9栋", "1", "101", 80, "丙", "")]),
        hidden=("旧表",),
    )
    found = roll_file.read(content, DAY)
    assert [(row.key, row.kind) for row in found.rows] == [
        (("1栋", "1单元", "101"), "DWELLING"),
        (("商铺", "", "8"), "SHOP"),
    ]
    warned = {(one.sheet, one.code) for one in found.problems.listed}
    assert {("填表说明", "people.roll_no_header"), ("旧表", "people.roll_hidden_sheet")} <= warned
    assert found.problems.errors == 0


def test_headings_over_two_rows():
    content = workbook(
        (
            "名册",
            [
                ("房屋信息", "", "", "业主信息", "", "入住人信息", ""),
                ("楼栋", "房号", "面积", "姓名", "电话", "姓名", "电话"),
                ("3栋", "101", 80, "甲", "13800000001", "乙", "13800000002"),
            ],
        ),
        merge=("A1:C1", "D1:E1", "F1:G1"),
    )
    (row,) = roll_file.read(content, DAY).rows
    assert (row.owners[0].phone, row.residents[0].name, row.residents[0].phone) == ("13800000001", "乙", "13800000002")


@pytest.mark.parametrize("said", ["3栋1单元402", "3-1-402", "花城小区3号楼1单元402室", "3幢1单元402号"])
def test_addresses_are_taken_apart(said):
    found = read((said, "甲"), head=("房屋地址", "业主姓名"))
    assert keys(found) == [("3栋", "1单元", "402")]


def test_rows_without_a_door_are_errors():
    found = read(("", "", "101", 80, "甲", ""), ("3栋", "1", "", 80, "", ""))
    assert codes(found) == [(2, "A", "people.roll_building"), (3, "C", "people.roll_number")]
    assert found.bad_rows == 2


def test_namesakes_are_pointed_out():
    found = read(("3栋", "1", "101", 80, "王伟", "13800000001"), ("3栋", "1", "102", 80, "王伟", "13800000002"))
    assert codes(found) == [(3, "", "people.roll_namesake")]


def test_rare_and_long_names():
    rare = "王𬭎𠮷·买买提"
    found = read(("3栋", "1", "101", 80, rare, ""), ("3栋", "1", "102", 80, "长" * 121, ""))
    assert [row.owners[0].name for row in found.rows] == [rare]
    assert codes(found) == [(3, "E", "people.roll_too_long")]


def test_formula_without_a_result_is_named_not_read_as_empty():
    found = read(("3栋", "1", "101", "=80+9", "甲", ""), ("3栋", "1", "102", 80, "乙", ""))
    assert keys(found) == [("3栋", "1单元", "102")]
    assert codes(found) == [(2, "D", "people.roll_formula")]


def test_blank_rows_at_the_end_cost_nothing():
    rows = [("3栋", "1", "101", 80, "甲", "")] + [("  ", None, "", "", "", "")] * 3000
    assert keys(read(*rows)) == [("3栋", "1单元", "101")]


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "people.roll_empty"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table>", "people.roll_html"),
        (b"<?xml version='1.0'?><Workbook/>", "people.roll_html"),
        (roll_guard.OLE + b"\0" * 600, "people.roll_old_xls"),
        (roll_guard.OLE + roll_guard.ENCRYPTED, "people.roll_encrypted"),
        (b"MZ\x90 an exe", "people.roll_not_excel"),
        (b"PK\x03\x04 cut off", "people.roll_damaged"),
        (zipped(**{"word__document.xml": "<x/>"}), "people.roll_not_excel"),
        (zipped(**{"xl__workbook.xml": "<x/>", "bomb": b"0" * (roll_guard.RATIO_COUNTS_FROM * 2)}), "people.roll_bomb"),
        (
            zipped(
                **{"xl__workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><x/>", "xl___rels__workbook.xml.rels": "<x/>"}
            ),
            "people.roll_damaged",
        ),
    ],
    ids=["empty", "html", "xml", "xls", "encrypted", "exe", "cut", "docx", "bomb", "entities"],
)
def test_files_that_are_no_rolls_are_refused_with_the_reason(content, code):
    found = roll_file.read(content, DAY)
    assert [one.code for one in found.problems.listed] == [code]
    assert found.problems.listed[0].message_zh


def test_sizes_that_lie_are_found_out():
    content = bytearray(roll(*[("3栋", "1", str(n), 80, "甲", "") for n in range(200)]))
    # The directory at the end says that every member is one byte long.
    place = content.find(b"PK\x01\x02")
    while place != -1:
        content[place + 24 : place + 28] = b"\x01\0\0\0"
        place = content.find(b"PK\x01\x02", place + 4)
    assert [one.code for one in roll_file.read(bytes(content), DAY).problems.listed] == ["people.roll_damaged"]


CELL = st.one_of(
    st.none(),
    st.text(max_size=12).filter(lambda text: all(char.isprintable() for char in text) and not text.startswith("=")),
    st.integers(-5, 10**12),
    st.floats(-1e6, 1e15, allow_nan=False),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.booleans(),
    st.sampled_from(["3栋", "1单元", "101", "甲、乙", "50%", "2021-02-30", "13800000001", "合计"]),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(*[CELL] * 11), max_size=6))
def test_whatever_is_typed_gives_rows_or_problems_and_never_an_accident(rows):
    head = (*HEAD, "产权份额", "入住人", "与业主关系", "起始日期", "类型")
    found = read(*rows, head=head)
    for row in found.rows:
        assert all(part or place == 1 for place, part in enumerate(row.key))
        assert row.area_cm2 is None or row.area_cm2 > 0
        assert not row.owners or sum(owner.share for owner in row.owners) == 1
    assert len(set(keys(found))) == len(found.rows)
