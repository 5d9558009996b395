"""Signing in, in a real browser: a resident in elder mode on a phone, an officer with password and second factor."""

import pyotp
import pytest
from playwright.sync_api import Page, expect
from tests import given
from tests.factories import AccountFactory, PersonFactory

from yuanba.messaging.queries import latest
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = "13800007101"


def test_resident_signs_in_on_a_phone_in_elder_mode(browser_page, axe, small_targets) -> None:
    page: Page = browser_page(elder=True)
    page.goto("/me")
    page.get_by_label("手机号").fill("+86 138-0000-7101")
    axe(page)
    assert small_targets(page, 60) == []
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("短信验证码").fill("111111")
    page.get_by_role("button", name="登录", exact=True).click()
    axe(page)
    expect(page.get_by_role("heading", name="验证码不对")).to_be_visible()
    expect(page.get_by_role("button", name="重新获取")).to_be_disabled()
    message = latest(address=PHONE, kind="sign_in_code")
    page.get_by_label("短信验证码").fill(str(message.params["code"]))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/me")
    axe(page)
    assert small_targets(page, 60) == []


def test_resident_signs_in_without_script(browser_page) -> None:
    page: Page = browser_page(script=False)
    page.goto("/sign-in")
    page.get_by_label("手机号").fill(PHONE)
    page.get_by_role("button", name="获取验证码").click()
    message = latest(address=PHONE, kind="sign_in_code")
    page.get_by_label("短信验证码").fill(str(message.params["code"]))
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录")).to_be_visible()


def test_officer_sets_up_the_second_factor_and_signs_in(browser_page, axe) -> None:
    account = AccountFactory(person=PersonFactory(name="周敏"), login="zhoumin", phone=None, is_staff_account=True)
    account.set_password(given.PASSWORD)
    account.password_set_at = clock.now()
    account.save()
    page: Page = browser_page(phone=False)
    page.goto("/sign-in/staff?next=/me")
    axe(page)
    page.get_by_label("登录账号").fill("zhoumin")
    page.get_by_label("密码").fill(given.PASSWORD)
    page.get_by_role("button", name="下一步").click()
    axe(page)
    expect(page.get_by_role("img", name="绑定动态口令的二维码")).to_be_visible()
    page.get_by_text("手动输入密钥").click()
    secret = page.locator("details p.number").inner_text().replace(" ", "")
    page.get_by_label("动态口令", exact=True).fill(pyotp.TOTP(secret).at(clock.now()))
    page.get_by_role("button", name="口令正常，完成").click()
    page.wait_for_url("**/me")
    expect(page.get_by_text("周*").first).to_be_visible()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_codes_page_is_accessible(browser_page, axe, settings, elder: bool) -> None:
    world = given.subdistrict(per_compound=1)
    given.second_factor(world.staff["SCREENER"][0], clock.now())
    settings.DEMONSTRATION = settings.SHOW_SIGN_IN_CODES = True
    page: Page = browser_page(elder=elder)
    page.goto("/demonstration/codes")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
