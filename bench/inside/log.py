"""A ballot with many papers: placed in its log, closed, counted, packed; and a log of a million leaves."""

import hashlib
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.inside import answer
from bench.inside.cast import place

GROUP = 2000
APPENDED = 5000
PROOFS = 1000


def work(do: str, **values: Any) -> dict[str, Any]:
    return {"ballot": ballot, "sequence": sequence, "bundle": bundle, "proofs": proofs}[do](**values)


def ballot(voters: int) -> dict[str, Any]:
    """An open ballot in which so many have cast, none of them placed yet."""
    from django.db import transaction

    from yuanba.ballots import actions, writer
    from yuanba.ballots.actions import opening
    from yuanba.people.queries import RollEntry
    from yuanba.web import clock

    now = clock.now()
    street, actor = place(now)
    opening.roll_at = lambda *asked: [  # type: ignore[assignment]
        RollEntry(key=f"bench:{number}", person_id=None, heads=1, area_cm2=0, premises_id=0) for number in range(voters)
    ]
    options = tuple(actions.NewOption(f"entry:{number}") for number in range(10))
    order = actions.BallotOrder(
        territory_id=street.pk,
        title="测量用投票",
        items=(actions.NewItem("compound", 2, options), actions.NewItem("volunteer", 5, options)),
        rule={"id": "choose-k", "version": 1, "source": "bench"},
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=5),
    )
    drafted = actions.draft(order=order, actor=actor, now=now)
    actions.announce(ballot_id=drafted.pk, actor=actor, now=now)
    actions.open_ballot(ballot_id=drafted.pk, actor=actor, now=now)
    stream = papers(drafted.pk, now)
    while group := list(islice(stream, GROUP)):
        with transaction.atomic():
            writer.insert(group)
    return {"ballot": drafted.pk}


def papers(ballot_id: int, now: Any) -> Iterator[Any]:
    from yuanba.ballots import queries, sealing
    from yuanba.ballots.casting import seal
    from yuanba.ballots.models import RollRow

    desk, chance = queries.desk(ballot_id), random.Random(7)
    for pk, code in RollRow.objects.filter(ballot_id=ballot_id).order_by("pk").values_list("pk", "code"):
        leave = sealing.Ticket(ballot_id, pk, code, 0, 0, "", 0)
        names = [f"entry:{number}" for number in range(10)]
        choices = {"compound": chance.sample(names, 2), "volunteer": chance.sample(names, 5)}
        yield seal(desk, leave=leave, choices=choices, channel="PHONE", now=now)


def sequence() -> dict[str, Any]:
    from yuanba.ballots import actions
    from yuanba.web import clock

    began = time.monotonic()
    placed = actions.sequence_once(clock.now())
    return {"placed": placed, "seconds": time.monotonic() - began}


def bundle(ballot: int, file: str) -> dict[str, Any]:
    """Closed, counted, published, packed; how long packing took."""
    from yuanba.ballots import actions, bundle
    from yuanba.ballots.models import Ballot
    from yuanba.kernel.actor import Actor, Grant, system

    found = Ballot.objects.get(pk=ballot)
    end = found.closes_at
    organiser = Actor("account:0", grants=frozenset({Grant("ballots.organise", found.territory_id)}))
    actions.close(ballot_id=ballot, actor=system("tick"), now=end)
    actions.count(ballot_id=ballot, actor=system("tick"), now=end)
    actions.publish(ballot_id=ballot, actor=organiser, now=end)
    began = time.monotonic()
    bundle.write(Ballot.objects.get(pk=ballot), Path(file), full=False)
    return {"seconds": time.monotonic() - began}


def proofs(leaves: int) -> dict[str, Any]:
    """Milliseconds of one inclusion and one consistency proof from a log of so many leaves, and leaves a second."""
    from yuanba.audit import appending, logs
    from yuanba.web import clock

    began = time.monotonic()
    for first in range(0, leaves, APPENDED):
        hashes = [hashlib.sha256(b"%d" % number).digest() for number in range(first, first + APPENDED)]
        appending.append(log="bench", leaves=hashes, now=clock.now())
    appended = time.monotonic() - began
    head, chance = logs.latest("bench"), random.Random(7)
    assert head is not None
    began = time.monotonic()
    for _ in range(PROOFS):
        logs.inclusion(chance.randrange(leaves), head)
    included = time.monotonic() - began
    began = time.monotonic()
    for _ in range(PROOFS):
        logs.consistency("bench", chance.randrange(1, leaves), leaves)
    return {
        "appended": leaves / appended,
        "inclusion_ms": included * 1000 / PROOFS,
        "consistency_ms": (time.monotonic() - began) * 1000 / PROOFS,
    }


if __name__ == "__main__":
    answer(work)
