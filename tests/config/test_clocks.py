"""Two machines' clocks: a vote counts by the logged closing, and a machine whose clock is off does not serve."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.ballots import given

from yuanba.ballots import actions
from yuanba.ballots.models import Paper
from yuanba.config import clocks, tick
from yuanba.kernel.verdict import Refused
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seconds", [-3, 0, 3])
def test_a_clock_that_is_off_is_refused_and_told_by_the_tick(seconds: int, monkeypatch) -> None:
    now = clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(tick, "DUTIES", tick.DUTIES[:1])
    told = tick.round_of_duties(now)
    if seconds and connection.vendor == "postgresql":
        assert "set both by NTP" in told[0]
        with pytest.raises(clocks.Skewed):
            clocks.agree(now)
    else:
        assert told == []


def test_after_the_closing_no_slow_clock_brings_a_vote_in() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0], given.LAST)
    actions.close(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    with pytest.raises(Refused) as refused:
        given.cast(ticket, now=given.LAST)  # this machine believes that a second is left
    assert refused.value.verdict.code == "ballots.closed"
    assert not Paper.objects.exists()


def test_before_the_closing_a_fast_clock_refuses_and_the_voter_can_try_again() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0], given.LAST)
    with pytest.raises(Refused):
        given.cast(ticket, now=given.CLOSES)
    with pytest.raises(Refused):  # nobody closes a ballot before its announced time
        actions.close(ballot_id=ballot.pk, actor=given.TICK, now=given.LAST)
    given.cast(ticket, now=given.LAST)
    assert Paper.objects.count() == 1
