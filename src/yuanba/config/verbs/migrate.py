"""yuanba migrate"""

import argparse

from django.core.management import call_command


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    """The database has the tables of this version, and the work calendar's known years."""
    call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    return 0
