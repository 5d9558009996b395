"""Filters of the templates: values into words. Each takes plain data and returns text."""

from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext

from yuanba.kernel.fen import yuan_text
from yuanba.kernel.identifiers import mask_id_number, mask_mobile, mask_name
from yuanba.web import dates

CM2_PER_M2 = 10_000


def number(value: int) -> str:
    """1712 -> "1,712"."""
    return f"{value:,}"


def yuan(fen: int, *, full: bool = False) -> str:
    """300000 -> "3,000 元" or "¥3,000"; fen are shown only where there are some, or with `full` (ledgers, vouchers)."""
    text = yuan_text(fen)
    if not full:
        text = text.removesuffix(".00")
    return gettext("¥%(amount)s") % {"amount": text}


def area(area_cm2: int) -> str:
    """893700 -> "89.37 ㎡"; area is kept in whole square centimetres."""
    whole, rest = divmod(area_cm2, CM2_PER_M2)
    return f"{whole:,}.{rest // 100:02d} ㎡"


def percent(value: Fraction | int, digits: int = 1) -> str:
    """Fraction(2, 3) -> "66.7%", rounded half up; never a float."""
    scale: int = 10**digits
    scaled = int(Fraction(value) * 100 * scale + Fraction(1, 2))
    whole, rest = divmod(scaled, scale)
    return f"{whole}.{rest:0{digits}d}%" if digits else f"{whole}%"


def iso(value: date | datetime) -> str:
    """For the datetime attribute of <time>."""
    return value.isoformat()


def mask(value: str, kind: str = "name") -> str:
    """What may be shown of a name ("王**"), a mobile ("138****0001") or an ID number, by default."""
    return {"name": mask_name, "mobile": mask_mobile, "id_number": mask_id_number}[kind](value)


def dialled(line: str) -> str:
    """What a phone dials: "028-00000020 转 110" -> "028-00000020,110"; at the comma it waits for the exchange."""
    return "".join(line.split()).replace("转", ",")


FILTERS = {
    "number": number,
    "yuan": yuan,
    "area": area,
    "percent": percent,
    "iso": iso,
    "mask": mask,
    "dialled": dialled,
    "day": dates.day,
    "hour": dates.hour,
    "moment": dates.moment,
    "until": dates.until,
    "last_day": dates.last_day,
    "by": dates.by,
    "after": dates.after,
}
