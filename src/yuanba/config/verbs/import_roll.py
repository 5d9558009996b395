"""yuanba import-roll FILE.xlsx --compound ID [--as-of DAY] [--accept-good-rows] [--end-vanished] [--preview] [--errors FILE]"""

import argparse
import sys
from datetime import date
from pathlib import Path

from yuanba.documents import workbook
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.people.actions import RollPreview, import_roll, preview_roll
from yuanba.people.roll_progress import CHECKING, READING, WRITING, Tell
from yuanba.places.models import Territory
from yuanba.places.queries import full_name_at, tree_at
from yuanba.web import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the .xlsx of the property office")
    parser.add_argument("--compound", required=True, help="the compound: its id, or its name if no other has it")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day of the roll, 2026-11-01; today by default")
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--accept-good-rows", action="store_true", help="import the good rows although others are bad")
    parser.add_argument("--end-vanished", action="store_true", help="end the people of doors that the file left out")
    parser.add_argument("--errors", type=Path, help="write the list of mistakes to this .xlsx, to take along")


STEPS = {READING: "正在读取", CHECKING: "正在核对", WRITING: "正在写入"}
HEADS = ("工作表", "行", "列", "问题", "这一行是否未采用")


def progress() -> Tell:
    """Tells the terminal in one line that is written over; where there is none, each step once."""
    told: list[str] = []
    live = sys.stderr.isatty()

    def tell(step: str, percent: int) -> None:
        if live:
            print(f"\r{STEPS[step]} {percent}%   ", end="", file=sys.stderr, flush=True)
        elif told[-1:] != [step]:
            told.append(step)
            print(f"{STEPS[step]} …", file=sys.stderr, flush=True)

    return tell


def run(options: argparse.Namespace) -> int:
    """0 if the roll is imported (or only previewed, and without errors), 1 if not; every problem is printed."""
    now = clock.now()
    as_of = options.as_of or local_date(now)
    compound = find_compound(options.compound, as_of)
    if compound is None:
        print(f"yuanba: no compound {options.compound!r}, or several; use its id", file=sys.stderr)
        return 1
    actor = system("import-roll")
    tell = progress()
    try:
        content = options.file.read_bytes()
        preview = preview_roll(compound_id=compound, content=content, as_of_date=as_of, actor=actor, now=now, tell=tell)
        print(file=sys.stderr)
        show(preview, full_name_at(compound, as_of))
        if options.errors is not None:
            options.errors.write_bytes(mistakes(preview, full_name_at(compound, as_of)))
        if options.preview:
            return 1 if preview.errors else 0
        import_roll(
            preview=preview,
            accept_good_rows=options.accept_good_rows,
            end_vanished=options.end_vanished,
            actor=actor,
            now=now,
            tell=tell,
        )
        print(file=sys.stderr)
    except OSError as error:
        print(f"yuanba: {error}", file=sys.stderr)
        return 1
    except Refused as refused:
        print(f"yuanba: {refused.verdict.code} {dict(refused.verdict.facts)}", file=sys.stderr)
        return 1
    print("imported")
    return 0


def find_compound(said: str, on: date) -> int | None:
    """The compound with this id, else the only one with this name on the day."""
    if said.isdigit():
        found = Territory.objects.filter(pk=int(said), kind=Territory.Kind.COMPOUND)
        return int(said) if found.exists() else None
    named = [node.id for node in tree_at(on) if node.kind == Territory.Kind.COMPOUND and node.name == said]
    return named[0] if len(named) == 1 else None


def mistakes(preview: RollPreview, name: str) -> bytes:
    """The list of mistakes by sheet, row and column, as a spreadsheet."""
    rows = [
        (one.sheet, one.row or "", one.column, one.message_zh, "是" if one.is_error else "否")
        for one in preview.problems
    ]
    return workbook.workbook(name="roll-errors", watermark=f"{name} 名册导入的问题", heads=HEADS, rows=rows)


def show(preview: RollPreview, name: str) -> None:
    for one in preview.problems:
        where = " ".join(part for part in (one.sheet, f"{one.column}{one.row}" if one.row else "") if part)
        print(f"{'错误' if one.is_error else '提示'} {where}: {one.message_zh}", file=sys.stderr)
    listed = len(preview.problems)
    total = sum(preview.problem_counts.values())
    if total > listed:
        print(f"… {total - listed} more of the same kinds", file=sys.stderr)
    print(name, " ".join(f"{key}={value}" for key, value in preview.counts.items()))
