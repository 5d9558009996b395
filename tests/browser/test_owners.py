"""An owners' ballot in the browser: drafted, on the roll, voted on a phone, its meter, its result."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots import owners

from yuanba.ballots.models import Ballot, Paper
from yuanba.kernel.calendar import SHANGHAI
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTES = "%Y-%m-%dT%H:%M"


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=6, now=clock.now())


def fits(page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


def test_organiser_drafts_changes_and_announces(browser_page, live_server, axe, world) -> None:
    page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0])
    page.goto("/desk/ballots")
    shot(page, "owners-desk")
    page.get_by_role("link", name="发起业主征询").click()
    axe(page)
    shot(page, "owners-ask")
    page.get_by_role("button", name="保存草稿").click()
    axe(page)
    shot(page, "owners-ask-wrong")
    now = clock.now().astimezone(SHANGHAI)
    page.get_by_label("哪个小区").select_option(label="花城小区")
    page.get_by_label("题目").fill("要不要续聘现在的物业公司")
    page.locator("[name=about]").fill("合同明年 3 月到期。\n物业费不变。")
    page.locator("[name=q1_text]").fill("是否续聘花城物业，合同期三年")
    page.locator("[name=opens_at]").fill((now + timedelta(days=3)).strftime(MINUTES))
    page.locator("[name=closes_at]").fill((now + timedelta(days=30)).strftime(MINUTES))
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("至少 15 天告知").first).to_be_visible()
    axe(page)
    shot(page, "owners-board-draft")
    page.get_by_role("link", name="修改草稿").click()
    expect(page.locator("[name=q1_text]")).to_have_value("是否续聘花城物业，合同期三年")
    page.locator("[name=opens_at]").fill((now + timedelta(days=16)).strftime(MINUTES))
    page.get_by_role("button", name="保存草稿").click()
    page.locator("summary", has_text="发布").or_(page.locator("details.confirm summary")).first.click()
    page.locator("details.confirm button[type=submit]").first.click()
    assert Ballot.objects.get().state == "ANNOUNCED"
    axe(page)
    shot(page, "owners-board-announced")


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_owner_looks_at_the_roll_votes_and_sees_the_meter(
    browser_page, live_server, axe, small_targets, world, elder: bool
) -> None:
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    ahead = owners.announced(world, title="给 3 栋加装电梯", items=owners.ITEMS[:1])
    page.goto(f"/ballots/{ahead.pk}")
    axe(page)
    shot(page, f"owners-announced-{elder}")
    page.get_by_role("link", name="名册上有我吗").click()
    expect(page.get_by_text("算 1 人")).to_be_visible()
    axe(page)
    shot(page, f"owners-roll-{elder}")
    ballot = owners.opened(world)
    owners.vote(world, ballot, 1, "agree")
    page.goto(f"/ballots/{ballot.pk}")
    expect(page.get_by_text("还差")).to_have_count(2)
    axe(page)
    shot(page, f"owners-open-{elder}")
    assert fits(page, 390)
    page.get_by_role("link", name="填选票").click()
    page.locator("label.choice", has_text="同意").first.click()
    page.locator("label.choice", has_text="每季度").click()
    axe(page)
    shot(page, f"owners-sheet-{elder}")
    assert small_targets(page, 60 if elder else 44) == []
    page.get_by_role("button", name="核对并提交").click()
    shot(page, f"owners-review-{elder}")
    page.get_by_role("button", name="提交我的票").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的票收到了")
    shot(page, f"owners-receipt-{elder}")
    assert Paper.objects.count() == 2


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize("passed", [True, False], ids=["passed", "failed"])
def test_result_says_why_with_every_number(browser_page, live_server, axe, world, phone, elder, passed) -> None:
    ballot = owners.opened(world)
    for number in range(5 if passed else 3):
        owners.vote(world, ballot, number, "agree" if number else "against", "o2" if number % 2 else "o1")
    owners.published(world, ballot)
    page = browser_page(phone=phone, elder=elder, script=False)
    page.goto(f"{live_server.url}/ballots/{ballot.pk}/result")
    expect(page.get_by_text("通过，因为参加的人够了") if passed else page.get_by_text("未通过，因为")).to_be_visible()
    shot(page, f"owners-result-{passed}-{phone}-{elder}")
    assert fits(page, 390 if phone else 1280)
    seen = browser_page(phone=phone, elder=elder)
    seen.goto(f"{live_server.url}/ballots/{ballot.pk}/result")
    axe(seen)


def test_organiser_sees_the_meter_and_the_entrances(browser_page, live_server, axe, world) -> None:
    ballot = owners.opened(world)
    owners.vote(world, ballot, 1, "agree")
    page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0])
    page.goto(f"/desk/ballots/{ballot.pk}")
    expect(page.locator("summary", has_text="哪些单元还有人没投")).to_be_visible()
    axe(page)
    shot(page, "owners-board-open")
