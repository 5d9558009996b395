"""yuanba restore FILE"""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from yuanba.config import archive


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="an archive that `yuanba backup` wrote")


def run(options: argparse.Namespace) -> int:
    """The deployment is what the archive holds, brought to this version's tables (0), or is untouched (1)."""
    try:
        manifest = archive.restore(
            source=options.file, database=settings.DATABASES["default"], data_dir=settings.DATA_DIR
        )
    except archive.ArchiveRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    print(f"Restored what was written at {manifest['written_at']}.")
    return 0
