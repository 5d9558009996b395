"""A subdistrict whose residents may vote now: the pages' clock is the real one."""

from datetime import datetime, timedelta

from tests import given
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, Paper, RollRow
from yuanba.kernel.actor import system
from yuanba.web import clock

TICK = system("tick")
RULE = {"id": "choose-k", "version": 1, "source": "评选公告第五条"}
ITEMS = (
    actions.NewItem(
        "persons",
        2,
        (
            actions.NewOption("entry:A1", "王建国"),
            actions.NewOption("entry:A2", "李秀英"),
            actions.NewOption("entry:A3", "陈志强"),
        ),
        label="先进个人",
    ),
    actions.NewItem(
        "companies",
        1,
        (actions.NewOption("entry:C1", "长堤物业"), actions.NewOption("entry:C2", "河畔物业")),
        label="先进集体",
    ),
)
CHOICES = {"item.persons": ["entry:A1", "entry:A3"], "item.companies": ["entry:C2"]}


def announced(world: given.World, *, items=ITEMS, now: datetime | None = None, **changes: object) -> Ballot:
    """Announced for a window that began an hour ago and ends in three days."""
    now = (now or clock.now()).replace(microsecond=0)
    organiser = world.actor("STREET_ORGANISER", now=now)
    order = actions.BallotOrder(
        **{
            "territory_id": world.street.pk,
            "title": "2026年幸福美好生活评选网上投票",
            "items": items,
            "rule": RULE,
            "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(days=3),
            "ordered_by": "stage:4",
        }
        | changes
    )
    ballot = actions.draft(order=order, actor=organiser, now=now)
    return actions.announce(ballot_id=ballot.pk, actor=organiser, now=now)


def opened(world: given.World, **changes: object) -> Ballot:
    ballot = announced(world, **changes)
    return actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=clock.now())


def row_of(ballot: Ballot, account) -> RollRow:
    return RollRow.objects.get(ballot=ballot, person_id=account.person_id)


def cast(world: given.World, ballot: Ballot, number: int = 0, signals=None, **choices: list[str]) -> None:
    """The `number`-th resident has voted."""
    now = clock.now()
    ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(number), now=now)
    actions.cast(ticket=ticket, choices=choices or {"persons": ["entry:A1"]}, channel="PHONE", now=now, signals=signals)


def finished(world: given.World, ballot: Ballot) -> Ballot:
    """Closed, counted, published, three days on."""
    end = ballot.closes_at
    actions.close(ballot_id=ballot.pk, actor=TICK, now=end)
    actions.count(ballot_id=ballot.pk, actor=TICK, now=end)
    return actions.publish(ballot_id=ballot.pk, actor=world.actor("STREET_ORGANISER", now=end), now=end)


def papers(ballot: Ballot) -> int:
    return Paper.objects.filter(ballot=ballot).count()
