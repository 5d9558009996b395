"""Two more ballots that the demonstration shows: a logo to be ranked and a budget to be shared, open here, counted there.

Households are asked, one sheet each. For the owners' ballot about the lifts: its posting, and the city's tally beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import official
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_start, local_date
from yuanba.simulation import owning, papers
from yuanba.simulation.world import World

SEED = 2022
YUAN = 100
LOGOS = {"o1": "白鹭", "o2": "石桥", "o3": "香樟", "o4": "院坝里的茶桌"}
ABOUT = {"o1": "河边天天看得到，寓意环境好。", "o2": "小区门口的老石桥。", "o3": "", "o4": "三代人一起喝茶聊天的地方。"}
LIKED = {"o1": 30, "o2": 26, "o3": 12, "o4": 32}
PROJECTS = {
    "o1": ("分类投放亭，两座", 68_000),
    "o2": ("非机动车充电棚", 92_000),
    "o3": ("中庭座椅和遮阳棚", 45_000),
    "o4": ("老人活动室添暖气", 36_000),
    "o5": ("儿童沙坑翻新", 28_000),
    "o6": ("东门到 3 栋的无障碍坡道", 54_000),
}
WANTED = {"o1": 34, "o2": 61, "o3": 40, "o4": 38, "o5": 29, "o6": 35}
BUDGET = 200_000
OPEN_SINCE, DONE_SINCE, LASTS = 4, 27, 14  # days
CAME_SO_FAR, CAME = 30, 72  # per cent of the households
OPINION = {"version": 1, "source": "意见征询：统计各项意见，不作是否通过的结论"}
ITEMS = (
    actions.NewItem(
        "q1",
        len(LOGOS),
        tuple(actions.NewOption(key, label, ABOUT[key]) for key, label in LOGOS.items()),
        label="小区标志用哪一个",
        rule=OPINION | {"id": "ranked-irv", "truncated": "allowed", "tie": {"steps": ["first-round"]}},
    ),
    actions.NewItem(
        "q2",
        len(PROJECTS),
        tuple(actions.NewOption(key, name) for key, (name, _) in PROJECTS.items()),
        label="今年公共收益 20 万元，先做哪几件",
        rule=OPINION
        | {
            "id": "budget-equal-shares",
            "budget_fen": BUDGET * YUAN,
            "cost_fen": {key: cost * YUAN for key, (_, cost) in PROJECTS.items()},
            "step_fen": 20 * YUAN,
            "tie": {"steps": ["more-votes", "lower-cost"]},
        },
    ),
)


def ask_for_choices(world: World, now: datetime) -> None:
    """One compound ranks and shares now; another has done so."""
    ballot = _asked(world, 1, now, OPEN_SINCE)
    _vote(ballot, CAME_SO_FAR, until=now - timedelta(minutes=5))
    done = _asked(world, 2, now, DONE_SINCE)
    _vote(done, CAME, until=done.closes_at - timedelta(hours=1))
    counted_at = done.closes_at + timedelta(hours=18)
    owning.counted(done, world.officer("STREET_ORGANISER", counted_at), counted_at)


def post(ballot: Ballot, organiser: Actor, now: datetime) -> None:
    """The result hangs on the board, with a photograph."""
    photo = papers.photographed(organiser, now)
    actions.post_result(
        ballot_id=ballot.pk,
        place="东门公告栏",
        posted_date=local_date(now),
        photo_file_id=photo,
        actor=organiser,
        now=now,
    )


def hold_official_beside(ballot: Ballot, organiser: Actor, now: datetime) -> None:
    """The city's system counted one owner less: a sheet of paper reached it a day late."""
    ours = queries.result(ballot.pk)
    item = ours["items"][0]
    agree = {"heads": item["votes"]["agree"] - 1, "area_cm2": item["area_cm2"]["votes"]["agree"] - 900_000}
    came = {measure: ours["participation"][measure] for measure in ("heads", "area_cm2")}
    lines = [("", official.ROLL, ballot.roll_heads, ballot.roll_area_cm2)]
    lines.append(("", official.CAME, came["heads"] - 1, came["area_cm2"] - 900_000))
    lines.append((item["key"], "agree", agree["heads"], agree["area_cm2"]))
    for key in ("against", "abstain"):
        lines.append((item["key"], key, item["votes"][key], item["area_cm2"]["votes"][key]))
    lines.append((item["key"], official.BLANK, 0, 0))
    entry = actions.TallyEntry(
        system="市业主共同决定事项平台（虚构）",
        reference="计票 2026-17（虚构）",
        lines=[
            official.Line(number, one, what, str(heads), f"{area // 10_000}.{area % 10_000:04d}")
            for number, (one, what, heads, area) in enumerate(lines, 1)
        ],
        remark="有一张纸质票第二天才送到市里的系统，那边没有计入；两边的结论一样。",
    )
    actions.enter_official_tally(ballot_id=ballot.pk, entry=entry, actor=organiser, now=now)


def _asked(world: World, place: int, now: datetime, since: int) -> Ballot:
    opens = day_start(local_date(now) - timedelta(days=since)) + timedelta(hours=9)
    told = opens - owning.NOTICE
    organiser = world.officer("STREET_ORGANISER", told)
    order = actions.BallotOrder(
        territory_id=world.compounds[place].territory.pk,
        title="小区标志和今年的公共收益",
        about="公共收益是电梯广告和停车的收入，账目贴在公告栏。标志投稿 4 件，业委会没有评分。",
        kind=Ballot.Kind.OPINION,
        electorate=Ballot.Electorate.HOUSEHOLDS,
        items=ITEMS,
        rule=OPINION | {"id": "choose-k"},
        opens_at=opens,
        closes_at=day_start(local_date(opens) + timedelta(days=LASTS)) + timedelta(hours=18),
    )
    ballot = actions.draft(order=order, actor=organiser, now=told)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=told)
    return owning.opened(ballot)


def _vote(ballot: Ballot, share: int, *, until: datetime) -> None:
    random = Random(SEED + ballot.pk)
    groups = owning.voters(ballot)
    coming = random.sample(groups, len(groups) * share // 100)
    step = (until - ballot.opens_at) / (len(coming) + 1)
    for place, persons in enumerate(coming, 1):
        now = ballot.opens_at + step * place
        voter = Actor(id=f"person:{persons[0]}", person_id=persons[0])
        ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=voter, now=now)
        ranking = _ranked(random, LIKED)[: random.choice((1, 2, 3, len(LIKED)))]
        wishes = [key for key, percent in WANTED.items() if random.randrange(100) < percent]
        actions.cast(ticket=ticket, choices={"q1": ranking, "q2": wishes}, channel="PHONE", now=now)


def _ranked(random: Random, liked: Mapping[str, int]) -> Sequence[str]:
    """All of them in an order in which the liked ones tend to stand first."""
    left: list[str] = list(liked)
    order: list[str] = []
    while left:
        order.append(_one(random, left, liked))
        left.remove(order[-1])
    return order


def _one(random: Random, keys: Iterable[str], liked: Mapping[str, int]) -> str:
    some = list(keys)
    return random.choices(some, weights=[liked[key] for key in some])[0]
