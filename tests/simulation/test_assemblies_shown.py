"""What the demonstration shows of assemblies holds together, on two small compounds."""

from datetime import datetime, timedelta

import pytest

from yuanba.assemblies import queries, states
from yuanba.assemblies.models import Assembly, OwnerQuestion, SupervisionEntry
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.oversight.models import ServiceContract
from yuanba.simulation import assemblies_shown
from yuanba.simulation.owning import OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


def test_one_committee_works_and_one_assembly_takes_names() -> None:
    plans = [CompoundPlan(name, 0, size, 0, 1) for name, size in (("甲园", 24), ("乙园", 30))]
    world = build(plans, OwnersInventor(3, phones=100), NOW - timedelta(days=300), tell=lambda line: None)
    assemblies_shown.show(world, NOW)
    assemblies_shown.supervise(world, NOW)
    assert sorted(Assembly.objects.values_list("state", flat=True)) == [states.FILED, states.NOMINATING]
    done = Assembly.objects.get(state=states.FILED)
    assert all(one.kind == "STATUTORY" and one.consent_reference for one in Ballot.objects.all())
    contract = ServiceContract.objects.get(compound_id=done.territory_id)
    assert {one.company_id for one in SupervisionEntry.objects.all()} == {contract.company.organisation_id}
    assert not any(one.is_late(local_date(NOW)) for one in queries.deadlines(done))
    spend = {"territory_id": done.territory_id, "purpose": "REPAIR", "on": local_date(NOW)}
    assert queries.may_spend(**spend, amount_fen=300_000)
    assert queries.may_spend(**spend, amount_fen=300_001).code == "assemblies.beyond_limit"
    assert sorted(SupervisionEntry.objects.values_list("state", flat=True)) == ["ANSWERED", "CLOSED", "OPEN"]
    assert sorted(OwnerQuestion.objects.values_list("state", flat=True)) == ["ANSWERED", "ASKED"]
