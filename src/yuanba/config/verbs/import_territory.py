"""yuanba import-territory FILE [--from DAY] [--basis TEXT]"""

import argparse
import sys
from datetime import date
from pathlib import Path

from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.places import territory_file
from yuanba.places.actions import import_territory
from yuanba.web import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV, .xlsx or TOML with code, name, parent code and kind")
    parser.add_argument("--from", dest="from_date", type=date.fromisoformat, help="the day it is valid from; today")
    parser.add_argument("--basis", default="", help="the decision that it rests on")


def run(options: argparse.Namespace) -> int:
    """0 if every row stands, 1 if some were refused (the good ones stand then) or the file could not be read."""
    now = clock.now()
    try:
        table = territory_file.read(options.file.read_bytes())
    except OSError as error:
        print(f"yuanba: {error}", file=sys.stderr)
        return 1
    report = import_territory(
        rows=table.rows,
        from_date=options.from_date or local_date(now),
        basis=options.basis,
        actor=system("import-territory"),
        now=now,
    )
    for problem in (*table.problems, *report.problems):
        print(f"line {problem.line}: {problem.code} {problem.fact}", file=sys.stderr)
    print(f"founded={report.founded} renamed={report.renamed} moved={report.moved} unchanged={report.unchanged}")
    return 1 if table.problems or report.problems else 0
