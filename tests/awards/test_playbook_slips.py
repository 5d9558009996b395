"""What an officer types wrong: each mistake names its line and says what to do, in Chinese and in English."""

from pathlib import Path

import pytest

from yuanba.awards.playbook.mistakes import Mistake, PlaybookError
from yuanba.awards.playbook.reading import read

HUAYANG = (Path(__file__).resolve().parents[2] / "playbooks/awards/huayang-2021.toml").read_text(encoding="utf-8")
VOTE = HUAYANG.index('kind = "VOTE"')


def line_of(text: str) -> int:
    return HUAYANG[: HUAYANG.index(text)].count("\n") + 1


def told(source: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(PlaybookError) as caught:
        read(source)
    return caught.value.mistakes


# (what stands there, what the officer types, the code, what the hint or the sentence must say)
SLIPS = [
    ("quota = 30", "quota = ３０", "slip_digits", "30"),
    ("quota = 30", "quota ＝ 30", "slip_equals", "quota = "),
    ("quota = 30", "quota：30", "slip_equals", "quota = "),
    ("quota = 30", "quota\u3000= 30", "slip_invisible", "U+3000"),
    ("quota = 30", "quota\u200b = 30", "slip_invisible", "U+200B"),
    ("quota = 30", "quota = 30 // 名额", "slip_comment", "#"),
    ("quota = 30", "quota = 30名", "slip_number", "30"),
    ("prize_yuan = 3000", "prize_yuan = 3,000", "slip_number", "3000"),
    ("prize_yuan = 3000", "prize_yuan = 3000元", "slip_number", "3000"),
    ("weight = 60", "weight = 60%", "slip_number", "60"),
    ("weight = 60", "weight = 0.6", "float", "0.6"),
    ("required = false", "required = False", "slip_truth", "false"),
    ("required = false", "required = 否", "slip_truth", "false"),
    ('key = "person"', 'key = "person', "slip_quote_open", '"'),
    ('name = "小区治理先进个人"', "name = 小区治理先进个人", "slip_no_quotes", "小区治理先进个人"),
    ('name = "小区治理先进个人"', "name = “小区治理先进个人”", "slip_quotes", '"'),
    ('kinds = ["pdf", "docx"', 'kinds = ["pdf"， "docx"', "slip_comma", ","),
    ("[[categories]]", "【【categories】】", "slip_brackets", "["),
    ("[[stages]]", "[stages]", "slip_bracket", "[[stages]]"),
    ("opens = 2021-09-10", "opens = 2021年9月10日", "slip_day", "2021-09-10"),
    ("opens = 2021-09-10", "opens = 2021.9.10", "slip_day", "2021-09-10"),
    ("opens = 2021-09-10", "opens = 2021/09/10", "slip_day", "2021-09-10"),
    ("opens = 2021-09-10", "opens = 2021-02-30", "bad_date", "2021-02-30"),
    ("opens = 2021-10-10", "opens = 2021-10-09", "overlap", "registration"),
    ("closes = 2021-10-09", "closes = 2021-09-01", "backward", "2021-09-10"),
    ("quota = 30", "quota = 0", "range", "1"),
    ("prize_yuan = 3000", "prise_yuan = 3000", "unknown_key", "prize_yuan"),
    ('nominee = "PERSON"', 'nominee = "个人"', "choice", "PERSON"),
    ('phone = "028-00000001"', 'phone = "138 0000 0001"', "private_mobile", "phone"),
    ('note = "小区治理工作的总体要求。"', 'note = "C:\\Users\\a"', "slip_backslash", "/"),
    ("jurors = 9", "jurors = 3", "few_jurors", "5"),
]


@pytest.mark.parametrize(("good", "bad", "code", "says"), SLIPS, ids=[f"{row[2]}-{row[1]}" for row in SLIPS])
def test_mistake_names_its_line_and_says_what_to_do(good: str, bad: str, code: str, says: str) -> None:
    first = told(HUAYANG.replace(good, bad, 1))[0]
    assert first.code == f"playbook.{code}"
    expected = line_of("closes = 2021-10-09") if code == "backward" else line_of(good)
    assert first.line == expected
    assert says in first.message_zh + first.hint_zh
    assert says in first.message_en + first.hint_en
    assert first.hint_zh and first.hint_en


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty_file"),
        ("  \n\n", "empty_file"),
        ("<!DOCTYPE html><html></html>", "not_a_text"),
        (b"PK\x03\x04abc", "not_a_text"),
        (HUAYANG.replace("“", "").encode("gbk", errors="replace"), "not_text"),
        (HUAYANG.encode("utf-16"), "not_text"),
        ("a = 1\n" * 60_000, "too_big"),
    ],
)
def test_what_is_no_playbook_at_all_is_told_in_one_sentence(source: str | bytes, code: str) -> None:
    (only,) = told(source)
    assert only.code == f"playbook.{code}"
    assert only.hint_zh and only.hint_en


def test_weights_stages_and_codes_are_told_with_their_lines() -> None:
    lines = {one.code: one.line for one in told(HUAYANG.replace("weight = 10      #", "weight = 25      #", 1))}
    assert lines["playbook.vote_weight"] == line_of("weight = 10      #")
    assert "playbook.weights" in lines
    summed = next(
        one for one in told(HUAYANG.replace("weight = 60", "weight = 50", 1)) if one.code == "playbook.weights"
    )
    assert str(line_of("weight = 60")) in summed.hint_zh and str(line_of("weight = 60")) in summed.hint_en
    twice = told(HUAYANG.replace('key = "case"', 'key = "person"', 1))
    assert ("playbook.duplicate", line_of('key = "case"')) in {(one.code, one.line) for one in twice}
    missing = told(HUAYANG.replace("jurors = 9\n", "", 1))
    assert [(one.code, "1 到 500 的整数" in one.hint_zh) for one in missing] == [("playbook.missing", True)]
    short = told(HUAYANG.replace("scale_max = 5\n", "scale_max = 5\nkeep = { person = 20 }\n", 1))
    assert [one.code for one in short] == ["playbook.keep_quota"]


def test_a_byte_order_mark_tabs_and_windows_lines_are_no_mistakes() -> None:
    read("\ufeff" + HUAYANG)
    read(HUAYANG.replace("quota = 30", "\tquota\t=\t30", 1))
    read(HUAYANG.replace("\n", "\r\n"))
