"""Whoever must act is reminded, once a day."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import at

from yuanba.awards import actions as awards
from yuanba.awards.queries import desks
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people.queries import names_behind

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> given_awards.Show:
    show = given_awards.announced(given_awards.world_of())
    show.tick(at("2021-09-10", 0))
    for number in range(2):
        show.enter(show.world.resident(number), at("2021-09-11"))
    show.tick(at("2021-10-20", 0))
    return show


def test_screeners_are_reminded_once_a_day(show) -> None:
    now = at("2021-10-21")
    awards.screening.assign(
        campaign_id=show.campaign.pk, screeners=[show.screener().id], actor=show.organiser(), now=now
    )
    told = awards.reminders.remind(
        campaign_id=show.campaign.pk, code="screening.pending", actor=show.organiser(), now=now
    )
    assert told == 1
    again = {"campaign_id": show.campaign.pk, "code": "screening.pending", "actor": show.organiser()}
    assert awards.reminders.remind(**again, now=now) == 0
    assert awards.reminders.remind(**again, now=at("2021-10-22")) == 1
    message = Message.objects.filter(person_ref=show.screener().id).first()
    assert "2 份报名待初审" in message.text_zh


def test_nobody_to_remind_is_said(show) -> None:
    for code, refusal in (("stage.runs", "reminder.nobody"), ("jury.sheets", "reminder.nothing")):
        with pytest.raises(Refused) as refused:
            awards.reminders.remind(
                campaign_id=show.campaign.pk, code=code, actor=show.organiser(), now=at("2021-10-21")
            )
        assert refused.value.verdict.code == refusal


def test_desk_is_seen_by_its_posts_only(show) -> None:
    now = at("2021-10-21")
    assert list(desks.seen_by(show.screener(), now)) == [show.campaign]
    assert not desks.seen_by(show.world.actor("COMMUNITY_WORKER"), now).exists()
    assert not desks.may_see(show.world.resident(0), show.campaign, now)
    assert [move.verb for move in desks.trail(show.campaign)][-1] == "open"
    assert list(names_behind([show.screener().id, "system:tick"])) == [show.screener().id]
