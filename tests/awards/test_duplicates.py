"""Worked examples of likeness, and of serials that are copied by hand."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from yuanba.awards.duplicates import THRESHOLD, Text, likeness, near_texts, same_nominee, shingles
from yuanba.awards.serials import ALPHABET, check_character, is_serial, pseudonym, serial

STORY = (
    "张阿姨退休以后每天早上到小区门口值守，帮邻居照看孩子，调解楼上楼下的漏水纠纷，"
    "还组织大家把废弃的花坛改成了小菜园，三年来没有缺过一次楼栋会议，大家都说有事就找她。"
)
OTHER = (
    "李师傅懂水电，谁家跳闸停水他都上门看看，分文不收；去年汛期他带着几个年轻人连夜疏通排水沟，"
    "守住了地下车库。今年他又教会了二十多位老人用手机挂号，社区把他的工具箱叫作便民箱。"
)


def test_shingles_pass_over_blanks_and_punctuation() -> None:
    assert shingles("院坝，里 说话！好") == {"院坝里说话", "坝里说话好"}


def test_a_copy_with_another_name_is_alike() -> None:
    assert likeness(STORY, STORY.replace("张阿姨", "王婆婆")) >= THRESHOLD


def test_two_stories_of_one_topic_are_not() -> None:
    assert likeness(STORY, OTHER) < Fraction(1, 5)


def test_short_texts_say_nothing() -> None:
    assert likeness("热心公益，邻里好评", "热心公益，邻里好评") == 0


def test_near_texts_finds_the_pair_among_many() -> None:
    texts = [
        Text(1, STORY),
        Text(2, OTHER),
        Text(3, STORY + "特此说明。"),
        *(Text(n, f"{n}" * 90) for n in range(4, 9)),
    ]
    assert [(one.first, one.second) for one in near_texts(texts)] == [(1, 3)]
    assert near_texts(texts, only=[2]) == ()


def test_same_nominee_pairs_by_any_shared_key() -> None:
    keys = {1: ["person:7", "name:a"], 2: ["name:a"], 3: ["person:7"], 4: ["name:b"]}
    assert same_nominee(keys) == ((1, 2), (1, 3))


def test_serials() -> None:
    assert serial("HY2021", 312).startswith("HY2021-00312-")
    assert is_serial(serial("HY2021", 312).lower() + " ")
    assert not is_serial("HY2021-00312")


@given(st.text(ALPHABET, min_size=2, max_size=12), st.data())
def test_one_wrong_character_is_always_caught(text: str, data: st.DataObject) -> None:
    whole = text + check_character(text)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from([char for char in ALPHABET if char != whole[place]]))
    changed = whole[:place] + wrong + whole[place + 1 :]
    assert check_character(changed[:-1]) != changed[-1]


def test_two_swapped_characters_escape_in_one_of_630_cases() -> None:
    # A prefix of one character leaves the check in each of its 36 states, so these are all the cases there are.
    pairs = [(first, second) for first, second in product(ALPHABET, repeat=2) if first < second]
    escaped = [
        (before, first, second)
        for before in ALPHABET
        for first, second in pairs
        if check_character(before + first + second) == check_character(before + second + first)
    ]
    assert len({check_character(before) for before in ALPHABET}) == 36
    assert (len(escaped), len(pairs) * len(ALPHABET)) == (36, 22_680)


def test_pseudonyms_differ_by_secret_and_subject() -> None:
    assert pseudonym("a", "entry:1") == pseudonym("a", "entry:1")
    assert len({pseudonym("a", "entry:1"), pseudonym("b", "entry:1"), pseudonym("a", "entry:2")}) == 3
