"""The demonstration's rounds and plans: what a visitor may want to see of both, through the real actions."""

from datetime import datetime, timedelta

import pytest
from tests.cases.given import rules_installed

from yuanba.cases.models import Case, DoorRound
from yuanba.cases.queries import round_lists
from yuanba.kernel.calendar import SHANGHAI
from yuanba.programmes.models import Deed, MicroProject, PlanItem
from yuanba.simulation import plans_shown
from yuanba.simulation.owning import OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_rounds_plans_and_ideas_are_shown_in_their_states() -> None:
    rules_installed()
    world = build(
        [CompoundPlan("甲园", 0, 60, 0, 9)], OwnersInventor(3, phones=100), NOW - timedelta(days=60), tell=len
    )
    plans_shown.show(world, NOW)
    over, walking = DoorRound.objects.order_by("pk")
    assert (over.state, walking.state) == ("OVER", "WALKING")
    assert round_lists.tally(over.pk).visited > 5 and round_lists.ticked(round_lists.door_round(over.pk))
    assert Case.objects.filter(source="ROUND").count() == len(plans_shown.AT_DOORS)
    states = set(PlanItem.objects.values_list("state", flat=True))
    assert states == {"PLANNED", "UNDER_WAY", "STALLED", "ACCEPTED"}
    ideas = set(MicroProject.objects.values_list("state", flat=True))
    assert ideas == {"PROPOSED", "DELIBERATING", "UNDER_WAY"} and Deed.objects.count() == 1
