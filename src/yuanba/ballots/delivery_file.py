"""Reads the workbook in which proofs of delivery were noted: one line per home. Pure: it writes nothing."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook

from yuanba.kernel.normal import clean
from yuanba.people import roll_cells as cells
from yuanba.people import roll_guard
from yuanba.people.roll_cells import BadCell
from yuanba.people.roll_guard import BadRollFile

WAYS = {
    "当面签收": "SIGNED",
    "签收": "SIGNED",
    "短信确认": "SMS",
    "短信": "SMS",
    "挂号信": "REGISTERED",
    "挂号": "REGISTERED",
}
HEADS = {"房号": "home", "送达方式": "way", "送达日期": "day"}
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One home, the way (a Delivery.Way) and the day; `problem` is "" or a word for what cannot be read."""

    row: int
    home: str
    way: str
    day: date | None
    problem: str = ""


def read(content: bytes) -> list[Line]:
    """The lines of the first sheet; one line with the problem "file" where it is no workbook, "heads" without its heads."""
    try:
        roll_guard.check(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (BadRollFile, CalamineError, IndexError):
        return [Line(0, "", "", None, "file")]
    rows = sheet.to_python(skip_empty_area=False)
    for number, row in enumerate(rows[:10], start=1):
        places = {HEADS[name]: place for place, cell in enumerate(row) if (name := cells.text(cell)) in HEADS}
        if len(places) == len(HEADS):
            told = enumerate(rows[number : number + MOST_ROWS], start=number + 1)
            return [_line(at, one, places) for at, one in told if any(cells.text(cell) for cell in one)]
    return [Line(0, "", "", None, "heads")]


def _line(number: int, row: Sequence[object], places: dict[str, int]) -> Line:
    home, way = (clean(cells.text(row[places[name]])).replace(" ", "") for name in ("home", "way"))
    try:
        day = cells.day(row[places["day"]])
    except BadCell:
        day = None
    problem = "" if home else "home"
    problem = problem or ("" if way in WAYS else "way") or ("" if day is not None else "day")
    return Line(number, home, WAYS.get(way, ""), day, problem)
