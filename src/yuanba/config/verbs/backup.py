"""yuanba backup FILE"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from yuanba.config import archive


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the archive to write, for example yuanba-2026-11-20.tar")


def run(options: argparse.Namespace) -> int:
    """The archive is complete and on disk (0), or nothing was left (1)."""
    try:
        manifest = archive.backup(
            target=options.file,
            database=settings.DATABASES["default"],
            data_dir=settings.DATA_DIR,
            now=datetime.now(UTC),
        )
    except archive.ArchiveRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{options.file}: {len(manifest['members'])} files. It holds the keys: keep it locked away.")
    return 0
