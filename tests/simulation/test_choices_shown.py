"""What the demonstration shows of rankings, budgets, postings and an official tally, on three small compounds."""

from datetime import datetime

import pytest

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import SHANGHAI
from yuanba.simulation import choices_shown, owners_shown
from yuanba.simulation.owning import START, OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


def test_ballots_of_the_demonstration_hold_together() -> None:
    plans = [CompoundPlan(name, 0, 24, 2, 1) for name in ("甲园", "乙园", "丙园")]
    world = build(plans, OwnersInventor(3, phones=100), START, tell=lambda line: None)
    owners_shown.ask_owners(world, NOW)
    choices_shown.ask_for_choices(world, NOW)
    states = sorted(Ballot.objects.values_list("state", flat=True))
    assert states == ["OPEN", "OPEN", "PUBLISHED", "PUBLISHED"]
    lifts, choices = Ballot.objects.filter(state="PUBLISHED").order_by("pk")
    beside = queries.official_beside(lifts, queries.result(lifts.pk))
    assert len(beside.differences) == 4
    assert queries.posting_duty(lifts, NOW).days_late == 0
    assert queries.posting_duty(choices, NOW) is None
    ranked, budget = queries.result(choices.pk)["items"]
    assert ranked["rounds"]
    assert 0 < budget["spent_fen"] <= budget["budget_fen"]
