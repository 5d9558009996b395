from datetime import date

import pytest

from yuanba.documents.dates import chinese_day_text, chinese_number, day_text


def test_days_are_written_without_leading_zeros() -> None:
    assert day_text(date(2021, 12, 3)) == "2021年12月3日"
    assert chinese_day_text(date(2020, 10, 31)) == "二〇二〇年十月三十一日"


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_headings_are_counted_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_headings_end_at_99() -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese_number(100)
