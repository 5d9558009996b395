"""Needs, plans and micro projects in the first compound of `given.subdistrict()`, by their own actions."""

from datetime import date, datetime, timedelta

from tests import given
from yuanba.kernel.calendar import local_date
from yuanba.programmes import actions
from yuanba.programmes.models import CompoundPlan, MicroProject, Need, PlanItem

DAY = timedelta(days=1)
KEY = "0" * 32


def keeper(world: given.World, now: datetime):
    return world.actor("COMMUNITY_WORKER", now=now)


def another(world: given.World, now: datetime):
    return world.actor("STREET_ORGANISER", now=now)


def need(world: given.World, now: datetime, **changes: object) -> Need:
    values = {
        "territory_id": world.compounds[0].pk,
        "title": "电梯常停",
        "source": "ROUND",
        "source_note": "11月入户",
        "mentions": 37,
        "traces": ("category:LIFT", "case:12"),
    } | changes
    return actions.note_need(new=actions.NewNeed(**values), actor=keeper(world, now), now=now)  # type: ignore[arg-type]


def consulted(world: given.World, asked: Need, now: datetime):
    by = {"actor": keeper(world, now), "now": now}
    sheet = actions.open_consultation(need_id=asked.pk, held_date=local_date(now), **by)
    for side, name, said in (("RESIDENTS", "3栋居民代表", "一周停三次"), ("PROPERTY", "示范物业", "配件老化")):
        actions.hear(consultation_id=sheet.pk, side=side, name=name, said=said, **by)
    found = actions.Findings("控制柜用了15年", "物业维保，大修由业主决定", "先换门机，明年大修")
    return actions.settle_consultation(consultation_id=sheet.pk, found=found, **by)


def order(world: given.World, now: datetime, *needs: Need, **changes: object) -> actions.ItemOrder:
    values = {
        "title": "更换3部电梯门机",
        "what": "3栋三部电梯换门机，换后试运行一周。",
        "owner_id": world.office.pk,
        "contact_line": "物业服务中心 028-85550000",
        "due_date": local_date(now) + 60 * DAY,
        "need_ids": tuple(one.pk for one in needs),
        "budget_fen": 36_000_00,
        "funding": "物业维保费",
    } | changes
    return actions.ItemOrder(**values)  # type: ignore[arg-type]


def plan(world: given.World, now: datetime, kind: str = "RECTIFY") -> CompoundPlan:
    new = actions.NewPlan(world.compounds[0].pk, kind, "难题整改计划", date(2026, 11, 1), date(2027, 11, 1))
    return actions.draft_plan(new=new, actor=keeper(world, now), now=now)


def running(world: given.World, now: datetime) -> PlanItem:
    """An item of an adopted plan."""
    by = {"actor": keeper(world, now), "now": now}
    drafted = plan(world, now)
    item = actions.add_item(plan_id=drafted.pk, order=order(world, now, need(world, now)), **by)
    actions.adopt(plan_id=drafted.pk, decision="专委会第3次会议", decided_date=local_date(now), **by)
    return item


def proposed(world: given.World, now: datetime, key: str = KEY, **changes: object) -> MicroProject:
    values = {
        "territory_id": world.compounds[0].pk,
        "title": "单元门口加扶手",
        "what": "门口两级台阶，老人下雨天容易滑倒。",
    } | changes
    return actions.propose(
        idea=actions.Idea(**values),  # type: ignore[arg-type]
        request_key=key,
        actor=world.resident(0, now),
        now=now,
    )


def chosen(world: given.World, now: datetime) -> tuple[MicroProject, datetime]:
    """A proposal that its deliberation was for, and when that was."""
    project = proposed(world, now)
    meets = now + 3 * DAY
    actions.deliberate(project_id=project.pk, meets_at=meets, where="议事厅", actor=keeper(world, now), now=now)
    later = meets + DAY
    held = actions.Deliberation(12, 10, 1, "都觉得该装，先装1单元。")
    return actions.choose(project_id=project.pk, held=held, actor=keeper(world, later), now=later), later
