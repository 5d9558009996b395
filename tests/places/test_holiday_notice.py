"""A holiday notice is read day by day, and what in it cannot be is found."""

from datetime import date

from chinese_calendar.constants import holidays, workdays

from yuanba.places.holiday_notice import read

NOTICE = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_the_days_of_2026_are_those_that_the_library_knows() -> None:
    notice = read(NOTICE, 2026)
    assert notice.slips == []
    known = {day: False for day in holidays if day.year == 2026} | {day: True for day in workdays if day.year == 2026}
    assert notice.moved() == {day: worked for day, worked in sorted(known.items()) if worked != (day.weekday() < 5)}


def test_another_year_shows_that_it_is_the_wrong_notice() -> None:
    assert {slip.code for slip in read(NOTICE, 2027).slips} == {"wrong_weekday"}


def test_slips_are_named() -> None:
    text = "元旦：1月1日至3日放假，共4天。2月30日上班。5月1日至7月5日放假。10月1日至2日放假；10月1日上班。"
    assert [slip.code for slip in read(text, 2026).slips] == ["wrong_total", "no_such_day", "too_long", "both"]


def test_a_holiday_over_the_new_year_and_words_without_days() -> None:
    notice = read(
        "各地区：经批准，安排如下。元旦：2023年12月30日（周六）至2024年1月1日（星期一）放假 调休，共3天。", 2024
    )
    assert notice.slips == []
    assert sorted(notice.days) == [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]
    assert notice.moved() == {date(2024, 1, 1): False}
    assert read("没有日子的话。", 2024).days == {}
