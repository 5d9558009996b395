"""A ranking and a budget on a phone: tapped in order with a script, chosen by number without one; the sum said aloud."""

import pytest
from playwright.sync_api import expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots import owners
from tests.web.ballots.test_rules_on_sheets import ITEMS, TERMS

from yuanba.ballots.models import Paper
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def test_ranking_and_budget_on_a_phone(browser_page, live_server, axe, small_targets, world) -> None:
    ballot = owners.opened(world, items=ITEMS, rule=TERMS | {"id": "choose-k"}, matter="")
    page = browser_page(phone=True, elder=True)
    enter_in_browser(page, live_server.url, world.residents[0])
    page.goto(f"/ballots/{ballot.pk}/sheet")
    page.locator("[data-option]", has_text="香樟").click()
    page.locator("[data-option]", has_text="白鹭").click()
    page.get_by_role("button", name="上移 · 白鹭").press("Enter")
    expect(page.locator("[data-option]").first).to_contain_text("白鹭")
    expect(page.get_by_role("status").first).to_have_text("白鹭 现在排第 1")
    page.get_by_text("分类亭").click()
    page.get_by_text("路灯").click()
    expect(page.locator("output[data-left]")).to_contain_text("比预算 20,000 元 多 3,000 元")
    axe(page)
    assert small_targets(page, 60) == []
    shot(page, "ranking")
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_text("1．白鹭；2．香樟")).to_be_visible()
    axe(page)
    page.go_back()
    expect(page.locator("[data-option]").first).to_contain_text("白鹭")
    page.get_by_role("button", name="核对并提交").click()
    page.get_by_role("button", name="提交我的票").click()
    expect(page.get_by_text("您的票收到了").first).to_be_visible()
    assert Paper.objects.get().choices == '{"q1":["o1","o3"],"q2":["o1","o2"]}'
