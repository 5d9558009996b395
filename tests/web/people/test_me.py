"""My page, my data, my consents, the letter's code, and the desk."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import given
from tests.factories import AccountFactory
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.messaging.actions import enqueue
from yuanba.people.actions import publish_consent_text, release_letters, request_letters, unverify
from yuanba.people.models import Account, Consent, DataRequest, Unmasking, Verification
from yuanba.web import clock

pytestmark = pytest.mark.django_db

KEY = "0" * 32


@pytest.fixture
def world():
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture
def account(db) -> Account:
    """A resident's account that no roll knows yet."""
    return AccountFactory(person=None, phone="13900007777", login="+8613900007777")


@pytest.fixture
def home(client: Client, world) -> Client:
    """A verified resident's browser."""
    enter(client, world.residents[0], label="王**")
    return client


@pytest.fixture
def worker(world) -> Client:
    """The browser of the first community's worker."""
    browser = Client()
    enter(browser, world.staff["COMMUNITY_WORKER"][0])
    return browser


def tell(account: Account, number: int) -> None:
    for place in range(number):
        enqueue(
            channel="inapp",
            address="",
            person_ref=f"account:{account.pk}",
            kind="x",
            text_zh=f"第{place}条",
            text_en="",
            now=clock.now(),
        )


def test_my_page_says_who_i_am_and_hides_the_door(home: Client, world) -> None:
    page = home.get("/me").content.decode()
    assert "已确认身份" in page
    assert world.premises[0].number not in page
    assert "花城小区" in page


def test_unverified_account_is_led_to_its_letter(client: Client, account: Account) -> None:
    enter(client, account)
    assert "确认我的身份" in client.get("/me").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_asks_the_same_whatever_its_length(home: Client, world, django_assert_num_queries, number: int) -> None:
    tell(world.residents[0], number)
    with django_assert_num_queries(7):  # session, account, device, permissions, person, unread, messages
        page = home.get("/me/messages").content.decode()
    assert page.count("我看过了") == number + 1  # and "you are verified"


def test_message_is_read_by_its_addressee_only(home: Client, world) -> None:
    tell(world.residents[1], 1)
    from yuanba.messaging.models import Message

    other = Message.objects.latest("pk")
    assert home.post(f"/me/messages/{other.pk}").status_code == 403
    mine = Message.objects.filter(person_ref=f"account:{world.residents[0].pk}").get()
    home.post(f"/me/messages/{mine.pk}")
    mine.refresh_from_db()
    assert mine.read_at is not None


def test_device_is_signed_out_from_another(home: Client, world) -> None:
    other = Client()
    enter(other, world.residents[0])
    row = world.residents[0].sessions.latest("pk")
    assert "本机" in home.get("/me/devices").content.decode()
    home.post(f"/me/devices/{row.pk}")
    assert other.get("/me").status_code == 302
    assert home.get("/me").status_code == 200


def test_all_devices_are_signed_out(home: Client) -> None:
    assert home.post("/me/devices/all").headers["Location"] == "/"
    assert home.get("/me").status_code == 302


def test_preferences_stay_with_the_account(home: Client, world) -> None:
    answer = home.post("/me/preferences", {"language": "en", "elder_mode": "on", "request_key": KEY})
    assert answer.cookies["elder"].value == "1"
    account = Account.objects.get(pk=world.residents[0].pk)
    assert (account.language, account.elder_mode) == ("en", True)


def test_everything_kept_is_shown_and_taken_along(home: Client, world) -> None:
    person = world.residents[0].person or Account.objects.get(pk=world.residents[0].pk).person
    assert person.name in home.get("/me/data").content.decode()
    found = json.loads(home.get("/me/data.json").content)
    assert found["person"][0]["name"] == person.name
    book = load_workbook(BytesIO(b"".join(home.get("/me/data.xlsx").streaming_content)))
    assert person.name in {str(row[3]) for row in book.active.iter_rows(values_only=True)}


def test_request_is_made_once_and_seen(home: Client) -> None:
    sent = {"kind": "CORRECT", "text": "名字写错了一个字", "request_key": KEY}
    assert home.post("/me/data/ask", sent).status_code == 302
    assert "名字写错了一个字" in home.get("/me/data/ask").content.decode()
    assert home.post("/me/data/ask", sent).status_code == 409
    assert DataRequest.objects.count() == 1


def test_consent_is_given_and_withdrawn(home: Client) -> None:
    by = {"actor": system("test"), "now": clock.now()}
    publish_consent_text(kind="TERMS", text_zh="我同意使用。", text_en="I agree.", **by)
    assert "我同意使用。" in home.get("/me/consents").content.decode()
    home.post("/me/consents/TERMS/1")
    row = Consent.objects.get()
    home.post(f"/me/consents/{row.pk}")
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    publish_consent_text(kind="TERMS", text_zh="新的文本。", text_en="New.", **by)
    assert home.post("/me/consents/TERMS/1").status_code == 409


def test_account_closes_at_once(home: Client, world) -> None:
    assert "现在注销" in home.get("/me/close").content.decode()
    home.post("/me/close")
    account = Account.objects.get(pk=world.residents[0].pk)
    assert (account.phone, account.closed_at is not None) == (None, True)
    assert home.get("/me").status_code == 302


@pytest.fixture
def letter(world):
    """A sealed letter to the first resident, who is nobody again."""
    row = Verification.objects.get(account=world.residents[0])
    unverify(verification_id=row.pk, reason="换手机号", actor=system("test"), now=clock.now())
    keeper, clerk = world.actor("ROLL_KEEPER", now=clock.now()), world.actor("LETTER_CLERK", now=clock.now())
    batch = request_letters(territory_id=world.compounds[0].pk, actor=keeper, now=clock.now())
    return release_letters(batch_id=batch.pk, actor=clerk, now=clock.now())[0]


def test_letter_code_travels_through_sign_in_and_verifies(client: Client, letter, account: Account) -> None:
    assert client.get(f"/letter/{letter.code}").headers["Location"] == "/verify"
    assert client.get("/verify").headers["Location"] == "/sign-in?next=%2Fverify"
    session = dict(client.session)
    enter(client, account)
    kept = client.session
    kept["letter_code"] = session["letter_code"]
    kept.save()
    assert letter.code in client.get("/verify").content.decode()
    spoken = " ".join(letter.code.lower()[start : start + 4] for start in range(0, 14, 4))
    assert client.post("/verify", {"code": spoken, "request_key": KEY}).headers["Location"] == "/verify/done"
    assert "现在您可以" in client.get("/verify/done").content.decode()


def test_wrong_letter_codes_lock_for_an_hour(client: Client, account: Account) -> None:
    enter(client, account)
    for _ in range(5):
        answer = client.post("/verify", {"code": "AAAA", "request_key": KEY})
        assert answer.status_code == 409
    answer = client.post("/verify", {"code": "AAAA", "request_key": KEY})
    assert "已锁定到" in answer.content.decode()


def test_done_page_needs_a_verification(client: Client, account: Account) -> None:
    enter(client, account)
    assert client.get("/verify/done").headers["Location"] == "/verify"


def test_desk_finds_by_door_and_hides_names(worker: Client, world) -> None:
    number = world.premises[0].number
    community = world.communities[0].pk
    page = worker.get("/desk/people", {"place": community, "premises": number}).content.decode()
    person = world.residents[0].person or Account.objects.get(pk=world.residents[0].pk).person
    assert "已核验" in page
    assert person.name not in page
    assert "没有找到" in worker.get("/desk/people", {"place": community, "name": "没有这人"}).content.decode()
    assert "不能随意翻看" in worker.get("/desk/people").content.decode()


def test_desk_verifies_takes_back_and_shows_with_a_reason(worker: Client, world) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    pk = account.person_id
    assert "撤销核验" in worker.get(f"/desk/people/{pk}").content.decode()
    worker.post(f"/desk/people/{pk}/unverify", {"end-reason": "搬走了。", "end-request_key": KEY})
    sent = {"phone": "13900005555", "evidence": "ID_CARD", "request_key": KEY}
    assert "请同事" in worker.post(f"/desk/people/{pk}", sent, follow=True).content.decode()
    given.appointed(world, "COMMUNITY_WORKER", world.communities[0], name="孙工", phone="13900004445")
    colleague = Client()
    enter(colleague, world.staff["COMMUNITY_WORKER"][-1])
    assert "已有同事" in colleague.get(f"/desk/people/{pk}").content.decode()
    assert colleague.post(f"/desk/people/{pk}", {**sent, "phone": "13900005557"}).status_code == 409
    assert colleague.post(f"/desk/people/{pk}", sent).status_code == 302
    assert Verification.objects.get(person=pk, ended_at__isnull=True).method == "DESK"
    assert worker.post(f"/desk/people/{pk}", {**sent, "phone": "13900005556"}).status_code == 409
    shown = worker.post(f"/desk/people/{pk}/unmask/phone", {"reason": "电话通知领奖", "request_key": KEY})
    assert Account.objects.get(phone="13900005555").person.phone in shown.content.decode()
    assert Unmasking.objects.get().reason == "电话通知领奖"


def test_desk_of_another_place_is_refused(worker: Client, world) -> None:
    elsewhere = Account.objects.get(pk=world.residents[2].pk)
    assert worker.get(f"/desk/people/{elsewhere.person_id}").status_code == 403
    found = worker.get("/desk/people", {"place": world.communities[1].pk, "name": "王小1"})
    assert "名册上找到的" not in found.content.decode()


def test_typed_form_survives_an_idle_logout(worker: Client, world, later) -> None:
    account = Account.objects.get(pk=world.residents[0].pk)
    row = Verification.objects.get(account=account)
    unverify(verification_id=row.pk, reason="换手机号", actor=system("test"), now=clock.now())
    later(timedelta(minutes=40))
    page = f"/desk/people/{account.person_id}"
    sent = {"phone": "13900005557", "evidence": "DEED", "request_key": KEY}
    answer = worker.post(page, sent, headers={"referer": f"http://testserver{page}"})
    assert answer.headers["Location"].startswith("/sign-in/staff?next=")
    enter_again(worker, world.staff["COMMUNITY_WORKER"][0])
    assert 'value="13900005557"' in worker.get(page).content.decode()


def enter_again(client: Client, account: Account) -> None:
    """As sessions.begin does: the anonymous session's kept form stays."""
    kept = dict(client.session)
    enter(client, account)
    session = client.session
    session["kept_form"] = kept["kept_form"]
    session.save()


def test_staff_changes_the_password(worker: Client, world) -> None:
    new = given.PASSWORD + "-2"
    sent = {"old_password": given.PASSWORD, "new_password": new, "password_again": new, "request_key": KEY}
    assert worker.post("/me/password", sent).headers["Location"] == "/sign-in/staff"
    assert AccountFactory._meta.model.objects.get(pk=world.staff["COMMUNITY_WORKER"][0].pk).check_password(new)
