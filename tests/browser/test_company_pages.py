"""A choice of company, a hand-over and a lift in the browser: an owner's phone, the committee's desk, the old company."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.oversight import given_selection as given
from tests.shots import shot
from tests.signing import enter_in_browser

from yuanba.assemblies.actions import renovating
from yuanba.assemblies.actions.renovating import Proposal
from yuanba.kernel.calendar import local_date
from yuanba.oversight import actions
from yuanba.oversight.actions import Between, Count, Minutes, NewItem, Opinion
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(transactional_db) -> given.Compound:
    return given.compound(now=clock.now())


def test_choice_is_read_on_a_phone_and_led_at_the_desk(browser_page, live_server, axe, made) -> None:
    now = clock.now()
    choice = given.published(made, now)
    given.offered(made, choice, now=now)
    chair = {"actor": made.actor(made.chair, now), "now": now}
    session = actions.announce_session(
        selection_id=choice.pk,
        starts_at=now + timedelta(days=3, hours=1),
        place="活动室",
        topic="信托制是什么",
        **chair,
    )
    later = now + timedelta(days=4)
    minutes = Minutes(23, "大家问了账目。", (("账目多久公布", "每月"), ("做不到怎么办", "")))
    actions.minute_session(session_id=session.pk, minutes=minutes, actor=chair["actor"], now=later)
    opinion = Opinion("王工", "物业管理师", "建议写进合同。", interests="曾在安心物业任职")
    filed = actions.file_opinion(selection_id=choice.pk, opinion=opinion, **chair)
    actions.publish_opinion(opinion_id=filed.pk, **chair)
    phone = browser_page(phone=True)
    phone.goto("/property")
    axe(phone)
    phone.get_by_role("link", name="选哪一家物业公司").click()
    expect(phone.get_by_text("有关系，已声明")).to_be_visible()
    axe(phone)
    shot(phone, "company-choice-phone")
    desktop = browser_page(phone=False)
    enter_in_browser(desktop, live_server.url, made.chair)
    desktop.goto("/desk/property")
    axe(desktop)
    shot(desktop, "company-desk")
    desktop.get_by_role("link", name="选哪一家物业公司").click()
    expect(desktop.get_by_text("发起表决前还差")).to_be_visible()
    axe(desktop)
    shot(desktop, "company-board")
    desktop.goto("/desk/property/choices/new")
    axe(desktop)
    shot(desktop, "company-plan-form")


def test_hand_over_is_signed_by_the_old_company_and_read_by_everybody(browser_page, live_server, axe, made) -> None:
    now = clock.now()
    chair = {"actor": made.actor(made.chair, now), "now": now}
    new = {"actor": made.actor(made.managers[1], now), "now": now}
    items = (NewItem("KEYS", "设备房钥匙", "把", 12), NewItem("FUNDS", "公共收益结余", "元", 3_250_000))
    between = Between(made.companies[0].pk, made.companies[1].pk, local_date(now))
    handover = actions.prepare_handover(compound_id=made.id, between=between, items=items, **chair)
    actions.start_handover(handover_id=handover.pk, **chair)
    keys, funds = handover.items.order_by("position")
    actions.check_item(item_id=keys.pk, count=Count(12, "GOOD"), **new)
    actions.dispute_item(item_id=funds.pk, reason="差 8,600 元没有凭证", must_act="OLD", act_by=local_date(now), **new)
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, made.managers[0])
    page.goto("/desk/company")
    axe(page)
    shot(page, "company-own-desk")
    page.get_by_role("link", name="花城小区").first.click()
    axe(page)
    shot(page, "handover-board-phone")
    page.get_by_role("link", name="办这一项").last.click()
    shot(page, "handover-item-phone")
    page.get_by_role("button", name="签字：原物业公司").click()
    expect(page.get_by_text("已签字。")).to_be_visible()
    axe(page)
    public = browser_page(phone=True, elder=True)
    public.goto(f"/property/handovers/{handover.pk}")
    expect(public.get_by_text("差 8,600 元没有凭证")).to_be_visible()
    axe(public)
    shot(public, "handover-elder")
    wide = browser_page(phone=False)
    wide.goto(f"/property/handovers/{handover.pk}")
    shot(wide, "handover-desktop")


def test_owner_consents_to_a_lift_and_takes_it_back(browser_page, live_server, axe, made) -> None:
    now = clock.now()
    organiser = {"actor": made.world.actor("STREET_ORGANISER", now=now), "now": now}
    entrance = made.world.premises[0].entrance_id
    proposal = Proposal(
        "LIFT", "1单元加装电梯", "外挂一部玻璃井道电梯。", (entrance,), now + timedelta(days=9), cost="六楼每户三万。"
    )
    row = renovating.draft(compound_id=made.id, proposal=proposal, **organiser)
    renovating.announce(renovation_id=row.pk, **organiser)
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, made.world.residents_of(0)[0])
    page.goto("/renovations")
    axe(page)
    page.get_by_role("link", name="1单元加装电梯").click()
    page.get_by_role("button", name="我同意").click()
    expect(page.get_by_role("button", name="撤回我的意见")).to_be_visible()
    axe(page)
    shot(page, "lift-owner-phone")
    page.get_by_role("button", name="撤回我的意见").click()
    expect(page.get_by_role("button", name="我同意")).to_be_visible()
    desk = browser_page(phone=False)
    enter_in_browser(desk, live_server.url, made.world.staff["STREET_ORGANISER"][0])
    desk.goto(f"/renovations/{row.pk}")
    axe(desk)
    shot(desk, "lift-desk")
