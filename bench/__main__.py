"""python -m bench: measures, prints a table, leaves build/bench.json. Exit 0 unless a measurement crashed."""

import argparse
import importlib
import os
import sys
import time
import traceback
from dataclasses import dataclass

from bench import machine, report
from bench.row import Row

NAMES = ("cases", "cast", "log", "pages", "ranking", "roll", "secret", "simulation", "tally")


@dataclass(frozen=True)
class Sizes:
    """How much is measured: `quick` for trying, `slow` adds the rows that take minutes. `postgresql` is a cluster or ""."""

    postgresql: str
    quick: bool
    slow: bool

    def of(self, full: int, quick: int) -> int:
        return quick if self.quick else full


def main() -> int:
    options = arguments()
    if options.markdown:
        print(report.markdown(report.load()))
        return 0
    sizes = Sizes(os.environ.get("YUANBA_BENCH_POSTGRESQL", ""), options.quick, options.slow)
    about = machine.describe(sizes.postgresql) | {"sizes": "quick" if sizes.quick else "full"}
    rows: list[Row] = []
    missing = [] if sizes.postgresql else ["the rows of PostgreSQL: YUANBA_BENCH_POSTGRESQL names no cluster"]
    crashed = False
    for name in options.only or NAMES:
        started = time.monotonic()
        try:
            rows += importlib.import_module(f"bench.rows.{name}").run(sizes)
        except Exception as error:
            traceback.print_exc()
            missing.append(f"{name}: crashed: {error}")
            crashed = True
        print(f"bench: {name} took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    result = report.document(about, rows, missing)
    report.save(result)
    print(report.text(result))
    return int(crashed)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=NAMES, help="this measurement alone (may be repeated)")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the bench itself")
    parser.add_argument("--slow", action="store_true", help="also the simulation of a whole subdistrict (10 minutes)")
    parser.add_argument("--markdown", action="store_true", help="build/bench.json as Markdown, measuring nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
