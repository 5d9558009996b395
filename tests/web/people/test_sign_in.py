"""Residents and staff sign in, are slowed down, locked out, remembered and signed out."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from tests import given
from tests.factories import AccountFactory, PersonFactory
from yuanba.messaging.queries import latest
from yuanba.people.actions import create_staff_account, recover_staff
from yuanba.people.models import Account, DeviceSession
from yuanba.web import clock

pytestmark = pytest.mark.django_db

PHONE = "13800007001"
KEY = "0" * 32
# Codes fail outside a transaction in life; here the test's own transaction is around them.


def asked(client: Client, phone: str = PHONE, **extra) -> str:
    """The code that was sent."""
    answer = client.post("/sign-in" + extra.get("query", ""), {"phone": phone, "request_key": KEY})
    assert answer.headers["Location"] == "/sign-in/code", answer.content.decode()
    return sent(phone)


def sent(phone: str = PHONE) -> str:
    message = latest(address=phone, kind="sign_in_code")
    assert message is not None
    return str(message.params["code"])


def test_resident_signs_in_with_the_code_and_comes_back(client: Client) -> None:
    code = asked(client, query="?next=/me")
    page = client.get("/sign-in/code").content.decode()
    assert "138****7001" in page
    assert 'autocomplete="one-time-code"' in page
    answer = client.post("/sign-in/code", {"code": code, "request_key": KEY})
    assert answer.headers["Location"] == "/me"
    assert client.get("/me").status_code == 200
    assert DeviceSession.objects.count() == 1


def test_known_and_unknown_phone_get_the_same_answer(client: Client) -> None:
    AccountFactory(phone="13800007002", login="+8613800007002", person=None)
    answers = []
    for phone in ("13800007002", "13800007003"):
        browser = Client()
        asked(browser, phone)
        answers.append(browser.get("/sign-in/code").content.decode().replace(f"138****{phone[-4:]}", "PHONE"))
    trimmed = [
        [line for line in text.splitlines() if "csrf" not in line and "request_key" not in line] for text in answers
    ]
    assert trimmed[0] == trimmed[1]


def test_foreign_target_is_not_followed(client: Client) -> None:
    code = asked(client, query="?next=https://evil.example/")
    assert client.post("/sign-in/code", {"code": code, "request_key": KEY}).headers["Location"] == "/"


def test_second_code_within_a_minute_leads_to_the_first(client: Client) -> None:
    first = asked(client)
    assert asked(client) == first
    assert "一分钟内" in client.get("/sign-in/code").content.decode()


def test_resend_waits_a_minute(client: Client, later) -> None:
    first = asked(client)
    page = client.post("/sign-in/again", follow=True).content.decode()
    assert "一分钟内" in page
    later(timedelta(seconds=61))
    client.post("/sign-in/again")
    assert client.post("/sign-in/code", {"code": first, "request_key": KEY}).status_code == 409
    assert client.post("/sign-in/code", {"code": sent(), "request_key": KEY}).status_code == 302


def test_wrong_code_says_what_to_do(client: Client) -> None:
    asked(client)
    answer = client.post("/sign-in/code", {"code": "000000x", "request_key": KEY})
    assert answer.status_code == 409
    assert "验证码不对" in answer.content.decode()


def test_malformed_phone_is_explained_and_kept(client: Client) -> None:
    answer = client.post("/sign-in", {"phone": "12345", "request_key": KEY})
    assert answer.status_code == 409
    assert 'value="12345"' in answer.content.decode()


def test_code_page_without_a_phone_begins_again(client: Client) -> None:
    assert client.get("/sign-in/code").headers["Location"] == "/sign-in"
    assert client.post("/sign-in/again").headers["Location"] == "/sign-in"


@pytest.fixture
def officer() -> Account:
    """A staff account with its own password and no second factor yet."""
    return AccountFactory(person=PersonFactory(name="周敏"), login="zhoumin", phone=None, is_staff_account=True)


@pytest.fixture
def known(officer: Account) -> Account:
    officer.set_password(given.PASSWORD)
    officer.password_set_at = clock.now()
    officer.save()
    return officer


def half_way(client: Client, login: str = "zhoumin", password: str = given.PASSWORD) -> str:
    answer = client.post("/sign-in/staff?next=/me", {"login": login, "password": password, "request_key": KEY})
    return str(answer.headers.get("Location", answer.status_code))


def secret_on(answer) -> str:
    found = re.search(r'<p class="number" data-silent>([A-Z2-7 ]+)</p>', answer.content.decode())
    assert found is not None
    return found.group(1).replace(" ", "")


def test_staff_sets_the_second_factor_up_the_first_time(client: Client, known: Account) -> None:
    assert half_way(client) == "/sign-in/staff/second-factor"
    first = secret_on(client.get("/sign-in/staff/second-factor"))
    wrong = client.post("/sign-in/staff/second-factor", {"code": "000000", "request_key": KEY})
    assert (wrong.status_code, secret_on(wrong)) == (403, first)
    code = pyotp.TOTP(first).at(clock.now())
    answer = client.post("/sign-in/staff/second-factor", {"code": code, "request_key": KEY})
    assert answer.headers["Location"] == "/me"
    assert client.session["second_factor"] is True


def test_secret_of_another_browser_is_another(client: Client, known: Account) -> None:
    secrets = []
    for _ in range(2):
        browser = Client()
        half_way(browser)
        secrets.append(secret_on(browser.get("/sign-in/staff/second-factor")))
    assert secrets[0] != secrets[1]


def test_staff_signs_in_with_both_factors(client: Client, known: Account, later) -> None:
    totp = given.second_factor(known, clock.now())
    assert half_way(client) == "/sign-in/staff/code"
    assert client.get("/sign-in/staff/second-factor").headers["Location"] == "/sign-in/staff/code"
    later(timedelta(seconds=60))
    used = {"code": totp.at(clock.now()), "request_key": KEY}
    assert client.post("/sign-in/staff/code", used).headers["Location"] == "/me"
    again = Client()
    half_way(again)
    assert again.post("/sign-in/staff/code", used).status_code == 403


def test_code_pages_need_the_password_first(client: Client) -> None:
    for page in ("code", "second-factor", "password"):
        assert client.get(f"/sign-in/staff/{page}").headers["Location"] == "/sign-in/staff"


def test_password_is_forgotten_after_a_quarter_of_an_hour(client: Client, known: Account, later) -> None:
    half_way(client)
    later(timedelta(minutes=16))
    assert client.get("/sign-in/staff/second-factor").headers["Location"] == "/sign-in/staff"


def test_wrong_password_locks_and_says_until_when(client: Client, known: Account) -> None:
    for _ in range(5):
        answer = client.post("/sign-in/staff", {"login": "zhoumin", "password": "x", "request_key": KEY})
    assert "账号或密码不对" in answer.content.decode()
    answer = client.post("/sign-in/staff", {"login": "zhoumin", "password": given.PASSWORD, "request_key": KEY})
    assert "已锁定到" in answer.content.decode()


def test_temporary_password_is_replaced_first(client: Client) -> None:
    by = {"actor": given.system("test"), "now": clock.now()}
    _, temporary = create_staff_account(person_id=PersonFactory().pk, login="lisi", **by)
    assert half_way(client, "lisi", temporary) == "/sign-in/staff/password"
    weak = {"old_password": temporary, "new_password": "abc", "password_again": "abc", "request_key": KEY}
    assert "太短" in client.post("/sign-in/staff/password", weak).content.decode()
    differs = {**weak, "new_password": given.PASSWORD, "password_again": given.PASSWORD + "x"}
    assert "不一样" in client.post("/sign-in/staff/password", differs).content.decode()
    good = {**differs, "password_again": given.PASSWORD}
    assert client.post("/sign-in/staff/password", good).headers["Location"] == "/sign-in/staff/second-factor"


def test_recovered_staff_begins_anew(client: Client, known: Account) -> None:
    given.second_factor(known, clock.now())
    temporary = recover_staff(account_id=known.pk, reason="手机丢失", actor=given.system("test"), now=clock.now())
    assert half_way(client, "zhoumin", temporary) == "/sign-in/staff/password"


def test_sign_out_ends_the_session(client: Client) -> None:
    code = asked(client)
    client.post("/sign-in/code", {"code": code, "request_key": KEY})
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.get("/me").status_code == 302
    assert DeviceSession.objects.filter(revoked_at__isnull=True).count() == 0


def test_codes_are_shown_in_a_demonstration_only(client: Client, settings) -> None:
    asked(client)
    settings.DEMONSTRATION = settings.SHOW_SIGN_IN_CODES = False
    assert client.get("/demonstration/codes").status_code == 404
    settings.DEMONSTRATION = settings.SHOW_SIGN_IN_CODES = True
    page = client.get("/demonstration/codes").content.decode()
    assert sent() in page


def test_demonstration_lists_one_sign_in_per_post(client: Client, settings, django_assert_num_queries) -> None:
    world = given.subdistrict(per_compound=1)
    totp = given.second_factor(world.staff["SCREENER"][0], clock.now())
    settings.DEMONSTRATION = settings.SHOW_SIGN_IN_CODES = True
    with django_assert_num_queries(3):
        page = client.get("/demonstration/codes").content.decode()
    assert totp.at(clock.now()) in page
    assert page.count("初审员") == 1


def test_demonstration_calls_an_expert_of_a_company_an_expert(client: Client, settings) -> None:
    world = given.subdistrict(per_compound=1)
    account = world.staff["SCREENER"][0]
    account.person.appointments.update(post="PROPERTY_MANAGER")
    settings.DEMONSTRATION = settings.SHOW_SIGN_IN_CODES = True
    assert client.get("/demonstration/codes").content.decode().count("物业项目经理") == 1
    Account.objects.filter(pk=account.pk).update(login="expert-1")
    page = client.get("/demonstration/codes").content.decode()
    assert "物业项目经理" not in page
    assert re.search(r"评审专家（就职于物业企业）</th>\s*<td[^>]*>expert-1<", page)
