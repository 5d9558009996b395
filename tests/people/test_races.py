"""Two at once on PostgreSQL: one person claimed by two accounts, and a code tried in parallel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.factories import AccountFactory, CompoundFactory, OwnershipFactory, PersonFactory, PremisesFactory
from tests.given import ADDRESS, NOW
from tests.people.sheets import roll
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people import actions
from yuanba.people.keys import keyed_hash
from yuanba.people.models import LetterBatch, LetterCode, Person, SignInCode, Verification

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def together(calls: list[Callable[[], object]]) -> list[str]:
    """Runs the calls at the same moment; "" for each that went through, else the code of its refusal."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], object]) -> str:
        try:
            barrier.wait()
            call()
        except Refused as refused:
            return refused.verdict.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_two_accounts_claim_one_person_and_one_wins():
    person, premises = PersonFactory(), PremisesFactory()
    OwnershipFactory(person=person, premises=premises)
    batch = LetterBatch.objects.create(
        territory_id=premises.compound_id, state="RELEASED", requested_by="a", requested_at=NOW
    )
    codes = ["ACDEFGHJKMNPQR", "ACDEFGHJKMNPQT"]
    for code in codes:
        LetterCode.objects.create(
            batch=batch,
            person=person,
            premises=premises,
            code_hash=keyed_hash("letter", code),
            expires_at=NOW.replace(year=2027),
        )
    accounts = AccountFactory.create_batch(2)
    found = together(
        [
            lambda a=account, c=code: actions.claim_by_letter(
                account_id=a.pk, code=c, actor=Actor(f"account:{a.pk}", a.pk), now=NOW
            )
            for account, code in zip(accounts, codes, strict=True)
        ]
    )
    assert sorted(found) == ["", "people.person_taken"]
    assert Verification.objects.filter(ended_at__isnull=True).count() == 1


def test_a_code_tried_in_parallel_has_five_tries():
    phone = "13800000001"
    actions.request_code(phone=phone, address=ADDRESS, now=NOW)
    right = Message.objects.get().params["code"]
    wrong = "000000" if right != "000000" else "111111"
    found = together(
        [lambda: actions.sign_in_by_code(phone=phone, code=wrong, address=ADDRESS, now=NOW) for _ in range(12)]
    )
    assert found == ["people.code_wrong"] * 12
    assert SignInCode.objects.get().tries == 5


def test_a_right_code_signs_in_once():
    phone = "13800000002"
    actions.request_code(phone=phone, address=ADDRESS, now=NOW)
    code = Message.objects.get().params["code"]
    found = together(
        [lambda: actions.sign_in_by_code(phone=phone, code=code, address=ADDRESS, now=NOW) for _ in range(4)]
    )
    assert sorted(found) == ["", *["people.code_wrong"] * 3]


def test_two_compounds_import_the_same_person_once():
    content = roll(("3栋", "1", "101", 80, "甲", "13800000001"))
    day = date(2026, 6, 1)
    by = {"actor": system("test"), "now": NOW}
    previews = [
        actions.preview_roll(compound_id=CompoundFactory().pk, content=content, as_of_date=day, **by) for _ in range(2)
    ]
    found = together([lambda p=one: actions.import_roll(preview=p, accept_good_rows=False, **by) for one in previews])
    assert found == ["", ""]
    assert (Person.objects.count(), connection.vendor) == (1, "postgresql")
