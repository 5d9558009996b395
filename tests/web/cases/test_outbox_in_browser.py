"""A report written without a network is kept on the phone, sent once when it returns, and never under another's name."""

import pytest
from playwright.sync_api import expect

from tests import given
from tests.cases.given import reported, rules_installed
from tests.factories import BuildingFactory
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.cases.test_reporting import jpeg
from yuanba.cases.models import Attachment, Case
from yuanba.messaging.queries import latest
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    rules_installed()
    made = given.subdistrict(per_compound=2, now=clock.now())
    for number in range(4, 11):
        BuildingFactory(compound=made.compounds[0].compound, name=f"{number}栋")
    return made


def test_a_phone_without_a_network_sends_once_when_it_is_back(world, browser_page, live_server, axe, small_targets):
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, world.residents[0])
    place = world.compounds[0].pk
    page.goto(f"/report/{place}")
    axe(page)
    shot(page, "report")
    page.get_by_text("漏水、渗水").click()
    page.get_by_label("用一句话说说").fill("车库漏水，地上全是水")
    page.set_input_files("input[name=photos]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.context.set_offline(True)
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="没有网络，已存在这台手机上")).to_be_visible()
    shot(page, "report-offline")
    assert not Case.objects.exists()
    page.get_by_role("button", name="再报一件").click()
    expect(page.get_by_label("用一句话说说")).to_have_value("")
    page.get_by_text("环境卫生、垃圾").click()
    page.get_by_label("用一句话说说").fill("垃圾没人收")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="没有网络，已存在这台手机上")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("存在这台手机上的报事已送出")).to_have_count(2)
    assert Case.objects.count() == 2
    case = Case.objects.get(category__key="leak")
    assert case.text == "车库漏水，地上全是水" and Attachment.objects.filter(case=case).count() == 1
    page.goto(f"/cases/{case.number}")
    expect(page.get_by_role("heading", name="漏水、渗水")).to_be_visible()
    axe(page)
    shot(page, "thread")
    page.reload()
    expect(page.get_by_role("heading", name="漏水、渗水")).to_be_visible()
    assert Case.objects.count() == 2


def test_what_was_written_before_signing_in_is_asked_about_and_sent_with_its_photo(
    world, browser_page, live_server, axe
):
    reported(world, clock.now(), world.resident(1, clock.now()), category="leak")
    page = browser_page(phone=True, elder=True)
    place = world.compounds[0].pk
    page.goto(f"/report/{place}")
    shot(page, "report-elder")
    page.get_by_text("环境卫生、垃圾").click()
    page.get_by_label("用一句话说说").fill("垃圾没人收")
    page.set_input_files("input[name=photos]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_label("手机号")).to_be_visible()
    enter_in_browser(page, live_server.url, world.residents[0])
    page.goto("/")
    note = page.get_by_role("status").filter(has_text="是您写的吗")
    expect(note).to_contain_text("垃圾没人收")
    note.get_by_role("button", name="送出").click()
    expect(page.get_by_text("存在这台手机上的报事已送出")).to_be_visible()
    case = Case.objects.get(category__key="cleaning")
    assert Attachment.objects.filter(case=case).count() == 1
    page.goto(f"/cases/board/{place}")
    axe(page)
    shot(page, "board-elder")


def test_what_neighbours_reported_is_asked_before_anything_goes_out(world, browser_page, live_server, axe):
    earlier = reported(world, clock.now(), world.resident(1, clock.now()), category="leak")
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, world.residents[0])
    page.goto(f"/report/{world.compounds[0].pk}")
    page.get_by_text("漏水、渗水").click()
    page.get_by_label("用一句话说说").fill("我家楼下也漏")
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="是下面哪一个")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="我也遇到了").click()
    expect(page.get_by_text("已加入")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="坐下来")).to_be_visible()
    earlier.refresh_from_db()
    assert (Case.objects.count(), earlier.reports_count) == (1, 2)


def test_a_first_report_verifies_the_phone_on_its_way_and_loses_nothing(world, browser_page, axe):
    page = browser_page(phone=True)
    page.goto(f"/report/{world.compounds[0].pk}")
    page.get_by_text("漏水、渗水").click()
    page.get_by_label("用一句话说说").fill("屋顶漏水")
    page.set_input_files("input[name=photos]", {"name": "屋顶.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.get_by_role("button", name="送出").click()
    page.get_by_label("手机号").fill("13900004321")
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_label("短信验证码")).to_be_visible()
    page.get_by_label("短信验证码").fill(str(latest(address="13900004321", kind="sign_in_code").params["code"]))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("用一句话说说")).to_have_value("屋顶漏水")
    expect(page.get_by_text("屋顶.jpg")).to_be_visible()
    page.get_by_role("button", name="送出").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)
