"""Run as a program against the deployment of the environment: `prepare N` opens a ballot, `count` reads its papers."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests import given  # noqa: E402
from tests.web.ballots.given import opened  # noqa: E402
from yuanba.ballots import actions, queries  # noqa: E402
from yuanba.ballots.models import Ballot, LoggedPaper, Paper, VoteSignal  # noqa: E402
from yuanba.web import clock  # noqa: E402


def prepare(per_compound: str = "2") -> dict[str, object]:
    """A subdistrict, an open ballot, and the tickets of its voters."""
    if Ballot._meta.db_table not in connection.introspection.table_names():  # the suite's own database has its tables
        call_command("migrate", interactive=False, verbosity=0)
    world = given.subdistrict(per_compound=int(per_compound), now=clock.now())
    ballot = opened(world)
    voters = [world.resident(number) for number in range(len(world.residents))]
    tickets = [actions.issue_ticket(ballot_id=ballot.pk, actor=voter, now=clock.now()) for voter in voters]
    return {"ballot": ballot.pk, "tickets": tickets}


def count() -> dict[str, object]:
    return {"papers": list(Paper.objects.values_list("choices", flat=True)), "signals": VoteSignal.objects.count()}


def check() -> dict[str, object]:
    """What waits is sequenced; then whether rows and log agree, and how many stand in each."""
    actions.sequence_once(clock.now())
    verdict = queries.check_log(Ballot.objects.get().pk)
    return {"holds": bool(verdict), "code": verdict.code, "logged": LoggedPaper.objects.count(), **count()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"prepare": prepare, "count": count, "check": check}[sys.argv[1]](*sys.argv[2:])))
