"""A voter with a phone: the whole way, twice sent, the back button, two tabs, no script, elder mode."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots.given import cast, finished, opened, papers

from yuanba.ballots.actions import sequence_once
from yuanba.ballots.models import Ballot, Paper
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def ballot(world) -> Ballot:
    return opened(world)


def filled(page: Page, ballot: Ballot, names: tuple[str, ...] = ("王建国", "河畔物业")) -> None:
    """The sheet is open and these names are ticked."""
    page.goto(f"/ballots/{ballot.pk}/sheet")
    for name in names:
        page.locator("label.choice", has_text=name).click()


def reviewed(page: Page, ballot: Ballot, names: tuple[str, ...] = ("王建国", "河畔物业")) -> None:
    filled(page, ballot, names)
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_role("button", name="提交我的票")).to_be_visible()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_voter_votes_on_a_phone(browser_page, live_server, axe, small_targets, world, ballot, elder: bool) -> None:
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    page.goto("/ballots")
    axe(page)
    shot(page, f"ballots-{elder}")
    page.get_by_role("link", name="填选票").click()
    left = page.locator("[data-left]").first
    expect(left).to_have_text("还可选 2 位")
    page.locator("label.choice", has_text="王建国").click()
    expect(left).to_have_text("还可选 1 位")
    page.locator("label.choice", has_text="河畔物业").click()
    axe(page)
    shot(page, f"sheet-{elder}")
    assert small_targets(page, 60 if elder else 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_text("王建国")).to_be_visible()
    axe(page)
    shot(page, f"review-{elder}")
    page.get_by_role("button", name="提交我的票").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的票收到了")
    axe(page)
    shot(page, f"receipt-{elder}")
    assert papers(ballot) == 1


def test_too_many_are_counted_aloud_and_refused_beside_the_question(phone, live_server, axe, world, ballot) -> None:
    enter_in_browser(phone, live_server.url, world.residents[0])
    filled(phone, ballot, ("王建国", "李秀英", "陈志强"))
    expect(phone.locator("[data-left]").first).to_have_text("多选了 1 位")
    phone.get_by_role("button", name="核对并提交").click()
    expect(phone.locator("[data-focus]")).to_be_focused()
    axe(phone)
    shot(phone, "too-many")
    expect(phone.locator("input:checked")).to_have_count(3)


def test_double_submit_and_back_button_give_one_paper(phone, live_server, world, ballot) -> None:
    enter_in_browser(phone, live_server.url, world.residents[0])
    reviewed(phone, ballot)
    phone.get_by_role("button", name="提交我的票").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的票收到了")
    with suppress(Error):  # the review is kept nowhere: the browser asks whether to send it again
        phone.go_back()
    again = phone.context.new_page()
    again.goto(f"/ballots/{ballot.pk}/sheet")
    expect(again.get_by_role("heading", level=1)).to_have_text("您的票收到了")
    assert papers(ballot) == 1


def test_back_from_the_review_keeps_what_was_chosen(phone, live_server, world, ballot) -> None:
    enter_in_browser(phone, live_server.url, world.residents[0])
    reviewed(phone, ballot)
    phone.get_by_role("button", name="返回修改").click()
    expect(phone.locator("input:checked")).to_have_count(2)
    phone.get_by_role("button", name="核对并提交").click()
    expect(phone.get_by_role("button", name="提交我的票")).to_be_visible()
    phone.goto(f"/ballots/{ballot.pk}/sheet")
    expect(phone.locator("input:checked")).to_have_count(2)


def test_two_tabs_give_one_paper(phone, live_server, axe, world, ballot) -> None:
    enter_in_browser(phone, live_server.url, world.residents[0])
    other = phone.context.new_page()
    reviewed(phone, ballot)
    reviewed(other, ballot, ("李秀英",))
    phone.get_by_role("button", name="提交我的票").click()
    other.get_by_role("button", name="提交我的票").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("已经收到您的一张票")
    axe(other)
    shot(other, "already")
    assert Paper.objects.get().choices == '{"companies":["entry:C2"],"persons":["entry:A1"]}'


def test_whole_way_without_script(browser_page, live_server, world, ballot) -> None:
    page = browser_page(script=False)
    enter_in_browser(page, live_server.url, world.residents[0])
    page.goto("/ballots")
    page.get_by_role("link", name="填选票").click()
    for name in ("王建国", "李秀英", "陈志强"):
        page.locator("label.choice", has_text=name).click()
    page.get_by_role("button", name="核对并提交").click()
    expect(page.get_by_text("多选了 1 位")).to_be_visible()
    page.locator("label.choice", has_text="李秀英").click()
    page.get_by_role("button", name="核对并提交").click()
    page.get_by_role("button", name="提交我的票").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的票收到了")
    assert papers(ballot) == 1


def test_result_is_a_chart_and_a_table(browser_page, live_server, axe, world, ballot) -> None:
    for number in range(4):
        cast(world, ballot, number, persons=["entry:A2"], companies=["entry:C1"])
    finished(world, ballot)
    for phone in (True, False):
        page = browser_page(phone=phone)
        page.goto(f"/ballots/{ballot.pk}/result")
        page.wait_for_selector(".chart canvas")
        axe(page)
        shot(page, f"result-{phone}")
        assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1280)


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_the_page_checks_by_itself_that_the_sheet_is_in_the_record(
    browser_page, live_server, axe, world, ballot, elder: bool
) -> None:
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    reviewed(page, ballot)
    page.get_by_role("button", name="提交我的票").click()
    expect(page.get_by_text("您的票正在写入公开记录")).to_be_visible()
    sequence_once(clock.now())
    expect(page.get_by_text("您的票已在公开记录中，第 1 张。")).to_be_visible()
    expect(page.get_by_text("您的票正在写入公开记录")).to_be_hidden()
    page.locator("summary", has_text="保存回执").click()
    axe(page)
    shot(page, f"proved-{elder}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_says_when_the_record_differs(browser_page, live_server, world, ballot) -> None:
    page = browser_page()
    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    reviewed(page, ballot)

    def forged(route) -> None:
        answer = route.fetch()
        text = answer.text().replace("index 1\n", "index 0\n")
        route.fulfill(response=answer, body=text)

    page.route("**/proof/*", forged)
    page.get_by_role("button", name="提交我的票").click()
    sequence_once(clock.now())
    expect(page.get_by_text("与回执不符")).to_be_visible()
