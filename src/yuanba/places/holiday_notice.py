"""Reading a holiday notice as it is published: which days are off, which weekend days are worked. Pure.

Source: the yearly 国务院办公厅关于部分节假日安排的通知 names each holiday in one form: 「5月1日（周五）至5日（周二）放假调休，
共5天。5月9日（周六）上班。」 Every weekday and every total in it is checked, so that a slip of the pen is found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"
LONGEST_HOLIDAY = 15  # days; longer than any holiday that was ever announced (nine), so that a wrong month is found
_OPEN, _CLOSE = "（(", "）)"
_BRACKET = rf"(?:[{_OPEN}](?P<note{{n}}>[^{_CLOSE}]*)[{_CLOSE}])?"
_DAY = r"(?:(?P<year{n}>\d{{4}})年)?(?:(?P<month{n}>\d{{1,2}})月)?(?P<day{n}>\d{{1,2}})日"


def _pattern(n: int) -> str:
    return _DAY.format(n=n) + _BRACKET.format(n=n)


_SPAN = re.compile(_pattern(1) + r"(?:[至到—~-]+" + _pattern(2) + ")?")
_SENTENCE = re.compile(r"[^。；;\n]+")
_TOTAL = re.compile(r"共(\d+)天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


@dataclass(frozen=True)
class Slip:
    """Something in the notice that cannot be: `code` is wrong_weekday, wrong_total, no_such_day, too_long or both."""

    code: str
    said: str


@dataclass
class Notice:
    """What the text says: True for a day that is worked, False for a day off; and what in it cannot be."""

    days: dict[date, bool] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def moved(self) -> dict[date, bool]:
        """Only the days that differ from the habit of the week: Monday to Friday worked, weekends off."""
        return {day: worked for day, worked in sorted(self.days.items()) if worked != (day.weekday() < 5)}


def read(text: str, year: int) -> Notice:
    """Every 放假 and 上班 of the text, days without a year being of `year`.

    A sentence that says neither is passed over; a month that is left out is that of the day before it.
    """
    notice = Notice()
    for found in _SENTENCE.finditer(re.sub(r"[ \t\u3000\xa0]", "", text)):
        sentence = found.group()
        if "放假" in sentence:
            _off(notice, sentence, year)
        elif "上班" in sentence:
            for first, last in _spans(notice, sentence, year):
                _enter(notice, first, last, True, sentence)
    return notice


def _off(notice: Notice, sentence: str, year: int) -> None:
    total = 0
    for first, last in _spans(notice, sentence.split("放假")[0], year):
        total += _enter(notice, first, last, False, sentence)
    said = _TOTAL.search(sentence)
    if said and int(said.group(1)) != total:
        notice.slips.append(Slip("wrong_total", sentence))


def _enter(notice: Notice, first: date, last: date, worked: bool, sentence: str) -> int:
    """The days of the span are kept; how many they are."""
    number = (last - first).days + 1
    if not 0 < number <= LONGEST_HOLIDAY:
        notice.slips.append(Slip("too_long", sentence))
        return 0
    for offset in range(number):
        day = first + timedelta(days=offset)
        if notice.days.setdefault(day, worked) != worked:
            notice.slips.append(Slip("both", f"{day.month}月{day.day}日"))
    return number


def _spans(notice: Notice, sentence: str, year: int) -> Iterator[tuple[date, date]]:
    """The spans that the sentence names; a single day is a span of one."""
    at = (year, 0)
    for found in _SPAN.finditer(sentence):
        first, at = _day(notice, found, 1, at)
        last = first
        if found["day2"]:
            last, at = _day(notice, found, 2, at)
        if first and last:
            yield first, last


def _day(notice: Notice, found: re.Match[str], n: int, at: tuple[int, int]) -> tuple[date | None, tuple[int, int]]:
    """The day as written, and the year and month it leaves behind for a day that names none."""
    year = int(found[f"year{n}"] or at[0])
    month = int(found[f"month{n}"] or at[1])
    number = int(found[f"day{n}"])
    try:
        day = date(year, month, number)
    except ValueError:
        notice.slips.append(Slip("no_such_day", found.group()))
        return None, (year, month)
    said = _WEEKDAY.search(found[f"note{n}"] or "")
    if said and WEEKDAYS.index(said.group(1).replace("天", "日")) != day.weekday():
        notice.slips.append(Slip("wrong_weekday", found.group()))
    return day, (year, month)
