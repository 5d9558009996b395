"""A suggestion is learnt from settled cases, tried on texts it never saw, and silent where it would be wrong."""

from fractions import Fraction

import pytest

from yuanba.cases import suggesting
from yuanba.cases.learning import Learnt, learn

WHERE = ["三栋", "一单元门口", "地下车库", "十二楼", "南门", "儿童乐园旁", "六栋楼道", "电表间", "架空层", "西侧围墙"]
SAID = {
    "leak": ["漏水了", "墙面一直渗水", "水管爆了在漏", "天花板滴水发霉", "下水管道堵了反水"],
    "noise": ["半夜装修太吵", "音响声音很大睡不着", "邻居敲墙噪音扰民", "广场舞音乐太响", "狗一直叫吵得很"],
    "lights": ["路灯不亮", "楼道灯坏了很黑", "声控灯一直闪", "灯泡烧了没人换", "照明太暗看不清路"],
}
# A name, a phone and a plate that one case told each.
TOLD = "，联系张晓霞 13800000001，车牌川A12345"


def examples() -> list[tuple[str, str]]:
    found = [(f"{where}{what}", key) for key, whats in SAID.items() for what in whats for where in WHERE]
    return [*found, (f"南门漏水了{TOLD}", "leak"), *[(f"其他{place}", "rare") for place in WHERE]]


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    found = learn(examples())
    assert found is not None
    return found


def test_it_says_what_it_was_worth_on_texts_it_never_saw(learnt: Learnt) -> None:
    assert (learnt.trained, learnt.held_out) == (120, 31)
    assert learnt.right >= 28
    assert learnt.threshold_permille is not None
    assert Fraction(learnt.spoken_right, learnt.spoken) >= Fraction(4, 5)
    assert learnt.weights.categories == ("leak", "lights", "noise")  # ten cases are too few for a category


def test_it_suggests_and_stays_silent(learnt: Learnt) -> None:
    found = suggesting.suggest(learnt.weights, "九栋的灯又不亮了", 600)
    assert found is not None
    assert found.category == "lights"
    assert suggesting.suggest(learnt.weights, "想问一下活动室几点开门", 900) is None
    assert suggesting.ranked(learnt.weights, "hello 123 \u202e 😀") == []


def test_nothing_that_a_single_case_told_is_in_the_weights(learnt: Learnt) -> None:
    stored = suggesting.unpacked(learnt.weights.packed())
    assert stored == learnt.weights
    assert not {gram for gram in stored.rarity if "晓" in gram or "霞" in gram or "1" in gram or "川" in gram}


def test_the_same_cases_teach_the_same_and_too_few_teach_nothing(learnt: Learnt) -> None:
    assert learn(reversed(examples())) == learnt
    assert learn(examples()[:60]) is None
    assert learn([("", "leak")] * 100) is None


def test_the_threshold_is_the_least_confidence_that_is_right_often_enough() -> None:
    tried = [(900, True), (800, True), (700, False), (700, True), (600, True), (500, False), (400, False)]
    assert suggesting.threshold(tried, Fraction(4, 5), 2) == 600
    assert suggesting.threshold(tried, Fraction(4, 5), 6) is None
    assert suggesting.threshold([(900, False)], Fraction(4, 5), 1) is None
