"""A resident enters on a phone; a community worker enters for an elder, and a second person compares; without script too."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.awards import given_awards
from tests.awards.given_awards import Show, at
from tests.signing import enter_in_browser

from yuanba.awards.actions.corrections import ask
from yuanba.awards.models import Entry
from yuanba.people.models import Account
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("YUANBA_PICTURES", "")  # a folder: the pages are kept there to be looked at


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def show(monkeypatch) -> Show:
    """The Huayang campaign on 20 September 2021."""
    made = given_awards.announced(given_awards.world_of())
    made.tick(at("2021-09-10", 0))
    monkeypatch.setattr(clock, "now", lambda: at("2021-09-20"))
    return made


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def looked_at(page: Page, axe, name: str) -> None:
    """Nothing breaks the rules of access, nothing sticks out, and the picture can be looked at."""
    axe(page)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    picture(page, name)


def letter(tmp_path: Path, name: str = "事迹.docx") -> str:
    path = tmp_path / name
    path.write_bytes(given_awards.letter("事迹"))
    return str(path)


def scan(tmp_path: Path) -> str:
    path = tmp_path / "签字表.png"
    path.write_bytes(given_awards.picture("签字"))
    return str(path)


def test_resident_enters_on_a_phone_in_elder_mode(
    browser_page, live_server, axe, small_targets, show, tmp_path
) -> None:
    page = browser_page(phone=True, elder=True)
    enter_in_browser(page, live_server.url, show.world.residents[0], label="")
    page.goto("/")
    looked_at(page, axe, "home-elder")
    page.get_by_role("link", name="我要报名").click()
    looked_at(page, axe, "enter-1-choose-elder")
    assert small_targets(page, 60) == []
    page.get_by_text("小区治理先进个人").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("给谁报名？")
    looked_at(page, axe, "enter-2-nominee-elder")
    assert small_targets(page, 60) == []
    page.get_by_label("手机号").fill("138 0000 1234")
    page.get_by_role("button", name="下一步").click()

    words = "每周六带着邻居清扫楼道，已经三年了。"
    first = page.locator("#id_answer-takes_part")
    first.fill(words)
    expect(page.locator("[data-draft-note]")).to_have_text("草稿已存在本机。")
    page.goto("/awards")  # the phone rang
    page.goto("/me/entries")
    looked_at(page, axe, "my-entries-draft-elder")
    page.get_by_role("link", name="小区治理先进个人").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("#id_answer-takes_part")).to_have_value(words)
    page.locator("#id_answer-duties").fill("物业费年年按时交。")
    page.locator("#id_answer-neighbours").fill("楼上楼下有矛盾都来找我。")
    looked_at(page, axe, "enter-3-criteria-elder")
    page.get_by_role("button", name="下一步").click()
    page.locator("#file-deeds").set_input_files(letter(tmp_path))
    looked_at(page, axe, "enter-4-materials-elder")
    page.get_by_role("button", name="下一步").click()
    looked_at(page, axe, "enter-5-review-elder")
    page.get_by_label("以上内容真实。").check(force=True)
    page.get_by_role("button", name="提交报名").click()
    entry = Entry.objects.get()
    expect(page.locator(".short-code")).to_have_text(entry.serial)
    looked_at(page, axe, "enter-6-sent-elder")
    page.get_by_role("link", name="看进展").click()
    looked_at(page, axe, "my-entry-elder")
    page.go_back()
    page.go_back()
    assert Entry.objects.count() == 1
    assert entry.answers.get(criterion="takes_part").text == words


def test_draft_survives_a_session_that_ran_out(phone, live_server, show) -> None:
    account = show.world.residents[0]
    enter_in_browser(phone, live_server.url, account, label="")
    phone.goto("/awards/HY2021/enter")
    phone.get_by_text("小区治理先进案例").click()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_label("案例名称").fill("院坝议事会")
    phone.context.clear_cookies(name="sessionid")
    phone.get_by_role("button", name="下一步").click()
    phone.wait_for_url("**/sign-in**")
    address = phone.url
    enter_in_browser(phone, live_server.url, account, label="")
    assert "next=" in address
    phone.go_back()
    expect(phone.get_by_label("案例名称")).to_have_value("院坝议事会")


def test_community_worker_enters_for_an_elder_and_a_colleague_compares(
    browser_page, live_server, axe, show, tmp_path
) -> None:
    worker, colleague = workers(show)
    desk = browser_page(phone=False)
    enter_in_browser(desk, live_server.url, worker)
    desk.goto("/desk/entries")
    looked_at(desk, axe, "desk-today")
    desk.get_by_role("link", name="为他人报名").click()
    looked_at(desk, axe, "desk-choose")
    desk.get_by_role("link", name="小区治理先进个人").click()
    desk.get_by_label("本人签字的表（扫描或拍照）").set_input_files(scan(tmp_path))
    desk.get_by_label("参评人姓名").fill("李桂芳")
    desk.get_by_label("所在小区").or_(desk.get_by_label("小区", exact=True)).first.select_option(label="花城小区")
    desk.get_by_role("button", name="录入，交同事核对").click()
    expect(desk.locator(".note-brick").first).to_be_visible()
    expect(desk.get_by_text("签字表.png")).to_be_visible()
    looked_at(desk, axe, "desk-new-missing")
    for box in desk.locator("textarea[name^=answer-]").all():
        box.fill("社区代录：多年义务帮邻居。")
    desk.get_by_role("button", name="录入，交同事核对").click()
    entry = Entry.objects.get()
    expect(desk).to_have_url(f"{live_server.url}/desk/entries/{entry.serial}")
    looked_at(desk, axe, "desk-entry")
    assert entry.state == "RECEIVED"

    second = browser_page(phone=True)
    enter_in_browser(second, live_server.url, colleague)
    second.goto("/desk/entries")
    looked_at(second, axe, "desk-today-phone")
    second.locator(f"a[href$='{entry.serial}']").first.click()
    looked_at(second, axe, "desk-check-phone")
    expect(second.get_by_text("李桂芳")).to_be_visible()
    second.get_by_text("一致", exact=True).click()
    second.get_by_role("button", name="答复").or_(second.locator("button.send")).first.click()
    expect(second).to_have_url(f"{live_server.url}/desk/entries/checks")
    entry.refresh_from_db()
    assert entry.state == "SUBMITTED"
    desk.goto("/desk/entries/all")
    looked_at(desk, axe, "desk-entries")
    desk.goto("/desk/entries/HY2021/forms")
    looked_at(desk, axe, "desk-forms")


def workers(show: Show) -> tuple[Account, Account]:
    """Two workers of the first community."""
    both = show.world.staff["COMMUNITY_WORKER"]
    return both[0], both[2]


def test_whole_form_works_without_script(browser_page, live_server, show, tmp_path) -> None:
    page = browser_page(script=False)
    enter_in_browser(page, live_server.url, show.world.residents[1], label="")
    page.goto("/awards/HY2021/enter")
    page.get_by_label("小区治理最佳传播").check(force=True)
    page.locator("button.send").first.click()
    page.get_by_label("作品名称").fill("小区的一天")
    page.get_by_label("发布平台").fill("社区公众号")
    page.get_by_label("手机号").fill("13800001234")
    page.locator("button.send").first.click()
    page.locator("#id_deeds").fill("记录邻里互助。")
    page.locator("button.send").first.click()
    page.locator("#file-work").set_input_files(letter(tmp_path))
    page.locator("button.send").first.click()
    page.get_by_label("以上内容真实。").check(force=True)
    page.locator("button.send").first.click()
    entry = Entry.objects.get()
    assert (entry.state, entry.title, entry.works.get().outlet) == ("SUBMITTED", "小区的一天", "社区公众号")


PUBLIC = ["/awards", "/awards/finished", "/awards/cases", "/awards/certificates", "/awards/HY2021",
          "/awards/HY2021/categories", "/awards/HY2021/how-to-enter", "/awards/HY2021/candidates",
          "/awards/HY2021/results"]  # fmt: skip


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_public_pages_are_accessible(browser_page, axe, small_targets, show, elder: bool) -> None:
    page = browser_page(elder=elder)
    for path in PUBLIC:
        page.goto(path)
        looked_at(page, axe, f"public{path.replace('/', '-')}{'-elder' if elder else ''}")
        assert small_targets(page, 60 if elder else 44) == [], path


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_entry_is_mended_on_a_phone(browser_page, live_server, axe, show, tmp_path, elder: bool) -> None:
    account = show.world.residents[0]
    entry = show.enter(show.world.resident(0), at("2021-09-11"))
    ask(entry_id=entry.pk, items=["material:deeds", "criterion:duties"], note="事迹请写清时间", actor=show.screener(),
        now=at("2021-09-19"))  # fmt: skip
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, account, label="")
    suffix = "-elder" if elder else ""
    page.goto("/")
    looked_at(page, axe, f"home-mend{suffix}")
    page.goto("/me/entries")
    looked_at(page, axe, f"my-entries-mend{suffix}")
    page.goto(f"/me/entries/{entry.serial}")
    looked_at(page, axe, f"my-entry-mend{suffix}")
    page.get_by_role("link", name="去补充").click()
    looked_at(page, axe, f"mend{suffix}")
    page.get_by_role("button", name="重新提交").click()
    expect(page.get_by_text("还差 1 项")).to_be_visible()
    page.locator("#file-deeds").set_input_files(letter(tmp_path))
    page.locator("#id_answer-duties").fill("2018 年至今都按时交费。")
    page.get_by_role("button", name="重新提交").click()
    entry.refresh_from_db()
    assert entry.state == "SUBMITTED"
    assert entry.answers.get(criterion="duties").text == "2018 年至今都按时交费。"


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_neighbour_withdraws_an_entry(browser_page, live_server, axe, small_targets, show, elder: bool) -> None:
    """From the list of one's entries to the end: taken back with a reason, gone for the desk, and it stays gone."""
    account = Account.objects.get(pk=show.world.residents[0].pk)
    entry = show.enter(show.world.resident(0), at("2021-09-11"))
    page, size = browser_page(elder=elder), 60 if elder else 44
    enter_in_browser(page, live_server.url, account, label="")
    page.goto("/me/entries")
    page.locator("main a.card").first.click()
    page.locator("summary", has_text="撤回").click()
    looked_at(page, axe, f"withdraw-asks-{elder}")
    assert small_targets(page, size) == []
    page.locator("[name=reason]").fill("家里有事，今年先不报了")
    page.locator(f"form[action$='{entry.serial}/withdraw'] button").click()
    expect(page.get_by_text("已撤回").first).to_be_visible()
    looked_at(page, axe, f"withdrawn-{elder}")
    assert small_targets(page, size) == []
    expect(page.locator("summary", has_text="撤回")).to_have_count(0)
    entry.refresh_from_db()
    assert (entry.state, entry.steps.get(verb="withdraw").cause) == ("WITHDRAWN", "家里有事，今年先不报了")
    page.goto("/me/entries")
    looked_at(page, axe, f"withdrawn-list-{elder}")
    expect(page.get_by_text("已撤回")).to_be_visible()
