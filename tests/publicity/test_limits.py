"""One sender cannot hold up a naming for good: anonymous objections are limited a day, other ways stay open."""

from datetime import timedelta

import pytest

from tests.publicity.given import NOW, Hall, opened
from tests.refusals import refused
from yuanba.kernel.actor import Actor
from yuanba.publicity import actions, rules
from yuanba.publicity.models import Objection, ObjectionMark

pytestmark = pytest.mark.django_db
NOBODY = Actor(id="anyone")
HOUR = NOW + timedelta(hours=1)


def said(kind: str = "ANONYMOUS", **changes: str) -> actions.Statement:
    who = {} if kind == "ANONYMOUS" else {"name": "赵某", "contact": "电话"}
    return actions.Statement(text="与事实不符", kind=kind, **who, **changes)


def send(hall: Hall, statement: actions.Statement, address: str = "192.0.2.1", now=HOUR, actor=NOBODY, key="") -> None:
    by = {"notice_id": hall.notice.pk, "request_key": key, "address": address}
    actions.file_objection(statement=statement, actor=actor, now=now, **by)


def test_from_one_address_three_a_day_then_other_ways_stay_open() -> None:
    hall = opened()
    for _ in range(rules.ANONYMOUS_A_DAY_ADDRESS):
        send(hall, said())
    facts = {"notice_id": hall.notice.pk, "actor": NOBODY, "now": HOUR}
    refused("objection.anonymous_address_limit", actions.file_objection, statement=said(), address="192.0.2.1", **facts)
    send(hall, said(), address="192.0.2.2")  # somebody else
    send(hall, said("NAMED"))  # with a name
    send(hall, said(channel="PHONE"), actor=hall.organiser)  # without a name, by telephone
    send(hall, said(), now=NOW + timedelta(days=1))  # tomorrow
    assert Objection.objects.count() == rules.ANONYMOUS_A_DAY_ADDRESS + 4


def test_a_retry_is_told_the_same_and_counts_once() -> None:
    hall = opened()
    for _ in range(rules.ANONYMOUS_A_DAY_ADDRESS + 2):
        send(hall, said(), key="0" * 32)
    assert Objection.objects.count() == ObjectionMark.objects.get().count == 1


def test_from_many_addresses_a_notice_takes_so_many_a_day() -> None:
    hall = opened()
    for number in range(rules.ANONYMOUS_A_DAY):
        send(hall, said(), address=f"198.51.100.{number}")
    facts = {"notice_id": hall.notice.pk, "actor": NOBODY, "now": HOUR, "address": "203.0.113.9"}
    refused("objection.anonymous_day_limit", actions.file_objection, statement=said(), **facts)
    send(hall, said("NAMED"), address="203.0.113.9")


def test_invented_names_from_one_address_are_limited_and_accounts_are_not() -> None:
    hall = opened()
    for _ in range(rules.NAMED_A_DAY_ADDRESS):
        send(hall, said("NAMED"))
    facts = {"notice_id": hall.notice.pk, "now": HOUR, "address": "192.0.2.1"}
    refused("objection.named_address_limit", actions.file_objection, statement=said("NAMED"), actor=NOBODY, **facts)
    send(hall, said("NAMED"), actor=Actor(id="account:900", account_id=900))


def test_the_mark_names_no_address_and_is_forgotten_the_next_day() -> None:
    hall = opened()
    send(hall, said())
    row = ObjectionMark.objects.get()
    assert len(row.mark) == 4  # 65,536 marks for 4,294,967,296 addresses
    assert actions.forget_marks(HOUR) == 0
    assert actions.forget_marks(HOUR + timedelta(days=1)) == 1
