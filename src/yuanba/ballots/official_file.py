"""The official tally as a spreadsheet: four columns (question, what, heads, area), a line each. Pure."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from yuanba.ballots.likeness import folded
from yuanba.ballots.tally.official import Line

COLUMNS = 4
MOST_LINES = 500


class Unreadable(Exception):
    """The file is no spreadsheet that can be read."""


def read(content: bytes, known: Mapping[tuple[str, str], tuple[str, str]]) -> list[Line]:
    """The lines of the first sheet below its head. `known` leads from the folded words of a line to (item, what).

    A line that nobody knows keeps its own words, so that the check names it. Raises Unreadable.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python()
    except (CalamineError, ValueError, IndexError) as error:
        raise Unreadable from error
    lines = []
    for number, row in enumerate(rows[1 : MOST_LINES + 1], 2):
        question, what, heads, area = [_text(cell) for cell in [*row, *[""] * COLUMNS][:COLUMNS]]
        if not (question or what or heads or area):
            continue
        item, key = known.get((folded(question), folded(what)), (question, what))
        lines.append(Line(number, item, key, heads, area))
    return lines


def words(labels: Sequence[tuple[tuple[str, str], tuple[str, str]]]) -> dict[tuple[str, str], tuple[str, str]]:
    """From (question, what) as the template says it to (item, what) as the check knows it."""
    return {(folded(question), folded(what)): key for (question, what), key in labels}


def _text(cell: Any) -> str:
    """Whole numbers without a point; others with the digits that the file shows."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()
