"""The keeper of the roll answers "one owner or two?" on a page; organisers of a ballot read the answer, nobody else."""

from uuid import uuid4

import pytest
from django.test import Client

from tests import given
from tests.signing import enter
from yuanba.people.models import Likeness, Person
from yuanba.web import clock

pytestmark = pytest.mark.django_db


def at(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def test_a_pair_is_answered_with_its_reason_and_may_be_answered_anew() -> None:
    world = given.subdistrict(per_compound=2, now=clock.now())
    people = [account.person for account in world.residents[:2]]
    for person, name in zip(people, ("陈国强", "陳國強"), strict=True):
        Person.objects.filter(pk=person.pk).update(name=name, phone="13800000007")
    keeper = at(world.staff["ROLL_KEEPER"][0])
    first, second = sorted(person.pk for person in people)
    page = f"/roll/alike/{first}/{second}"
    assert "是不是同一位业主" in keeper.get("/roll").content.decode()
    listed = keeper.get("/roll/alike").content.decode()
    assert page in listed and "陳國強" in listed and "手机号一样" in listed and "13800000007" not in listed
    sent = {"answer": "SAME", "request_key": uuid4().hex}
    assert keeper.post(page, sent | {"reason": ""}).status_code in (200, 409) and not Likeness.objects.exists()
    assert keeper.post(page, sent | {"reason": "对过房产证。"}).status_code == 302
    told = keeper.get("/roll/alike").content.decode()
    assert "对过房产证。" in told and "重新核对" in told
    assert "同一人。对过房产证。" in keeper.get(page).content.decode()
    assert (
        keeper.post(page, {"answer": "DIFFERENT", "reason": "看错了，是父子。", "request_key": uuid4().hex}).status_code
        == 302
    )
    assert [row.answer for row in Likeness.objects.order_by("pk")] == ["SAME", "DIFFERENT"]
    assert keeper.get(f"/roll/alike/{second}/{first}").status_code == 404
    for account, status in ((world.residents[0], 403), (world.staff["STREET_ORGANISER"][0], 403)):
        for address in ("/roll/alike", page):
            assert at(account).get(address).status_code == status
    assert Client().get(page).status_code == 302
