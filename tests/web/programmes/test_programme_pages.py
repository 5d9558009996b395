"""Plans through their pages: from a need to an accepted item, and a resident's idea on its way."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.programmes import given as plans
from tests.signing import enter
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.programmes.models import CompoundPlan, Deed, MicroProject, Need, PlanItem
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "k" * 32}


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def at(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def sent(client: Client, address: str, **values: object) -> None:
    answer = client.post(address, values | KEY)
    assert answer.status_code == 302, f"{address}: {answer.content.decode()[-3000:]}"


def test_from_a_need_to_an_accepted_item_through_the_pages(world, client) -> None:
    place, today = world.compounds[0].pk, local_date(clock.now())
    desk, other = at(world.staff["COMMUNITY_WORKER"][0]), at(world.staff["STREET_ORGANISER"][0])
    at_desk = "/desk/plans"
    sent(desk, f"{at_desk}/{place}/needs/new", title="电梯常停", source="ROUND", mentions=37)
    need = Need.objects.get()
    sent(desk, f"{at_desk}/{place}/resources/new", provider="高德口腔", offer="活动场地", contact_line="028-85550000",
         from_date=today)  # fmt: skip
    sent(desk, f"{at_desk}/needs/{need.pk}/sheets/new", held_date=today)
    sheet = need.consultations.get()
    for side in ("RESIDENTS", "PROPERTY"):
        sent(desk, f"{at_desk}/sheets/{sheet.pk}/hear", side=side, name="代表", said="配件老化")
    sent(desk, f"{at_desk}/sheets/{sheet.pk}/settle", cause="老化", responsibility="物业", remedy="换门机")
    last = today + timedelta(days=200)
    sent(desk, f"{at_desk}/{place}/new", kind="RECTIFY", title="难题整改计划", from_date=today, last_date=last)
    plan = CompoundPlan.objects.get()
    item = {
        "title": "更换门机", "what": "换三部", "needs": [need.pk], "consultation": sheet.pk, "track": "COMPOUND",
        "owner": world.office.pk, "contact_line": "028-85550000", "last_date": last, "budget": "3.6万", "funding": "维保费",
    }  # fmt: skip
    assert desk.post(f"{at_desk}/plan/{plan.pk}/items/new", item | {"needs": []} | KEY).status_code == 200
    sent(desk, f"{at_desk}/plan/{plan.pk}/items/new", **item)
    made = PlanItem.objects.get()
    assert (made.budget_fen, made.due_date) == (36_000_00, last)
    sent(desk, f"{at_desk}/items/{made.pk}/edit", **item | {"title": "更换三部门机"})
    assert client.get(f"/plans/items/{made.pk}").status_code == 404, "a draft is nobody's"
    sent(desk, f"{at_desk}/plan/{plan.pk}/adopt", decision="专委会第3次会议", decided_date=today)
    sent(desk, f"{at_desk}/items/{made.pk}/start", text="")
    sent(desk, f"{at_desk}/items/{made.pk}/note", text="换好一部", spent="12000")
    sent(desk, f"{at_desk}/items/{made.pk}/done", text="三部都换了")
    refused = desk.post(f"{at_desk}/items/{made.pk}/accept", {"text": ""} | KEY)
    assert refused.status_code == 403 and "不能自己验收" in refused.content.decode()
    sent(other, f"{at_desk}/items/{made.pk}/accept", text="看过了", is_deed="on")
    assert Deed.objects.count() == 1
    assert "这一类暂时没有" in client.get(f"/plans/{place}?track=SHOPS").content.decode()
    sent(desk, f"{at_desk}/needs/{need.pk}/answer", answer="三部门机已换。")
    sent(desk, f"{at_desk}/plan/{plan.pk}/close", outcome="做完了")
    for address, words in (
        ("/plans", "花城小区"),
        (f"/plans/{place}", "更换三部门机"),
        (f"/plans/items/{made.pk}", "36,000 元"),
        (f"/plans/{place}/needs", "高德口腔"),
        (f"/plans/needs/{need.pk}", "三部门机已换"),
        (f"/plans/{place}/deeds", "更换三部门机"),
    ):
        assert words in client.get(address).content.decode(), address
    for address in ("", f"/plan/{plan.pk}", f"/items/{made.pk}", f"/{place}/needs", f"/needs/{need.pk}"):
        assert desk.get(at_desk + address).status_code == 200, address
    assert desk.get(f"{at_desk}/{world.compounds[2].pk}/needs").status_code == 404, "another community's"


def test_an_idea_is_joined_talked_over_and_taken_into_a_plan(world, client) -> None:
    place, now = world.compounds[0].pk, clock.now()
    mine, neighbour, stranger = (at(world.residents[number]) for number in (0, 1, 4))
    assert stranger.get(f"/plans/{place}/ideas/new").status_code == 403, "told before it is filled in"
    sent(mine, f"/plans/{place}/ideas/new", title="门口加扶手", what="下雨天滑", where="1单元", cost="800")
    idea = MicroProject.objects.get()
    sent(neighbour, f"/plans/ideas/{idea.pk}/join")
    page = client.get(f"/plans/ideas/{idea.pk}").content.decode()
    assert "门口加扶手" in page and world.residents[0].person.name not in page
    desk = at(world.staff["COMMUNITY_WORKER"][0])
    board = f"/desk/plans/ideas/{idea.pk}"
    soon = (now + timedelta(hours=1)).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    sent(desk, f"{board}/meet", meets_at=soon, where="议事厅")
    MicroProject.objects.update(meets_at=now - timedelta(hours=1))
    sent(desk, f"{board}/choose", present=12, in_favour=10, against=1, minutes="都说该装")
    plan = plans.plan(world, now)
    item = {
        "title": "门口加扶手", "what": "装不锈钢扶手", "track": "COMPOUND", "owner": world.office.pk,
        "contact_line": "028-85550000", "last_date": local_date(now) + timedelta(days=30), "budget": "800", "funding": "微基金",
    }  # fmt: skip
    sent(desk, f"{board}/take-up", **item)
    idea.refresh_from_db()
    assert idea.item is not None and idea.item.plan == plan and idea.need.mentions == 2
    assert "2 户（件）提到" in client.get(f"/plans/{place}/needs").content.decode()
    for address in (board, "/desk/plans", f"/plans/{place}/ideas"):
        assert desk.get(address).status_code == 200
