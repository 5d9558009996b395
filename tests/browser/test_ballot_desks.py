"""Clerks, reviewers and the organiser at a desk, with a keyboard."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots.given import opened, papers
from tests.web.ballots.test_desks import clerk, ring

from yuanba.ballots.models import PaperSheet
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def scan() -> dict[str, object]:
    data = BytesIO()
    Image.new("RGB", (600, 850), "#f6f3ea").save(data, "JPEG")
    return {"name": "选票.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def read(page: Page, serial: str) -> None:
    page.goto(f"/desk/paper-ballots/sheets/{serial}/key")
    page.locator("label.choice", has_text="王建国").locator("input").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="保存录入").press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_clerks_take_paper_in(browser_page, live_server, axe, world, script: bool) -> None:
    ballot = opened(world)
    page = browser_page(phone=False, script=script)
    check = axe if script else (lambda page: None)
    enter_in_browser(page, live_server.url, clerk(world, 1))
    page.goto(f"/desk/paper-ballots/{ballot.pk}")
    page.get_by_label("全名").fill(world.residents[0].person.name)
    page.get_by_role("button", name="在名册里查").click()
    check(page)
    shot(page, "paper-desk")
    page.get_by_role("button", name="准备一张票").click()
    check(page)
    shot(page, "paper-sheet")
    serial = PaperSheet.objects.get().serial
    page.locator("input[type=file]").set_input_files(scan())
    page.get_by_role("button", name="保存扫描件").click()
    expect(page.get_by_text("已收到。请两位同事先后各录一遍。")).to_be_visible()
    page.goto(f"/desk/paper-ballots/sheets/{serial}/key")
    check(page)
    shot(page, "key")
    read(page, serial)
    expect(page.get_by_text("已保存。请另一位同事再录一遍")).to_be_visible()
    enter_in_browser(page, live_server.url, clerk(world, 2))
    read(page, serial)
    expect(page.get_by_text("两次录入一致")).to_be_visible()
    assert papers(ballot) == 1


def test_reviewers_and_organiser(desktop, live_server, axe, world) -> None:
    ballot = opened(world)
    ring(world, ballot)
    enter_in_browser(desktop, live_server.url, world.staff["SCREENER"][0])
    desktop.goto(f"/desk/reviews/{ballot.pk}")
    desktop.get_by_role("button", name="检查异常信号").click()
    axe(desktop)
    desktop.get_by_role("link", name="同一台设备投了多张票").click()
    axe(desktop)
    shot(desktop, "case")
    enter_in_browser(desktop, live_server.url, world.staff["STREET_ORGANISER"][0])
    desktop.goto("/desk/ballots")
    axe(desktop)
    desktop.goto(f"/desk/ballots/{ballot.pk}")
    axe(desktop)
    shot(desktop, "board")
