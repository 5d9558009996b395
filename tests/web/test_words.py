"""Refusals, days and numbers in the words of the page's language; and no word left untranslated."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from yuanba.kernel.verdict import no
from yuanba.web import clock, dates, filters, messages, refusals

SIX_PM = datetime(2026, 9, 11, 10, 0, tzinfo=UTC)  # 18:00 in Chengdu
MIDNIGHT = datetime(2026, 5, 20, 16, 0, tzinfo=UTC)  # 21 May 00:00 there


@pytest.fixture(autouse=True)
def in_2026(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 6, 0, tzinfo=UTC))


@pytest.fixture
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_days_in_chinese(chinese) -> None:
    assert dates.day(date(2026, 9, 11)) == "9月11日（周五）"
    assert dates.day(date(2021, 9, 10)) == "2021年9月10日（周五）"
    assert dates.moment(SIX_PM) == "9月11日（周五）18:00"
    assert dates.by(SIX_PM) == "9月11日（周五）18:00 前"
    assert dates.by(MIDNIGHT) == "5月20日（周三）24:00 前"
    assert dates.by(date(2026, 5, 20)) == "5月20日（周三）24:00 前"
    assert dates.after(SIX_PM) == "9月11日（周五）18:00 起"
    assert (
        dates.span(date(2021, 9, 10), date(2021, 10, 9)) == "2021年9月10日（周五）至2021年10月9日（周六），首尾两天都算"
    )


def test_two_days_of_different_years_both_say_their_year(chinese) -> None:
    years = (date(2024, 12, 5), date(2026, 12, 5))
    both = "2024年12月5日（周四）至2026年12月5日（周六）"
    assert dates.days(*years) == both
    assert dates.span(*years) == f"{both}，首尾两天都算"
    assert dates.term(*years) == f"{both}24:00"
    assert dates.days(date(2026, 9, 10), date(2026, 10, 9)) == "9月10日（周四）至10月9日（周五）"
    assert dates.days(MIDNIGHT, date(2027, 1, 1)).startswith("2026年5月21日")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("one account per person", ""),
        ("the roll of the compound", ""),
        ("PIPL 31", "《个人信息保护法》第31条"),
        ("PIPL 29: separate consent", "《个人信息保护法》第29条"),
        ("Cybersecurity Law 23", "《网络安全法》第23条"),
        ("Individual Income Tax Law 9", "《个人所得税法》第9条"),
        ("Civil Code 201: the work calendar", "《民法典》第201条"),
        ("GB/T 22239-2019", "GB/T 22239-2019"),
        ("ISO/IEC 7812-1", "ISO/IEC 7812-1"),
        ("announcement: screening", "本次评选的公告"),
        ("playbook: materials", "本次评选的办法"),
        ("playbook", "本次评选的办法"),
    ],
)
def test_a_refusal_cites_what_a_reader_can_look_up(chinese, source: str, told: str) -> None:
    assert refusals.explain(no("x.y", source)).source == told


def test_an_end_at_midnight_belongs_to_the_day_before(chinese, monkeypatch) -> None:
    assert dates.until(MIDNIGHT) == "5月20日（周三）24:00"
    assert dates.until(SIX_PM) == "9月11日（周五）18:00"
    assert dates.last_day(MIDNIGHT) == "5月20日（周三）"
    assert dates.last_day(SIX_PM) == "9月11日（周五）"
    words = refusals.Refusal("%(closes)s / %(opens)s", "")
    monkeypatch.setattr(refusals, "lookup", lambda code: words)
    why = refusals.explain(no("x.y", closes=MIDNIGHT.isoformat(), opens=MIDNIGHT.isoformat()))
    assert why.rule == "5月20日（周三）24:00 / 5月21日（周四）00:00"


def test_days_in_english(english) -> None:
    assert dates.day(date(2021, 9, 10)) == "Fri 10 September 2021"
    assert dates.by(SIX_PM) == "before 18:00 on Fri 11 September"
    assert dates.by(MIDNIGHT) == "before 24:00 on Wed 20 May"


def test_numbers(chinese) -> None:
    assert filters.yuan(39_000_000) == "390,000 元"
    assert filters.yuan(39_000_000, full=True) == "390,000.00 元"
    assert filters.yuan(-50) == "-0.50 元"
    assert filters.area(893_700) == "89.37 ㎡"
    assert filters.percent(Fraction(2, 3)) == "66.7%"
    assert filters.percent(Fraction(1, 2), 0) == "50%"
    assert filters.dialled("028-00000020 转 110") == "028-00000020,110"
    assert filters.mask("王小明") == "王**"
    assert filters.mask("13800001234", "mobile") == "138****1234"


def test_refusal_is_filled_with_its_facts(chinese) -> None:
    why = refusals.explain(no("pace.too_often", source="so many requests a minute", seconds=60))
    assert why.next_step == "请等 60 秒再试，填的内容没有丢。"
    assert (why.status, why.source) == (429, "")


def test_refusal_of_any_table_of_moves_is_explained(chinese) -> None:
    why = refusals.explain(no("entry.no_such_move", state="DRAFT", verb="decide", open=["submit"]))
    assert why.rule == "事情已经往前走了，这一步办不了了。"


def test_refusal_without_words_is_explained_in_general_and_logged(chinese, caplog) -> None:
    caplog.set_level("ERROR", "yuanba.web")
    assert refusals.explain(no("nobody.wrote_this")).rule == "现在还不能这样做。"
    assert "nobody.wrote_this" in caplog.text


def test_refusal_whose_words_want_a_missing_fact_still_explains(chinese, caplog) -> None:
    assert refusals.explain(no("pace.too_often")).next_step == "现在还不能这样做。"


def test_facts_are_shown_as_words(chinese, monkeypatch) -> None:
    words = refusals.Refusal("%(until)s %(state)s %(names)s", "", words={"state": {"OPEN": "进行中"}})
    monkeypatch.setattr(refusals, "lookup", lambda code: words)
    why = refusals.explain(no("x.y", until=date(2026, 9, 11), state="OPEN", names=["甲", "乙"]))
    assert why.rule == "9月11日（周五） 进行中 甲, 乙"


def test_every_string_is_translated() -> None:
    assert messages.missing() == []


def test_no_string_is_translated_in_two_ways() -> None:
    assert messages.conflicts() == []
