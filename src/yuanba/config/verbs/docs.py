"""yuanba docs write|check: the reference pages that are made from the code."""

import argparse
from pathlib import Path

from yuanba.config import reference


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["write", "check"])


def run(options: argparse.Namespace) -> int:
    """The generated pages are as the code says (write), or the ones that are not are named (check: 1)."""
    root = Path(__file__).resolve().parents[4]
    stale = {name: text for name, text in reference.pages().items() if read(root / name) != text}
    for name, text in stale.items():
        if options.what == "write":
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        print(f"{name}: {'written' if options.what == 'write' else 'not as the code says; run yuanba docs write'}")
    return 1 if stale and options.what == "check" else 0


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
