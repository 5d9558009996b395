import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.fen import LIMIT_FEN, BadAmount, capital, parse_yuan, yuan_text

# The first six are the examples of 支付结算办法 annex 1, the rest hand-made.
CAPITALS = {
    1_409_50: "壹仟肆佰零玖元伍角整",
    6_007_14: "陆仟零柒元壹角肆分",
    1_680_32: "壹仟陆佰捌拾元零叁角贰分",
    107_000_53: "壹拾万柒仟元零伍角叁分",
    16_409_02: "壹万陆仟肆佰零玖元零贰分",
    325_04: "叁佰贰拾伍元零肆分",
    0: "零元整",
    5: "伍分",
    50: "伍角整",
    10_05: "壹拾元零伍分",
    10_50: "壹拾元零伍角整",
    300_000: "叁仟元整",
    100_000_00: "壹拾万元整",
    390_000_00: "叁拾玖万元整",
    1_000_000_001_01: "壹拾亿零壹元零壹分",
    100_010_001_00: "壹亿零壹万零壹元整",
    1_000_050_000_00: "壹拾亿零伍万元整",
    1_000_000_000_000_00: "壹万亿元整",
    1_0203_0405_0607_00: "壹万零贰佰零叁亿零肆佰零伍万零陆佰零柒元整",
    -3_000_00: "负叁仟元整",
}


@pytest.mark.parametrize(("fen", "text"), CAPITALS.items())
def test_capital_follows_the_rule(fen: int, text: str) -> None:
    assert capital(fen) == text


def test_capital_beyond_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        capital(LIMIT_FEN)


WEIGHTS = {"拾": 10, "佰": 100, "仟": 1000}
SCALES = {"万": 10**4, "亿": 10**8}


def read(words: str) -> int:
    """The fen of capital characters, by another way than the writer."""
    whole, _, change = words.partition("元") if "元" in words else ("", "", words)
    total = section = digit = 0
    for char in whole:
        if char in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in WEIGHTS:
            section, digit = section + digit * WEIGHTS[char], 0
        else:
            scale = SCALES[char]
            before = total if scale == 10**8 else 0
            total, section, digit = total - before + (before + section + digit) * scale, 0, 0
    fen = (total + section + digit) * 100
    for name, weight in (("角", 10), ("分", 1)):
        if name in change:
            fen += "零壹贰叁肆伍陆柒捌玖".index(change[change.index(name) - 1]) * weight
    return fen


@given(st.integers(0, LIMIT_FEN - 1))
def test_capital_reads_back(fen: int) -> None:
    text = capital(fen)
    assert read(text) == fen
    assert "零零" not in text
    assert text[-1] in "整分"


@given(st.integers(-(10**20), 10**20))
def test_yuan_text_reads_back(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000", 300_000),
        (" 3,000.00 ", 300_000),
        ("¥３，０００元", 300_000),
        ("人民币 3000.5 元整", 300_050),
        ("39万元", 39_000_000),
        ("0.01", 1),
        ("-12.30", -1_230),
    ],
)
def test_parse_yuan_accepts_how_people_write(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "元", "3.000", "3,00", "1e3", "12.345", "三千", "٣", "3 000", "--3", "NaN"])
def test_parse_yuan_refuses_and_never_rounds(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_yuan(text)


def test_yuan_text_has_separators() -> None:
    assert yuan_text(300_000) == "3,000.00"
    assert yuan_text(-5) == "-0.05"
