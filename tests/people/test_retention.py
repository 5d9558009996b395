"""What the register of fields says goes with its term: by the clock, with the account, or with the person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import AccountFactory, PersonFactory
from yuanba.config import tick
from yuanba.kernel.actor import Actor, system
from yuanba.people import actions, fields
from yuanba.people.models import (
    Account,
    DataRequest,
    DeviceSession,
    Person,
    Relation,
    SignInAttempt,
    SignInCode,
    Unmasking,
)
from yuanba.people.rules import KEEP_ATTEMPTS, KEEP_REQUESTS, KEEP_SESSIONS

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PHONE = "13800001234"


@pytest.mark.django_db
def test_old_codes_and_attempts_are_forgotten_and_young_ones_stay() -> None:
    for age in (timedelta(days=181), KEEP_ATTEMPTS, timedelta(days=1)):
        at = NOW - age
        SignInCode.objects.create(phone=PHONE, code_hash="x", issued_at=at, expires_at=at)
        SignInAttempt.objects.create(login="+86" + PHONE, succeeded=True, at=at)

    assert actions.forget_attempts(now=NOW) == 2
    assert (SignInCode.objects.count(), SignInAttempt.objects.count()) == (2, 2)
    assert actions.forget_attempts(now=NOW) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("age_days", [0, 180])
def test_nothing_old_costs_two_small_queries(age_days: int, django_assert_num_queries) -> None:
    SignInAttempt.objects.create(login="a", succeeded=False, at=NOW - timedelta(days=age_days))
    with django_assert_num_queries(2):
        assert actions.forget_attempts(now=NOW) == 0


@pytest.mark.django_db
def test_devices_go_a_month_after_their_session_ended_and_live_ones_stay(settings) -> None:
    account, life = AccountFactory(), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    moment = timedelta(seconds=1)
    ages = {
        "in use": (timedelta(0), None),
        "signed out a month ago": (KEEP_SESSIONS, KEEP_SESSIONS),
        "signed out longer ago": (KEEP_SESSIONS + moment, KEEP_SESSIONS + moment),
        "unused, its session still runs": (life - moment, None),
        "ran out a month ago": (life + KEEP_SESSIONS, None),
        "ran out longer ago": (life + KEEP_SESSIONS + moment, None),
    }
    for number, (label, (unseen, revoked)) in enumerate(ages.items()):
        DeviceSession.objects.create(
            account=account,
            session_key=str(number),
            label=label,
            signed_in_at=NOW - 2 * life,
            seen_at=NOW - unseen,
            revoked_at=None if revoked is None else NOW - revoked,
        )
    assert actions.forget_sessions(now=NOW) == 2
    left = set(DeviceSession.objects.values_list("label", flat=True))
    assert left == ages.keys() - {"signed out longer ago", "ran out longer ago"}
    assert actions.forget_sessions(now=NOW) == 0


# Every term of the register, and what keeps it: a duty of the clock, or the action after which nothing is left.
TERMS = {
    fields.SIX_MONTHS: "old attempts to sign in are forgotten",
    "until the import ends, 7 days at most": "files are erased when their term ends",
    "30 days": "lists of roll imports are forgotten",
    "three years": "old requests about data are forgotten",
    "7 days at most": "changes of number that nobody checked lapse",
    "until withdrawn": "withdraw_relation",
    fields.WORDS_END: "old words to whoever serves are forgotten",
    fields.SESSIONS_END: "devices that signed out long ago are forgotten",
    fields.WHILE_OPEN: "close_account",
    fields.WHILE_ON_ROLL: "erase_person",
    fields.HISTORY: "erase_person",
}


def test_every_term_of_the_register_has_what_keeps_it() -> None:
    assert {one.until for one in fields.PERSONAL.values()} == set(TERMS)
    duties = {duty.name for duty in tick.DUTIES}
    assert all(keeper in duties or hasattr(actions, keeper) for keeper in TERMS.values())


@pytest.mark.django_db
def test_closed_account_keeps_no_field_whose_term_is_the_account() -> None:
    person = PersonFactory()
    account = AccountFactory(person=person, elder_mode=True, language="en", last_login=NOW)
    actions.close_account(account_id=account.pk, actor=Actor(f"account:{account.pk}", account.pk), now=NOW)
    row = Account.objects.get(pk=account.pk)
    kept = {name: getattr(row, name.split(".")[1]) for name in _of("Account", fields.WHILE_OPEN)}
    assert kept.pop("Account.login") == f"closed:{account.pk}"
    assert kept.pop("Account.password").startswith("!")
    assert kept.pop("Account.language") == "zh-hans"
    assert not any(kept.values()), kept
    assert row.sessions.count() == 0


@pytest.mark.django_db
def test_erased_person_keeps_no_field_whose_term_is_the_roll() -> None:
    person = PersonFactory(name="张三", phone=PHONE, birth_month="1950-01", died_date=date(2026, 1, 1))
    Person.objects.filter(pk=person.pk).update(under_14_until=date(2026, 1, 1))
    Relation.objects.create(person=person, relative=PersonFactory(), declared_at=NOW)
    Unmasking.objects.create(person=person, field="name", reason="领奖通知", actor="account:1", at=NOW)
    key = person.roll_key
    actions.erase_person(person_id=person.pk, reason="本人申请删除", actor=system("test"), now=NOW)
    row = Person.objects.get(pk=person.pk)
    kept = {name: getattr(row, name.split(".")[1]) for name in _of("Person", fields.WHILE_ON_ROLL)}
    assert kept.pop("Person.roll_key") != key
    assert not any(kept.values()), kept
    assert (Relation.objects.count(), Unmasking.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_answered_requests_go_after_three_years_and_open_ones_stay() -> None:
    account = AccountFactory()
    for state, answered_at in (("DONE", NOW - KEEP_REQUESTS - timedelta(days=1)), ("DONE", NOW), ("OPEN", None)):
        DataRequest.objects.create(
            account=account,
            kind="CORRECT",
            text="改名",
            state=state,
            made_at=NOW - 2 * KEEP_REQUESTS,
            answered_at=answered_at,
        )
    assert actions.forget_requests(now=NOW) == 1
    assert sorted(DataRequest.objects.values_list("state", flat=True)) == ["DONE", "OPEN"]


def _of(model: str, term: str) -> list[str]:
    return [name for name, one in fields.PERSONAL.items() if name.startswith(f"{model}.") and one.until == term]
