"""An owners' ballot in the subdistrict of the pages' tests, brought to any state by its own actions."""

from datetime import datetime, timedelta

from tests import given
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.actor import system
from yuanba.web import clock

TICK = system("tick")
YES_NO = tuple(actions.NewOption(key) for key in ("agree", "against", "abstain"))
ITEMS = (
    actions.NewItem("q1", 1, YES_NO, label="是否续聘花城物业服务有限公司，合同期三年"),
    actions.NewItem(
        "q2",
        1,
        (actions.NewOption("o1", "每季度"), actions.NewOption("o2", "每半年"), actions.NewOption("o3", "每年")),
        label="物业账目多久公布一次",
        rule={"id": "choose-k", "version": 1, "source": "意见征询"},
    ),
)


def order(world: given.World, now: datetime, **changes: object) -> actions.BallotOrder:
    row = law.LAW[0]
    values: dict[str, object] = {
        "territory_id": world.compounds[0].pk,
        "title": "要不要续聘现在的物业公司",
        "about": "现在的物业合同明年 3 月到期。业委会和物业谈了三次，物业费不变，增加两名夜班保安。",
        "items": ITEMS,
        "rule": {"id": "yes-no-abstain", "version": 1, "source": row.article, "threshold": row.threshold()},
        "kind": "OPINION",
        "electorate": "OWNERS",
        "matter": law.PROPERTY_COMPANY,
        "opens_at": now + timedelta(days=16),
        "closes_at": now + timedelta(days=30),
    }
    return actions.BallotOrder(**(values | changes))  # type: ignore[arg-type]


def drafted(world: given.World, **changes: object) -> Ballot:
    now = clock.now()
    return actions.draft(order=order(world, now, **changes), actor=world.actor("STREET_ORGANISER", now=now), now=now)


def announced(world: given.World, **changes: object) -> Ballot:
    now = clock.now()
    ballot = drafted(world, **changes)
    return actions.announce(ballot_id=ballot.pk, actor=world.actor("STREET_ORGANISER", now=now), now=now)


def opened(world: given.World, **changes: object) -> Ballot:
    """Open since an hour ago for a fortnight: it was announced in time."""
    now = clock.now()
    past = now - timedelta(days=17)
    organiser = world.actor("STREET_ORGANISER", now=now)
    window = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=14)}
    ballot = actions.draft(order=order(world, past, **(window | changes)), actor=organiser, now=past)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=past)
    return actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=now)


def vote(world: given.World, ballot: Ballot, number: int, answer: str, how_often: str = "o1") -> None:
    now = clock.now()
    ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(number), now=now)
    actions.cast(ticket=ticket, choices={"q1": [answer], "q2": [how_often]}, channel="PHONE", now=now)


def published(world: given.World, ballot: Ballot) -> Ballot:
    end = ballot.closes_at
    organiser = world.actor("STREET_ORGANISER", now=end)
    actions.close(ballot_id=ballot.pk, actor=TICK, now=end)
    actions.count(ballot_id=ballot.pk, actor=organiser, now=end)
    return actions.publish(ballot_id=ballot.pk, actor=organiser, now=end)
