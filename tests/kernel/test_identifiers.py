import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.invented import bank_card, id_number, uscc
from yuanba.kernel.identifiers import (
    BadIdentifier,
    id_number_ok,
    luhn_ok,
    mask_id_number,
    mask_mobile,
    mask_name,
    mobile,
    uscc_ok,
)


def test_id_number_of_a_chengdu_district_is_good() -> None:
    assert id_number_ok(id_number("510107"))
    assert id_number_ok(id_number("510100"))
    assert id_number_ok(f" {id_number('510107')} ".lower())


def test_id_number_with_x_in_any_case_and_width() -> None:
    number = next(n for n in (id_number("510107", serial=s) for s in range(100, 200)) if n.endswith("X"))
    assert id_number_ok(number) and id_number_ok(number.lower()) and id_number_ok(number[:-1] + "Ｘ")


def test_permanent_residence_card_begins_with_9() -> None:
    assert id_number_ok(id_number("951156"))


@pytest.mark.parametrize("region", ["000000", "171010", "991010"])
def test_id_number_of_no_province_is_refused(region: str) -> None:
    assert not id_number_ok(id_number(region))


@pytest.mark.parametrize("birth", ["20210230", "19001301", "17990101", "20010229"])
def test_id_number_with_impossible_birth_is_refused(birth: str) -> None:
    assert not id_number_ok(id_number("510107", birth=birth))


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, shift: int) -> None:
    good = id_number("510107")
    wrong = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert not id_number_ok(wrong)


def test_uscc_check() -> None:
    good = uscc("91510100MA6C0000X")
    assert uscc_ok(good) and uscc_ok(good.lower())
    assert not uscc_ok(good[:-1] + ("0" if good[-1] != "0" else "1"))
    assert not uscc_ok("91510100MI6C0000XX")
    assert not uscc_ok("")


@pytest.mark.parametrize(
    "text",
    [
        "13800000001",
        "+86 138 0000 0001",
        "１３８００００００１"[:0] + "１３８００００" + "０００１",
        "86-138-0000-0001",
        "(+86)13800000001",
        "＋8613800000001",
    ],
)
def test_mobile_is_normalised(text: str) -> None:
    assert mobile(text) == "13800000001"


@pytest.mark.parametrize("text", ["", "1380000000", "138000000011", "12800000001", "02885000000", "+1 13800000001"])
def test_no_mobile_is_refused(text: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        mobile(text)
    assert caught.value.code == "identifiers.mobile"


def test_masks() -> None:
    assert mask_mobile("13800000001") == "138****0001"
    assert mask_mobile("138") == "***"
    assert mask_id_number(id_number("510107", serial=123)).startswith("510***********123")
    assert mask_name("王小明") == "王**"
    assert mask_name("𠮷田") == "𠮷**"
    assert mask_name("") == "**"


def test_luhn() -> None:
    good = bank_card("622202000000000000")
    assert luhn_ok(good)
    assert not luhn_ok(good[:-1] + str((int(good[-1]) + 1) % 10))
