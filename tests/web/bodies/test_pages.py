"""Pages of whoever serves a place: founding, seats, rosters, task forces, words, gaps."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.factories import PersonFactory
from tests.given import NOW
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.people import actions
from yuanba.people.models import Appointment, ForceTask, ForceUnit, Organisation, Word
from yuanba.places import actions as places
from yuanba.web import clock

pytestmark = pytest.mark.django_db

DAY = NOW.date()
KEY = "0" * 32
BY = {"actor": system("test"), "now": NOW}


@pytest.fixture(autouse=True)
def today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=1)


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


@pytest.fixture
def street(world: given.World) -> Client:
    return browser(world.staff["STREET_ORGANISER"][0])


@pytest.fixture
def community(world: given.World) -> Client:
    return browser(world.staff["COMMUNITY_WORKER"][0])


@pytest.fixture
def neighbour(world: given.World) -> Client:
    return browser(world.residents[0])


def sent(client: Client, path: str, **values):
    answer = client.post(path, {"request_key": KEY, **values})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def taken(client: Client, path: str) -> bytes:
    answer = client.get(path)
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


PERSON = {"name": "王立新", "phone": "13800007777", "from_date": DAY}


def test_a_committee_is_founded_filled_and_read_by_everybody(world, street, community):
    compound = world.compounds[0].pk
    assert f"/desk/bodies/found/special-committee/{compound}" in said(street, "/desk/bodies/found/special-committee")
    assert community.get("/desk/bodies/found/special-committee").status_code == 404
    path = f"/desk/bodies/found/special-committee/{compound}"
    paper = {
        "name": "花城小区专委会", "purpose": "解决电梯和停车", "from_date": DAY, "due_date": DAY + timedelta(days=365),
        "decided_by": "示范街道办事处", "decision_number": "示街办〔2026〕8号", "decided_date": DAY,
    }  # fmt: skip
    assert street.post(path, {"request_key": KEY, **paper, "decided_by": ""}).status_code == 200
    sent(street, path, **paper)
    body = Organisation.objects.get(kind="SPECIAL_COMMITTEE")
    kept = said(street, f"/desk/bodies/{body.pk}")
    assert "还差" in kept and "综合服务执行委员会" in kept
    seat = f"/desk/bodies/{body.pk}/seat"
    chair = {**PERSON, "is_lead": "on", "capacity": "STREET", "source_unit": "社区发展办"}
    assert "抽调" in street.post(seat, {"request_key": KEY, **chair}).content.decode()
    sent(street, seat, **chair, to_date=DAY + timedelta(days=100))
    public = said(Client(), f"/bodies/{body.pk}")
    assert "抽调自社区发展办" in public and "王**" in public
    assert "王立新" not in public and "13800007777" not in public
    assert "花城小区专委会" in said(Client(), f"/places/{compound}/serving")
    row = Appointment.objects.get(post="SPECIAL_CHAIR")
    sent(street, f"/desk/bodies/{body.pk}/seats/{row.pk}/end", to_date=DAY + timedelta(days=1))
    sent(street, f"/desk/bodies/{body.pk}/organ", key="PARKING", name="停车小组", duty="停车位")
    sent(street, f"/desk/bodies/{body.pk}/change", name="花城专委会", purpose="电梯")
    sent(street, f"/bodies/{body.pk}/result", on_date=DAY, text="修好 3 部电梯")
    assert "修好 3 部电梯" in said(Client(), f"/bodies/{body.pk}")
    assert community.get(f"/desk/bodies/{body.pk}").status_code == 404
    sent(street, f"/desk/bodies/{body.pk}/end", ended_date=DAY + timedelta(days=2), reason="任务完成")


def test_a_group_points_out_who_is_missing_and_shows_nobody_as_a_party_member(world, community):
    compound, house = world.compounds[0].pk, world.premises[0].entrance.building_id
    path = f"/desk/bodies/found/mutual-aid-group/{compound}"
    sent(community, path, name="1栋互助小组", purpose="互助", from_date=DAY, building=house)
    body = Organisation.objects.get(kind="MUTUAL_AID_GROUP")
    seat = {**PERSON, "capacity": "PARTY_MEMBER"}
    refused = community.post(f"/desk/bodies/{body.pk}/seat", {"request_key": KEY, **seat})
    assert "单独同意" in refused.content.decode()
    resident = world.residents[0].person
    own = {"name": resident.name, "phone": resident.phone, "from_date": DAY}
    sent(community, f"/desk/bodies/{body.pk}/seat", **own, capacity="PARTY_MEMBER", has_consented="on")
    kept = said(community, f"/desk/bodies/{body.pk}")
    assert "缺居民骨干" in kept and "缺党员" not in kept
    assert "党员" not in said(Client(), f"/bodies/{body.pk}")
    assert "缺居民骨干" in said(community, "/desk/bodies")
    assert taken(community, "/desk/bodies?format=xlsx")


def test_roster_shows_what_is_empty_and_fills_it(world, community, neighbour):
    place, house = world.communities[0].pk, world.premises[0].entrance.building
    facts = {"community_id": place, "from_date": DAY, **BY}
    top = places.draw_grid(level="COMMUNITY", name="总网格", **facts)
    general = places.draw_grid(level="GENERAL", name="一般网格", parent_id=top.pk, **facts)
    grid = places.draw_grid(level="MICRO", name="微网格一", parent_id=general.pk, **facts)
    places.place_in_grid(grid_id=grid.pk, premises_ids=[world.premises[0].pk], from_date=DAY, **BY)
    assert community.get("/desk/rosters").url == f"/desk/rosters/{place}"
    page = said(community, f"/desk/rosters/{place}")
    assert "有 1 个网格没有网格员" in page and house.name in page
    sent(community, f"/desk/rosters/{place}/worker", **PERSON, part=grid.pk, relay_line="028-00000000")
    lead = {**PERSON, "name": "李珍", "phone": "13800008888", "part": house.pk}
    path = f"/desk/rosters/{place}/compounds/{world.compounds[0].pk}/building"
    private = community.post(path, {"request_key": KEY, **lead, "relay_line": "138 0000 8888"})
    assert "个人手机号" in private.content.decode()
    sent(community, path, **lead, relay_line="028-00000000 转 2")
    own = said(neighbour, f"/places/{world.compounds[0].pk}/serving")
    assert "负责您家的" in own and 'tel:028-00000000"' in own and "李*" in own and "李珍" not in own
    assert "微网格一" in said(Client(), f"/places/{place}/serving")
    row = Appointment.objects.get(post="GRID_WORKER")
    sent(community, f"/desk/rosters/{place}/end/{row.pk}", to_date=DAY + timedelta(days=1))
    strangers = browser(world.staff["COMMUNITY_WORKER"][1])
    assert strangers.get(f"/desk/rosters/{place}").status_code == 404
    gaps = said(community, "/desk/gaps")
    assert "花城小区" in gaps and "个小区中有" in gaps
    assert taken(community, "/desk/gaps?format=xlsx")


def test_a_neighbour_thanks_asks_and_complains_and_is_answered(world, community, neighbour):
    lead = actions.appoint(
        person_id=PersonFactory(name="李珍").pk, organisation_id=world.office.pk, post="BUILDING_LEAD",
        territory_id=world.compounds[0].pk, building_id=world.premises[0].entrance.building_id, from_date=DAY, **BY,
    )  # fmt: skip
    path = f"/serving/{lead.pk}/word"
    assert "李*" in said(neighbour, path)
    sent(neighbour, path, kind="COMPLAINT", text="晚上敲门太吵")
    assert "晚上敲门太吵" in said(neighbour, "/me/words")
    assert "晚上敲门太吵" in said(community, "/desk/complaints")
    word = Word.objects.get()
    other = browser(world.staff["COMMUNITY_WORKER"][1])
    assert "晚上敲门太吵" not in said(other, "/desk/complaints")
    assert other.get(f"/desk/complaints/{word.pk}/answer").status_code == 404
    assert neighbour.get(f"/me/words/{word.pk}/answer").status_code == 404
    sent(community, f"/desk/complaints/{word.pk}/answer", text="已和她谈过，八点后不再敲门")
    assert "八点后不再敲门" in said(neighbour, "/me/words")
    assert Client().get(path).status_code == 302


def test_a_task_force_has_units_liaisons_and_tasks(world, street):
    path = f"/desk/bodies/found/task-force/{world.street.pk}"
    until = DAY + timedelta(days=365)
    sent(street, path, name="小区工作专班", purpose="三年攻坚", from_date=DAY, due_date=until, decided_by="区委社会工作部",
         decided_date=DAY)  # fmt: skip
    force = Organisation.objects.get(kind="TASK_FORCE")
    unit = {"name": "住建局", "is_lead": "on", "line": "028-11110000", "from_date": DAY}
    half = street.post(f"/desk/bodies/{force.pk}/unit", {"request_key": KEY, **unit, "liaison_name": "陈工"})
    assert "要一起填" in half.content.decode()
    sent(street, f"/desk/bodies/{force.pk}/unit", **unit, liaison_name="陈工", liaison_phone="13900001111")
    one = ForceUnit.objects.get()
    sent(street, f"/desk/bodies/{force.pk}/units/{one.pk}/task", text="排查电梯", due_date=until)
    public = said(Client(), f"/bodies/{force.pk}")
    assert "排查电梯" in public and "住建局" in public and "陈工" not in public
    assert "陈*" in said(street, f"/desk/bodies/{force.pk}")
    sent(street, f"/bodies/tasks/{ForceTask.objects.get().pk}/done", outcome="12 部已排查")
    sent(street, f"/desk/bodies/{force.pk}/units/{one.pk}/end", to_date=DAY + timedelta(days=3))
    assert "12 部已排查" in said(street, f"/desk/bodies/{force.pk}")
