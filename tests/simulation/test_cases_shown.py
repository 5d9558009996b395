"""The demonstration's cases: every state that a visitor may want to see, through the real actions, labels included."""

from datetime import datetime, timedelta

import pytest
from tests.cases.given import rules_installed

from yuanba.cases.models import Case
from yuanba.kernel.calendar import SHANGHAI
from yuanba.places.models import QrPoint
from yuanba.simulation import cases_shown
from yuanba.simulation.owning import OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_every_fate_is_shown_and_labels_hang() -> None:
    rules_installed()
    world = build(
        [CompoundPlan("甲园", 0, 60, 0, 9)], OwnersInventor(3, phones=100), NOW - timedelta(days=60), tell=len
    )
    cases_shown.show(world, NOW)
    states = set(Case.objects.values_list("state", flat=True))
    assert states == {"REPORTED", "ACCEPTED", "DISPATCHED", "IN_HAND", "WAITING", "ANSWERED", "CLOSED", "LAPSED"}
    outcomes = set(Case.objects.filter(state="CLOSED").values_list("outcome", flat=True))
    assert outcomes == {"FIXED", "EXPLAINED", "NOT_OURS"}
    assert Case.objects.filter(reopened=1).exists() and Case.objects.filter(escalated__gt=0).exists()
    assert QrPoint.objects.filter(kind="LIFT").count() == 2 * cases_shown.LIFTS
