"""Routing rules are dated rows; a trial says which of last month's cases they would send elsewhere."""

from datetime import date, datetime, timedelta

import pytest

from tests import given
from tests.cases.given import reported, rules_installed
from tests.factories import BuildingFactory
from tests.refusals import refused
from yuanba.cases.actions import routing_rules
from yuanba.cases.models import Case, Category, RoutingRule
from yuanba.cases.queries.routes import rules_in, trial
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 11, 20)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=1, now=NOW)


def rule(world: given.World, **changes: object) -> routing_rules.NewRule:
    values = {
        "category": "leak", "territory_id": world.compounds[0].pk, "organ": "RIGHTS", "from_date": TODAY,
        "reason": "维修资金在办",
    }  # fmt: skip
    return routing_rules.NewRule(**(values | changes))  # type: ignore[arg-type]


def test_a_rule_begins_ends_and_stays(world: given.World) -> None:
    leader = {"actor": world.actor("STREET_LEADER"), "now": NOW}
    for code, changes in (
        ("routing.no_category", {"category": "x"}), ("routing.no_organ", {"organ": "X"}),
        ("routing.other_place", {"building_id": BuildingFactory().pk}),
        ("routing.backwards", {"from_date": TODAY - timedelta(1)}), ("routing.period", {"to_date": TODAY}),
        ("ledger.no_handler", {"handler_ref": "account:0"}), ("cases.reason_missing", {"reason": " "}),
    ):  # fmt: skip
        refused(code, routing_rules.add_rule, rule=rule(world, **changes), **leader)
    desk = {"actor": world.actor("COMMUNITY_WORKER"), "now": NOW}
    refused("cases.not_permitted", routing_rules.add_rule, rule=rule(world), **desk)
    row = routing_rules.add_rule(rule=rule(world), **leader)
    assert reported(world, NOW).organ == "RIGHTS"
    later = {"actor": leader["actor"], "now": NOW + timedelta(days=3)}
    routing_rules.end_rule(rule_id=row.pk, to_date=TODAY + timedelta(days=3), **later)
    assert reported(world, later["now"]).organ == "SERVICES"
    refused("routing.ended", routing_rules.end_rule, rule_id=row.pk, to_date=TODAY + timedelta(days=9), **later)
    assert list(rules_in(world.actor("COMMUNITY_WORKER"), TODAY)) == [row]
    assert not rules_in(world.actor("COMMUNITY_WORKER", 1), TODAY).exists()


def test_a_trial_names_the_cases_and_changes_nothing(world: given.World) -> None:
    first, second = reported(world, NOW), reported(world, NOW, territory_id=world.compounds[1].pk)
    reported(world, NOW, category="noise")
    Case.objects.filter(pk=reported(world, NOW).pk).update(created_at=NOW - timedelta(days=31))
    leak = Category.objects.get(key="leak")
    facts = {"category_id": leak.pk, "territory_ids": [one.pk for one in world.compounds], "now": NOW}
    proposed = routing_rules.checked(rule(world, from_date=TODAY + timedelta(days=7)), NOW)
    found = trial(**facts, added=proposed, without=None)
    assert (found.looked_at, [(case.pk, turn.after.organ) for case, turn in found.turns]) == (2, [(first.pk, "RIGHTS")])
    assert not RoutingRule.objects.exists()
    wide = routing_rules.checked(rule(world, territory_id=world.communities[0].pk), NOW)
    assert {case.pk for case, _ in trial(**facts, added=wide, without=None).turns} == {first.pk, second.pk}
