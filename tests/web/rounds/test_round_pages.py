"""A round through its pages: planned at the desk, walked on a phone with and without a network, turned into a need."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests import given
from tests.cases.given import rules_installed
from tests.shots import shot
from tests.signing import enter, enter_in_browser
from yuanba.cases.actions import rounds
from yuanba.cases.models import Case, DoorRound, HouseholdVisit, RoundHousehold
from yuanba.kernel.calendar import local_date
from yuanba.programmes.models import Need
from yuanba.surveys.models import PendingAnswer, Survey
from yuanba.web import clock

KEY = {"request_key": "k" * 32}
DAY = timedelta(days=1)


def made() -> given.World:
    rules_installed()
    return given.subdistrict(per_compound=5, now=clock.now())


def at(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def sent(client: Client, address: str, **values: object) -> None:
    answer = client.post(address, values | KEY)
    assert answer.status_code == 302, f"{address}: {answer.content.decode()[-3000:]}"


def planned(world: given.World, desk: Client) -> DoorRound:
    place, today = world.compounds[0].pk, local_date(clock.now())
    sent(
        desk, f"/desk/rounds/{place}/new", title="十一月入户", purpose="听听大家的意见", contact_line="028-85550000",
        from_date=today, last_date=today + 10 * DAY, asks="on",
    )  # fmt: skip
    found = DoorRound.objects.get()
    sent(desk, f"/desk/rounds/round/{found.pk}/start")
    return found


@pytest.mark.django_db
def test_from_the_plan_over_the_doors_to_a_need_on_the_list(client) -> None:
    world = made()
    desk = at(world.staff["COMMUNITY_WORKER"][0])
    found = planned(world, desk)
    doors = list(found.households.order_by("pk"))
    page = desk.get(f"/rounds/{found.pk}/buildings/{doors[0].premises.entrance.building_id}").content.decode()
    assert page.count("data-round-door") == 5 and "治理问卷" in page and world.residents[0].person.name not in page
    for number, door in enumerate(doors):
        values = {
            "client_key": f"key-{number}", "result": "VISITED", f"round:{found.pk}|content": "4",
            "|first": ["parking", "leak"], "told_at": clock.now().isoformat(),
        }  # fmt: skip
        if number == 0:
            values |= {"category1": "leak", "text1": "厨房漏水", "phone1": "13800001234"}
        for _ in range(2):
            sent(desk, f"/rounds/doors/{door.pk}", **values)
    assert (HouseholdVisit.objects.count(), Case.objects.get().source, PendingAnswer.objects.count()) == (5, "ROUND", 5)
    wrong = desk.post(f"/rounds/doors/{doors[0].pk}", {"client_key": "w", "result": "NOBODY", "text1": "听说了"})
    assert wrong.status_code == 409 and "听说了" in wrong.content.decode()
    by_script = desk.post(f"/rounds/doors/{doors[0].pk}", {"client_key": "w", "result": ""}, headers={"X-Outbox": "1"})
    assert by_script.json()["state"] == "refused"
    assert Case.objects.get().number in desk.get(f"/rounds/doors/{doors[0].pk}").content.decode()
    assert "您可以不开门" in client.get(f"/visits/{found.pk}").content.decode()
    Survey.objects.update(opens_at=clock.now() - 2 * DAY, closes_at=clock.now() - DAY)
    sent(desk, f"/desk/rounds/round/{found.pk}/end")
    sent(desk, f"/desk/rounds/round/{found.pk}/codes", greening="2")
    board = desk.get(f"/desk/rounds/round/{found.pk}").content.decode()
    assert "100.0%" in board and "100 per" not in board
    assert "没有这种结果" in desk.get(f"/desk/rounds/round/{found.pk}/doors?result=REFUSED").content.decode()
    assert desk.get(f"/desk/rounds/round/{found.pk}/doors?result=VISITED").content.decode().count('class="card"') == 5
    category = Case.objects.get().category_id
    sent(desk, f"/desk/rounds/round/{found.pk}/needs/{category}", title="厨房漏水", mentions="5")
    need = Need.objects.get()
    assert (need.mentions, need.category_key, need.traces.count()) == (5, "leak", 3)
    public = client.get(f"/visits/{found.pk}").content.decode()
    assert "应走访 5 户" in public and "绿化" not in public
    stranger = at(world.staff["COMMUNITY_WORKER"][1])
    assert stranger.get(f"/desk/rounds/round/{found.pk}").status_code == 404
    assert stranger.get(f"/rounds/doors/{doors[0].pk}").status_code == 404
    for address in ("/rounds", "/desk/rounds", f"/rounds/{found.pk}"):
        assert desk.get(address).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_phone_without_a_network_keeps_knocks_and_sends_each_once(browser_page, live_server, axe) -> None:
    world = made()
    place, today = world.compounds[0].pk, local_date(clock.now())
    by = {"actor": world.actor("COMMUNITY_WORKER", now=clock.now()), "now": clock.now()}
    new = rounds.NewRound(place, "十一月入户", "听听大家的意见", "028-85550000", today, today + 10 * DAY)
    found = rounds.start_round(round_id=rounds.draft_round(new=new, **by).pk, **by)
    first, second = found.households.order_by("premises__number")[:2]
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, world.staff["COMMUNITY_WORKER"][0])
    page.goto(f"{live_server.url}/rounds/{found.pk}/buildings/{first.premises.entrance.building_id}")
    page.wait_for_load_state("networkidle")
    axe(page)  # takes a while: the icon of the page, which browsers load last, is there by then
    page.context.set_offline(True)
    for door, result in ((first, "见到了人"), (second, "不愿受访")):
        row = page.locator(f"#door-{door.pk}")
        row.locator("summary").first.click()
        row.get_by_text(result, exact=True).click()
        if result == "见到了人":
            row.locator("select[name=category1]").select_option("leak")
            row.locator("textarea[name=text1]").fill("厨房漏水")
            axe(page)
            shot(page, "round-door")
        row.get_by_role("button", name="记下来").first.click()
        expect(row.get_by_role("status")).to_contain_text("已存在手机上")
    assert not HouseholdVisit.objects.exists()
    shot(page, "round-offline")
    page.context.set_offline(False)
    expect(page.locator(f"#door-{second.pk}").get_by_role("status")).to_contain_text("已送出")
    page.reload()
    expect(page.locator(f"#door-{second.pk}")).to_contain_text("不愿受访")
    assert HouseholdVisit.objects.count() == 2 and Case.objects.count() == 1
    assert set(RoundHousehold.objects.exclude(result="").values_list("result", flat=True)) == {"VISITED", "REFUSED"}
    axe(page)
