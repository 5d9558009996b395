"""A resident of seventy answers a survey on a phone in elder mode; once without script."""

import pytest
from playwright.sync_api import expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.surveys.given import answer, finished, opened

from yuanba.surveys.models import PendingAnswer
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=6, now=clock.now())


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_resident_answers_in_elder_mode(browser_page, live_server, axe, small_targets, world, script: bool) -> None:
    opened(world)
    page = browser_page(elder=True, script=script)
    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    page.goto("/surveys")
    page.get_by_role("link", name="说说您的看法").click()
    page.locator(".card", has=page.get_by_role("heading", name="王建国")).locator(
        "label.choice", has_text="非常满意"
    ).nth(1).click()
    page.get_by_role("button", name="提交我的回答").click()
    expect(page.get_by_text("这里还没有回答。").last).to_be_visible()
    if script:
        axe(page)
        shot(page, "survey-elder")
        assert small_targets(page, 60) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".card", has=page.get_by_role("heading", name="王建国")).locator(
        "label.choice", has_text="比较满意"
    ).nth(0).click()
    page.get_by_role("button", name="提交我的回答").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("谢谢，您的回答收到了")
    assert PendingAnswer.objects.get().values == {"entry:A1": {"care": 4, "clean": 5}}


def test_result_and_board(browser_page, live_server, axe, world) -> None:
    survey = opened(world)
    for number in range(6):
        answer(world, survey, number, care=4)
    page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0])
    page.goto(f"/desk/surveys/{survey.pk}")
    axe(page)
    shot(page, "survey-board")
    finished(world, survey)
    phone = browser_page()
    phone.goto(f"/surveys/{survey.pk}/result")
    axe(phone)
    shot(phone, "survey-result")
