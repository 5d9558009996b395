"""Titles of invented cases and works could stand on a real list: in words, without a number, of many kinds."""

import re
from itertools import product

import pytest

from yuanba.simulation import papers, titles


@pytest.mark.parametrize(("nominee", "least"), [("CASE", 800), ("WORK", 140)])
def test_titles_are_words_without_numbers_and_many(nominee: str, least: int) -> None:
    made = {titles.title(nominee, about, number, "怡康苑") for about, number in product(papers.WHAT, range(100))}
    assert len(made) >= least
    assert [one for one in made if re.search(r"[0-9a-zA-Z{}]", one)] == []
    assert max(map(len, made)) <= 28


def test_every_account_has_its_words() -> None:
    assert titles.SETTLED.keys() == set(papers.WHAT)


def test_same_number_is_the_same_title() -> None:
    assert titles.title("WORK", "非机动车棚", 0, "怡康苑") == titles.title("WORK", "非机动车棚", 16, "怡康苑")
    assert titles.title("CASE", "非机动车棚", 21, "怡康苑") == "怡康苑用“院坝夜话”理顺了车棚"
