"""What everybody reads holds no phone, citizen number, card, plate or fixed line; the rest stays as it was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.redaction import for_everybody

PLATES = ["川A12345", "川A·D12345", "川a 1b2c3", "川Ａ１２３４５", "川AF12345", "川A1234学", "粤Z1234港"]


@pytest.mark.parametrize("plate", PLATES)
def test_plates_keep_their_region_only(plate: str) -> None:
    shown = for_everybody(f"白色{plate}又占了消防通道，请处理")
    assert shown.startswith(f"白色{plate[0]}") and shown.endswith("又占了消防通道，请处理")
    assert not any(one.isdigit() for one in shown) and "*****" in shown


@pytest.mark.parametrize("line", ["028-85551234", "02885551234", "（028）85551234", "0831 5551234"])
def test_fixed_lines_keep_their_area(line: str) -> None:
    assert "5551234" not in for_everybody(f"打{line}没人接")


def test_mobiles_are_masked_with_everything_else() -> None:
    shown = for_everybody("找13800001234的张师傅\r\n\r\n\r\n川A12345")
    assert shown == "找138****1234的张师傅\n\n川A·*****"


@pytest.mark.parametrize(
    "said", ["3栋2单元402漏水", "2026-11-20 18:00 停电", "川AAAAAAA", "川渝ABC", "维修款128555.00元", "第028号通知", ""]
)
def test_what_is_no_number_of_a_person_stays(said: str) -> None:
    assert for_everybody(said) == said


@given(st.text(max_size=80), st.sampled_from([*PLATES, "13900001234", "028-85551234"]), st.text(max_size=80))
def test_twice_is_once(before: str, number: str, after: str) -> None:
    once = for_everybody(before + number + after)
    assert for_everybody(once) == once
