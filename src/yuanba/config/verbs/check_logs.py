"""yuanba check-logs [--known FILE …]"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from yuanba.audit import logs
from yuanba.audit import queries as audit
from yuanba.ballots import queries as ballots
from yuanba.ballots.models import Ballot
from yuanba.kernel.verdict import Verdict


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--known", nargs="*", type=Path, default=[], help="signed heads that were kept elsewhere")


def run(options: argparse.Namespace) -> int:
    """Reads every log whole, and says which is as it was signed; 1 if one is not."""
    known = [file.read_text(encoding="utf-8") for file in options.known]
    broken = 0
    for name, verdict in checked(known):
        facts = ", ".join(f"{fact} {value}" for fact, value in verdict.facts.items())
        print(f"{name}: " + ("whole" if verdict else f"BROKEN {verdict.code} ({facts})"))
        broken += not verdict
    return 1 if broken else 0


def checked(known: list[str]) -> Iterator[tuple[str, Verdict]]:
    """Each log with what was found; a kept head is compared with the log whose name it bears."""
    yield logs.AUDIT, audit.verify_chain(_of(logs.AUDIT, known))
    yield "audit tiles", logs.check(logs.AUDIT, _of(logs.AUDIT, known))
    yield logs.REGISTER, logs.check(logs.REGISTER, _of(logs.REGISTER, known))
    for ballot in Ballot.objects.exclude(manifest="").order_by("pk"):
        yield str(ballot), ballots.check_log(ballot.pk, _of(str(ballot), known))


def _of(log: str, known: list[str]) -> tuple[str, ...]:
    return tuple(note for note in known if note.startswith(f"{logs.origin(log)}\n"))
