"""yuanba messages extract|compile|check"""

import argparse
import sys

from yuanba.web import messages


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["extract", "compile", "check"])


def run(options: argparse.Namespace) -> int:
    """Catalogues follow the sources (extract), are compiled (compile), or are whole and of one mind (check: or 1)."""
    if options.what == "extract":
        messages.extract()
    elif options.what == "compile":
        messages.compile_all()
    else:
        gaps = [*messages.missing(), *messages.conflicts()]
        print("\n".join(map(str, gaps)), file=sys.stderr, end="\n" if gaps else "")
        return 1 if gaps else 0
    return 0
