"""The grid worker's page and tasks of the grids: given, approved, done, called off; the public list."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.given import NOW
from tests.signing import enter
from yuanba.cases import task_kinds
from yuanba.cases.models import GridTask, GridTaskPart, TaskKind
from yuanba.kernel.actor import system
from yuanba.people import actions
from yuanba.places import actions as places
from yuanba.web import clock

pytestmark = pytest.mark.django_db

DAY = NOW.date()
KEY = "0" * 32
BY = {"actor": system("test"), "now": NOW}


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def sent(client: Client, path: str, **values) -> None:
    answer = client.post(path, {"request_key": KEY, **values})
    assert answer.status_code == 302, answer.content.decode()


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_tasks_reach_the_grid_workers_page(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    task_kinds.install(TaskKind)
    world = given.subdistrict(per_compound=1)
    place = world.communities[0].pk
    facts = {"community_id": place, "from_date": given.SINCE, **BY}
    top = places.draw_grid(level="COMMUNITY", name="总网格", **facts)
    general = places.draw_grid(level="GENERAL", name="一般网格", parent_id=top.pk, **facts)
    grid = places.draw_grid(level="MICRO", name="微网格一", parent_id=general.pk, **facts)
    account = given.appointed(world, "SCREENER", world.street, name="郑工", phone="13900007001")
    actions.appoint(
        person_id=account.person_id, organisation_id=world.office.pk, post="GRID_WORKER", territory_id=place,
        grid_id=grid.pk, from_date=DAY, **BY,
    )  # fmt: skip
    worker, community = browser(account), browser(world.staff["COMMUNITY_WORKER"][0])
    leader = browser(world.staff["STREET_LEADER"][0])
    assert "微网格一" in said(worker, "/grid")
    assert [one in said(worker, "/grid") for one in ("隐患", "纠纷", "服务")] == [True] * 3
    path = f"/desk/grid-tasks/new/{place}"
    until = DAY + timedelta(days=7)
    task = {"title": "入户查燃气软管", "from_date": DAY, "last_date": until, "grids": [grid.pk]}
    assert path in said(community, "/desk/grid-tasks/new")
    refused = community.post(path, {"request_key": KEY, **task, "kind": ""})
    assert "清单外的任务要写明理由" in refused.content.decode()
    sent(community, path, **task, kind="HAZARDS")
    assert "入户查燃气软管" in said(worker, "/grid")
    part = GridTaskPart.objects.get()
    sent(worker, f"/grid/parts/{part.pk}/done", note="换软管 3 处")
    assert "入户查燃气软管" not in said(worker, "/grid")
    assert "换软管 3 处" in said(community, f"/desk/grid-tasks/{part.task_id}")
    sent(community, path, **(task | {"title": "寒潮走访"}), kind="", why="寒潮橙色预警")
    adhoc = GridTask.objects.get(title="寒潮走访")
    assert "待批准" in said(community, "/desk/grid-tasks")
    assert community.post(f"/desk/grid-tasks/{adhoc.pk}/approve").status_code == 403
    assert "批准，到结束日期为止" in said(leader, f"/desk/grid-tasks/{adhoc.pk}")
    assert leader.post(f"/desk/grid-tasks/{adhoc.pk}/approve").status_code == 302
    assert "寒潮走访" in said(worker, "/grid")
    sent(community, f"/desk/grid-tasks/{adhoc.pk}/call-off", reason="预警解除")
    assert browser(world.staff["COMMUNITY_WORKER"][1]).get(f"/desk/grid-tasks/{adhoc.pk}").status_code == 404
    kind = {"key": "DOGS", "name": "文明养犬劝导", "source": "区网格清单〔2026〕", "from_date": DAY}
    sent(leader, "/desk/grid-tasks/kinds/new", **kind)
    dogs = TaskKind.objects.get(key="DOGS")
    sent(leader, f"/desk/grid-tasks/kinds/{dogs.pk}/drop", to_date=until)
    public = said(Client(), "/grid-tasks")
    assert "安全隐患排查" in public and "清单调整" in public
