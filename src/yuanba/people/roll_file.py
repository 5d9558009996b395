"""Reads the Excel that a property office really has into rows of a roll. Pure: it writes nothing, and reads once."""

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yuanba.people import roll_guard
from yuanba.people.roll_guard import BadRollFile
from yuanba.people.roll_progress import READING, Tell, part, silent
from yuanba.people.roll_rows import PremisesKey, Problems, RollFile, RollOwner, RollRow, namesakes
from yuanba.people.roll_sheet import Draft, Drafts, SheetReader

SUM_TOLERANCE = Fraction(1, 100)  # 33.33 % three times


def read(content: bytes, as_of_date: date, tell: Tell = silent) -> RollFile:
    """The rows of the workbook as of a day, and everything that is wrong with it, by sheet, row and column.

    A file that is no workbook at all comes back without rows and with the one problem that says so.
    """
    problems = Problems()
    try:
        missing = roll_guard.check(content).missing
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except BadRollFile as bad:
        problems.add("", 0, "", bad.code)
        return RollFile([], problems)
    except CalamineError:
        problems.add("", 0, "", "people.roll_damaged")
        return RollFile([], problems)
    drafts = Drafts(problems, as_of_date)
    number = len(workbook.sheets_metadata)
    for place, meta in enumerate(workbook.sheets_metadata):
        tell(READING, part(place, number))
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            problems.add(meta.name, 0, "", "people.roll_hidden_sheet")
            continue
        reader = SheetReader(meta.name, missing.get(meta.name, {}), drafts)
        try:
            sheet = workbook.get_sheet_by_name(meta.name)
            reader.read(sheet, _reached(tell, place, number, sheet.height))
        except CalamineError:
            problems.add(meta.name, 0, "", "people.roll_damaged")
    rows, bad_keys = _finished(drafts)
    if not rows and not problems.errors:
        problems.add("", 0, "", "people.roll_nothing")
    namesakes(rows, problems)
    return RollFile(rows, problems, drafts.lost_rows + len(bad_keys), frozenset(bad_keys))


def _reached(tell: Tell, place: int, number: int, height: int) -> Callable[[int], None]:
    """Tells of a row of the sheet as a part of all sheets, each taken for as long as the others."""
    return lambda row: tell(READING, part(place * height + row, number * height))


def _finished(drafts: Drafts) -> tuple[list[RollRow], list[PremisesKey]]:
    """The good drafts as rows, in order, and the doors of the others; the drafts are used up, for their memory."""
    rows: list[RollRow] = []
    bad: list[PremisesKey] = []
    while drafts.by_key:
        key, draft = drafts.by_key.popitem()
        row = None if draft.is_bad else _row(draft, drafts.problems)
        if row is None:
            bad.append(key)
        else:
            rows.append(row)
    rows.reverse()
    return rows, bad


def _row(draft: Draft, problems: Problems) -> RollRow | None:
    owners = _shared_out(draft)
    if owners is None:
        problems.add(draft.sheet, draft.row, "", "people.roll_share_sum")
        return None
    if draft.area_cm2 is None:
        problems.add(draft.sheet, draft.row, "", "people.roll_area_missing")
    if not owners:
        problems.add(draft.sheet, draft.row, "", "people.roll_owner_missing")
    residents = None if draft.residents is None else tuple(draft.residents)
    return RollRow(
        draft.sheet,
        draft.row,
        draft.key,
        draft.kind,
        draft.area_cm2,
        draft.handed_over_date,
        owners,
        residents,
    )


def _shared_out(draft: Draft) -> tuple[RollOwner, ...] | None:
    """The owners with shares that add up to one; None if they do not."""
    if not draft.owners:
        return ()
    said = [share for _, share in draft.owners if share is not None]
    number = len(draft.owners)
    if not said:
        shares = [Fraction(1, number)] * number
    elif len(said) == number and abs(sum(said, Fraction(-1))) <= SUM_TOLERANCE:
        total = sum(said, Fraction(0))
        shares = [Fraction(1, number)] * number if len(set(said)) == 1 else [one / total for one in said]
    else:
        return None
    return tuple(
        owner if owner.share == share else _with_share(owner, share)
        for (owner, _), share in zip(draft.owners, shares, strict=True)
    )


def _with_share(owner: RollOwner, share: Fraction) -> RollOwner:
    return RollOwner(owner.name, owner.phone, share, owner.is_body, owner.id_number, owner.uscc, owner.from_date)
