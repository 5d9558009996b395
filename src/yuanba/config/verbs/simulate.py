"""yuanba simulate award PLAYBOOK | ballot | cases: a campaign, a ballot, or the cases of a compound, with invented people.

In a throw-away database unless told otherwise.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yuanba.awards.playbook.explaining import lines
from yuanba.awards.playbook.mistakes import PlaybookError
from yuanba.awards.playbook.reading import read
from yuanba.awards.playbook.shipped import named

TURNOUT = 10  # per cent
BALLOT_TURNOUT = {"owners": 75, "secret": 50}
MOST_DWELLINGS = 100_000
FEWEST_DWELLINGS, FEWEST_DAYS, MOST_DAYS = 100, 30, 1000  # of a simulated life: fewer say nothing


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["award", "ballot", "cases"])
    parser.add_argument(
        "playbook", nargs="?", type=Path, help="an award playbook (.toml), or the name of a shipped one"
    )
    parser.add_argument(
        "--kind", choices=["owners", "secret"], default="owners", help="which ballot (owners: by heads and area)"
    )
    parser.add_argument(
        "--dwellings", type=int, default=1766, help="of the compound of a ballot or of cases (default 1766)"
    )
    parser.add_argument("--days", type=int, default=365, help="of the compound's life (cases; default 365)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same campaign (default 7)")
    parser.add_argument("--entries", type=int, default=300, help="about how many enter (default 300)")
    parser.add_argument("--residents", type=int, default=20_000, help="about how many live there (default 20000)")
    parser.add_argument(
        "--turnout",
        type=int,
        metavar="PERCENT",
        help="who answers and votes (default 10; owners of a ballot 75, secretly 50)",
    )
    parser.add_argument("--bundle", type=Path, help="where the bundle goes (default build/simulated/ID-SEED)")
    parser.add_argument("--here", action="store_true", help="use the configured database, which must be empty")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")


def run(options: argparse.Namespace) -> int:
    """0 with the report on standard output; 1 with what is wrong with the playbook."""
    if options.what == "ballot":
        return ballot(options)
    if options.what == "cases":
        return cases(options)
    if options.playbook is None:
        print("yuanba simulate award needs a playbook.", file=sys.stderr)
        return 1
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
    return thrown_away(options, bundle, lambda: simulated(playbook, options, bundle.resolve()))


def ballot(options: argparse.Namespace) -> int:
    """An owners' or a secret ballot from its announcement to its bundle."""
    if not (MOST_DWELLINGS >= options.dwellings > 0 and 0 <= (options.turnout or 0) <= 100):
        print(f"yuanba simulate ballot: 1 to {MOST_DWELLINGS} dwellings, 0 to 100 per cent.", file=sys.stderr)
        return 1
    bundle = options.bundle or Path("build") / "simulated" / f"{options.kind}-{options.dwellings}-{options.seed}.zip"
    bundle.unlink(missing_ok=True)
    return thrown_away(options, bundle, lambda: simulated_ballot(options, bundle.resolve()))


def cases(options: argparse.Namespace) -> int:
    """What the residents of a compound report, day by day, and the bundle of its public figures."""
    if not (MOST_DWELLINGS >= options.dwellings >= FEWEST_DWELLINGS and MOST_DAYS >= options.days >= FEWEST_DAYS):
        limits = f"{FEWEST_DWELLINGS} to {MOST_DWELLINGS} dwellings, {FEWEST_DAYS} to {MOST_DAYS} days"
        print(f"yuanba simulate cases: {limits}.", file=sys.stderr)
        return 1
    name = f"cases-{options.dwellings}-{options.days}-{options.seed}.zip"
    bundle = options.bundle or Path("build") / "simulated" / name
    bundle.unlink(missing_ok=True)
    return thrown_away(options, bundle, lambda: simulated_cases(options, bundle.resolve()))


def thrown_away(options: argparse.Namespace, bundle: Path, play: Callable[[], dict[str, Any]]) -> int:
    """The report of `play` is printed; its database is gone, its bundle stays."""
    bundle.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yuanba-simulate-", dir=fast_folder()) as folder:
        if not options.here:
            elsewhere(Path(folder))
        report = play()
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
        turnout=TURNOUT if options.turnout is None else options.turnout,
        bundle=bundle,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )


def simulated_ballot(options: argparse.Namespace, bundle: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from yuanba.config.cli import set_up

    set_up()
    from yuanba.simulation import owning, secretly

    call_command("migrate", interactive=False, verbosity=0)
    play = {"owners": owning.simulate, "secret": secretly.simulate}[options.kind]
    return play(
        dwellings=options.dwellings,
        seed=options.seed,
        turnout=BALLOT_TURNOUT[options.kind] if options.turnout is None else options.turnout,
        bundle_file=bundle,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )


def simulated_cases(options: argparse.Namespace, bundle: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from yuanba.config.cli import set_up

    set_up()
    from yuanba.simulation.living import simulate

    call_command("migrate", interactive=False, verbosity=0)
    return simulate(
        dwellings=options.dwellings,
        days=options.days,
        seed=options.seed,
        bundle_file=bundle,
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
