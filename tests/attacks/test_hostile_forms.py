"""No form falls over: every field of every form that somebody can reach, with what nobody would type."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.attacks import hostile
from tests.attacks.test_hostile_addresses import account_of
from tests.flows import award_way as way
from tests.signing import enter
from tests.web.awards.conftest import Desk, desk, draft, judged, quick_passwords  # noqa: F401
from yuanba.awards.models import Entry

pytestmark = pytest.mark.django_db
STARTS = ("/", "/me", "/awards", "/notices", "/ballots", "/surveys", "/places", "/calendar", "/verify", "/sign-in")


@pytest.fixture(autouse=True)
def quiet(monkeypatch) -> Iterator[None]:
    hostile.ask_the_way_once(monkeypatch)
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def walked(desk: Desk, who: str, least: int) -> None:  # noqa: F811
    """As `who` every page that links lead to, and every form on them with hostile values."""
    client = Client(raise_request_exception=False)
    if who != "visitor":
        enter(client, account_of(desk.show.world, who))
    walk = hostile.Walk(client)
    walk.crawl(*STARTS)
    walk.post_nasty()
    assert not walk.broken, "\n".join(walk.broken)
    assert len(walk.posted) >= least, walk.posted


@pytest.mark.parametrize(("who", "least"), [("staff", 20), ("SYSTEM_ADMIN", 10), ("SECURITY_ADMIN", 5)])
def test_before_a_campaign_opens(draft, who, least) -> None:  # noqa: F811
    walked(draft, who, least)


@pytest.mark.parametrize(("who", "least"), [("staff", 20), ("resident", 10), ("visitor", 3)])
def test_while_entries_come_in(desk, who, least) -> None:  # noqa: F811
    desk.entered()
    walked(desk, who, least)


@pytest.mark.parametrize(("who", "least"), [("staff", 20)])
def test_while_entries_are_screened(desk, who, least) -> None:  # noqa: F811
    desk.screening()
    walked(desk, who, least)


@pytest.mark.parametrize(("who", "least"), [("staff", 20), ("resident", 10)])
def test_while_residents_vote(desk, who, least) -> None:  # noqa: F811
    desk.screening(3)
    for entry in Entry.objects.filter(state="SUBMITTED"):
        desk.show.screen(entry, desk.now)
    desk.show.tick(desk.at("2021-11-03", 0))
    way.answer_all(desk.show, desk.show.run("survey"), desk.at("2021-11-04"))
    desk.show.tick(desk.at("2021-11-15", 0))
    desk.at("2021-11-16")
    walked(desk, who, least)


@pytest.mark.parametrize(("who", "least"), [("staff", 20), ("visitor", 3)])
def test_when_everything_is_judged(desk, who, least) -> None:  # noqa: F811
    judged(desk)
    walked(desk, who, least)
