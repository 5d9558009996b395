"""yuanba playbook check FILE"""

import argparse
import sys
from pathlib import Path

from yuanba.awards.playbook.explaining import check
from yuanba.awards.playbook.shipped import named


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["check"])
    parser.add_argument("file", type=Path, help="an award playbook (.toml), or the name of a shipped one")
    parser.add_argument("--language", choices=["zh", "en"], default="zh", help="of the explanations (default zh)")


def run(options: argparse.Namespace) -> int:
    """0 if the playbook can be used; 1 with every mistake, its line and what to do."""
    mistakes = check(named(options.file), options.language)
    if not mistakes:
        print(f"{options.file}: {'可以使用' if options.language == 'zh' else 'ready to use'}")
        return 0
    print("\n".join(mistakes), file=sys.stderr)
    return 1
