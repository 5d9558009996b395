"""yuanba witnesses [--add KEY]"""

import argparse
import sys

from yuanba.audit import logs, notes, witnesses
from yuanba.web import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--add", metavar="KEY", help="the verifier key that `yuanba witness` printed elsewhere")


def run(options: argparse.Namespace) -> int:
    """The register's verifier key, to be given to witnesses, and what each witness cosigned last; 1 for a bad key."""
    if options.add:
        try:
            witnesses.name(key=options.add, now=clock.now())
        except notes.BadNote as error:
            print(error, file=sys.stderr)
            return 1
    print(f"register: {logs.verifier_key(logs.REGISTER)}")
    for one in witnesses.cosigned(logs.REGISTER):
        head = (
            "nothing yet" if one.checkpoint is None else f"{one.checkpoint.size} leaves, {one.behind} behind, {one.at}"
        )
        print(f"{one.witness.name}: {head}")
    return 0
