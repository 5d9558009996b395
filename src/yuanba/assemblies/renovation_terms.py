"""What consents to a renovation are measured by: the law's shares by day, and guidance for lifts as dated rows. Pure.

Adding a lift is a rebuilding of a building's facilities, one of the matters that ask for three quarters. The shares are
taken of the owners whom it concerns; that for a lift these are the owners of its stairwell is the guidance's word.
"""

from dataclasses import dataclass
from datetime import date

from yuanba.ballots.tally import law

SMALLEST_SHOWN = 5  # Source: as in ballots/queries/owners.py: subtotals below five would name people


@dataclass(frozen=True, slots=True)
class Guidance:
    """A text beside the law. `region` is a statistical code ("" for the country), `checked`: read in its own wording."""

    region: str
    source: str
    paraphrase: str
    from_date: date
    checked: bool


GUIDANCE = (
    Guidance(
        "",
        "国务院办公厅关于全面推进城镇老旧小区改造工作的指导意见（国办发〔2020〕23号）",
        "Lifts are among what is encouraged where a building can take one; residents talk and decide, the state supports.",
        date(2020, 7, 10),
        True,
    ),
    Guidance(
        "51",
        "四川省关于进一步做好既有住宅电梯增设工作的指导意见（2021年12月1日起施行）",
        "The owners of the stairwell are asked; two thirds by area and by heads take part, three quarters of these agree.",
        date(2021, 12, 1),
        False,
    ),
)
MATTERS = {"LIFT": law.REBUILD, "ROOF": law.USE_REPAIR_FUND, "PIPES": law.USE_REPAIR_FUND, "FACADE": law.REBUILD,
           "OTHER": law.OTHER_MAJOR}  # fmt: skip


def row_for(kind: str, on: date) -> law.LawRow | None:
    """The law's row for such a renovation on that day."""
    return law.row_for(law.OWNERS, MATTERS[kind], on)


def guidance(kind: str, on: date) -> tuple[Guidance, ...]:
    """What is said about lifts besides the law, in force on that day."""
    return tuple(row for row in GUIDANCE if row.from_date <= on) if kind == "LIFT" else ()


def floor_of(number: str) -> int | None:
    """The floor that a door number tells: 402 -> 4, 1203 -> 12; None for a shop or a name."""
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdecimal())
    if digits != number.strip() or not 3 <= len(digits) <= 4:
        return None
    return int(digits[:-2])
