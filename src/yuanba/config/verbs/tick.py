"""yuanba tick [--every SECONDS]"""

import argparse
import signal
import sys
import threading

from yuanba.config import tick
from yuanba.web import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, with this pause between rounds")


def run(options: argparse.Namespace) -> int:
    """Every duty that is due has been tried once (or, with --every, over and over until a signal comes)."""
    if options.every is None:
        failures = tick.round_of_duties(clock.now())
        return report(failures)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        report(tick.round_of_duties(clock.now()))
        stop.wait(options.every)
    return 0


def report(failures: list[str]) -> int:
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0
