"""Days as official documents write them."""

from datetime import date

_DIGITS = "零一二三四五六七八九"


def day_text(day: date) -> str:
    """2021-12-03 -> "2021年12月3日": Arabic digits, no leading zeros. Source: GB/T 9704-2012, 7.3.5.4."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as headings count: 21 -> "二十一". Source: GB/T 9704-2012, 7.3.3."""
    if not 1 <= number <= 99:
        raise ValueError("headings are counted from 1 to 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def chinese_day_text(day: date) -> str:
    """2021-12-03 -> "二〇二一年十二月三日", as certificates write it."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"
