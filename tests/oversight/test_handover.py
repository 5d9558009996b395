"""From the old company to the new one: counted, signed by each side for itself, open items public, overdue by the clock."""

from datetime import date, timedelta

import pytest

from tests.oversight import given_selection as given
from tests.oversight.given_selection import NOW
from tests.refusals import refused
from yuanba.kernel.calendar import day_end
from yuanba.messaging.models import Message
from yuanba.oversight import actions, queries, states
from yuanba.oversight.actions import Between, Count, NewItem, OnPaper
from yuanba.oversight.models import Handover, HandoverItem

pytestmark = pytest.mark.django_db
ITEMS = (NewItem("KEYS", "设备房钥匙", "把", 12), NewItem("FUNDS", "公共收益结余", "元", 3_250_000))
GOOD = Count(12, "GOOD")


@pytest.fixture
def made() -> given.Compound:
    return given.compound()


@pytest.fixture
def handover(made) -> Handover:
    """Between the two companies, with two items, since today."""
    by = {"actor": made.actor(made.chair, NOW), "now": NOW}
    between = Between(made.companies[0].pk, made.companies[1].pk, NOW.date())
    prepared = actions.prepare_handover(compound_id=made.id, between=between, items=ITEMS, **by)
    return actions.start_handover(handover_id=prepared.pk, **by)


def item(handover: Handover, place: int = 0) -> HandoverItem:
    return handover.items.order_by("position")[place]


def sides(made: given.Compound, now=NOW) -> dict[str, dict[str, object]]:
    accounts = {"OLD": made.managers[0], "NEW": made.managers[1], "COMMITTEE": made.member}
    return {side: {"actor": made.actor(account, now), "now": now} for side, account in accounts.items()}


def signed(one: HandoverItem, made: given.Compound, now=NOW) -> HandoverItem:
    one = actions.check_item(item_id=one.pk, count=GOOD, **sides(made, now)["NEW"])
    for side in ("OLD", "NEW", "COMMITTEE"):
        one = actions.sign_item(item_id=one.pk, side=side, revision=one.revision, **sides(made, now)[side])
    return one


def test_both_companies_sign_and_the_committee_witnesses(made, handover) -> None:
    by = sides(made)
    assert Message.objects.filter(kind="company.handover_started").count() == 2
    one = item(handover)
    refused("handover.not_counted", actions.sign_item, item_id=one.pk, side="OLD", revision=0, **by["OLD"])
    one = actions.check_item(item_id=one.pk, count=Count(11, "INCOMPLETE", "少一把"), **by["OLD"])
    refused("handover.not_your_side", actions.sign_item, item_id=one.pk, side="NEW", revision=1, **by["OLD"])
    refused("handover.not_your_side", actions.sign_item, item_id=one.pk, side="OLD", revision=1, **by["NEW"])
    actions.sign_item(item_id=one.pk, side="OLD", revision=1, **by["OLD"])
    refused("handover.signed_already", actions.sign_item, item_id=one.pk, side="OLD", revision=1, **by["OLD"])
    one = actions.check_item(item_id=one.pk, count=GOOD, **by["NEW"])  # the last key was found
    refused("handover.counted_anew", actions.sign_item, item_id=one.pk, side="NEW", revision=1, **by["NEW"])
    assert queries.signatures_now(one) == {}
    actions.sign_item(item_id=one.pk, side="OLD", revision=2, **by["OLD"])
    one = actions.sign_item(item_id=one.pk, side="NEW", revision=2, **by["NEW"])
    assert one.state == states.SIGNED
    chair = {"actor": made.actor(made.chair, NOW), "now": NOW, "handover_id": handover.pk}
    refused("handover.items_open", actions.finish_handover, **chair)
    signed(item(handover, 1), made)
    assert actions.finish_handover(**chair).state == states.FINISHED


def test_paper_signature_is_kept_with_its_scan_by_the_committee(made, handover) -> None:
    by = sides(made)
    one = actions.check_item(item_id=item(handover).pk, count=GOOD, **by["COMMITTEE"])
    paper = OnPaper("钱经理", given.stored(by["COMMITTEE"]["actor"], NOW))
    refused("handover.not_your_side", actions.keep_paper_signature, item_id=one.pk, side="OLD", revision=1, paper=paper,
            **by["NEW"])  # fmt: skip
    keep = {"item_id": one.pk, "revision": 1, "paper": paper, **by["COMMITTEE"]}
    actions.keep_paper_signature(side="OLD", **keep)
    assert actions.keep_paper_signature(side="NEW", **keep).state == states.SIGNED


def test_overdue_and_closed_with_what_is_open(made, handover) -> None:
    assert handover.due_date == NOW.date() + timedelta(days=30)
    assert actions.fall_due(day_end(handover.due_date) - timedelta(seconds=1)) == 0
    late = day_end(handover.due_date)
    assert actions.fall_due(late) == 1
    assert actions.fall_due(late) == 0
    handover.refresh_from_db()
    assert handover.state == states.OVERDUE
    chair = {"actor": made.actor(made.chair, late), "now": late}
    refused("handover.open_without_reason", actions.close_with_open_items, handover_id=handover.pk, **chair)
    signed(item(handover), made, late)
    one = item(handover, 1)
    dispute = {"item_id": one.pk, "reason": "账对不上，差 3,200 元", "must_act": "OLD", **chair}
    refused("handover.act_by_past", actions.dispute_item, act_by=late.date() - timedelta(days=1), **dispute)
    actions.dispute_item(act_by=late.date() + timedelta(days=7), **dispute)
    closed = actions.close_with_open_items(handover_id=handover.pk, **chair)
    assert closed.state == states.CLOSED_OPEN
    shown = queries.public_handovers(made.id).get()
    assert (shown.items_open, shown.items_all) == (1, 2)
    signed(one, made, late)
    assert actions.finish_handover(handover_id=handover.pk, **chair).state == states.FINISHED


def test_list_is_edited_before_the_start_and_only_grows_after(made) -> None:
    chair = {"actor": made.actor(made.chair, NOW), "now": NOW}
    between = Between(made.companies[0].pk, None, NOW.date())
    prepared = actions.prepare_handover(compound_id=made.id, between=between, **chair)
    assert prepared.items.count() > 20
    refused("handover.under_way", actions.prepare_handover, compound_id=made.id, between=between, **chair)
    assert not queries.public_handovers(made.id).exists()
    actions.drop_item(item_id=prepared.items.first().pk, **chair)
    started = actions.start_handover(handover_id=prepared.pk, **chair)
    refused("handover.started", actions.drop_item, item_id=prepared.items.last().pk, **chair)
    actions.add_item(handover_id=started.pk, item=NewItem("OTHER", "扫雪铲", "把"), **chair)
    # without a new company the committee takes over, and signs for the new side
    one = actions.check_item(item_id=started.items.last().pk, count=Count(2, "GOOD"), **chair)
    actions.sign_item(item_id=one.pk, side="NEW", revision=1, **chair)
    refused("handover.not_your_side", actions.sign_item, item_id=one.pk, side="OLD", revision=1, **chair)


@pytest.mark.parametrize("number", [1, 3])
def test_a_handover_is_read_in_three_queries(made, django_assert_num_queries, number) -> None:
    chair = {"actor": made.actor(made.chair, NOW), "now": NOW}
    between = Between(made.companies[0].pk, made.companies[1].pk, date(2026, 7, 1), date(2026, 8, 30), "合同第 12 条")
    prepared = actions.prepare_handover(compound_id=made.id, between=between, items=ITEMS[:1] * number, **chair)
    assert prepared.due_date == date(2026, 8, 30)
    with django_assert_num_queries(3):
        found = queries.whole_handover(prepared.pk)
        assert [queries.signatures_now(one) for one in found.items.all()] == [{}] * number
