"""Two at once: one wins, the other is told, and nothing is there twice or lost."""

from collections import Counter
from functools import partial

import pytest

from tests import given
from tests.ballots.test_races import at_once
from tests.cases.given import order, reported, rules_installed
from yuanba.cases import actions
from yuanba.cases.models import Case, Report, Step
from yuanba.messaging.models import Message

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NOW = given.NOW


def test_races_have_one_winner_each() -> None:
    rules_installed()
    world = given.subdistrict(per_compound=2, now=NOW)
    resident, worker = world.resident(0), world.actor("COMMUNITY_WORKER")
    sent = order(world)
    outcome = at_once([partial(actions.report, order=sent, actor=resident, now=NOW) for _ in range(6)])
    assert (Case.objects.count(), Message.objects.filter(kind="case.reported").count()) == (1, 1)
    assert sum(outcome.values()) == 6

    case = Case.objects.get()
    calls = [
        partial(actions.accept, case_id=case.pk, actor=worker, now=NOW, revision=0),
        partial(actions.dispatch, case_id=case.pk, handler_ref=worker.id, actor=worker, now=NOW, revision=0),
    ]
    told = at_once(calls * 3)
    assert told["cases.changed_meanwhile"] == 5
    assert Step.objects.filter(case=case).count() == 2

    other = reported(world, NOW, by=world.resident(1))
    crossing = at_once(
        [
            partial(actions.merge, case_id=case.pk, into_id=other.pk, reason="同一件", actor=worker, now=NOW),
            partial(actions.merge, case_id=other.pk, into_id=case.pk, reason="同一件", actor=worker, now=NOW),
        ]
    )
    assert sum(number for told, number in crossing.items() if told.startswith("ok")) == 1
    assert Counter(Case.objects.values_list("state", flat=True))["MERGED"] == 1
    assert Report.objects.filter(case__state="MERGED").count() == 0

    for _ in range(4):
        reported(world, NOW)
    late = Case.objects.filter(due_at__isnull=False).latest("due_at").due_at
    open_ones = Case.objects.exclude(state="MERGED").count()
    at_once([partial(actions.escalate_due, late, at_once=2) for _ in range(3)])
    assert Step.objects.filter(verb="escalate").count() == open_ones
