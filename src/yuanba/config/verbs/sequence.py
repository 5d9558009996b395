"""yuanba sequence [--every SECONDS]"""

import argparse
import logging
import signal
import threading

from django.db import DatabaseError, connection

from yuanba.ballots.actions import sequence_once
from yuanba.web import clock

logger = logging.getLogger("yuanba.sequence")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between rounds")


def run(options: argparse.Namespace) -> int:
    """Every paper that waited has its place in its ballot's log (or, with --every, over and over until a signal)."""
    if options.every is None:
        print(sequence_once(clock.now()))
        return 0
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        try:
            sequence_once(clock.now())
        except DatabaseError:  # a busy or restarting database: the next round does what this one left
            logger.exception("a round of sequencing failed")
            connection.close()
        stop.wait(options.every)
    return 0
