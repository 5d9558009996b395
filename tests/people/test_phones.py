"""A new number: both phones prove it; a lost one takes two people at the desk; the old number hears of it."""

from datetime import timedelta

import pytest

from tests import given
from tests.factories import AccountFactory
from tests.given import ADDRESS, NOW
from tests.refusals import refused
from yuanba.kernel.actor import Actor, system
from yuanba.messaging.models import Message
from yuanba.people import actions, queries
from yuanba.people.models import Account, PhoneChange, SignInCode
from yuanba.people.queries import actor_for

pytestmark = pytest.mark.django_db
NEW = "13900008888"
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def world():
    made = given.subdistrict(per_compound=1)
    given.appointed(made, "COMMUNITY_WORKER", made.communities[0], name="孙工", phone="13900004444")
    return made


@pytest.fixture
def account(world) -> Account:
    return Account.objects.get(pk=world.residents[0].pk)


def code_to(phone: str) -> str:
    actions.request_code(phone=phone, address=ADDRESS, now=LATER)
    return Message.objects.order_by("-pk").first().params["code"]


def said_to(phone: str) -> list[str]:
    return list(Message.objects.filter(address=phone).order_by("pk").values_list("kind", flat=True))


def test_both_codes_change_the_number_and_the_old_one_is_told(account):
    old_phone = account.phone
    facts = {"account_id": account.pk, "phone": NEW, "actor": actor_for(account, NOW), "now": LATER}
    old, new = code_to(old_phone), code_to(NEW)
    refused("people.old_code_wrong", actions.change_phone, old_code="x", code=new, **facts)
    refused("people.code_wrong", actions.change_phone, old_code=old, code="x", **facts)
    assert set(SignInCode.objects.filter(phone__in=[old_phone, NEW]).values_list("tries", flat=True)) == {2, 1}
    moved = actions.change_phone(old_code=old, code=new, **facts)
    assert (moved.phone, moved.login, moved.session_epoch) == (NEW, f"+86{NEW}", account.session_epoch + 1)
    assert said_to(old_phone)[-1] == "phone_changed"
    told = Message.objects.filter(address=old_phone).latest("pk")
    assert NEW not in told.text_zh + told.text_en
    assert Message.objects.filter(person_ref=f"account:{account.pk}", kind="phone_changed").exists()


def test_a_code_is_used_once_and_only_by_its_owner(account, world):
    old, new = code_to(account.phone), code_to(NEW)
    codes = {"old_code": old, "code": new, "now": LATER}
    stranger = actor_for(world.residents[1], NOW)
    refused("people.not_your_account", actions.change_phone, account_id=account.pk, phone=NEW, actor=stranger, **codes)
    mine = {"account_id": account.pk, "actor": actor_for(account, NOW)}
    refused("people.phone_same", actions.change_phone, phone=account.phone, **mine, **codes)
    actions.change_phone(phone=NEW, **mine, **codes)
    refused("people.old_code_wrong", actions.change_phone, phone="13900008889", **mine, **codes)


def test_number_of_another_account_is_refused_and_the_codes_stay_good(account):
    AccountFactory(phone=NEW, login=f"+86{NEW}", person=None)
    old, new = code_to(account.phone), code_to(NEW)
    mine = {"account_id": account.pk, "actor": actor_for(account, NOW), "now": LATER}
    refused("people.phone_taken", actions.change_phone, phone=NEW, old_code=old, code=new, **mine)
    assert SignInCode.objects.filter(used_at__isnull=False, phone=NEW).count() == 0


def ask(world, account, **facts) -> PhoneChange:
    worker = world.actor("COMMUNITY_WORKER")
    about = {"person_id": account.person_id, "phone": NEW, "evidence": "ID_CARD", "actor": worker, "now": NOW}
    return actions.ask_phone_change(**(about | facts))


def colleague(world) -> Actor:
    return world.actor("COMMUNITY_WORKER", 2)


def test_lost_phone_takes_two_who_heard_the_same_number(world, account):
    row = ask(world, account)
    assert said_to(account.phone)[-1] == "phone_change_asked"
    confirm = {"change_id": row.pk, "now": LATER}
    worker, second = world.actor("COMMUNITY_WORKER"), colleague(world)
    refused("people.phone_takes_two", actions.confirm_phone_change, phone=NEW, actor=worker, **confirm)
    refused("people.phone_differs", actions.confirm_phone_change, phone="13900008889", actor=second, **confirm)
    moved = actions.confirm_phone_change(phone="139 0000 8888", actor=second, **confirm)
    assert (moved.pk, moved.phone) == (account.pk, NEW)
    row.refresh_from_db()
    assert (row.state, row.phone, row.decided_by) == ("DONE", "", second.id)
    assert said_to(account.phone)[-1] == "phone_changed"
    refused("phone_change.no_such_move", actions.confirm_phone_change, phone=NEW, actor=second, **confirm)


def test_only_the_desk_of_the_place_and_nobody_for_themselves(world, account):
    other = world.actor("COMMUNITY_WORKER", 1)
    refused("people.not_allowed", lambda: ask(world, account, actor=other))
    refused("people.evidence_unknown", lambda: ask(world, account, evidence="FACE"))
    refused("people.phone_same", lambda: ask(world, account, phone=account.phone))
    refused("people.phone_taken", lambda: ask(world, account, phone=world.residents[1].phone))
    own = Actor("account:99", 99, account.person_id, world.actor("COMMUNITY_WORKER").grants)
    refused("people.desk_self", lambda: ask(world, account, actor=own))
    row = ask(world, account)
    refused("people.phone_change_waits", lambda: ask(world, account))
    refused("people.desk_self", actions.confirm_phone_change, change_id=row.pk, phone=NEW, actor=own, now=NOW)
    assert [one.pk for one in queries.phone_changes(colleague(world), NOW.date())] == [row.pk]
    assert not queries.phone_changes(other, NOW.date()).exists()


def test_nobody_changes_the_number_of_their_family_or_to_their_own_phone(world, account):
    worker, second = world.actor("COMMUNITY_WORKER"), colleague(world)
    by = {"actor": system("test"), "now": NOW}
    own = "13900004444"
    refused("people.desk_own_phone", lambda: ask(world, account, actor=second, phone=own))
    row = ask(world, account)
    actions.declare_relation(person_id=second.person_id, relative_id=account.person_id, **by)
    refused("people.desk_relative", actions.confirm_phone_change, change_id=row.pk, phone=NEW, actor=second, now=LATER)
    actions.refuse_phone_change(change_id=row.pk, reason="同事是亲属", actor=worker, now=LATER)
    refused("people.desk_relative", lambda: ask(world, account, actor=second))


def test_nobodys_account_has_no_number_to_change(world, account):
    actions.close_account(account_id=account.pk, actor=actor_for(account, NOW), now=NOW)
    refused("people.not_verified", lambda: ask(world, Account(person_id=world.residents[0].person_id)))


def test_refused_change_says_why_and_forgets_the_number(world, account):
    row = ask(world, account)
    facts = {"change_id": row.pk, "actor": colleague(world), "now": LATER}
    refused("people.reason_missing", actions.refuse_phone_change, reason=" ", **facts)
    actions.refuse_phone_change(reason="证件与名册不符", **facts)
    row.refresh_from_db()
    assert (row.state, row.phone) == ("REFUSED", "")
    told = Message.objects.filter(person_ref=f"account:{account.pk}").latest("pk")
    assert "证件与名册不符" in told.text_zh


def test_nobody_in_a_week_and_the_number_is_forgotten(world, account):
    row = ask(world, account)
    late = NOW + timedelta(days=7, minutes=1)
    facts = {"change_id": row.pk, "phone": NEW, "actor": colleague(world), "now": late}
    refused("people.phone_change_late", actions.confirm_phone_change, **facts)
    assert actions.lapse_phone_changes(NOW + timedelta(days=6)) == 0
    assert actions.lapse_phone_changes(late) == 1
    row.refresh_from_db()
    assert (row.state, row.phone) == ("LAPSED", "")


def test_closing_the_account_forgets_the_waiting_number(world, account):
    row = ask(world, account)
    actions.close_account(account_id=account.pk, actor=actor_for(account, NOW), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.phone) == ("LAPSED", "")
