"""Run as a program against the deployment of the environment: `prepare` opens a ballot, `count` counts its papers."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests import given  # noqa: E402
from tests.web.ballots.given import opened  # noqa: E402
from yuanba.ballots import actions  # noqa: E402
from yuanba.ballots.models import Paper, VoteSignal  # noqa: E402
from yuanba.web import clock  # noqa: E402


def prepare() -> dict[str, object]:
    """A subdistrict, an open ballot, and one voter's ticket."""
    call_command("migrate", interactive=False, verbosity=0)
    world = given.subdistrict(per_compound=2, now=clock.now())
    ballot = opened(world)
    ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(0), now=clock.now())
    return {"ballot": ballot.pk, "ticket": ticket}


def count() -> dict[str, object]:
    return {"papers": list(Paper.objects.values_list("choices", flat=True)), "signals": VoteSignal.objects.count()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"prepare": prepare, "count": count}[sys.argv[1]]()))
