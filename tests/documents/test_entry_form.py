from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.documents.given import HOSTILE, RARE
from yuanba.documents.entry_form import Criterion, FormSpec, Material, blank_form, field_keys

NOMINEES = ("PERSON", "ORGANISATION", "CASE", "WORK")


def spec(**changes: Any) -> FormSpec:
    content: dict[str, Any] = {
        "campaign": "2021小区治理先进评选活动",
        "category": "小区治理先进个人",
        "nominee": "PERSON",
        "criteria": (Criterion("主动参与小区治理。"), Criterion("邻里和睦。")),
        "materials": (Material("事迹材料"), Material("佐证", required=False)),
        "serial": "HY2021-000123",
        "qr_text": "https://huayang.example/f/HY2021-000123",
    }
    return FormSpec(**{**content, **changes})


def opened(content: FormSpec) -> Any:
    return docx.Document(BytesIO(blank_form(content)))


def every_text(document: Any) -> str:
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(texts)


@pytest.mark.parametrize("nominee", NOMINEES)
def test_form_asks_for_the_fields_of_its_nominee_and_for_no_id_number(nominee: str) -> None:
    document = opened(spec(nominee=nominee, values={key: f"值{key}" for key in field_keys(nominee)}))
    text = every_text(document)
    assert all(f"值{key}" in text for key in field_keys(nominee))
    labels = [row.cells[0].text for row in document.tables[0].rows]
    assert not any("身份证" in label for label in labels)


def test_political_status_is_optional_by_its_own_words() -> None:
    assert "选填；不填不影响参评" in every_text(opened(spec()))


def test_fees_are_asked_only_with_a_tick_of_the_pen() -> None:
    assert "物业只答“是”或“否”" in every_text(opened(spec(asks_fees=True)))
    assert "物业" not in every_text(opened(spec())).replace("物业企业", "").replace("物业服务", "")


def test_blank_form_has_room_for_1500_characters_and_every_criterion() -> None:
    document = opened(spec())
    lined = [len(table.rows) for table in document.tables if len(table.columns) == 1]
    assert lined == [4, 4, 63]
    assert "1．主动参与小区治理。" in every_text(document)


def test_every_page_carries_serial_and_code() -> None:
    head = opened(spec()).sections[0].header
    assert "编号 HY2021-000123" in head.tables[0].cell(0, 0).text
    assert len(head.part.package.image_parts) == 1
    assert "<w:drawing>" in head.tables[0].cell(0, 1)._element.xml


def test_a_form_without_serial_has_no_code() -> None:
    head = opened(spec(serial="", qr_text="")).sections[0].header
    assert "<w:drawing>" not in head.tables[0]._element.xml


def test_materials_have_boxes_that_say_what_is_there() -> None:
    document = opened(spec(materials=(Material("制度", attached=True), Material("照片", required=False))))
    table = next(table for table in document.tables if len(table.columns) == 3)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["☑", "制度", "必交"], ["☐", "照片", "选交"]]


def test_opinions_of_community_and_street_leave_room_for_seals() -> None:
    document = opened(spec())
    opinions = [table for table in document.tables if "（盖章）" in table.rows[0].cells[-1].text]
    assert [table.cell(0, 0).text for table in opinions] == ["社区意见", "街道意见"]
    assert all(table.rows[0].height.mm >= 44 for table in opinions)


def test_answers_are_text_and_never_a_template() -> None:
    document = opened(
        spec(criteria=(Criterion("条", answer=HOSTILE), Criterion("二", applies=False)), deeds=f"{RARE}\n第二段")
    )
    text = every_text(document)
    assert HOSTILE in text and f"{RARE}\n第二段" in text
    assert "49" not in text and "不适用" in text


def test_type_is_large_enough_for_elders() -> None:
    document = opened(spec())
    assert document.styles["Normal"].font.size == Pt(14)
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_a_category_without_criteria_or_materials_has_a_form_too() -> None:
    assert "对照参评条件" not in every_text(opened(spec(nominee="WORK", criteria=(), materials=())))
