"""yuanba verify BUNDLE [ROOT]"""

import argparse

from yuanba import verify


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", help="the folder or the .zip of a published bundle")
    parser.add_argument("root", nargs="?", help="the hash that the organiser announced, to be compared")


def run(options: argparse.Namespace) -> int:
    """0 if everything recomputes; 1 with the first difference otherwise."""
    return verify.main([options.bundle, *([options.root] if options.root else [])])
