"""A ticket to vote ends with whatever ends its voter's session or standing, however the browser was lost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests import given
from tests.refusals import refused
from tests.signing import enter
from tests.web.ballots.given import opened
from yuanba.ballots import actions
from yuanba.config.expired import clear_sessions
from yuanba.messaging.models import Message
from yuanba.people.models import DeviceSession
from yuanba.web import clock

pytestmark = pytest.mark.django_db
CHOICES = {"persons": ["entry:A1"]}


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


@pytest.fixture
def ticket(world) -> str:
    return actions.issue_ticket(ballot_id=opened(world).pk, actor=world.resident(0), now=clock.now())


def is_dead(ticket: str) -> None:
    refused("ballots.ticket_revoked", actions.cast, ticket=ticket, choices=CHOICES, channel="PHONE", now=clock.now())


@pytest.mark.parametrize("path", ["/sign-out", "/me/devices/all", "/me/close"])
def test_ticket_ends_when_its_voter_leaves(client, world, ticket, path) -> None:
    enter(client, world.residents[0])
    assert client.post(path).status_code == 302
    is_dead(ticket)


def test_ticket_of_a_lost_phone_ends_when_it_is_signed_out_from_another(client, world, ticket) -> None:
    enter(Client(), world.residents[0])
    lost = DeviceSession.objects.get(account=world.residents[0])
    enter(client, world.residents[0])
    client.post(f"/me/devices/{lost.pk}")
    is_dead(ticket)


def test_ticket_ends_when_the_desk_takes_the_verification_back(client, world, ticket) -> None:
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    person = world.residents[0].person_id
    assert (
        client.post(
            f"/desk/people/{person}/unverify", {"end-reason": "不是本人", "end-request_key": "0" * 32}
        ).status_code
        == 302
    )
    is_dead(ticket)


def test_what_was_typed_is_not_readable_in_the_database_and_ends_soon(client) -> None:
    """Answers to a survey and whatever else was in a form stood in the session's row in clear for a month."""
    client.post("/me/data/ask", {"text": "我对物业打一分", "id_number": "110101"})
    row = Session.objects.get()
    assert "kept_form" in row.get_decoded()
    assert "%E6%89%93%E4%B8%80" not in str(row.get_decoded())
    assert row.expire_date < clock.now() + timedelta(minutes=61)
    assert clear_sessions(clock.now()) == 0
    assert clear_sessions(clock.now() + timedelta(minutes=61)) == 1


def test_next_person_on_the_same_phone_does_not_get_what_the_first_one_typed(client, world, monkeypatch) -> None:
    first, second = world.residents[:2]
    enter(client, first)
    present = clock.now()
    monkeypatch.setattr(clock, "now", lambda: present + timedelta(days=40))
    client.post("/me/data/ask", {"kind": "CORRECT", "text": "只有我知道的事"})
    kept = client.session["kept_form"]
    for account, seen in ((second, False), (first, True)):
        key = client.cookies["draft_key"].value
        enter(client, account)
        client.cookies["draft_key"] = key
        session = client.session
        session["kept_form"] = kept
        session.save()
        assert ("只有我知道的事" in client.get("/me/data/ask").content.decode()) is seen


def test_a_session_that_began_as_a_visitors_lasts_after_signing_in(client, world) -> None:
    client.post("/me/data/ask", {"text": "先写后登录"})
    phone = "13800000079"
    client.post("/sign-in", {"phone": phone, "request_key": "0" * 32})
    code = Message.objects.get(address=phone).params["code"]
    client.post("/sign-in/code", {"code": code, "request_key": "0" * 32})
    assert client.session.get_expiry_age() > 24 * 3600
