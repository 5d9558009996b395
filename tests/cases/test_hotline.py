"""Hotline orders are registered once by their number, by hand or from a list, and each is a case where it is said."""

from datetime import datetime

import pytest

from tests import given
from tests.cases.given import rules_installed
from tests.cases.test_hotline_file import GOOD, book, changed
from tests.refusals import refused
from yuanba.cases.actions import hotline
from yuanba.cases.hotline_file import Order
from yuanba.cases.models import Case, HotlineOrder, Report
from yuanba.cases.queries.hotline import orders
from yuanba.kernel.calendar import SHANGHAI

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 8, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def world() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=1, now=NOW)


def test_a_list_is_looked_at_then_taken_and_taken_again_changes_nothing(world: given.World) -> None:
    by = {"actor": world.actor("STREET_ORGANISER"), "now": NOW}
    content = book(
        GOOD,
        changed(number="CD-0002", phone="028-85000000", place="", text="桂苑小区门口路灯不亮", kind="路灯"),
        changed(number="CD-0003", place="河畔社区人民路", text="路面塌了一块"),
        changed(number="CD-0004", at="昨天"),
        changed(number="CD-0005", place="某某路", text="路灯不亮了"),
    )
    row = hotline.upload(content=content, name="台账.xlsx", territory_id=world.street.pk, **by)
    assert Case.objects.count() == 0
    assert len(hotline.preview(row, NOW).orders) == 4
    hotline.accept(list_id=row.pk, **by)
    row = hotline.take(list_id=row.pk, **by)
    assert (row.state, row.taken, row.known, row.refused) == (
        "DONE",
        3,
        0,
        [[6, "C", "hotline.called_at"], [7, "", "cases.no_place"]],
    )
    cases = {one.external_ref: one for one in Case.objects.select_related("category")}
    assert [cases[one].territory_id for one in ("CD2026050700123", "CD-0002", "CD-0003")] == [
        world.compounds[0].pk, world.compounds[1].pk, world.communities[1].pk,
    ]  # fmt: skip
    assert [cases[one].category.key for one in ("CD2026050700123", "CD-0002")] == ["leak", "facility"]
    assert "028-85000000" in cases["CD-0002"].text
    assert Report.objects.get(case=cases["CD2026050700123"]).phone_hash
    refused("hotline.taken_already", lambda: hotline.accept(list_id=row.pk, **by))
    again = hotline.upload(content=content, name="again.xlsx", territory_id=world.street.pk, **by)
    hotline.accept(list_id=again.pk, **by)
    again = hotline.take(list_id=again.pk, **by)
    assert (again.taken, again.known, Case.objects.count()) == (0, 3, 3)


def test_an_order_is_entered_by_hand_once_and_told_once(world: given.World) -> None:
    actor = world.actor("COMMUNITY_WORKER")
    order = Order(row=0, number="CD-0009", called_at=NOW, text="楼道堆物", name="李女士", phone="13800000009")
    facts = {"order": order, "territory_id": world.compounds[0].pk, "category": "fire_way", "actor": actor, "now": NOW}
    row = hotline.enter(**facts)
    assert hotline.enter(**facts) == row
    assert Case.objects.get().source == "HOTLINE"
    told = hotline.told_hotline(order_id=row.pk, actor=actor, now=NOW)
    assert told.told_at == NOW
    assert orders(actor, NOW.date()).count() == 1
    assert orders(world.actor("COMMUNITY_WORKER", 1), NOW.date()).count() == 0
    refused("cases.not_permitted", lambda: hotline.enter(**{**facts, "actor": world.resident(0)}))
    refused("hotline.number", lambda: hotline.enter(**{**facts, "order": Order(0, "13800000001", NOW, "x")}))
    assert HotlineOrder.objects.count() == 1
