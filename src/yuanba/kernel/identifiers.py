"""Chinese identifiers: checked, normalised, masked.

No lists of districts: they change, and a wrong refusal hurts people.
"""

import re
from datetime import date

from yuanba.kernel.width import half_width

# Source: GB 11643-1999, 公民身份号码, annex: ISO 7064 MOD 11-2.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
# Source: GB/T 2260, first two digits; 81-83 stand for the residence permits of Hong Kong, Macau and Taiwan people.
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
# Source: GB 32100-2015, 法人和其他组织统一社会信用代码编码规则, annex A: 31 characters without I, O, S, V, Z; MOD 31.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_FIRST_BIRTH_YEAR = 1850
_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})", re.ASCII)


class BadIdentifier(ValueError):
    """The text is not such an identifier; `code` says which ("identifiers.mobile")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def compact(text: str) -> str:
    """Half-width, upper case, without blanks and hyphens: how identifiers are compared and kept."""
    return re.sub(r"[\s\-‐-―−－]", "", half_width(text)).upper()


def id_number_ok(text: str) -> bool:
    """True for an 18-digit citizen or residence-permit number with a province, a real birth date and its check digit.

    Foreigners' permanent residence cards begin with 9 before the province. The district is not checked on purpose.
    Source: GB 11643-1999; 国家移民管理局 2023 for the leading 9.
    """
    number = compact(text)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return False
    province = number[1:3] if number[0] == "9" else number[:2]
    if province not in _PROVINCES or not _real_date(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return number[17] == _ID_CHECK[total % 11]


def uscc_ok(text: str) -> bool:
    """True for an 18-character unified social credit code whose check character holds.

    The inner organisation code (GB 11714) has a check of its own; a single slip is caught without asking it twice.
    Source: GB 32100-2015.
    """
    code = compact(text)
    if not re.fullmatch(rf"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}", code):
        return False
    total = sum(w * _USCC_ALPHABET.index(char) for w, char in zip(_USCC_WEIGHTS, code, strict=False))
    return code[17] == _USCC_ALPHABET[-total % 31]


def luhn_ok(number: str) -> bool:
    """True if a string of digits has a right Luhn check digit, as bank cards have. Source: GB/T 17552 / ISO 7812-1."""
    doubled = (int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def mobile(text: str) -> str:
    """The 11 digits of a mainland mobile number, however it was typed (+86, full-width, blanks, hyphens).

    Raises BadIdentifier("identifiers.mobile"). Source: 电信网编号计划 (2017): 1[3-9] and nine more digits.
    """
    found = _MOBILE.fullmatch(re.sub(r"[()（）]", "", compact(text)))
    if found is None:
        raise BadIdentifier("identifiers.mobile")
    return found.group(1)


def mask_mobile(number: str) -> str:
    """138****0001; whatever is too short for that is hidden whole."""
    return _masked(number, 3, 4, "****")


def mask_id_number(number: str) -> str:
    """510***********1234 (C-009); whatever is too short for that is hidden whole."""
    return _masked(number, 3, 4, "*" * 11)


def mask_name(name: str) -> str:
    """The first character and two stars, 王**, whatever the length, so that the length tells nothing."""
    found = re.match("\\s*(\\S[\ufe00-\ufe0f\U000e0100-\U000e01ef]?)", name)
    return (found.group(1) if found else "") + "**"


def _masked(text: str, head: int, tail: int, stars: str) -> str:
    if len(text) < head + tail + len(stars):
        return "*" * len(text)
    return text[:head] + stars + text[-tail:]


def _real_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= _FIRST_BIRTH_YEAR
    except ValueError:
        return False
