"""Those who run an award, in a real browser: the organiser from set-up to the end of a stage, the screeners on their desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.awards.given_awards import at, letter
from tests.signing import enter_in_browser
from tests.web.awards.conftest import Desk, desk, draft, quick_passwords  # noqa: F401

from yuanba.awards import actions as awards
from yuanba.awards.models import Campaign, Entry
from yuanba.kernel.actor import system

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(browser_page, live_server, desk: Desk, post: str, place: int = 0, **how) -> Page:  # noqa: F811
    page: Page = browser_page(phone=how.pop("phone", False), **how)
    enter_in_browser(page, live_server.url, desk.account(post, place))
    return page


def test_organiser_sets_up_a_campaign_and_a_leader_opens_it(browser_page, live_server, axe, draft) -> None:  # noqa: F811
    page = signed_in(browser_page, live_server, draft, "STREET_ORGANISER")
    page.goto(reverse("awards:campaigns"))
    axe(page)
    page.get_by_role("link", name="新建评选").click()
    axe(page)
    page.get_by_label("代号").fill("HY2022")
    page.get_by_text("2021“身边美好 幸福家园”小区治理先进评选活动").click()
    page.get_by_role("button", name="建好草稿").click()
    page.wait_for_url("**/setup")
    axe(page)
    expect(page.get_by_text("还缺批准这次活动的文件", exact=True)).to_be_visible()
    page.get_by_role("link", name="改日期、名额、奖金").click()
    axe(page)
    page.get_by_label("固定电话").first.fill("028-00000007")
    page.get_by_role("button", name="检查并保存").click()
    page.wait_for_url("**/setup")
    expect(page.get_by_text("028-00000007")).to_be_visible()
    page.get_by_role("link", name="改方案原文").click()
    axe(page)
    text = page.get_by_label("方案原文")
    text.fill(text.input_value().replace("quota = 30", "quota = 0", 1))
    page.get_by_role("button", name="检查并保存").click()
    expect(page.get_by_role("heading", name="方案中有 1 处错误")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="返回").click()
    page.get_by_role("link", name="登记文件").click()
    axe(page)
    page.get_by_text("活动批准文件").click()
    page.get_by_label("文件标题").fill("关于开展评选活动的批复")
    page.get_by_label("发文单位").fill("示范街道办事处")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.get_by_label("文件原件").set_input_files({"name": "批复.docx", "mimeType": kind, "buffer": letter("同意")})
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="材料齐了")).to_be_visible()
    expect(page.get_by_text("接下来要由审批领导开启")).to_be_visible()

    leader = signed_in(browser_page, live_server, draft, "STREET_LEADER")
    campaign = Campaign.objects.get(code="HY2022")
    leader.goto(reverse("awards:setup", args=[campaign.pk]))
    leader.get_by_text("开启评选").click()
    leader.get_by_role("button", name="确定开启").click()
    leader.wait_for_url(f"**{reverse('awards:board', args=[campaign.pk])}")
    axe(leader)
    campaign.refresh_from_db()
    assert campaign.state == "ANNOUNCED"


def test_screeners_pass_return_and_reject_and_the_organiser_ends_the_stage(
    browser_page,
    live_server,
    axe,
    small_targets,
    desk,  # noqa: F811
) -> None:
    entries = desk.screening(3)
    pk = desk.show.campaign.pk
    page = signed_in(browser_page, live_server, desk, "SCREENER", 0)
    page.goto(f"{reverse('awards:queue', args=[pk])}?heap=mine")
    axe(page)
    page.goto(reverse("awards:entry_look", args=[entries[0].pk]))
    axe(page)
    for row in page.locator(".in-a-row").all():
        row.get_by_text("符合", exact=True).click()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text("已通过，报名人已收到通知")).to_be_visible()
    page.goto(reverse("awards:entry_look", args=[entries[1].pk]))
    page.locator("summary", has_text="退回补正").click()
    page.get_by_label("个人事迹材料").check()
    page.get_by_label("理由或说明").fill("请补一份写清时间地点的事迹")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("报名人已收到要补什么")).to_be_visible()
    page.goto(reverse("awards:entry_look", args=[entries[2].pk]))
    page.get_by_label("理由或说明").fill("经核实事迹不实")
    page.get_by_role("button", name="提出驳回").click()
    expect(page.get_by_text("待第二人意见").first).to_be_visible()

    organiser = signed_in(browser_page, live_server, desk, "STREET_ORGANISER")
    organiser.goto(reverse("awards:board", args=[pk]))
    axe(organiser)
    organiser.get_by_role("button", name="提醒初审员").click()
    expect(organiser.get_by_text("已提醒")).to_be_visible()
    organiser.get_by_role("link", name="结束初步审核").click()
    axe(organiser)
    organiser.get_by_label("原因").fill("全部审完")
    organiser.get_by_role("button", name="结束初步审核").click()
    expect(organiser.get_by_role("heading", name="还不行")).to_be_visible()
    expect(organiser.get_by_label("原因")).to_have_value("全部审完")
    axe(organiser)

    second = signed_in(browser_page, live_server, desk, "SCREENER", 1, script=False)
    second.goto(f"{reverse('awards:queue', args=[pk])}?heap=second")
    second.locator("tbody a").first.click()
    second.get_by_label("理由").fill("同意驳回")
    second.get_by_role("button", name="同意驳回").click()
    expect(second.get_by_text("两人同意，已驳回")).to_be_visible()
    assert Entry.objects.get(pk=entries[2].pk).state == "REJECTED"

    # The one sent back was never mended; the appeals of both could be lodged until 9 November.
    awards.corrections.lapse_overdue(campaign_id=pk, actor=system("tick"), now=desk.at("2021-10-26"))
    desk.at("2021-11-10")
    organiser = signed_in(browser_page, live_server, desk, "STREET_ORGANISER")
    organiser.goto(reverse("awards:stage_move", args=[desk.show.run("screening").pk, "close"]))
    organiser.get_by_label("原因").fill("全部审完")
    organiser.get_by_role("button", name="结束初步审核").click()
    organiser.wait_for_url(f"**{reverse('awards:board', args=[pk])}")
    expect(organiser.get_by_text("阶段已结束")).to_be_visible()


@pytest.mark.parametrize("elder", [False, True])
def test_every_staff_page_is_open_to_everybody(browser_page, live_server, axe, small_targets, desk, elder) -> None:  # noqa: F811
    entries = desk.screening(2)
    pk = desk.show.campaign.pk
    page = signed_in(browser_page, live_server, desk, "STREET_ORGANISER", phone=elder, elder=elder)
    addresses = [
        *(
            reverse(f"awards:{name}", args=[pk])
            for name in ("board", "setup", "trail", "queue", "results", "titles", "lot")
        ),
        reverse("awards:stage", args=[desk.show.run("screening").pk]),
        reverse("awards:entry_look", args=[entries[0].pk]),
        reverse("awards:decision_draft", args=[pk]),
        reverse("funds:prize_lists"),
    ]
    for address in addresses:
        page.goto(address)
        axe(page)
        if elder:
            assert small_targets(page, 44) == [], address
    officer = signed_in(browser_page, live_server, desk, "HOUSING_OFFICER", phone=elder, elder=elder)
    for address in (reverse("oversight:bodies"), reverse("oversight:coverage")):
        officer.goto(address)
        axe(officer)


def test_later_stage_has_other_days(browser_page, live_server, axe, desk) -> None:  # noqa: F811
    run = desk.show.run("vote")
    page = signed_in(browser_page, live_server, desk, "STREET_ORGANISER")
    page.goto(reverse("awards:stage", args=[run.pk]))
    page.get_by_role("link", name="改期：网上投票").click()
    axe(page)
    page.get_by_label("截止日").fill("2021-11-23")
    page.get_by_label("原因").fill("避开大风天")
    page.get_by_role("button", name="改期：网上投票").click()
    expect(page.get_by_text("已改期")).to_be_visible()
    assert desk.show.run("vote").closes_at == at("2021-11-24", 0)
