"""What the demonstration shows of property companies and renovations: a company chosen by its owners, its hand-over under
way with two open items, and a stairwell that is asked about a lift, floor by floor."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from yuanba.assemblies import queries as offices
from yuanba.assemblies.actions import renovating
from yuanba.assemblies.models import Seat
from yuanba.assemblies.queries import renovation as renovation_queries
from yuanba.ballots import actions as ballots
from yuanba.ballots.models import Ballot
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.oversight import actions
from yuanba.oversight.actions import (
    Agreement,
    Between,
    Count,
    Letter,
    Minutes,
    Offer,
    Opinion,
    PaperPoll,
    Plan,
    VoteWindow,
)
from yuanba.oversight.models import Handover, HandoverItem, PropertyCompany, Selection
from yuanba.people import actions as people
from yuanba.people.models import Account, Organisation
from yuanba.places.models import Entrance
from yuanba.publicity import actions as publicity
from yuanba.simulation import owning, papers
from yuanba.simulation.world import SINCE, CompoundMade, World, hire

SEED = 2021
PLACE, LIFT_PLACE = (
    3,
    1,
)  # of world.compounds: an old dormitory of 96 dwellings; a compound whose buildings have no lift
BEGAN, SINCE_HANDOVER = 100, 20  # days ago: the plan, the first day without the old company
CAME = 82  # per cent of the owners
LEANING = {"new": 71, "other": 12, "none": 17}
TERM_MONTHS = 36
PLAN = (
    "原合同已经到期，转为不定期合同。\n"
    "这次改为信托制：物业费是大家的钱，账目每月公布，公司只拿一成酬金。\n"
    "价格每平方米每月不超过 1.50 元。"
)
COMPANIES = ("旧宅物业服务有限公司", "邻家物业服务有限公司", "安居物业服务有限公司")


@dataclass(frozen=True)
class Parties:
    """Who takes part: the present company, the one that is chosen, another one; the managers of the first two."""

    files: tuple[PropertyCompany, ...]
    managers: tuple[Account, ...]


def show(world: World, now: datetime) -> None:
    """The procedure, the hand-over and the lift stand as of `now`."""
    home = world.compounds[PLACE]
    began = now - timedelta(days=BEGAN)
    parties = companies(world, home, began)
    selection = chosen(world, home, parties, began)
    handed = signed_and_started(world, parties, selection, local_date(now) - timedelta(days=SINCE_HANDOVER))
    counted(world, handed, parties, day_start(local_date(now) - timedelta(days=2)) + timedelta(hours=15))
    asked_about_a_lift(world, now)


def companies(world: World, home: CompoundMade, now: datetime) -> Parties:
    officer = world.officer("HOUSING_OFFICER", now)
    files, managers = [], []
    for place, name in enumerate(COMPANIES):
        made = people.found_organisation(
            kind=Organisation.Kind.PROPERTY_COMPANY, name=name, territory_id=world.street.pk,
            founded_date=SINCE, actor=system("simulation"), now=now,
        )  # fmt: skip
        files.append(actions.open_company_file(organisation_id=made.pk, actor=officer, now=now))
        if place < 2:
            managers.append(hire(world, "PROPERTY_MANAGER", home.territory, f"company-manager-{place + 1}", now, made))
    actions.start_project(
        company_id=files[0].pk, compound_id=home.territory.pk, from_date=SINCE, actor=officer, now=now
    )
    return Parties(tuple(files), tuple(managers))


def chosen(world: World, home: CompoundMade, parties: Parties, began: datetime) -> Selection:
    """From the plan to the published result; the present contract has run out and nobody renewed it."""
    chair = world.officer("STREET_ORGANISER", began)
    place = home.territory.pk
    today = local_date(began)
    present = actions.record_contract(
        compound_id=place,
        agreement=Agreement(
            parties.files[0].pk, today - timedelta(days=1200), today - timedelta(days=1200), today - timedelta(days=105),
            "一级", 90, "LUMP_SUM", "包干制，每平方米每月 0.90 元。",
        ),
        actor=chair, now=began,
    )  # fmt: skip
    plan = Plan(
        kind="SELECT", title=f"{home.name}选哪一家物业公司", service_level="二级", fee_fen=150, payment="TRUST",
        term_months=TERM_MONTHS, present_contract_id=present.pk,
        plan=PLAN,
    )  # fmt: skip
    selection = actions.draft_selection(compound_id=place, plan=plan, actor=chair, now=began)
    selection = actions.publish_plan(selection_id=selection.pk, actor=chair, now=began)
    letter = Letter("END_INDEFINITE", "OWNERS", today, today + timedelta(days=BEGAN - SINCE_HANDOVER),
                    papers.photographed(chair, began))  # fmt: skip
    actions.give_notice(contract_id=present.pk, letter=letter, actor=chair, now=began)
    called = consulted(world, selection, parties, chair, began)
    return voted(world, selection, called)


def consulted(world: World, selection: Selection, parties: Parties, chair: Actor, began: datetime) -> datetime:
    """Notice on the board, a session with questions, a poll door to door, an expert, two offers; when all was done."""
    assert selection.notice_id is not None
    publicity.record_posting(
        notice_id=selection.notice_id, place="宿舍大门公告栏", posted_date=local_date(began),
        photo_file_id=papers.photographed(chair, began), actor=chair, now=began,
    )  # fmt: skip
    by: dict[str, Any] = {"selection_id": selection.pk, "actor": chair}
    offers = ((1, 138, "白天两人、夜里一人值守，楼道每周拖两次，账目每月 5 日前贴出。"),
              (2, 150, "门岗 24 小时，维修当天到场。"))  # fmt: skip
    for place, fee, words in offers:
        offer = Offer(parties.files[place].pk, fee, words)
        actions.enter_candidate(offer=offer, now=began + timedelta(days=3), **by)
    starts = day_start(local_date(began) + timedelta(days=6)) + timedelta(hours=19)
    session = actions.announce_session(
        starts_at=starts, place="三栋架空层", topic="信托制是什么，三年怎么管", now=began, **by
    )
    after = max(starts, began) + timedelta(days=3)
    said = (
        ("信托制的钱谁管？", "存在业主共有的账户里，每笔支出都公布。"),
        ("做不到怎么办？", "合同写了考核，差了扣酬金。"),
    )
    minutes = Minutes(31, "讲了方案和两家公司的报价，大家主要问钱怎么管。", said)
    actions.minute_session(session_id=session.pk, minutes=minutes, actor=chair, now=after)
    poll = PaperPoll(
        local_date(after), 96, 63, 14, 11, papers.photographed(chair, after), "楼长上门，没遇上的留了单子。"
    )
    actions.record_poll(poll=poll, now=after, **by)
    opinion = actions.file_opinion(
        opinion=Opinion("余工", "注册物业管理师，区专家库，从业 18 年", "报价合理。建议把账目公开的日子写进合同。"),
        now=after, **by,
    )  # fmt: skip
    actions.publish_opinion(opinion_id=opinion.pk, actor=chair, now=after)
    return max(after, began + timedelta(days=16))


def voted(world: World, selection: Selection, called: datetime) -> Selection:
    """Owners vote on the phone; the result is published a day after the close and stands in the procedure."""
    opens = day_start(local_date(called) + timedelta(days=17)) + timedelta(hours=9)
    window = VoteWindow(opens, opens + timedelta(days=12, hours=9), Ballot.Kind.STATUTORY, papers.consent(called, 16))
    selection = actions.call_vote(
        selection_id=selection.pk, window=window, actor=world.officer("STREET_ORGANISER", called), now=called
    )
    assert selection.ballot is not None
    ballot = owning.opened(selection.ballot)
    random, groups = Random(SEED), owning.voters(ballot)
    keys = dict(zip(LEANING, [one.key for one in ballot.items.get().options.order_by("position")], strict=True))
    for place, persons in enumerate(random.sample(groups, len(groups) * CAME // 100)):
        moment = opens + timedelta(minutes=5 + 90 * place)
        voter = Actor(id=f"person:{persons[0]}", person_id=persons[0])
        ticket = ballots.issue_ticket(ballot_id=ballot.pk, actor=voter, now=moment)
        answer = keys[random.choices(list(LEANING), weights=list(LEANING.values()))[0]]
        ballots.cast(ticket=ticket, choices={"company": [answer]}, channel="PHONE", now=moment)
    over = window.closes_at + timedelta(days=1)
    owning.counted(ballot, world.officer("STREET_ORGANISER", over), over)
    actions.read_results_due(over)
    selection.refresh_from_db()
    return selection


def signed_and_started(world: World, parties: Parties, selection: Selection, start: date) -> Handover:
    """The contract is signed a week before it begins, and the hand-over starts with it."""
    now = day_start(start - timedelta(days=7)) + timedelta(hours=10)
    chair = world.officer("STREET_ORGANISER", now)
    ends = date(start.year + TERM_MONTHS // 12, start.month, min(start.day, 28))
    if start.day > ends.day:
        ends = ends + timedelta(days=start.day - ends.day)
    agreement = Agreement(
        parties.files[1].pk, local_date(now), start, ends, "二级", 138, "TRUST",
        "每平方米每月 1.38 元，信托制，酬金一成；账目每月 5 日前公布；考核不合格扣酬金。", number="宿舍物业〔1〕号",
    )  # fmt: skip
    actions.sign_contract(selection_id=selection.pk, agreement=agreement, actor=chair, now=now)
    between = Between(parties.files[0].pk, parties.files[1].pk, start)
    opened = day_start(start) + timedelta(hours=9)
    chair = world.officer("STREET_ORGANISER", opened)
    by: dict[str, Any] = {"actor": chair, "now": opened}
    handover = actions.prepare_handover(
        compound_id=selection.compound_id, between=between, selection_id=selection.pk, **by
    )
    return actions.start_handover(handover_id=handover.pk, **by)


def counted(world: World, handover: Handover, parties: Parties, now: datetime) -> None:
    """Most lines are signed by both sides; the money and the deposits are open, a few are still to be counted."""
    old, new = (world.actor(account, now) for account in parties.managers)
    chair = chair_of(world, handover.compound_id, now)
    items = list(handover.items.order_by("position"))
    kinds = HandoverItem.Category
    for place, item in enumerate(items):
        if item.category in (kinds.FUNDS, kinds.DEPOSITS, kinds.WORK_ORDERS, kinds.OTHER):
            continue
        good = Count(1 + place % 7, "GOOD" if place % 5 else "USABLE")
        item = actions.check_item(item_id=item.pk, count=good, actor=new, now=now)
        for side, actor in (("OLD", old), ("NEW", new), ("COMMITTEE", chair)):
            actions.sign_item(item_id=item.pk, side=side, revision=item.revision, actor=actor, now=now)
    funds = next(item for item in items if item.category == kinds.FUNDS)
    deposits = next(item for item in items if item.category == kinds.DEPOSITS)
    by: dict[str, Any] = {"actor": new, "now": now, "act_by": local_date(now) + timedelta(days=9)}
    actions.dispute_item(item_id=funds.pk, reason="去年下半年的广告收入没有凭证，差 8,600 元", must_act="OLD", **by)
    actions.dispute_item(item_id=deposits.pk, reason="押金名单缺 11 户，金额对不上", must_act="OLD", **by)
    actions.reply(
        subject=str(deposits),
        text="名单在旧电脑里，正在导出，下周一带来。",
        company_id=parties.files[0].pk,
        actor=old,
        now=now,
    )


def chair_of(world: World, compound_id: int, now: datetime) -> Actor:
    """Whoever signs for the owners: the chair of the committee in office, else the subdistrict's organiser."""
    office = offices.office_at(compound_id, local_date(now))
    chairs = [seat.person_id for seat in office.seats if seat.title == Seat.Title.CHAIR] if office else []
    account = Account.objects.filter(person_id__in=chairs, is_staff_account=True).first()
    return world.actor(account, now) if account else world.officer("STREET_ORGANISER", now)


def asked_about_a_lift(world: World, now: datetime) -> None:
    """The owners of one stairwell are asked about a lift; most of the upper floors agree, the ground floor objects."""
    home = world.compounds[LIFT_PLACE]
    began = now - timedelta(days=6)
    organiser = world.officer("STREET_ORGANISER", began)
    entrance = (
        Entrance.objects.filter(building__compound_id=home.territory.pk).select_related("building").order_by("pk")[0]
    )
    proposal = renovating.Proposal(
        kind="LIFT",
        title=f"{entrance.building.name}{entrance.name}加装电梯",
        plan="在单元门外侧加装一部玻璃井道电梯，平层入户，工期四个月。\n一楼窗前留 3.2 米，晚上十点后不施工。",
        cost="政府补贴 30 万元，其余由二楼以上分摊：二楼每户 6,000 元，每高一层加 5,000 元；一楼不出钱。",
        entrance_ids=(entrance.pk,),
        closes_at=day_start(local_date(now) + timedelta(days=15)) + timedelta(hours=18),
    )
    row = renovating.draft(compound_id=home.territory.pk, proposal=proposal, actor=organiser, now=began)
    row = renovating.announce(renovation_id=row.pk, actor=organiser, now=began)
    random = Random(SEED)
    for place, one in enumerate(renovation_queries.asked(row.pk)):
        people_asked = [person.pk for person in one.persons.all()]
        moment = began + timedelta(hours=5 + place % 90)
        low = one.floor is not None and one.floor <= 1
        if not people_asked or random.randrange(100) >= (70 if low else 80):
            continue
        voter = Actor(id=f"person:{people_asked[0]}", person_id=people_asked[0])
        by: dict[str, Any] = {"renovation_id": row.pk, "actor": voter, "now": moment}
        renovating.say(answer="AGAINST" if low or random.randrange(100) < 10 else "AGREE", **by)
        if low and not row.asked.filter(objections__isnull=False).exists():
            objection = renovating.object_to(text="电梯挡了一楼的光，开关门也吵。", **by)
            worker = world.worker(home.community, now)
            renovating.mediate(
                objection_id=objection.pk, met_date=local_date(now) - timedelta(days=1), actor=worker, now=now,
                text="看了现场，改成玻璃井道、往外移半米；补偿还没谈拢，周五再谈。", result="OPEN",
            )  # fmt: skip
