"""The form of GB/T 9704-2012, read back from the file."""

import time
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.documents.given import HOSTILE, RARE, announcement, winners
from yuanba.documents import official
from yuanba.documents.decisions import Honour, Winner, naming_decision, proposed_list
from yuanba.documents.lines import title_lines, width
from yuanba.documents.official import Attachment, Heading, Number, OfficialDocument, Paragraph, Table

MM = 36_000  # EMU


def opened(content: OfficialDocument) -> Any:
    return docx.Document(BytesIO(official.official_document(content)))


def short(**changes: Any) -> OfficialDocument:
    content: dict[str, Any] = {
        "title": "关于表扬的决定",
        "blocks": (Paragraph("正文。"),),
        "signatories": ("华阳街道办事处",),
        "signed_date": date(2021, 12, 3),
    }
    return OfficialDocument(**{**content, **changes})


def line(document: Any, text: str) -> Any:
    return next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith(text))


def east_asian(run: Any) -> str:
    return str(run._element.rPr.rFonts.get(qn("w:eastAsia")))


def test_page_has_the_margins_of_the_standard_in_every_section() -> None:
    document = opened(naming_decision(announcement()))
    assert len(document.sections) == 2
    for section in document.sections:
        sides = section.top_margin, section.left_margin, section.bottom_margin, section.right_margin
        assert [round(side / MM) for side in sides] == [37, 28, 35, 26]
        assert (round(section.page_width / MM), round(section.page_height / MM)) == (210, 297)
        grid = section._sectPr.find(qn("w:docGrid"))
        assert grid.get(qn("w:linePitch")) == "579"


def test_type_area_holds_22_lines_of_28_characters() -> None:
    assert 22 * official.PITCH <= 225 / 25.4 * 72 < 23 * official.PITCH
    character = official.SIZE_3 + official.SPACING / 20
    assert 28 * character <= 156 / 25.4 * 72 < 29 * character


def test_fonts_and_pitch_by_part() -> None:
    blocks = (
        Heading("一级"),
        Heading("二级", 2),
        Paragraph("正文。", lead="第一。"),
        Heading("又一级"),
        Heading("二", 2),
    )
    document = opened(short(blocks=blocks, recipients="各社区："))
    seen = {
        text: (east_asian(line(document, text).runs[0]), line(document, text).runs[0].font.size)
        for text in ("关于表扬", "各社区：", "一、一级", "（一）二级", "第一。", "二、又一级", "（一）二")
    }
    assert seen == {
        "关于表扬": ("方正小标宋简体", Pt(22)),
        "各社区：": ("仿宋_GB2312", Pt(16)),
        "一、一级": ("黑体", Pt(16)),
        "（一）二级": ("楷体_GB2312", Pt(16)),
        "第一。": ("楷体_GB2312", Pt(16)),
        "二、又一级": ("黑体", Pt(16)),
        "（一）二": ("楷体_GB2312", Pt(16)),
    }
    body = line(document, "第一。")
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body._element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert body.text == "第一。正文。"


def test_number_has_its_brackets_and_the_mark_is_red() -> None:
    document = opened(short(number=Number("华街办", 2026, 7), red_head="华阳街道办事处文件"))
    made = line(document, "华街办")
    assert made.text == "华街办〔2026〕7号"
    assert made._element.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")) == "C00000"
    assert str(line(document, "华阳街道办事处文件").runs[0].font.color.rgb) == "C00000"


def test_date_stands_four_characters_from_the_right_and_the_office_over_its_middle() -> None:
    document = opened(short(signatories=("华阳街道小区治理先进评选工作领导小组", "街道办"), note="此件公开发布"))
    day = line(document, "2021年12月3日")
    assert day._element.pPr.ind.get(qn("w:rightChars")) == "400"
    middle = 4 + width("2021年12月3日") / 2
    indent = int(line(document, "街道办")._element.pPr.ind.get(qn("w:rightChars"))) / 100
    assert indent + 1.5 == pytest.approx(middle)
    assert line(document, "华阳街道小区")._element.pPr.ind.get(qn("w:rightChars")) == "0"
    assert line(document, "（此件公开发布）")


def test_pages_are_numbered_outside() -> None:
    document = opened(short())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    for made, side in ((odd, "rightChars"), (even, "leftChars")):
        assert made.text == "—  —"
        assert "PAGE" in made._element.xml
        assert made._element.pPr.ind.get(qn(f"w:{side}")) == "100"


def test_attachments_are_named_without_marks_and_start_pages() -> None:
    attachments = (Attachment("名单", (Paragraph("甲"),)), Attachment("办法", (Paragraph("乙"),)))
    document = opened(short(attachments=attachments))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in texts if "．" in text] == ["附件：1．名单", "2．办法"]
    assert [text for text in texts if text in ("附件1", "附件2")] == ["附件1", "附件2"]
    assert len(document.sections) == 3


def test_colophon_names_copies_and_printer() -> None:
    document = opened(
        short(copy_to=("区委社会工作部", "区住建局"), printed_by="党政办公室", printed_date=date(2021, 12, 14))
    )
    table = document.tables[-1]
    assert table.cell(0, 0).text == "抄送：区委社会工作部，区住建局。"
    assert [cell.text for cell in table.rows[1].cells] == ["党政办公室", "2021年12月14日印发"]
    assert table._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"


def test_a_document_without_its_date_leaves_room_for_it() -> None:
    assert line(opened(short(signed_date=None)), "　　　　年　　月　　日")


def test_decision_of_65_names_them_all_in_time() -> None:
    started = time.process_time()
    document = opened(naming_decision(announcement()))
    assert time.process_time() - started < 5
    assert [len(table.rows) - 1 for table in document.tables[:4]] == [30, 25, 8, 2]
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "1．命名获奖者1等30名为“小区治理先进个人”。" in text
    assert "《华阳街道关于深化和完善居民小区治理实施方案》" in text


def test_decision_leaves_out_honours_that_nobody_won() -> None:
    honours = (Honour("先进案例", ()), Honour("先进个人", winners(1), persons=True))
    document = opened(naming_decision(announcement(honours=honours)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "命名获奖者1为“先进个人”。" in text and "先进案例" not in text


def test_proposed_list_says_period_objection_and_contact() -> None:
    first, last = date(2021, 12, 6), date(2021, 12, 10)
    document = opened(proposed_list(announcement(), first_date=first, last_date=last, workdays=5))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("2021年12月6日至2021年12月10日，共5个工作日。", "可以具名，也可以匿名", "028-00000001", "公示名单"):
        assert part in text


def test_hostile_and_rare_names_are_set_letter_by_letter() -> None:
    honours = (Honour(HOSTILE, (Winner(RARE, "a\x00\ud800b", HOSTILE),)),)
    document = opened(naming_decision(announcement(honours=honours)))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", RARE, "ab", HOSTILE]


def test_table_columns_share_the_line() -> None:
    document = opened(short(blocks=(Table(("甲", "乙"), (("1", "2"),), (1, 3)),)))
    assert [round(cell.width / MM) for cell in document.tables[0].rows[1].cells] == [39, 117]
    assert Mm(156) == 156 * MM


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于表扬的决定", ["关于表扬的决定"]),
        (
            "关于命名2021“身边美好 幸福家园”小区治理先进评选活动表扬对象的决定",
            ["关于命名2021“身边美好 幸福家园”", "小区治理先进评选活动表扬对象的决定"],
        ),
        ("关于2021年小区治理先进评选拟表扬名单的公示", ["关于2021年小区治理先进评选", "拟表扬名单的公示"]),
        ("甲" * 30, ["甲" * 15, "甲" * 15]),
        ("甲\n乙", ["甲", "乙"]),
    ],
)
def test_titles_break_where_words_end(title: str, lines: list[str]) -> None:
    assert title_lines(title, 20) == lines
