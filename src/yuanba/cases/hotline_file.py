"""Reading the Excel that a hotline (12345) sends: line by line, a line that cannot be right is refused by itself. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from yuanba.cases import hotline_columns
from yuanba.kernel.calendar import SHANGHAI
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean, clean_lines
from yuanba.people import roll_guard
from yuanba.people.roll_columns import HEADER_ROWS
from yuanba.people.roll_guard import BadRollFile, column_letters

MOST_LINES = 2000
LONGEST_TEXT = 2000  # signs, as of every case
LONGEST_NAME = 40
LONGEST_PLACE = 120
FEWEST_SIGNS = 4  # of a text; fewer are a name or a word that slid in from beside it
EXACT = 10**15  # Excel keeps 15 digits of a number. Source: Excel specifications and limits
FIRST_YEAR = 2000
END_OF_OFFICE = time(23, 59)

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/.\-]{3,59}")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?.*)?"
)
_PHONE = re.compile(r"\+?[\d*\-－ ()（）]{7,20}")
_ENDS = re.compile(r"合计|小计|总计|制表|填表|备注|说明")


@dataclass(frozen=True)
class Order:
    """One line: the hotline's own number, when somebody called, what they said. `due_at` is the hotline's deadline."""

    row: int
    number: str
    called_at: datetime
    text: str
    name: str = ""
    phone: str = ""
    place: str = ""
    category: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Problem:
    """A line that was not taken: `code` says why ("hotline.shifted"), `column` is the sheet's letter or ""."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass
class HotlineFile:
    """What a file holds: its headings, which column is what, the good lines, and the others."""

    headings: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Bad(Exception):
    def __init__(self, name: str, code: str) -> None:
        super().__init__(code)
        self.name, self.code = name, code


def read(content: bytes, now: datetime, columns: Mapping[str, int] | None = None) -> HotlineFile:
    """The lines of the first sheet, by the columns given or found. A number that stands twice is taken once.

    Nothing after `now` was called. Raises BadRollFile for what is no workbook (people.roll_damaged, …).
    """
    missing = roll_guard.check(content).missing
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_LINES + 2 * HEADER_ROWS)
    except (CalamineError, ValueError, IndexError) as error:
        raise BadRollFile("people.roll_damaged") from error
    head, found, headings = hotline_columns.detect(rows)
    used = dict(found if columns is None else columns)
    file = HotlineFile(headings, used)
    gaps = missing.get(book.sheet_names[0], {})
    if hotline_columns.lacking(used):
        return file
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[head + 1 :], head + 2):
        if len(file.orders) + len(file.problems) >= MOST_LINES:
            file.problems.append(Problem(number, "", "hotline.too_many"))
            break
        _line(file, number, row, now, seen, [column for line, column in gaps if line == number])
    return file


def _line(
    file: HotlineFile, place: int, row: Sequence[Any], now: datetime, seen: dict[str, int], gaps: list[int]
) -> None:
    cells = {name: row[column] if column < len(row) else "" for name, column in file.columns.items()}
    if not any(_text(cell) for cell in cells.values()) or _ENDS.match(_text(next(iter(row), ""))):
        return
    if any(column + 1 in gaps for column in file.columns.values()):
        file.problems.append(Problem(place, "", "hotline.formula"))
        return
    bad: list[_Bad] = []
    order = _order(place, cells, now, bad)
    if order is None:
        one = bad[0]
        code = "hotline.shifted" if len(bad) > 1 or _slid(row, file.columns) else one.code
        letter = column_letters(file.columns[one.name] + 1)
        file.problems.append(Problem(place, letter, code, _text(cells[one.name])[:20]))
    elif order.number in seen:
        file.problems.append(Problem(place, "", "hotline.twice", str(seen[order.number])))
    else:
        seen[order.number] = place
        file.orders.append(order)


def _order(place: int, cells: Mapping[str, Any], now: datetime, bad: list[_Bad]) -> Order | None:
    """The line as an order, or None with what is wrong in `bad`, in the order of the fields."""
    found: dict[str, Any] = {}
    for name, reader in READERS.items():
        if name in cells:
            try:
                found[name] = reader(cells[name])
            except _Bad as one:
                bad.append(one)
    if not bad and found["called_at"] > now:
        bad.append(_Bad("called_at", "hotline.future"))
    if bad:
        return None
    due = found.pop("due", None)
    return Order(row=place, due_at=due, **found)


def _slid(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """True if number and time stand beside where they belong, one and the same step to either side."""
    for step in (-2, -1, 1, 2):
        try:
            for name in ("number", "called_at"):
                at = columns[name] + step
                if not 0 <= at < len(row):
                    raise _Bad(name, "")
                READERS[name](row[at])
        except _Bad:
            continue
        return True
    return False


def _text(cell: Any) -> str:
    """The cell as one clean line; whole numbers without their ".0"."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return clean(str(cell)) if cell is not None else ""


def is_number(said: str) -> bool:
    """True for what may be the number of an order: letters, at least four digits, no phone."""
    digits = sum(one.isdigit() for one in said)
    return bool(_NUMBER.fullmatch(said)) and digits >= FEWEST_SIGNS and not _is_mobile(said)


def _number(cell: Any) -> str:
    if isinstance(cell, (int, float)) and abs(cell) >= EXACT:
        raise _Bad("number", "hotline.number_rounded")
    said = _text(cell)
    if isinstance(cell, (date, bool)) or not is_number(said):
        raise _Bad("number", "hotline.number")
    return said


def _is_mobile(said: str) -> bool:
    try:
        mobile(said)
    except BadIdentifier:
        return False
    return True


def _moment(name: str, cell: Any, end: time) -> datetime:
    if isinstance(cell, datetime):
        found = cell
    elif isinstance(cell, date):
        found = datetime.combine(cell, end)
    else:
        found = _written(name, _text(cell), end)
    if not FIRST_YEAR <= found.year < date.max.year:
        raise _Bad(name, f"hotline.{name}")
    return found.replace(tzinfo=SHANGHAI, microsecond=0)


def _written(name: str, said: str, end: time) -> datetime:
    found = _MOMENT.fullmatch(said)
    if found is None:
        raise _Bad(name, f"hotline.{name}")
    year, month, day, hour, minute, second = (int(one) if one else None for one in found.groups())
    try:
        on = date(year or 0, month or 0, day or 0)
        return datetime.combine(on, end if hour is None else time(hour, minute or 0, second or 0))
    except ValueError as error:
        raise _Bad(name, f"hotline.{name}") from error


def _due(cell: Any) -> datetime | None:
    return _moment("due", cell, END_OF_OFFICE) if _text(cell) else None


def _phone(cell: Any) -> str:
    """The number, "" if there is none or the hotline hid it with stars."""
    said = _text(cell)
    if not said:
        return ""
    if isinstance(cell, date) or not _PHONE.fullmatch(said):
        raise _Bad("phone", "hotline.phone")
    if "*" in said:
        return ""
    try:
        return mobile(said)
    except BadIdentifier:
        return re.sub(r"[^\d\-]", "", said)


def _name(cell: Any) -> str:
    said = _text(cell)
    if isinstance(cell, date) or len(said) > LONGEST_NAME or re.search(r"\d{5}", said):
        raise _Bad("name", "hotline.name")
    return said


def _told(cell: Any) -> str:
    said = clean_lines(str(cell)) if isinstance(cell, str) else ""
    if not said:
        raise _Bad("text", "hotline.text_missing" if not _text(cell) else "hotline.text")
    if len(said) < FEWEST_SIGNS or _NUMBER.fullmatch(said) or _MOMENT.fullmatch(said) or _PHONE.fullmatch(said):
        raise _Bad("text", "hotline.text")
    if len(said) > LONGEST_TEXT:
        raise _Bad("text", "hotline.text_too_long")
    return said


def _place(cell: Any) -> str:
    if isinstance(cell, date) or _MOMENT.fullmatch(_text(cell)) or _is_mobile(_text(cell)):
        raise _Bad("place", "hotline.place")
    return _text(cell)[:LONGEST_PLACE]


def _category(cell: Any) -> str:
    return _text(cell)[:LONGEST_NAME]


READERS = {
    "number": _number,
    "called_at": lambda cell: _moment("called_at", cell, time()),
    "text": _told,
    "name": _name,
    "phone": _phone,
    "place": _place,
    "category": _category,
    "due": _due,
}
