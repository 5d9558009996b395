"""Owners of an invented compound vote by heads and area, every step by the action that a page would call."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from yuanba.ballots import actions, bundle, queries
from yuanba.ballots.models import Ballot, LoggedPaper, RollRow
from yuanba.ballots.tally import law
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.models import Territory
from yuanba.simulation.invent import InventedHome, Inventor
from yuanba.simulation.world import CompoundPlan, World, build

TICK = system("tick")
NOTICE = timedelta(days=18)  # told in time: 15 days are asked for
WINDOW = timedelta(days=14)
START = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
YES_NO = tuple(actions.NewOption(key) for key in ("agree", "against", "abstain"))
LEANING = {"agree": 62, "against": 26, "abstain": 12}
DWELLINGS_PER_SHOP = 20
DWELLINGS_PER_BUILDING = 80
SECOND_HOMES = 40  # one dwelling in so many belongs to owners who have another one
Leaning = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Question:
    """What to ask; `options` are empty where it is answered with agree, against, abstain."""

    label: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A ballot to hold. `matter` is a word of tally/law.py."""

    title: str
    about: str
    matter: str
    questions: tuple[Question, ...]


RENEWAL = Asked(
    "要不要续聘现在的物业公司",
    "现在的物业合同明年到期。业委会和物业公司谈了三次：物业费不变，增加两名夜班保安，楼道每周拖两次。\n"
    "合同草稿贴在小区公告栏，业委会办公室也可以看。周六上午九点，活动室有说明会。",
    law.PROPERTY_COMPANY,
    (
        Question("是否续聘现在的物业公司，合同期三年"),
        Question("物业账目多久公布一次", ("每季度", "每半年", "每年")),
    ),
)


class OwnersInventor(Inventor):
    """Some owners have two dwellings, and a third of the shops belongs to one owner."""

    def homes(self, dwellings: int, shops: int, buildings: int) -> Iterator[InventedHome]:
        last: InventedHome | None = None
        landlord = (replace(self.person(1), phone=self.phone()),)
        for place, home in enumerate(super().homes(dwellings, shops, buildings)):
            if home.is_shop and place % 3 == 0:
                yield replace(home, owners=landlord)
            elif last is not None and place % SECOND_HOMES == 0 and not home.is_shop:
                yield replace(home, owners=last.owners, owner_lives_here=False, residents=())
            else:
                known = tuple(owner if owner.phone else replace(owner, phone=self.phone()) for owner in home.owners)
                last = replace(home, owners=known)
                yield last


def announced(
    asked: Asked, territory: Territory, *, organiser: Actor, told: datetime, opens: datetime, closes: datetime
) -> Ballot:
    """The ballot is announced."""
    row = law.row_for(law.OWNERS, asked.matter, local_date(opens))
    assert row is not None, f"no law for {asked.matter}"
    terms = {"version": 1, "source": row.article, "threshold": row.threshold()}
    yes_no, one_of = terms | {"id": "yes-no-abstain"}, terms | {"id": "approval", "seats": 1}
    items = tuple(
        actions.NewItem(
            f"q{place}",
            1,
            tuple(actions.NewOption(f"o{number}", label) for number, label in enumerate(question.options, 1)) or YES_NO,
            label=question.label,
            rule=one_of if question.options else {},
        )
        for place, question in enumerate(asked.questions, 1)
    )
    order = actions.BallotOrder(
        territory_id=territory.pk,
        title=asked.title,
        about=asked.about,
        matter=asked.matter,
        kind=Ballot.Kind.OPINION,
        electorate=Ballot.Electorate.OWNERS,
        items=items,
        rule=yes_no,
        opens_at=opens,
        closes_at=closes,
    )
    ballot = actions.draft(order=order, actor=organiser, now=told)
    return actions.announce(ballot_id=ballot.pk, actor=organiser, now=told)


def opened(ballot: Ballot) -> Ballot:
    """The clock has opened it: the roll of that day is frozen."""
    return actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=ballot.opens_at)


def voters(ballot: Ballot) -> list[tuple[int, ...]]:
    """The persons who may act for each roll row, by their premises: the same in every run of a seed."""
    rows = RollRow.objects.filter(ballot=ballot).prefetch_related("members").order_by("premises_id", "area_cm2")
    found = [
        (row.person_id,) if row.person_id else tuple(sorted(one.person_id for one in row.members.all())) for row in rows
    ]
    return [persons for persons in found if persons]


def vote(
    ballot: Ballot, groups: Sequence[tuple[int, ...]], random: Random, leaning: Leaning, *, until: datetime
) -> tuple[int, int]:
    """One of each group has voted between the opening and `until`; (acknowledged, second papers that were refused)."""
    step = (until - ballot.opens_at) / (len(groups) + 1)
    acknowledged, refused = 0, 0
    for place, persons in enumerate(groups, 1):
        now = ballot.opens_at + step * place
        choices = {
            item: random.choices(list(lean), weights=list(lean.values())) for item, lean in sorted(leaning.items())
        }
        tickets = [_ticket(ballot, person, now) for person in persons]
        for number, ticket in enumerate(tickets):  # the other co-owner is late, and of another opinion
            try:
                mine = choices if not number else choices | {"q1": _another(choices["q1"], leaning["q1"])}
                actions.cast(ticket=ticket, choices=mine, channel="PHONE", now=now + timedelta(seconds=number))
                acknowledged += number == 0
            except Refused as why:
                assert number and why.verdict.code in ("ballots.already_cast", "ballots.ticket_revoked"), why.verdict
                refused += 1
    return acknowledged, refused


def counted(ballot: Ballot, organiser: Actor, now: datetime) -> Ballot:
    """Closed by the clock, counted and published by the organiser."""
    actions.close(ballot_id=ballot.pk, actor=TICK, now=ballot.closes_at)
    actions.count(ballot_id=ballot.pk, actor=organiser, now=now)
    return actions.publish(ballot_id=ballot.pk, actor=organiser, now=now)


def simulate(
    *, dwellings: int, seed: int, turnout: int, bundle_file: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    """An owners' ballot from announcement to bundle in the present, empty database. Returns the report as printed."""
    started = time.monotonic()
    inventor, random = OwnersInventor(seed, phones=dwellings), Random(seed)
    plan = CompoundPlan(
        "模拟小区", 0, dwellings, dwellings // DWELLINGS_PER_SHOP, max(1, dwellings // DWELLINGS_PER_BUILDING)
    )
    world = build([plan], inventor, START, tell=tell)
    ballot = announced(
        RENEWAL,
        world.compounds[0].territory,
        organiser=organiser_of(world, START),
        told=START,
        opens=START + NOTICE,
        closes=START + NOTICE + WINDOW,
    )
    ballot = opened(ballot)
    groups = voters(ballot)
    coming = [persons for persons in groups if random.randrange(100) < turnout]
    tell(f"{len(coming)} / {len(groups)} 人投票")
    leaning = {"q1": LEANING, "q2": {"o1": 55, "o2": 30, "o3": 15}}
    acknowledged, refused = vote(ballot, coming, random, leaning, until=ballot.closes_at - timedelta(minutes=1))
    ballot = counted(ballot, organiser_of(world, ballot.closes_at), ballot.closes_at + timedelta(hours=1))
    result = queries.public_result(ballot.pk)
    came, roll = result["participation"], result["roll"]
    return {
        "outcome": {item["key"]: _told(item) for item in result["items"]},
        "participation": {measure: [came[measure], roll[measure]] for measure in ("heads", "area_cm2")},
        "acknowledged": acknowledged,
        "logged": LoggedPaper.objects.filter(ballot=ballot).count(),
        "refused": {"second_paper_of_co_owners": refused},
        "bundle": str(bundle.write(ballot, bundle_file, full=True)),
        "seconds": round(time.monotonic() - started, 1),
    }


def organiser_of(world: World, now: datetime) -> Actor:
    return world.officer("STREET_ORGANISER", now)


def _ticket(ballot: Ballot, person_id: int, now: datetime) -> str:
    voter = Actor(id=f"person:{person_id}", account_id=None, person_id=person_id)
    return actions.issue_ticket(ballot_id=ballot.pk, actor=voter, now=now)


def _another(chosen: Sequence[str], options: Mapping[str, int]) -> list[str]:
    return [next(option for option in options if option not in chosen)]


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    passed = {"passed": bool(item["outcome"]["passed"])} if "outcome" in item else {}
    return passed | {"chosen": item["chosen"], "votes": item["votes"], "area_cm2": item["area_cm2"]["votes"]}
