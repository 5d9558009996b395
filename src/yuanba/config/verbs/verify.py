"""yuanba verify BUNDLE"""

import argparse

from yuanba import verify


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", help="the folder or the .zip of a published bundle")


def run(options: argparse.Namespace) -> int:
    """0 if everything recomputes; 1 with the first difference otherwise."""
    return verify.main([options.bundle])
