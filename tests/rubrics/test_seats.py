"""Paper sheets that the chair settles, members who leave, and a close that moves."""

from datetime import timedelta

import pytest

from tests.factories import PersonFactory
from tests.officers import officer, somebody
from tests.refusals import refused
from tests.rubrics.given import CLOSE, MARKS, NOW, drawn, opened
from yuanba.messaging.models import Message
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import Panel, Submission

pytestmark = pytest.mark.django_db


def keyed(stage, **second: int):
    """A sheet of J2 that two clerks keyed, the second with other marks."""
    clerks = [officer("SCREENER", stage.street, NOW) for _ in range(2)]
    sheet = stage.sheet(1, "entry:1")
    key = {"sheet_id": sheet.pk, "scan_file_id": 4, "now": NOW}
    actions.key_paper(values=MARKS, actor=clerks[0], **key)
    actions.key_paper(values={**MARKS, **second}, actor=clerks[1], **key)
    return sheet


def test_chair_settles_what_two_clerks_read_differently() -> None:
    stage = opened(jurors=3, subjects=1)
    sheet = keyed(stage, effect=3, people=1)
    assert Message.objects.filter(kind="sheet.differs", person_ref=f"person:{stage.jurors[0].person_id}").exists()
    assert queries.differing(sheet) == ({"innovation": 7}, {"effect": (8, 3), "people": (9, 1)})
    assert list(queries.to_settle(stage.panel)) == [sheet]
    settle = {"sheet_id": sheet.pk, "values": {"effect": 3, "people": 9}, "now": NOW}
    refused("panel.not_chair", actions.settle_paper, actor=stage.jurors[2], **settle)
    refused("sheet.settle_after_own", actions.settle_paper, actor=stage.jurors[0], **settle)
    stage.score(0, "entry:1")
    wrong = {**settle, "values": {"effect": 5, "people": 9}}
    refused("sheet.not_as_keyed", actions.settle_paper, actor=stage.jurors[0], **wrong)
    wrong = {**settle, "values": {"effect": 3, "people": 9, "innovation": 1}}
    refused("sheet.not_as_keyed", actions.settle_paper, actor=stage.jurors[0], **wrong)
    done = actions.settle_paper(actor=stage.jurors[0], **settle)
    assert (done.state, done.channel) == (states.SUBMITTED, "PAPER")
    assert Submission.objects.get(sheet=sheet).values == {"innovation": 7, "effect": 3, "people": 9}
    refused("sheet.submitted", actions.settle_paper, actor=stage.jurors[0], **settle)
    assert not queries.to_settle(stage.panel)


def test_clerk_neither_sits_nor_is_the_third() -> None:
    stage = opened(jurors=3, subjects=1)
    sheet = keyed(stage, effect=3)
    third = officer("SCREENER", stage.street, NOW)
    key = {"sheet_id": sheet.pk, "values": MARKS, "scan_file_id": 4, "now": NOW}
    refused("sheet.keyed_by_two", actions.key_paper, actor=third, **key)
    clerk = officer("SCREENER", stage.street, NOW)
    stage.panel.members.filter(code="J3").update(person_id=clerk.person_id)
    refused("sheet.keyed_by_member", actions.key_paper, actor=clerk, **key)


def test_nothing_to_settle_where_nobody_differs() -> None:
    stage = opened(jurors=3, subjects=1)
    stage.score(0, "entry:1")
    sheet = stage.sheet(1, "entry:1")
    refused(
        "sheet.nothing_to_settle", actions.settle_paper, sheet_id=sheet.pk, values={}, actor=stage.jurors[0], now=NOW
    )


def test_member_leaves_and_the_dealt_readings_go_to_others() -> None:
    stage = opened(jurors=5, subjects=6, seed="7", method="RANDOM", readers_per_subject=3, shared_percent=20)
    before = queries.sheets(stage.panel).count()
    shared = stage.panel.members.get(code="J1").assignments.filter(is_shared=True).count()
    leave = {"panel_id": stage.panel.pk, "member_code": "J1", "actor": stage.organiser, "now": NOW}
    refused("panel.reason_missing", actions.withdraw_member, reason=" ", **leave)
    refused("panel.chair_not_a_member", actions.withdraw_member, reason="出国", **leave)
    refused("panel.chair_not_a_member", actions.withdraw_member, reason="出国", chair_code="J1", **leave)
    actions.withdraw_member(reason="出国", chair_code="J2", **leave)
    assert queries.sheets(stage.panel).count() == before - shared
    assert [one.code for one in queries.seated(stage.panel) if one.is_chair] == ["J2"]


def test_five_who_all_read_stay_five() -> None:
    stage = opened(jurors=5, subjects=1)
    leave = {"panel_id": stage.panel.pk, "reason": "出国", "actor": stage.organiser, "now": NOW}
    verdict = refused("panel.too_few_left", actions.withdraw_member, member_code="J5", **leave)
    assert verdict.facts["needed"] == 5
    newcomer = actions.Seat(PersonFactory().pk)
    made = actions.replace_member(member_code="J5", successor=newcomer, **leave)
    assert (made.code, made.origin) == ("J6", "NAMED")
    refused("panel.sat_already", actions.replace_member, member_code="J4", successor=newcomer, **leave)
    refused("panel.no_reserve", actions.replace_member, member_code="J4", **leave)
    actions.declare_conflicts(panel_id=stage.panel.pk, conflicts={}, actor=somebody(made.person, NOW), now=NOW)
    assert queries.sheets(stage.panel).filter(assignment__member=made).count() == 1


def test_drawn_panel_seats_its_reserves_first() -> None:
    stage = drawn()
    leave = {"panel_id": stage.panel.pk, "member_code": "J2", "reason": "生病", "actor": stage.organiser, "now": NOW}
    refused("panel.reserve_waits", actions.withdraw_member, **leave)
    refused("panel.reserve_waits", actions.replace_member, successor=actions.Seat(PersonFactory().pk), **leave)
    actions.replace_member(**leave)
    refused("panel.too_few_left", actions.withdraw_member, **{**leave, "member_code": "J3"})


def test_close_moves_while_the_panel_scores() -> None:
    stage = opened()
    later = CLOSE + timedelta(days=3)
    extend = {"panel_id": stage.panel.pk, "actor": stage.organiser, "now": NOW}
    refused("panel.not_later", actions.extend_panel, closes_at=CLOSE, **extend)
    actions.extend_panel(closes_at=later, **extend)
    assert Panel.objects.get().closes_at == later
    assert Message.objects.filter(kind="panel.extended").count() == 3
    stage.score_all(CLOSE + timedelta(days=1))
    actions.close_panel(panel_id=stage.panel.pk, actor=stage.organiser, now=NOW)
    refused("panel.not_open", actions.extend_panel, closes_at=later + timedelta(days=1), **extend)
