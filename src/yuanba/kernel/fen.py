"""Money is an integer number of fen; here it is written for people and read back, exactly."""

import re
from decimal import Decimal

from yuanba.kernel.width import half_width

DIGITS = "零壹贰叁肆伍陆柒捌玖"
FEN_PER_YUAN = 100
WAN = 10_000
YI = 100_000_000
# 9,999 万亿 yuan: beyond it the scale words would repeat; no budget of China comes near.
LIMIT_FEN = YI * YI * FEN_PER_YUAN

_AMOUNT = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(万)?", re.ASCII)


class BadAmount(ValueError):
    """The text is not an amount in yuan with at most two decimals."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not an amount in yuan: {text[:40]!r}")
        self.code = "fen.bad_amount"


def yuan_text(fen: int) -> str:
    """The amount in yuan with thousands separators and two decimals: 300000 -> "3,000.00"."""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """The fen meant by "3000", "3,000.00", "¥３０００元" or "39万元". Raises BadAmount; nothing is ever rounded."""
    plain = half_width(text).translate({0xFF0C: ",", 0xFF0E: ".", 0xFF0D: "-"}).strip()
    plain = re.sub(r"^(人民币|RMB|CNY)?\s*[¥¥]?\s*", "", plain)
    plain = re.sub(r"\s*元?\s*整?$", "", plain)
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise BadAmount(text)
    sign, whole, decimals, wan = found.groups()
    amount = Decimal(f"{whole.replace(',', '')}.{decimals or 0}")
    fen = int(amount * FEN_PER_YUAN * (WAN if wan else 1))
    return -fen if sign == "-" else fen


def capital(fen: int) -> str:
    """The amount in capital characters as on a cheque: 39000000 -> "叁拾玖万元整"; a negative one starts with 负.

    Where the rule leaves a choice we write: one 零 after 元 if the yuan digit is 0 and the jiao digit is not,
    no 零 after a 万 that ends in 0 if thousands follow, and 整 after 角.
    Raises ValueError from 10^16 yuan on.
    Source: 支付结算办法 (银发〔1997〕393号) annex 1, 正确填写票据和结算凭证的基本规定, items 1, 2, 4.
    """
    if abs(fen) >= LIMIT_FEN:
        raise ValueError("beyond the scale of capital amounts")
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    sign = "负" if fen < 0 else ""
    if yuan == 0 and rest == 0:
        return "零元整"
    head = _whole(yuan) + "元" if yuan else ""
    return sign + head + _small_change(yuan, *divmod(rest, 10))


def _small_change(yuan: int, jiao: int, fen: int) -> str:
    if jiao == 0 and fen == 0:
        return "整"
    # A jiao digit of 0 before fen wants a 零 (325.04 is 叁佰贰拾伍元零肆分); a yuan digit of 0 may have one as well.
    gap = "零" if yuan and (jiao == 0 or yuan % 10 == 0) else ""
    return gap + (DIGITS[jiao] + "角" if jiao else "") + (DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    """A positive number below 10^16 in capital characters, built of sections of 亿 and 万."""
    if number >= YI:
        high, low = divmod(number, YI)
        return _whole(high) + "亿" + _tail(low, YI)
    if number >= WAN:
        high, low = divmod(number, WAN)
        return _four(high) + "万" + _tail(low, WAN)
    return _four(number)


def _tail(low: int, scale: int) -> str:
    """What follows a scale word: nothing for 0, and a 零 if the section's first digit is 0."""
    if low == 0:
        return ""
    return ("零" if low < scale // 10 else "") + _whole(low)


def _four(number: int) -> str:
    """A number from 1 to 9999; runs of zeros inside become one 零, those at the end none."""
    text = ""
    for scale, word in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += DIGITS[digit] + word
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")
