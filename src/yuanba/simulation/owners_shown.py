"""The owners' ballots that the demonstration shows: one open, one with its result."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.calendar import day_start, local_date
from yuanba.simulation import choices_shown, desks_shown, owning
from yuanba.simulation.world import World

SEED = 2021
CAME_SO_FAR, CAME = 38, 79  # per cent of the owners: of the open ballot, of the finished one
LIFTS = owning.Asked(
    "用维修资金更换两栋楼的四部电梯",
    "1 栋、2 栋的电梯用了 16 年，去年停运 23 次。检测报告建议更换。\n"
    "四部电梯预算 96 万元，全部从维修资金列支，每平方米约 32 元，不另收钱。三家公司报价贴在公告栏。",
    law.USE_REPAIR_FUND,
    (owning.Question("是否同意用维修资金 96 万元更换四部电梯"),),
)
OWNERS_OPEN_DAYS, OWNERS_DONE_DAYS = 5, 33  # days ago that they opened


def ask_owners(world: World, now: datetime) -> Ballot:
    """The reported compound votes on its property company now; a small one has decided about its lifts: that ballot."""
    show_open = partial(owning.announced, owning.RENEWAL, world.compounds[0].territory)
    opens = day_start(local_date(now) - timedelta(days=OWNERS_OPEN_DAYS)) + timedelta(hours=9)
    ballot = owning.opened(_told_in_time(world, show_open, opens, days=14))
    groups = owning.voters(ballot)
    coming = Random(SEED).sample(groups, len(groups) * CAME_SO_FAR // 100)
    leaning = {"q1": owning.LEANING, "q2": {"o1": 55, "o2": 30, "o3": 15}}
    owning.vote(ballot, coming, Random(SEED), leaning, until=now - timedelta(minutes=5))
    others = [one for one in groups if one not in set(coming)]
    third = len(others) // 3
    desks_shown.stand_for_others(world, world.compounds[0], ballot, others[:third], now)
    desks_shown.meet(world, world.compounds[0], ballot, others[third:], now)
    done = partial(owning.announced, LIFTS, world.compounds[2].territory)
    opens = day_start(local_date(now) - timedelta(days=OWNERS_DONE_DAYS)) + timedelta(hours=9)
    ballot = owning.opened(_told_in_time(world, done, opens, days=12))
    groups = owning.voters(ballot)
    coming = Random(SEED).sample(groups, len(groups) * CAME // 100)
    owning.vote(ballot, coming, Random(SEED), {"q1": owning.LEANING}, until=ballot.closes_at - timedelta(hours=1))
    others = [one for one in groups if one not in set(coming)]
    desks_shown.fill_in_sheets(world, world.compounds[2], ballot, others, ballot.closes_at - timedelta(hours=2))
    counted_at = ballot.closes_at + timedelta(days=1)
    organiser = world.officer("STREET_ORGANISER", counted_at)
    owning.counted(ballot, organiser, counted_at)
    desks_shown.draw_sheets(world, ballot, organiser, counted_at + timedelta(hours=2))
    choices_shown.post(ballot, organiser, counted_at + timedelta(days=2))
    choices_shown.hold_official_beside(ballot, organiser, counted_at + timedelta(days=4))
    return ballot


def _told_in_time(world: World, announce: Callable[..., Ballot], opens: datetime, *, days: int) -> Ballot:
    """Announced long enough before it opens; it closes at six in the evening, so many days later."""
    told = opens - owning.NOTICE
    closes = day_start(local_date(opens) + timedelta(days=days)) + timedelta(hours=18)
    organiser = world.officer("STREET_ORGANISER", told)
    return announce(organiser=organiser, told=told, opens=opens, closes=closes)
