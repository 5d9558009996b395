"""Drafting a budget at a desk, and the result of every rule on a phone: each page for axe, and for whoever looks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots import owners
from tests.web.ballots.test_rules_on_sheets import BENCH, BIN, ITEMS, LAMP

from yuanba.ballots import actions
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import SHANGHAI
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTES = "%Y-%m-%dT%H:%M"


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=3, now=clock.now())


def test_organiser_drafts_a_budget_and_sees_the_sheet(desktop, live_server, axe, world) -> None:
    page, now = desktop, clock.now().astimezone(SHANGHAI)
    enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0])
    page.goto("/desk/ballots/new")
    page.locator("[name=place]").select_option(index=1)
    page.locator("[name=title]").fill("今年的公共收益")
    page.locator("[name=matter]").select_option("")
    page.locator("[name=q1_text]").fill("先做哪几件")
    expect(page.locator("[name=q1_budget]")).to_be_hidden()
    page.locator("label.choice", has_text="让各类人都有份").first.click()
    expect(page.locator("[name=q1_budget]")).to_be_visible()
    page.locator("[name=q1_options]").fill("分类亭｜15000\n路灯｜8000")
    page.locator("[name=q1_budget]").fill("2万")
    page.locator("[name=opens_at]").fill((now + timedelta(days=16)).strftime(MINUTES))
    page.locator("[name=closes_at]").fill((now + timedelta(days=30)).strftime(MINUTES))
    axe(page)
    shot(page, "ask-budget")
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="预览选票").click()
    expect(page.get_by_text("一共有 20,000 元可用")).to_be_visible()
    axe(page)
    shot(page, "preview")
    page.get_by_role("link", name="说明和图片").click()
    axe(page)
    shot(page, "describe")


def test_results_and_what_follows_them(browser_page, live_server, axe, world) -> None:
    ballot = owners.opened(world, items=(*owners.ITEMS[:1], *_renamed()), matter="")
    now = clock.now()
    for number, (answer, ranks, wants) in enumerate(
        (("agree", ["o1", "o3"], [BIN]), ("agree", ["o3"], [LAMP, BENCH]), ("against", ["o2", "o3"], [LAMP]))
    ):
        ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(number), now=now)
        actions.cast(ticket=ticket, choices={"q1": [answer], "q3": ranks, "q4": wants}, channel="PHONE", now=now)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=now - timedelta(minutes=1))
    ballot.refresh_from_db()
    owners.published(world, ballot)
    page = browser_page(phone=True)
    page.goto(f"/ballots/{ballot.pk}/result")
    expect(page.get_by_text("平分 20,000 元").first).to_be_visible()
    axe(page)
    shot(page, "result-of-rules")
    page.goto(f"/places/{world.compounds[0].pk}/ballots")
    axe(page)
    shot(page, "history")
    desk = browser_page(phone=False)
    enter_in_browser(desk, live_server.url, world.staff["STREET_ORGANISER"][0])
    for name in ("", "/post", "/official", "/draws"):
        desk.goto(f"/desk/ballots/{ballot.pk}{name}")
        axe(desk)
        shot(desk, f"desk{name.replace('/', '-')}")


def _renamed() -> tuple[actions.NewItem, ...]:
    """The ranking and the budget as third and fourth question."""
    ranked, money = ITEMS
    return replace(ranked, key="q3"), replace(money, key="q4")
