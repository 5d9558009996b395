"""Nobody becomes somebody else: through an office below, through the own second account, by guessing, by locking out."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.given import NOW, PASSWORD
from tests.refusals import refused
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.messaging.models import Message
from yuanba.people import actions
from yuanba.people.models import Account
from yuanba.people.queries import actor_for
from yuanba.web import clock

pytestmark = pytest.mark.django_db
STRANGER = "198.51.100.7"
OFFICE = "192.0.2.44"


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2)


@pytest.fixture
def below(world) -> given.World:
    """The security administrator of one community only."""
    given.appointed(world, "SECURITY_ADMIN", world.communities[0], name="钱工", phone="13900007001")
    return world


def lives_in(world: given.World, account: Account, compound: int) -> None:
    given.ResidenceFactory(premises=world.premises[compound * 2], person=account.person)


@pytest.mark.parametrize("verb", ["recover_staff", "set_active"])
def test_office_below_cannot_take_the_account_of_an_office_above(below, verb) -> None:
    leader = below.staff["STREET_LEADER"][0]
    lives_in(below, leader, 0)
    facts = {} if verb == "recover_staff" else {"is_active": False}
    by = {"actor": below.actor("SECURITY_ADMIN", 1), "now": NOW, "reason": "忘记密码了"}
    refused("people.not_allowed", getattr(actions, verb), account_id=leader.pk, **facts, **by)


def test_office_below_cannot_open_the_account_of_somebody_appointed_above(below) -> None:
    by = {"actor": system("given"), "now": NOW}
    person = actions.register_person(name="孙主任", phone="13900007002", **by)
    where = {"organisation_id": below.office.pk, "territory_id": below.street.pk, "from_date": given.SINCE}
    actions.appoint(person_id=person.pk, post="STREET_LEADER", **where, **by)
    mine = {"actor": below.actor("SECURITY_ADMIN", 1), "now": NOW}
    refused("people.not_allowed", actions.create_staff_account, person_id=person.pk, login="sun", **mine)


def test_staff_account_made_for_a_resident_does_not_vote_in_their_name(client, world) -> None:
    resident = world.residents[0].person_id
    account, _ = actions.create_staff_account(
        person_id=resident, login="puppet", actor=world.actor("SECURITY_ADMIN"), now=NOW
    )
    enter(client, account)
    assert client.get("/ballots/1/sheet").status_code == 403


def test_posts_are_not_shed_by_closing_the_account(world) -> None:
    """A new account would be another in the eyes of every rule that asks for two."""
    account = world.staff["SCREENER"][0]
    facts = {"account_id": account.pk, "actor": actor_for(account, NOW), "now": NOW}
    refused("people.still_appointed", actions.close_account, **facts)


def test_worker_answers_no_request_of_another_community(client, world) -> None:
    mine, other = world.residents_of(0)[0], world.residents_of(2)[0]
    made = [
        actions.ask_about_data(account_id=one.pk, kind="CORRECT", text="手机号错了", actor=actor_for(one, NOW), now=NOW)
        for one in (mine, other)
    ]
    worker = world.actor("COMMUNITY_WORKER", 0)
    facts = {"granted": True, "actor": worker, "now": NOW}
    refused("people.not_allowed", actions.answer_data_request, request_id=made[1].pk, **facts)
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    page = client.get("/data-requests").content.decode()
    assert f"/data-requests/{made[0].pk}" in page
    assert f"/data-requests/{made[1].pk}" not in page
    assert client.get(f"/data-requests/{made[1].pk}").status_code == 404


def test_password_is_not_guessed_from_a_leaked_session(world) -> None:
    account = world.staff["SCREENER"][0]
    for _ in range(5):
        facts = {"account_id": account.pk, "old": "wrong", "new": "Another-2026-word", "now": NOW}
        refused("people.sign_in_refused", actions.change_password, **facts)
    facts["old"] = PASSWORD
    refused("people.locked_out", actions.change_password, **facts)


def test_stranger_locks_nobody_out_of_the_place_they_sign_in_from(world) -> None:
    account = world.staff["SCREENER"][0]
    totp = given.second_factor(account, NOW)
    later = NOW + timedelta(days=1)
    home = {"address": OFFICE, "now": later}
    actions.check_second_factor(account_id=account.pk, code=totp.at(later), **home)
    home["now"] = later + timedelta(minutes=1)
    wrong = {"login": account.login, "password": "guess", "now": home["now"]}
    for _ in range(5):
        refused("people.sign_in_refused", actions.check_password, address=STRANGER, **wrong)
    refused("people.locked_out", actions.check_password, address=STRANGER, **wrong)
    assert actions.check_password(login=account.login, password=PASSWORD, **home) == account
    for _ in range(5):  # the known place has tries of its own, not endless ones
        refused("people.sign_in_refused", actions.check_password, address=OFFICE, **wrong)
    refused("people.locked_out", actions.check_password, address=OFFICE, **wrong)


def test_stranger_does_not_use_up_the_codes_of_a_phone(world) -> None:
    phone, moment = "13800000077", NOW
    for _ in range(5):
        actions.request_code(phone=phone, address=STRANGER, now=moment)
        moment += timedelta(minutes=2)
    refused("people.code_phone_limit", actions.request_code, phone=phone, address=STRANGER, now=moment)
    actions.request_code(phone=phone, address=OFFICE, now=moment)


def test_stranger_neither_burns_nor_ends_the_code_of_another_browser() -> None:
    """Guessing at somebody's code used up its five tries, and asking for one made theirs useless."""
    key, phone = "0" * 32, "13800000078"
    own, stranger = Client(), Client()
    assert own.post("/sign-in", {"phone": phone, "request_key": key}).status_code == 302
    code = Message.objects.get(address=phone).params["code"]
    too_soon = stranger.post("/sign-in", {"phone": phone, "request_key": key})
    assert too_soon.status_code == 429
    for _ in range(6):
        facts = {"phone": phone, "address": STRANGER, "now": clock.now()}
        refused("people.code_wrong", actions.sign_in_by_code, code="0", ticket="mine", **facts)
        refused("people.code_wrong", actions.sign_in_by_code, code=code, ticket="mine", **facts)
    actions.request_code(**{**facts, "now": clock.now() + timedelta(minutes=1)}, ticket="mine")
    answer = own.post("/sign-in/code", {"code": code, "request_key": key})
    assert answer.headers["Location"] == "/"


def test_consent_is_given_for_others_only_by_whoever_assists_them(world) -> None:
    by = {"actor": system("given"), "now": NOW}
    actions.publish_consent_text(kind="payee", text_zh="同意", text_en="I agree", is_separate=True, **by)
    whose = {"kind": "payee", "version": 1, "person_id": world.residents[0].person_id, "channel": "DESK", "now": NOW}
    refused("people.consent_of_other", actions.give_consent, actor=world.resident(1), **whose)
    refused("people.consent_of_other", actions.give_consent, actor=world.actor("COMMUNITY_WORKER", 1), **whose)
    row = actions.give_consent(actor=world.actor("COMMUNITY_WORKER", 0), **whose)
    far = world.actor("COMMUNITY_WORKER", 1)
    refused("people.consent_of_other", actions.withdraw_consent, consent_id=row.pk, actor=far, now=NOW)
