"""Residents by phone and code, staff by password and second factor; lock-outs, sessions, recovery."""

from datetime import timedelta

import pytest

from tests import given
from tests.factories import AccountFactory, PersonFactory
from tests.given import ADDRESS, NOW, PASSWORD
from yuanba.kernel.actor import Actor, Grant, system
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people import actions, queries
from yuanba.people.models import Account, SignInCode
from yuanba.people.queries import actor_for

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


def refusal(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts)
    return refused.value.verdict.code


def later(**span):
    return NOW + timedelta(**span)


def asked(phone=PHONE, now=NOW, address=ADDRESS):
    actions.request_code(phone=phone, address=address, now=now)
    return Message.objects.order_by("-pk").first().params["code"]


def sign_in(code, phone=PHONE, now=NOW, address=ADDRESS):
    return actions.sign_in_by_code(phone=phone, code=code, address=address, now=now)


def test_first_code_opens_an_account_that_may_little():
    account = sign_in(asked(phone="+86 138 0000 0001"))
    assert (account.phone, account.is_staff_account, queries.is_verified(account)) == (PHONE, False, False)
    assert actor_for(account, NOW).grants == frozenset()
    code = asked(now=later(minutes=2))
    assert sign_in(code, now=later(minutes=2)) == account


def test_answer_is_the_same_for_known_and_unknown_phones():
    known, unknown = AccountFactory(phone="13900000009"), "13900000008"
    for phone in (known.phone, unknown):
        actions.request_code(phone=phone, address=ADDRESS, now=NOW)
    assert Message.objects.filter(channel="SMS").count() == 2
    assert Account.objects.count() == 1


def test_code_is_kept_as_a_hash_only():
    code = asked()
    assert code not in str(SignInCode.objects.values().get())


def test_code_lives_five_minutes_and_once():
    code = asked()
    assert refusal(sign_in, code=code, now=later(minutes=5, seconds=1)) == "people.code_wrong"
    assert sign_in(code, now=later(minutes=4))
    assert refusal(sign_in, code=code, now=later(minutes=4)) == "people.code_wrong"


def test_code_takes_five_tries():
    code = asked()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert refusal(sign_in, code=wrong) == "people.code_wrong"
    assert refusal(sign_in, code=code) == "people.code_wrong"


def test_code_is_resent_after_a_minute_and_replaces_the_first():
    first = asked()
    assert refusal(asked, now=later(seconds=59)) == "people.code_too_soon"
    second = asked(now=later(seconds=61))
    if first != second:
        assert refusal(sign_in, code=first, now=later(seconds=62)) == "people.code_wrong"
    assert sign_in(second, now=later(seconds=62))


def test_daily_limits_by_phone_and_address():
    for minute in range(10):
        asked(now=later(minutes=2 * minute), address=f"192.0.2.{minute % 2}")
    assert refusal(asked, now=later(hours=1)) == "people.code_phone_limit"
    assert asked(now=later(days=1))
    for number in range(100):
        phone = f"1390000{number:04d}"
        actions.request_code(phone=phone, address="198.51.100.7", now=NOW)
    assert refusal(asked, phone="13900009999", address="198.51.100.7") == "people.code_address_limit"


@pytest.mark.parametrize("phone", ["123", "12800000001", "abc", ""])
def test_malformed_phone_is_refused(phone):
    assert refusal(asked, phone=phone) == "people.phone_malformed"


# ---------------------------------------------------------------- staff


@pytest.fixture
def officer():
    account, _ = actions.create_staff_account(
        person_id=PersonFactory().pk, login="Zhou.Gong", password=PASSWORD, actor=system("test"), now=NOW
    )
    return account


def password(word=PASSWORD, now=NOW, login="zhou.gong", address=ADDRESS):
    return actions.check_password(login=login, password=word, address=address, now=now)


def factor(account, code, now=NOW):
    return actions.check_second_factor(account_id=account.pk, code=code, address=ADDRESS, now=now)


def test_staff_sign_in_takes_password_and_a_fresh_code(officer):
    totp = given.second_factor(officer, NOW)
    assert password() == officer
    moment = later(minutes=1)
    assert factor(officer, totp.at(moment), moment) == officer
    assert refusal(factor, account=officer, code=totp.at(moment), now=moment) == "people.second_factor_wrong"
    late = later(minutes=10)
    assert refusal(factor, account=officer, code=totp.at(moment), now=late) == "people.second_factor_wrong"


def test_second_factor_is_sealed_and_set_once(officer):
    enrolment = actions.begin_second_factor(account_id=officer.pk, now=NOW)
    officer.refresh_from_db()
    assert enrolment.secret.encode() not in bytes(officer.totp_secret)
    assert refusal(factor, account=officer, code="123456") == "people.second_factor_missing"
    given.second_factor(officer, NOW)
    assert refusal(actions.begin_second_factor, account_id=officer.pk, now=NOW) == "people.second_factor_exists"


def test_failures_lock_with_growing_delay_and_say_nothing_of_the_login(officer):
    for _ in range(5):
        assert refusal(password, word="wrong") == "people.sign_in_refused"
    assert refusal(password) == "people.locked_out"
    assert refusal(password, word="wrong", now=later(seconds=61)) == "people.sign_in_refused"
    assert refusal(password, now=later(minutes=2)) == "people.locked_out"
    assert password(now=later(minutes=4)) == officer
    assert refusal(password, login="nobody") == "people.sign_in_refused"


def test_one_address_that_tries_many_logins_is_locked(officer):
    for number in range(30):
        assert refusal(password, login=f"guess{number}") == "people.sign_in_refused"
    assert refusal(password) == "people.locked_out"
    assert password(address="203.0.113.5") == officer


@pytest.mark.parametrize("new", ["short1A", "alllowercaseletters", "12345678901", PASSWORD])
def test_weak_passwords_are_refused(officer, new):
    code = refusal(actions.change_password, account_id=officer.pk, old=PASSWORD, new=new, now=NOW)
    assert code in {"people.password_weak", "people.password_same"}


def test_new_password_signs_every_device_out(officer):
    actions.start_session(account=officer, session_key="k1", label="Firefox", now=NOW)
    changed = actions.change_password(account_id=officer.pk, old=PASSWORD, new="Another-2026-word", now=NOW)
    state = queries.session_state(account=changed, session_key="k1", epoch=0, now=NOW)
    assert state.code == "people.session_revoked"
    assert password(word="Another-2026-word") == officer


def test_security_administrator_recovers_others_not_oneself():
    world = given.subdistrict(per_compound=1)
    target, admin = world.staff["SCREENER"][0], world.actor("SECURITY_ADMIN")
    given.second_factor(target, NOW)
    facts = {"account_id": target.pk, "now": NOW}
    assert refusal(actions.recover_staff, actor=world.actor("SCREENER"), reason="lost phone", **facts)
    assert refusal(actions.recover_staff, actor=admin, reason="x", **facts) == "people.reason_missing"
    temporary = actions.recover_staff(actor=admin, reason="lost phone", **facts)
    target.refresh_from_db()
    assert (target.must_change_password, target.totp_secret) == (True, None)
    assert password(word=temporary, login=target.login) == target
    own = world.staff["SECURITY_ADMIN"][0].pk
    assert (
        refusal(actions.recover_staff, account_id=own, actor=admin, reason="lost phone", now=NOW)
        == "people.recover_self"
    )


# ---------------------------------------------------------------- sessions


def test_sessions_are_listed_seen_idle_and_revoked(settings):
    account = AccountFactory()
    actor = Actor(f"account:{account.pk}", account.pk)
    for key in ("k1", "k2"):
        actions.start_session(account=account, session_key=key, label="微信", now=NOW)
    assert [row.session_key for row in queries.sessions_of(account.pk)] == ["k2", "k1"]
    assert not actions.touch_session(session_key="k1", now=later(seconds=30))
    assert actions.touch_session(session_key="k1", now=later(minutes=20))
    settings.RESIDENT_IDLE_MINUTES = 30

    def state(key, **span):
        return queries.session_state(account=account, session_key=key, epoch=0, now=later(**span)).code

    assert (state("k1", minutes=45), state("k2", minutes=45)) == ("", "people.session_idle")
    second = queries.sessions_of(account.pk).get(session_key="k2")
    actions.revoke_session(session_id=second.pk, actor=actor, now=NOW)
    assert state("k2") == "people.session_revoked"
    stranger = Actor("account:999", 999, grants=frozenset({Grant("people.recover", 1)}))
    assert refusal(actions.revoke_session, session_id=second.pk, actor=stranger, now=NOW) == "people.not_your_session"
    actions.revoke_all(account_id=account.pk, actor=actor, now=NOW)
    account.refresh_from_db()
    assert state("k1") == "people.session_revoked"


def test_new_phone_is_proved_and_signs_out():
    account = sign_in(asked())
    mine = {"account_id": account.pk, "actor": actor_for(account, NOW), "now": NOW}
    code = asked(phone="13800000002")
    old = asked(now=later(minutes=2))
    both = {"phone": "13800000002", "old_code": old, "code": code}
    changed = actions.change_phone(**both, **mine)
    assert (changed.phone, changed.session_epoch) == ("13800000002", 1)
    AccountFactory(phone="13900000001")
    taken = asked(phone="13900000001")
    again = asked(phone="13800000002", now=later(minutes=2))
    facts = {"phone": "13900000001", "old_code": again, "code": taken, **mine}
    assert refusal(actions.change_phone, **facts) == "people.phone_taken"


def test_staff_account_needs_a_free_login(officer):
    facts = {"actor": system("test"), "now": NOW}
    person = PersonFactory()
    assert (
        refusal(actions.create_staff_account, person_id=person.pk, login="ZHOU.gong", **facts) == "people.login_taken"
    )
    assert (
        refusal(actions.create_staff_account, person_id=officer.person_id, login="b", **facts)
        == "people.has_staff_account"
    )
    assert refusal(actions.create_staff_account, person_id=person.pk, login="+86", **facts) == "people.login_malformed"
