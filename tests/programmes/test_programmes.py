"""Needs become plans, plans are worked on in public, and what a resident proposes goes the same way."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import given as worlds
from tests.cases.given import answered, reported, rules_installed
from tests.programmes import given
from tests.refusals import refused
from yuanba.cases import actions as cases
from yuanba.cases.actions import recurring
from yuanba.cases.queries.deeds import deeds as case_deeds
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.programmes import actions, queries, states
from yuanba.programmes.models import Deed, ItemNeed, MicroProject, Need

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world() -> worlds.World:
    return worlds.subdistrict(per_compound=2)


def test_item_needs_a_need_an_owner_of_here_and_a_payer(world) -> None:
    now = world.now
    asked = given.need(world, now)
    elsewhere = given.need(world, now, territory_id=world.compounds[1].pk)
    plan = given.plan(world, now)
    for code, changes in (
        ("programmes.needs_missing", {"need_ids": ()}),
        ("programmes.need_elsewhere", {"need_ids": (asked.pk, elsewhere.pk)}),
        ("programmes.nobody_pays", {"funding": ""}),
        ("programmes.budget", {"budget_fen": -1}),
        ("programmes.due_outside", {"due_date": date(2028, 1, 1)}),
        ("programmes.owner_missing", {"owner_id": 0}),
        ("programmes.personal_numbers", {"what": "找王师傅 13800001234"}),
    ):
        order = given.order(world, now, asked, **changes)
        refused(code, actions.add_item, plan_id=plan.pk, order=order, actor=given.keeper(world, now), now=now)
    order = given.order(world, now, asked)
    refused(
        "programmes.not_permitted", actions.add_item, plan_id=plan.pk, order=order, actor=world.resident(0), now=now
    )
    assert not plan.items.exists()


def test_plan_runs_once_of_a_kind_and_ends_when_everything_is_settled(world) -> None:
    now = world.now
    item = given.running(world, now)
    by = {"actor": given.keeper(world, now), "now": now}
    second = given.plan(world, now)
    actions.add_item(plan_id=second.pk, order=given.order(world, now, given.need(world, now)), **by)
    refused(
        "programmes.another_runs",
        actions.adopt,
        plan_id=second.pk,
        decision="又一次",
        decided_date=local_date(now),
        **by,
    )
    refused("programmes.items_open", actions.close_plan, plan_id=item.plan_id, outcome="都做完了", **by)
    refused(
        "programmes.adopted_stands",
        actions.change_item,
        item_id=item.pk,
        order=given.order(world, now, given.need(world, now)),
        **by,
    )
    actions.drop_item(item_id=item.pk, reason="电梯今年整体更换", **by)
    closed = actions.close_plan(plan_id=item.plan_id, outcome="并入明年计划", **by)
    assert closed.state == states.CLOSED
    assert actions.adopt(plan_id=second.pk, decision="又一次", decided_date=local_date(now), **by).state == "RUNNING"


def test_item_is_signed_off_by_somebody_else_and_counts_as_a_deed(world) -> None:
    now = world.now
    item = given.running(world, now)
    keeper, other = given.keeper(world, now), given.another(world, now)
    actions.start(item_id=item.pk, text="配件到货", actor=keeper, now=now)
    actions.report_progress(item_id=item.pk, text="换好一部", spent_fen=12_000_00, actor=keeper, now=now)
    refused(
        "programmes.spent_less",
        actions.report_progress,
        item_id=item.pk,
        text="少了",
        spent_fen=1,
        actor=keeper,
        now=now,
    )
    actions.stall(item_id=item.pk, reason="等第二批配件", actor=keeper, now=now)
    actions.resume(item_id=item.pk, text="", actor=keeper, now=now)
    moved = item.due_date + 10 * DAY
    actions.move_day(item_id=item.pk, due_date=moved, reason="配件晚到", actor=keeper, now=now)
    actions.report_done(item_id=item.pk, proof=actions.Proof("三部都换了，试运行一周无故障"), actor=keeper, now=now)
    refused("programmes.same_person", actions.sign_off, item_id=item.pk, text="", actor=keeper, now=now)
    actions.send_back(item_id=item.pk, reason="2号梯还有异响", actor=other, now=now)
    actions.report_done(item_id=item.pk, proof=actions.Proof("异响已处理"), actor=keeper, now=now)
    done = actions.sign_off(item_id=item.pk, text="现场看过", is_deed=True, actor=other, now=now)
    assert (done.state, done.due_date, done.spent_fen) == ("ACCEPTED", moved, 12_000_00)
    shown = queries.item(item.pk)
    assert [one.verb for one in shown.progress.all()] == [
        "sign_off", "report_done", "send_back", "report_done", "move_day", "resume", "stall", "note", "start",
    ]  # fmt: skip
    assert next(one for one in shown.progress.all() if one.verb == "move_day").earlier_due_date == item.due_date
    refused("programmes.deed_twice", actions.mark_deed, item_id=item.pk, actor=other, now=now)
    place = world.compounds[0].pk
    this_year = (date(2026, 1, 1), date(2027, 1, 1))
    assert queries.deeds([place], *this_year).count() == 1
    actions.unmark_deed(deed_id=Deed.objects.get().pk, reason="重复登记", actor=other, now=now)
    assert queries.deeds([place], *this_year).count() == 0


def test_consultation_hears_two_sides_before_it_is_public(world) -> None:
    now = world.now
    asked = given.need(world, now)
    by = {"actor": given.keeper(world, now), "now": now}
    sheet = actions.open_consultation(need_id=asked.pk, held_date=local_date(now), **by)
    found = actions.Findings("a", "b", "c")
    actions.hear(consultation_id=sheet.pk, side="PROPERTY", name="物业", said="缺配件", **by)
    actions.hear(consultation_id=sheet.pk, side="PROPERTY", name="物业", said="缺配件和人手", **by)
    refused("programmes.one_sided", actions.settle_consultation, consultation_id=sheet.pk, found=found, **by)
    plan = given.plan(world, now)
    order = given.order(world, now, asked, consultation_id=sheet.pk)
    refused("programmes.consultation_open", actions.add_item, plan_id=plan.pk, order=order, **by)
    assert queries.consultations(asked.pk, settled=True) == []
    settled = given.consulted(world, asked, now)
    assert [one.pk for one in queries.consultations(asked.pk, settled=True)] == [settled.pk]
    order = given.order(world, now, asked, consultation_id=settled.pk)
    assert actions.add_item(plan_id=plan.pk, order=order, **by).consultation_id == settled.pk


def test_micro_project_goes_from_proposal_to_acceptance(world) -> None:
    now = world.now
    project, later = given.chosen(world, now)
    assert given.proposed(world, now).pk == project.pk  # the same form sent again
    place = world.compounds[0].pk
    plan = given.plan(world, later, "IMPROVE")
    by = {"actor": given.keeper(world, later), "now": later}
    taken = actions.take_up(project_id=project.pk, plan_id=plan.pk, order=given.order(world, later), **by)
    need = Need.objects.get(source="PROPOSAL")
    assert ItemNeed.objects.filter(item=taken.item, need=need).exists()
    assert [one.ref for one in need.traces.all()] == [str(project)]
    actions.adopt(plan_id=plan.pk, decision="专委会", decided_date=local_date(later), **by)
    actions.start(item_id=taken.item.pk, text="", **by)
    actions.report_done(item_id=taken.item.pk, proof=actions.Proof("装好了"), **by)
    actions.sign_off(item_id=taken.item.pk, text="", actor=given.another(world, later), now=later)
    project.refresh_from_db()
    assert project.state == states.ACCEPTED
    kinds = list(Message.objects.filter(kind__startswith="micro_project").order_by("pk").values_list("kind", flat=True))
    assert [one.partition(".")[2] for one in kinds] == ["deliberated", "chosen", "taken_up", "accepted"]
    assert queries.micro_projects(place).get().state == states.ACCEPTED


def test_dropped_item_leaves_the_project_chosen(world) -> None:
    project, later = given.chosen(world, world.now)
    plan = given.plan(world, later)
    by = {"actor": given.keeper(world, later), "now": later}
    item = actions.take_up(project_id=project.pk, plan_id=plan.pk, order=given.order(world, later), **by).item
    actions.drop_item(item_id=item.pk, reason="另找地方", **by)
    project.refresh_from_db()
    assert (project.state, project.item) == (states.CHOSEN, None)


def test_neighbours_support_once_and_strangers_do_not(world) -> None:
    now = world.now
    project = given.proposed(world, now)
    for _ in range(2):
        actions.support(project_id=project.pk, actor=world.resident(1), now=now)
    assert queries.micro_project(project.pk).wanted == 1
    refused("programmes.own_idea", actions.support, project_id=project.pk, actor=world.resident(0), now=now)
    refused("programmes.not_of_here", actions.support, project_id=project.pk, actor=world.resident(2), now=now)
    actions.stop_supporting(project_id=project.pk, actor=world.resident(1), now=now)
    assert queries.micro_project(project.pk).wanted == 0
    for number in range(2):
        given.proposed(world, now, key=f"{number + 1:032d}")
    idea = actions.Idea(world.compounds[0].pk, "再来一个", "太多了")
    refused("programmes.enough", actions.propose, idea=idea, request_key="9" * 32, actor=world.resident(0), now=now)
    assert MicroProject.objects.count() == 3


def test_deliberation_that_is_against_is_declined_with_its_count(world) -> None:
    now = world.now
    project = given.proposed(world, now)
    by = {"actor": given.keeper(world, now), "now": now}
    actions.deliberate(project_id=project.pk, meets_at=now + DAY, where="院坝", **by)
    held = actions.Deliberation(10, 3, 6, "太吵")
    refused("programmes.meeting_ahead", actions.choose, project_id=project.pk, held=held, **by)
    later = {"actor": given.keeper(world, now + 2 * DAY), "now": now + 2 * DAY}
    refused("programmes.not_in_favour", actions.choose, project_id=project.pk, held=held, **later)
    refused(
        "programmes.count_wrong",
        actions.choose,
        project_id=project.pk,
        held=actions.Deliberation(10, 9, 6, "太吵"),
        **later,
    )
    declined = actions.decline(project_id=project.pk, reason="多数人担心太吵", held=held, **later)
    assert (declined.state, declined.against) == (states.DECLINED, 6)


@pytest.mark.parametrize("number", [1, 3])
def test_board_asks_as_often_for_one_item_as_for_three(world, number) -> None:
    now = world.now
    plan = given.plan(world, now)
    asked = given.need(world, now)
    for _ in range(number):
        order = given.order(world, now, asked)
        actions.add_item(plan_id=plan.pk, order=order, actor=given.keeper(world, now), now=now)
    with CaptureQueriesContext(connection) as asked_queries:
        items = queries.items_of([plan.pk])
        assert [[two.need.title for two in one.answers.all()] for one in items] == [["电梯常停"]] * number
    assert len(asked_queries) == 2


def test_need_rests_on_cases_by_their_numbers_and_on_no_others(world) -> None:
    rules_installed()
    now = world.now
    open_one = reported(world, now)
    hidden = reported(world, now, category="mediation")
    made = given.need(world, now, case_numbers=(open_one.number,))
    assert queries.case_numbers(made.pk) == [open_one.number]
    for number in (hidden.number, "261120-000000"):
        new = actions.NewNeed(world.compounds[0].pk, "x", "CASES", case_numbers=(number,))
        refused("programmes.trace_unknown", actions.note_need, new=new, actor=given.keeper(world, now), now=now)


def test_recurring_issue_is_answered_by_the_plan_that_takes_it_up(world) -> None:
    rules_installed()
    now = world.now
    for number in range(5):
        reported(world, now, category="leak", by=world.resident(number % 2, now))
    assert recurring.raise_due(actor=system("tick"), now=now) == 1
    place = world.compounds[0].pk
    (issue,) = queries.issues(place)
    by = {"actor": given.keeper(world, now), "now": now}
    need = actions.need_from_issue(issue_id=issue.pk, **by)
    assert actions.need_from_issue(issue_id=issue.pk, **by) == need and need.mentions == 5
    assert queries.issues(place) == []
    plan = given.plan(world, now)
    item = actions.add_item(plan_id=plan.pk, order=given.order(world, now, need), **by)
    issue.refresh_from_db()
    assert issue.state == "RAISED", "a draft answers nothing"
    actions.adopt(plan_id=plan.pk, decision="专委会", decided_date=local_date(now), **by)
    issue.refresh_from_db()
    assert (issue.state, issue.plan_ref) == ("PLANNED", str(item))


def test_fixed_cases_count_as_deeds_once_they_are_marked(world) -> None:
    rules_installed()
    now = world.now
    case = answered(world, given.keeper(world, now), now)
    place = [world.compounds[0].pk]
    cases.mark_deed(case_id=case.pk, counts=True, actor=given.keeper(world, now), now=now)
    assert not case_deeds(place, now - 2 * DAY, now + DAY), "answered is not solved"
    cases.confirm(case_id=case.pk, actor=world.resident(0, now), now=now)
    assert [one.pk for one in case_deeds(place, now - 2 * DAY, now + DAY)] == [case.pk]
