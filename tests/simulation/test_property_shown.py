"""What the demonstration shows of property companies and a lift holds together, on four small compounds."""

from datetime import datetime, timedelta

import pytest

from yuanba.assemblies.models import Renovation, RenovationObjection
from yuanba.assemblies.queries import renovation as renovations
from yuanba.kernel.calendar import SHANGHAI
from yuanba.oversight import queries, states
from yuanba.oversight.models import Handover, Selection
from yuanba.simulation import property_shown
from yuanba.simulation.owning import OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


def test_a_company_is_chosen_its_hand_over_has_two_open_items_and_a_lift_is_asked() -> None:
    plans = [CompoundPlan(name, 0, size, 0, 1) for name, size in (("甲园", 4), ("乙园", 24), ("丙园", 4), ("丁园", 24))]
    world = build(plans, OwnersInventor(3, phones=100), NOW - timedelta(days=300), tell=lambda line: None)
    property_shown.show(world, NOW)
    selection, handover, lift = Selection.objects.get(), Handover.objects.get(), Renovation.objects.get()
    assert (selection.state, handover.state, lift.state) == (states.CONTRACTED, states.RUNNING, "ASKING")
    progress = queries.progress(queries.whole_handover(handover.pk))
    assert progress.disputed == 2 and progress.signed > 10
    assert len(renovations.floors(renovations.asked(lift.pk), is_open=True)) > 1
    assert RenovationObjection.objects.get().notes.exists()
