"""A juror at a tablet, by keyboard alone; the same without script; the chair and the draw."""

import pytest
from playwright.sync_api import Page, expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.rubrics.given import opened, seated

from yuanba.rubrics.models import Score
from yuanba.web import candidates, clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture(autouse=True)
def names(monkeypatch) -> None:
    cards = {
        "entry:E1": candidates.Card("花城小区：把停车难办好", "长堤社区"),
        "entry:E2": candidates.Card("江岸院落：楼道换新颜", "河畔社区"),
    }
    monkeypatch.setattr(candidates, "resolvers", lambda: {"entry": lambda references: cards})


def mark(page: Page, criterion: str, value: str) -> None:
    """The keyboard goes to the criterion's first tile and on to `value`."""
    tiles = page.get_by_role("radiogroup", name=criterion)
    tiles.get_by_role("radio", name="0", exact=True).focus()
    for _ in range(int(value)):
        page.keyboard.press("ArrowRight")


def test_juror_declares_reads_and_scores_with_the_keyboard(
    browser_page, live_server, axe, small_targets, world
) -> None:
    jury = seated(world)
    page = browser_page(phone=False)
    page.set_viewport_size(TABLET)
    enter_in_browser(page, live_server.url, jury.accounts[1], label="评** · 示范街道")
    page.goto(f"/jury/{jury.panel.pk}")
    axe(page)
    shot(page, "declare")
    page.get_by_role("checkbox", name="没有（其他）需要回避的").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="提交申报").press("Enter")
    expect(page.get_by_text("您的申报已保存。")).to_be_visible()
    axe(page)


def test_juror_scores_and_the_page_saves_by_itself(browser_page, live_server, axe, small_targets, world) -> None:
    jury = opened(world)
    page = browser_page(phone=False)
    page.set_viewport_size(TABLET)
    enter_in_browser(page, live_server.url, jury.accounts[1], label="评** · 示范街道")
    page.goto(f"/jury/{jury.panel.pk}")
    axe(page)
    shot(page, "jury-list")
    page.get_by_role("link", name="停车难").focus()
    page.keyboard.press("Enter")
    mark(page, "治理成效", "8")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    mark(page, "群众参与", "9")
    page.get_by_role("button", name="提交评分").press("Enter")
    expect(page.get_by_text("还有没打分的项")).to_be_visible()
    expect(page.locator("[data-focus]")).to_be_focused()
    axe(page)
    shot(page, "score")
    assert small_targets(page, 44) == []
    mark(page, "创新", "7")
    page.get_by_role("button", name="提交评分").press("Enter")
    expect(page.get_by_text("已提交。全部交齐后其他人才看得到。")).to_be_visible()
    kept = dict(Score.objects.filter(sheet=jury.sheet(1)).values_list("criterion", "value"))
    assert kept == {"effect": 8, "people": 9, "innovation": 7}


def test_juror_scores_without_script_on_a_phone_in_elder_mode(browser_page, live_server, world) -> None:
    jury = opened(world)
    page = browser_page(script=False, elder=True)
    enter_in_browser(page, live_server.url, jury.accounts[1])
    page.goto(f"/jury/sheets/{jury.sheet(1).pk}")
    for criterion in ("治理成效", "创新", "群众参与"):
        page.get_by_role("radiogroup", name=criterion).get_by_role("radio", name="6", exact=True).check(force=True)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存。")).to_be_visible()
    page.get_by_role("button", name="提交评分").click()
    expect(page.get_by_text("已提交。全部交齐后其他人才看得到。")).to_be_visible()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_score_page_fits_a_phone(browser_page, live_server, axe, small_targets, world, elder: bool) -> None:
    jury = opened(world)
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, jury.accounts[1])
    page.goto(f"/jury/sheets/{jury.sheet(1).pk}")
    axe(page)
    shot(page, f"score-phone-{elder}")
    assert small_targets(page, 60 if elder else 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_chair_after_the_close(browser_page, live_server, axe, world) -> None:
    jury = opened(world)
    jury.score_all()
    page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, jury.accounts[0])
    page.goto(f"/jury/{jury.panel.pk}/chair")
    axe(page)
    page.locator("summary", has_text="截止评分").click()
    page.get_by_role("button", name="截止评分").click()
    expect(page.get_by_role("heading", name="评委宽严")).to_be_visible()
    axe(page)
    shot(page, "chair")
