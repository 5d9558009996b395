"""A notice from both sides: a resident objects on a phone, the desk proves the posting, somebody else decides."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests import given
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.publicity.given import decided, drafted, objected, opened, picture

from yuanba.publicity import actions
from yuanba.publicity.models import Notice, Objection, Posting
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile("[0-9a-f]{4}( [0-9a-f]{4}){3}")


@pytest.fixture
def world(transactional_db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture
def notice(world) -> Notice:
    return opened(world)


def written(page: Page, notice: Notice, kind: str = "匿名") -> None:
    """The form is filled in from the notice on."""
    page.goto(f"/notices/{notice.pk}")
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("哪里不对").fill("花城小区的材料与事实不符，物业可以查到。")
    page.locator("label.choice", has_text=kind).click()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_resident_objects_on_a_phone(browser_page, axe, small_targets, world, notice, elder: bool) -> None:
    page = browser_page(elder=elder)

    def looked(name: str) -> None:
        axe(page)
        shot(page, f"notice-{name}-{elder}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert small_targets(page, 60 if elder else 44) == []

    page.goto("/")
    page.get_by_role("link", name="看公示").click()
    expect(page.get_by_text("24:00 前")).to_be_visible()
    looked("page")
    written(page, notice)
    looked("form")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的异议已收到")
    looked("receipt")
    code = page.locator(".short-code").inner_text()
    assert CODE.fullmatch(code)
    page.get_by_role("link", name="查询我的异议").click()
    looked("ask")
    page.get_by_label("回执上的凭据码").fill(code)
    page.get_by_role("button", name="看进展").click()
    expect(page.get_by_text("正在核查")).to_be_visible()
    looked("answer")
    page.goto("/notices")
    looked("list")


def test_double_press_is_one_objection(phone, world, notice) -> None:
    written(phone, notice)
    phone.get_by_role("button", name="提交异议").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的异议已收到")
    assert Objection.objects.count() == 1


def test_whole_way_without_script(browser_page, world, notice) -> None:
    page = browser_page(script=False)
    written(page, notice, "留下姓名")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("link", name=re.compile("留下姓名的")).first).to_be_visible()
    page.get_by_label("姓名或单位名称").fill("赵某某")
    page.get_by_label("电话或地址").fill("028-85551111")
    page.get_by_role("button", name="提交异议").click()
    code = page.locator(".short-code").inner_text()
    page.get_by_role("link", name="查询我的异议").click()
    page.get_by_label("回执上的凭据码").fill(code)
    page.get_by_role("button", name="看进展").click()
    page.locator("summary", has_text="撤回我的异议").click()
    page.locator("details").get_by_role("button", name="撤回我的异议").click()
    expect(page.get_by_text("您的异议已撤回")).to_be_visible()


def test_officer_proves_the_posting(desktop, live_server, axe, world, notice, tmp_path) -> None:
    photo = tmp_path / "board.jpg"
    photo.write_bytes(picture().getvalue())
    enter_in_browser(desktop, live_server.url, world.staff["STREET_ORGANISER"][0])
    desktop.goto("/desk/notices")
    axe(desktop)
    shot(desktop, "notice-desk")
    desktop.get_by_role("link", name=notice.title).click()
    axe(desktop)
    shot(desktop, "notice-desk-one")
    desktop.get_by_role("link", name="提交张贴照片").click()
    axe(desktop)
    desktop.get_by_label("在哪里公示").fill("东门公示栏")
    desktop.get_by_label("照片", exact=True).set_input_files(photo)
    desktop.get_by_role("button", name="提交照片").click()
    expect(desktop.get_by_text("照片已保存")).to_be_visible()
    assert Posting.objects.filter(channel="BOARD").count() == 1
    desktop.goto(f"/notices/{notice.pk}")
    expect(desktop.get_by_role("img", name="公示栏张贴照片：东门公示栏")).to_be_visible()
    axe(desktop)
    shot(desktop, "notice-with-photo")


def test_somebody_not_involved_decides(desktop, live_server, axe, world, notice) -> None:
    objected(notice, world)
    enter_in_browser(desktop, live_server.url, world.staff["APPEAL_OFFICER"][0])
    desktop.goto("/desk/objections")
    axe(desktop)
    shot(desktop, "objections")
    desktop.locator("tbody").get_by_role("link").first.click()
    axe(desktop)
    shot(desktop, "objection")
    desktop.get_by_role("link", name="查看提出人").click()
    axe(desktop)
    desktop.get_by_label("理由").fill("电话核实")
    desktop.get_by_role("button", name="显示提出人").click()
    expect(desktop.get_by_text("赵某某")).to_be_visible()
    axe(desktop)
    desktop.get_by_role("link", name="返回异议").click()
    desktop.locator("label.choice", has_text="异议不成立").click()
    desktop.get_by_label("理由").fill("查了原始记录，名单无误。")
    desktop.get_by_role("button", name="作出决定").click()
    expect(desktop.get_by_text("已作出决定")).to_be_visible()
    assert Objection.objects.get().state == "DISMISSED"


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_other_page_is_clean(browser_page, live_server, axe, world, notice, elder: bool) -> None:
    draft = drafted(world, body=[{"type": "paragraph", "text": "联系人电话 13800001234。"}])
    decided(world, objected(notice, world))
    gone = opened(world)
    organiser = world.actor("STREET_ORGANISER", now=clock.now())
    actions.withdraw_notice(notice_id=gone.pk, reason="名单有误", actor=organiser, now=clock.now())
    page = browser_page(phone=False, elder=elder)
    enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0])
    desk = "/desk/notices"
    for name, path in (
        ("new", f"{desk}/new"),
        ("draft", f"{desk}/{draft.pk}"),
        ("numbers", f"{desk}/{draft.pk}/numbers"),
        ("text", f"{desk}/{draft.pk}/text"),
        ("extend", f"{desk}/{notice.pk}/extend"),
        ("withdraw", f"{desk}/{notice.pk}/withdraw"),
        ("conclude", f"{desk}/{notice.pk}/conclude"),
        ("receive", f"{desk}/{notice.pk}/receive"),
        ("withdrawn", f"/notices/{gone.pk}"),
        ("outcome", f"/notices/{gone.pk}/outcome"),
    ):
        page.goto(path)
        axe(page)
        shot(page, f"{name}-{elder}")


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_named_objection_to_its_end(browser_page, live_server, axe, small_targets, world, notice, elder: bool) -> None:
    """A neighbour objects by name, somebody not involved upholds it, and the neighbour, told, reads why."""
    page, desk = browser_page(elder=elder), browser_page(phone=False)

    def looked(name: str) -> None:
        axe(page)
        shot(page, f"named-{name}-{elder}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert small_targets(page, 60 if elder else 44) == []

    enter_in_browser(page, live_server.url, world.residents[0], label="王**")
    written(page, notice, "留下姓名")
    page.get_by_label("姓名或单位名称").fill("赵某某")
    page.get_by_label("电话或地址").fill("028-85551111")
    looked("form")
    page.get_by_role("button", name="提交异议").click()
    code = page.locator(".short-code").inner_text()
    looked("receipt")

    enter_in_browser(desk, live_server.url, world.staff["APPEAL_OFFICER"][0])
    desk.goto("/desk/objections")
    desk.locator("tbody").get_by_role("link").first.click()
    expect(desk.locator("label.choice", has_text="异议成立")).to_be_visible()
    expect(desk.get_by_text("赵某某"), "who objected is hidden until somebody says why they look").to_have_count(0)
    desk.locator("label.choice", has_text="异议成立").click()
    desk.get_by_label("理由").fill("材料与原始记录不符，名单更正后重新公示。")
    desk.get_by_role("button", name="作出决定").click()
    expect(desk.get_by_text("已作出决定")).to_be_visible()

    page.goto("/me/messages")
    expect(page.get_by_text("提出的异议成立")).to_be_visible()
    looked("told")
    page.get_by_role("link", name="看答复").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("查询我的异议")
    page.goto(f"/notices/{notice.pk}")
    expect(page.get_by_text(re.compile("成立1件"))).to_be_visible()
    looked("notice")
    page.get_by_role("link", name="查询我的异议").click()
    page.get_by_label("回执上的凭据码").fill(code)
    page.get_by_role("button", name="看进展").click()
    expect(page.get_by_text("名单更正后重新公示")).to_be_visible()
    looked("answer")
    assert Objection.objects.get().state == "UPHELD"
