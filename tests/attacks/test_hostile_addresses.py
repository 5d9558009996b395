"""No address falls over: guessed ids, cursors made up, invisible characters, numbers without end."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests import given
from tests.attacks import hostile
from tests.factories import AppointmentFactory
from tests.signing import enter
from yuanba.people.posts import ADMINISTRATORS, POSTS
from yuanba.web import clock

pytestmark = pytest.mark.django_db
GUESSED = {"version": "²", "roll_row": "²", "roll": "²", "consent": "9" * 30, "verb": "x", "ticket": "x.y"}


def account_of(world: given.World, who: str):
    """The account: a resident, staff with every post but the administrators', or an administrator."""
    if who == "resident":
        return world.residents[0]
    account = world.staff["STREET_ORGANISER" if who == "staff" else who][0]
    if who == "staff":
        for post in POSTS.keys() - ADMINISTRATORS - {"STREET_ORGANISER"}:
            AppointmentFactory(person=account.person, organisation=world.office, territory=world.street, post=post)
    return account


@pytest.fixture(autouse=True)
def _same_way(monkeypatch) -> None:
    hostile.ask_the_way_once(monkeypatch)


@pytest.fixture
def world(db) -> Iterator[given.World]:
    logging.disable(logging.ERROR)  # every refusal would be a line
    yield given.subdistrict(per_compound=1, now=clock.now())
    logging.disable(logging.NOTSET)


def browser(client: Client, world: given.World, who: str) -> hostile.Walk:
    client.raise_request_exception = False
    if who != "visitor":
        enter(client, account_of(world, who))
    return hostile.Walk(client)


@pytest.mark.parametrize("who", ["visitor", "resident", "staff"])
def test_no_address_falls_over(client, world, who) -> None:
    walk = browser(client, world, who)
    for pattern in hostile.patterns():
        first, *others = hostile.filled(pattern)
        if walk.ask("get", first)[0].status_code < 300:
            for query in (*hostile.QUERIES, *hostile.CURSORS):
                walk.ask("get", f"{first}?{query}")
        else:
            walk.ask("get", f"{first}?{hostile.every('%00')}")
        for path in others:
            walk.ask("get", path)
        for path in (first, *others):
            walk.ask("post", path, GUESSED)
        walk.ask("post", first, dict.fromkeys(GUESSED, "9" * 5000))
        for method in ("head", "put", "delete"):
            walk.ask(method, first)
    assert not walk.broken, "\n".join(walk.broken)


@pytest.mark.parametrize("who", sorted(ADMINISTRATORS))
def test_no_list_of_the_administrators_falls_over(client, world, who) -> None:
    walk = browser(client, world, who)
    walk.crawl("/")
    for path in [one for several in walk.pages.values() for one in several]:
        for query in (*hostile.QUERIES, *hostile.CURSORS):
            walk.ask("get", f"{path}?{query}")
    assert len(walk.pages) > 12
    assert not walk.broken, "\n".join(walk.broken)
