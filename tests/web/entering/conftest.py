"""A campaign that takes entries, and the pages' clock set to a day of it."""

from datetime import datetime

import pytest
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import Show, at
from tests.signing import enter
from yuanba.web import clock


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """The worlds have a dozen staff accounts whose passwords nobody attacks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def on(monkeypatch):
    """on("2021-09-20") sets the pages' clock to that morning; on(instant) to an instant."""

    def jump(day: str | datetime, hour: int = 10) -> datetime:
        moment = day if isinstance(day, datetime) else at(day, hour)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return jump


@pytest.fixture
def world(db):
    return given_awards.world_of()


@pytest.fixture
def campaign(world, on) -> Show:
    """The Huayang campaign on 20 September 2021: entries are taken."""
    show = given_awards.announced(world)
    show.tick(at("2021-09-10", 0))
    show.fresh()
    on("2021-09-20")
    return show


@pytest.fixture
def resident(campaign, client: Client) -> Client:
    """A browser signed in as the first resident."""
    enter(client, campaign.world.residents[0])
    return client


@pytest.fixture
def worker(campaign) -> Client:
    """A browser signed in as the first community's worker."""
    browser = Client()
    enter(browser, campaign.world.staff["COMMUNITY_WORKER"][0])
    return browser
