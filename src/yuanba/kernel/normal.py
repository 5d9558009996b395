"""Text as people mean it: one form for the same word, and a look-out for personal numbers in free text."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from yuanba.kernel.identifiers import compact, id_number_ok, luhn_ok, mask_id_number, mask_mobile, uscc_ok
from yuanba.kernel.width import half_width

ID_NUMBER = "ID_NUMBER"
MOBILE = "MOBILE"
BANK_CARD = "BANK_CARD"

# Invisible characters that make two equal-looking texts differ or turn a line around. Joiners and variation selectors
# stay: rare characters (生僻字) and emoji need them.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """One line in NFC: digits and letters half-width, invisible characters gone, each run of blanks one space.

    Characters beyond the BMP and single spaces inside names are kept; full-width punctuation stays.
    """
    folded = unicodedata.normalize("NFC", half_width(_INVISIBLE.sub("", text)))
    return " ".join(folded.split())


def clean_lines(text: str) -> str:
    """As `clean`, line by line; lines are kept, more than one empty line in a row becomes one."""
    lines = [clean(line) for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@dataclass(frozen=True)
class Finding:
    """A personal number at text[start:end]; `kind` is ID_NUMBER, MOBILE or BANK_CARD."""

    kind: str
    start: int
    end: int


# What may not touch a number: digits and letters (it would be part of a longer code), a decimal point with digits (an
# amount), a hyphen with digits (a document number).
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][-.])"
_AFTER = r"(?![0-9A-Za-z])(?![-.][0-9])(?!,[0-9]{3}(?![0-9]))"
_TELEPHONE = r"(?:(?<=[Tt][Ee][Ll])|(?<=[Pp]hone)|(?<=[Mm]obile)|(?<=[Ww][Xx])|(?<=[Vv][Xx])|" + _BEFORE + ")"
_ID = re.compile(_BEFORE + r"[0-9]{6}([ -]?)[0-9]{8}\1[0-9]{3}[0-9Xx]" + _AFTER)
_MOBILE = re.compile(
    _TELEPHONE + r"(?:\+?86[ -]?|0086[ -]?)?1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}" + _AFTER + r"(?!\s*[亿万]?元)"
)
# Cards start with 3-6 by ISO 7812 (UnionPay with 62), old Chinese ones with 9: a 20… or 1… number is a document's.
_CARD = re.compile(
    _BEFORE + r"[34569][0-9]{3}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3})?" + _AFTER + r"(?!\s*[亿万]?元)"
)


def _any(_number: str) -> bool:
    return True


def _is_card(number: str) -> bool:
    return luhn_ok(number) and not uscc_ok(number) and len(set(number)) > 2


_SEARCHES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (ID_NUMBER, _ID, id_number_ok),
    (MOBILE, _MOBILE, _any),
    (BANK_CARD, _CARD, _is_card),
)


def find_personal(text: str) -> list[Finding]:
    """The citizen numbers, mobiles and bank cards in a text, in order of place; positions are those of `text` itself.

    Numbers may be full-width or grouped by single blanks or hyphens. Dates, amounts, document numbers and social credit
    codes raise no alarm; one document number in ten that looks like a card (16-19 digits, Luhn) cannot be told apart.
    """
    folded = half_width(text)
    found: list[Finding] = []
    for kind, pattern, holds in _SEARCHES:
        for match in pattern.finditer(folded):
            start, end = match.span()
            free = all(end <= other.start or other.end <= start for other in found)
            if free and holds(compact(match.group())):
                found.append(Finding(kind, start, end))
    return sorted(found, key=lambda finding: finding.start)


def redact(text: str) -> str:
    """The text with every personal number masked; head and tail stay readable, of a card the last four."""
    parts: list[str] = []
    place = 0
    for finding in find_personal(text):
        parts += [text[place : finding.start], _mask(finding.kind, compact(text[finding.start : finding.end]))]
        place = finding.end
    return "".join([*parts, text[place:]])


def _mask(kind: str, number: str) -> str:
    if kind == ID_NUMBER:
        return mask_id_number(number)
    if kind == MOBILE:
        return mask_mobile(number[-11:])
    return "*" * (len(number) - 4) + number[-4:]
