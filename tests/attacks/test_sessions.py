"""A ticket to vote ends with whatever ends its voter's session or standing, however the browser was lost."""

import pytest
from django.test import Client

from tests import given
from tests.refusals import refused
from tests.signing import enter
from tests.web.ballots.given import opened
from yuanba.ballots import actions
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
