"""Tasks of the grids: the admitted list, approval and last day of what stands on none, each grid's own part; queues."""

from datetime import timedelta

import pytest

from tests import given
from tests.given import NOW
from tests.refusals import refused
from yuanba.cases import actions, queries, task_kinds
from yuanba.cases.actions import NewTask
from yuanba.cases.models import GridTask, TaskKind
from yuanba.kernel.actor import system
from yuanba.messaging.models import Message
from yuanba.people import actions as people
from yuanba.people.queries import actor_for
from yuanba.places import actions as places
from yuanba.places.models import Grid

pytestmark = pytest.mark.django_db

DAY = NOW.date()
WEEK = DAY + timedelta(days=7)
BY = {"actor": system("test"), "now": NOW}


@pytest.fixture
def world() -> given.World:
    task_kinds.install(TaskKind)  # a test that empties the tables takes them away
    return given.subdistrict(per_compound=1)


@pytest.fixture
def grid(world: given.World) -> Grid:
    facts = {"community_id": world.communities[0].pk, "from_date": given.SINCE, **BY}
    top = places.draw_grid(level="COMMUNITY", name="总网格", **facts)
    general = places.draw_grid(level="GENERAL", name="一般网格", parent_id=top.pk, **facts)
    return places.draw_grid(level="MICRO", name="微网格一", parent_id=general.pk, **facts)


@pytest.fixture
def worker(world: given.World, grid: Grid):
    account = given.appointed(world, "SCREENER", world.street, name="郑工", phone="13900007001")
    people.appoint(
        person_id=account.person_id, organisation_id=world.office.pk, post="GRID_WORKER",
        territory_id=world.communities[0].pk, grid_id=grid.pk, from_date=DAY, **BY,
    )  # fmt: skip
    return actor_for(account, NOW)


def order(world: given.World, grid: Grid, **changes) -> NewTask:
    facts = {
        "territory_id": world.communities[0].pk, "kind_key": "HAZARDS", "title": "入户查燃气软管", "from_date": DAY,
        "last_date": WEEK, "grid_ids": (grid.pk,),
    }  # fmt: skip
    return NewTask(**(facts | changes))


def test_a_task_of_the_list_reaches_the_grid_and_is_done_once(world, grid, worker):
    by = {"actor": world.actor("COMMUNITY_WORKER"), "now": NOW}
    refused("grid_task.not_listed", actions.give_grid_task, order=order(world, grid, kind_key="SALES"), **by)
    refused("grid_task.no_grid", actions.give_grid_task, order=order(world, grid, grid_ids=(grid.parent_id,)), **by)
    refused(
        "grid_task.no_end", actions.give_grid_task, order=order(world, grid, last_date=DAY - timedelta(days=1)), **by
    )
    other = {"actor": world.actor("COMMUNITY_WORKER", 1), "now": NOW}
    refused("grid_task.not_permitted", actions.give_grid_task, order=order(world, grid), **other)
    task = actions.give_grid_task(order=order(world, grid), **by)
    assert Message.objects.filter(kind="grid_task", person_ref=worker.id).count() == 1
    (part,) = queries.parts_before(worker, queries.own_grids(worker, DAY), DAY)
    refused("grid_task.not_permitted", actions.done_in_grid, part_id=part.pk, note="", **other)
    actions.done_in_grid(part_id=part.pk, note="换软管 3 处", actor=worker, now=NOW)
    assert actions.done_in_grid(part_id=part.pk, note="又", actor=worker, now=NOW).note == "换软管 3 处"
    assert not queries.parts_before(worker, [grid], DAY)
    (row,) = queries.grid_tasks({task.territory_id})
    assert (row.grids, row.done) == (1, 1)
    assert actions.end_grid_tasks_due(NOW + timedelta(days=7)) == 0
    assert actions.end_grid_tasks_due(NOW + timedelta(days=8)) == 1
    assert actions.end_grid_tasks_due(NOW + timedelta(days=8)) == 0


def test_what_stands_on_no_list_waits_for_another_to_approve_it(world, grid, worker):
    street, leader = world.actor("STREET_ORGANISER"), world.actor("STREET_LEADER")
    by = {"actor": street, "now": NOW}
    refused("grid_task.no_reason", actions.give_grid_task, order=order(world, grid, kind_key=""), **by)
    adhoc = order(world, grid, kind_key="", why="寒潮橙色预警，上门看独居老人", title="寒潮走访")
    task = actions.give_grid_task(order=adhoc, **by)
    assert task.state == "ASKED"
    assert not queries.parts_before(worker, [grid], DAY)
    refused("grid_task.not_permitted", actions.approve_grid_task, task_id=task.pk, **by)
    late = {"actor": leader, "now": NOW + timedelta(days=8)}
    refused("grid_task.no_end", actions.approve_grid_task, task_id=task.pk, **late)
    assert actions.approve_grid_task(task_id=task.pk, actor=leader, now=NOW).state == "OPEN"
    refused("grid_task.no_such_move", actions.approve_grid_task, task_id=task.pk, actor=leader, now=NOW)
    assert queries.parts_before(worker, [grid], DAY).count() == 1
    other = actions.give_grid_task(order=adhoc, **by)
    refused("cases.reason_missing", actions.refuse_grid_task, task_id=other.pk, reason=" ", actor=leader, now=NOW)
    actions.refuse_grid_task(task_id=other.pk, reason="不在职责内", actor=leader, now=NOW)
    actions.call_off_grid_task(task_id=task.pk, reason="预警解除", **by)
    assert list(GridTask.objects.order_by("pk").values_list("state", flat=True)) == ["ENDED", "REFUSED"]


def test_the_admitted_list_is_dated_and_its_changes_stay(world):
    leader = {"actor": world.actor("STREET_LEADER"), "now": NOW}
    assert queries.task_kinds(DAY).count() == 7
    facts = {"key": "DOGS", "name": "文明养犬劝导", "name_en": "Dogs", "source": "区网格清单〔2026〕", "from_date": DAY}
    refused("grid_task.not_permitted", actions.admit_task_kind, actor=world.actor("COMMUNITY_WORKER"), now=NOW, **facts)
    refused("grid_task.no_source", actions.admit_task_kind, **(facts | {"source": " "}), **leader)
    first = actions.admit_task_kind(**facts, **leader)
    refused("grid_task.day_before", actions.admit_task_kind, **facts, **leader)
    actions.admit_task_kind(**(facts | {"from_date": WEEK, "name": "养犬劝导"}), **leader)
    first.refresh_from_db()
    assert first.to_date == WEEK
    last = TaskKind.objects.get(key="DOGS", to_date__isnull=True)
    actions.drop_task_kind(kind_id=last.pk, to_date=WEEK + timedelta(days=1), **leader)
    assert [row.name for row in queries.task_kind_changes()] == ["养犬劝导", "文明养犬劝导"]


def test_three_queues_take_four_queries(world, grid, worker, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = queries.queues(worker, [grid], NOW)
    assert [one.key for one in found] == ["HAZARD", "DISPUTE", "SERVICE"]
    assert {(one.waiting, one.late) for one in found} == {(0, 0)}
