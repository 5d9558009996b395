"""Reading single cells of a roll: names of places, areas, dates, phones, shares, as people type them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from yuanba.kernel.identifiers import BadIdentifier, compact, id_number_ok, mobile, uscc_ok
from yuanba.kernel.normal import clean

CM2_IN_M2 = 10_000
LARGEST_AREA_M2 = 100_000  # a whole shopping centre; more is a slip
FIRST_YEAR = 1950
EXCEL_EPOCH = date(1899, 12, 30)  # Source: ECMA-376 18.17.4.1, with the leap year that 1900 was not
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050  # 1950-01-01 to 2099-12-31

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?(?:[ T].*|月)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BUILDING = re.compile(r"([0-9A-Za-z]+)(?:号楼|栋|幢|座|号|楼)?")
_ENTRANCE = re.compile(r"([0-9A-Za-z]+)(?:单元|门|梯)?")
_NUMBER_END = re.compile(r"(?:室|号房|房|号|户)$")
_PLACE = re.compile(
    r"(?:.*?[^0-9A-Za-z栋幢])?([0-9A-Za-z]+)(?:号楼|栋|幢|座|#)[-—]?(?:([0-9A-Za-z]+)单元[-—]?)?([0-9A-Za-z]+)(?:室|号|房)?"
)
_DASHED = re.compile(r"([0-9A-Za-z]+)[-—]([0-9A-Za-z]+)(?:[-—]([0-9A-Za-z]+))?")
_BODY = re.compile(r"公司|集团|合作社|银行|委员会|居委会|村委会|办事处|政府|事务所|工厂|学校|医院|协会|基金会|幼儿园")
_DEVELOPER = re.compile(r"置业|地产|房开|开发")
_PEOPLE = re.compile(r"[、,，;；/\n]+")
_AREA = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:㎡|平方米|平米|平方|m2|m²|M2)?")
NOTHING = frozenset({"", "-", "--", "—", "/", "无", "空", "暂无", "不详", "未知", "N/A", "n/a", "None"})
TOGETHER = frozenset({"共同共有", "共有", "共同", "夫妻共有", "按份共有"})

DWELLING, SHOP, PARKING = "DWELLING", "SHOP", "PARKING"
_KINDS = (
    (PARKING, re.compile(r"车位|车库|车房|储藏|杂物|地下室")),
    (SHOP, re.compile(r"商铺|商业|门面|铺面|店面|底商|店铺|非住宅|写字楼|办公|商用|铺")),
    (DWELLING, re.compile(r"住宅|住房|公寓|别墅|高层|多层|洋房|民用|居民|商品房|安置房|房改房|廉租|公租")),
)


class BadCell(Exception):
    """The cell cannot be what its column says; `code` says why ("people.roll_area")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(cell: Any) -> str:
    """The cell as one clean line; whole numbers without their ".0", "-" and 无 as nothing."""
    if isinstance(cell, str):
        said = _cleaned(cell)
    elif isinstance(cell, bool) or cell is None:
        said = ""
    elif isinstance(cell, float):
        said = str(int(cell)) if cell.is_integer() else repr(cell)
    elif isinstance(cell, (date, datetime)):
        said = cell.isoformat()
    else:
        said = str(cell)
    return "" if said in NOTHING else said


@lru_cache(maxsize=20_000)
def _cleaned(said: str) -> str:
    return clean(said)


@lru_cache(maxsize=5_000)
def building(said: str) -> str:
    """3, 3栋, 3号楼, 3幢 are one building, "3栋"; a name stays a name."""
    found = _BUILDING.fullmatch(said.replace(" ", "").replace("#", ""))
    return f"{_plain_number(found.group(1))}栋" if found else said


@lru_cache(maxsize=5_000)
def entrance(said: str) -> str:
    """1, 01 and 1单元 are one entrance, "1单元"."""
    found = _ENTRANCE.fullmatch(said.replace(" ", ""))
    return f"{_plain_number(found.group(1))}单元" if found else said


@lru_cache(maxsize=20_000)
def number(said: str) -> str:
    """402, 402室 and 402号 are one door."""
    short = said.replace(" ", "")
    return _NUMBER_END.sub("", short) or short


def place(said: str) -> tuple[str, str, str] | None:
    """Building, entrance and number from "3栋1单元402", "3-1-402" or "3-402"; None if it is none of these."""
    short = said.replace(" ", "")
    found = _PLACE.fullmatch(short)
    if found:
        one, two, three = found.groups()
        return building(one), entrance(two) if two else "", number(three)
    dashed = _DASHED.fullmatch(short)
    if dashed is None:
        return None
    one, two, three = dashed.groups()
    return (building(one), entrance(two), number(three)) if three else (building(one), "", number(two))


def _plain_number(said: str) -> str:
    return said.lstrip("0") or said if said.isdigit() else said.upper()


def area_cm2(cell: Any) -> int | None:
    """The area in cm², from 89.5, "89.5㎡" or "８９．５平方米"; None for an empty cell. Raises BadCell(people.roll_area)."""
    said = text(cell).replace("．", ".").replace(",", "").replace("，", "").replace(" ", "")
    if not said:
        return None
    found = _AREA.fullmatch(said)
    if found is None:
        raise BadCell("people.roll_area")
    try:
        square_metres = Decimal(found.group(1))
    except InvalidOperation as error:
        raise BadCell("people.roll_area") from error
    cm2 = int((square_metres * CM2_IN_M2).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < cm2 <= LARGEST_AREA_M2 * CM2_IN_M2:
        raise BadCell("people.roll_area")
    return cm2


def day(cell: Any) -> date | None:
    """The day, from a date, an Excel serial, 2021-3-5, 2021年3月5日, 2021.03 (its first day) or 20210305.

    None for an empty cell. Raises BadCell(people.roll_date), also for 2021-02-30.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text(cell)
    if not said:
        return None
    found = _DATE.fullmatch(said) or _COMPACT_DATE.fullmatch(said)
    try:
        if found is not None:
            year, month, month_day = found.groups()
            when = date(int(year), int(month), int(month_day or 1))
        else:
            when = _serial(said)
    except (ValueError, InvalidOperation) as error:
        raise BadCell("people.roll_date") from error
    if when.year < FIRST_YEAR:
        raise BadCell("people.roll_date")
    return when


def _serial(said: str) -> date:
    days = int(Decimal(said))
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        raise ValueError(said)
    return EXCEL_EPOCH + timedelta(days=days)


def kind(said: str) -> str:
    """DWELLING, SHOP or PARKING; "" for an empty cell. Raises BadCell(people.roll_kind)."""
    if not said:
        return ""
    for name, pattern in _KINDS:
        if pattern.search(said):
            return name
    raise BadCell("people.roll_kind")


def names(said: str) -> list[str]:
    """The people of one cell, parted by 、 , ; / or a line break, as they stand."""
    return [one for one in (part.strip() for part in _PEOPLE.split(said)) if one not in NOTHING]


def phone(said: str) -> str:
    """The mobile number, normalised; "" for an empty cell. Raises BadCell(people.roll_phone)."""
    if not said:
        return ""
    try:
        return mobile(said)
    except BadIdentifier as error:
        raise BadCell("people.roll_phone") from error


def shares(said: str, owners: int) -> list[Fraction]:
    """One share per owner, from "50%", "1/2", "0.5" or several of them; equal shares where nothing is said.

    Raises BadCell(people.roll_share).
    """
    if not said or said in TOGETHER:
        return [Fraction(1, owners)] * owners
    parts = re.split(r"[、,，;；\s]+", said)
    try:
        found = [_share(part) for part in parts]
    except (ValueError, ZeroDivisionError) as error:
        raise BadCell("people.roll_share") from error
    if len(found) == 1 and owners > 1 and found[0] * owners == 1:
        return found * owners
    if len(found) != owners or any(not 0 < one <= 1 for one in found):
        raise BadCell("people.roll_share")
    return found


def _share(said: str) -> Fraction:
    if said.endswith("%"):
        return Fraction(said[:-1]) / 100
    share = Fraction(said)
    return share / 100 if share > 1 else share


@dataclass(frozen=True, slots=True)
class Identity:
    """What an ID cell tells: an ID number (18 digits) or a credit code, or that it was unreadable."""

    id_number: str = ""
    uscc: str = ""
    is_bad: bool = False


def identity(said: str) -> Identity:
    if not said:
        return Identity()
    code = compact(said)
    if id_number_ok(code):
        return Identity(id_number=code)
    if uscc_ok(code):
        return Identity(uscc=code)
    return Identity(is_bad=True)


@lru_cache(maxsize=20_000)
def is_body(name: str) -> bool:
    """True if the name is that of a company, office or other body, not of a person."""
    return bool(_BODY.search(name))


def body_kind(name: str) -> str:
    return "DEVELOPER" if _DEVELOPER.search(name) else "OTHER"


_RELATIONS = (
    ("TENANT", re.compile(r"租|使用人|借住|员工")),
    ("OWNER", re.compile(r"本人|业主|户主|产权人|自住|自己")),
)


def relation(said: str) -> str:
    """OWNER, TENANT or FAMILY (anything else that is said); "" for an empty cell."""
    if not said:
        return ""
    return next((name for name, pattern in _RELATIONS if pattern.search(said)), "FAMILY")


def lived_in(said: str) -> str:
    """What a status cell says: OWNER (自住, 已入住), EMPTY (空置, 未入住), TENANT (出租), or "" ."""
    if re.search(r"空置|未入住|未住|毛坯|未交", said):
        return "EMPTY"
    if re.search(r"租", said):
        return "TENANT"
    return "OWNER" if re.search(r"自住|已入住|入住|常住|居住", said) else ""
