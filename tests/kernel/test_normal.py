import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.invented import bank_card, id_number, uscc
from yuanba.kernel.normal import BANK_CARD, ID_NUMBER, MOBILE, clean, clean_lines, find_personal, redact


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (" 王\u3000小明\t", "王 小明"),
        ("３栋２单元１０１室", "3栋2单元101室"),
        ("𠮷𬭼", "𠮷𬭼"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("e\u0301", "é"),
        ("王\u200b\ufeff小\u202e明\x00", "王小明"),
        ("（一）项，二", "（一）项，二"),
        ("阿卜杜拉·买买提 江", "阿卜杜拉·买买提 江"),
    ],
)
def test_clean(text: str, result: str) -> None:
    assert clean(text) == result


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_clean_lines_keeps_paragraphs() -> None:
    assert clean_lines(" 第１行 \r\n\r\n\r\n\r\n第二行\u2028三 ") == "第1行\n\n第二行\n三"


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in find_personal(text)]


def test_find_personal_finds_all_kinds_with_places() -> None:
    number, card = id_number("510107"), bank_card("622202000000000000")
    text = f"王某，身份证{number}，电话１３８００００" + f"０００１，卡号{card}。"
    found = find_personal(text)
    assert [finding.kind for finding in found] == [ID_NUMBER, MOBILE, BANK_CARD]
    assert text[found[0].start : found[0].end] == number
    assert text[found[2].start : found[2].end] == card


@pytest.mark.parametrize(
    "text",
    [
        "tel13800000001",
        "+86 138 0000 0001",
        "138-0000-0001",
        "2021年10月9日 13800000001",
        "13800000001,13900000002"[:11],
        "手机：13800000001。",
        "8613800000001",
    ],
)
def test_mobiles_are_found_however_written(text: str) -> None:
    assert kinds(text) == [MOBILE]


def test_grouped_numbers_are_found() -> None:
    card, number = bank_card("622202000000000"), id_number("510107")
    assert kinds(" ".join(card[i : i + 4] for i in range(0, 16, 4))) == [BANK_CARD]
    assert kinds(f"{number[:6]} {number[6:14]} {number[14:]}") == [ID_NUMBER]
    assert kinds("13800000001,13900000002") == [MOBILE, MOBILE]
    assert kinds("13800000001/13900000002、19900000003") == [MOBILE, MOBILE, MOBILE]


@pytest.mark.parametrize(
    "text",
    [
        "2021-10-09 至 2021-10-31",
        "20211009 20211031",
        "金额 13,800,000,001.00",
        "预算13800000001元",
        "¥13800000001.50",
        "20211009000000001",
        "成华办〔2021〕13800号",
        "编号 NO13800000001",
        "文号2021-13800000001",
        "订单1380000000100",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "028-85000000",
        "3000 3000 3000",
        "面积 6222.02 平方米",
        "0000 0000 0000 0000",
    ],
)
def test_other_numbers_raise_no_alarm(text: str) -> None:
    assert find_personal(text) == []


def test_social_credit_codes_raise_no_alarm() -> None:
    alarms = [code for code in (uscc(f"9151010{n}MA6C0000X") for n in range(10)) if find_personal(code)]
    alarms += [code for code in (uscc(f"5251010700000000{n}") for n in range(10)) if find_personal(code)]
    assert alarms == []


def test_id_with_wrong_check_digit_is_no_id() -> None:
    number = id_number("110101")
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert find_personal(wrong) == []


def test_redact_hides_the_middle() -> None:
    number, card = id_number("510107", serial=12), bank_card("622202000000000")
    text = redact(f"甲{number}乙+86 138 0000 0001丙{card}丁")
    assert number not in text and card not in text
    assert text == f"甲510***********{number[-4:]}乙138****0001丙{'*' * 12}{card[-4:]}丁"
    assert find_personal(text) == []


@given(st.text(alphabet="0123456789 -+86138年.,元X王", max_size=60))
def test_redacted_text_holds_nothing_personal(text: str) -> None:
    assert find_personal(redact(text)) == []
