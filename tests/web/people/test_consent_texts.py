"""Publishing texts with a look at what changes; being asked anew; a guardian's page; one's age asked once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.factories import AccountFactory, PersonFactory, ResidenceFactory
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.people import actions
from yuanba.people.models import Account, Consent, ConsentText, Person
from yuanba.web import clock
from yuanba.web.people.difference import changes

pytestmark = pytest.mark.django_db
KEY = "0" * 32
FIRST = {
    "text_zh": "收集电话，用于通知。保存一年。",
    "text_en": "A phone, to tell you. Kept a year.",
    "request_key": KEY,
}
SECOND = {**FIRST, "text_zh": "收集电话，用于通知。保存两年。", "weight": "ANEW"}


@pytest.fixture
def world():
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def officer(client: Client, world) -> Client:
    enter(client, world.staff["SECURITY_ADMIN"][0])
    return client


@pytest.fixture
def home(world) -> Client:
    browser = Client()
    enter(browser, world.residents[0])
    return browser


def seen(looked) -> str:
    found = re.search(r'name="seen" value="(\w+)"', looked.content.decode())
    return found.group(1) if found else ""


def published(officer: Client, sent: dict, kind: str = "privacy") -> str:
    """Looks at the changes, then publishes; the page that was looked at."""
    looked = officer.post(f"/consent-texts/{kind}/new", sent)
    assert looked.status_code == 200
    answer = officer.post(f"/consent-texts/{kind}/new", {**sent, "seen": seen(looked)})
    assert answer.headers["Location"] == f"/consent-texts/{kind}"
    return looked.content.decode()


def test_difference_keeps_the_reading_order():
    assert list(changes("一，二。三。", "一，四。三。五")) == [
        ("same", "一，"), ("gone", "二。"), ("new", "四。"), ("same", "三。"), ("new", "五"),
    ]  # fmt: skip
    assert list(changes("", "A b. C 3.5 d.")) == [("new", "A b. C 3.5 d.")]


def test_nothing_is_published_before_it_was_looked_at(officer: Client) -> None:
    page = "/consent-texts/privacy/new"
    assert "发布第一版" in officer.get("/consent-texts/privacy").content.decode()
    officer.post(page, {**FIRST, "seen": "0" * 32})
    assert not ConsentText.objects.exists()
    published(officer, FIRST)
    looked = published(officer, SECOND)
    assert "<del>" in looked and "保存两年。" in looked
    row = ConsentText.objects.get(version=2)
    assert (row.asks_anew, row.is_in_force, row.published_by[:8]) == (True, True, "account:")
    shown = officer.get("/consent-texts/privacy").content.decode()
    assert "管**" in shown and "全体重新征求" in shown and "现行" in shown


def test_text_for_a_later_day_waits_and_is_taken_back(officer: Client) -> None:
    published(officer, FIRST)
    day = local_date(clock.now()) + timedelta(days=3)
    published(officer, {**SECOND, "weight": "WORDS", "from_day": day.isoformat()})
    row = ConsentText.objects.get(version=2)
    assert (row.is_in_force, row.asks_anew) == (False, False)
    assert "待生效" in officer.get("/consent-texts/privacy").content.decode()
    assert officer.post("/consent-texts/privacy/new", SECOND).status_code == 200
    looked = officer.post("/consent-texts/privacy/new", SECOND)
    assert officer.post("/consent-texts/privacy/new", {**SECOND, "seen": seen(looked)}).status_code == 409
    officer.post(f"/consent-texts/privacy/{row.pk}/take-back")
    assert ConsentText.objects.count() == 1


def test_pages_are_the_publishers_only(home: Client, officer: Client) -> None:
    assert home.get("/consent-texts").status_code in (302, 403)
    assert officer.get("/consent-texts/nothing").status_code == 404
    assert officer.get("/consent-texts/nothing/new").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_versions_ask_the_same_whatever_their_number(officer: Client, django_assert_num_queries, number: int) -> None:
    for place in range(number):
        actions.publish_consent_text(
            kind="privacy", text_zh=f"第{place}版", text_en="x", actor=system("t"), now=clock.now()
        )
    with django_assert_num_queries(7):  # session, account, device, permissions, unread, versions, names
        assert officer.get("/consent-texts/privacy").content.decode().count("同意这一版") == number
    with django_assert_num_queries(7):
        officer.get("/consent-texts")


def test_resident_is_asked_anew_on_the_first_page(home: Client, officer: Client, world) -> None:
    published(officer, FIRST)
    home.post("/me/consents/privacy/1")
    assert "您同意过的文本有变动" not in home.get("/").content.decode()
    published(officer, {**SECOND, "weight": "WORDS"})
    assert "您同意过的文本有变动" not in home.get("/").content.decode()
    published(officer, {**SECOND, "text_zh": "收集电话，用于推广。"})
    assert "您同意过的文本有变动" in home.get("/").content.decode()
    assert "文本有更新" in home.get("/me/consents").content.decode()
    home.post("/me/consents/privacy/3")
    assert "您同意过的文本有变动" not in home.get("/").content.decode()


def test_age_is_asked_once_before_anything_is_agreed_to(home: Client, officer: Client, world) -> None:
    published(officer, FIRST)
    assert "您多大了" in home.get("/me/consents").content.decode()
    assert "/me/consents/privacy/1" not in home.get("/me/consents").content.decode()
    home.post("/me/age", {"age": "CHILD", "request_key": KEY})
    assert "您多大了" in home.get("/me/consents").content.decode()
    home.post("/me/age", {"age": "OLDER", "request_key": KEY})
    page = home.get("/me/consents").content.decode()
    assert "您多大了" not in page and "/me/consents/privacy/1" in page


def test_child_is_sent_to_its_guardian(home: Client, officer: Client, world) -> None:
    published(officer, FIRST)
    day = local_date(clock.now()) + timedelta(days=400)
    home.post("/me/age", {"age": "CHILD", "turns_14": day.isoformat(), "request_key": KEY})
    page = home.get("/me/consents").content.decode()
    assert "满 14 周岁。在此之前" in page and "/me/consents/privacy/1" not in page
    answer = home.post("/me/consents/privacy/1")
    assert answer.status_code == 403 and "未满 14 周岁的孩子不能自己同意" in answer.content.decode()
    assert not Consent.objects.exists()


def child_of(world) -> Person:
    person = PersonFactory(name="王小宝", phone="", birth_month=f"{clock.now().year - 8}-01")
    ResidenceFactory(premises=world.premises[0], person=person, relation="FAMILY")
    return person


def test_guardian_agrees_for_the_child_and_takes_it_back(home: Client, officer: Client, world) -> None:
    assert "没有已知未满 14 周岁的孩子" in home.get("/me/children").content.decode()
    child = child_of(world)
    published(officer, FIRST)
    assert "我是监护人，同意" in home.get("/me/children").content.decode()
    home.post(f"/me/children/{child.pk}/privacy/1")
    row = Consent.objects.get()
    assert row.guardian_id == Account.objects.get(pk=world.residents[0].pk).person_id
    assert f"/me/children/consents/{row.pk}" in home.get("/me/children").content.decode()
    home.post(f"/me/children/consents/{row.pk}")
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_child_that_is_14_now_is_asked_itself(home: Client, officer: Client, world) -> None:
    child, own, now = child_of(world), Client(), clock.now()
    published(officer, FIRST)
    enter(own, AccountFactory(person=child))
    home.post(f"/me/children/{child.pk}/privacy/1")
    Person.objects.filter(pk=child.pk).update(birth_month=f"{now.year - 15}-01")
    actions.end_outgrown_consents(now)
    page = own.get("/me/consents").content.decode()
    assert "满 14 周岁，那份同意到此为止" in page and "/me/consents/privacy/1" in page
    own.post("/me/consents/privacy/1")
    assert "到此为止" not in own.get("/me/consents").content.decode()
    assert Consent.objects.filter(withdrawn_at__isnull=True, guardian__isnull=True).count() == 1


def test_neighbour_does_not_agree_for_the_child(officer: Client, world) -> None:
    child, browser = child_of(world), Client()
    published(officer, FIRST)
    enter(browser, world.residents[1])
    answer = browser.post(f"/me/children/{child.pk}/privacy/1")
    assert answer.status_code == 403 and "按名册您与这个孩子不同住" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_children_ask_the_same_whatever_their_number(home, world, django_assert_num_queries, number: int) -> None:
    for _ in range(number):
        child_of(world)
    with django_assert_num_queries(9):
        assert home.get("/me/children").content.decode().count("王**</h2>") == 0


def test_desk_notes_until_when_somebody_is_a_child(world) -> None:
    worker = Client()
    enter(worker, world.staff["COMMUNITY_WORKER"][0])
    person = Account.objects.get(pk=world.residents[0].pk).person_id
    day = local_date(clock.now()) + timedelta(days=400)
    page = f"/desk/people/{person}/age"
    assert worker.post(page, {"age": "CHILD", "request_key": KEY}).status_code == 200
    sent = {"age": "CHILD", "turns_14": day.isoformat(), "request_key": KEY}
    assert worker.post(page, sent).headers["Location"] == f"/desk/people/{person}"
    assert Person.objects.get(pk=person).under_14_until == day
