"""A campaign in 2021 with its staff signed in, and a clock that stands still."""

from datetime import datetime

import pytest
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.flows import award_way as way
from tests.signing import enter
from yuanba.awards import actions as awards
from yuanba.awards.models import Entry
from yuanba.people.models import Account
from yuanba.web import clock


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Desk:
    """A campaign and browsers of its staff: `desk.open("STREET_ORGANISER")` is signed in at `desk.now`."""

    def __init__(self, show: given_awards.Show, monkeypatch) -> None:
        self.show, self.now = show, at("2021-09-01")
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def at(self, day: str, hour: int = 10) -> datetime:
        self.now = at(day, hour)
        return self.now

    def account(self, post: str, place: int = 0) -> Account:
        return self.show.world.staff[post][place]

    def open(self, post: str, place: int = 0) -> Client:
        client = Client()
        enter(client, self.account(post, place))
        return client

    def entered(self, number: int = 2) -> list:
        """Entries handed in by residents on the second day."""
        now = self.at("2021-09-11")
        return [self.show.enter(self.show.world.resident(one), now) for one in range(number)]

    def screening(self, number: int = 2) -> list:
        """Screening runs and the first screener has every look."""
        entries = self.entered(number)
        self.show.tick(self.at("2021-10-20", 0))
        now = self.at("2021-10-20")
        awards.screening.assign(
            campaign_id=self.show.campaign.pk,
            screeners=[self.show.screener().id],
            actor=self.show.organiser(),
            now=now,
        )
        return entries


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    """The campaign of 2021 is announced and its registration runs."""
    desk = Desk(given_awards.announced(given_awards.world_of()), monkeypatch)
    desk.show.tick(desk.at("2021-09-10", 0))
    return desk


@pytest.fixture
def draft(db, monkeypatch) -> Desk:
    """The campaign stands in draft."""
    return Desk(given_awards.drafted(given_awards.world_of()), monkeypatch)


def judged(desk: Desk) -> None:
    """Every stage before the notice has ended; four persons and two works have their scores."""
    show = desk.show
    now = desk.at("2021-09-11")
    for number in range(4):
        show.enter(show.world.resident(number, now), now)
    for number in range(4, 6):
        show.enter(show.world.resident(number, now), now, "communication")
    desk.screening(0)
    for entry in Entry.objects.filter(state="SUBMITTED"):
        show.screen(entry, desk.now)
    show.tick(at("2021-11-03", 0))
    way.answer_all(show, show.run("survey"), at("2021-11-04"))
    show.tick(at("2021-11-15", 0))
    way.vote_all(show, show.run("vote"), at("2021-11-16"))
    jury = show.run("jury")
    way.seat_jury(show, jury, way.experts(show, 20), at("2021-11-10"), at("2021-11-12"))
    show.tick(at("2021-11-22", 0))
    way.declare_all(jury, at("2021-11-22"))
    show.tick(at("2021-11-22", 11))
    way.judge_all(jury, at("2021-11-23"))
    way.sign_all(jury, show.organiser(), at("2021-11-24"))
    show.tick(desk.at("2021-12-06", 0))
    desk.at("2021-12-06")
