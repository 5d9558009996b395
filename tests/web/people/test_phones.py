"""Pages of a new number: both codes by oneself; at the desk two colleagues."""

import pytest
from django.test import Client

from tests import given
from tests.signing import enter
from yuanba.messaging.models import Message
from yuanba.people.models import Account, PhoneChange
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
NEW = "13900008888"


@pytest.fixture
def world():
    made = given.subdistrict(per_compound=3, now=clock.now())
    given.appointed(made, "COMMUNITY_WORKER", made.communities[0], name="孙工", phone="13900004444")
    return made


def browser(account: Account) -> Client:
    client = Client()
    enter(client, account)
    return client


def code_of(phone: str) -> str:
    return Message.objects.filter(address=phone, kind="sign_in_code").latest("pk").params["code"]


def test_resident_changes_the_number_with_both_phones(world) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    home = browser(account)
    assert "更换手机号" in home.get("/me").content.decode()
    assert home.get("/me/phone/codes").headers["Location"] == "/me/phone"
    assert home.post("/me/phone", {"phone": "12", "request_key": KEY}).status_code == 409
    assert home.post("/me/phone", {"phone": NEW, "request_key": KEY}).headers["Location"] == "/me/phone/codes"
    assert NEW not in home.get("/me/phone/codes").content.decode()
    sent = {"old_code": "x", "code": code_of(NEW), "request_key": KEY}
    assert "旧手机上的验证码不对" in home.post("/me/phone/codes", sent).content.decode()
    sent["old_code"] = code_of(account.phone)
    assert home.post("/me/phone/codes", sent).headers["Location"] == "/sign-in"
    assert Account.objects.get(pk=account.pk).phone == NEW
    assert home.get("/me").status_code == 302


def test_staff_have_no_phone_to_sign_in_with(world) -> None:
    assert browser(world.staff["ROLL_KEEPER"][0]).get("/me/phone").headers["Location"] == "/me"


def test_desk_takes_a_lost_phone_down_and_a_colleague_checks_it(world) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    worker, colleague = (browser(world.staff["COMMUNITY_WORKER"][place]) for place in (0, 2))
    page = f"/desk/people/{account.person_id}"
    assert "手机丢了" in worker.get(page).content.decode()
    sent = {"phone": NEW, "evidence": "ID_CARD", "request_key": KEY}
    assert worker.post(f"{page}/phone", sent).headers["Location"] == page
    assert worker.post(f"{page}/phone", sent).status_code == 409
    row = PhoneChange.objects.get()
    assert "1 个更换手机号的申请等待第二人核对" in worker.get("/desk/people").content.decode()
    own = worker.get(f"/desk/phone-changes/{row.pk}").content.decode()
    assert "是您自己登记的" in own and 'name="phone"' not in own
    again = {"phone": NEW, "request_key": KEY}
    assert worker.post(f"/desk/phone-changes/{row.pk}", again).status_code == 403
    assert NEW not in colleague.get(f"/desk/phone-changes/{row.pk}").content.decode()
    assert colleague.post(f"/desk/phone-changes/{row.pk}", {**again, "phone": "13900008887"}).status_code == 409
    assert colleague.post(f"/desk/phone-changes/{row.pk}", again).headers["Location"] == "/desk/phone-changes"
    assert Account.objects.get(pk=account.pk).phone == NEW


def test_desk_of_another_community_does_not_see_it(world) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    worker, other = (browser(world.staff["COMMUNITY_WORKER"][place]) for place in (0, 1))
    worker.post(f"/desk/people/{account.person_id}/phone", {"phone": NEW, "evidence": "DEED", "request_key": KEY})
    row = PhoneChange.objects.get()
    assert other.get(f"/desk/phone-changes/{row.pk}").status_code == 404
    assert "没有待核对的" in other.get("/desk/phone-changes").content.decode()


def test_change_is_refused_with_a_reason(world) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    worker = browser(world.staff["COMMUNITY_WORKER"][0])
    worker.post(f"/desk/people/{account.person_id}/phone", {"phone": NEW, "evidence": "DEED", "request_key": KEY})
    row = PhoneChange.objects.get()
    page = f"/desk/phone-changes/{row.pk}"
    assert worker.post(f"{page}/refuse", {"no-reason": "", "no-request_key": KEY}).headers["Location"] == page
    worker.post(f"{page}/refuse", {"no-reason": "号码听错了", "no-request_key": KEY})
    assert PhoneChange.objects.get().state == "REFUSED"


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_whatever_its_length(world, django_assert_num_queries, number: int) -> None:
    worker = browser(world.staff["COMMUNITY_WORKER"][0])
    for place, one in enumerate(world.residents_of(0)[:number]):
        person = Account.objects.get(pk=one.pk).person_id
        sent = {"phone": f"1390000888{place}", "evidence": "DEED", "request_key": KEY}
        worker.post(f"/desk/people/{person}/phone", sent)
    with django_assert_num_queries(
        11
    ):  # session, account, device, permissions, person, unread, places, changes, names, cases, complaints
        assert worker.get("/desk/phone-changes").content.decode().count("登记") >= number
