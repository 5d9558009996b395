"""yuanba simulate award PLAYBOOK: a whole campaign with invented people, in a throw-away database unless told otherwise."""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from yuanba.awards.playbook.explaining import lines
from yuanba.awards.playbook.mistakes import PlaybookError
from yuanba.awards.playbook.reading import read
from yuanba.awards.playbook.shipped import named


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["award"])
    parser.add_argument("playbook", type=Path, help="an award playbook (.toml), or the name of a shipped one")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same campaign (default 7)")
    parser.add_argument("--entries", type=int, default=300, help="about how many enter (default 300)")
    parser.add_argument("--residents", type=int, default=20_000, help="about how many live there (default 20000)")
    parser.add_argument("--turnout", type=int, default=10, metavar="PERCENT", help="who answers and votes (default 10)")
    parser.add_argument("--bundle", type=Path, help="where the bundle goes (default build/simulated/ID-SEED)")
    parser.add_argument("--here", action="store_true", help="use the configured database, which must be empty")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")


def run(options: argparse.Namespace) -> int:
    """0 with the report on standard output; 1 with what is wrong with the playbook."""
    try:
        playbook = read(named(options.playbook).read_bytes())
    except OSError as error:
        print(f"{options.playbook}: {error.strerror}", file=sys.stderr)
        return 1
    except PlaybookError as error:
        print("\n".join(lines(error.mistakes, options.playbook.name)), file=sys.stderr)
        return 1
    bundle = options.bundle or Path("build") / "simulated" / f"{playbook.id}-{options.seed}"
    shutil.rmtree(bundle, ignore_errors=True)
    bundle.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yuanba-simulate-", dir=fast_folder()) as folder:
        if not options.here:
            elsewhere(Path(folder))
        report = simulated(playbook, options, bundle.resolve())
    print(json.dumps(report, ensure_ascii=False, indent=None if options.json else 2))
    return 0


def simulated(playbook: Any, options: argparse.Namespace, bundle: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from yuanba.config.cli import set_up

    set_up()
    from yuanba.simulation.award import simulate

    call_command("migrate", interactive=False, verbosity=0)
    return simulate(
        playbook=playbook,
        seed=options.seed,
        entries=options.entries,
        residents=options.residents,
        turnout=options.turnout,
        bundle=bundle,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )


def fast_folder() -> str | None:
    """Memory, where there is some: a throw-away database needs no disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- a throw-away folder with a random name


def elsewhere(folder: Path) -> None:
    """Settings will find an empty deployment in `folder`, and nothing of this one."""
    os.environ["YUANBA_DATA_DIR"] = str(folder)
    os.environ["YUANBA_MODE"] = "development"
    os.environ.pop("YUANBA_DATABASE_URL", None)
