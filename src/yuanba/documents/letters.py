"""Sealed letters: the code with which a person on the roll is verified, one sheet a person, folded in three.

Everything is printed on one side, so that a printer which draws two sheets at once can never put one person's address
on another one's code. Folded, the code lies between two hatched fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yuanba.documents import pdf, qr
from yuanba.documents.dates import day_text
from yuanba.documents.pdf import plain

STEPS = (
    "用手机扫左边的码，或在网站首页选“用信里的验证码”。",
    "输入您的手机号和上面的验证码，核对姓名，完成。",
    "不用手机也可以：带这封信和身份证件到社区，由工作人员当面办理。",
)
NOTES = (
    "这个验证码只能用一次，只证明您是名册上的本人，不会用于收费、贷款或转账。",
    "任何人打电话向您要验证码，都是假的，请不要给。",
    "不想使用网上办理，不用理会这封信，您的各项权利不受影响。",
)
GROUP = 4  # characters; a code is read aloud and typed in groups


@dataclass(frozen=True)
class SealedLetter:
    """`code` is printed in groups of four; `qr_text` is the address that carries it. `serial` is the letter's, not the code's."""

    recipient: str
    address_lines: tuple[str, ...]
    code: str
    qr_text: str
    expires_date: date
    sender: str
    contact: str
    serial: str
    title: str = "您的身份验证码"
    purpose: str = "用它在“院坝”上确认您是本小区的居民或业主。"
    steps: tuple[str, ...] = STEPS
    notes: tuple[str, ...] = NOTES


def sealed_letters(letters: Sequence[SealedLetter]) -> bytes:
    """One page a person, in the order given. The bytes hold the codes: print them, never keep them."""
    assert letters, "no letter to print"
    return pdf.compiled("letter", [_data(letter) for letter in letters])


def _data(letter: SealedLetter) -> dict[str, object]:
    code = letter.code.replace(" ", "")
    return {
        **plain(letter),
        "code": " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP)),
        "qr": qr.svg(letter.qr_text, border=0),
        "expires": f"请在{day_text(letter.expires_date)}前（含当日）使用，过期可到社区换领。",
    }
